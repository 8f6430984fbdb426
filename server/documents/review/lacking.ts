/**
 * Finds what a document lacks of the late edits under review. While nothing stored later can supply any of that, none of the
 * edits has entered, and the document need not be read to know it. So typing goes on at no extra cost in a programme with
 * edits that were set aside for good.
 */
import * as Y from 'yjs'

export interface Lacking {
	/** Late edits that were not all in the document. */
	ids: ReadonlySet<string>
	/** Stored updates up to this one were checked. */
	sequence: number
	/** Nothing in the document waited for something else, so no unrelated update can complete it. */
	isWhole: boolean
	/** For each edit of which the document lacks an insertion: the Yjs client of one such insertion. */
	inserting: ReadonlySet<number>
	/** For each edit of which the document lacks deletions alone: the Yjs clients whose content they delete. */
	deletedFrom: ReadonlySet<number>
}

/** What a document lacks of one late edit, insertions first. Null: nothing. */
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

/** False: with this update, stored after `sequence`, the document still holds none of the edits whole. */
export function canContain({ isWhole, inserting, deletedFrom }: Lacking, update: Uint8Array): boolean {
	if (!isWhole) return true
	try {
		const { structs, ds } = Y.decodeUpdate(update)
		if (structs.some(({ id }) => inserting.has(id.client))) return true
		return deletedFrom.size > 0 && (ds.clients.size > 0 || structs.some((struct) => mayDelete(struct, deletedFrom)))
	} catch {
		// A row damaged on the disk. Only reading the document shows what it is without it.
		return true
	}
}

/**
 * Whether applying the struct may delete something. Yjs deletes without naming it: the loser of two values of a key, what
 * comes into a deleted parent, formatting that changes nothing. Typed text deletes nothing except itself, in a deleted
 * parent.
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
