/** The same two-year plan under many names in each durable contender's storage, as its own maintenance leaves it. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as Y from 'yjs'
import { writeTwoYears } from '../two-year-plan.ts'
import type { ContenderId } from './contenders.ts'
import { foundTown, type Town } from './town.ts'

export interface TwoYearDocuments {
	documentIds: readonly string[]
	/** What a returning device has. */
	stateVector: Uint8Array
	/** What it adds to the address, for a contender that resumes. */
	query: string
	town: Town | null
}

/** Null for a contender that stores nothing. */
export async function seedTwoYearDocuments(
	id: ContenderId,
	directory: string,
	count: number
): Promise<TwoYearDocuments | null> {
	const documentIds = Array.from({ length: count }, (_, index) => `plan:years-${index}`)
	const updates = writeTwoYears()
	const plan = new Y.Doc()
	plan.transact(() => updates.forEach(({ bytes }) => Y.applyUpdate(plan, bytes)))
	const seeded = { documentIds, stateVector: Y.encodeStateVector(plan), query: '', town: null }
	switch (id) {
		case 'broadcast':
		case 'y-websocket':
			return null
		case 'y-websocket-leveldb':
			await seedPeer('seed-leveldb.mjs', directory, Y.encodeStateAsUpdate(plan), documentIds)
			return seeded
		case 'hocuspocus':
			await seedPeer('seed-hocuspocus.mjs', directory, Y.encodeStateAsUpdate(plan), documentIds)
			return seeded
		case 'tandem': {
			const town = await foundTown(directory, documentIds, updates)
			return { ...seeded, query: town.resuming, town }
		}
	}
}

async function seedPeer(
	script: string,
	directory: string,
	update: Uint8Array,
	names: readonly string[]
): Promise<void> {
	const file = join(directory, '..', `${script}.update`)
	await writeFile(file, update)
	const seeding = spawn(process.execPath, [`tests/bench/peers/servers/${script}`, directory, file], {
		stdio: ['pipe', 'inherit', 'inherit']
	})
	seeding.stdin.end(names.join('\n'))
	const [code] = await once(seeding, 'exit')
	if (code !== 0) throw new Error(`${script} failed`)
}
