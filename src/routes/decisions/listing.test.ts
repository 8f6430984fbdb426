import { expect, it } from 'vitest'
import type { Awaited } from '#domain/ledger/awaiting.ts'
import type { Me } from '#protocol/api/program.ts'
import type { LedgerListing } from '#protocol/api/ledger.ts'
import { aPerson, requested } from './testing/listing.ts'
import { waitingFor } from './listing.ts'

const proposed: LedgerListing = { ...requested, phase: 'proposed', isAwaited: true, mentors: [aPerson('viktor')] }
const order = { id: 'order', type: 'order', raisedAt: '' } as const
const ordered: LedgerListing = { ...proposed, openMatters: [order] }
const active: LedgerListing = { ...proposed, phase: 'active', isAwaited: false }
const consent = { personId: 'irina', role: 'mentee', kind: 'duties' } as const

const sign: Awaited = { type: 'sign', matterId: 'order' }
const refer: Awaited = { type: 'refer-consultation', consultationId: 'c' }
const register: Awaited = { type: 'register', matterId: 'order' }
const answer: Awaited = { type: 'answer', remarkId: 'r' }
const report: Awaited = {
	type: 'report',
	of: 'half-year 2026-12-10 viktor',
	reportId: 'half-year',
	dueOn: '2026-12-10',
	wording: 'Отчёт'
}

const waits = (listing: LedgerListing, roles: Me['roles']) => waitingFor(listing, roles, [])?.type ?? null

it.each<[string, LedgerListing, string | null]>([
	['a request', requested, 'find-mentor'],
	['a proposal without Irina’s consent', { ...proposed, missingConsents: [consent] }, null],
	['a proposal all have consented to', proposed, 'draft-order'],
	[
		'a mentor who lacks a condition',
		{ ...proposed, unmet: [{ personId: 'viktor', conditionIds: ['assessment'] }] },
		'unfit-mentor'
	],
	['a drafted order', ordered, null],
	['a programme whose mentor has left', { ...active, mentors: [] }, 'find-mentor'],
	['a programme that goes on', active, null]
])('%s asks its curator for the next step towards the order, and nobody else', (_, listing, step) => {
	expect(waits({ ...listing, speaksAs: ['curator'] }, ['curator'])).toBe(step)
	expect(waits({ ...listing, speaksAs: ['head'] }, ['head'])).toBeNull()
	expect(waits(listing, ['curator'])).toBeNull()
})

it('[V2] the organisation’s own curator drafts the order, but seeks nobody in the banks', () => {
	const own = (listing: LedgerListing) => waits({ ...listing, speaksAs: ['curator'] }, ['organisation-curator'])
	expect([requested, proposed, ordered].map(own)).toEqual([null, 'draft-order', null])
})

it('a signature comes first and names its decision; without a mentor a consultation, a number and a remark come after one', () => {
	const asked = (listing: LedgerListing, awaited: Awaited[]) =>
		waits({ ...listing, awaited, speaksAs: ['curator'] }, ['curator'])
	// A mentor's report has a list of its own; the one that the curator signs is a step (domain.md L2).
	expect([asked(active, [report]), asked(active, [{ ...report, mentorId: 'viktor' }])]).toEqual([null, 'sign-report'])
	expect(waitingFor({ ...ordered, awaited: [sign, answer] }, ['head'], [])).toEqual({ type: 'sign', decision: 'order' })
	for (const awaited of [refer, register, answer]) {
		expect(asked(active, [awaited])).toBe(awaited.type)
		expect(asked({ ...active, mentors: [] }, [awaited])).toBe('find-mentor')
	}
})

it('[T3] a report has its own list', () => {
	expect(waits({ ...active, awaited: [report] }, ['mentor'])).toBeNull()
	expect(waits({ ...active, awaited: [report, answer] }, ['mentor'])).toBe('answer')
})
