/**
 * What a file has brought, named by its places in the document and not by its words. A device sends all it has unsent as one
 * update: without this nobody could tell what its person wrote from what a file has brought to them (SPEC.md P16).
 */
import * as Y from 'yjs'

/** By client: clock and length of each range in turn, in order of the clocks, none touching another. */
export type Places = Readonly<Record<string, readonly number[]>>

export interface ClockRange {
	clock: number
	len: number
}

export interface BroughtContent {
	/** What was inserted. */
	structs: Places
	/** What was deleted. */
	deletions: Places
}

/** In numbers. It stays in the plan for good; a month of typing is some hundreds, a whole plan on a new phone may be more. */
const LARGEST = 4000

/** Of updates without gaps; null when naming it would take too much room. */
export function contentOf(updates: readonly Uint8Array[]): BroughtContent | null {
	const structs = new Map<number, ClockRange[]>()
	const deletions = new Map<number, ClockRange[]>()
	for (const update of updates) {
		const decoded = Y.decodeUpdate(update)
		for (const { id, length } of decoded.structs) add(structs, id.client, { clock: id.clock, len: length })
		for (const [client, ranges] of decoded.ds.clients)
			for (const { clock, len } of ranges) add(deletions, client, { clock, len })
	}
	const content = { structs: toPlaces(structs), deletions: toPlaces(deletions) }
	return isTooLarge(content) ? null : content
}

/** Null for what no app of ours wrote, or would not have written for its size. */
export function readContent(value: unknown): BroughtContent | null {
	const { structs, deletions } = (value ?? {}) as Record<string, unknown>
	if (!isPlaces(structs) || !isPlaces(deletions)) return null
	const content = { structs, deletions }
	return isTooLarge(content) ? null : content
}

export function covers(places: Places, client: number, clock: number): boolean {
	const ofClient = places[client] ?? []
	const index = indexOfPlace(ofClient, clock)
	return index >= 0 && clock < ofClient[index]! + ofClient[index + 1]!
}

/** What of a range lies in the places, and what beside them. */
export function cut(
	range: ClockRange,
	places: Places,
	client: number
): { inside: ClockRange[]; outside: ClockRange[] } {
	const ofClient = places[client] ?? []
	const [inside, outside]: [ClockRange[], ClockRange[]] = [[], []]
	const end = range.clock + range.len
	let clock = range.clock
	for (let index = Math.max(0, indexOfPlace(ofClient, clock)); clock < end && index < ofClient.length; index += 2) {
		const start = Math.min(end, Math.max(clock, ofClient[index]!))
		const stop = Math.min(end, Math.max(clock, ofClient[index]! + ofClient[index + 1]!))
		if (start > clock && stop > start) outside.push({ clock, len: start - clock })
		if (stop > start) inside.push({ clock: start, len: stop - start })
		if (stop > start) clock = stop
		if (start >= end) break
	}
	if (clock < end) outside.push({ clock, len: end - clock })
	return { inside, outside }
}

/** Of the last range that begins at the clock or before: where its clock stands; below 0: there is none. */
function indexOfPlace(ofClient: readonly number[], clock: number): number {
	let [low, high] = [0, ofClient.length >> 1]
	while (low < high) {
		const middle = (low + high) >> 1
		if (ofClient[middle * 2]! <= clock) low = middle + 1
		else high = middle
	}
	return (low - 1) * 2
}

function isTooLarge({ structs, deletions }: BroughtContent): boolean {
	return sizeOf(structs) + sizeOf(deletions) > LARGEST
}

function sizeOf(places: Places): number {
	return Object.values(places).reduce((sum, { length }) => sum + length, 0)
}

function add(places: Map<number, ClockRange[]>, client: number, range: ClockRange): void {
	const ranges = places.get(client) ?? []
	places.set(client, ranges)
	ranges.push(range)
}

function toPlaces(places: ReadonlyMap<number, ClockRange[]>): Places {
	return Object.fromEntries([...places].map(([client, ranges]) => [client, join(ranges)]))
}

function join(ranges: ClockRange[]): number[] {
	const joined: ClockRange[] = []
	for (const { clock, len } of ranges.sort((one, other) => one.clock - other.clock)) {
		const last = joined.at(-1)
		if (last !== undefined && clock <= last.clock + last.len) last.len = Math.max(last.len, clock + len - last.clock)
		else joined.push({ clock, len })
	}
	return joined.flatMap(({ clock, len }) => [clock, len])
}

function isPlaces(value: unknown): value is Places {
	if (typeof value !== 'object' || value === null) return false
	return Object.values(value).every((ranges) => Array.isArray(ranges) && areInOrder(ranges))
}

function areInOrder(numbers: readonly unknown[]): boolean {
	let end = -1
	for (let index = 0; index < numbers.length; index += 2) {
		const [clock, length] = [numbers[index], numbers[index + 1]]
		if (!Number.isSafeInteger(clock) || !Number.isSafeInteger(length)) return false
		if ((clock as number) <= end || (length as number) <= 0) return false
		end = (clock as number) + (length as number)
	}
	return true
}
