/** Words of the board: the next step of a programme, awaited decisions, and the municipality's day. */
import { daysBetween, type IsoDate } from '#domain/calendar.ts'
import { isFulfilled, nextActivityOf, type ProgramSummary, type SummaryActivity } from '#domain/summary.ts'
import { m } from '#lib/paraglide/messages.js'
import type { LedgerListingsState } from '#lib/state/ledger-listings.svelte.ts'
import { formatDay } from '#lib/ui/dates.ts'
import { aboutText } from '#lib/ui/format.ts'
import type { Board, Me } from '#protocol/api/program.ts'
import { groupListings } from '../decisions/listing.ts'

export type NextStep =
	| { kind: 'ahead'; activity: SummaryActivity }
	| { kind: 'late'; activity: SummaryActivity; days: number }
	| { kind: 'finished' }
	| { kind: 'nothing' }

/** The line «Ближайшее»: the activity that has been late for longest, or if nothing is late, the next one. */
export function nextStepOf(summary: ProgramSummary, today: IsoDate): NextStep {
	const activity = nextActivityOf(summary)
	if (activity === null) return isFulfilled(summary) ? { kind: 'finished' } : { kind: 'nothing' }
	const days = activity.dueOn === null ? 0 : daysBetween(activity.dueOn, today)
	return days > 0 ? { kind: 'late', activity, days } : { kind: 'ahead', activity }
}

/** How many decisions await the reader, counted as in «Решения»; '' if there are none, or nothing is known yet. */
export function awaitedWords(
	{ ledgers, waiting }: Pick<LedgerListingsState, 'ledgers' | 'waiting'>,
	me: Pick<Me, 'person' | 'roles'>
): string {
	const { mine } = groupListings(ledgers ?? [], me, '', waiting)
	const count = mine.reduce((sum, { more }) => sum + 1 + more, 0)
	return count === 0 ? '' : m.curator_awaits_decision({ count })
}

/** The day by which the board counts overdue items, if it differs from this device's; null: it is the same. */
export function cityDayWords(cityDay: IsoDate, deviceDay: IsoDate): string | null {
	return cityDay === deviceDay ? null : m.curator_city_day({ day: formatDay(cityDay) })
}

/** Whether the reader oversees no programme at all. */
export function isBoardEmpty({ programs, ahead = 0, closed }: Board['totals']): boolean {
	return programs + ahead + closed === 0
}

/** Under the number of programmes that have begun: «идут · ещё 2 начнутся». */
export function programsWords({ programs, ahead = 0 }: Pick<Board['totals'], 'programs' | 'ahead'>): string {
	const running = m.curator_total_programs({ count: programs })
	return ahead === 0 ? running : aboutText([running, m.curator_total_ahead({ count: ahead })])
}
