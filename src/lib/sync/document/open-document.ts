import { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import type { DocumentState } from '#protocol/document-state.ts'
import { openConnection } from '../line/connection.ts'
import { isAllUnderReview } from '../line/line.ts'
import { watchPage } from '../line/retry.ts'
import { openLead } from './lead.ts'
import { openLocalLog } from './local-log.ts'
import { bytesLeftOf } from './log-records.ts'
import { partnersOf } from './status.ts'
import type { StorageRoom } from './storage-room.ts'
import { databaseName } from './store-database.ts'
import type { SyncSnapshot } from './snapshot.ts'
import { openTabTalk } from './tab-talk.ts'

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
	/** Compares everything with the server, whatever was acknowledged before. Resolves when both have the same, or the server refuses, or after a minute. */
	compare(): Promise<void>
	/** Applies what the server gave another way, as one update. It does not count as an edit of this device. */
	take(update: Uint8Array): void
	/** The person has read of `localStoreLost`. */
	dismissLoss(): void
}

export interface DocumentHandle {
	open: OpenDocument
	/** Resolves the first time that everything of the relay's has been received. */
	whenSynced: Promise<void>
	/**
	 * The tab that holds the line connects, once the log has been read or has failed. `ahead`: what the server gives before this code
	 * is there. A device without the document waits for it, so that the line does not bring the same again.
	 */
	start(ahead?: Promise<DocumentState | null>): void
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

const COMPARE_MS = 60_000

/** After so long a tab knows that it was robbed. */
const OUTBID_MS = 1_000

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

	let isStarted = false
	let ahead: DocumentState | null = null
	/** The lead is this tab's, and the log was read since. */
	let isLeading = false

	const log = openLocalLog({
		name,
		doc,
		isOwnEdit: (origin) => origin !== connection.origin,
		onChange: noteStore,
		onMustOffer: () => connection.offerAll(),
		onOutbid: () => void setTimeout(leadAgain, OUTBID_MS)
	})
	const connection = openConnection({
		isLed: false,
		...options,
		doc,
		awareness,
		log,
		loadRequests: () => import('../line/request-socket.ts'),
		onChange: changed
	})
	const lead = openLead({
		name,
		onGained: gain,
		onLost() {
			isLeading = false
			log.letGo()
			connectOrNot()
		},
		onHidden: () => talk.sayHidden()
	})
	const talk = openTabTalk(name, awareness, connection.origin, {
		onLeaderHidden: () => lead.take(),
		onTold: () => void log.catchUp().then(changed)
	})
	if (summarise !== undefined) doc.on('afterTransaction', summariseSoon)
	const stopWatching = watchPage({ onHidden: summariseNow })

	/** Resolves when it is reached, after a minute at the latest. */
	function until(isReached: () => boolean): Promise<void> {
		return new Promise((resolve) => {
			const timer = setTimeout(end, COMPARE_MS)
			listeners.add(look)
			look()
			function look(): void {
				if (isClosed || isReached()) end()
			}
			function end(): void {
				clearTimeout(timer)
				listeners.delete(look)
				resolve()
			}
		})
	}

	/** A robbed tab that did not know it yet has begun a term after ours. Its line has ended meanwhile. */
	function leadAgain(): void {
		if (isClosed || !isLeading) return
		isLeading = false
		connectOrNot()
		gain(false)
	}

	function gain(isShared: boolean): void {
		void log.hold(isShared).then(() => {
			isLeading = lead.isHeld()
			connectOrNot()
		})
	}

	/** A tab whose log has failed has nobody to send for it. */
	function connectOrNot(): void {
		if (isStarted && !isClosed && (isLeading || log.hasFailed())) {
			takeAhead()
			connection.start()
		} else connection.stop()
		log.standAlone(connection.isStarted() && !isLeading)
		changed()
	}

	/** Does not count as an edit of this device, nor as received over the line. */
	function takeAhead(): void {
		const { epoch } = log.state()
		const state = ahead
		ahead = null
		if (state === null || (epoch !== 0 && epoch !== state.epoch)) return
		log.change({ epoch: state.epoch })
		connection.take(state.updates)
	}

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
		const state = log.state()
		const { unsent, ...stored } = log.status()
		return {
			...stored,
			unsent,
			...lineStatus(unsent),
			isGone: state.isGone,
			isLoaded: hasSynced || doc.store.clients.size > 0,
			lastSyncedAt: state.lastSyncedAt,
			hasOwn: state.ackedSequence !== null,
			partners: partnersOf(state, personId),
			bytesLeft: bytesLeftOf(state),
			isSpaceLow: (options.room.freeBytes ?? Infinity) < LOW_SPACE_BYTES
		}
	}

	/** Of this tab's line, or as the leading tab tells it. */
	function lineStatus(unsent: number) {
		const told = talk.told()
		if (connection.isStarted() || told === null) {
			const status = connection.status()
			if (isLeading && connection.isStarted()) talk.tell({ ...status, isSynced: status.isSynced && log.isSettled() })
			return status
		}
		const refused = Math.min(told.refused, unsent)
		return { ...told, refused, isUnderReview: told.isUnderReview && refused > 0 && isAllUnderReview(log) }
	}

	function noteStore(): void {
		if (connection.isStarted() !== (isStarted && (isLeading || log.hasFailed()))) connectOrNot()
		connection.noteStore()
		changed()
	}

	function summariseSoon({ changed }: Y.Transaction): void {
		if (changed.size > 0) summaryTimer ??= setTimeout(summariseNow, SUMMARY_DELAY_MS)
	}

	function summariseNow(): void {
		if (summaryTimer === null) return
		clearTimeout(summaryTimer)
		summaryTimer = null
		const summary = summarise?.(doc) ?? null
		if (summary !== null && isLeading) log.saveSummary(summary)
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
			reconnect() {
				lead.take()
				connection.reconnect()
			},
			async compare() {
				lead.take()
				await until(() => connection.isStarted())
				log.forgetRelay(true)
				connection.restart()
				await until(() => {
					const { isSynced, unsent, refused, connection } = take()
					return (isSynced && unsent <= refused) || connection === 'refused' || connection === 'offline'
				})
			},
			take: (update) => connection.take([update]),
			dismissLoss: () => log.dismissLoss()
		},
		whenSynced,
		noteRoom: noteStore,
		start(state = Promise.resolve(null)) {
			void log.whenOpened.then(async () => {
				const hasDocument = log.state().epoch !== 0 || doc.store.clients.size > 0
				if (!hasDocument) ahead = await state
				isStarted = true
				connectOrNot()
			})
		},
		async close() {
			summariseNow()
			stopWatching()
			isClosed = true
			connection.close()
			lead.close()
			talk.close()
			await log.close()
			awareness.destroy()
			doc.destroy()
		}
	}
}
