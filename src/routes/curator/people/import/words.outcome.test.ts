import { expect, it } from 'vitest'
import { type CheckedRow, recogniseColumns } from '#domain/people/import/check.ts'
import type { Choice, Duplicate } from '#domain/people/import/duplicates.ts'
import { countOutcomes, doubtsText, outcomeOf, unreadHeadings } from './words.ts'

const kovalyov = { familyName: 'Ковалёв', givenName: 'Виктор', patronymic: '', entry: {} }
const row: CheckedRow = {
	line: 2,
	cells: [],
	label: 'Ковалёв Виктор',
	row: kovalyov,
	errors: [],
	missing: [],
	doubts: ['no-post']
}
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

it('[T22] a new row with doubts waits for the curator’s word; a known person keeps the post they have', () => {
	const bank = { isInFull: () => true, leftOn: () => null }
	const created = outcomeOf(row, null, 'create', bank)
	expect([countOutcomes([created]).doubtful, doubtsText([created, created])]).toEqual([1, 'Нет должности — 2'])
	expect(outcomeOf(row, known, 'update', bank).doubts).toEqual([])
	expect(outcomeOf(row, known, 'skip', bank).doubts).toEqual([])
})

it('[T22] columns that are not read are named, except empty ones, those without a heading, and the numbers of the rows', () => {
	const table = [
		['ФИО', 'Примечание', 'СНИЛС', '', 'Дата приёма', '№ п/п', '№', 'N п/п', '№ приказа'],
		['Ковалёв Виктор', 'хороший наставник', '', '1', '2015', '1', '1', '1', '17-к']
	]
	const unread = ['Примечание', 'Дата приёма', '№ приказа']
	expect(unreadHeadings(table, recogniseColumns('mentors', table))).toEqual(unread)
})
