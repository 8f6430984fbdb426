import { mkdtempSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, it } from 'vitest'
import type { Registry } from '../database.ts'
import { readFile } from './files.ts'

const path = () => join(mkdtempSync(join(tmpdir(), 'tandem-file-')), 'a.sqlite')
const readBackups = ({ query }: Registry) => query.selectFrom('backups').select('id').execute()

function makeDatabase(): string {
	const file = path()
	const database = new DatabaseSync(file)
	database.exec(`create table backups (id text); insert into backups values ('${'x'.repeat(100_000)}')`)
	database.close()
	return file
}

it('a file that is missing, no database, or damaged reads as null', async () => {
	expect(await readFile(path(), readBackups)).toBeNull()
	const text = path()
	writeFileSync(text, 'Not a database, but long enough for a header. '.repeat(100))
	expect(await readFile(text, readBackups)).toBeNull()
	const damaged = makeDatabase()
	truncateSync(damaged, 8_192)
	expect(await readFile(damaged, readBackups)).toBeNull()
})

it('an error that is not of the file passes', async () => {
	const file = makeDatabase()
	expect(await readFile(file, readBackups)).toHaveLength(1)
	await expect(readFile(file, () => Promise.reject(new Error('of the caller')))).rejects.toThrow('of the caller')
	await expect(readFile(file, ({ query }) => query.selectFrom('people').selectAll().execute())).rejects.toThrow(
		'people'
	)
})
