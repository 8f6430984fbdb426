/**
 * What is known beside a document's updates: how many edits each tab made and had acknowledged
 * (sync.md D2), and what the relay last said. Tabs of one person share it, so what several of them
 * write is merged, never overwritten.
 */
import type { ParticipantState } from '#protocol/sync.ts'
import { committed, CUSTOM, IDENTITY_KEY, requested } from './store-database.ts'

/** One tab's edits, counted from its opening of the document. */
export interface EditCount {
	made: number
	acknowledged: number
}

export interface SyncRecord {
	/** ISO instant of the last moment everything of ours was on the server. */
	lastSyncedAt: string | null
	/** The relay's epoch that `ownSequence` belongs to. */
	epoch: number
	/** From the acknowledgement that first covered this person's newest acknowledged edit; null: none yet. */
	ownSequence: number | null
	participants: readonly ParticipantState[]
}

export interface StoreRecords {
	identity: string | null
	counts: Map<string, EditCount>
	sync: SyncRecord | null
	summary: unknown
}

export const noSyncRecord: SyncRecord = { lastSyncedAt: null, epoch: 0, ownSequence: null, participants: [] }

const COUNT_PREFIX = 'edits:'
const SYNC_KEY = 'sync'
const SUMMARY_KEY = 'summary'

export async function readRecords(db: IDBDatabase): Promise<StoreRecords> {
	const custom = db.transaction(CUSTOM, 'readonly').objectStore(CUSTOM)
	const [keys, values] = await Promise.all([requested(custom.getAllKeys()), requested(custom.getAll())])
	const byKey = new Map<string, unknown>(keys.map((key, index) => [String(key), values[index]]))
	const counts = [...byKey].filter(([key]) => key.startsWith(COUNT_PREFIX))
	return {
		identity: (byKey.get(IDENTITY_KEY) as string | undefined) ?? null,
		counts: new Map(counts.map(([key, count]) => [key.slice(COUNT_PREFIX.length), count as EditCount])),
		sync: (byKey.get(SYNC_KEY) as SyncRecord | undefined) ?? null,
		summary: byKey.get(SUMMARY_KEY) ?? null
	}
}

/** Within the caller's transaction, so that an edit and its count are stored together or not at all. */
export function putCount(transaction: IDBTransaction, tabId: string, count: EditCount): void {
	transaction.objectStore(CUSTOM).put({ ...count }, COUNT_PREFIX + tabId)
}

/** Saves what this tab knows, merged with what others saved; answers the merged record. `summary` undefined: unchanged. */
export async function saveRecords(
	db: IDBDatabase,
	known: { tabId: string; own: EditCount; credited: ReadonlyMap<string, number>; sync: SyncRecord; summary?: unknown }
): Promise<SyncRecord> {
	const transaction = db.transaction(CUSTOM, 'readwrite')
	const custom = transaction.objectStore(CUSTOM)
	const stored = (await requested(custom.get(SYNC_KEY))) as SyncRecord | undefined
	const sync = stored === undefined ? known.sync : mergeSync(stored, known.sync)
	for (const [tabId, made] of known.credited) {
		const count = (await requested(custom.get(COUNT_PREFIX + tabId))) as EditCount | undefined
		if (count === undefined) continue
		if (count.made <= made) custom.delete(COUNT_PREFIX + tabId)
		else putCount(transaction, tabId, { ...count, acknowledged: Math.max(count.acknowledged, made) })
	}
	custom.put(sync, SYNC_KEY)
	if (known.own.made > 0) putCount(transaction, known.tabId, known.own)
	if (known.summary !== undefined) custom.put(known.summary, SUMMARY_KEY)
	await committed(transaction)
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
	if (stored.epoch > known.epoch) return { ...stored, lastSyncedAt }
	if (stored.epoch < known.epoch) return { ...known, lastSyncedAt }
	const sequences = [stored.ownSequence, known.ownSequence].filter((sequence) => sequence !== null)
	return {
		lastSyncedAt,
		epoch: known.epoch,
		ownSequence: sequences.length === 0 ? null : Math.max(...sequences),
		participants: known.participants.length > 0 ? known.participants : stored.participants
	}
}

export function unsentOf(counts: Iterable<EditCount>): number {
	return [...counts].reduce((sum, { made, acknowledged }) => sum + Math.max(0, made - acknowledged), 0)
}
