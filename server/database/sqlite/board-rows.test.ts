import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { boardFlags, type BoardRows, type BoardRowsQuery, type JudgedProgram } from '../board-rows.ts'
import { createSqliteBoardRows } from './board-rows.ts'

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
	return { programId, ...none, sortText: programId, searchText: programId, ...more }
}

const whole: BoardRowsQuery = { q: '', isClosed: false, flag: null, only: null, page: 1, pageSize: 100 }

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

it('makes its counts anew when it is opened', () => {
	rows.put('town', [judged('one', { held: 2 }), judged('two')], [])
	rows.close()
	const other = new DatabaseSync(path)
	other.exec(`UPDATE counts SET count = 7; INSERT INTO counts VALUES ('town', ${boardFlags.silent}, 3, 1)`)
	other.close()
	rows = createSqliteBoardRows(path)
	expect(rows.count('town', null)).toMatchObject([{ flags: 0, count: 2, held: 2 }])
})

it('deletes no file that only cannot be opened now', () => {
	rows.put('town', [judged('one')], [])
	const other = new DatabaseSync(path)
	other.exec('BEGIN EXCLUSIVE')
	expect(() => createSqliteBoardRows(path)).toThrow('locked')
	other.close()
	expect(rows.page('town', whole).count).toBe(1)
})
