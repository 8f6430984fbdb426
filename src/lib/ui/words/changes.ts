/** A plan change in words, for the history, for what a restore would change, and for edits under review. */
import { isIsoDate } from '#domain/calendar.ts'
import type { ApprovedPlan } from '#domain/plan/edition.ts'
import { findRow, isLongText, type ItemKind } from '#domain/plan/fields.ts'
import type { PlanChange, Position } from '#domain/plan/history/change.ts'
import { m } from '#lib/paraglide/messages.js'
import { formatDay } from '../dates.ts'
import { fieldWords, type Names, valueWords as fieldValueWords } from './fields.ts'
import { statusWords } from './statuses.ts'

export interface ChangeWords {
	text: string
	/** The former and the new value; '' if there is nothing to show. */
	detail: string
}

/**
 * `nameOf` returns '' for people that this device does not know. `approved`: to cancel or delete what it contains is only to propose it (domain.md
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
			return {
				text: (isApproved(change, approved) ? m.change_marked_to_cancel : deleted[change.kind])({ label }),
				detail: ''
			}
		case 'restored':
			return { text: restored[change.kind]({ label }), detail: '' }
		case 'moved':
			return { text: m.change_moved({ label }), detail: movedDetail(change, past) }
		case 'marked': {
			const detail = change.doneOn === null ? '' : m.history_done_on({ day: formatDay(change.doneOn) })
			if (change.status === 'cancelled' && isApproved(change, approved))
				return { text: m.change_marked_to_cancel({ label }), detail }
			if (change.kind === 'activity') return { text: statusWords[change.status].marked({ label }), detail }
			return { text: (change.status === 'done' ? m.change_agreement_kept : m.change_agreement_open)({ label }), detail }
		}
		case 'changed':
			return { text: changedText(change, label), detail: changedDetail(change, nameOf, past) }
		case 'apart':
		case 'settled':
			return { text: changedText(change, label), detail: concurrentDetail(change, nameOf) }
	}
}

/** A change that a restore would make, under a heading that says whether this goes, comes back or changes. */
export function aheadWords(change: PlanChange, nameOf: (personId: string) => string): ChangeWords {
	const label = labelOf(change)
	const text = `${aheadNoun(change)}: ${label}`
	switch (change.type) {
		case 'added':
		case 'deleted':
		case 'restored':
			return { text, detail: '' }
		case 'moved':
			return { text, detail: movedDetail(change, ahead) }
		case 'marked': {
			const isOpenAgain = change.kind === 'agreement' && change.status !== 'done'
			return {
				text,
				detail: ahead.after({ after: isOpenAgain ? m.history_ahead_open() : statusWords[change.status].label() })
			}
		}
		case 'changed':
			return { text, detail: changedDetail(change, nameOf, ahead) }
		case 'apart':
		case 'settled':
			return { text, detail: changeWords(change, nameOf).detail }
	}
}

function aheadNoun(change: PlanChange): string {
	if (change.type === 'moved') return m.history_ahead_place()
	if (change.type === 'marked') return m.program_status()
	if (!('field' in change) || change.field === 'text') return kindNouns[change.kind]()
	if (change.field === 'title') return m.history_ahead_title()
	return (fieldWords(change.kind, change.field)?.label ?? kindNouns[change.kind])()
}

const kindNouns: Record<PlanChange['kind'], () => string> = {
	program: m.history_ahead_program,
	stage: m.history_ahead_stage,
	activity: m.history_ahead_activity,
	meeting: m.program_meeting,
	agreement: m.history_ahead_agreement,
	profile: m.program_profile_entry
}

/** The former and the new value, in the words of what was done or of what would be. */
interface Tense {
	before(inputs: { before: string }): string
	after(inputs: { after: string }): string
	removed(inputs: { words: string }): string
	added(inputs: { words: string }): string
}

const past: Tense = {
	before: m.history_was,
	after: m.history_became,
	removed: m.history_removed,
	added: m.history_added
}
const ahead: Tense = {
	before: m.history_ahead_before,
	after: m.history_ahead_after,
	removed: m.history_ahead_removed,
	added: m.history_ahead_added
}

function isApproved({ kind, itemId }: PlanChange, approved: ApprovedPlan | null): boolean {
	return kind === 'activity' && approved?.planned.includes(itemId) === true
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

type Changed = PlanChange & { type: 'changed' }
type ConcurrentChange = PlanChange & { type: 'apart' | 'settled' }

function movedDetail({ from, to }: PlanChange & { type: 'moved' }, tense: Tense): string {
	if (from === undefined || to === undefined) return ''
	if (from.stage !== to.stage) return m.change_moved_stages({ from: from.stage, to: to.stage })
	if (from.after === to.after) return ''
	const words = ({ after }: Position) =>
		after === null ? m.change_place_first() : m.change_place_after({ label: after || m.change_untitled() })
	return [tense.before({ before: words(from) }), tense.after({ after: words(to) })].join(', ')
}

function changedText({ kind, field }: Pick<Changed, 'kind' | 'field'>, label: string): string {
	return (fieldWords(kind, field)?.changed ?? m.change_field_other)({ label })
}

function changedDetail(change: Changed, nameOf: (personId: string) => string, tense: Tense): string {
	const { before, after } = change
	if (isLongText(change)) {
		const removed = before === null ? [] : [tense.removed({ words: before })]
		return [...removed, ...(after === null ? [] : [tense.added({ words: after })])].join(', ')
	}
	const words = (value: string) => valueWords(change, value, nameOf)
	return [
		before === null ? '' : tense.before({ before: words(before) }),
		after === null ? '' : tense.after({ after: words(after) }),
		before !== null && after === null ? tense.after({ after: m.history_empty_value() }) : ''
	]
		.filter((part) => part !== '')
		.join(', ')
}

function concurrentDetail(change: ConcurrentChange, nameOf: (personId: string) => string): string {
	const { type, value, rival: concurrentValue } = change
	const words = (written: string | null) =>
		written === null ? m.history_empty_value() : valueWords(change, written, nameOf)
	return (type === 'apart' ? m.history_concurrent : m.history_settled)({
		value: words(value),
		rival: words(concurrentValue)
	})
}

function valueWords(
	{ kind, field }: Pick<Changed, 'kind' | 'field'>,
	value: string,
	nameOf: (personId: string) => string
): string {
	const of = findRow(kind, field)?.kind
	if (of === 'check' || of === 'meetingSort') {
		const words = fieldValueWords(of, of === 'check' ? JSON.parse(value) : value, namesNobody)
		return `«${words}»`
	}
	if (of === 'months') return m.program_term_months({ count: Number(value) })
	if (isIsoDate(value)) return formatDay(value)
	if (of !== 'people' && of !== 'person') return `«${value}»`
	return value
		.split(', ')
		.map((personId) => nameOf(personId) || m.history_somebody())
		.join(', ')
}

/** For values that name no people and no activities. */
const namesNobody: Names = { people: () => '', activities: () => '' }

/** A meeting without a topic is named by its day. */
function labelOf({ label }: PlanChange): string {
	if (label === '') return m.change_untitled()
	return isIsoDate(label) ? formatDay(label) : label
}
