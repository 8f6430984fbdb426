import { expect, it } from 'vitest'
import { surgut } from '../regulation/packs/surgut.ts'
import { tomskCity } from '../regulation/packs/tomsk-city.ts'
import { appointedTerm, mentorTermState } from './bank-entry.ts'

it('[T28] a Tomsk mentor is appointed for two years, a Surgut one for no term', () => {
	expect(appointedTerm(tomskCity, '2026-09-15')).toEqual({ from: '2026-09-15', until: '2028-09-14' })
	expect(appointedTerm(surgut, '2026-09-15')).toBeNull()
})

it.each([
	['the day before', '2026-09-14', 'ahead'],
	['the first day', '2026-09-15', 'lasting'],
	['sixty-one days before the end', '2028-07-15', 'lasting'],
	['sixty days before the end', '2028-07-16', 'ending'],
	['the last day', '2028-09-14', 'ending'],
	['the day after', '2028-09-15', 'over']
])('[T28] %s', (_, on, state) => {
	expect(mentorTermState({ from: '2026-09-15', until: '2028-09-14' }, on)).toBe(state)
})

it('[T28] nobody appointed has no term', () => {
	expect(mentorTermState(null, '2026-09-15')).toBe('unappointed')
})
