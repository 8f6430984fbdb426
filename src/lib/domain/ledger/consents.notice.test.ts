import { describe, expect, it } from 'vitest'
import { currentNotice } from './consents.ts'
import { offersTo } from './statements/all.ts'
import { reachDay } from './apply-decision.ts'
import { replayEntries } from './statements/all.ts'
import type { Speaker } from './ledger.ts'
import type { Decision } from './statement.ts'
import {
	arkady,
	awaitedBy,
	beginStory,
	darya,
	elena,
	irina,
	raise,
	sign,
	beginByOrder,
	viktor,
	type Story
} from './testing/story.ts'

const remark = { type: 'remark', about: null, text: 'Передаю материалы' } as const

/** For a notice of Friday, 20 November 2026, the earliest last day is Wednesday, the 25th. */
function notice(change: Partial<Extract<Decision, { type: 'closure' }>> = {}) {
	const closure = { type: 'closure', reasonId: 'early-refusal', ground: null, conclusion: 'Отказ' } as const
	return raise({ ...closure, lastDay: '2026-11-25', ...change })
}

/** Both sides have read the order. */
function activeStory(): Story {
	const story = beginStory()
	beginByOrder(story)
	const matterId = story.ledger().matters[0]?.id ?? ''
	story.sayAll([viktor, { type: 'acquaint', matterId }], [irina, { type: 'acquaint', matterId }])
	story.facts.today = '2026-11-20'
	return story
}

/** The story, and the id of the mentor's notice. */
function storyOfNotice(): [Story, string] {
	const story = activeStory()
	story.sayAll([viktor, notice()])
	return [story, story.lastId()]
}

describe('[L1] a notice', () => {
	it('is given three working days ahead, counted from the day it is said', () => {
		const story = activeStory()
		const refusal = { reason: 'notice-too-short', earliest: '2026-11-25' }
		expect(story.say(viktor, notice({ lastDay: '2026-11-24' }))).toEqual(refusal)
		expect(story.say(viktor, notice({ lastDay: null }))).toEqual(refusal)
		expect(story.say(viktor, notice())).toBeNull()
	})

	it('ends the programme by itself when its last day is over, though nobody has signed', () => {
		const [story, id] = storyOfNotice()
		story.facts.today = '2026-11-25'
		expect(story.ledger()).toMatchObject({ phase: 'active', closure: null })
		expect(story.say(viktor, remark)).toBeNull()
		story.facts.today = '2026-11-26'
		expect(story.ledger()).toMatchObject({
			phase: 'closed',
			closure: { reasonId: 'early-refusal', lastDay: '2026-11-25', matterId: id },
			members: [
				{ personId: 'viktor', until: '2026-11-25' },
				{ personId: 'irina', until: '2026-11-25' }
			]
		})
		expect(story.say(irina, remark)).toEqual({ reason: 'wrong-phase', phase: 'closed' })
	})

	it('is signed by curator and head to record it, which ends nothing earlier', () => {
		const [story, id] = storyOfNotice()
		story.sayAll([elena, sign(id)], [arkady, sign(id)])
		expect(story.ledger().matters.at(-1)).toMatchObject({ outcome: 'in-force', settledOn: '2026-11-20' })
		expect(story.ledger()).toMatchObject({ phase: 'active', closure: null })
		expect(story.say(irina, remark)).toBeNull()
		story.facts.today = '2026-11-26'
		expect(story.ledger().phase).toBe('closed')
	})

	it('is nobody’s to decline', () => {
		const [story, id] = storyOfNotice()
		for (const by of [elena, arkady]) {
			expect(story.say(by, { type: 'decline', matterId: id, ground: 'Некем заменить' })).toEqual({
				reason: 'notice-stands'
			})
		}
	})

	it('still waits for the order once it has taken effect, and cannot be taken back then', () => {
		const story = activeStory()
		story.sayAll([viktor, notice()])
		const id = story.lastId()
		story.sayAll([elena, sign(id)])
		story.facts.today = '2026-11-26'
		expect(awaitedBy(story, arkady)).toEqual([{ type: 'sign', matterId: id }])
		expect(story.say(viktor, { type: 'withdraw-matter', matterId: id })).toEqual({ reason: 'not-your-programme' })
		story.sayAll([arkady, sign(id)])
		expect(story.ledger()).toMatchObject({ phase: 'closed', closure: { lastDay: '2026-11-25' } })
		expect(story.ledger().matters.at(-1)).toMatchObject({ outcome: 'in-force', settledOn: '2026-11-26' })
	})

	it('is taken back by whoever gave it, as long as nobody has recorded it', () => {
		const [story, id] = storyOfNotice()
		story.sayAll([viktor, { type: 'withdraw-matter', matterId: id }])
		story.facts.today = '2026-11-26'
		expect(story.ledger().phase).toBe('active')
	})

	it.each([
		['the mentor', viktor, null],
		['the head, for the employer', arkady, null],
		['the curator, who is no employer', elena, { reason: 'not-your-role' }],
		['the mentee, who is no side of the contract', irina, { reason: 'not-your-role' }]
	] as const)('can be given by %s', (_, by, refusal) => {
		const story = activeStory()
		expect(story.say(by, notice())).toEqual(refusal)
		const offers = offersTo(activeStory().ledger(), by, story.facts)
		const reasons = offers.flatMap((offer) => (offer.type === 'closure' ? offer.reasons.map(({ id }) => id) : []))
		expect(reasons.includes('early-refusal')).toBe(refusal === null)
	})

	it('[S14] of the employer asks the mentor at once, then the curator, and never the head, who gave it', () => {
		const story = activeStory()
		story.sayAll([arkady, notice()])
		const id = story.lastId()
		const asks = (by: Speaker) => awaitedBy(story, by).some((one) => one.type === 'sign' && one.matterId === id)
		expect([viktor, elena, arkady, irina].map(asks)).toEqual([true, false, false, false])
		expect(story.say(elena, sign(id))).toEqual({ reason: 'not-your-turn', waitsFor: 'mentor' })
		expect(story.say(arkady, sign(id))).toEqual({ reason: 'not-your-role' })
		expect(story.say({ ...arkady, role: 'curator' }, sign(id))).toMatchObject({ reason: 'signed-before' })
		story.sayAll([viktor, sign(id)])
		expect([viktor, elena, arkady, irina].map(asks)).toEqual([false, true, false, false])
		story.sayAll([elena, sign(id)])
		expect(story.ledger().matters.at(-1)).toMatchObject({
			outcome: 'in-force',
			signatures: [{ by: viktor }, { by: elena }]
		})
	})

	it('of the employer ends the programme though the mentor has not taken note, and then waits for the curator alone', () => {
		const story = activeStory()
		story.sayAll([arkady, notice()])
		const id = story.lastId()
		story.facts.today = '2026-11-26'
		expect(story.ledger()).toMatchObject({ phase: 'closed', closure: { lastDay: '2026-11-25' } })
		expect([viktor, arkady].map((by) => awaitedBy(story, by))).toEqual([[], []])
		expect(awaitedBy(story, elena)).toContainEqual({ type: 'sign', matterId: id })
		story.sayAll([elena, sign(id)])
		expect(story.ledger().matters.at(-1)).toMatchObject({ outcome: 'in-force' })
	})

	it('of the mentor asks the head at once, not only after the curator', () => {
		const [story, id] = storyOfNotice()
		for (const by of [elena, arkady]) expect(awaitedBy(story, by)).toContainEqual({ type: 'sign', matterId: id })
		story.sayAll([arkady, sign(id)])
		expect(awaitedBy(story, arkady)).toEqual([])
		story.sayAll([elena, sign(id)])
		expect(story.ledger().matters.at(-1)).toMatchObject({ outcome: 'in-force' })
	})

	it('is all that the head raises', () => {
		const story = activeStory()
		expect(story.say(arkady, notice({ reasonId: 'curator', ground: 'Так', lastDay: null }))).toEqual({
			reason: 'not-your-role'
		})
	})

	it('gives way to nobody else’s: of several the earliest last day counts', () => {
		const [story, id] = storyOfNotice()
		expect(story.say(arkady, notice())).toEqual({ reason: 'already-said' })
		story.sayAll([
			elena,
			raise({ type: 'closure', reasonId: 'curator', ground: 'Так', lastDay: null, conclusion: 'Так' })
		])
		expect(currentNotice(story.ledger())?.id).toBe(id)
		story.sayAll([viktor, notice({ lastDay: '2026-12-01' })])
		expect(currentNotice(story.ledger())?.matter.lastDay).toBe('2026-12-01')
		story.sayAll([arkady, notice()])
		story.facts.today = '2026-11-26'
		expect(story.ledger()).toMatchObject({ phase: 'closed', closure: { lastDay: '2026-11-25' } })
		expect(story.ledger().matters.map(({ outcome }) => outcome)).toEqual([
			'in-force',
			'superseded',
			'superseded',
			'superseded',
			'open'
		])
	})

	it('falls with the part of the mentor who gave it: the programme goes on with another', () => {
		const [story] = storyOfNotice()
		story.sayAll([viktor, raise({ type: 'release', mentorId: 'viktor', ground: 'Переезд' })])
		const release = story.lastId()
		story.sayAll([elena, sign(release)], [arkady, sign(release)])
		story.facts.today = '2026-11-26'
		expect(story.ledger().phase).toBe('active')
		expect(currentNotice(story.ledger())).toBeNull()
	})

	it('given by a curator, as they could before, still ends an older ledger', () => {
		const [story, id] = storyOfNotice()
		const entries = story.entries.map((entry) => (entry.id === id ? { ...entry, by: elena } : entry))
		const ledger = reachDay(replayEntries('program-1', entries), '2026-11-26')
		expect(ledger).toMatchObject({ phase: 'closed', closure: { lastDay: '2026-11-25', matterId: id } })
	})

	it('has no day where the reason asks for none', () => {
		const dated = notice({ reasonId: 'participants', ground: 'Переезд' })
		expect(activeStory().say(irina, dated)).toEqual({ reason: 'not-in-regulation', field: 'reason' })
	})

	it('plays to the same, however often the days are told', () => {
		const [story, id] = storyOfNotice()
		story.facts.today = '2026-11-28'
		story.sayAll([elena, sign(id)])
		const replayed = replayEntries('program-1', story.entries)
		const reached = ['2026-11-24', '2026-11-27', '2026-12-30'].reduce(reachDay, replayed)
		expect(JSON.stringify(reached)).toBe(JSON.stringify(replayed))
		const dayByDay = replayEntries('program-1', story.entries.slice(0, -1))
		expect(reachDay(reachDay(dayByDay, '2026-11-25'), '2026-12-30')).toEqual(reachDay(dayByDay, '2026-11-26'))
	})
})

describe('whose part has ended', () => {
	it('acknowledges the order on the closure after it', () => {
		const [story, id] = storyOfNotice()
		const acquaint = { type: 'acquaint', matterId: id } as const
		story.facts.today = '2026-11-27'
		expect(story.say(viktor, acquaint)).toEqual({ reason: 'unknown-subject' })
		story.sayAll([elena, sign(id)], [arkady, sign(id)])
		for (const by of [viktor, irina]) {
			expect(awaitedBy(story, by)).toEqual([acquaint])
			expect(story.say(by, acquaint)).toBeNull()
			expect(awaitedBy(story, by)).toEqual([])
			expect(story.say(by, acquaint)).toEqual({ reason: 'already-said' })
		}
		expect(story.say(darya, acquaint)).toEqual({ reason: 'not-your-programme' })
	})

	it.each(['release', 'replace'] as const)(
		'acknowledges the order on their own %s, and nothing that came later',
		(type) => {
			const story = activeStory()
			story.sayAll([type === 'release' ? viktor : irina, raise({ type, mentorId: 'viktor', ground: 'Переезд' })])
			const id = story.lastId()
			story.sayAll([elena, sign(id)], [arkady, sign(id)])
			expect(awaitedBy(story, viktor)).toEqual([{ type: 'acquaint', matterId: id }])
			expect(story.say(viktor, { type: 'acquaint', matterId: id })).toBeNull()
			story.facts.today = '2026-11-21'
			story.sayAll([
				elena,
				raise({ type: 'closure', reasonId: 'curator', ground: 'Так', lastDay: null, conclusion: 'Так' })
			])
			const closing = story.lastId()
			story.sayAll([arkady, sign(closing)])
			expect(story.say(irina, { type: 'acquaint', matterId: closing })).toBeNull()
			expect(awaitedBy(story, viktor)).toEqual([])
			expect(story.say(viktor, { type: 'acquaint', matterId: closing })).toEqual({ reason: 'not-your-programme' })
		}
	)
})
