import { expect, it } from 'vitest'
import { deriveRelation } from './roles.ts'
import { dinskoy } from './packs/dinskoy.ts'
import { surgut } from './packs/surgut.ts'
import { tomskCity } from './packs/tomsk-city.ts'

it.each([
	['[T12] [T34] a reservist is not a head yet', tomskCity, 'reservist', 'reservist-head'],
	['[T12] [T34] a new head and their mentor are both heads', tomskCity, 'beginner-head', 'head-head'],
	['[T12] of a category nobody knows nothing follows', tomskCity, 'category-of-a-copy', null],
	['[D3] where there is one relation only, it is that', dinskoy, 'low-results-team', 'head-team'],
	['[S15] where the regulation leaves a choice, nobody makes it silently', surgut, 'young-teacher', null]
])('%s', (_, regulation, categoryId, relation) => {
	expect(deriveRelation(regulation, categoryId)).toBe(relation)
})
