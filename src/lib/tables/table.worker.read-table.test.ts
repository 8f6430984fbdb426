import { expect, it } from 'vitest'
import { readTable } from './table.worker.ts'

it.each([
	['a PDF by its own name', 'список.pdf', '%PDF-1.4\n1 0 obj', 'unreadable'],
	['a PDF under the name of a table', 'наставники.csv', '%PDF-1.4\n1 0 obj', 'unreadable'],
	['a text under the name of a workbook', 'наставники.xlsx', 'Фамилия;Имя\nКовалёв;Виктор', 'unreadable'],
	['an empty file', 'наставники.csv', '', 'empty']
])('is no table: %s', async (_, name, text, reason) => {
	expect(await readTable(new TextEncoder().encode(text), name)).toEqual({ ok: false, reason })
})

it('a text is a table whatever its name', async () => {
	const table = [['Фамилия', 'Имя'], ['Ковалёв', 'Виктор']] // prettier-ignore
	expect(await readTable(new TextEncoder().encode('Фамилия;Имя\nКовалёв;Виктор'), 'bank.txt')).toEqual({
		ok: true,
		table
	})
})
