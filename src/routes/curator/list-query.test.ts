import { expect, it } from 'vitest'
import { readChoice, readPage, readText, writeQuery } from './list-query.ts'

const filters = ['free', 'busy'] as const

it('a list asked for is written to the address and read from it again', () => {
	const address = writeQuery({ q: 'Ковалёв', filter: 'free', page: 3 })
	const parameters = new URLSearchParams(address)
	expect(readText(parameters, 'q')).toBe('Ковалёв')
	expect(readChoice(parameters, 'filter', filters)).toBe('free')
	expect(readPage(parameters)).toBe(3)
})

it('the whole list has the shortest address', () => {
	expect(writeQuery({ q: '', filter: undefined, page: 1 })).toBe('')
})

it('what somebody mistyped asks for everything', () => {
	const parameters = new URLSearchParams('?filter=everything&page=zwei&q=%20')
	expect([readText(parameters, 'q'), readChoice(parameters, 'filter', filters), readPage(parameters)]).toEqual([
		undefined,
		undefined,
		undefined
	])
})
