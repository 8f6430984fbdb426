import { expect, it } from 'vitest'
import { search } from './text.ts'

const names = ['Ковалёв Виктор Андреевич, Лицей № 2', 'Лаптева Ирина Сергеевна, Гимназия № 6']

it.each([
	['in any case, and without «ё»', 'КОВАЛЕВ', 0],
	['its words in any order', 'ирина лаптева', 1],
	['by a name and a place', '6 лаптева', 1],
	['out of a document, where it may be hyphenated', 'ла\u00ADпте\u200Bва', 1],
	['copied on a Mac, where «й» is two characters', 'лицей'.normalize('NFD'), 0]
])('a name is found %s', (_, q, index) => {
	expect(search(names, q, (name) => name)).toEqual([names[index]])
})

it('every word must be found, and no word finds all', () => {
	expect(search(names, 'Лаптева лицей', (name) => name)).toEqual([])
	expect(search(names, ' ', (name) => name)).toEqual(names)
})
