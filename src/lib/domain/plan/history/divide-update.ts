/**
 * Divides an update of a device that has imported files into its person's own edits and the content of each file, as updates to
 * apply one after the other (SPEC.md P16). A person may have continued what a file contains, and a file may continue what they
 * wrote before. So their own edits may come in several parts. All parts together are the update.
 */
import * as Y from 'yjs'
import { type ClockRange, covers, cut } from '../imported-content.ts'
import { type FileImport, type DecodedStruct, canHaveEvent, readFileImport } from '../event.ts'

export interface UpdateSlice {
	/** The file that contained the part; null: the update records none. */
	fileImport: FileImport | null
	bytes: Uint8Array
}

/** Most imports in one update. Our apps make no update with more; such an update stays one part. */
const MOST_BRINGINGS = 16
/** A two-year plan has 0.2 MB. An update that somebody filled on purpose must not make everybody wait. */
const MOST_BYTES = 1024 * 1024
/**
 * Bound for the search for structs that can come next; one search counts once for each client. An update that needs more stays
 * one part.
 */
const MOST_LOOKS = 200_000
/** History reads the plan after each part. Two people who continue each other's words need two parts for each file. */
const MOST_SLICES = 500

type Owner = FileImport | null

interface Entry {
	struct: DecodedStruct
	owner: Owner
	isDone: boolean
}

/** The parts in the order to apply them. Most updates stay one part. */
export function divideUpdate(update: Uint8Array): UpdateSlice[] {
	const whole = [{ fileImport: null, bytes: update }]
	if (update.length > MOST_BYTES || !canHaveEvent(update)) return whole
	try {
		return divide(Y.decodeUpdate(update)) ?? whole
	} catch {
		// A damaged row: applying it skips it.
		return whole
	}
}

/** Null: no import is recorded, or no app of ours wrote the update. */
function divide({ structs, ds }: ReturnType<typeof Y.decodeUpdate>): UpdateSlice[] | null {
	const said = readFileImports(structs)
	if (said.size === 0 || said.size > MOST_BRINGINGS) return null
	const fileImports = innermostFirst(said)
	const entries = new Map<number, Entry[]>()
	for (const struct of structs) {
		if (struct instanceof Y.Skip) continue
		const { client, clock } = struct.id
		const owner = said.get(struct) ?? fileImports.find(({ content }) => covers(content.structs, client, clock)) ?? null
		const ofClient = entries.get(client) ?? []
		const last = ofClient.at(-1)?.struct
		// Parts are encoded in clock order: overlapping structs would change.
		if (last !== undefined && clock < last.id.clock + last.length) return null
		entries.set(client, ofClient)
		ofClient.push({ struct, owner, isDone: false })
	}
	// Deletions come last: any part may contain what they delete.
	const slices = divideStructs(entries, [null, ...fileImports])
	return slices && [...slices, ...divideDeletions(ds.clients, fileImports)]
}

function readFileImports(structs: readonly DecodedStruct[]): ReadonlyMap<DecodedStruct, FileImport> {
	const fileImports = new Map<DecodedStruct, FileImport>()
	for (const struct of structs) {
		const fileImport = readFileImport(struct)
		if (fileImport !== null) fileImports.set(struct, fileImport)
	}
	return fileImports
}

/** A file may contain another file that its author imported. The event of the inner import is then within the outer file's content. */
function innermostFirst(said: ReadonlyMap<DecodedStruct, FileImport>): FileImport[] {
	const left = [...said]
	const fileImports: FileImport[] = []
	while (left.length > 0) {
		const index = left.findIndex(([struct, { content }]) =>
			left.every(([{ id }]) => id === struct.id || !covers(content.structs, id.client, id.clock))
		)
		// -1 only for forged imports that contain each other.
		for (const [, fileImport] of left.splice(Math.max(0, index), 1)) fileImports.push(fileImport)
	}
	return fileImports
}

/** Null: it needs too much work. Parts in any other order would cost Yjs more than the whole, as it would hold back each. */
function divideStructs(entries: ReadonlyMap<number, Entry[]>, owners: readonly Owner[]): UpdateSlice[] | null {
	const slices: UpdateSlice[] = []
	/** The number of done entries, by client. */
	const done = new Map<number, number>()
	let looks = 0

	function takeReady(owner: Owner): DecodedStruct[] {
		const taken: DecodedStruct[] = []
		for (let before = -1; before < taken.length && looks < MOST_LOOKS; looks += entries.size) {
			before = taken.length
			for (const [client, ofClient] of entries) {
				let next = done.get(client) ?? 0
				for (let entry = ofClient[next]; entry?.owner === owner; entry = ofClient[++next]) {
					if (!isReady(entry.struct, entries)) break
					entry.isDone = true
					taken.push(entry.struct)
				}
				done.set(client, next)
			}
		}
		return taken
	}

	const isSpent = () => looks >= MOST_LOOKS || slices.length >= MOST_SLICES
	for (let turn = 0, idle = 0; idle < owners.length && !isSpent(); turn += 1) {
		const owner = owners[turn % owners.length] ?? null
		const taken = takeReady(owner)
		idle = taken.length === 0 ? idle + 1 : 0
		if (taken.length > 0) slices.push({ fileImport: owner, bytes: encodeStructs(taken) })
	}
	const isAllDone = [...entries].every(([client, { length }]) => done.get(client) === length)
	return isAllDone ? slices : null
}

/** Whether everything in the update that the struct depends on is done. */
function isReady(struct: DecodedStruct, entries: ReadonlyMap<number, readonly Entry[]>): boolean {
	if (!(struct instanceof Y.Item)) return true
	const { origin, rightOrigin, parent } = struct
	return [origin, rightOrigin, parent instanceof Y.ID ? parent : null].every((id) => {
		const ofClient = id === null ? undefined : entries.get(id.client)
		return id === null || ofClient === undefined || (findEntry(ofClient, id.clock)?.isDone ?? true)
	})
}

function findEntry(ofClient: readonly Entry[], clock: number): Entry | undefined {
	let [low, high] = [0, ofClient.length]
	while (low < high) {
		const middle = (low + high) >> 1
		if ((ofClient[middle]?.struct.id.clock ?? Infinity) <= clock) low = middle + 1
		else high = middle
	}
	const entry = ofClient[low - 1]
	return entry !== undefined && clock < entry.struct.id.clock + entry.struct.length ? entry : undefined
}

function divideDeletions(clients: Deletions, fileImports: readonly FileImport[]): UpdateSlice[] {
	const slices: UpdateSlice[] = []
	let left = clients
	for (const fileImport of fileImports) {
		const inside = new Map<number, ClockRange[]>()
		const outside = new Map<number, ClockRange[]>()
		for (const [client, ranges] of left) {
			const divided = ranges.map((range) => cut(range, fileImport.content.deletions, client))
			const within = divided.flatMap((each) => each.inside)
			const without = divided.flatMap((each) => each.outside)
			if (within.length > 0) inside.set(client, within)
			if (without.length > 0) outside.set(client, without)
		}
		if (inside.size > 0) slices.push({ fileImport, bytes: encodeDeletions(inside) })
		left = outside
	}
	return left.size === 0 ? slices : [...slices, { fileImport: null, bytes: encodeDeletions(left) }]
}

/** By client. */
export type Deletions = ReadonlyMap<number, readonly ClockRange[]>

/**
 * Encodes some structs of a decoded update as an update in V1, for each client in clock order. Yjs itself can only cut the
 * front off an update.
 */
function encodeStructs(structs: readonly DecodedStruct[]): Uint8Array {
	const byClient = new Map<number, DecodedStruct[]>()
	for (const struct of structs) {
		const ofClient = byClient.get(struct.id.client) ?? []
		const last = ofClient.at(-1)
		const end = last === undefined ? struct.id.clock : last.id.clock + last.length
		if (struct.id.clock > end) ofClient.push(new Y.Skip(Y.createID(struct.id.client, end), struct.id.clock - end))
		ofClient.push(struct)
		byClient.set(struct.id.client, ofClient)
	}
	const encoder = new Y.UpdateEncoderV1()
	// V1 encodes all numbers in the same way.
	encoder.writeLen(byClient.size)
	for (const [client, [first, ...rest]] of byClient) {
		if (first === undefined) continue
		encoder.writeLen(rest.length + 1)
		encoder.writeClient(client)
		encoder.writeLen(first.id.clock)
		for (const struct of [first, ...rest]) struct.write(encoder, 0)
	}
	writeDeletions(encoder, new Map())
	return encoder.toUint8Array()
}

function encodeDeletions(deletions: Deletions): Uint8Array {
	const encoder = new Y.UpdateEncoderV1()
	encoder.writeLen(0)
	writeDeletions(encoder, deletions)
	return encoder.toUint8Array()
}

function writeDeletions(encoder: Y.UpdateEncoderV1, deletions: Deletions): void {
	encoder.writeLen(deletions.size)
	for (const [client, ranges] of deletions) {
		encoder.writeClient(client)
		encoder.writeLen(ranges.length)
		for (const { clock, len } of ranges) {
			encoder.writeLen(clock)
			encoder.writeLen(len)
		}
	}
}
