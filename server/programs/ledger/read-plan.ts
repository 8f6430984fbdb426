import { createHash } from 'node:crypto'
import * as Y from 'yjs'
import { editionText } from '#domain/plan/edition.ts'
import { readWholeDocument, takeWithRests } from '../../documents/read-whole-document.ts'
import { planOf } from '../../people/programs.ts'
import type { Relay } from '../../documents/relay/relay.ts'
import { readRows } from '../../documents/storage/read-rows.ts'
import type { DocumentStorage } from '../../documents/storage/storage.ts'

/** The plan as the relay has it now, in a document of the caller's own; null before there is one, and after it is deleted. */
export async function readPlan(relay: Pick<Relay, 'read'>, programId: string): Promise<Y.Doc | null> {
	return (await readWholeDocument(relay, planOf(programId)))?.doc ?? null
}

/** The same from what is stored, while there is no relay yet. */
export async function readStoredPlan(storage: DocumentStorage, programId: string): Promise<Y.Doc | null> {
	const info = await storage.findDocument(planOf(programId))
	if (info === null || info.deletedAt !== null) return null
	const rows = await readRows(storage, planOf(programId))
	const doc = new Y.Doc()
	await takeWithRests(
		doc,
		rows.map(({ bytes }) => bytes)
	)
	return doc
}

/** What an edition is named by: SHA-256 of its text, hex. */
export function editionHash(doc: Y.Doc): string {
	return createHash('sha256').update(editionText(doc)).digest('hex')
}
