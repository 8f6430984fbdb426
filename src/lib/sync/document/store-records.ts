/**
 * What is known beside a document's updates: how many edits each tab made and how many were acknowledged (sync.md D2),
 * and what the relay said last. Tabs of one person share it, so their writes are merged and never overwritten.
 */
import type * as Y from 'yjs'
import type { ParticipantState } from '#protocol/frames.ts'
import type { SyncSnapshot } from './snapshot.ts'
import { committed, CUSTOM, IDENTITY_KEY, requested } from './store-database.ts'

/** One tab's edits since it opened the document. */
export interface EditCount {
	made: number
	acknowledged: number
}

export interface SyncRecord {
	/** ISO instant of the last moment when everything of ours was on the server. */
	lastSyncedAt: string | null
	/** The relay's epoch of the document; 0: not known yet. */
	epoch: number
	/**
	 * How often the log of this epoch turned out to be another one, e.g. after a restored backup. Numbers of a former log
	 * are void.
	 */
	otherLogs: number
	/** The run in which `haveSequence` was received; null: none, and nothing can be resumed (SPEC.md P12). */
	run: string | null
	/** The local store has every stored update up to it. */
	haveSequence: number
	/** State vector of what the relay had, as last known; null: not known. */
	relayVector: Uint8Array | null
	/**
	 * From the acknowledgement that first covered this person's newest acknowledged edit. 0: acknowledged, but under no
	 * valid number. Null: no edit of theirs was ever acknowledged.
	 */
	ownSequence: number | null
	participants: readonly ParticipantState[]
	/** Bytes the document still takes, once it is filling (sync.md R7); null: not known yet. */
	bytesLeft: number | 'enough' | null
	/** The relay has said that the document is deleted. */
	isGone: boolean
	/** What the relay last said of the edits it has not acknowledged. */
	verdict: Verdict
}

/** About the device's unsent edits. The newest verdict counts. */
export interface Verdict extends Pick<SyncSnapshot, 'refused'> {
	/** `isUnderReview`, under its stored name. */
	isHeld: boolean
	/** `reviewOutcome`, under its stored name. */
	decision: SyncSnapshot['reviewOutcome']
	/** ISO instant. */
	at: string
}

export interface StoreRecords {
	identity: string | null
	counts: Map<string, EditCount>
	sync: SyncRecord | null
	summary: unknown
}

export const noSyncRecord: SyncRecord = {
	lastSyncedAt: null,
	epoch: 0,
	otherLogs: 0,
	run: null,
	haveSequence: 0,
	relayVector: null,
	ownSequence: null,
	participants: [],
	bytesLeft: null,
	isGone: false,
	verdict: { at: '', refused: 0, isHeld: false, decision: null }
}

const COUNT_PREFIX = 'edits:'
const OTHERS_PREFIX = 'others:'

/** The id, in place of a tab's, of imported edits of other people. They must be sent, but are not this person's edits. */
export function othersEdits(id: string): string {
	return OTHERS_PREFIX + id
}

export function isOthersEdits(id: string): boolean {
	return id.startsWith(OTHERS_PREFIX)
}
const SYNC_KEY = 'sync'
const SUMMARY_KEY = 'summary'

export function readRecords(db: IDBDatabase): Promise<StoreRecords> {
	return recordsIn(db.transaction(CUSTOM))
}

/** The same in the caller's transaction. */
export async function recordsIn(transaction: IDBTransaction): Promise<StoreRecords> {
	const custom = transaction.objectStore(CUSTOM)
	const [keys, values] = await Promise.all([requested(custom.getAllKeys()), requested(custom.getAll())])
	const byKey = new Map<string, unknown>(keys.map((key, index) => [String(key), values[index]]))
	const counts = [...byKey].filter(([key]) => key.startsWith(COUNT_PREFIX))
	return {
		identity: (byKey.get(IDENTITY_KEY) as string | undefined) ?? null,
		counts: new Map(counts.map(([key, count]) => [key.slice(COUNT_PREFIX.length), count as EditCount])),
		sync: storedSync(byKey.get(SYNC_KEY)),
		summary: byKey.get(SUMMARY_KEY) ?? null
	}
}

/** In the caller's transaction, so that an edit and its count are stored together or not at all. */
export function putCount(transaction: IDBTransaction, tabId: string, count: EditCount): void {
	transaction.objectStore(CUSTOM).put({ ...count }, COUNT_PREFIX + tabId)
}

/** Counts other tabs' edits where their rows do not count them yet. In the caller's transaction, which must commit next. */
export async function raiseCounts(transaction: IDBTransaction, counts: ReadonlyMap<string, EditCount>): Promise<void> {
	const custom = transaction.objectStore(CUSTOM)
	for (const [tabId, { made, acknowledged }] of counts) {
		const row = (await requested(custom.get(COUNT_PREFIX + tabId))) as EditCount | undefined
		putCount(transaction, tabId, {
			made: Math.max(made, row?.made ?? 0),
			acknowledged: Math.max(acknowledged, row?.acknowledged ?? 0)
		})
	}
}

/** What one tab, or code that runs without a tab, knows of a document. */
export interface KnownRecords {
	tabId: string
	own: EditCount
	/** Edits of ended tabs that are acknowledged, up to a number each. */
	credited: ReadonlyMap<string, number>
	sync: SyncRecord
	/** undefined: unchanged. */
	summary?: unknown
}

/** Saves what this tab knows, merged with what others saved. Returns the merged record. */
export async function saveRecords(db: IDBDatabase, known: KnownRecords): Promise<SyncRecord> {
	const transaction = db.transaction(CUSTOM, 'readwrite')
	const sync = await putRecords(transaction, known)
	await committed(transaction)
	return sync
}

/** The same in the caller's transaction, which must commit next: await nothing else before. */
export async function putRecords(transaction: IDBTransaction, known: KnownRecords): Promise<SyncRecord> {
	const custom = transaction.objectStore(CUSTOM)
	const stored = storedSync(await requested(custom.get(SYNC_KEY)))
	const sync = stored === null ? known.sync : mergeSync(stored, known.sync)
	for (const [tabId, made] of known.credited) {
		const count = (await requested(custom.get(COUNT_PREFIX + tabId))) as EditCount | undefined
		if (count === undefined) continue
		if (count.made <= made) custom.delete(COUNT_PREFIX + tabId)
		else putCount(transaction, tabId, { ...count, acknowledged: Math.max(count.acknowledged, made) })
	}
	custom.put(sync, SYNC_KEY)
	if (known.own.made > 0) putCount(transaction, known.tabId, known.own)
	if (known.summary !== undefined) custom.put(known.summary, SUMMARY_KEY)
	return sync
}

export async function deleteCount(db: IDBDatabase, tabId: string): Promise<void> {
	const transaction = db.transaction(CUSTOM, 'readwrite')
	transaction.objectStore(CUSTOM).delete(COUNT_PREFIX + tabId)
	await committed(transaction)
}

export function mergeSync(stored: SyncRecord, known: SyncRecord): SyncRecord {
	const instants = [stored.lastSyncedAt, known.lastSyncedAt].filter((instant) => instant !== null)
	const lastSyncedAt = instants.sort().at(-1) ?? null
	const lead = stored.epoch - known.epoch || stored.otherLogs - known.otherLogs
	if (lead !== 0) return { ...(lead > 0 ? stored : known), lastSyncedAt }
	const sequences = [stored.ownSequence, known.ownSequence].filter((sequence) => sequence !== null)
	const { run, haveSequence } = stored.haveSequence > known.haveSequence ? stored : known
	return {
		...known,
		lastSyncedAt,
		run: run ?? stored.run,
		haveSequence,
		relayVector: known.relayVector ?? stored.relayVector,
		ownSequence: sequences.length === 0 ? null : Math.max(...sequences),
		participants: known.participants.length > 0 ? known.participants : stored.participants,
		bytesLeft: known.bytesLeft ?? stored.bytesLeft,
		isGone: stored.isGone || known.isGone,
		verdict: stored.verdict.at > known.verdict.at ? stored.verdict : known.verdict
	}
}

/** The relay's log is another one than was known: acknowledgements of the former one do not count. */
export function forgetLog(record: SyncRecord): SyncRecord {
	const { otherLogs, ownSequence } = record
	return {
		...record,
		otherLogs: otherLogs + 1,
		run: null,
		haveSequence: 0,
		relayVector: null,
		ownSequence: ownSequence === null ? null : 0,
		isGone: false,
		verdict: noSyncRecord.verdict
	}
}

/** An older app stored fewer fields. */
function storedSync(value: unknown): SyncRecord | null {
	return value === undefined ? null : { ...noSyncRecord, ...(value as Partial<SyncRecord>) }
}

export function bytesLeftOf({ bytesLeft }: SyncRecord): number | null {
	return bytesLeft === 'enough' ? null : bytesLeft
}

/** `counts` by tab. Leaves out imported edits of other people. */
export function ownUnsentOf(counts: ReadonlyMap<string, EditCount>): number {
	return unsentOf([...counts].flatMap(([id, count]) => (isOthersEdits(id) ? [] : count)))
}

export function unsentOf(counts: Iterable<EditCount>): number {
	return [...counts].reduce((sum, { made, acknowledged }) => sum + Math.max(0, made - acknowledged), 0)
}

/**
 * Yjs holds back an update whose predecessor is missing, without an event (sync.md R4). While it does, nobody may claim
 * to have everything up to some number.
 */
export function hasPending(doc: Y.Doc): boolean {
	return pendingBytes(doc) > 0
}

export function pendingBytes({ store }: Y.Doc): number {
	return (store.pendingStructs?.update.byteLength ?? 0) + (store.pendingDs?.byteLength ?? 0)
}
