import { beforeEach, describe, expect, it } from 'vitest'
import { chronicleOf } from '../chronicle.ts'
import { checkAtHand, offersTo } from './all.ts'
import { consentBounds, lastingSpecialists } from './specialist.ts'
import { commandSchema, type Statement } from '../statement.ts'
import {
	arkady,
	beginStory,
	darya,
	elena,
	irina,
	oleg,
	raise,
	sign,
	giveConsents,
	beginByOrder,
	viktor,
	type Story
} from '../testing/story.ts'

let story: Story
beforeEach(() => {
	story = beginStory()
	beginByOrder(story)
})

const anna = 'Орлова Анна Игоревна'
function involve(given: Partial<Extract<Statement, { type: 'involve-specialist' }>> = {}): Statement {
	return {
		type: 'involve-specialist',
		name: anna,
		post: 'Экономист',
		task: 'Разбор бюджета школы',
		activity: null,
		consentedOn: '2026-08-30',
		...given
	}
}
const release = (specialistId: string, ground: string | null = null): Statement => ({
	type: 'release-specialist',
	specialistId,
	name: anna,
	ground
})
const lasting = () => lastingSpecialists(story.ledger()).map(({ name }) => name)
function releaseViktor() {
	story.sayAll([viktor, raise({ type: 'release', mentorId: 'viktor', ground: 'Переезд' })])
	const decisionId = story.lastId()
	story.sayAll([elena, sign(decisionId)], [arkady, sign(decisionId)])
}
function closeProgram() {
	story.sayAll([
		elena,
		raise({ type: 'closure', reasonId: 'curator', ground: 'Итог', lastDay: null, conclusion: 'Завершена' })
	])
	story.sayAll([arkady, sign(story.lastId())])
}

describe('a specialist', () => {
	it('[T35] is involved by the mentor with their consent, and helps until the mentor or the curator says otherwise', () => {
		expect(story.say(viktor, involve())).toBeNull()
		const annasId = story.lastId()
		expect(story.say(viktor, involve({ name: 'Ким Павел Юрьевич', post: null }))).toBeNull()
		const pavelsId = story.lastId()
		expect(lasting()).toEqual([anna, 'Ким Павел Юрьевич'])
		story.facts.today = '2026-10-01'
		expect(story.say(viktor, release(annasId))).toBeNull()
		expect(story.say(elena, { ...release(pavelsId, 'Уехал'), name: 'Ким Павел Юрьевич' } as Statement)).toBeNull()
		expect(story.ledger().specialists).toMatchObject([
			{ name: anna, post: 'Экономист', by: viktor, from: '2026-09-01', until: '2026-10-01' },
			{ name: 'Ким Павел Юрьевич', post: null, until: '2026-10-01' }
		])
	})

	it.each([
		['a mentee', irina],
		['the curator, who may end it', elena],
		['the head', arkady]
	])('[T35] is not involved by %s', (_, by) => {
		expect(story.say(by, involve())).toEqual({ reason: 'not-your-role' })
	})

	it.each([
		['the mentor of another programme', oleg, { reason: 'not-your-programme' }],
		['a mentee', irina, { reason: 'not-your-role' }],
		['the mentee of another one', darya, { reason: 'not-your-role' }],
		['the head', arkady, { reason: 'not-your-role' }]
	])('[T35] is not released by %s', (_, by, refusal) => {
		story.sayAll([viktor, involve()])
		expect(story.say(by, release(story.lastId()))).toEqual(refusal)
		expect(story.say(oleg, involve())).toEqual({ reason: 'not-your-programme' })
	})

	it('[T35] is nobody’s before the order, after the closure, and of a mentor whose part has ended or is suspended', () => {
		const forming = beginStory()
		giveConsents(forming)
		expect(forming.say(viktor, involve())).toEqual({ reason: 'wrong-phase', phase: 'proposed' })

		story.sayAll([viktor, involve()])
		const annasId = story.lastId()
		story.sayAll([elena, { type: 'suspend', personId: 'viktor' }])
		expect(story.say(viktor, release(annasId))).toEqual({ reason: 'not-your-programme' })
		story.sayAll([elena, { type: 'reinstate', personId: 'viktor' }])
		releaseViktor()
		expect(story.say(viktor, involve({ name: 'Ким Павел Юрьевич' }))).toEqual({ reason: 'not-your-programme' })
		expect(story.say(viktor, release(annasId))).toEqual({ reason: 'not-your-programme' })
		// The specialist whom Viktor involved still helps Irina.
		expect(lasting()).toEqual([anna])

		closeProgram()
		expect(story.say(elena, release(annasId))).toEqual({ reason: 'wrong-phase', phase: 'closed' })
		expect(story.ledger().specialists).toMatchObject([{ name: anna, until: '2026-09-01' }])
	})

	it('[T35] has consented on a day that has come, and not long before the programme', () => {
		// The programme begins on 15 September: before that day, today counts.
		expect(consentBounds(story.ledger(), '2026-09-01')).toEqual({ min: '2026-06-01', max: '2026-09-01' })
		expect(consentBounds(story.ledger(), '2027-02-01')).toEqual({ min: '2026-06-15', max: '2027-02-01' })
		expect(story.say(viktor, involve({ consentedOn: '2026-09-02' }))).toEqual({ reason: 'still-to-come' })
		const early = { reason: 'consented-too-early', earliest: '2026-06-01' }
		expect(story.say(viktor, involve({ consentedOn: '2026-05-31' }))).toEqual(early)
		expect(story.say(viktor, involve({ consentedOn: '2026-06-01' }))).toBeNull()
		const saidAt = '2026-09-01T08:00:00.000Z'
		const command = { id: 'c1', programId: 'p', role: 'mentor', saidAt }
		const { consentedOn: _, ...unconsented } = involve() as Extract<Statement, { type: 'involve-specialist' }>
		expect(commandSchema.safeParse({ ...command, statement: unconsented }).success).toBe(false)
		expect(commandSchema.safeParse({ ...command, statement: involve() }).success).toBe(true)
	})

	it('[T35] is told by name and post alone', () => {
		const command = { id: 'c1', programId: 'p', role: 'mentor', saidAt: '2026-09-01T08:00:00.000Z' }
		const statement = { ...involve(), phone: '+7 900 000-00-00' }
		expect(commandSchema.safeParse({ ...command, statement }).success).toBe(false)
	})

	it('[T35] is involved once under a name, however it is written, until they help no longer', () => {
		story.sayAll([viktor, involve()])
		const annasId = story.lastId()
		// A second tap.
		expect(story.say(viktor, involve())).toEqual({ reason: 'already-said' })
		for (const again of [{ task: 'Ещё раз' }, { name: 'орлова  АННА Игоревна' }]) {
			expect(story.say(viktor, involve(again))).toEqual({ reason: 'specialist-involved', name: anna })
		}
		expect(story.say(viktor, { ...release(annasId), name: 'Ким Павел Юрьевич' } as Statement)).toEqual({
			reason: 'unknown-subject'
		})
		expect(story.say(viktor, release('none'))).toEqual({ reason: 'unknown-subject' })
		story.sayAll([viktor, release(annasId)])
		expect(story.say(elena, release(annasId))).toEqual({ reason: 'already-said' })
		expect(story.say(viktor, involve())).toBeNull()
		expect(lasting()).toEqual([anna])
	})

	it('[T35] helps with an activity also where the plan does not have it yet, or has it no more', () => {
		const activity = { id: 'added-offline', title: 'Разбор бюджета' }
		expect(story.facts.plan?.activityIds.has(activity.id)).toBe(false)
		const { today, regulation, plan } = story.facts
		const known = { today, regulation, bornOn: null, planHash: null, planSections: null }
		for (const atHand of [plan, { done: 0, total: 22, activityIds: new Set<string>(), results: [] }, null]) {
			expect(checkAtHand(story.ledger(), involve({ activity }), viktor, { ...known, plan: atHand })).toBeNull()
		}
		expect(story.say(viktor, involve({ activity }))).toBeNull()
		expect(story.ledger().specialists).toMatchObject([{ activity }])
	})

	it('[T35] is offered to be involved by the mentor, and to be released by the mentor and the curator', () => {
		const offered = () =>
			[viktor, irina, elena, arkady].map((by) =>
				offersTo(story.ledger(), by, story.facts)
					.map(({ type }) => type)
					.filter((type) => type.endsWith('-specialist'))
			)
		expect(offered()).toEqual([['involve-specialist'], [], [], []])
		story.sayAll([viktor, involve()])
		expect(offered()).toEqual([['involve-specialist', 'release-specialist'], [], ['release-specialist'], []])
		closeProgram()
		expect(offered()).toEqual([[], [], [], []])
	})

	it('[T35] stands in the chronicle when they were involved and when they were released', () => {
		story.sayAll([viktor, involve()])
		story.sayAll([elena, release(story.lastId())])
		expect(chronicleOf(story.ledger(), story.entries).slice(0, 2)).toMatchObject([
			{ type: 'statement', status: 'holds', entry: { by: elena, statement: { type: 'release-specialist' } } },
			{ type: 'statement', status: 'holds', entry: { by: viktor, statement: { type: 'involve-specialist' } } }
		])
	})
})
