/**
 * Names the content of an imported file by its clock ranges in the document, not by its words. A device sends all unsent edits
 * as one update. Without this nobody could distinguish a person's own edits from the content of a file (SPEC.md P16).
 */
import * as Y from 'yjs'

/** By client: the clock and length of each range in turn, in order of the clocks. No range touches another. */
export type ClockRanges = Readonly<Record<string, readonly number[]>>

export interface ClockRange {
	clock: number
	len: number
}

export interface ImportedContent {
	/** What was inserted. */
	structs: ClockRanges
	/** What was deleted. */
	deletions: ClockRanges
}

/**
 * Count of stored numbers. They stay in the plan forever. A month of typing takes some hundreds; a whole plan on a new phone
 * may take more than this.
 */
const LARGEST = 4000

/** Expects updates without gaps. Null when the result would be too large. */
export function contentOf(updates: readonly Uint8Array[]): ImportedContent | null {
	const structs = new Map<number, ClockRange[]>()
	const deletions = new Map<number, ClockRange[]>()
	for (const update of updates) {
		const decoded = Y.decodeUpdate(update)
		for (const { id, length } of decoded.structs) add(structs, id.client, { clock: id.clock, len: length })
		for (const [client, ranges] of decoded.ds.clients)
			for (const { clock, len } of ranges) add(deletions, client, { clock, len })
	}
	const content = { structs: toClockRanges(structs), deletions: toClockRanges(deletions) }
	return isTooLarge(content) ? null : content
}

/** Null for a value that no app of ours wrote, or that is too large. */
export function readContent(value: unknown): ImportedContent | null {
	const { structs, deletions } = (value ?? {}) as Record<string, unknown>
	if (!isClockRanges(structs) || !isClockRanges(deletions)) return null
	const content = { structs, deletions }
	return isTooLarge(content) ? null : content
}

export function covers(byClient: ClockRanges, client: number, clock: number): boolean {
	const ofClient = byClient[client] ?? []
	const index = indexOfRange(ofClient, clock)
	return index >= 0 && clock < ofClient[index]! + ofClient[index + 1]!
}

/** Divides a range into what the ranges of the client cover and what they do not. */
export function cut(
	range: ClockRange,
	byClient: ClockRanges,
	client: number
): { inside: ClockRange[]; outside: ClockRange[] } {
	const ofClient = byClient[client] ?? []
	const [inside, outside]: [ClockRange[], ClockRange[]] = [[], []]
	const end = range.clock + range.len
	let clock = range.clock
	for (let index = Math.max(0, indexOfRange(ofClient, clock)); clock < end && index < ofClient.length; index += 2) {
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

/** The index of the last range that begins at `clock` or before; negative: there is none. */
function indexOfRange(ofClient: readonly number[], clock: number): number {
	let [low, high] = [0, ofClient.length >> 1]
	while (low < high) {
		const middle = (low + high) >> 1
		if (ofClient[middle * 2]! <= clock) low = middle + 1
		else high = middle
	}
	return (low - 1) * 2
}

function isTooLarge({ structs, deletions }: ImportedContent): boolean {
	return sizeOf(structs) + sizeOf(deletions) > LARGEST
}

function sizeOf(byClient: ClockRanges): number {
	return Object.values(byClient).reduce((sum, { length }) => sum + length, 0)
}

function add(byClient: Map<number, ClockRange[]>, client: number, range: ClockRange): void {
	const ranges = byClient.get(client) ?? []
	byClient.set(client, ranges)
	ranges.push(range)
}

function toClockRanges(byClient: ReadonlyMap<number, ClockRange[]>): ClockRanges {
	return Object.fromEntries([...byClient].map(([client, ranges]) => [client, join(ranges)]))
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

function isClockRanges(value: unknown): value is ClockRanges {
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
