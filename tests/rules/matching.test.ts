/** Whom the curator proposes to whom. */
import { viktorsEntry } from '#domain/bank/testing/entries.ts'
import { checkMentor, unmetConditionIds, type Workplace } from '#domain/eligibility.ts'
import { irina, oleg } from '#domain/ledger/testing/story.ts'
import { rankMentors, type Candidate } from '#domain/matching.ts'
import { dinskoy } from '#domain/regulation/dinskoy.ts'
import { tomskCity } from '#domain/regulation/tomsk-city.ts'
import { tomskRegion } from '#domain/regulation/tomsk-region.ts'
import { formedIn } from './pair.ts'
import { describeRules } from './rule-cases.ts'

const today = '2026-09-01'

/** The shortlist of Viktor and Oleg, each with what he lacks. */
function shortlist(olegsCourses: typeof viktorsEntry.courses): string[] {
	const candidates = [
		candidate('oleg', { ...viktorsEntry, personId: 'oleg', courses: olegsCourses }),
		candidate('viktor', viktorsEntry)
	]
	const request = { mainRequest: 'Команда школы', difficulties: [], forms: [], place: null, mentees: 1 }
	return rankMentors(request, candidates).map((match) => [match.mentorId, ...match.unmetConditionIds].join(' '))
}

function candidate(name: string, entry: typeof viktorsEntry): Candidate {
	const conditions = checkMentor(entry, null, tomskCity.mentorConditions, today)
	return { name, entry, workplace: null, place: null, activeMentees: 0, conditions, likings: [] }
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
		'[D12] mentors come from strong schools, the authority or the methodical service',
		['a resilient school', () => unmetIn({ kind: 'school', standings: ['resilient'] }), []],
		['a failing one', () => unmetIn({ kind: 'school', standings: ['failing'] }), ['organisation']]
	],
	[
		'[R17] both sides say whom they prefer before the order',
		[
			'a mentee about a proposed mentor',
			() => formedIn(tomskRegion).say(irina, { type: 'prefer', aboutId: 'viktor', preference: 'wanted' }),
			null
		],
		[
			'a mentor who is not proposed has no say',
			() => formedIn(tomskRegion).say(oleg, { type: 'prefer', aboutId: 'irina', preference: 'wanted' }),
			{ reason: 'not-your-programme' }
		]
	]
])
