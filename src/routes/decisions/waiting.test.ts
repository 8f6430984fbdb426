import { describe, expect, it } from 'vitest'
import type { Me } from '#protocol/api.ts'
import type { LedgerListing } from '#protocol/ledger-api.ts'
import { waitingFor } from './waiting.ts'

const person = (id: string) => ({ id, name: id, familyName: id, givenName: '', patronymic: '' })
const who = (id: string, role: Me['roles'][number]) => ({ person: person(id), roles: [role] })
const [elena, arkady, viktor, irina] = [
	who('elena', 'curator'),
	who('arkady', 'head'),
	who('viktor', 'mentor'),
	who('irina', 'mentee')
]

const requested: LedgerListing = {
	programId: 'program-1',
	phase: 'requested',
	title: null,
	mainRequest: 'Как выстроить команду школы',
	regulationId: 'tomsk-city',
	categoryId: 'beginner-head',
	mentees: [person('irina')],
	mentors: [],
	openMatters: [],
	organisations: [],
	isAwaited: false,
	missingConsents: [],
	unacquaintedIds: [],
	unansweredIds: [],
	ownReports: [],
	hasWithdrawal: false,
	setback: null,
	unmet: []
}
const consent = { personId: 'irina', role: 'mentee', kind: 'duties' } as const
const proposed: LedgerListing = { ...requested, phase: 'proposed', isAwaited: true, mentors: [person('viktor')] }
const order = { id: 'order', type: 'order', raisedAt: '', waitsFor: [{ role: 'head', personId: null }] } as const
const ordered: LedgerListing = { ...proposed, openMatters: [{ ...order, waitsFor: [...order.waitsFor] }] }
const active: LedgerListing = { ...proposed, phase: 'active', isAwaited: false }
const extension: LedgerListing = {
	...active,
	openMatters: [{ id: 'e', type: 'extend', raisedAt: '', waitsFor: [{ role: 'mentor', personId: 'viktor' }] }]
}

/** The curator and the head of Irina's school, where the regulation has these roles there. */
const inSchool = (speaksAs: ('curator' | 'head')[]) => ({ name: 'Школа № 14', title: null, speaksAs })
const raisa = { ...who('raisa', 'organisation-curator'), institution: inSchool(['curator']) }
const semyon = { ...who('semyon', 'organisation-head'), institution: inSchool(['head']) }
const reader = { ...who('nina', 'organisation-head'), institution: inSchool([]) }

it('[V2] of the institution’s own, too, but for what is sought in the banks', () => {
	const asked = [raisa, semyon, reader].map((me) =>
		[requested, proposed, ordered].map((one) => waitingFor(one, me)?.type)
	)
	expect(asked).toEqual([
		[undefined, 'draft-order', undefined],
		[undefined, undefined, 'sign'],
		[undefined, undefined, undefined]
	])
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
			{ elena: null, arkady: 'exception' }
		],
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
			{ ...active, hasWithdrawal: true },
			{ elena: 'settle-withdrawal', arkady: null, viktor: null, irina: null }
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
		['a programme whose mentor has left', { ...active, mentors: [] }, { elena: 'find-mentor', irina: null }]
	])('%s', (_, listing, expected) => {
		const people = { elena, arkady, viktor, irina }
		const found = Object.entries(people).filter(([name]) => name in expected)
		expect(Object.fromEntries(found.map(([name, me]) => [name, waitingFor(listing, me)?.type ?? null]))).toEqual(
			expected
		)
	})
})
