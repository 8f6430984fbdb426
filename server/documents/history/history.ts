/**
 * Reads a plan's history from the log of its updates (sync.md R5): who changed what, and the plan as it was. Nothing is
 * stored for it beside the log. A page costs applying all updates before it, so few are read at once, and the last readings
 * are kept in memory.
 */
import * as Y from 'yjs'
import { hasEvent } from '#domain/plan/event.ts'
import type { HistoryPage } from '#protocol/api/program.ts'
import { createTurns } from '../../network.ts'
import { readPages, readRows } from '../storage/rows.ts'
import type { DocumentStorage, StoredUpdate } from '../storage/storage.ts'
import { describeStretches } from './describe-stretches.ts'
import { applyRows, createSlices, groupRows, type Stretch } from './sittings.ts'

export interface History {
	/** The entries before a sequence; null: the newest. */
	readPage(documentId: string, before: number | null): Promise<HistoryStretch>
	/**
	 * The sequence of the newest update until the instant (null: of all); 0: there is none. A merged row that also holds
	 * something newer is left out.
	 */
	findNewest(documentId: string, until: string | null): Promise<number>
	/** The document right after an update; null when no stored row ends with it. */
	readMoment(documentId: string, sequence: number): Promise<Moment | null>
}

/** A page without the people's names, which are not known here. */
export type HistoryStretch = Omit<HistoryPage, 'people'>

export interface Moment {
	/** ISO instant when the server received the update. */
	at: string
	/** The whole document, as one V1 update. */
	update: Uint8Array
}

const READINGS_AT_ONCE = 2
/** A page ends with the stretch that reaches one of these. */
const PAGE_ENTRIES = 50
const PAGE_ROWS = 2000
/** The largest moment that is kept; a plan of two years is smaller. */
const KEPT_BYTES = 1024 * 1024

export function createHistory(storage: DocumentStorage): History {
	const turns = createTurns(READINGS_AT_ONCE)
	const pages = createKeptReadings<HistoryStretch>(32)
	const newest = createKeptReadings<number>(64)
	const moments = createKeptReadings<Moment | null>(16, (moment) => (moment?.update.length ?? 0) <= KEPT_BYTES)

	return {
		async readPage(documentId, before) {
			const info = await storage.findDocument(documentId)
			if (info === null) return { entries: [], nextBefore: null }
			const { epoch, sequence, thinnedThrough, thinnings } = info
			// Only thinning replaces rows: while `thinnings` stays the same, so do the rows before a sequence.
			const through = Math.min(sequence, (before ?? Infinity) - 1)
			return pages.get([documentId, epoch, thinnings, through].join(' '), () =>
				turns.run(async () => describePage(await readRows(storage, documentId, { through }), thinnedThrough))
			)
		},

		async findNewest(documentId, until) {
			const info = await storage.findDocument(documentId)
			if (info === null || until === null) return info?.sequence ?? 0
			const { epoch, thinnings } = info
			return newest.get([documentId, epoch, thinnings, until].join(' '), () =>
				turns.run(() => findNewest(storage, documentId, until))
			)
		},

		async readMoment(documentId, sequence) {
			const info = await storage.findDocument(documentId)
			if (info === null || sequence > info.sequence) return null
			return moments.get([documentId, info.epoch, info.thinnings, sequence].join(' '), () =>
				turns.run(async () => {
					const rows = await readRows(storage, documentId, { through: sequence })
					const last = rows.at(-1)
					return last?.sequence === sequence ? { at: last.at, update: await mergeRows(rows) } : null
				})
			)
		}
	}
}

/** Stops at the first later row. So nothing up to the result is later, even if the server's clock was set back. */
async function findNewest(storage: DocumentStorage, documentId: string, until: string): Promise<number> {
	let newest = 0
	for await (const rows of readPages(storage, documentId)) {
		for (const { sequence, at } of rows) {
			if (at > until) return newest
			newest = sequence
		}
	}
	return newest
}

async function mergeRows(rows: readonly StoredUpdate[]): Promise<Uint8Array> {
	const doc = new Y.Doc()
	await applyRows(doc, rows, createSlices())
	const update = Y.encodeStateAsUpdate(doc)
	doc.destroy()
	return update
}

async function describePage(rows: readonly StoredUpdate[], thinnedThrough: number): Promise<HistoryStretch> {
	const slices = createSlices()
	const stretches = await groupRows(rows, thinnedThrough, ({ bytes }) => hasEvent(bytes), slices)
	const page = takePage(stretches)
	const first = page[0]?.rows[0]
	if (first === undefined) return { entries: [], nextBefore: null }
	const doc = new Y.Doc()
	const earlier = rows.slice(0, rows.indexOf(first))
	await applyRows(doc, earlier, slices)
	const entries = await describeStretches(doc, page, slices)
	doc.destroy()
	return { entries, nextBefore: earlier.length === 0 ? null : first.sequence - first.count + 1 }
}

/** The newest stretches, oldest first. */
function takePage(stretches: readonly Stretch<StoredUpdate>[]): Stretch<StoredUpdate>[] {
	const page: Stretch<StoredUpdate>[] = []
	let entries = 0
	let rows = 0
	for (const stretch of stretches.toReversed()) {
		if (entries >= PAGE_ENTRIES || rows >= PAGE_ROWS) break
		page.unshift(stretch)
		entries += stretch.sittings.length
		rows += stretch.rows.length
	}
	return page
}

/** The last readings, and those being made: callers that ask for the same meanwhile share one. */
export interface KeptReadings<Value> {
	get(key: string, make: () => Promise<Value>): Promise<Value>
}

/** Keeps at most `most` readings, of those that `isKept` allows. */
function createKeptReadings<Value>(most: number, isKept: (value: Value) => boolean = () => true): KeptReadings<Value> {
	/** The least recently used first. */
	const readings = new Map<string, Promise<Value>>()

	return {
		get(key, make) {
			const known = readings.get(key)
			const reading = known ?? make()
			readings.delete(key)
			readings.set(key, reading)
			const forget = () => void (readings.get(key) === reading && readings.delete(key))
			// A failure goes to its callers; the next caller tries again.
			if (known === undefined) reading.then((value) => isKept(value) || forget(), forget)
			const [oldest] = readings.keys()
			if (readings.size > most && oldest !== undefined) readings.delete(oldest)
			return reading
		}
	}
}
