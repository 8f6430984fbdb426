import { beforeEach, expect, it } from 'vitest'
import { tomskCity } from '../../regulation/packs/tomsk-city.ts'
import type { Statement } from '../statement.ts'
import { arkady, beginStory, elena, irina, oleg, beginByOrder, viktor, type Story } from '../testing/story.ts'

let story: Story
beforeEach(() => {
	story = beginStory()
	beginByOrder(story)
})

const day = '2026-09-01'
function record(given: Partial<Extract<Statement, { type: 'record-evidence' }>> = {}): Statement {
	return { type: 'record-evidence', mentorId: 'viktor', evidence: { kind: 'event', title: 'Форум' }, on: day, ...given }
}

it('[T48] the mentor records their own work and the curator anybody’s', () => {
	expect(story.say(viktor, record({ evidence: { kind: 'material', title: 'Памятка' } }))).toBeNull()
	expect(story.say(elena, record())).toBeNull()
	expect(story.ledger().evidence.map(({ evidence, by }) => [evidence.kind, by.personId])).toEqual([
		['material', 'viktor'],
		['event', 'elena']
	])
})

it('[T48] nothing is recorded where a regulation pays nothing for it', () => {
	story = beginStory({ ...tomskCity, incentive: null })
	beginByOrder(story)
	expect(story.say(elena, record())).toEqual({ reason: 'not-in-regulation', field: 'ground' })
})

it.each([
	['a mentee', irina, record(), { reason: 'not-your-role' }],
	['the head, who decides by it', arkady, record(), { reason: 'not-your-role' }],
	['the mentor of another programme', oleg, record({ mentorId: 'oleg' }), { reason: 'not-your-programme' }],
	['a curator of somebody who is no mentor of it', elena, record({ mentorId: 'oleg' }), { reason: 'unknown-subject' }],
	['who tells of what is still to come', viktor, record({ on: '2999-01-01' }), { reason: 'still-to-come' }]
])('[T48] nothing is recorded by %s', (_, by, statement, refusal) => {
	expect(story.say(by, statement)).toEqual(refusal)
})

it('[T48] a record is withdrawn by whoever made it, or by the curator, and then it is no evidence', () => {
	story.sayAll([elena, record()])
	const evidenceId = story.lastId()
	expect(story.say(viktor, { type: 'withdraw-evidence', evidenceId })).toEqual({ reason: 'unknown-subject' })
	expect(story.say(elena, { type: 'withdraw-evidence', evidenceId })).toBeNull()
	expect(story.ledger().evidence).toEqual([])
	expect(story.say(elena, { type: 'withdraw-evidence', evidenceId })).toEqual({ reason: 'unknown-subject' })
})
