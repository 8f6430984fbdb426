/**
 * An update of a device that has taken in files → what its person wrote, and what each file has brought, as updates to be
 * applied one after the other (SPEC.md P16). Somebody may have gone on from what a file brought, and a file from what they wrote
 * before, so one's own may come in several parts. All parts together are the update.
 */
import * as Y from 'yjs'
import { type ClockRange, covers, cut } from '../brought-content.ts'
import { type Bringing, type DecodedStruct, mayBringEvent, readBringing } from '../event.ts'

export interface UpdatePart {
	/** Null: nothing says that a file has brought it. */
	bringing: Bringing | null
	bytes: Uint8Array
}

/** Of one update; an update with more is no app's of ours, and one part. */
const MOST_BRINGINGS = 16
/** A two-year plan has 0.2 MB. What was filled on purpose is not to keep everybody waiting. */
const MOST_BYTES = 1024 * 1024
/** Looks for what can come next, one for each client each time. An update that takes more stays one part. */
const MOST_LOOKS = 200_000
/** Whoever tells them looks at the plan after each. Two who go on from each other's words take two for each file. */
const MOST_PARTS = 500

type Owner = Bringing | null

interface Entry {
	struct: DecodedStruct
	owner: Owner
	isDone: boolean
}

/** In the order they are to be applied; of one whole for most updates. */
export function divideUpdate(update: Uint8Array): UpdatePart[] {
	const whole = [{ bringing: null, bytes: update }]
	if (update.length > MOST_BYTES || !mayBringEvent(update)) return whole
	try {
		return divide(Y.decodeUpdate(update)) ?? whole
	} catch {
		// A damaged row: whoever applies it passes over it.
		return whole
	}
}

/** Null: no part of it is said to have been brought, or it is no app's of ours. */
function divide({ structs, ds }: ReturnType<typeof Y.decodeUpdate>): UpdatePart[] | null {
	const said = readBringings(structs)
	if (said.size === 0 || said.size > MOST_BRINGINGS) return null
	const bringings = innermostFirst(said)
	const entries = new Map<number, Entry[]>()
	for (const struct of structs) {
		if (struct instanceof Y.Skip) continue
		const { client, clock } = struct.id
		const owner = said.get(struct) ?? bringings.find(({ content }) => covers(content.structs, client, clock)) ?? null
		const ofClient = entries.get(client) ?? []
		const last = ofClient.at(-1)?.struct
		// Parts are written by the clocks: these would come out as others.
		if (last !== undefined && clock < last.id.clock + last.length) return null
		entries.set(client, ofClient)
		ofClient.push({ struct, owner, isDone: false })
	}
	// Deletions last: what is deleted may have come with any part.
	const parts = divideStructs(entries, [null, ...bringings])
	return parts && [...parts, ...divideDeletions(ds.clients, bringings)]
}

function readBringings(structs: readonly DecodedStruct[]): ReadonlyMap<DecodedStruct, Bringing> {
	const bringings = new Map<DecodedStruct, Bringing>()
	for (const struct of structs) {
		const bringing = readBringing(struct)
		if (bringing !== null) bringings.set(struct, bringing)
	}
	return bringings
}

/** A file may hold what its author took from another one, and said so: what says so then lies within what the file has brought. */
function innermostFirst(said: ReadonlyMap<DecodedStruct, Bringing>): Bringing[] {
	const left = [...said]
	const bringings: Bringing[] = []
	while (left.length > 0) {
		const index = left.findIndex(([struct, { content }]) =>
			left.every(([{ id }]) => id === struct.id || !covers(content.structs, id.client, id.clock))
		)
		// None, when somebody made up two that lie within each other.
		for (const [, bringing] of left.splice(Math.max(0, index), 1)) bringings.push(bringing)
	}
	return bringings
}

/** Null: it takes too much work. Its parts in any other order would cost Yjs more than the whole: it would hold back each. */
function divideStructs(entries: ReadonlyMap<number, Entry[]>, owners: readonly Owner[]): UpdatePart[] | null {
	const parts: UpdatePart[] = []
	/** By client: how many are done. */
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

	const isSpent = () => looks >= MOST_LOOKS || parts.length >= MOST_PARTS
	for (let turn = 0, idle = 0; idle < owners.length && !isSpent(); turn += 1) {
		const owner = owners[turn % owners.length] ?? null
		const taken = takeReady(owner)
		idle = taken.length === 0 ? idle + 1 : 0
		if (taken.length > 0) parts.push({ bringing: owner, bytes: encodeStructs(taken) })
	}
	const isAllDone = [...entries].every(([client, { length }]) => done.get(client) === length)
	return isAllDone ? parts : null
}

/** Whether all of the update that it goes on from is done. */
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

function divideDeletions(clients: Deletions, bringings: readonly Bringing[]): UpdatePart[] {
	const parts: UpdatePart[] = []
	let left = clients
	for (const bringing of bringings) {
		const inside = new Map<number, ClockRange[]>()
		const outside = new Map<number, ClockRange[]>()
		for (const [client, ranges] of left) {
			const divided = ranges.map((range) => cut(range, bringing.content.deletions, client))
			const within = divided.flatMap((each) => each.inside)
			const without = divided.flatMap((each) => each.outside)
			if (within.length > 0) inside.set(client, within)
			if (without.length > 0) outside.set(client, without)
		}
		if (inside.size > 0) parts.push({ bringing, bytes: encodeDeletions(inside) })
		left = outside
	}
	return left.size === 0 ? parts : [...parts, { bringing: null, bytes: encodeDeletions(left) }]
}

/** Some of a decoded update as an update in V1: Yjs itself takes one apart only from its front. */

/** By client. */
export type Deletions = ReadonlyMap<number, readonly ClockRange[]>

/** Of each client in the order of their clocks. */
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
	// All numbers of V1 are written alike.
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
