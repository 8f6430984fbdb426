/**
 * Fills a town with programmes, written straight into its database: each is a copy of a programme of the demonstration, with its ledger,
 * the ledger's history and editions, its people and their devices, and its summary. Their plans have no stored updates: a board reads
 * none.
 */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { BOARD_NAME, readConfig } from '../../server/config.ts'
import { demoMunicipality } from '../../server/demo/municipality.ts'
import { seedDemo } from '../../server/demo/seed-demo.ts'
import { insertPerson } from '../../server/people/people.ts'
import { plansRead } from '../support/plans-read.ts'
import { startServer } from '../support/server-process.ts'
import { settle } from '../support/settle.ts'

export const CURATORS = 3
const PATTERN = 'program-1'
const DAY_MS = 24 * 60 * 60 * 1000

/** Resolves with the session cookies of the town's curators. */
export async function fillTown(directory: string, count: number): Promise<string[]> {
	const config = readConfig({ PORT: '0', TANDEM_DATA: directory, LOG_LEVEL: 'fatal' })
	const { cookies, ofPattern } = await settle(config, async (stores) => {
		const { registry, signIn } = stores
		await seedDemo(stores, new Date())
		const addCurator = async (id: string, municipalityId: string) => {
			const name = { familyName: 'Фамилия', givenName: 'Имя', patronymic: '' }
			const curator = { id, ...name, municipalityId, roles: ['curator' as const] }
			await registry.commitTogether(insertPerson(registry, curator, new Date().toISOString()))
			return signIn(id)
		}
		const cookies: string[] = []
		for (let index = 0; index < CURATORS; index++) cookies.push(await addCurator(`town-curator-${index}`, 'town'))
		return { cookies, ofPattern: await addCurator('pattern-curator', demoMunicipality.id) }
	})
	// What a server does once with each programme is done with the pattern, so the copies wait for nothing.
	const server = await startServer({ TANDEM_DATA: directory })
	await plansRead(server.origin, ofPattern)
	await server.stop()
	// The board's rows are derived: without them all are judged anew.
	rmSync(join(directory, BOARD_NAME))
	copyProgram(new DatabaseSync(join(directory, 'tandem.sqlite')), count)
	return cookies
}

type Cells = Record<string, string | number | Uint8Array | null>

function copyProgram(database: DatabaseSync, count: number): void {
	const members = rowsOf(database, 'memberships', 'program_id', PATTERN)
	const tables = [
		['programs', 'id'],
		['memberships', 'program_id'],
		['ledgers', 'program_id'],
		['ledger_people', 'program_id'],
		['ledger_entries', 'program_id'],
		['editions', 'program_id'],
		['summaries', 'program_id'],
		['last_edits', 'program_id']
	] as const
	const patterns = [
		...members.flatMap(({ person_id }) => rowsOf(database, 'people', 'id', String(person_id)).map(asRow('people'))),
		...tables.flatMap(([table, key]) => rowsOf(database, table, key, PATTERN).map(asRow(table))),
		...rowsOf(database, 'documents', 'document_id', `plan:${PATTERN}`).map(asRow('documents')),
		...rowsOf(database, 'device_states', 'document_id', `plan:${PATTERN}`).map(asRow('device_states'))
	]
	const personIds = members.map(({ person_id }) => String(person_id))
	database.exec('BEGIN')
	for (let index = 0; index < count; index++) {
		const seenAt = new Date(Date.now() - (index % 40) * DAY_MS).toISOString()
		for (const { insert, cells } of patterns) {
			insert.run(
				...Object.entries(cells).map(([name, value]) => {
					if (name === 'municipality_id') return 'town'
					if (name === 'organisation_id') return null
					if (name === 'family_name') return `${String(value)}${index % 997}`
					if (name === 'last_seen_at') return seenAt
					return typeof value === 'string' ? rename(value, index) : value
				})
			)
		}
	}
	database.exec('COMMIT; PRAGMA wal_checkpoint(TRUNCATE)')
	database.close()

	function rename(value: string, index: number): string {
		return [PATTERN, ...personIds].reduce((text, id) => text.replaceAll(id, `${id}-${index}`), value)
	}

	function asRow(table: string) {
		return (cells: Cells) => ({ insert: insertInto(database, table, cells), cells })
	}
}

function rowsOf(database: DatabaseSync, table: string, key: string, value: string): Cells[] {
	return database.prepare(`SELECT * FROM ${table} WHERE ${key} = ?`).all(value) as Cells[]
}

function insertInto(database: DatabaseSync, table: string, cells: Cells) {
	const names = Object.keys(cells)
	return database.prepare(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`)
}
