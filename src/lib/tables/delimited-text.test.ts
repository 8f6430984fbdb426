import { describe, expect, it } from 'vitest'
import { decodeText, readDelimitedText, writeDelimitedText } from './delimited-text.ts'

const table = [
	['ФИО', 'Компетенции'],
	['Ковалёв Виктор', 'Право; финансы, «хозяйство»']
]
const windows1251 = [0xca, 0xee, 0xe2, 0xe0, 0xeb, 0xb8, 0xe2, 0x3b, 0x31, 0x32]

describe('a table as text', () => {
	it.each([
		[
			'with semicolons, as Excel in Russia saves it',
			'ФИО;Компетенции\r\nКовалёв Виктор;"Право; финансы, «хозяйство»"\r\n'
		],
		['with commas', 'ФИО,Компетенции\nКовалёв Виктор,"Право; финансы, «хозяйство»"'],
		['copied out of Excel', 'ФИО\tКомпетенции\nКовалёв Виктор\tПраво; финансы, «хозяйство»\n'],
		['that names its delimiter', 'sep=|\nФИО|Компетенции\nКовалёв Виктор|Право; финансы, «хозяйство»']
	])('%s', (_, text) => {
		expect(readDelimitedText(text)).toEqual({ ok: true, table })
	})

	it.each([
		[
			'organisations copied out of Excel, with commas in the addresses',
			'Наименование\tАдрес\nШкола № 1\tг. Томск, ул. Школьная, 1\nШкола № 2\tг. Томск, ул. Мира, 2, корп. 3',
			[
				['Наименование', 'Адрес'],
				['Школа № 1', 'г. Томск, ул. Школьная, 1'],
				['Школа № 2', 'г. Томск, ул. Мира, 2, корп. 3']
			]
		],
		[
			'semicolons, with more commas than semicolons',
			'Наименование;Адрес\nШкола № 1;г. Томск, ул. Школьная, 1\nШкола № 2;г. Томск, ул. Мира, 2, корп. 3',
			[
				['Наименование', 'Адрес'],
				['Школа № 1', 'г. Томск, ул. Школьная, 1'],
				['Школа № 2', 'г. Томск, ул. Мира, 2, корп. 3']
			]
		],
		[
			'semicolons, with one comma in every line but more headings than that',
			'Учитель, ФИО;Стаж;Школа\nСедова, Анна;4;№ 1',
			[
				['Учитель, ФИО', 'Стаж', 'Школа'],
				['Седова, Анна', '4', '№ 1']
			]
		],
		[
			'semicolons, one of them too many in one line, and exactly one comma in each',
			'ФИО;Стаж, лет;Школа\nСедова, Анна;4;№ 1\nШубина, Дарья;5;№ 2;',
			[
				['ФИО', 'Стаж, лет', 'Школа'],
				['Седова, Анна', '4', '№ 1'],
				['Шубина, Дарья', '5', '№ 2']
			]
		]
	])('with %s', (_, text, expected) => {
		expect(readDelimitedText(text)).toEqual({ ok: true, table: expected })
	})

	it.each([
		['UTF-8', new TextEncoder().encode('Ковалёв;12'), 'Ковалёв;12'],
		['UTF-8 with its mark', new TextEncoder().encode('\uFEFFКовалёв;12'), 'Ковалёв;12'],
		['Windows-1251', new Uint8Array(windows1251), 'Ковалёв;12'],
		['UTF-16, as Excel saves «Unicode text»', new Uint8Array([0xff, 0xfe, 0x1a, 0x04, 0x3b, 0]), 'К;']
	])('in %s', (_, bytes, text) => {
		expect(decodeText(bytes)).toBe(text)
	})

	it('that was written is read as it was, and nothing in it is a formula for who opens it', () => {
		const dangerous = [
			['=1+1', '+7 900', "-cmd|' /C calc'!A0"],
			['@SUM(A1)', "'=x", 'обычный'],
			['\tтекст', "'просто", 'a\nb']
		]
		const text = writeDelimitedText(dangerous)
		expect(readDelimitedText(text.slice(1))).toEqual({ ok: true, table: dangerous })
		for (const cell of text.slice(1).split(/[;\r\n]+/)) expect(cell.replace(/^"/, '')).not.toMatch(/^[=+\-@\t]/)
	})

	it.each([
		['nothing', ' \n\n', 'empty'],
		['bytes', 'a\0b', 'unreadable'],
		['a PDF', '%PDF-1.4\n1 0 obj; <<', 'unreadable'],
		['a page', '<!DOCTYPE html>\n<p>Ковалёв', 'unreadable'],
		['too many rows', 'Ковалёв\n'.repeat(5_021), 'too-many-rows'],
		['too many columns', 'Ковалёв;'.repeat(61), 'too-many-columns']
	])('of %s is refused', (_, text, reason) => {
		expect(readDelimitedText(text)).toEqual({ ok: false, reason })
	})
})
