import { describe, expect, it } from 'vitest'
import type { Me } from '#protocol/api/program.ts'
import type { LedgerListing } from '#protocol/api/ledger.ts'
import { aPerson, requested } from './testing/listing.ts'
import { waitingFor } from './listing.ts'

const who = (id: string, role: Me['roles'][number]) => ({ person: aPerson(id), roles: [role] })
const [elena, arkady, viktor, irina] = [
	who('elena', 'curator'),
	who('arkady', 'head'),
	who('viktor', 'mentor'),
	who('irina', 'mentee')
]

const consent = { personId: 'irina', role: 'mentee', kind: 'duties' } as const
const proposed: LedgerListing = { ...requested, phase: 'proposed', isAwaited: true, mentors: [aPerson('viktor')] }
const order = { id: 'order', type: 'order', raisedAt: '', waitsFor: [{ role: 'head', personId: null }] } as const
const ordered: LedgerListing = { ...proposed, openMatters: [{ ...order, waitsFor: [...order.waitsFor] }] }
const active: LedgerListing = { ...proposed, phase: 'active', isAwaited: false }
const extension: LedgerListing = {
	...active,
	openMatters: [{ id: 'e', type: 'extend', raisedAt: '', waitsFor: [{ role: 'mentor', personId: 'viktor' }] }]
}

/** As the server lists it to the municipality's curator or head, or to another person. */
function listedFor(listing: LedgerListing, name: string): LedgerListing {
	return { ...listing, speaksAs: name === 'elena' ? ['curator'] : name === 'arkady' ? ['head'] : [] }
}

/** The curator and the head of Irina's school, where her programme's regulation has these roles there. */
const [raisa, semyon] = [who('raisa', 'organisation-curator'), who('semyon', 'organisation-head')]

it('[V2] of the organisation’s own, too, but for what is sought in the banks', () => {
	const voices = [[raisa, ['curator']] as const, [semyon, ['head']] as const, [semyon, []] as const]
	const asked = voices.map(([me, speaksAs]) =>
		[requested, proposed, ordered].map((one) => waitingFor({ ...one, speaksAs: [...speaksAs] }, me)?.type)
	)
	expect(asked).toEqual([
		[undefined, 'draft-order', undefined],
		[undefined, undefined, 'sign'],
		[undefined, undefined, undefined]
	])
})

it('nothing of a curator’s or a head’s where somebody else is that, be they it elsewhere', () => {
	const listings = [requested, proposed, ordered, { ...active, unansweredIds: ['irina'] }]
	expect(listings.flatMap((listing) => [elena, arkady].map((me) => waitingFor(listing, me)))).toEqual(
		Array(8).fill(null)
	)
})

it('[T44] no signature is asked of a head who is the mentor of the pair, while it waits for another head', () => {
	const [opened] = ordered.openMatters
	if (opened === undefined) throw new Error('No order')
	const own = { ...ordered, speaksAs: ['head' as const], openMatters: [{ ...opened, notAs: ['head' as const] }] }
	expect(waitingFor(own, who('viktor', 'head'))).toBeNull()
	expect(waitingFor({ ...own, openMatters: [opened] }, who('viktor', 'head'))?.type).toBe('sign')
})

describe('who is to do what', () => {
	it.each<[string, LedgerListing, Record<string, string | null>]>([
		['a request', requested, { elena: 'find-mentor', arkady: null, irina: null }],
		[
			'a proposal without Irina’s consent',
			{ ...proposed, missingConsents: [consent] },
			{ elena: null, arkady: null, viktor: null, irina: 'consent' }
		],
		['a proposal all have consented to', proposed, { elena: 'draft-order', arkady: null, viktor: null }],
		[
			'a mentor who lacks a condition',
			{ ...proposed, unmet: [{ personId: 'viktor', conditionIds: ['assessment'] }] },
			{ elena: 'unfit-mentor', arkady: null }
		],
		['an order without its number', { ...active, isUnregistered: true }, { elena: 'register' }],
		['a drafted order', ordered, { elena: null, arkady: 'sign', viktor: null, irina: null }],
		['a programme that goes on', active, { elena: null, arkady: null, viktor: null, irina: null }],
		['a petition that waits for the mentor', extension, { elena: null, viktor: 'sign', irina: null }],
		[
			'an extension Irina has not signed to know of',
			{ ...active, unacquaintedIds: ['irina'] },
			{ elena: null, arkady: null, viktor: null, irina: 'acquaint' }
		],
		[
			'a consent to data that Irina took back',
			{ ...active, hasConsentWithdrawal: true },
			{ elena: 'settle-consent-withdrawal', arkady: null, viktor: null, irina: null }
		],
		[
			'a consultation that Irina has asked for',
			{ ...active, unacquaintedIds: ['viktor'], consultationsWaitFor: [{ role: 'mentor', personId: 'viktor' }] },
			{ elena: null, arkady: null, viktor: 'answer-consultation', irina: null }
		],
		[
			'a consultation that Viktor has passed on',
			{ ...active, unansweredIds: ['irina'], consultationsWaitFor: [{ role: 'curator', personId: null }] },
			{ elena: 'refer-consultation', arkady: null, viktor: 'answer', irina: null }
		],
		[
			'a remark of Irina’s',
			{ ...active, unansweredIds: ['irina'] },
			{ elena: 'answer', arkady: null, viktor: 'answer', irina: null }
		],
		[
			'a remark beside what is to be done for the order',
			{ ...requested, unansweredIds: ['irina'] },
			{ elena: 'find-mentor', irina: null }
		],
		[
			'a consultation nobody is there to give, as the mentor has left',
			{ ...active, mentors: [], consultationsWaitFor: [{ role: 'curator', personId: null }] },
			{ elena: 'find-mentor', irina: null }
		],
		[
			'a remark nobody answered in a request that was taken back',
			{ ...requested, phase: 'closed', unansweredIds: ['galina'] },
			{ elena: null, arkady: null, irina: null }
		],
		['a programme whose mentor has left', { ...active, mentors: [] }, { elena: 'find-mentor', irina: null }]
	])('%s', (_, listing, expected) => {
		const people = { elena, arkady, viktor, irina }
		const found = Object.entries(people).filter(([name]) => name in expected)
		expect(
			Object.fromEntries(found.map(([name, me]) => [name, waitingFor(listedFor(listing, name), me)?.type ?? null]))
		).toEqual(expected)
	})
})
