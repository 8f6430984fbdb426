import { expect, it } from 'vitest'
import type { Command } from '#domain/ledger/statement.ts'
import { beginStory, elena, oleg, orderFor, proposal, raise, giveConsents } from '#domain/ledger/testing/story.ts'
import { isOrderDrafted } from './listing.ts'

it('an order is drafted from the moment it is said on this device until another mentor is proposed', () => {
	const story = beginStory()
	giveConsents(story)
	const insteadOf = story.ledger().proposal?.id ?? ''
	const order = raise(orderFor(insteadOf))
	expect(isOrderDrafted({ ledger: story.ledger(), waiting: [] })).toBe(false)
	const saidAt = '2026-09-01T08:00:00.000Z'
	const waiting: Command = { id: 'c1', programId: 'program-1', role: 'curator', saidAt, statement: order }
	expect(isOrderDrafted({ ledger: story.ledger(), waiting: [waiting] })).toBe(true)
	story.sayAll([elena, order])
	expect(isOrderDrafted({ ledger: story.ledger(), waiting: [] })).toBe(true)
	story.sayAll([elena, { ...proposal, insteadOf, mentorIds: [oleg.personId] }])
	expect(isOrderDrafted({ ledger: story.ledger(), waiting: [] })).toBe(false)
})
