/**
 * A text that is longer than it may be: nothing of it is cut off. The field says so, and its form is not sent till it is shorter.
 */
import type { Attachment } from 'svelte/attachments'
import { dateIn, type IsoDate, otherOffset } from '#domain/calendar.ts'
import { isSpeltAsName, NAME_LETTERS, plainName } from '#domain/people/person-name.ts'
import type { IsoInstant } from '#domain/plan/layout.ts'
import { m } from '#lib/paraglide/messages.js'
import { getLocale } from '#lib/paraglide/runtime.js'
import { formatClock, formatDay, formatMoment } from './dates.ts'

/** In words; null: it is short enough, or there is no limit. Blanks around it do not count: no schema keeps them. */
export function lengthProblem(text: string, most: number | undefined): string | null {
	const count = text.trim().length
	return most !== undefined && count > most ? m.text_long({ most, count }) : null
}

/** Of a field: while there is a problem its form is not sent, whoever listens to it, and the focus comes here. */
export function holdBack(problem: () => string | null): Attachment<HTMLInputElement | HTMLTextAreaElement> {
	return (field) => {
		const { form } = field
		const stop = (event: SubmitEvent) => {
			if (problem() === null) return
			event.preventDefault()
			event.stopImmediatePropagation()
			field.focus()
		}
		// Captured: it comes before what the form itself does.
		form?.addEventListener('submit', stop, true)
		return () => form?.removeEventListener('submit', stop, true)
	}
}

/** «Директор · Школа № 41», without what is not known; a number is never parted from its sign. */
export function aboutText(parts: readonly (string | null | undefined)[]): string {
	return parts.filter(Boolean).join(' · ').replaceAll('№ ', '№\u00a0')
}

/** «12,4 МБ», «1,2 ГБ»: decimal, as devices say it. */
export function formatBytes(bytes: number): string {
	const isLarge = bytes >= 1_000_000_000
	const format = new Intl.NumberFormat(getLocale(), {
		style: 'unit',
		unit: isLarge ? 'gigabyte' : 'megabyte',
		maximumFractionDigits: 1
	})
	return format.format(bytes / (isLarge ? 1_000_000_000 : 1_000_000))
}

/** For a word of the catalogue that begins a line. */
export function capitalised(text: string): string {
	return text.charAt(0).toLocaleUpperCase() + text.slice(1)
}

/** «81,5» */
export function decimal(value: number): string {
	return new Intl.NumberFormat(getLocale(), { maximumFractionDigits: 6 }).format(value)
}

/**
 * A meeting's hour, which is one of the municipality's clock: «14:00», and «14:00 по времени города (UTC+7)» where this device's shows
 * another. `timeZone`: of the municipality, where there is one.
 */
export function formatMeetingTime(timeZone: string | undefined, heldOn: IsoDate | null, startsAt: string): string {
	const zone = otherZone(timeZone, heldOn)
	return zone === null ? startsAt : m.program_meeting_time_city({ time: startsAt, zone })
}

/** As `otherOffset`, on that day; without one today. */
export function otherZone(timeZone: string | undefined, day: IsoDate | null): string | null {
	return otherOffset(timeZone, day === null ? new Date() : new Date(`${day}T12:00:00Z`))
}

/**
 * An instant of what was decided, by the clock of the municipality: everybody reads the same day and hour, and they are those on
 * its papers. «21 ноября, 13:40 (UTC+7)» where this device's clock shows another hour, else as `formatMoment`. `timeZone`: of the
 * municipality, where there is one.
 */
export function formatMomentIn(timeZone: string | undefined, at: IsoInstant, today: IsoDate): string {
	const moment = new Date(at)
	const zone = otherOffset(timeZone, moment)
	if (timeZone === undefined || zone === null) return formatMoment(at, today)
	return `${formatDay(dateIn(timeZone, moment))}, ${formatClock(at, timeZone)} (${zone})`
}

/**
 * What is wrong with one of a person's names, in words; null: nothing. `missing`: what to say where there is none. `was`: the name
 * that is kept, and stays as it is however it is spelt.
 */
export function nameProblem(text: string, missing: string | null, was = ''): string | null {
	const name = plainName(text)
	if (name === '') return missing
	if (!isSpeltAsName(name, was)) return m.name_spelling()
	return lengthProblem(name, NAME_LETTERS)
}

/** «Директор · Лицей № 2», or that nobody has said. */
export function workplaceText({ post, organisation }: { post: string; organisation: { name: string } | null }): string {
	return aboutText([post, organisation?.name]) || m.people_workplace_unknown()
}
