import { expect, it } from 'vitest'
import { readBoardQuery, readListQuery, toChoice, writeBoardQuery } from './list-query.ts'

it('the whole board has a bare address', () => {
	expect(writeBoardQuery({})).toBe('')
	expect(writeBoardQuery({ q: '', page: 1 })).toBe('')
})

it('a shared address asks the same question', () => {
	const query = { q: 'гимназия № 6', attention: 'silent' as const, page: 3 }
	expect(readBoardQuery(new URLSearchParams(writeBoardQuery(query)))).toEqual(query)
})

it('the address of the closed ones asks for them', () => {
	expect(readBoardQuery(new URLSearchParams(writeBoardQuery({ phase: 'closed' })))).toMatchObject({ phase: 'closed' })
})

it('a mangled address asks for everything', () => {
	expect(readBoardQuery(new URLSearchParams('?attention=all&page=-2&q=%20'))).toEqual({})
})

it('a list of people reads its query, without values that no choice has', () => {
	const words = { free: () => 'Free', busy: () => 'Busy' }
	const read = (address: string) => readListQuery(new URLSearchParams(address), { filter: words })
	expect(read('q=+Ковалёв&filter=busy&page=2')).toEqual({ q: 'Ковалёв', filter: 'busy', page: 2 })
	expect(read('filter=constructor')).toEqual({ q: undefined, filter: undefined, page: undefined })
	expect(toChoice('filter', 'Which', 'All', words).options).toEqual([
		{ value: 'free', label: 'Free' },
		{ value: 'busy', label: 'Busy' }
	])
})
