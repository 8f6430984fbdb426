import { describe, expect, it } from 'vitest'
import { createTally } from './admission.ts'

describe('[R10] a tally', () => {
	it('takes as many as there may be, of each for itself, and again when one has gone', () => {
		const tally = createTally(2)
		expect([tally.take('school'), tally.take('school'), tally.take('school'), tally.take('home')]).toEqual([
			true,
			true,
			false,
			true
		])
		tally.release('school')
		expect(tally.take('school')).toBe(true)
	})
})
