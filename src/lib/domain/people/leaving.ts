/**
 * Why somebody is taken out of a bank of mentors or mentees. No regulation has a list of such reasons; where one of them rests on
 * a clause it is named: the yearly update of the list (domain.md T19, S20), the end of a mentor's term (T28), a condition that is
 * met no more (T29–T32), duties laid down (T35), a programme fulfilled (T41), and what ends one before (T42, T43).
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

/** With these, whoever is in no other bank and has no role is no longer of the municipality, and is given no office. */
export const departures = ['moved', 'mistake'] as const satisfies LeavingReasonId[]

export interface LeavingReason {
	id: LeavingReasonId
	/** Null: the regulation says nothing of it. */
	source: Source | null
	/** Whether it has to be told in words. */
	needsGround: boolean
}

type Ground = Pick<Regulation, 'mentorTermMonths' | 'mentorConditions' | 'monitoring' | 'completion' | 'decisions'>

/** Those that may be given on the day. `term`: of the mentor, as the bank has it. */
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
					? [told('term-over', regulation.mentorTermMonths?.source ?? null, false)]
					: []),
				...(condition ? [told('conditions', condition.source, true)] : []),
				told('own-wish', decisions.release.source, false),
				...rest(early('curator'))
			]
		: [
				...(lists ? [told('list-review', lists.source, false)] : []),
				...(fulfilled ? [told('program-done', fulfilled.source, false)] : []),
				told('own-wish', early('mentee'), false),
				...rest(early('curator'))
			]
}

function rest(improper: Source | null): LeavingReason[] {
	return [
		told('improper', improper, true),
		told('moved', null, false),
		told('mistake', null, false),
		told('other', null, true)
	]
}

function told(id: LeavingReasonId, source: Source | null, needsGround: boolean): LeavingReason {
	return { id, source, needsGround }
}
