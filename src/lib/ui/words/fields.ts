/** The fields of the plan and their values in words. A row of the table of fields without its words does not compile. */
import {
	asDate,
	asText,
	asTextList,
	type FieldKind,
	type FieldName,
	type FieldValues,
	findRow,
	type ItemKind,
	type Row,
	rowsOf
} from '#domain/plan/fields.ts'
import type { ProfileKind } from '#domain/plan/stage.ts'
import { asCheck, type Check, type MeetingSort, type Scale } from '#domain/plan/visit.ts'
import { m } from '#lib/paraglide/messages.js'
import { formatDay } from '../dates.ts'

interface FieldWords {
	/** Beside a value. */
	label(): string
	/** In the history. */
	changed(inputs: { label: string }): string
}

const words: { readonly [Kind in FieldKind]: Readonly<Record<FieldName<Kind>, FieldWords>> } = {
	program: {
		title: { label: m.history_ahead_title, changed: m.change_field_program_title },
		startsOn: { label: m.program_starts_on, changed: m.change_field_program_starts_on },
		termMonths: { label: m.program_term, changed: m.change_field_program_term }
	},
	stage: {
		title: { label: m.program_stage_title, changed: m.change_field_stage_title },
		startsOn: { label: m.program_starts_on, changed: m.change_field_starts_on },
		endsOn: { label: m.program_stage_end, changed: m.change_field_ends_on },
		products: { label: m.program_stage_products, changed: m.change_field_products }
	},
	activity: {
		title: { label: m.program_activity_title, changed: m.change_field_title },
		startsOn: { label: m.program_starts_on, changed: m.change_field_starts_on },
		dueOn: { label: m.program_due_on, changed: m.change_field_due_on },
		doneOn: { label: m.program_done_on, changed: m.change_field_done_on },
		responsible: { label: m.program_responsible, changed: m.change_field_responsible },
		resultForm: { label: m.program_result_form, changed: m.change_field_result_form },
		place: { label: m.program_place, changed: m.change_field_place },
		kind: { label: m.program_kind, changed: m.change_field_kind },
		audience: { label: m.program_audience, changed: m.change_field_audience },
		carryOverReason: { label: m.program_carry_over, changed: m.change_field_carry_over },
		choice: { label: m.route_choice, changed: m.change_field_choice },
		certificate: { label: m.route_certificate, changed: m.change_field_certificate },
		certificateNumber: { label: m.route_certificate_number, changed: m.change_field_certificate_number },
		certificateLink: { label: m.route_certificate_link, changed: m.change_field_certificate_link },
		notes: { label: m.program_notes, changed: m.change_field_notes }
	},
	meeting: {
		topic: { label: m.program_meeting_topic, changed: m.change_field_topic },
		heldOn: { label: m.program_meeting_day, changed: m.change_field_held_on },
		startsAt: { label: m.program_meeting_time, changed: m.change_field_starts_at },
		place: { label: m.program_place, changed: m.change_field_meeting_place },
		attendees: { label: m.program_attendees, changed: m.change_field_attendees },
		activityIds: { label: m.program_meeting_about, changed: m.change_field_activities },
		sort: { label: m.program_meeting_sort, changed: m.change_field_meeting_sort },
		link: { label: m.program_meeting_link, changed: m.change_field_meeting_link },
		summary: { label: m.program_meeting_summary, changed: m.change_field_meeting_summary },
		minutes: { label: m.program_minutes, changed: m.change_field_minutes }
	},
	agreement: {
		text: { label: m.program_agreement_text, changed: m.change_field_agreement_text },
		ownerId: { label: m.program_agreement_owner, changed: m.change_field_agreement_owner },
		dueOn: { label: m.program_due_on, changed: m.change_field_agreement_due }
	},
	profile: { text: { label: m.program_profile_entry, changed: m.change_field_profile } }
}

/** The lists of the profile, in their order. */
export const profileTitles: readonly [ProfileKind, () => string][] = [
	['goal', m.program_goals],
	['direction', m.program_directions],
	['difficulty', m.program_difficulties],
	['strength', m.program_strengths],
	['form', m.program_forms],
	['image', m.program_image]
]

/** Null for a field that only a newer app knows. */
export function fieldWords(kind: FieldKind, field: string): FieldWords | null {
	const ofKind: Readonly<Record<string, FieldWords>> = words[kind]
	if (findRow(kind, field)?.kind === 'check') return { label: m.program_checklist, changed: m.change_field_check }
	return findRow(kind, field) && (ofKind[field] ?? null)
}

export const meetingSortWords: Readonly<Record<MeetingSort, () => string>> = {
	first: m.meeting_sort_first,
	trial: m.meeting_sort_trial,
	planning: m.meeting_sort_planning,
	regular: m.meeting_sort_regular,
	final: m.meeting_sort_final,
	groupFinal: m.meeting_sort_group_final
}

/** '' for a kind that only a newer app knows. */
export function sortWords(sort: string): string {
	return (meetingSortWords as Readonly<Record<string, () => string>>)[sort]?.() ?? ''
}

/** By scale, the words of each answer. */
export const answersOf: Readonly<Record<Scale, readonly (() => string)[]>> = {
	yesNo: [m.check_no, m.check_yes],
	degree: [m.check_not, m.check_partly, m.check_fully],
	words: []
}

/** '' where it is not answered, or with words alone. */
export function answerWords({ scale, answer }: Pick<Check, 'scale' | 'answer'>): string {
	return (answer === null ? null : answersOf[scale][answer]?.()) ?? ''
}

/** How a screen names people and activities. */
export interface Names {
	people(ids: readonly string[]): string
	activities(ids: readonly string[]): string
}

/** A value as stored, in words; '' for an empty one. */
export function valueWords(kind: Row['kind'], value: unknown, names: Names): string {
	switch (kind) {
		case 'day': {
			const day = asDate(value)
			return day === null ? '' : formatDay(day)
		}
		case 'person':
			return names.people(asText(value) === '' ? [] : [asText(value)])
		case 'people':
			return names.people(asTextList(value))
		case 'activities':
			return names.activities(asTextList(value))
		case 'months':
			return typeof value === 'number' ? m.program_term_months({ count: value }) : ''
		case 'meetingSort':
			return sortWords(asText(value))
		case 'check': {
			const check = asCheck(value)
			return check === null ? '' : [check.question, answerWords(check), check.comment].filter(Boolean).join(' · ')
		}
		case 'text':
		case 'time':
		case 'long':
			return asText(value)
	}
}

/**
 * The filled fields of an item in words, apart from `own`: those that a screen shows in its own way. So none leaves out a field that
 * is added later. `isPlanned`: only what belongs to an edition.
 */
export function otherFacts<Kind extends ItemKind>(
	kind: Kind,
	item: Readonly<FieldValues<Kind>>,
	own: readonly FieldName<Kind>[],
	names: Names,
	isPlanned = false
): string[] {
	const values: Readonly<Record<string, unknown>> = item
	const ignored: readonly string[] = own
	return rowsOf[kind]
		.filter(([name, row]) => !ignored.includes(name) && (!isPlanned || row.edition !== 'never'))
		.map(([name, row]) => {
			const value = valueWords(row.kind, values[name], names)
			return value === '' || row.kind === 'text' ? value : `${fieldWords(kind, name)?.label() ?? ''}: ${value}`
		})
		.filter((fact) => fact !== '')
}
