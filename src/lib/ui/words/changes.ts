/** A plan change in words, for the history, for what a restore would change, and for edits under review. */
import { isIsoDate } from '#domain/calendar.ts'
import type { ApprovedPlan } from '#domain/plan/edition.ts'
import type { ItemKind, PlanChange, Position } from '#domain/plan/history/change.ts'
import { m } from '#lib/paraglide/messages.js'
import { formatDay } from '../dates.ts'

export interface ChangeWords {
	text: string
	/** The former and the new value; '' if there is nothing to show. */
	detail: string
}

/**
 * `nameOf` returns '' for people that this device does not know. `approved`: to cancel what it contains is only to propose it (domain.md
 * T44); null: not known, or no edition is approved.
 */
export function changeWords(
	change: PlanChange,
	nameOf: (personId: string) => string,
	approved: ApprovedPlan | null = null
): ChangeWords {
	const label = labelOf(change)
	switch (change.type) {
		case 'added':
			return { text: added[change.kind]({ label }), detail: '' }
		case 'deleted':
			return { text: deleted[change.kind]({ label }), detail: '' }
		case 'restored':
			return { text: restored[change.kind]({ label }), detail: '' }
		case 'moved':
			return { text: m.change_moved({ label }), detail: movedDetail(change) }
		case 'marked': {
			const detail = change.doneOn === null ? '' : m.history_done_on({ day: formatDay(change.doneOn) })
			const isProposal = change.status === 'cancelled' && approved?.planned.includes(change.itemId) === true
			if (isProposal) return { text: m.change_marked_to_cancel({ label }), detail }
			if (change.kind === 'activity') return { text: marked[change.status]({ label }), detail }
			return { text: (change.status === 'done' ? m.change_agreement_kept : m.change_agreement_open)({ label }), detail }
		}
		case 'changed':
			return { text: changedText(change, label), detail: changedDetail(change, nameOf) }
		case 'apart':
		case 'settled':
			return { text: changedText(change, label), detail: concurrentDetail(change, nameOf) }
		case 'stranded':
		case 'dropped': {
			const { words } = change
			const detail = change.type === 'stranded' ? m.history_stranded({ words }) : m.history_dropped({ words })
			return { text: changedText(change, label), detail }
		}
	}
}

type Words = (inputs: { label: string }) => string

const added: Record<ItemKind, Words> = {
	stage: m.change_added_stage,
	activity: m.change_added_activity,
	meeting: m.change_added_meeting,
	agreement: m.change_added_agreement,
	profile: m.change_added_profile
}

const deleted: Record<ItemKind, Words> = {
	stage: m.change_deleted_stage,
	activity: m.change_deleted_activity,
	meeting: m.change_deleted_meeting,
	agreement: m.change_deleted_agreement,
	profile: m.change_deleted_profile
}

const restored: Record<ItemKind, Words> = {
	stage: m.change_restored_stage,
	activity: m.change_restored_activity,
	meeting: m.change_restored_meeting,
	agreement: m.change_restored_agreement,
	profile: m.change_restored_profile
}

const marked: Record<(PlanChange & { type: 'marked' })['status'], Words> = {
	planned: m.change_marked_planned,
	inProgress: m.change_marked_in_progress,
	done: m.change_marked_done,
	cancelled: m.change_marked_cancelled
}

type Changed = PlanChange & { type: 'changed' }
type ConcurrentChange = PlanChange & { type: 'apart' | 'settled' }

const fields: Record<Changed['kind'], Readonly<Record<string, Words>>> = {
	program: {
		title: m.change_field_program_title,
		startsOn: m.change_field_program_starts_on,
		termMonths: m.change_field_program_term
	},
	stage: {
		title: m.change_field_stage_title,
		startsOn: m.change_field_starts_on,
		endsOn: m.change_field_ends_on
	},
	activity: {
		title: m.change_field_title,
		startsOn: m.change_field_starts_on,
		dueOn: m.change_field_due_on,
		doneOn: m.change_field_done_on,
		responsible: m.change_field_responsible,
		resultForm: m.change_field_result_form,
		place: m.change_field_place,
		notes: m.change_field_notes
	},
	meeting: {
		topic: m.change_field_topic,
		heldOn: m.change_field_held_on,
		startsAt: m.change_field_starts_at,
		place: m.change_field_meeting_place,
		attendees: m.change_field_attendees,
		activityIds: m.change_field_activities,
		minutes: m.change_field_minutes
	},
	agreement: {
		text: m.change_field_agreement_text,
		ownerId: m.change_field_agreement_owner,
		dueOn: m.change_field_agreement_due
	},
	profile: { text: m.change_field_profile }
}

function movedDetail({ from, to }: PlanChange & { type: 'moved' }): string {
	if (from === undefined || to === undefined) return ''
	if (from.stage !== to.stage) return m.change_moved_stages({ from: from.stage, to: to.stage })
	if (from.after === to.after) return ''
	const words = ({ after }: Position) =>
		after === null ? m.change_place_first() : m.change_place_after({ label: after || m.change_untitled() })
	return [m.history_was({ before: words(from) }), m.history_became({ after: words(to) })].join(', ')
}

/** A newer server may send a field that this app does not know. */
function changedText({ kind, field }: Pick<Changed, 'kind' | 'field'>, label: string): string {
	return (fields[kind]?.[field] ?? m.change_field_other)({ label })
}

function changedDetail({ field, before, after }: Changed, nameOf: (personId: string) => string): string {
	if (longTexts.has(field)) {
		const removed = before === null ? [] : [m.history_removed({ words: before })]
		return [...removed, ...(after === null ? [] : [m.history_added({ words: after })])].join(', ')
	}
	const words = (value: string) => valueWords(field, value, nameOf)
	return [
		before === null ? '' : m.history_was({ before: words(before) }),
		after === null ? '' : m.history_became({ after: words(after) }),
		before !== null && after === null ? m.history_became({ after: m.history_empty_value() }) : ''
	]
		.filter((part) => part !== '')
		.join(', ')
}

function concurrentDetail(
	{ type, field, value, rival: concurrentValue }: ConcurrentChange,
	nameOf: (personId: string) => string
): string {
	const words = (written: string | null) =>
		written === null ? m.history_empty_value() : valueWords(field, written, nameOf)
	return (type === 'apart' ? m.history_concurrent : m.history_settled)({
		value: words(value),
		rival: words(concurrentValue)
	})
}

/** For these fields a change shows only the words that differ. */
const longTexts: ReadonlySet<string> = new Set(['notes', 'minutes'])

const peopleFields: ReadonlySet<string> = new Set(['responsible', 'attendees', 'ownerId'])

function valueWords(field: string, value: string, nameOf: (personId: string) => string): string {
	if (field === 'termMonths') return m.program_term_months({ count: Number(value) })
	if (isIsoDate(value)) return formatDay(value)
	if (!peopleFields.has(field)) return `«${value}»`
	return value
		.split(', ')
		.map((personId) => nameOf(personId) || m.history_somebody())
		.join(', ')
}

/** A meeting without a topic is named by its day. */
function labelOf({ label }: PlanChange): string {
	if (label === '') return m.change_untitled()
	return isIsoDate(label) ? formatDay(label) : label
}
