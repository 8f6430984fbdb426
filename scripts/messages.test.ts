import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const files = readdirSync('src/messages/ru')

it('English has the same files as Russian', () => {
	expect(readdirSync('src/messages/en')).toEqual(files)
})

it.each(files)('every message of %s is said in both languages', (file) => {
	const keysOf = (locale: string) =>
		Object.keys(JSON.parse(readFileSync(`src/messages/${locale}/${file}`, 'utf8')) as object).sort()
	expect(keysOf('en')).toEqual(keysOf('ru'))
})

it.each(files)('nothing of %s is left empty or in the other language', (file) => {
	const english = readFileSync(`src/messages/en/${file}`, 'utf8')
	expect(english).not.toMatch(/[а-яё]{4}/i)
	expect(english).not.toContain('""')
})
