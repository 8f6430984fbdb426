/** Instants by the clock of a place. Zones are IANA names, «Asia/Tomsk». */
import type { IsoDate } from './calendar.ts'

/** The calendar date there at an instant. */
export function dateIn(timeZone: string, at: Date): IsoDate {
	// Swedish writes dates as ISO does.
	return new Intl.DateTimeFormat('sv-SE', { timeZone }).format(at)
}

/** `HH:MM` there at an instant. */
export function timeIn(timeZone: string, at: Date): string {
	return new Intl.DateTimeFormat('sv-SE', { timeZone, hour: '2-digit', minute: '2-digit' }).format(at)
}

/** «UTC+7»; of this device without a zone. */
export function offsetName(timeZone: string | undefined, at: Date): string {
	const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'shortOffset' }).formatToParts(at)
	return parts.find(({ type }) => type === 'timeZoneName')?.value.replace('GMT', 'UTC') ?? ''
}

/** «UTC+7» there, where the clock of this device shows another at that instant; null where it is the same, or no zone is known. */
export function otherOffset(timeZone: string | undefined, at: Date): string | null {
	if (timeZone === undefined) return null
	const offset = offsetName(timeZone, at)
	return offset === offsetName(undefined, at) ? null : offset
}

export function isTimeZone(name: string): boolean {
	try {
		new Intl.DateTimeFormat('en', { timeZone: name })
		return true
	} catch {
		// Intl says no by throwing.
		return false
	}
}
