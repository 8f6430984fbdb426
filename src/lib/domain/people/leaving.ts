/**
 * Reasons to remove a person from a bank of mentors or mentees. No regulation lists them. A reason that rests on a clause names
 * it: the yearly update of the list (domain.md T19, S20), the end of a mentor's term (T28), a condition no longer met
 * (T29–T32), resigned duties (T35), a completed programme (T41), and the reasons that end one early (T42, T43).
 */
import type { ProgramRole } from '../access.ts'
import type { IsoDate } from '../calendar.ts'
import type { Regulation, Source } from '../regulation/schema.ts'
import type { MentorEntry } from './bank-entry.ts'

export const leavingReasonIds = [
	'list-review',
	'program-done',
	'term-over',
	'conditions',
	'own-wish',
	'improper',
	'moved',
	'mistake',
	'other'
] as const
export type LeavingReasonId = (typeof leavingReasonIds)[number]

/** With these reasons, a person without another bank entry or a role leaves the municipality, and gets no office. */
export const departures = ['moved', 'mistake'] as const satisfies LeavingReasonId[]

export interface LeavingReason {
	id: LeavingReasonId
	/** Null: the regulation does not mention it. */
	source: Source | null
	/** Whether the reason must be explained in words. */
	needsGround: boolean
}

type Ground = Pick<Regulation, 'mentorTermMonths' | 'mentorConditions' | 'monitoring' | 'completion' | 'decisions'>

/** The reasons allowed on the day. `term`: the mentor's term in the bank. */
export function leavingReasons(
	role: ProgramRole,
	regulation: Ground,
	{ term, on }: { term: MentorEntry['term']; on: IsoDate }
): LeavingReason[] {
	const { mentorConditions, monitoring, completion, decisions } = regulation
	const early = (by: 'mentee' | 'curator') =>
		completion.find((reason) => reason.needs !== 'plan' && reason.by.includes(by))?.source ?? null
	const lists = monitoring.find(({ id }) => id === 'list-update')
	const fulfilled = completion.find(({ needs }) => needs === 'plan')
	const condition = mentorConditions[0]
	return role === 'mentor'
		? [
				...(term !== null && term.until <= on
					? [toReason('term-over', regulation.mentorTermMonths?.source ?? null, false)]
					: []),
				...(condition ? [toReason('conditions', condition.source, true)] : []),
				toReason('own-wish', decisions.release.source, false),
				...rest(early('curator'))
			]
		: [
				...(lists ? [toReason('list-review', lists.source, false)] : []),
				...(fulfilled ? [toReason('program-done', fulfilled.source, false)] : []),
				toReason('own-wish', early('mentee'), false),
				...rest(early('curator'))
			]
}

function rest(improper: Source | null): LeavingReason[] {
	return [
		toReason('improper', improper, true),
		toReason('moved', null, false),
		toReason('mistake', null, false),
		toReason('other', null, true)
	]
}

function toReason(id: LeavingReasonId, source: Source | null, needsGround: boolean): LeavingReason {
	return { id, source, needsGround }
}
