import { expect, it } from 'vitest'
import type { CheckedRow } from '#domain/people/import/check.ts'
import type { Choice, Duplicate } from '#domain/people/import/duplicates.ts'
import { outcomeOf } from './words.ts'

const kovalyov = { familyName: 'Ковалёв', givenName: 'Виктор', patronymic: '', entry: {} }
const row: CheckedRow = { line: 2, cells: [], label: 'Ковалёв Виктор', row: kovalyov, errors: [], missing: [] }
const known: Duplicate = { certainty: 'same', of: { type: 'known', id: 'viktor', label: 'Ковалёв Виктор' } }

it.each<[string, Choice, CheckedRow, string | null]>([
	['is told where the row would put them back', 'update', row, '2026-09-30'],
	['is not told where the row is skipped', 'skip', row, null],
	['is not told where the row is about a namesake', 'create', row, null],
	['is not told where the row cannot be taken', 'update', { ...row, missing: ['Категория'] }, null]
])('[T22] that somebody was taken out of the bank %s', (_, choice, checked, leftOn) => {
	const bank = { isInFull: () => false, leftOn: (id: string) => (id === 'viktor' ? '2026-09-30' : null) }
	expect(outcomeOf(checked, known, choice, bank).leftOn).toBe(leftOn)
})
