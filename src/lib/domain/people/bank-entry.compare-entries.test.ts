import { expect, it } from 'vitest'
import { compareEntries, takeFields } from './bank-entry.ts'
import { viktorsEntry } from './testing/entries.ts'

const elenas = { ...viktorsEntry, hoursPerMonth: 8, competences: ['Управление'] }
const galinas = { ...viktorsEntry, hoursPerMonth: 16, forms: ['virtual' as const] }

it('[T22] what only one curator changed is told from what both did', () => {
	expect(compareEntries(viktorsEntry, elenas, galinas)).toEqual([
		{ field: 'competences', by: 'mine' },
		{ field: 'hoursPerMonth', by: 'both' },
		{ field: 'forms', by: 'theirs' }
	])
})

it('[T22] of two first entries nobody can tell whose field is older', () => {
	expect(compareEntries(null, elenas, { ...elenas, hoursPerMonth: 1 })).toEqual([
		{ field: 'hoursPerMonth', by: 'both' }
	])
})

it('[T22] nothing of either is lost that was chosen', () => {
	expect(takeFields(elenas, galinas, ['competences'])).toEqual({ ...galinas, competences: ['Управление'] })
	expect(compareEntries(viktorsEntry, elenas, elenas)).toEqual([])
})
