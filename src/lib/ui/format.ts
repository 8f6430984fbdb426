/** Formats values for people: numbers, sizes, meeting hours, problems of names. */
import { type IsoDate, otherOffset } from '#domain/calendar.ts'
import { isSpeltAsName, NAME_LETTERS, plainName } from '#domain/text.ts'
import { m } from '#lib/paraglide/messages.js'
import { getLocale } from '#lib/paraglide/runtime.js'
import { cityZone, now } from '#lib/sync/clock.ts'
import { lengthProblem } from './fields/text-length.ts'

/** «Директор · Школа № 41», without missing parts. A number stays on one line with its «№». */
export function aboutText(parts: readonly (string | null | undefined)[]): string {
	return parts.filter(Boolean).join(' · ').replaceAll('№ ', '№\u00a0')
}

/** «12,4 МБ», «1,2 ГБ»: decimal units, as devices use them. */
export function formatBytes(bytes: number): string {
	const isLarge = bytes >= 1_000_000_000
	const format = new Intl.NumberFormat(getLocale(), {
		style: 'unit',
		unit: isLarge ? 'gigabyte' : 'megabyte',
		maximumFractionDigits: 1
	})
	return format.format(bytes / (isLarge ? 1_000_000_000 : 1_000_000))
}

/** For a word of the message catalogue at the start of a line. */
export function capitalised(text: string): string {
	return text.charAt(0).toLocaleUpperCase() + text.slice(1)
}

/** «81,5» */
export function decimal(value: number): string {
	return new Intl.NumberFormat(getLocale(), { maximumFractionDigits: 6 }).format(value)
}

/** A meeting's hour in the city's time: «14:00», or «14:00 по времени города (UTC+7)» if this device's time differs. */
export function formatMeetingTime(heldOn: IsoDate | null, startsAt: string): string {
	const zone = otherZone(heldOn)
	return zone === null ? startsAt : m.program_meeting_time_city({ time: startsAt, zone })
}

/** Like `otherOffset`, of the city on that day; without a day, today. */
export function otherZone(day: IsoDate | null): string | null {
	return otherOffset(cityZone(), day === null ? now() : new Date(`${day}T12:00:00Z`))
}

/**
 * The problem of one of a person's names, in words; null: none. `missing`: the answer for an empty name. `was`: the
 * stored name, which stays valid whatever its spelling.
 */
export function nameProblem(text: string, missing: string | null, was = ''): string | null {
	const name = plainName(text)
	if (name === '') return missing
	if (!isSpeltAsName(name, was)) return m.name_spelling()
	return lengthProblem(name, NAME_LETTERS)
}

/** «Директор · Лицей № 2», or that the workplace is unknown. */
export function workplaceText({ post, organisation }: { post: string; organisation: { name: string } | null }): string {
	return aboutText([post, organisation?.name]) || m.people_workplace_unknown()
}
