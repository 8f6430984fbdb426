import { DatabaseSync } from 'node:sqlite'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { diskTrouble } from './data.ts'
import { UnreadableDatabase } from './database/sqlite/connection.ts'

const path = join(mkdtempSync(join(tmpdir(), 'tandem-disk-')), 'tandem.sqlite')

it('a full disk is told as one, and no backup is asked for', () => {
	const database = new DatabaseSync(path)
	database.exec('PRAGMA max_page_count = 2; CREATE TABLE plans (text TEXT)')
	const full = failureOf(() => database.exec('INSERT INTO plans VALUES (hex(randomblob(100000)))'))
	expect(diskTrouble(path, full)?.message).toMatch(/На диске нет места.*Данные целы/)
	expect(diskTrouble(path, new UnreadableDatabase(path, full))?.message).toMatch(/На диске нет места/)
	database.close()
})

it('a file that cannot be opened is told as one', () => {
	const nowhere = join(path, 'nowhere', 'tandem.sqlite')
	const denied = failureOf(() => new DatabaseSync(nowhere))
	expect(diskTrouble(path, denied)?.message).toMatch(/Нет доступа/)
})

it('a directory that cannot be made is told as one that is not let in, also without its parent', () => {
	const denied = Object.assign(new Error('permission denied'), { code: 'EACCES' })
	expect(diskTrouble(join(path, '..', 'missing', 'data', 'tandem.sqlite'), denied)?.message).toMatch(/Нет доступа/)
})

it('what a backup mends is no trouble of the disk', () => {
	expect(diskTrouble(path, new UnreadableDatabase(path, new Error('row 3 missing from index')))).toBeNull()
})

function failureOf(act: () => unknown): unknown {
	try {
		act()
	} catch (error) {
		return error
	}
	throw new Error('It did not fail')
}
