import { expect, it } from 'vitest'
import { viktorsEntry } from '#domain/people/testing/entries.ts'
import { surgut } from '#domain/regulation/packs/surgut.ts'
import { readMentors, storeMentorEntry } from '../../people/bank.ts'
import { appointMentors } from './consequences.ts'
import { begin, openCouncil, raiseOrder, type Council } from './testing/council.ts'

async function termOf({ registry }: Council) {
	const mentors = await readMentors(registry, 'town', ['viktor'])
	return mentors.get('viktor')?.term
}

it('[T28] the order appoints the mentor for two years from its first day, and a draft of it does not', async () => {
	const council = await openCouncil()
	await raiseOrder(council)
	expect(await termOf(council)).toBeNull()
	const other = await openCouncil()
	await begin(other)
	expect(await termOf(other)).toEqual({ from: '2026-09-15', until: '2028-09-14' })
})

it.each([
	['lasts still', { from: '2025-03-01', until: '2027-02-28' }, { from: '2025-03-01', until: '2027-02-28' }],
	['ended before', { from: '2024-03-01', until: '2026-02-28' }, { from: '2026-09-15', until: '2028-09-14' }]
])('[T28] an appointment that %s', async (_, term, expected) => {
	const council = await openCouncil()
	await council.registry.commitTogether([storeMentorEntry(council.registry, 'town', { ...viktorsEntry, term })])
	await begin(council)
	expect(await termOf(council)).toEqual(expected)
})

it('[T28] the order appoints a mentor whose stored phone is shorter than forms accept today', async () => {
	const council = await openCouncil()
	await council.registry.commitTogether([
		storeMentorEntry(council.registry, 'town', { ...viktorsEntry, term: null, phone: '2-34-56' })
	])
	await begin(council)
	expect(await termOf(council)).toEqual({ from: '2026-09-15', until: '2028-09-14' })
})

it('[T28] a regulation without a term appoints nobody for one', async () => {
	const { registry } = await openCouncil()
	const viktor = { personId: 'viktor', role: 'mentor', from: '2026-09-15', until: null, isSuspended: false } as const
	expect(await appointMentors(registry, 'town', [viktor], surgut)).toEqual([])
})
