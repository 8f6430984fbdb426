import { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { takeUpdates } from '#protocol/take-updates.ts'
import { openConnection } from '../line/connection.ts'
import { openLocalStore } from './local-store.ts'
import { watchPage } from '../line/retry.ts'
import { partnersOf } from './status.ts'
import type { StorageRoom } from './storage-room.ts'
import { databaseName } from './store-database.ts'
import { bytesLeftOf } from './store-records.ts'
import type { SyncSnapshot } from './snapshot.ts'

export interface OpenDocument {
	documentId: string
	doc: Y.Doc
	awareness: Awareness
	/** The same object until something changes. Each change calls the subscribers. */
	snapshot(): SyncSnapshot
	/** Returns the function to stop listening. */
	subscribe(listener: () => void): () => void
	/** For a person's tap (sync.md D6). Also tries again after a final refusal. */
	reconnect(): void
	/** Applies what the server gave another way, as one update. It does not count as an edit of this device. */
	take(update: Uint8Array): void
	/** The person has read of `localStoreLost`. */
	dismissLoss(): void
}

export interface DocumentHandle {
	open: OpenDocument
	/** Resolves the first time that everything of the relay's has been received. */
	whenSynced: Promise<void>
	/** Connects once the local store has been read or has failed. */
	start(): void
	/** The options' `room` has changed. */
	noteRoom(): void
	close(): Promise<void>
}

export interface DocumentOptions {
	personId: string
	documentId: string
	/** See ConnectionOptions. False by default. */
	isLed?: boolean
	deviceId: string
	appVersion: string
	/** The device's. It changes in place; call `noteRoom` then. */
	room: StorageRoom
	/** `wss://host/sync` */
	url: string
	WebSocketClass: typeof WebSocket
	/** What to store for screens that do not open the document; null: nothing yet. */
	summarise?(doc: Y.Doc): unknown
}

const SUMMARY_DELAY_MS = 500
/**
 * Enough for years of a programme's text, but so little that the browser soon refuses to store. A share of the quota
 * would warn too early on big disks.
 */
const LOW_SPACE_BYTES = 50e6

/** Opens a document on this device: its local store at once, its connection on `start`. */
export function openDocument(options: DocumentOptions): DocumentHandle {
	const { personId, documentId, summarise } = options
	const doc = new Y.Doc()
	const awareness = new Awareness(doc)
	awareness.setLocalState({ personId, openItemId: null })
	const name = databaseName(personId, documentId)
	const listeners = new Set<() => void>()
	let resolveSynced: () => void = () => undefined
	const whenSynced = new Promise<void>((resolve) => (resolveSynced = resolve))
	let snapshot: SyncSnapshot | null = null
	let isClosed = false
	let hasSynced = false
	let summaryTimer: ReturnType<typeof setTimeout> | null = null

	// The store must listen to the document before the provider does, so that an edit is counted before it is sent.
	const store = openLocalStore({
		name,
		doc,
		isOwnEdit: (origin) => origin !== connection.origin,
		onChange: noteStore,
		onAdopted: () => connection.offerAll()
	})
	const connection = openConnection({
		isLed: false,
		...options,
		doc,
		awareness,
		store,
		tabChannel: name,
		onChange: changed
	})
	if (summarise !== undefined) doc.on('update', summariseSoon)
	const stopWatching = watchPage({ onHidden: summariseNow })

	function changed(): void {
		if (isClosed) return
		const next = take()
		if (next.isSynced && !hasSynced) {
			hasSynced = true
			resolveSynced()
			next.isLoaded = true
		}
		if (snapshot !== null && JSON.stringify(next) === JSON.stringify(snapshot)) return
		snapshot = next
		for (const listener of [...listeners]) listener()
	}

	function take(): SyncSnapshot {
		const record = store.record()
		return {
			...store.status(),
			...connection.status(),
			isGone: record.isGone,
			isLoaded: hasSynced || doc.store.clients.size > 0,
			lastSyncedAt: record.lastSyncedAt,
			hasOwn: record.ownSequence !== null,
			partners: partnersOf(record, personId),
			bytesLeft: bytesLeftOf(record),
			isSpaceLow: (options.room.freeBytes ?? Infinity) < LOW_SPACE_BYTES
		}
	}

	function noteStore(): void {
		connection.noteStore()
		changed()
	}

	function summariseSoon(): void {
		summaryTimer ??= setTimeout(summariseNow, SUMMARY_DELAY_MS)
	}

	function summariseNow(): void {
		if (summaryTimer === null) return
		clearTimeout(summaryTimer)
		summaryTimer = null
		const summary = summarise?.(doc) ?? null
		if (summary !== null) store.saveSummary(summary)
	}

	return {
		open: {
			documentId,
			doc,
			awareness,
			snapshot: () => (snapshot ??= take()),
			subscribe(listener) {
				listeners.add(listener)
				return () => listeners.delete(listener)
			},
			reconnect: () => connection.reconnect(),
			take: (update) => void takeUpdates(doc, [update], connection.origin),
			dismissLoss: () => store.dismissLoss()
		},
		whenSynced,
		noteRoom: noteStore,
		start() {
			void store.whenOpened.then(() => {
				if (!isClosed) connection.start()
			})
		},
		async close() {
			summariseNow()
			stopWatching()
			isClosed = true
			connection.close()
			await store.close()
			awareness.destroy()
			doc.destroy()
		}
	}
}
