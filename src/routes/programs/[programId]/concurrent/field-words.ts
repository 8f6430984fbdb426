/** Names and values of fields with concurrent values, in words. */
import { isEditableField, type EditableField, type EditableKind } from '#domain/plan/concurrent.ts'
import { asTextList } from '#domain/plan/layout.ts'
import { isIsoDate } from '#domain/calendar.ts'
import { formatDay } from '#lib/ui/dates.ts'
import { m } from '#lib/paraglide/messages.js'
import type { ProgramContext } from '#lib/state/program.svelte.ts'
import { joinWords, shortNameOf } from '../words.ts'

type Words = () => string

const labels: { readonly [Kind in EditableKind]: Readonly<Record<EditableField<Kind>, Words>> } = {
	stage: { title: m.program_stage_title, startsOn: m.program_starts_on, endsOn: m.program_stage_end },
	activity: {
		title: m.program_activity_title,
		startsOn: m.program_starts_on,
		dueOn: m.program_due_on,
		doneOn: m.program_done_on,
		responsible: m.program_responsible,
		resultForm: m.program_result_form,
		place: m.program_place
	},
	meeting: {
		topic: m.program_meeting_topic,
		heldOn: m.program_meeting_day,
		startsAt: m.program_meeting_time,
		place: m.program_place,
		attendees: m.program_attendees,
		activityIds: m.program_meeting_about
	},
	agreement: { text: m.program_agreement_text, ownerId: m.program_agreement_owner, dueOn: m.program_due_on },
	profile: { text: m.program_profile_entry }
}

/** The name of an editable field; '' for any other field. */
export function fieldWords(kind: EditableKind, field: string): string {
	const words: Readonly<Record<string, Words | undefined>> = labels[kind]
	return isEditableField(kind, field) ? (words[field]?.() ?? '') : ''
}

/** One of a field's values in words; «пусто» for an empty one. */
export function valueWords(program: ProgramContext, field: string, value: unknown): string {
	const words = nonEmptyWords(program, field, value)
	return words === '' ? m.program_value_empty() : words
}

function nonEmptyWords(program: ProgramContext, field: string, value: unknown): string {
	if (field === 'responsible' || field === 'attendees')
		return joinWords(asTextList(value).map((id) => shortNameOf(program, id)))
	if (field === 'activityIds')
		return asTextList(value)
			.map((id) => program.plan.activity(id)?.title ?? '')
			.filter((title) => title !== '')
			.join('; ')
	if (typeof value !== 'string' || value === '') return ''
	if (field === 'ownerId') return shortNameOf(program, value)
	return isIsoDate(value) ? formatDay(value) : value
}
