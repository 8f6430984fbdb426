import { expect, it } from 'vitest'
import {
	arkady,
	awaitedBy,
	beginStory,
	elena,
	HASH,
	irina,
	orderFor,
	raise,
	sign,
	giveConsents,
	beginByOrder,
	viktor
} from '../testing/story.ts'

const register = (decisionId: string, number: string, on = '2026-09-14') =>
	({ type: 'register', matterId: decisionId, number, on }) as const

it('the curator registers the order under the number of the journal, and mends it', () => {
	const story = beginStory()
	beginByOrder(story)
	const order = story.ledger().matters[0]?.id ?? ''
	story.sayAll([elena, register(order, '21-к')], [elena, register(order, '12-к')])
	expect(story.ledger().registrations).toEqual([{ matterId: order, number: '12-к', on: '2026-09-14' }])
	expect(story.say(elena, register(order, '12-к'))).toEqual({ reason: 'already-said' })
})

it('the journal has no day before the last signature', () => {
	const story = beginStory()
	giveConsents(story)
	story.sayAll([elena, raise(orderFor(story.ledger().proposal?.id ?? ''))])
	const order = story.lastId()
	story.facts.today = '2026-09-03'
	story.sayAll([arkady, sign(order)])
	expect(story.say(elena, register(order, '12-к', '2026-09-02'))).toEqual({
		reason: 'before-signature',
		earliest: '2026-09-03'
	})
	expect(story.say(elena, register(order, '12-к', '2026-09-03'))).toBeNull()
})

it('nobody else does, and nothing that is no order in force', () => {
	const story = beginStory()
	giveConsents(story)
	story.sayAll([elena, raise(orderFor(story.ledger().proposal?.id ?? ''))])
	const order = story.lastId()
	expect(story.say(elena, register(order, '12-к'))).toEqual({ reason: 'unknown-subject' })
	story.sayAll([arkady, sign(order)])
	for (const by of [viktor, irina, arkady]) {
		expect(story.say(by, register(order, '12-к'))).toEqual({ reason: 'not-your-role' })
	}
	story.sayAll([viktor, raise({ type: 'edition', hash: HASH })])
	expect(story.say(elena, register(story.lastId(), '12-к'))).toEqual({ reason: 'unknown-subject' })
	expect(story.say(elena, register('none', '12-к'))).toEqual({ reason: 'unknown-subject' })
})

it('the number of an order in force is awaited of the curator alone, until it is registered', () => {
	const story = beginStory()
	giveConsents(story)
	story.sayAll([elena, raise(orderFor(story.ledger().proposal?.id ?? ''))])
	const order = story.lastId()
	expect(awaitedBy(story, elena)).toEqual([])
	story.sayAll([arkady, sign(order)])
	expect(awaitedBy(story, elena)).toEqual([{ type: 'register', matterId: order }])
	expect(awaitedBy(story, arkady)).toEqual([])
	for (const by of [viktor, irina]) expect(awaitedBy(story, by)).toEqual([{ type: 'acquaint', matterId: order }])
	story.sayAll([elena, register(order, '12-к')])
	expect(awaitedBy(story, elena)).toEqual([])
})
