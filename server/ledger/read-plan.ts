import { createHash } from 'node:crypto'
import * as Y from 'yjs'
import { editionText } from '#domain/edition.ts'
import { takeUpdates } from '#protocol/take-updates.ts'
import { planOf } from '../registry/programs.ts'
import { readRows } from '../storage/read-rows.ts'
import type { Relay } from '../relay/relay.ts'
import type { DocumentStorage } from '../storage/storage.ts'

const NOTHING = Y.encodeStateVector(new Y.Doc())

/** The plan as the relay has it now, in a document of the caller's own; null before there is one, and after it is deleted. */
export async function readPlan(relay: Pick<Relay, 'read'>, programId: string): Promise<Y.Doc | null> {
	const reading = await relay.read(planOf(programId), NOTHING)
	if (reading === null || reading === 'malformed') return null
	const doc = new Y.Doc()
	takeUpdates(doc, reading.updates)
	return doc
}

/** The same from what is stored, while there is no relay yet. */
export async function readStoredPlan(storage: DocumentStorage, programId: string): Promise<Y.Doc | null> {
	const info = await storage.findDocument(planOf(programId))
	if (info === null || info.deletedAt !== null) return null
	const doc = new Y.Doc()
	const rows = await readRows(storage, planOf(programId))
	takeUpdates(
		doc,
		rows.map(({ bytes }) => bytes)
	)
	return doc
}

/** What an edition is named by: SHA-256 of its text, hex. */
export function editionHash(doc: Y.Doc): string {
	return createHash('sha256').update(editionText(doc)).digest('hex')
}
