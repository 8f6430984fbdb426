import { expect, it } from 'vitest'
import { recogniseColumns } from '#domain/people/import/check.ts'
import { unaskedHeadings, unreadHeadings } from './words.ts'

it('[R11] columns that nobody recognised, and those of people under 18, are each named once', () => {
	const table = [
		['№ п/п', 'ФИО', 'День рождения кота', 'Дата рождения', 'Представитель'],
		['1', 'Ковалёв Виктор', '1 мая', '31.01.1979', '']
	]
	const recognised = recogniseColumns('mentors', table)
	expect(unreadHeadings(table, recognised)).toEqual(['День рождения кота'])
	expect(unaskedHeadings(table, recognised)).toEqual(['Дата рождения'])
})
