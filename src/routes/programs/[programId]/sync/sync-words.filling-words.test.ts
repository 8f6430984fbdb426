import { afterEach, expect, it } from 'vitest'
import { getLocale, overwriteGetLocale } from '#lib/paraglide/runtime.js'
import { calmSnapshot } from '#lib/sync/document/testing/calm-snapshot.ts'
import { contentWords, fillingWords, refusalWords } from './sync-words.ts'

const usualLocale = getLocale
afterEach(() => overwriteGetLocale(usualLocale))

const PAGE = 40_000

it.each([
	['ru', 209 * PAGE, 'примерно на 200 страниц текста'],
	['ru', 57 * PAGE, 'примерно на 57 страниц текста'],
	['ru', 22.9 * PAGE, 'примерно на 22 страницы текста'],
	['ru', PAGE, 'примерно на 1 страницу текста'],
	['en', 209 * PAGE, 'about 200 pages of text'],
	['en', PAGE, 'about 1 page of text']
] as const)('[R7] in %s, with %d bytes left: «%s»', (locale, bytesLeft, words) => {
	overwriteGetLocale(() => locale)
	const { tone, title, text } = fillingWords(bytesLeft, calmSnapshot)
	expect(text).toContain(words)
	expect(title).toMatch(/почти заполнена|nearly full/)
	expect(tone).toBe('plain')
})

it.each([
	['ru', /Пока всё принимается/, /Удаление освободит место только через месяц/, /ссылку/],
	['en', /still accepted/, /Deleting frees room only after a month/, /a link/]
] as const)(
	'[R7] in %s Viktor reads that nothing is wrong yet, what takes the room and what to do',
	(locale, ...parts) => {
		overwriteGetLocale(() => locale)
		for (const part of parts) expect(fillingWords(8_000_000, calmSnapshot).text).toMatch(part)
	}
)

it.each([
	['ru', 'Программа заполнена', /может не принять.*файлом/],
	['en', 'The programme is full', /may not accept.*file/]
] as const)(
	'[R7] in %s it is called full, and the file named, once less than a page goes in',
	(locale, title, text) => {
		overwriteGetLocale(() => locale)
		for (const bytesLeft of [0, PAGE - 1]) {
			expect(fillingWords(bytesLeft, calmSnapshot)).toMatchObject({
				tone: 'amber',
				title,
				text: expect.stringMatching(text) as string
			})
		}
	}
)

it.each([
	['ru', 'Сервер не принял правку', /Пока всё принимается/, 'Места осталось примерно на 170 страниц текста'],
	['en', 'The server did not accept an edit', /still accepted/, 'There is room for about 170 pages of text']
] as const)(
	'[R3][R7] in %s Viktor, whose large edit was refused, reads what room is left, and not that everything is accepted',
	(locale, refusal, accepted, left) => {
		overwriteGetLocale(() => locale)
		const refused = { ...calmSnapshot, unsent: 1, refused: 1, bytesLeft: 7_000_000 }
		expect(contentWords(refused).title).toBe(refusal)
		expect(fillingWords(7_000_000, refused).text).not.toMatch(accepted)
		expect(fillingWords(7_000_000, refused).text).toContain(left)
		expect(fillingWords(7_000_000, { ...refused, unsent: 0, refused: 0 }).text).toMatch(accepted)

		const closed = { ...calmSnapshot, connection: 'refused', refusal: 'too-large' } as const
		expect(refusalWords('too-large', closed).title).toBe(refusal)
		expect(fillingWords(7_000_000, closed).text).not.toMatch(accepted)
	}
)
