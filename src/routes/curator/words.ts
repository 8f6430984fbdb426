/** The line «Ближайшее»: what comes next, or where nothing is ahead, what is late for longest. */
import { daysBetween, type IsoDate } from '#domain/calendar.ts'
import { nextActivityOf, type ProgramSummary, type SummaryActivity } from '#domain/summary.ts'
import { m } from '#lib/paraglide/messages.js'
import type { LedgerListingsState } from '#lib/state/ledger-listings.svelte.ts'
import type { Me } from '#protocol/api/program.ts'
import { groupListings } from '../decisions/listing.ts'
import { mayInvite, overseesMunicipality, seesBoard } from '../entry.ts'

export type NextStep =
	| { kind: 'ahead'; activity: SummaryActivity }
	| { kind: 'late'; activity: SummaryActivity; days: number }
	| { kind: 'finished' }
	| { kind: 'nothing' }

export function nextStepOf(summary: ProgramSummary, today: IsoDate): NextStep {
	const ahead = nextActivityOf(summary, today)
	const open = summary.stages.flatMap((stage) => stage.open)
	const late = open.filter(({ dueOn }) => dueOn !== null && dueOn < today).sort(byDueOn)[0]
	// An activity without a date is no next step while something dated is late.
	if (ahead !== null && (ahead.dueOn !== null || late === undefined)) return { kind: 'ahead', activity: ahead }
	if (late !== undefined) return { kind: 'late', activity: late, days: daysBetween(late.dueOn ?? today, today) }
	return summary.total > 0 ? { kind: 'finished' } : { kind: 'nothing' }
}

function byDueOn(one: SummaryActivity, other: SummaryActivity): number {
	return (one.dueOn ?? '') < (other.dueOn ?? '') ? -1 : 1
}

/** How much waits for whoever looks, as «Решения» counts it; '' when nothing does, or nobody has said yet. */
export function awaitedWords(
	{ ledgers, waiting }: Pick<LedgerListingsState, 'ledgers' | 'waiting'>,
	me: Pick<Me, 'person' | 'roles'>
): string {
	const count = groupListings(ledgers ?? [], me, '', waiting).mine.length
	return count === 0 ? '' : m.curator_awaits_decision({ count })
}

/** Whether the server would show this person a screen under /curator, by the id of its route. */
export function mayOpen(me: Me, routeId: string): boolean {
	if (routeId === '/curator/people/municipalities') return me.roles.includes('administrator')
	if (routeId === '/curator' || routeId === '/curator/held') return seesBoard(me)
	return /^\/curator\/people\/(invitations|access|staff)$/.test(routeId) ? mayInvite(me) : overseesMunicipality(me)
}
