import { expect, it } from 'vitest'
import type { Command, Statement } from '#domain/ledger/statement.ts'
import { orderFor, proposal, raise } from '#domain/ledger/testing/story.ts'
import type { LedgerListing } from '#protocol/api/ledger.ts'
import { groupListings } from './listing.ts'
import { aPerson, requested } from './testing/listing.ts'

const irina = aPerson('irina', 'Лаптева Ирина Сергеевна')
const proposed: LedgerListing = {
	...requested,
	phase: 'proposed',
	title: 'Первый год директора',
	mentors: [aPerson('viktor', 'Ковалёв Виктор Андреевич')],
	isAwaited: true,
	awaited: [
		{ type: 'consent', kind: 'duties' },
		{ type: 'consent', kind: 'personal-data' }
	]
}
const extension: LedgerListing = {
	...proposed,
	phase: 'active',
	isAwaited: false,
	openMatters: [{ id: 'e', type: 'extend', raisedAt: '' }],
	awaited: [{ type: 'sign', matterId: 'e' }]
}

const said = (statement: Statement, programId = 'program-1'): Command => ({
	...{ id: statement.type, programId, role: 'mentee', statement },
	saidAt: '2026-09-29T09:00:00.000Z'
})
const consent = (kind: 'duties' | 'personal-data') => said({ type: 'consent', kind, text: '…', representative: null })
const both = [consent('duties'), consent('personal-data')]

/** What Ирина is asked for, and how many of her commands are unsent. */
function asked(listing: LedgerListing, commands: readonly Command[]) {
	const [found] = Object.values(groupListings([listing], { person: irina, roles: ['mentee'] }, '', commands)).flat()
	return [found?.waiting?.type ?? null, found?.unsent]
}

it.each<[string, LedgerListing, Command[], unknown[]]>([
	['nothing', proposed, [], ['consent', 0]],
	['one of two consents', proposed, [consent('duties')], ['consent', 1]],
	['both consents', proposed, both, [null, 2]],
	['both consents to another programme', { ...proposed, programId: 'program-2' }, both, ['consent', 0]],
	['that she refuses', proposed, [said({ type: 'refuse-proposal', proposalId: 'p', ground: null })], [null, 1]],
	['nothing of a petition', extension, [], ['sign', 0]],
	['that she signs it', extension, [said({ type: 'sign', matterId: 'e' })], [null, 1]],
	['that she declines it', extension, [said({ type: 'decline', matterId: 'e', ground: 'Рано' })], [null, 1]],
	['that she signs another one', extension, [said({ type: 'sign', matterId: 'other' })], ['sign', 1]]
])('who has said on this device: %s, is not asked for it again', (_, listing, commands, expected) => {
	expect(asked(listing, commands)).toEqual(expected)
})

it('a curator who has proposed a mentor, or raised the order, without a network is not told to do it', () => {
	const elena = { person: aPerson('elena', 'Воронцова Елена Михайловна'), roles: ['curator' as const] }
	const stepAfter = (listing: LedgerListing, commands: Command[]) =>
		Object.values(groupListings([listing], elena, '', commands)).flat()[0]?.waiting?.type ?? null
	const seeking: LedgerListing = { ...requested, speaksAs: ['curator'] }
	const ready: LedgerListing = { ...proposed, speaksAs: ['curator'], awaited: [] }
	const proposes = said({ ...proposal, mentorIds: ['viktor'] })
	const raisesOrder = said(raise(orderFor('p')))
	expect([stepAfter(seeking, []), stepAfter(seeking, [proposes])]).toEqual(['find-mentor', null])
	expect([stepAfter(ready, []), stepAfter(ready, [raisesOrder])]).toEqual(['draft-order', null])
})
