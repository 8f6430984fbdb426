/**
 * Words of the board: the next step of a programme, awaited decisions, the municipality's day, and what devices reported. A value that
 * was not reported is shown as unknown, never guessed.
 */
import { daysBetween, type IsoDate } from '#domain/calendar.ts'
import { type SilenceLevel, silenceLevelOf, silentDays } from '#domain/silence.ts'
import { isFulfilled, nextActivityOf, type ProgramSummary, type SummaryActivity } from '#domain/summary.ts'
import { m } from '#lib/paraglide/messages.js'
import type { LedgerListingsState } from '#lib/state/ledger-listings.svelte.ts'
import { formatDay } from '#lib/ui/dates.ts'
import { aboutText, formatBytes } from '#lib/ui/format.ts'
import type { Board, BoardQuery, Me, BoardDevice, BoardParticipant, BoardSort } from '#protocol/api/program.ts'
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

/** Null: the board's own order, by need; of closed programmes, which need nothing, by name. */
export function sortLabel(sort: BoardSort | null, phase: BoardQuery['phase']): string {
	if (sort !== null) return sortWords[sort]()
	return phase === 'closed' ? m.curator_sort_name() : m.curator_sort_need()
}

const sortWords: Readonly<Record<BoardSort, () => string>> = {
	program: m.curator_sort_name,
	'-program': m.curator_sort_name_down,
	road: m.curator_sort_least_done,
	'-road': m.curator_sort_most_done,
	sync: m.curator_sort_out_of_touch,
	'-sync': m.curator_sort_in_touch,
	meeting: m.curator_sort_no_meeting,
	'-meeting': m.curator_sort_new_meeting,
	next: m.curator_sort_early,
	'-next': m.curator_sort_late,
	report: m.curator_sort_early_report,
	'-report': m.curator_sort_late_report
}

/** Under the number of programmes that have begun: «идут · ещё 2 начнутся». */
export function programsWords({ programs, ahead = 0 }: Pick<Board['totals'], 'programs' | 'ahead'>): string {
	const running = m.curator_total_programs({ count: programs })
	return ahead === 0 ? running : aboutText([running, m.curator_total_ahead({ count: ahead })])
}

export interface DeviceFact {
	label: string
	value: string
	tone: 'plain' | 'warning' | 'unknown'
}

/** With less space a browser may soon refuse to store edits. */
const LITTLE_SPACE_BYTES = 50_000_000

/** `current`: this app's version. Another version is only called another, because its name says nothing to a person. */
export function describeDevice(
	{ unsent, isBehind, freeBytes, isPersisted, appVersion }: BoardDevice,
	current: string
): DeviceFact[] {
	return [
		fact(
			m.curator_device_unsent(),
			unsent,
			(count) => (count === 0 ? m.curator_device_sent() : m.curator_unsent({ count })),
			Boolean
		),
		fact(
			m.curator_device_received(),
			isBehind,
			(behind) => (behind ? m.curator_device_not_received() : m.curator_received()),
			Boolean
		),
		fact(m.curator_device_free(), freeBytes, formatBytes, (bytes) => bytes < LITTLE_SPACE_BYTES),
		fact(
			m.curator_device_kept(),
			isPersisted,
			(kept) => (kept ? m.curator_device_persisted() : m.curator_device_may_go()),
			() => false
		),
		fact(
			m.curator_device_version(),
			appVersion,
			(version) => (version === current ? m.curator_device_version_same() : m.curator_device_version_other()),
			() => false
		)
	]
}

function fact<Value>(
	label: string,
	said: Value | null,
	inWords: (value: Value) => string,
	isWorrying: (value: Value) => boolean
): DeviceFact {
	if (said === null) return { label, value: m.curator_device_unsaid(), tone: 'unknown' }
	return { label, value: inWords(said), tone: isWorrying(said) ? 'warning' : 'plain' }
}

/**
 * The time since a participant's device was in contact with the relay, in words. Ages are as of the moment when the
 * board was read.
 */
export interface Contact {
	text: string
	level: SilenceLevel | 'never'
}

export function describeContact(participant: BoardParticipant, at: string): Contact {
	if (participant.isOnline) return { text: m.curator_online(), level: 'inTouch' }
	const days = silentDays(participant.lastSeenAt, participant.startsOn, at)
	const level = silenceLevelOf(days)
	if (participant.lastSeenAt === null) {
		const text = participant.hasSignedIn ? m.curator_not_in_program() : m.curator_never_seen()
		if (level === 'inTouch') return { text, level: 'never' }
		return { text: aboutText([text, m.curator_days_since_start({ count: days })]), level }
	}
	if (level !== 'inTouch') return { text: m.curator_silent_days({ count: days }), level }
	return { text: days > 0 ? m.curator_age_days({ count: days }) : describeToday(participant.lastSeenAt, at), level }
}

function describeToday(lastSeenAt: string, at: string): string {
	const minutes = Math.floor((Date.parse(at) - Date.parse(lastSeenAt)) / 60_000)
	if (minutes < 1) return m.curator_age_now()
	return minutes < 60
		? m.curator_age_minutes({ count: minutes })
		: m.curator_age_hours({ count: Math.floor(minutes / 60) })
}
