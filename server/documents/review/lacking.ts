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
	inserting: ReadonlySet<number>
	/** Yjs clients of whom something is to be deleted, by each of the edits of which the document lacks deletions alone. */
	deletedFrom: ReadonlySet<number>
}

/** Of one held edit; which of the two a document lacks first. Null: it lacks nothing of it. */
export type Lack = { type: 'insertion'; client: number } | { type: 'deletions'; clients: number[] } | null

export function findLack({ sv, ds }: Y.Snapshot, update: Uint8Array): Lack {
	const inserted = [...Y.parseUpdateMeta(update).to].find(([client, clock]) => (sv.get(client) ?? 0) < clock)
	if (inserted !== undefined) return { type: 'insertion', client: inserted[0] }
	const deletions = Y.decodeUpdate(update).ds
	const clients = [...deletions.clients.keys()].filter((client) => {
		const deleted = only(client, ds)
		return !Y.equalDeleteSets(deleted, Y.mergeDeleteSets([deleted, only(client, deletions)]))
	})
	return clients.length === 0 ? null : { type: 'deletions', clients }
}

/** False: with this update, stored after `sequence`, there is still none of the edits in the document. */
export function mayBring({ isWhole, inserting, deletedFrom }: Lacking, update: Uint8Array): boolean {
	if (!isWhole) return true
	try {
		const { structs, ds } = Y.decodeUpdate(update)
		if (structs.some(({ id }) => inserting.has(id.client))) return true
		return deletedFrom.size > 0 && (ds.clients.size > 0 || structs.some((struct) => mayDelete(struct, deletedFrom)))
	} catch {
		// A row damaged on the disk: what the document is without it, reading it tells.
		return true
	}
}

/**
 * Yjs deletes without saying so: the loser of two values of a key, what comes into a parent that is deleted, formatting that says
 * nothing new. Typed text deletes nothing but, in such a parent, itself.
 */
function mayDelete(struct: Y.Item | Y.GC | Y.Skip, deletedFrom: ReadonlySet<number>): boolean {
	if (deletedFrom.has(struct.id.client)) return true
	return !(struct instanceof Y.Item && struct.content instanceof Y.ContentString && struct.parentSub === null)
}

function only(client: number, { clients }: Y.Snapshot['ds']): Y.Snapshot['ds'] {
	const own = Y.createDeleteSet()
	const ranges = clients.get(client)
	if (ranges !== undefined) own.clients.set(client, [...ranges])
	return own
}
