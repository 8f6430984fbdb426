/** A plan whose edits are stored as the relay stores them: each with its person and the server's time. */
import * as Y from 'yjs'
import type { Author } from '#domain/plan/layout.ts'
import { createMemoryStorage } from '../../server/documents/storage/testing/memory.ts'
import { SERVER_AUTHOR, type DocumentStorage } from '../../server/documents/storage/storage.ts'
import { createPlan } from './plan-pair.ts'

export const planMadeAt = '2026-09-01T05:00:00.000Z'

export interface PlanLog {
	documentId: string
	storage: DocumentStorage
	doc: Y.Doc
	/** Resolves with the sequence of the last update stored. */
	edit(personId: string, at: string, edit: (doc: Y.Doc, author: Author) => void): Promise<number>
}

export async function createPlanLog(storage: DocumentStorage = createMemoryStorage()): Promise<PlanLog> {
	const documentId = 'plan:program-1'
	await storage.createDocument(documentId)
	const doc = createPlan()
	const store = (bytes: Uint8Array, personId: string, at: string) =>
		storage.append(documentId, { bytes, personId, deviceId: `${personId}-phone`, at })
	await store(Y.encodeStateAsUpdate(doc), SERVER_AUTHOR, planMadeAt)

	return {
		documentId,
		storage,
		doc,
		async edit(personId, at, edit) {
			const updates: Uint8Array[] = []
			const keep = (update: Uint8Array) => void updates.push(update)
			doc.on('update', keep)
			edit(doc, { personId, at })
			doc.off('update', keep)
			const sequences = await Promise.all(updates.map((bytes) => store(bytes, personId, at)))
			return sequences.at(-1) ?? 0
		}
	}
}
