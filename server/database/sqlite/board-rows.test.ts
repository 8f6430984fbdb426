import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { boardSorts, type BoardSort } from '#protocol/api/program.ts'
import { boardFlags, type BoardRows, type BoardRowsQuery, type JudgedProgram } from '../board-rows.ts'
import { createSqliteBoardRows, pageStatement } from './board-rows.ts'

let directory: string
let path: string
let rows: BoardRows
beforeEach(() => {
	directory = mkdtempSync(join(tmpdir(), 'tandem-board-rows-'))
	path = join(directory, 'board.sqlite')
	rows = createSqliteBoardRows(path)
})
afterEach(() => {
	rows.close()
	rmSync(directory, { recursive: true })
})

function judged(programId: string, more: Partial<JudgedProgram> = {}): JudgedProgram {
	const none = { flags: 0, overdue: 0, missingReports: 0, held: 0, editedAt: null, silentAt: null, turnsOn: null }
	const keys = { progress: null, metOn: null, nextOn: null, reportOn: null }
	return { programId, ...none, ...keys, sortText: programId, searchText: programId, ...more }
}

const whole: BoardRowsQuery = { q: '', isClosed: false, flag: null, only: null, sort: null, page: 1, pageSize: 100 }

it('counts each programme once, whatever became of it', () => {
	rows.put('town', [judged('one', { held: 2 }), judged('two', { flags: boardFlags.closed })], [])
	rows.put('town', [judged('one', { flags: boardFlags.silent, held: 3 })], [])
	rows.put('town', [judged('three')], ['two', 'never there'])
	rows.put('elsewhere', [judged('four')], [])
	expect(rows.count('town', null).map((group) => ({ ...group }))).toEqual([
		{ flags: 0, count: 1, held: 0 },
		{ flags: boardFlags.silent, count: 1, held: 3 }
	])
	expect(rows.count('town', new Set(['one', 'four']))).toMatchObject([{ flags: boardFlags.silent, count: 1, held: 3 }])
	expect(rows.page('town', whole)).toEqual({ programIds: ['one', 'three'], count: 2 })
	expect(rows.page('town', { ...whole, flag: 'silent' })).toEqual({ programIds: ['one'], count: 1 })
})

it('finds all words of a search, in any order, and turns pages', () => {
	rows.put('town', [judged('one', { searchText: 'лаптева школа' }), judged('two', { searchText: 'лаптева' })], [])
	expect(rows.page('town', { ...whole, q: 'ШКОЛА Лаптёва' })).toEqual({ programIds: ['one'], count: 1 })
	expect(rows.page('town', { ...whole, q: '%' })).toEqual({ programIds: [], count: 0 })
	expect(rows.page('town', { ...whole, page: 2, pageSize: 1 })).toEqual({ programIds: ['two'], count: 2 })
	const found = { ...whole, q: 'лаптева', pageSize: 1 }
	expect(rows.page('town', { ...found, page: 2 })).toEqual({ programIds: ['two'], count: 2 })
	expect(rows.page('town', { ...found, page: 3 })).toEqual({ programIds: [], count: 2 })
	expect(rows.page('town', { ...found, only: new Set(['two']) })).toEqual({ programIds: ['two'], count: 1 })
})

it('leaves nothing in its files of a name that was deleted', () => {
	const long = 'ковалев '.repeat(1000)
	rows.put('town', [judged('one', { searchText: long, sortText: long })], [])
	const isThere = () => [path, `${path}-journal`].some((file) => readFileSync(file).includes('ковалев'))
	expect(isThere()).toBe(true)
	rows.put('town', [judged('one')], [])
	expect(isThere()).toBe(false)
})

it('keeps its rows over a restart, and begins anew when the file is damaged or of another version', () => {
	const reopened = (): number => {
		rows = createSqliteBoardRows(path)
		return rows.page('town', whole).count
	}
	rows.put('town', [judged('one')], [])
	rows.markComplete('town')
	rows.close()
	expect(reopened()).toBe(1)
	expect(rows.isComplete('town')).toBe(true)
	rows.close()

	const other = new DatabaseSync(path)
	other.exec('PRAGMA user_version = 999')
	other.close()
	expect(reopened()).toBe(0)
	expect(rows.isComplete('town')).toBe(false)
	rows.put('town', [judged('one')], [])
	rows.close()

	writeFileSync(path, 'no database at all, and long enough to be taken for one'.repeat(100))
	expect(reopened()).toBe(0)
})

it('makes its counts anew after a power cut, and not when it was closed', () => {
	rows.put('town', [judged('one', { held: 2 }), judged('two')], [])
	rows.close()
	const other = new DatabaseSync(path)
	other.exec(`UPDATE counts SET count = 7; INSERT INTO counts VALUES ('town', ${boardFlags.silent}, 3, 1)`)
	other.close()
	rows = createSqliteBoardRows(path)
	expect(rows.count('town', null)).toHaveLength(2)

	const neverClosed = rows
	rows = createSqliteBoardRows(path)
	expect(rows.count('town', null)).toMatchObject([{ flags: 0, count: 2, held: 2 }])
	neverClosed.close()
})

it('begins anew when the power was cut and a page in the middle is damaged', () => {
	const many = Array.from({ length: 500 }, (_, index) => judged(`program-${index}`))
	rows.put('town', many, [])
	const neverClosed = rows
	const bytes = readFileSync(path)
	bytes.fill(0xab, bytes.length / 2, bytes.length / 2 + 4096)
	writeFileSync(path, bytes)
	rows = createSqliteBoardRows(path)
	expect(rows.page('town', whole).count).toBe(0)
	neverClosed.close()
})

it('lists the programmes of a municipality in pages', () => {
	rows.put('town', [judged('three'), judged('one'), judged('two')], [])
	rows.put('elsewhere', [judged('other')], [])
	expect(rows.listAfter('town', '', 2)).toEqual(['one', 'three'])
	expect(rows.listAfter('town', 'three', 2)).toEqual(['two'])
	expect(rows.listAfter('town', 'two', 2)).toEqual([])
})

it('deletes no file that only cannot be opened now', () => {
	rows.put('town', [judged('one')], [])
	const other = new DatabaseSync(path)
	other.exec('BEGIN EXCLUSIVE')
	expect(() => createSqliteBoardRows(path)).toThrow('locked')
	other.close()
	expect(rows.page('town', whole).count).toBe(1)
})

describe('the order', () => {
	const silentAt = (day: number) => `2027-06-0${day}T05:00:00.000Z`
	const some = [
		judged('a', {
			sortText: 'гурова',
			progress: 0.5,
			metOn: '2027-05-02',
			nextOn: '2027-06-03',
			silentAt: silentAt(1)
		}),
		judged('b', {
			sortText: 'гурова',
			progress: 0.5,
			metOn: '2027-05-01',
			nextOn: '2027-06-01',
			silentAt: silentAt(3)
		}),
		judged('c', { sortText: 'бахтина', progress: 0.5, nextOn: '2027-06-02', reportOn: '2027-06-10' }),
		judged('d', {
			sortText: 'яковлева',
			progress: 1,
			metOn: '2027-05-03',
			reportOn: '2026-12-10',
			silentAt: silentAt(2)
		}),
		judged('e', { sortText: 'аверина', flags: boardFlags.silent })
	]
	const closed = judged('f', { flags: boardFlags.closed, progress: 0.7 })

	it.each<[BoardSort | null, string]>([
		[null, 'e c a b d'],
		['program', 'e c a b d'],
		['-program', 'd a b c e'],
		['road', 'e c a b d'],
		['-road', 'd c a b e'],
		['sync', 'a d b e c'],
		['-sync', 'b d a e c'],
		['meeting', 'e c b a d'],
		['-meeting', 'd a b e c'],
		['next', 'b c a e d'],
		['-next', 'a c b e d'],
		['report', 'd c e a b'],
		['-report', 'c d e a b']
	])('%s puts them %s, whatever the size of the page', (sort, order) => {
		rows.put('town', [...some, closed], [])
		rows.put('elsewhere', [judged('g')], [])
		for (const pageSize of [1, 2, 3, 100]) {
			const pages = Array.from({ length: Math.ceil(5 / pageSize) }, (_, index) =>
				rows.page('town', { ...whole, sort, page: index + 1, pageSize })
			)
			expect(pages.flatMap(({ programIds }) => programIds).join(' ')).toBe(order)
			expect(pages.map(({ count }) => count)).toEqual(pages.map(() => 5))
		}
		const someOnly = rows.page('town', { ...whole, sort, only: new Set(['b', 'd', 'g']) }).programIds
		expect(someOnly).toEqual(order.split(' ').filter((id) => id === 'b' || id === 'd'))
		expect(rows.page('town', { ...whole, sort, flag: 'silent' })).toEqual({ programIds: ['e'], count: 1 })
		expect(rows.page('town', { ...whole, sort, isClosed: true }).programIds).toEqual(['f'])
	})

	it('is read from an index: nothing is sorted, or in a descending order the names of equal keys', () => {
		const database = new DatabaseSync(path)
		const plans = [null, ...boardSorts].flatMap((sort) =>
			([null, 'overdue'] as const).flatMap((flag) =>
				[false, true].map((isClosed) => {
					const { select, given } = pageStatement('town', { ...whole, sort, flag, isClosed })
					const plan = database.prepare(`EXPLAIN QUERY PLAN ${select}`).all(...given, 100, 0)
					return { sort, plan: plan.map(({ detail }) => detail) }
				})
			)
		)
		database.close()
		for (const { sort, plan } of plans) {
			const covered = expect.stringMatching(
				/^SEARCH rows USING COVERING INDEX by_\w+ \(municipality_id=\? AND is_closed=\?\)$/
			)
			const isDescending = sort?.startsWith('-') === true
			expect([sort, plan]).toEqual([
				sort,
				isDescending ? [covered, 'USE TEMP B-TREE FOR LAST 2 TERMS OF ORDER BY'] : [covered]
			])
		}
	})
})
