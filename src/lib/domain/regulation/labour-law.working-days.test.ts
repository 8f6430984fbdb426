import { describe, expect, it } from 'vitest'
import { addWorkingDays, isWorkingDay } from './labour-law.ts'

describe('three working days of notice (domain.md L1)', () => {
	it.each([
		['in an ordinary week', '2026-11-16', '2026-11-19'],
		['over a weekend', '2026-11-20', '2026-11-25'],
		['over the holidays of January', '2025-12-30', '2026-01-14'],
		['over 9 May on a Saturday, whose day off is the Monday', '2026-05-07', '2026-05-13'],
		['over 4 November', '2026-11-02', '2026-11-06']
	])('%s', (_when, from, last) => {
		expect(addWorkingDays(from, 3)).toBe(last)
	})

	it('8 March on a Sunday gives the Monday', () => {
		expect(isWorkingDay('2026-03-09')).toBe(false)
		expect(isWorkingDay('2026-03-10')).toBe(true)
	})
})
