import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it, vi } from 'vitest'
import { asideName, openMigrated } from './data.ts'
import { createSqliteRegistry } from './database/sqlite/registry.ts'
import { createBackground } from './jobs/background.ts'
import { startForgetting } from './wire.ts'
import { insertMunicipality } from './people/municipalities.ts'
import { insertPerson } from './people/people.ts'

afterEach(() => vi.useRealTimers())

/** Viktor left the bank, and a table was imported into it, on the last day of August. */
async function openTown() {
	const database = openMigrated(':memory:')
	const registry = createSqliteRegistry(database)
	const at = '2026-08-31T05:00:00.000Z'
	const names = { familyName: 'Ковалёв', givenName: 'Виктор', patronymic: '' }
	await registry.commitTogether([
		insertMunicipality(registry, { id: 'town', name: 'Город', timeZone: 'Asia/Tomsk', isDemo: false }, at),
		...insertPerson(registry, { ...names, id: 'viktor', municipalityId: 'town', roles: [] }, at)
	])
	database.exec(`
		insert into bank_leavings (id, person_id, municipality_id, role, left_on, reason, ground, at, by_name, entry, version)
		values ('left', 'viktor', 'town', 'mentor', '2026-08-31', 'term-over', '', '${at}', '', '{}', 1);
		insert into imports (id, municipality_id, person_id, person_name, at, kind, source, created, updated, unchanged, refused)
		values ('import', 'town', 'viktor', '', '${at}', 'mentors', '', 0, 1, 0, '[]');
		insert into import_rows values ('import', 1, 'viktor', '{}', '{}');
	`)
	/** Whether the bank’s entry and the import’s rows are there. */
	const kept = () => [
		database.prepare('select entry from bank_leavings').get()?.entry !== null,
		database.prepare('select line from import_rows').get() !== undefined
	]
	return {
		kept,
		forgetting: {
			registry,
			dataDirectory: mkdtempSync(join(tmpdir(), 'tandem-')),
			backupDays: 30
		}
	}
}

it.each([
	['on the thirtieth day', '2026-09-30T05:00:00.000Z', [true, true]],
	['a moment later', '2026-09-30T05:00:00.001Z', [true, false]],
	['after a year', '2027-08-31T05:00:00.001Z', [false, false]]
])('what is kept for a way back goes when it is closed: %s', async (_, now, expected) => {
	const { forgetting, kept } = await openTown()
	const cuts: string[] = []
	const background = createBackground({ log: { error: expect.fail } })
	await startForgetting({ background, ...forgetting, now: () => new Date(now), cutLog: () => cuts.push(now) })
	await background.stop()
	expect(cuts).toEqual(expected.includes(false) ? [now] : [])
	expect(kept()).toEqual(expected)
})

it('goes also while nobody does anything, and the server runs on', async () => {
	vi.useFakeTimers()
	const { forgetting, kept } = await openTown()
	let now = '2026-09-30T04:30:00.000Z'
	const background = createBackground({ log: { error: expect.fail } })
	await startForgetting({ background, ...forgetting, now: () => new Date(now), cutLog: () => {} })
	expect(kept()).toEqual([true, true])
	now = '2026-09-30T05:30:00.000Z'
	await vi.advanceTimersByTimeAsync(60 * 60 * 1000)
	expect(kept()).toEqual([true, false])
	await background.stop()
})

it('goes also where one of its files cannot be deleted, and that is logged', async () => {
	const { forgetting } = await openTown()
	const { dataDirectory } = forgetting
	const names = [asideName(new Date('2026-08-01T05:00:00.000Z')), asideName(new Date('2026-08-02T05:00:00.000Z'))]
	const [stuck = '', other = ''] = names.map((name) => join(dataDirectory, name))
	// `rmSync` does not delete a directory.
	mkdirSync(stuck)
	writeFileSync(other, '')
	const errors: string[] = []
	const log = { error: (_: object, message: string) => void errors.push(message) }
	const background = createBackground({ log })
	await startForgetting({
		background,
		...forgetting,
		now: () => new Date('2026-09-30T05:00:00.000Z'),
		cutLog: () => {}
	})
	await background.stop()
	expect([existsSync(other), errors]).toEqual([false, ['Expired data could not be deleted']])
})
