import { expect, it } from 'vitest'
import type { LedgerListing } from '#protocol/api/ledger.ts'
import { groupListings } from './listing.ts'
import { aPerson, requested } from './testing/listing.ts'

const listing: LedgerListing = { ...requested, speaksAs: ['curator'] }
const elena = { person: aPerson('elena', 'Воронцова Елена Михайловна'), roles: ['curator' as const] }

it('what somebody consented to without taking part is of no group but its own', () => {
	const own = { ...listing, phase: 'closed' as const, mentees: [], speaksAs: [], ownConsent: 'stands' as const }
	const { consents, ...others } = groupListings([own], { ...elena, roles: ['mentor'] }, '')
	expect(consents).toMatchObject([{ waiting: null }])
	expect(Object.values(others).flat()).toEqual([])
})

it.each(['Ирина Лаптева', 'лаптева 14', 'команду', ''])('«%s» finds Irina’s request', (sought) => {
	expect(groupListings([listing], elena, sought).mine).toHaveLength(1)
})

it('what is not in it finds nothing', () => {
	expect(groupListings([listing], elena, 'Ирина Гурова').mine).toEqual([])
})

it('a closed programme whose withdrawn consent is not settled waits for the curator, and is in nobody else’s list', () => {
	const closed = { ...listing, phase: 'closed' as const }
	const awaited = [{ type: 'settle-consent-withdrawal' as const, withdrawalId: 'w' }]
	expect(groupListings([{ ...closed, awaited }], elena, '').mine).toMatchObject([
		{ waiting: { type: 'settle-consent-withdrawal' } }
	])
	expect(Object.values(groupListings([closed], elena, '')).flat()).toEqual([])
})

it.each(['withdrawn', 'fulfilled'] as const)(
	'a request that is %s is among what has ended, and in no other group; nothing else that is closed is',
	(type) => {
		const closed = { ...listing, phase: 'closed' as const }
		const ended = { ...closed, requestEnd: { type, at: '2026-09-30T05:00:00.000Z' } }
		const { over, ...others } = groupListings([ended, { ...closed, programId: 'program-2' }], elena, '')
		expect(over).toMatchObject([{ waiting: null, listing: { programId: 'program-1' } }])
		expect(Object.values(others).flat()).toEqual([])
		expect(groupListings([{ ...ended, ownConsent: 'stands' }], elena, '').over).toEqual([])
	}
)

it('the rest of what waits is counted: a remark after an extension, or after the search for a mentor; a report is not', () => {
	const openMatters: LedgerListing['openMatters'] = [{ id: 'm', type: 'extend', raisedAt: '' }]
	const awaited: LedgerListing['awaited'] = [
		{ type: 'sign', matterId: 'm' },
		{ type: 'answer', remarkId: 'r' },
		{ type: 'report', of: 'half-year 2026-12-10 viktor', reportId: 'half-year', dueOn: '2026-12-10', wording: 'Отчёт' }
	]
	const active: LedgerListing = { ...listing, phase: 'active', mentors: [aPerson('viktor')], openMatters, awaited }
	const mine = (one: LedgerListing) => groupListings([one], elena, '').mine
	expect(mine(active)).toMatchObject([{ waiting: { type: 'sign' }, more: 1 }])
	expect(mine({ ...active, mentors: [], awaited: awaited.slice(1) })).toMatchObject([
		{ waiting: { type: 'find-mentor' }, more: 1 }
	])
	expect(mine({ ...active, awaited: awaited.slice(2) })).toEqual([])
})
