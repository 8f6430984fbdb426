import type { Meeting } from '#domain/plan/meeting.ts'
import { formatDay } from '#lib/ui/dates.ts'
import { formatMeetingTime } from '#lib/ui/meeting-time.ts'
import type { ProgramContext } from '#lib/state/program.svelte.ts'
import { m } from '#lib/paraglide/messages.js'
import { joinWords, shortNameOf } from '../people-words.ts'

/** «24 ноября · 14:00 · Лицей · Вы и Ирина». `timeZone`: of the municipality, where there is one. */
export function pastMeetingFacts(
	program: ProgramContext,
	timeZone: string | undefined,
	{ heldOn, startsAt, place, topic, attendees }: Meeting
): string {
	return [
		heldOn === null ? m.program_meeting_no_day() : formatDay(heldOn),
		startsAt === null ? '' : formatMeetingTime(timeZone, heldOn, startsAt),
		topic === '' ? '' : place,
		joinWords(attendees.map((personId) => shortNameOf(program, personId)))
	]
		.filter((fact) => fact !== '')
		.join(' · ')
}
