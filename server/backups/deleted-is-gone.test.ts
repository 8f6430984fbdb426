/**
 * Elena deletes Irina's programme. Afterwards nobody finds a word of it in the files of the server: not in the database, its
 * log, what a restore has replaced, or the backups whose term is over.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createExchangeDevice } from '../../tests/support/exchange-device.ts'
import { runServerCommand, type Ended } from '../../tests/support/run-server-command.ts'
import { openTown, type Town } from '../../tests/support/town.ts'

const words = { plan: 'Тревожный педсовет', notes: 'Плачет перед уроками' }

let town: Town
let backupsDirectory: string
beforeEach(async () => {
	town = await openTown(() => new Date())
	backupsDirectory = join(town.config.dataDirectory, 'backups')
	mkdirSync(backupsDirectory)
})
afterEach(() => town.stop())

const backups = (...args: string[]): Promise<Ended> =>
	runServerCommand('server/backups/main.ts', args, town.config.dataDirectory)
const inDays = (days: number) => () => new Date(Date.now() + days * 24 * 60 * 60 * 1000)

/** Viktor writes into the plan and the notes. */
async function writeWords(): Promise<void> {
	for (const kind of ['plan', 'notes'] as const) {
		const viktor = createExchangeDevice(() => town, 'viktor', `${kind}:program-1`)
		await viktor.exchange()
		viktor.doc.getMap('edits').set('said', words[kind])
		expect(await viktor.exchange()).toMatchObject({ closed: null, nacks: [] })
	}
}

/** Files of the data directory, and of the backups, in which any of the words is. */
function filesWithWords(): string[] {
	const needles = [...Object.values(words), 'Начинающий руководитель'].map((text) => Buffer.from(text))
	return readdirSync(town.config.dataDirectory, { recursive: true, withFileTypes: true })
		.filter((file) => file.isFile())
		.filter(({ parentPath, name }) => {
			const bytes = readFileSync(join(parentPath, name))
			return needles.some((needle) => bytes.includes(needle))
		})
		.map(({ name }) => name)
		.sort()
}

const deleteProgram = async () => expect((await town.delete('elena', '/api/programs/program-1')).status).toBe(204)

describe('a deleted programme', () => {
	it('is in no file of the running server soon after, neither its plan nor its notes nor the title of its row', async () => {
		await writeWords()
		expect(filesWithWords()).not.toEqual([])
		await deleteProgram()
		await expect.poll(filesWithWords).toEqual([])
		expect(readdirSync(town.config.dataDirectory)).toContain('tandem.sqlite-wal')
	})

	it('goes with the log of a server that was killed after the deletion', async () => {
		await writeWords()
		await deleteProgram()
		await expect.poll(filesWithWords).toEqual([])
		await town.server.stop()
		// A server before this version wrote no zeros over what it deleted.
		const path = join(town.config.dataDirectory, 'tandem.sqlite')
		const older = new DatabaseSync(path)
		older.exec(`PRAGMA application_id = 0; PRAGMA secure_delete = OFF; create table said (words text)`)
		const say = older.prepare('insert into said values (?)')
		for (let index = 0; index < 500; index++) say.run(words.notes)
		older.exec('drop table said')
		older.close()
		expect(filesWithWords()).toEqual(['tandem.sqlite'])
		await town.restart()
		await expect.poll(filesWithWords).toEqual([])
	})

	it('is in a backup until the term that was said, and then the server deletes this file and no other', async () => {
		await writeWords()
		const file = join(backupsDirectory, 'evening.sqlite')
		const made = await backups('make', file)
		expect(made.stdout).toContain(inDays(30)().toISOString().slice(0, 10))
		const own = join(backupsDirectory, 'moved.sqlite')
		writeFileSync(own, 'Отчёт')
		await deleteProgram()
		await expect.poll(filesWithWords).toEqual(['evening.sqlite'])
		await town.restart(inDays(29))
		expect(filesWithWords()).toEqual(['evening.sqlite'])
		await town.restart(inDays(31))
		await expect.poll(filesWithWords).toEqual([])
		expect(readdirSync(backupsDirectory)).toEqual(['moved.sqlite'])
	})

	it('does not take another backup that has got the name of one whose term is over', async () => {
		const file = join(backupsDirectory, 'evening.sqlite')
		await backups('make', file)
		await backups('make', `${file}.2`)
		const later = readFileSync(`${file}.2`)
		writeFileSync(file, later)
		await town.restart(inDays(31))
		expect(readdirSync(backupsDirectory)).toEqual(['evening.sqlite'])
		expect(readFileSync(file).equals(later)).toBe(true)
	})

	it('is deleted again when a backup from before is restored, and the former data go after the days that were said', async () => {
		await writeWords()
		const file = join(backupsDirectory, 'evening.sqlite')
		await backups('make', file)
		await deleteProgram()
		await expect.poll(filesWithWords).toEqual(['evening.sqlite'])
		await town.server.stop()
		const restored = await backups('restore', file)
		expect(restored).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('удалено и в ней: 1') })
		expect(restored.stdout).toContain(inDays(14)().toISOString().slice(0, 10))
		await town.restart()
		await expect.poll(filesWithWords).toEqual(['evening.sqlite'])
		expect((await town.get('irina', '/api/programs/program-1/ledger')).status).toBe(404)
		const aside = () => readdirSync(town.config.dataDirectory).filter((name) => name.startsWith('before-'))
		expect(aside()).not.toEqual([])
		await town.restart(inDays(13))
		expect(aside()).not.toEqual([])
		await town.restart(inDays(15))
		expect(aside()).toEqual([])
		// The restored database knows the backup, although it is older than that.
		await town.restart(inDays(31))
		expect(existsSync(file)).toBe(false)
	})

	it.each([
		['an empty place', () => {}],
		['a damaged database', (path: string) => writeFileSync(path, 'Отчёт')]
	])('is back when a backup is restored onto %s, which says so', async (_what, prepare) => {
		await writeWords()
		const file = join(backupsDirectory, 'evening.sqlite')
		await backups('make', file)
		await town.server.stop()
		const elsewhere = join(backupsDirectory, 'elsewhere')
		mkdirSync(elsewhere)
		prepare(join(elsewhere, 'tandem.sqlite'))
		const restored = await runServerCommand('server/backups/main.ts', ['restore', file], elsewhere)
		expect(restored).toMatchObject({ code: 0, stdout: expect.stringContaining('неизвестно: удалите это ещё раз') })
	})
})
