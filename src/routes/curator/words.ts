/** Words of the board: the next step of a programme, awaited decisions, and the municipality's day. */
import { daysBetween, type IsoDate } from '#domain/calendar.ts'
import { nextActivityOf, type ProgramSummary, type SummaryActivity } from '#domain/summary.ts'
import { m } from '#lib/paraglide/messages.js'
import type { LedgerListingsState } from '#lib/state/ledger-listings.svelte.ts'
import { formatDay } from '#lib/ui/dates.ts'
import type { Me } from '#protocol/api/program.ts'
import { groupListings } from '../decisions/listing.ts'

export type NextStep =
	| { kind: 'ahead'; activity: SummaryActivity }
	| { kind: 'late'; activity: SummaryActivity; days: number }
	| { kind: 'finished' }
	| { kind: 'nothing' }

/** The line «Ближайшее»: the next activity, or if nothing is ahead, the one that has been late for longest. */
export function nextStepOf(summary: ProgramSummary, today: IsoDate): NextStep {
	const ahead = nextActivityOf(summary, today)
	const open = summary.stages.flatMap((stage) => stage.open)
	const late = open.filter(({ dueOn }) => dueOn !== null && dueOn < today).sort(byDueOn)[0]
	// While a dated activity is late, one without a date is no next step.
	if (ahead !== null && (ahead.dueOn !== null || late === undefined)) return { kind: 'ahead', activity: ahead }
	if (late !== undefined) return { kind: 'late', activity: late, days: daysBetween(late.dueOn ?? today, today) }
	return summary.total > 0 ? { kind: 'finished' } : { kind: 'nothing' }
}

function byDueOn(one: SummaryActivity, other: SummaryActivity): number {
	return (one.dueOn ?? '') < (other.dueOn ?? '') ? -1 : 1
}

/** How many decisions await the reader, counted as in «Решения»; '' if there are none, or nothing is known yet. */
export function awaitedWords(
	{ ledgers, waiting }: Pick<LedgerListingsState, 'ledgers' | 'waiting'>,
	me: Pick<Me, 'person' | 'roles'>
): string {
	const count = groupListings(ledgers ?? [], me, '', waiting).mine.length
	return count === 0 ? '' : m.curator_awaits_decision({ count })
}

/** The day by which the board counts overdue items, if it differs from this device's; null: it is the same. */
export function cityDayWords(cityDay: IsoDate, deviceDay: IsoDate): string | null {
	return cityDay === deviceDay ? null : m.curator_city_day({ day: formatDay(cityDay) })
}
