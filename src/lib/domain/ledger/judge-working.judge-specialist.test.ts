import { beforeEach, describe, expect, it } from 'vitest'
import { chronicleOf } from './chronicle.ts'
import { judgeAtHand, offersTo } from './offers.ts'
import { consentBounds, lastingSpecialists } from './judge-working.ts'
import { commandSchema, type Statement } from './statement.ts'
import {
	arkady,
	beginStory,
	darya,
	elena,
	irina,
	oleg,
	raise,
	sign,
	tellConsents,
	tellOrder,
	viktor,
	type Story
} from './testing/story.ts'

let story: Story
beforeEach(() => {
	story = beginStory()
	tellOrder(story)
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
	story.tell([viktor, raise({ type: 'release', mentorId: 'viktor', ground: 'Переезд' })])
	const matterId = story.lastId()
	story.tell([elena, sign(matterId)], [arkady, sign(matterId)])
}
function closeProgram() {
	story.tell([
		elena,
		raise({ type: 'closure', reasonId: 'curator', ground: 'Итог', lastDay: null, conclusion: 'Завершена' })
	])
	story.tell([arkady, sign(story.lastId())])
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
		story.tell([viktor, involve()])
		expect(story.say(by, release(story.lastId()))).toEqual(refusal)
		expect(story.say(oleg, involve())).toEqual({ reason: 'not-your-programme' })
	})

	it('[T35] is nobody’s before the order, after the closure, and of a mentor whose part has ended or is suspended', () => {
		const forming = beginStory()
		tellConsents(forming)
		expect(forming.say(viktor, involve())).toEqual({ reason: 'wrong-phase', phase: 'proposed' })

		story.tell([viktor, involve()])
		const annasId = story.lastId()
		story.tell([elena, { type: 'suspend', personId: 'viktor' }])
		expect(story.say(viktor, release(annasId))).toEqual({ reason: 'not-your-programme' })
		story.tell([elena, { type: 'reinstate', personId: 'viktor' }])
		releaseViktor()
		expect(story.say(viktor, involve({ name: 'Ким Павел Юрьевич' }))).toEqual({ reason: 'not-your-programme' })
		expect(story.say(viktor, release(annasId))).toEqual({ reason: 'not-your-programme' })
		// Whom Viktor has involved still helps Irina.
		expect(lasting()).toEqual([anna])

		closeProgram()
		expect(story.say(elena, release(annasId))).toEqual({ reason: 'wrong-phase', phase: 'closed' })
		expect(story.ledger().specialists).toMatchObject([{ name: anna, until: '2026-09-01' }])
	})

	it('[T35] has consented on a day that has come, and not long before the programme', () => {
		// The programme begins on 15 September: until then today is what counts.
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
		story.tell([viktor, involve()])
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
		story.tell([viktor, release(annasId)])
		expect(story.say(elena, release(annasId))).toEqual({ reason: 'already-said' })
		expect(story.say(viktor, involve())).toBeNull()
		expect(lasting()).toEqual([anna])
	})

	it('[T35] helps with an activity also where the plan does not have it yet, or has it no more', () => {
		const activity = { id: 'added-offline', title: 'Разбор бюджета' }
		expect(story.facts.plan?.activityIds.has(activity.id)).toBe(false)
		const { today, regulation, plan } = story.facts
		const known = { today, regulation, bornOn: null, planHash: null, planParts: null }
		for (const atHand of [plan, { done: 0, total: 22, activityIds: new Set<string>() }, null]) {
			expect(judgeAtHand(story.ledger(), involve({ activity }), viktor, { ...known, plan: atHand })).toBeNull()
		}
		expect(story.say(viktor, involve({ activity }))).toBeNull()
		expect(story.ledger().specialists).toMatchObject([{ activity }])
	})

	it('[T35] is offered to be involved by the mentor, and to be released by the mentor and the curator', () => {
		const offered = () =>
			[viktor, irina, elena, arkady].map((by) =>
				offersTo(story.ledger(), by, { ...story.facts, bornOn: null })
					.map(({ type }) => type)
					.filter((type) => type.endsWith('-specialist'))
			)
		expect(offered()).toEqual([['involve-specialist'], [], [], []])
		story.tell([viktor, involve()])
		expect(offered()).toEqual([['involve-specialist', 'release-specialist'], [], ['release-specialist'], []])
		closeProgram()
		expect(offered()).toEqual([[], [], [], []])
	})

	it('[T35] stands in the chronicle when they were involved and when they were released', () => {
		story.tell([viktor, involve()])
		story.tell([elena, release(story.lastId())])
		expect(chronicleOf(story.ledger(), story.entries).slice(0, 2)).toMatchObject([
			{ type: 'statement', standing: 'holds', entry: { by: elena, statement: { type: 'release-specialist' } } },
			{ type: 'statement', standing: 'holds', entry: { by: viktor, statement: { type: 'involve-specialist' } } }
		])
	})
})
