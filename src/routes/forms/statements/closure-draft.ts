import type { IsoDate } from '#domain/calendar.ts'
import type { CompletionReason } from '#domain/regulation/schema.ts'
import { m } from '#lib/paraglide/messages.js'
import { formatDay } from '#lib/ui/dates.ts'
import { capitalised } from '#lib/ui/format.ts'

type Needs = CompletionReason['needs']

/** `chosen`: null until somebody chooses a day, '' once they have cleared it. A departure is on the earliest day until then. */
export function lastDayOf(chosen: IsoDate | '' | null, needs: Needs, earliest: IsoDate): IsoDate | null {
	if (needs !== 'statement' && needs !== 'notice') return null
	return chosen === null && needs === 'statement' ? earliest : chosen || null
}

/** The reason that a form begins with: the first that nothing refuses, otherwise the first. */
export function acceptableReason<Reason>(
	reasons: readonly Reason[],
	refusalOf: (reason: Reason) => string | null
): Reason | undefined {
	return reasons.find((reason) => refusalOf(reason) === null) ?? reasons[0]
}

/** What the ground begins with if the regulation lists grounds: «Форс-мажор: ». `listed` is empty where it lists none. */
export function groundPrefix(listed: string): string {
	return listed === '' ? '' : `${capitalised(listed)}: `
}

/** The question before the programme is closed. */
export function closureQuestion(
	needs: Needs,
	lastDay: IsoDate | null,
	today: IsoDate
): { title: string; text: string } {
	switch (needs) {
		case 'statement':
			return {
				title: m.decision_departure_sure_title(),
				text:
					lastDay === today
						? m.decision_departure_sure_now()
						: m.decision_departure_sure({ day: formatDay(lastDay ?? today) })
			}
		case 'notice':
			return { title: m.decision_notice_sure_title(), text: m.decision_notice_sure() }
		case 'plan':
		case 'ground':
			return { title: m.decision_closure_sure_title(), text: m.decision_closure_sure() }
	}
}

/** The question before a notice is taken note of. */
export function noteQuestion(isDeparture: boolean, name: string): { title: string; text: string } {
	return {
		title: m.decision_note_sure_title(),
		text: isDeparture ? m.decision_departure_note_sure({ name }) : m.decision_note_sure({ name })
	}
}
