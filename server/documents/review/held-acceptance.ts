/**
 * Whether somebody accepted what is found in its document. An accepted edit is stored, in its author's name and with who accepted it,
 * before it is marked (http/held.ts): when the server is killed in between, its row tells.
 */
import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import type { HeldUpdate } from '../storage/review-log.ts'
import type { DocumentStorage } from '../storage/storage.ts'

/** Person id and ISO instant, as a decision has them. */
export interface Acceptance {
	decidedBy: string
	decidedAt: string
}

export interface AcceptanceSearch {
	documentId: string
	/** ISO instant: what was stored before is not looked through. */
	since: string
	/** The newest sequence that is looked at. */
	through: number
}

/** By `acceptanceKey`. Rows that thinning has merged, days later, tell it no more. */
export async function findAcceptances(
	storage: Pick<DocumentStorage, 'load'>,
	{ documentId, since, through }: AcceptanceSearch
): Promise<ReadonlyMap<string, Acceptance>> {
	const found = new Map<string, Acceptance>()
	for (let sequence = through; sequence > 0;) {
		const [row] = await storage.load(documentId, sequence - 1, 1)
		if (row === undefined || row.at < since) break
		const [decidedBy] = row.acceptedBy
		if (decidedBy !== undefined) found.set(acceptanceKey(row), { decidedBy, decidedAt: row.at })
		sequence = row.sequence - row.count
		await setImmediate()
	}
	return found
}

/** The same for a held edit and for the row it was stored as. */
export function acceptanceKey({ personId, bytes }: Pick<HeldUpdate, 'personId' | 'bytes'>): string {
	return JSON.stringify([personId, createHash('sha256').update(bytes).digest('hex')])
}
