/** Who may be a mentor, and which category a mentee belongs to. */
import type { MentorEntry } from '#domain/people/bank-entry.ts'
import { viktorsEntry } from '#domain/people/testing/entries.ts'
import { checkCategory, checkMentor, unmetConditionIds, type Workplace } from '#domain/people/eligibility.ts'
import { askedFor, orderedIn } from '#domain/ledger/testing/pair.ts'
import { dinskoy } from '#domain/regulation/packs/dinskoy.ts'
import type { OrganisationStatus } from '#domain/regulation/schema.ts'
import { surgut } from '#domain/regulation/packs/surgut.ts'
import { tomskCity } from '#domain/regulation/packs/tomsk-city.ts'
import { describeRules } from './rule-cases.ts'

const today = '2026-09-01'
const [post] = viktorsEntry.posts
const [contest] = viktorsEntry.contests
const [course] = viktorsEntry.courses

/** The conditions of Tomsk city that Viktor lacks with this change of his entry in the bank. */
function unmet(change: Partial<MentorEntry>): string[] {
	return unmetConditionIds(checkMentor({ ...viktorsEntry, ...change }, null, tomskCity.mentorConditions, today))
}

function category(id: string, share: number | null, statuses: Workplace['standings'] = null) {
	const check = tomskCity.categories.find((one) => one.id === id)?.check ?? null
	const assessments = share === null ? [] : [{ share, on: '2026-03-15' }]
	return checkCategory({ check }, { assessments, workplace: { kind: 'school', standings: statuses } }, today)
}

/** Whether the team of a school with this status fits a category of Dinskoy. */
function teamOf(id: string, status: OrganisationStatus) {
	const check = dinskoy.categories.find((one) => one.id === id)?.check ?? null
	return checkCategory({ check }, { assessments: [], workplace: { kind: 'school', standings: [status] } }, today)
}

describeRules([
	[
		'[T29] five years as head of an organisation of the city',
		['to the day', () => unmet({ posts: [{ ...post!, from: '2021-09-02' }] }), []],
		['a day short', () => unmet({ posts: [{ ...post!, from: '2021-09-03' }] }), ['years-as-head']]
	],
	[
		'[T29] [T30] [T31] [T32] the order of an ineligible mentor',
		[
			'an eligible one’s is raised',
			() => orderedIn(tomskCity, { facts: { unmetConditions: new Map([['viktor', []]]) } }),
			null
		],
		[
			'names them all',
			() => {
				const conditionIds = tomskCity.mentorConditions.map(({ id }) => id)
				return orderedIn(tomskCity, { facts: { unmetConditions: new Map([['viktor', conditionIds]]) } })
			},
			{
				reason: 'not-eligible',
				personId: 'viktor',
				conditionIds: ['years-as-head', 'confirmed-results', 'contest-place', 'assessment', 'mentoring-course']
			}
		]
	],
	[
		'[T30] a place in a contest of heads',
		['laureate of the region', () => unmet({ contests: [{ ...contest!, place: 'laureate' }] }), []],
		['winner in the town', () => unmet({ contests: [{ ...contest!, level: 'municipal' }] }), ['contest-place']]
	],
	[
		'[T30] and besides it a confirmed result of management',
		['with its proof', () => unmet({ achievements: [{ title: 'Лидер', proof: 'Грамота № 12' }] }), []],
		['without one', () => unmet({ achievements: [{ title: 'Лидер', proof: '' }] }), ['confirmed-results']]
	],
	[
		'[T31] assessed at 81 % or better',
		['81 %', () => unmet({ assessments: [{ share: 81, on: '2026-03-15' }] }), []],
		['80.9 %', () => unmet({ assessments: [{ share: 80.9, on: '2026-03-15' }] }), ['assessment']]
	],
	[
		'[T32] a certificate of a course on mentoring',
		['with a number', () => unmet({ courses: [{ ...course!, certificate: '7012-184' }] }), []],
		['without', () => unmet({ courses: [{ ...course!, certificate: null }] }), ['mentoring-course']]
	],
	[
		'[T33] heads assessed at 50 % or lower',
		['50 %', () => category('low-assessment', 50), 'fits'],
		['50.1 %', () => category('low-assessment', 50.1), 'unfit']
	],
	[
		'[T33] heads of schools with low results',
		['of the list', () => category('low-results-school', null, ['low-results']), 'fits'],
		['of an effective school', () => category('low-results-school', null, ['effective']), 'unfit']
	],
	[
		'[D3] teams of weak schools, and of schools in a hard place',
		[
			'by the list of the authority or by the index, and by social conditions',
			() => [
				teamOf('low-results-team', 'low-results'),
				teamOf('low-results-team', 'stably-low'),
				teamOf('difficult-conditions-team', 'difficult-conditions')
			],
			['fits', 'fits', 'fits']
		],
		[
			'no others',
			() => [teamOf('low-results-team', 'effective'), teamOf('difficult-conditions-team', 'low-results')],
			['unfit', 'unfit']
		]
	],
	[
		'[T33] a request under a category',
		['she fits', () => askedFor(tomskCity, { request: { categoryId: 'low-assessment' } }), null],
		[
			'she does not',
			() =>
				askedFor(tomskCity, {
					request: { categoryId: 'low-assessment' },
					facts: { unfitCategories: new Map([['irina', ['low-assessment']]]) }
				}),
			{ reason: 'unfit-category', personId: 'irina' }
		]
	],
	[
		'[S3] four kinds of mentees',
		['a teacher new in the team', () => askedFor(surgut, { request: { categoryId: 'new-in-team' } }), null],
		[
			'a reservist is none of them',
			() => askedFor(surgut, { request: { categoryId: 'reservist' } }),
			{ reason: 'not-in-regulation', field: 'category' }
		]
	]
])
