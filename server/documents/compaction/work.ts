/**
 * Computes compaction: many updates into one, never with a loss. Where (thread.ts) and when (jobs/compaction.ts) is decided
 * elsewhere. Every result is compared with its inputs before it is returned.
 */
import * as Y from 'yjs'
import { takeUpdates } from '#protocol/take-updates.ts'
import { mergePieces } from '../storage/merged-logs.ts'

export interface CompactionWork {
	/** `base`: the part that is merged already. */
	compact(base: Uint8Array | null, updates: readonly Uint8Array[]): Promise<Compacted>
	/** Merges each group into one update, including what waits for other updates; null for a group that must stay as it is. */
	mergeGroups(groups: readonly (readonly Uint8Array[])[]): Promise<(Uint8Array | null)[]>
}

export type Compacted =
	| { outcome: 'compacted'; bytes: Uint8Array; covers: Uint8Array }
	/** Something waits for a missing update; what a Y.Doc would write now would be incomplete. */
	| { outcome: 'pending' }
	/** `unreadable`: an update cannot be applied. `differs`: the result is not what went in. */
	| { outcome: 'unreadable' | 'differs' }

export const compactionWork: CompactionWork = {
	async compact(base, updates) {
		const inputs = base === null ? updates : [base, ...updates]
		const doc = new Y.Doc()
		try {
			if (!takeUpdates(doc, inputs)) return { outcome: 'unreadable' }
			if (hasPending(doc)) return { outcome: 'pending' }
			const bytes = Y.encodeStateAsUpdate(doc)
			const covered = Y.snapshot(doc)
			if (!isWhole(bytes, covered, inputs)) return { outcome: 'differs' }
			return { outcome: 'compacted', bytes, covers: Y.encodeSnapshot(covered) }
		} catch {
			// Yjs throws on damaged bytes. The rows stay; devices skip what they cannot read.
			return { outcome: 'unreadable' }
		} finally {
			doc.destroy()
		}
	},

	mergeGroups: (groups) => Promise.all(groups.map(mergeGroup))
}

function isWhole(bytes: Uint8Array, covered: Y.Snapshot, inputs: readonly Uint8Array[]): boolean {
	const newcomer = new Y.Doc()
	Y.applyUpdate(newcomer, bytes)
	if (hasPending(newcomer) || !Y.equalSnapshots(Y.snapshot(newcomer), covered)) return false
	const deletions = [covered.ds]
	for (const input of inputs) {
		const { structs, ds } = Y.decodeUpdate(input)
		deletions.push(ds)
		for (const { id, length } of structs) if ((covered.sv.get(id.client) ?? 0) < id.clock + length) return false
	}
	return Y.equalSnapshots(Y.createSnapshot(Y.mergeDeleteSets(deletions), covered.sv), covered)
}

function hasPending({ store }: Y.Doc): boolean {
	return store.pendingStructs !== null || store.pendingDs !== null
}

async function mergeGroup(updates: readonly Uint8Array[]): Promise<Uint8Array | null> {
	const [merged, ...others] = await mergePieces(updates)
	if (merged === undefined || others.length > 0) return null
	try {
		return Y.equalSnapshots(contentOf([merged]), contentOf(updates)) ? merged : null
	} catch {
		// Damaged bytes: the rows stay as they are.
		return null
	}
}

/** The structs and deletions in the updates, with gaps, as two sets of ranges. */
function contentOf(updates: readonly Uint8Array[]): Y.Snapshot {
	const decoded = updates.map((update) => Y.decodeUpdate(update))
	const structs = Y.mergeDeleteSets(decoded.flatMap((update) => update.structs.map(rangeOf)))
	const ds = Y.mergeDeleteSets(decoded.map((update) => update.ds))
	// A snapshot has one set of ranges: a negative client number marks the ranges of structs.
	for (const [client, ranges] of structs.clients) ds.clients.set(-1 - client, ranges)
	return Y.createSnapshot(ds, new Map())
}

type Ranges = Y.Snapshot['ds']

function rangeOf(struct: Y.Item | Y.GC | Y.Skip): Ranges {
	const ranges = struct instanceof Y.Skip ? [] : [{ clock: struct.id.clock, len: struct.length }]
	return { clients: new Map(ranges.map((range) => [struct.id.client, [range]])) }
}

/** Many updates in one buffer, which goes to another thread without a copy; thousands of small ones would each cost a copy. */
export interface PackedUpdates {
	bytes: Uint8Array<ArrayBuffer>
	lengths: Uint32Array<ArrayBuffer>
}

export function packUpdates(updates: readonly Uint8Array[]): PackedUpdates {
	const lengths = Uint32Array.from(updates, ({ length }) => length)
	const bytes = new Uint8Array(lengths.reduce((sum, length) => sum + length, 0))
	let offset = 0
	for (const update of updates) {
		bytes.set(update, offset)
		offset += update.length
	}
	return { bytes, lengths }
}

export function unpackUpdates({ bytes, lengths }: PackedUpdates): Uint8Array[] {
	let offset = 0
	return Array.from(lengths, (length) => bytes.subarray(offset, (offset += length)))
}
