/** Each regulation from request to closure, on a day when it was in force. */
import { describe, expect, it } from 'vitest'
import { findRegulation, regulations } from '../regulation/packs/all.ts'
import { dinskoy } from '../regulation/packs/dinskoy.ts'
import { divnogorsk } from '../regulation/packs/divnogorsk.ts'
import type { MentoringForm, Regulation, Relation } from '../regulation/schema.ts'
import { surgut } from '../regulation/packs/surgut.ts'
import { tomskCity } from '../regulation/packs/tomsk-city.ts'
import { tomskRegion } from '../regulation/packs/tomsk-region.ts'
import {
	approvePlan,
	arkady,
	beginStory,
	consentOf,
	darya,
	elena,
	irina,
	orderFor,
	proposal,
	raise,
	request,
	sign,
	viktor,
	type Story
} from './testing/story.ts'

interface Case {
	regulation: Regulation
	on: string
	categoryId: string
	relation: Relation
	forms: MentoringForm[]
	mentees: (typeof irina)[]
	termMonths: number
}

const cases: [string, Case][] = [
	[
		'[T9] Tomsk city: a new head, two years',
		pair(tomskCity, '2026-09-01', 'beginner-head', 'head-head', 'traditional', 24)
	],
	[
		'[T13] Tomsk city: a group of two',
		{ ...pair(tomskCity, '2026-09-01', 'reservist', 'reservist-head', 'group', 24), mentees: [irina, darya] }
	],
	[
		'[S10] Surgut: a young teacher, half a year',
		pair(surgut, '2022-10-03', 'young-teacher', 'teacher-teacher', 'traditional', 6)
	],
	['[S15] Surgut: reverse, three months', pair(surgut, '2022-10-03', 'new-skill', 'teacher-teacher', 'reverse', 3)],
	[
		'[R4] Tomsk region: a student of a college',
		pair(tomskRegion, '2021-09-15', 'student', 'employer-student', 'traditional', 9)
	],
	[
		'[D3] Dinskoy: a management team',
		{ ...pair(dinskoy, '2021-02-15', 'low-results-team', 'head-team', 'group', 10), mentees: [irina, darya] }
	],
	['[V8] Divnogorsk: a teacher', pair(divnogorsk, '2023-01-16', 'teacher', 'teacher-teacher', 'virtual', 12)]
]

describe.each(cases)('%s', (_, one) => {
	it('is requested, consented to, ordered, carried out and closed as fulfilled', () => {
		const story = begin(one)
		consentAll(story, one)
		story.sayAll([elena, raise(order(story, one))])
		story.sayAll([arkady, sign(story.lastId())])
		expect(story.ledger()).toMatchObject({ phase: 'active', term: { startsOn: one.on, months: one.termMonths } })
		approvePlan(story)
		story.facts.plan = { done: 3, total: 3, activityIds: new Set(), results: [] }
		const closure = { type: 'closure', ground: null, lastDay: null, conclusion: 'Выполнено' } as const
		story.sayAll([elena, raise({ ...closure, reasonId: 'fulfilled' })])
		story.sayAll([arkady, sign(story.lastId())])
		expect(story.ledger().phase).toBe('closed')
	})

	it('[T8] [S18] [R18] begins with the head’s signature, and with nobody else’s', () => {
		const story = begin(one)
		consentAll(story, one)
		story.sayAll([elena, raise(order(story, one))])
		const orderId = story.lastId()
		for (const other of [viktor, irina]) expect(story.say(other, sign(orderId))).toEqual({ reason: 'not-your-role' })
		expect(story.say(elena, sign(orderId))).toEqual({ reason: 'already-said' })
		expect(story.ledger().phase).toBe('proposed')
		expect(story.say(arkady, sign(orderId))).toBeNull()
		expect(story.ledger().phase).toBe('active')
	})

	it('[L1] [L3] is not ordered before each consent is given', () => {
		const story = begin(one)
		const asked = one.regulation.consents.length
		expect(asked).toBeGreaterThanOrEqual(3)
		const refusal = story.say(elena, raise(order(story, one)))
		expect(refusal).toMatchObject({ reason: 'consents-missing' })
	})
})

describe('what one regulation allows and another does not', () => {
	it.each<[string, Partial<Case> & { regulation: Regulation }, object]>([
		[
			'[S10] thirteen months in Surgut',
			{ regulation: surgut, termMonths: 13 },
			{ reason: 'term', minMonths: 3, maxMonths: 12 }
		],
		[
			'[S10] two months in Surgut',
			{ regulation: surgut, termMonths: 2 },
			{ reason: 'term', minMonths: 3, maxMonths: 12 }
		]
	])('%s', (_, change, refusal) => {
		const one = { ...pair(surgut, '2022-10-03', 'young-teacher', 'teacher-teacher', 'traditional', 6), ...change }
		const story = begin(one)
		consentAll(story, one)
		expect(story.say(elena, raise(order(story, one)))).toEqual(refusal)
	})

	it('[D3] one person in Dinskoy, where the mentee is a management team', () => {
		const story = beginStory(dinskoy, '2021-02-15')
		const alone = { ...request, regulationId: 'dinskoy', categoryId: 'low-results-team' }
		expect(story.say(elena, alone)).toEqual({ reason: 'group-size', min: 2, max: null })
		expect(story.say(elena, { ...alone, menteeIds: ['irina', 'darya'] })).toBeNull()
	})

	it('[R2] a term of any length where the regulation sets none', () => {
		const one = pair(tomskRegion, '2021-09-15', 'pupil', 'teacher-pupil', 'situational', 1)
		const story = begin(one)
		consentAll(story, one)
		expect(story.say(elena, raise(order(story, one)))).toBeNull()
	})

	it.each<[string, Regulation, Partial<typeof proposal>, string]>([
		['[T12] pupils in Tomsk city', tomskCity, { relation: 'pupil-pupil' }, 'relation'],
		['[T13] reverse mentoring in Tomsk city', tomskCity, { forms: ['reverse'] }, 'forms'],
		['[S15] a team in Surgut, whose list of relations is open', surgut, { relation: 'head-team' }, 'relation'],
		['[R4] heads in Tomsk region', tomskRegion, { relation: 'head-head' }, 'relation'],
		['[D3] a teacher in Dinskoy', dinskoy, { relation: 'teacher-teacher' }, 'relation'],
		['[D18] one-to-one for years in Dinskoy', dinskoy, { relation: 'head-team', forms: ['traditional'] }, 'forms']
	])('%s', (_, regulation, change, field) => {
		const story = beginStory(regulation, '2026-09-01')
		const isTeam = regulation.mentee.value === 'team'
		const menteeIds = isTeam ? ['irina', 'darya'] : ['irina']
		const categoryId = regulation.categories[0]?.id ?? ''
		story.sayAll([elena, { ...request, menteeIds, regulationId: regulation.id, categoryId }])
		const [relation] = regulation.relations.value
		const [form = 'traditional'] = regulation.forms.value.filter((one) => (one === 'group') === isTeam)
		const fitting = { ...proposal, relation: relation ?? 'head-head', forms: [form] }
		expect(story.say(elena, { ...fitting, ...change })).toEqual({ reason: 'not-in-regulation', field })
		expect(story.say(elena, fitting)).toBeNull()
	})

	it.each(regulations.map(({ id }) => id))('[T33] [S3] a category of another regulation is none of %s', (id) => {
		const regulation = findRegulation(id) ?? tomskCity
		const story = beginStory(regulation, '2026-09-01')
		expect(story.say(irina, { ...request, regulationId: id, categoryId: 'nobody' })).toEqual({
			reason: 'not-in-regulation',
			field: 'category'
		})
	})
})

function pair(
	regulation: Regulation,
	on: string,
	categoryId: string,
	relation: Relation,
	form: MentoringForm,
	termMonths: number
): Case {
	return { regulation, on, categoryId, relation, forms: [form], termMonths, mentees: [irina] }
}

/** The curator has requested and proposed. */
function begin({ regulation, on, categoryId, relation, forms, mentees }: Case): Story {
	const story = beginStory(regulation, on)
	const menteeIds = mentees.map(({ personId }) => personId)
	story.sayAll(
		[elena, { ...request, menteeIds, regulationId: regulation.id, categoryId }],
		[elena, { ...proposal, relation, forms }]
	)
	return story
}

function consentAll(story: Story, { regulation, mentees }: Case): void {
	for (const { kind, by } of regulation.consents) {
		for (const person of by === 'mentor' ? [viktor] : mentees) story.sayAll([person, consentOf(kind)])
	}
}

function order(story: Story, { on, termMonths }: Case) {
	return orderFor(story.ledger().proposal?.id ?? '', { startsOn: on, termMonths })
}
