import { createHash } from 'node:crypto'
import * as Y from 'yjs'
import { editionText } from '#domain/edition.ts'
import { takeUpdates } from '#protocol/take-updates.ts'
import { planOf } from '../registry/programs.ts'
import type { Relay } from '../relay/relay.ts'

const NOTHING = Y.encodeStateVector(new Y.Doc())

/** The plan as the relay has it now, in a document of the caller's own; null before there is one, and after it is deleted. */
export async function readPlan(relay: Pick<Relay, 'read'>, programId: string): Promise<Y.Doc | null> {
	const reading = await relay.read(planOf(programId), NOTHING)
	if (reading === null || reading === 'malformed') return null
	const doc = new Y.Doc()
	takeUpdates(doc, reading.updates)
	return doc
}

/** What an edition is named by: SHA-256 of its text, hex. */
export function editionHash(doc: Y.Doc): string {
	return createHash('sha256').update(editionText(doc)).digest('hex')
}
