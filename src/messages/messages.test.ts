import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

type Messages = Record<string, unknown>

const ru = readMessages('ru')
const en = readMessages('en')

it('every word is said in both languages, and in the right one', () => {
	expect(Object.keys(en).sort()).toEqual(Object.keys(ru).sort())
	expect(Object.keys(en).filter((key) => /[а-яё]{4}/i.test(JSON.stringify(en[key])))).toEqual([])
	expect([ru, en].flatMap((messages) => Object.keys(messages).filter((key) => messages[key] === ''))).toEqual([])
})

it('every word leaves the same gaps to fill in both languages', () => {
	for (const key of Object.keys(ru)) expect([key, gapsOf(en[key])]).toEqual([key, gapsOf(ru[key])])
})

it('number and percent signs keep their number, a dash does not begin a line, and quotes are those of the language', () => {
	const isMisset = (text: string) => /№(?!\u00a0)|[\d}] %| —|\\"/.test(text)
	expect(Object.keys(ru).filter((key) => isMisset(JSON.stringify(ru[key])))).toEqual([])
	expect(Object.keys(en).filter((key) => /[«»]|\\"|[a-z]'/.test(JSON.stringify(en[key])))).toEqual([])
})

it('a date, which may end in «г.», meets no second full stop, nor do initials', () => {
	const stopped = /\{(day|date|from|until|since|names)\}\./
	expect(Object.keys(ru).filter((key) => stopped.test(JSON.stringify(ru[key])))).toEqual([])
})

it('the section «Что было» has no second name', () => {
	expect(Object.keys(ru).filter((key) => /хроник/i.test(JSON.stringify(ru[key])))).toEqual([])
	expect(Object.keys(en).filter((key) => /chronicle/i.test(JSON.stringify(en[key])))).toEqual([])
})

it('every word is said on some screen', () => {
	const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
		.filter((path) => /\.(svelte|ts)$/.test(path) && !path.includes('paraglide'))
		.map((path) => readFileSync(`src/${path}`, 'utf8'))
	const said = new Set(sources.flatMap((text) => [...text.matchAll(/\bm\.(\w+)/g)].map(([, key]) => key)))
	expect(Object.keys(ru).filter((key) => !said.has(key))).toEqual([])
})

function readMessages(locale: string): Messages {
	const folder = `src/messages/${locale}`
	const files = readdirSync(folder).map((file) => readFileSync(`${folder}/${file}`, 'utf8'))
	return Object.assign({}, ...files.map((text) => JSON.parse(text) as Messages)) as Messages
}

function gapsOf(message: unknown): string[] {
	return [...new Set([...JSON.stringify(message).matchAll(/\{(\w+)\}/g)].map(([gap]) => gap))].sort()
}
