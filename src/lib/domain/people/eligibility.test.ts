import { describe, expect, it } from 'vitest'
import type { MentorEntry } from './bank-entry.ts'
import { viktorsEntry } from './testing/entries.ts'
import { checkCategory, checkMentor, goesByAssessment, unmetConditionIds, type Workplace } from './eligibility.ts'
import { dinskoy } from '../regulation/packs/dinskoy.ts'
import { divnogorsk } from '../regulation/packs/divnogorsk.ts'
import type { Regulation } from '../regulation/schema.ts'
import { surgut } from '../regulation/packs/surgut.ts'
import { tomskCity } from '../regulation/packs/tomsk-city.ts'
import { tomskRegion } from '../regulation/packs/tomsk-region.ts'

const today = '2026-09-01'
const school: Workplace = { kind: 'school', standings: ['resilient'] }
const [post] = viktorsEntry.posts
const [contest] = viktorsEntry.contests
const [course] = viktorsEntry.courses

function unmet(regulation: Regulation, change: Partial<MentorEntry> = {}, workplace: Workplace | null = school) {
	return unmetConditionIds(checkMentor({ ...viktorsEntry, ...change }, workplace, regulation.mentorConditions, today))
}

describe('a mentor of Tomsk city', () => {
	it('[T29] [T30] [T31] [T32] meets all of them', () => {
		expect(unmet(tomskCity)).toEqual([])
	})

	it.each<[string, Partial<MentorEntry>, string]>([
		['[T29] head since 2022', { posts: [{ ...post!, from: '2022-09-01' }] }, 'years-as-head'],
		['[T29] head of a school of another town', { posts: [{ ...post!, isInMunicipality: false }] }, 'years-as-head'],
		['[T29] deputy all the time', { posts: [{ ...post!, isHead: false }] }, 'years-as-head'],
		['[T30] never in a contest', { contests: [] }, 'contest-place'],
		['[T30] took part, no more', { contests: [{ ...contest!, place: 'participant' }] }, 'contest-place'],
		['[T30] won in the town only', { contests: [{ ...contest!, level: 'municipal' }] }, 'contest-place'],
		['[T30] won as a teacher', { contests: [{ ...contest!, isAsHead: false }] }, 'contest-place'],
		['[T30] a contest, and no confirmed result', { achievements: [{ title: 'Опыт', proof: '' }] }, 'confirmed-results'],
		['[T31] assessed at 80.9 %', { assessments: [{ share: 80.9, on: '2026-03-15' }] }, 'assessment'],
		[
			'[T31] better once than now',
			{
				assessments: [
					{ share: 79, on: '2026-03-15' },
					{ share: 95, on: '2025-03-15' }
				]
			},
			'assessment'
		],
		['[T31] assessed only next spring', { assessments: [{ share: 95, on: '2027-03-15' }] }, 'assessment'],
		['[T30] won only next spring', { contests: [{ ...contest!, on: '2027-03-15' }] }, 'contest-place'],
		['[T32] a course that ends only next spring', { courses: [{ ...course!, on: '2027-03-15' }] }, 'mentoring-course'],
		['[T32] a course on something else', { courses: [{ ...course!, isOnMentoring: false }] }, 'mentoring-course'],
		['[T32] a course without a certificate', { courses: [{ ...course!, certificate: null }] }, 'mentoring-course']
	])('%s', (_, change, conditionId) => {
		expect(unmet(tomskCity, change)).toEqual([conditionId])
	})

	it.each<[string, Partial<MentorEntry>]>([
		['[T29] head for five years to the day', { posts: [{ ...post!, from: '2021-09-02' }] }],
		['[T30] laureate of the country', { contests: [{ ...contest!, level: 'national', place: 'laureate' }] }],
		['[T31] assessed at 81 %', { assessments: [{ share: 81, on: '2026-03-15' }] }]
	])('just meets it: %s', (_, change) => {
		expect(unmet(tomskCity, change)).toEqual([])
	})

	it('[T29] what was found is told with the answer', () => {
		expect(checkMentor(viktorsEntry, school, tomskCity.mentorConditions, today)).toMatchObject([
			{ isMet: true, evidence: { type: 'years-as-head', length: { years: 11 }, atLeast: 5 } },
			{ isMet: true, evidence: { type: 'achievements', achievements: viktorsEntry.achievements } },
			{
				isMet: true,
				evidence: { type: 'confirmed-results', contests: [{ title: 'Директор года' }], achievements: [] }
			},
			{ isMet: true, evidence: { type: 'assessment', newest: { share: 92 }, atLeast: 81 } },
			{ isMet: true, evidence: { type: 'mentoring-course', courses: [{ certificate: '7012-184' }] } }
		])
	})
})

it.each<[string, Partial<MentorEntry>, string[]]>([
	['by a contest of any level', { achievements: [], contests: [{ ...contest!, level: 'municipal' }] }, []],
	['by an achievement with a proof', { contests: [] }, []],
	['not by one without', { contests: [], achievements: [{ title: 'Опыт', proof: '' }] }, ['confirmed-results']]
])('[S4] results of a Surgut mentor are confirmed %s', (_, change, expected) => {
	expect(unmet(surgut, change)).toEqual(expected)
})

it.each<[string, Workplace | null, string[]]>([
	['an effective school', { kind: 'school', standings: ['effective'] }, []],
	['a stably high one', { kind: 'school', standings: ['stably-high'] }, []],
	['the methodical service', { kind: 'methodical', standings: null }, []],
	['an ineffective school', { kind: 'school', standings: ['ineffective'] }, ['organisation']],
	['a school nobody has judged', { kind: 'school', standings: null }, ['organisation']],
	['nowhere', null, ['organisation']]
])('[D12] a Dinskoy mentor from %s', (_, workplace, expected) => {
	expect(unmet(dinskoy, {}, workplace)).toEqual(expected)
})

it('[R13] Tomsk region sets no condition', () => {
	expect(unmet(tomskRegion, { posts: [], contests: [], courses: [] }, null)).toEqual([])
})

it('[T31] [T33] heads are assessed by Tomsk city, for mentors and for mentees, and by no other regulation', () => {
	const packs = [tomskCity, surgut, tomskRegion, dinskoy, divnogorsk]
	expect(packs.filter(goesByAssessment).map(({ id }) => id)).toEqual(['tomsk-city'])
	expect(goesByAssessment({ ...tomskCity, mentorConditions: [] })).toBe(true)
	expect(goesByAssessment({ ...tomskCity, categories: surgut.categories })).toBe(true)
})

describe('a mentee’s category', () => {
	const byId = (regulation: Regulation, id: string) =>
		regulation.categories.find((category) => category.id === id) ?? { check: null }

	it.each([
		['[T33] assessed at 50 %', [{ share: 50, on: '2026-03-15' }], 'fits'],
		['[T33] assessed at 50.1 %', [{ share: 50.1, on: '2026-03-15' }], 'unfit'],
		['[T33] not assessed', [], 'unknown']
	])('%s', (_, assessments, expected) => {
		expect(checkCategory(byId(tomskCity, 'low-assessment'), { assessments, workplace: school }, today)).toBe(expected)
	})

	it.each<[string, Regulation, string, Workplace | null, string]>([
		[
			'[T33] a school on the list',
			tomskCity,
			'low-results-school',
			{ kind: 'school', standings: ['low-results'] },
			'fits'
		],
		['[T33] a school not on it', tomskCity, 'low-results-school', { kind: 'school', standings: [] }, 'unfit'],
		[
			'[T33] a school nobody has judged',
			tomskCity,
			'low-results-school',
			{ kind: 'school', standings: null },
			'unknown'
		],
		[
			'[D3] a team of a school in hard conditions',
			dinskoy,
			'difficult-conditions-team',
			{ kind: 'school', standings: ['difficult-conditions'] },
			'fits'
		],
		[
			'[D3] a team of an effective school',
			dinskoy,
			'low-results-team',
			{ kind: 'school', standings: ['effective'] },
			'unfit'
		],
		['[S3] a young teacher, by the curator’s word', surgut, 'young-teacher', null, 'fits']
	])('%s', (_, regulation, id, workplace, expected) => {
		expect(checkCategory(byId(regulation, id), { assessments: [], workplace }, today)).toBe(expected)
	})
})
