/** The server's administrator makes a backup in the evening, and restores it when something went wrong. */
import {
	copyFileSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	statSync,
	truncateSync,
	writeFileSync
} from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createExchangeDevice, type ExchangeDevice } from '../../tests/support/exchange-device.ts'
import { runServerCommand, type Ended } from '../../tests/support/run-server-command.ts'
import { openTown, type Town } from '../../tests/support/town.ts'

let town: Town
let file: string
let viktor: ExchangeDevice
beforeEach(async () => {
	town = await openTown()
	viktor = createExchangeDevice(() => town, 'viktor')
	file = join(town.config.dataDirectory, 'evening.sqlite')
})
afterEach(() => town.stop())

function backups(...words: string[]): Promise<Ended> {
	return runServerCommand('server/backups/main.ts', words, town.config.dataDirectory)
}

async function write(key: string): Promise<void> {
	viktor.doc.getMap('edits').set(key, true)
	expect(await viktor.exchange()).toMatchObject({ closed: null, nacks: [] })
}

/** As a device with an empty local store receives them. */
async function keysOnServer(): Promise<string[]> {
	const irina = createExchangeDevice(() => town, 'irina')
	await irina.exchange()
	return [...irina.doc.getMap('edits').keys()].sort()
}

describe('a backup', () => {
	it('is made while the server works, for its own user alone; once it is restored devices bring back what came later', async () => {
		await viktor.exchange()
		await write('before')
		const made = await backups('make', file)
		expect([made.code, made.stdout, made.stderr]).toEqual([0, expect.stringContaining(file), ''])
		expect(statSync(file).mode & 0o777).toBe(0o600)
		await write('after')
		expect(await keysOnServer()).toEqual(['after', 'before'])

		await town.server.stop()
		const restored = await backups('restore', file)
		expect([restored.code, restored.stderr]).toEqual([0, ''])
		await town.restart()
		expect(await keysOnServer()).toEqual(['before'])
		await viktor.exchange()
		expect(await keysOnServer()).toEqual(['after', 'before'])
	})

	it('leaves what it replaces beside it, as it was', async () => {
		await viktor.exchange()
		await backups('make', file)
		await write('after')
		await town.server.stop()
		const { stdout } = await backups('restore', file)
		const aside = /\S+\.sqlite$/m.exec(stdout)?.[0] ?? ''
		await town.restart()
		expect(await keysOnServer()).toEqual([])

		await town.server.stop()
		expect((await backups('restore', aside)).code).toBe(0)
		await town.restart()
		expect(await keysOnServer()).toEqual(['after'])
	})

	it('brings back what a killed server had only in its log', async () => {
		await viktor.exchange()
		await backups('make', file)
		await write('after')
		// The files as a kill leaves them, while the server goes on.
		const { dataDirectory } = town.config
		const left = join(dataDirectory, 'left.sqlite')
		for (const suffix of ['', '-wal']) copyFileSync(join(dataDirectory, `tandem.sqlite${suffix}`), left + suffix)
		await town.server.stop()
		expect((await backups('restore', file)).code).toBe(0)
		expect(await backups('restore', left)).toMatchObject({ code: 0, stderr: '' })
		await town.restart()
		expect(await keysOnServer()).toEqual(['after'])
	})

	it('whose restoring was broken off is restored when the server starts, and nobody works on what is to be replaced', async () => {
		await viktor.exchange()
		await backups('make', file)
		await write('after')
		await town.server.stop()
		const { dataDirectory } = town.config
		copyFileSync(file, join(dataDirectory, 'tandem.sqlite.restored'))
		expect(await backups('make', `${file}.2`)).toMatchObject({ code: 1, stderr: expect.stringContaining('прервано') })
		// If the restore is interrupted later, the database has been moved, too.
		const path = join(dataDirectory, 'tandem.sqlite')
		renameSync(path, `${path}.moved`)
		expect((await backups('make', `${file}.2`)).stderr).toContain('прервано')
		renameSync(`${path}.moved`, path)
		await town.restart()
		expect(await keysOnServer()).toEqual([])
		expect(readdirSync(dataDirectory).filter((name) => /^before-.*sqlite$/.test(name))).toHaveLength(1)
	})

	it('is not restored under a server that works', async () => {
		await backups('make', file)
		await viktor.exchange()
		await write('after')
		expect(await backups('restore', file)).toMatchObject({ code: 1, stderr: expect.stringContaining('другой сервер') })
		expect(await keysOnServer()).toEqual(['after'])
	})

	it('is not written over a file, nor where there is no directory', async () => {
		writeFileSync(file, 'Отчёт')
		expect(await backups('make', file)).toMatchObject({ code: 1, stderr: expect.stringContaining('уже есть') })
		expect(readFileSync(file, 'utf8')).toBe('Отчёт')
		expect((await backups('make', join(town.config.dataDirectory, 'none', 'evening.sqlite'))).code).toBe(1)
		expect(readdirSync(town.config.dataDirectory).filter((name) => name.endsWith('.part'))).toEqual([])
	})

	it.each([
		['is not there', 'нет', () => {}],
		['is empty', 'не резервная копия', () => writeFileSync(file, '')],
		['is something else', 'не резервная копия', () => writeFileSync(file, 'Отчёт за ноябрь. '.repeat(300))],
		['is another program’s database', 'не резервная копия', () => openOther().close()],
		['is damaged', 'не резервная копия', () => damage()]
	])('that %s is refused, and the data stay', async (_what, reason, prepare) => {
		await viktor.exchange()
		await write('before')
		await backups('make', file)
		rmSync(file)
		await prepare()
		await town.server.stop()
		const names = readdirSync(town.config.dataDirectory)
		expect(await backups('restore', file)).toMatchObject({
			code: 1,
			stderr: expect.stringContaining(reason)
		})
		expect(readdirSync(town.config.dataDirectory)).toEqual(names)
		await town.restart()
		expect(await keysOnServer()).toEqual(['before'])
	})

	it('is asked for in words', async () => {
		for (const words of [[], ['make'], ['remove', file], ['make', file, file]]) {
			expect(await backups(...words)).toMatchObject({
				code: 1,
				stdout: '',
				stderr: expect.stringContaining('Команды:')
			})
		}
	})
})

function openOther(): DatabaseSync {
	const other = new DatabaseSync(file)
	other.exec('CREATE TABLE grades (pupil TEXT)')
	return other
}

/** Cuts off half of the file, as an interrupted copy does. */
async function damage(): Promise<void> {
	await backups('make', file)
	truncateSync(file, statSync(file).size / 2)
}
