import { afterEach, expect, it } from 'vitest'
import { getLocale, overwriteGetLocale } from '#lib/paraglide/runtime.js'
import { fillingWords } from './filling-words.ts'

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
	const { tone, title, text } = fillingWords(bytesLeft)
	expect(text).toContain(words)
	expect(title).toMatch(/почти заполнена|nearly full/)
	expect(tone).toBe('plain')
})

it.each([
	['ru', /Пока всё принимается/, /удаление сразу ничего не освобождает/, /ссылку/],
	['en', /still accepted/, /deleting frees nothing at once/, /a link/]
] as const)(
	'[R7] in %s Viktor reads that nothing is wrong yet, what takes the room and what to do',
	(locale, ...parts) => {
		overwriteGetLocale(() => locale)
		for (const part of parts) expect(fillingWords(8_000_000).text).toMatch(part)
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
			expect(fillingWords(bytesLeft)).toMatchObject({
				tone: 'amber',
				title,
				text: expect.stringMatching(text) as string
			})
		}
	}
)
