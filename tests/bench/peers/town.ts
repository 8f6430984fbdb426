/**
 * The data directory of the whole product for a measure: a municipality in which each document is the plan of two people, each with a
 * session. Peers need none of it: they create a document when it is first requested, and admit everybody.
 */
import { cp, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { documentIdOf } from '#domain/owner.ts'
import { findRoadmap } from '#domain/roadmaps/all.ts'
import { readConfig } from '../../../server/config.ts'
import { compactDocument, thinDocument } from '../../../server/documents/compaction/document.ts'
import { compactionWork } from '../../../server/documents/compaction/work.ts'
import type { DocumentStorage, NewUpdate } from '../../../server/documents/storage/storage.ts'
import { insertMunicipality } from '../../../server/people/municipalities.ts'
import { insertPerson } from '../../../server/people/people.ts'
import { insertProgram } from '../../../server/programs/create-program.ts'
import { settle, type Settling } from '../../support/settle.ts'

/** The mentor writes, the mentee is the partner. */
export type Seat = 'mentor' | 'mentee'

export interface Town {
	directory: string
	/** Session cookies, by document and seat. */
	cookies: ReadonlyMap<string, Record<Seat, string>>
	/** The query that a device with the whole plan adds to its address to resume. */
	resuming: string
}

/** `documentIds`: `plan:<programId>`. `updates`: of each plan; more than one are compacted and thinned, as the server leaves them. */
export async function foundTown(
	directory: string,
	documentIds: readonly string[],
	updates: readonly NewUpdate[],
	mentees = 1
): Promise<Town> {
	const path = join(directory, 'town')
	await mkdir(path, { recursive: true })
	const config = readConfig({ PORT: '0', TANDEM_DATA: path, LOG_LEVEL: 'fatal' })
	const town = await settle(config, async (stores) => {
		const cookies = await settlePairs(stores, documentIds, mentees)
		await writePlan(stores.storage, documentIds[0]!, updates)
		return { directory: path, cookies, resuming: `&since=${updates.length}&run=${stores.storage.run}&epoch=1&unsent=0` }
	})
	copyPlan(join(path, 'tandem.sqlite'), documentIds)
	return town
}

/** A measure writes into a copy. */
export async function copyTown({ directory }: Town, target: string): Promise<void> {
	await cp(directory, target, { recursive: true })
}

async function settlePairs(
	{ registry, storage, signIn }: Settling,
	documentIds: readonly string[],
	mentees: number
): Promise<Town['cookies']> {
	const roadmap = findRoadmap('tomsk-beginner-head')
	if (roadmap === null) throw new Error('The roadmap is gone')
	const at = new Date().toISOString()
	const cookies = new Map<string, Record<Seat, string>>()
	await registry.commitTogether([
		insertMunicipality(registry, { id: 'town', name: 'Город', timeZone: 'Asia/Tomsk', isDemo: false }, at)
	])
	for (const documentId of documentIds) {
		const id = documentId.slice('plan:'.length)
		const further = Array.from({ length: mentees - 1 }, (_, index) => ({
			personId: `mentee-${id}-${index + 2}`,
			role: 'mentee' as const
		}))
		const pair = (['mentor', 'mentee'] as const).map((role) => ({ personId: `${role}-${id}`, role }))
		const members = [...pair, ...further]
		const program = { municipalityId: 'town', title: 'Начинающий руководитель', roadmap, organisation: '' }
		await registry.commitTogether([
			...members.flatMap(({ personId, role }) => {
				const name = { familyName: 'Фамилия', givenName: 'Имя', patronymic: '' }
				return insertPerson(registry, { id: personId, municipalityId: 'town', ...name, roles: [role] }, at)
			}),
			...insertProgram(registry, id, { ...program, startsOn: '2026-09-01', termMonths: 24, members }, at)
		])
		await storage.createDocument(documentIdOf('notes', id))
		cookies.set(documentId, { mentor: await signIn(`mentor-${id}`), mentee: await signIn(`mentee-${id}`) })
	}
	return cookies
}

async function writePlan(storage: DocumentStorage, documentId: string, updates: readonly NewUpdate[]): Promise<void> {
	await storage.createDocument(documentId)
	await Promise.all(updates.map((update) => storage.append(documentId, update)))
	if (updates.length === 1) return
	const options = { storage, work: compactionWork }
	await compactDocument(options, documentId)
	await thinDocument(options, documentId, new Date(updates.at(-1)?.at ?? 0))
}

/** Writing thousands of the same plan one by one would take longer than the measure. */
function copyPlan(path: string, [first = '', ...others]: readonly string[]): void {
	const database = new DatabaseSync(path)
	database.exec('BEGIN')
	for (const table of ['documents', 'updates', 'snapshots']) {
		const columns = database.prepare('SELECT name FROM pragma_table_info(?)').all(table) as { name: string }[]
		const copied = columns.map(({ name }) => (name === 'document_id' ? '?' : name)).join(', ')
		const copy = database.prepare(`INSERT INTO ${table} SELECT ${copied} FROM ${table} WHERE document_id = ?`)
		for (const documentId of others) copy.run(documentId, first)
	}
	database.exec('COMMIT')
	database.close()
}
