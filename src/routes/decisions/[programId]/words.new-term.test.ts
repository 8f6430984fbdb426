import { expect, it } from 'vitest'
import { isNewTerm, newTermBounds } from './words.ts'

it('[T44] a longer term is a whole number of months, more than now and at most five years', () => {
	expect(newTermBounds(24)).toEqual({ min: 25, max: 60 })
	expect([25, 60].map((months) => isNewTerm(months, 24))).toEqual([true, true])
	expect([NaN, -5, 0, 24, 25.5, 61, Infinity].filter((months) => isNewTerm(months, 24))).toEqual([])
})
