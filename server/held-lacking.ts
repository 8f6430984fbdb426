/**
 * What a document lacks of what is held of it. As long as nothing stored later can bring any of that, none of it has entered, and the
 * document need not be read to know it: whoever types on in a programme of which edits were set aside for good costs nothing more.
 */
import * as Y from 'yjs'

export interface Lacking {
	/** Held edits that were not in the document. */
	ids: ReadonlySet<string>
	/** What is stored up to it was looked at. */
	sequence: number
	/** Nothing waited in the document for something else, which might bring it with whatever came next. */
	isWhole: boolean
	/** Yjs clients, of each of the edits one of which the document lacks something that was inserted. */
	clients: ReadonlySet<number>
	/** Of some edit it lacks deletions alone. */
	lacksDeletions: boolean
}

/** `updates`: by the ids of what is held, none of them in the document. */
export function findLacking(
	{ sv }: Y.Snapshot,
	updates: ReadonlyMap<string, Uint8Array>
): Omit<Lacking, 'sequence' | 'isWhole'> {
	const clients = new Set<number>()
	let lacksDeletions = false
	for (const bytes of updates.values()) {
		const client = [...Y.parseUpdateMeta(bytes).to].find(([client, clock]) => (sv.get(client) ?? 0) < clock)?.[0]
		if (client === undefined) lacksDeletions = true
		else clients.add(client)
	}
	return { ids: new Set(updates.keys()), clients, lacksDeletions }
}

/** False: with this update, stored after `sequence`, there is still none of the edits in the document. */
export function mayBring({ isWhole, clients, lacksDeletions }: Lacking, update: Uint8Array): boolean {
	if (!isWhole) return true
	try {
		const { structs, ds } = Y.decodeUpdate(update)
		return (lacksDeletions && ds.clients.size > 0) || structs.some(({ id }) => clients.has(id.client))
	} catch {
		// A row damaged on the disk: what the document is without it, reading it tells.
		return true
	}
}
