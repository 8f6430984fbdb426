import { expect, it } from 'vitest'
import { directionOf, readBoardQuery, readListQuery, sortAfterTap, toChoice, writeBoardQuery } from './list-query.ts'

it('the whole board has a bare address', () => {
	expect(writeBoardQuery({})).toBe('')
	expect(writeBoardQuery({ q: '', page: 1 })).toBe('')
})

it('a shared address asks the same question', () => {
	const query = { q: 'гимназия № 6', attention: 'silent' as const, sort: '-road' as const, page: 3 }
	expect(readBoardQuery(new URLSearchParams(writeBoardQuery(query)))).toEqual(query)
})

it('the address of the closed ones asks for them', () => {
	expect(readBoardQuery(new URLSearchParams(writeBoardQuery({ phase: 'closed' })))).toMatchObject({ phase: 'closed' })
})

it('a mangled address asks for everything', () => {
	expect(readBoardQuery(new URLSearchParams('?attention=all&page=-2&q=%20&sort=size'))).toEqual({})
})

it('taps on the head of a column sort by it, then the other way round, then by need again', () => {
	const taps = (phase: 'closed' | undefined, column: 'road' | 'next') => {
		const first = sortAfterTap({ phase, sort: 'meeting' }, column)
		const second = sortAfterTap({ phase, sort: first }, column)
		return [first, second, sortAfterTap({ phase, sort: second }, column)]
	}
	expect(taps(undefined, 'road')).toEqual(['road', '-road', undefined])
	expect(taps(undefined, 'next')).toEqual(['next', '-next', undefined])
	// What ended last comes first.
	expect(taps('closed', 'next')).toEqual(['-next', 'next', undefined])
	expect([directionOf('road', 'road'), directionOf('-road', 'road'), directionOf('road', 'next')]).toEqual([
		'ascending',
		'descending',
		undefined
	])
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
