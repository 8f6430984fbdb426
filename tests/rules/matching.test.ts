/** Whom the curator proposes to whom. */
import { viktorsEntry } from '#domain/people/testing/entries.ts'
import { checkMentor, unmetConditionIds, type Workplace } from '#domain/people/eligibility.ts'
import { rankMentors, type Candidate, type Liking } from '#domain/people/matching.ts'
import { dinskoy } from '#domain/regulation/packs/dinskoy.ts'
import { tomskCity } from '#domain/regulation/packs/tomsk-city.ts'
import { describeRules } from './rule-cases.ts'

const today = '2026-09-01'

/** The shortlist of Viktor and Oleg, each with the conditions he lacks. */
function shortlist(olegsCourses: typeof viktorsEntry.courses): string[] {
	const candidates = [
		candidate('oleg', { ...viktorsEntry, personId: 'oleg', courses: olegsCourses }),
		candidate('viktor', viktorsEntry)
	]
	return ranked(candidates)
}

/** The shortlist of the two, when both sides have given this answer about Viktor. */
function shortlistLiking(liking: Liking): string[] {
	const answered = { liking, on: today }
	const likings = [
		{ by: 'mentee' as const, ...answered },
		{ by: 'mentor' as const, ...answered }
	]
	return ranked([
		candidate('oleg', { ...viktorsEntry, personId: 'oleg' }),
		{ ...candidate('viktor', viktorsEntry), likings }
	])
}

function ranked(candidates: Candidate[]): string[] {
	const request = { mainRequest: 'Команда школы', difficulties: [], forms: [], place: null, mentees: 1 }
	return rankMentors(request, candidates).map((match) => [match.mentorId, ...match.unmetConditionIds].join(' '))
}

function candidate(name: string, entry: typeof viktorsEntry): Candidate {
	const conditions = checkMentor(entry, null, tomskCity.mentorConditions, today)
	return { name, entry, workplace: null, place: null, subordination: null, activeMentees: 0, conditions, likings: [] }
}

function unmetIn(workplace: Workplace): string[] {
	return unmetConditionIds(checkMentor(viktorsEntry, workplace, dinskoy.mentorConditions, today))
}

describeRules([
	[
		'[T20] the shortlist is of mentors who meet the requirements',
		['both do', () => shortlist(viktorsEntry.courses), ['oleg', 'viktor']],
		['one lacks a course and falls behind', () => shortlist([]), ['viktor', 'oleg mentoring-course']]
	],
	[
		'[D2] mentors head schools with stably high results',
		['stably high', () => unmetIn({ kind: 'school', standings: ['stably-high'] }), []],
		['stably low', () => unmetIn({ kind: 'school', standings: ['stably-low'] }), ['organisation']]
	],
	[
		'[D12] mentors come from strong schools, the authority or the methodical service',
		[
			'a resilient, an effective and a stably high school, and both of them',
			() => [
				...(['resilient', 'effective', 'stably-high'] as const).map((one) =>
					unmetIn({ kind: 'school', standings: [one] })
				),
				...(['authority', 'methodical'] as const).map((kind) => unmetIn({ kind, standings: [] }))
			],
			[[], [], [], [], []]
		],
		['a failing one', () => unmetIn({ kind: 'school', standings: ['failing'] }), ['organisation']]
	],
	[
		'[R17] both sides say whom they prefer before the order',
		['who is wanted comes first', () => shortlistLiking('wanted'), ['viktor', 'oleg']],
		['who is not wanted comes last', () => shortlistLiking('unwanted'), ['oleg', 'viktor']]
	]
])
