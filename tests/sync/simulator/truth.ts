/**
 * What really is where: every edit that was made, and who has it. The world records it independently of the product, so
 * that the product's claims can be checked.
 */
import * as Y from 'yjs'

export interface Edit {
	id: number
	documentId: string
	personId: string
	deviceId: string
	/** Of the author's Yjs client: its structs from `start` to `end`; empty for an edit that only deletes. */
	client: number
	start: number
	end: number
	/** The struct it deleted, when it did nothing else. */
	deleted: { client: number; clock: number } | null
	/** Of the document when it was made. */
	epoch: number
	/** Somebody else deleted the same: nobody can tell whose deletion is where, so the edit is not checked. */
	isVoid: boolean
	/** Stored on the server's disk, now or before a backup was restored; `wasSubmitted`: the same for the review log. */
	wasStored: boolean
	wasSubmitted: boolean
	/** In a transfer file: a person who imports it sees what no server has. */
	wasCarried: boolean
	/** Device ids whose disk has or had it; person ids who had it on their screen. */
	keptBy: Set<string>
	seenBy: Set<string>
}

export interface DocumentTruth {
	readonly edits: readonly Edit[]
	/** On the server's disk now. */
	readonly stored: ReadonlySet<Edit>
	/** In the review log. */
	readonly submitted: ReadonlySet<Edit>
	/** Made on a device and never stored, by device id. */
	unstoredOf(deviceId: string): ReadonlySet<Edit>
	/** False for a deletion of what another edit has deleted. */
	add(edit: Edit, deletions: Change['deletions']): boolean
	/** The edits in a change of a document: structs from a clock to another by client, and deletions. */
	editsOf(change: Change): Edit[]
	editsIn(bytes: Uint8Array): Edit[]
	/** An update is on the server's disk. Returns its edits. */
	store(bytes: Uint8Array): Edit[]
	/** The server's disk now has exactly these updates. */
	storeAnew(updates: readonly Uint8Array[]): void
	submit(bytes: Uint8Array): void
	/** The review log now has exactly these updates. */
	submitAnew(updates: readonly Uint8Array[]): void
}

export interface Change {
	structs: Iterable<readonly [client: number, from: number, to: number]>
	deletions: Iterable<readonly [client: number, clock: number, length: number]>
}

export function createDocumentTruth(): DocumentTruth {
	const edits: Edit[] = []
	/** In the order of their clocks. */
	const byClient = new Map<number, Edit[]>()
	const byDeleted = new Map<number, Edit[]>()
	const deletedClocks = new Map<number, Set<number>>()
	const stored = new Set<Edit>()
	const submitted = new Set<Edit>()
	const unstored = new Map<string, Set<Edit>>()

	function unstoredOf(deviceId: string): Set<Edit> {
		return getOrMake(unstored, deviceId, () => new Set<Edit>())
	}

	function editsOf({ structs, deletions }: Change): Edit[] {
		const found: Edit[] = []
		for (const [client, from, to] of structs) {
			for (const edit of byClient.get(client) ?? []) if (edit.start >= from && edit.end <= to) found.push(edit)
		}
		for (const [client, clock, length] of deletions) {
			for (const edit of byDeleted.get(client) ?? []) {
				const at = edit.deleted?.clock ?? -1
				if (at >= clock && at < clock + length) found.push(edit)
			}
		}
		return found
	}

	/** False when an earlier edit deleted one of them. */
	function deleteAll(deletions: Change['deletions']): boolean {
		let isNew = true
		for (const [client, from, length] of deletions) {
			const known = getOrMake(deletedClocks, client, () => new Set<number>())
			for (let clock = from; clock < from + length; clock++) {
				if (known.has(clock)) isNew = false
				known.add(clock)
				const edit = byDeleted.get(client)?.find(({ deleted }) => deleted?.clock === clock)
				if (edit !== undefined) edit.isVoid = true
			}
		}
		return isNew
	}

	function put(edit: Edit): void {
		stored.add(edit)
		edit.wasStored = true
		unstoredOf(edit.deviceId).delete(edit)
	}

	function submit(bytes: Uint8Array): void {
		for (const edit of editsOf(changeOfUpdate(bytes))) {
			submitted.add(edit)
			edit.wasSubmitted = true
		}
	}

	return {
		edits,
		stored,
		submitted,
		unstoredOf,
		editsOf,
		editsIn: (bytes) => editsOf(changeOfUpdate(bytes)),
		add(edit, deletions) {
			const isNew = deleteAll(deletions)
			if (!isNew && edit.deleted !== null) return false
			edits.push(edit)
			unstoredOf(edit.deviceId).add(edit)
			if (edit.deleted === null) getOrMake(byClient, edit.client, () => []).push(edit)
			else getOrMake(byDeleted, edit.deleted.client, () => []).push(edit)
			return true
		},
		store(bytes) {
			const found = editsOf(changeOfUpdate(bytes))
			found.forEach(put)
			return found
		},
		storeAnew(updates) {
			stored.clear()
			for (const bytes of updates) editsOf(changeOfUpdate(bytes)).forEach(put)
		},
		submit,
		submitAnew(updates) {
			submitted.clear()
			updates.forEach(submit)
		}
	}
}

/** An edit of which nobody knows yet where it is. */
export function newEdit(
	made: Omit<Edit, 'isVoid' | 'wasStored' | 'wasSubmitted' | 'wasCarried' | 'keptBy' | 'seenBy'>
): Edit {
	return {
		...made,
		isVoid: false,
		wasStored: false,
		wasSubmitted: false,
		wasCarried: false,
		keptBy: new Set(),
		seenBy: new Set()
	}
}

export function changeOfTransaction({ beforeState, afterState, deleteSet }: Y.Transaction): Change {
	const structs: [number, number, number][] = []
	for (const [client, to] of afterState) {
		const from = beforeState.get(client) ?? 0
		if (to > from) structs.push([client, from, to])
	}
	return { structs, deletions: rangesOf(deleteSet) }
}

export function changeOfUpdate(bytes: Uint8Array): Change {
	const { structs, ds } = Y.decodeUpdate(bytes)
	const ranges: [number, number, number][] = []
	for (const struct of structs) {
		if (struct instanceof Y.Skip) continue
		const { client, clock } = struct.id
		const last = ranges.at(-1)
		if (last !== undefined && last[0] === client && last[2] === clock) last[2] += struct.length
		else ranges.push([client, clock, clock + struct.length])
	}
	return { structs: ranges, deletions: rangesOf(ds) }
}

function rangesOf({ clients }: Y.Transaction['deleteSet']): [number, number, number][] {
	const ranges: [number, number, number][] = []
	for (const [client, items] of clients) for (const { clock, len } of items) ranges.push([client, clock, len])
	return ranges
}

function getOrMake<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
	const known = map.get(key)
	if (known !== undefined) return known
	const made = make()
	map.set(key, made)
	return made
}
