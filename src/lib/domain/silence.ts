/**
 * How long a participant's devices have not contacted the relay, and when a curator should act. Silence counts from the last
 * contact. Where there was none, it counts from the first day of the person's participation.
 */
import type { IsoDate } from './calendar.ts'
import type { IsoInstant } from './plan/layout.ts'

/** After more days than this, the curator should ask what is wrong. */
const SILENCE_WARNING_DAYS = 21

/** After more days than this, a school quarter, a person must act. */
const SILENCE_ALARM_DAYS = 90

export type SilenceLevel = 'inTouch' | 'warning' | 'alarm'

/** Whole days of 24 hours; 0 when the last contact or the first day is in the future. */
export function silentDays(lastSeenAt: IsoInstant | null, startsOn: IsoDate, now: IsoInstant): number {
	const elapsed = (Date.parse(now) - Date.parse(lastSeenAt ?? startsOn)) / DAY_MS
	return Number.isFinite(elapsed) ? Math.max(0, Math.floor(elapsed)) : 0
}

export function silenceLevelOf(days: number): SilenceLevel {
	if (days > SILENCE_ALARM_DAYS) return 'alarm'
	return days > SILENCE_WARNING_DAYS ? 'warning' : 'inTouch'
}

/** Whether a programme counts as silent on the board: one silent participant is enough. */
export function isSilent(
	participants: readonly { lastSeenAt: IsoInstant | null; startsOn: IsoDate }[],
	now: IsoInstant
): boolean {
	return participants.some(
		({ lastSeenAt, startsOn }) => silenceLevelOf(silentDays(lastSeenAt, startsOn, now)) !== 'inTouch'
	)
}

/** The instant from which they count as silent, if nobody contacts the relay before; null: never. */
export function silentFrom(
	participants: readonly { lastSeenAt: IsoInstant | null; startsOn: IsoDate }[]
): IsoInstant | null {
	const contacts = participants.map(({ lastSeenAt, startsOn }) => Date.parse(lastSeenAt ?? startsOn))
	const first = Math.min(...contacts.filter(Number.isFinite))
	return Number.isFinite(first) ? new Date(first + (SILENCE_WARNING_DAYS + 1) * DAY_MS).toISOString() : null
}

const DAY_MS = 24 * 60 * 60 * 1000
