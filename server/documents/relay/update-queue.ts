/**
 * The queue of one document's updates (sync.md R1): record, commit, then broadcast and acknowledge. Updates are
 * appended without waiting for earlier ones, and let out in the order they were appended. The queue also measures how
 * full the document is (R7).
 *
 * When the storage fails, it is unknown what it holds: the queue gives up everything that is under way.
 */
import type { CloseReason } from '#protocol/close-codes.ts'
import type { DocumentStorage } from '../storage/storage.ts'
import { createKnowledge, type Decoded, type Knowledge } from './knowledge.ts'
import type { MergedLogs } from './merged-logs.ts'
import type { Meter } from './options.ts'

/** The sender of updates: a connection, or a caller without one. */
export interface Author {
	readonly personId: string
	readonly deviceId: string
	/** Who accepted this author's updates from the review log; absent: the author sent them. */
	readonly acceptedBy?: string | undefined
	/** All of this author's update frames up to `counter` are durable, in the order they were received. */
	acknowledge(counter: number): void
	/** Closes the author's connection. What was received and is not acknowledged by now may be lost. */
	close(reason: CloseReason): void
}

export interface UpdateQueueOptions extends Pick<DocumentSizeOptions, 'documentId' | 'bytes' | 'limits' | 'onFilling'> {
	/** As stored at this moment. */
	sequence: number
	storage: DocumentStorage
	logs: Pick<MergedLogs, 'readKnowledge'>
	now(): Date
	meter: Meter
	/** Sends the update to everybody who has the document open, except to its author. */
	broadcast(update: Uint8Array, author: Author | null): void
	/** Everything stored up to `sequence` was broadcast. */
	onMoved(sequence: number): void
	onStored(): void
	/** No update is under way any more. */
	onSettled(): void
	/** The storage has failed. The queue takes nothing after `giveUp`. */
	onFailed(error: unknown): void
}

export interface UpdateQueue extends Pick<DocumentSize, 'bytesLeft' | 'remeasure'> {
	sequence(): number
	/** Stores, then acknowledges and broadcasts. */
	receive(author: Author, update: Uint8Array, about: Received): 'accepted' | 'too-large'
	/**
	 * Acknowledges a frame with nothing to store, such as an empty update or a report, after all that came before it in
	 * the document.
	 */
	receiveNothing(author: Author, counter: number): void
	/** Null when the storage has failed. */
	readStateVector(): Promise<Uint8Array | null>
	/** Replaces what the queue knows by these rows: all stored ones, read anew. */
	learn(rows: readonly Uint8Array[]): void
	/** Resolves with `stored` when all that came before is stored and acknowledged, otherwise with the reason. */
	settle(): Promise<'stored' | CloseReason>
	isSettled(): boolean
	/** Closes the queue without acknowledging anything, and returns the authors whose updates were under way. */
	giveUp(): Author[]
}

export interface Received {
	counter: number
	/** The update answers the relay's question, and is mostly known already. */
	isOffer: boolean
	/** The decoded update, if the caller has it. */
	decoded?: Decoded
}

interface Arrival {
	author: Author
	counter: number
	/** Null for a frame with nothing to store. */
	update: Uint8Array | null
	/** Null until committed. */
	sequence: number | null
	/** As performance.now(). */
	at: number
}

export function createUpdateQueue(options: UpdateQueueOptions): UpdateQueue {
	const { documentId, storage, logs, meter } = options
	/** In order of arrival; the head is let out first. */
	const arrivals: Arrival[] = []
	let { sequence } = options
	let isOpen = true
	let catchingUp: Promise<void> | null = null
	let knowledge: Knowledge | null = null
	const size = createDocumentSize({
		...options,
		settledAt: () => (isOpen && arrivals.length === 0 ? sequence : null)
	})

	function append(arrival: Arrival, update: Uint8Array): void {
		const { personId, deviceId, acceptedBy } = arrival.author
		const at = options.now().toISOString()
		storage.append(documentId, { bytes: update, personId, deviceId, at, acceptedBy }).then((stored) => {
			arrival.sequence = stored
			letOut()
		}, options.onFailed)
	}

	function letOut(): void {
		if (!isOpen) return
		let hasStored = false
		for (let head = arrivals[0]; head !== undefined; head = arrivals[0]) {
			if (head.update !== null) {
				if (head.sequence === null) break
				if (head.sequence > sequence + 1) {
					// Another writer has stored rows below it, which go out first: the ACK of a frame covers all rows up to it (P5).
					void catchUp()
					break
				}
				hasStored = true
				// A row not above `sequence` went out already, in `readOthers`.
				if (head.sequence > sequence) {
					options.broadcast(head.update, head.author)
					moveTo(head.sequence)
				}
				meter.committed(performance.now() - head.at)
			}
			arrivals.shift()
			head.author.acknowledge(head.counter)
		}
		if (hasStored) options.onStored()
		if (arrivals.length > 0) return
		size.noteSettled()
		options.onSettled()
	}

	function moveTo(stored: number): void {
		sequence = stored
		options.onMoved(sequence)
	}

	/** Broadcasts rows that another writer has stored. */
	function catchUp(): Promise<void> {
		catchingUp ??= readOthers().finally(() => {
			catchingUp = null
			// Lets out what waited for it. Not when nothing waits: that would close an empty room that somebody is about to join.
			if (arrivals.length > 0) letOut()
		})
		return catchingUp
	}

	async function readOthers(): Promise<void> {
		const rows = await storage.load(documentId, sequence).catch(options.onFailed)
		if (!isOpen || rows === undefined) return
		for (const row of rows) {
			// It was let out while the rows were read.
			if (row.sequence <= sequence) continue
			const own = arrivals.find((arrival) => arrival.sequence === row.sequence)
			if (own === undefined) {
				size.add(row.bytes)
				knowledge?.add(row.bytes, false)
			}
			options.broadcast(row.bytes, own?.author ?? null)
			moveTo(row.sequence)
		}
	}

	function adopt(stored: Knowledge): void {
		for (const { update } of arrivals) if (update !== null) stored.add(update, false)
		knowledge = stored
	}

	function receiveNothing(author: Author, counter: number): void {
		if (!isOpen) return author.close('storage-failed')
		arrivals.push({ author, counter, update: null, sequence: null, at: 0 })
		// Behind other arrivals it goes out with them: this may be called while they are being let out.
		if (arrivals.length === 1) letOut()
	}

	return {
		sequence: () => sequence,
		bytesLeft: size.bytesLeft,
		remeasure: size.remeasure,

		receive(author, update, { counter, isOffer, decoded }) {
			if (isOffer && knowledge?.contains(update) === true) {
				receiveNothing(author, counter)
				return 'accepted'
			}
			if (!size.hasRoomFor(update)) return 'too-large'
			if (!isOpen) {
				author.close('storage-failed')
				return 'accepted'
			}
			size.add(update)
			knowledge?.add(update, isOffer, decoded)
			const arrival = { author, update, counter, sequence: null, at: performance.now() }
			arrivals.push(arrival)
			append(arrival, update)
			return 'accepted'
		},

		receiveNothing,

		async readStateVector() {
			if (knowledge === null) {
				const stored = await logs.readKnowledge(documentId).catch(options.onFailed)
				if (stored === undefined || !isOpen) return null
				if (knowledge === null) adopt(stored)
			}
			return knowledge?.stateVector() ?? null
		},

		learn: (rows) => adopt(createKnowledge(rows)),

		settle: () =>
			new Promise((resolve) => {
				const last = { personId: '', deviceId: '', acknowledge: () => resolve('stored'), close: resolve }
				receiveNothing(last, 0)
			}),

		isSettled: () => arrivals.length === 0,

		giveUp() {
			isOpen = false
			return arrivals.splice(0).map(({ author }) => author)
		}
	}
}

/** How full a document is, by the bytes of its stored updates and of those under way (sync.md R7). */
export interface DocumentSizeOptions {
	documentId: string
	/** As stored at this moment. */
	bytes: number
	/** Above `documentBytes` the document takes no more updates; from `softBytes` on it is filling. */
	limits: { documentBytes: number; softBytes: number }
	storage: Pick<DocumentStorage, 'findDocument'>
	/** The newest update whose bytes are counted; null while an update is under way. */
	settledAt(): number | null
	/** The document has started or stopped filling. */
	onFilling(): void
	/** The storage has failed. */
	onFailed(error: unknown): void
}

export interface DocumentSize {
	/** Bytes that a filling document still takes; null: it is not filling. */
	bytesLeft(): number | null
	hasRoomFor(update: Uint8Array): boolean
	add(update: Uint8Array): void
	/** The stored rows have become smaller. Measures again as soon as no update is under way. */
	remeasure(): void
	/** No update is under way any more. */
	noteSettled(): void
}

function createDocumentSize(options: DocumentSizeOptions): DocumentSize {
	const { documentBytes, softBytes } = options.limits
	let { bytes } = options
	let isMeasureDue = false

	function resize(next: number): void {
		const wasFilling = bytes >= softBytes
		bytes = next
		if (wasFilling !== bytes >= softBytes) options.onFilling()
	}

	function noteSettled(): void {
		if (isMeasureDue) void measure()
	}

	async function measure(): Promise<void> {
		const info = await options.storage.findDocument(options.documentId).catch(options.onFailed)
		// Updates under way, or of another writer, would be missing or counted twice. It is measured again when they were let out.
		if (!info || info.sequence !== options.settledAt()) return
		isMeasureDue = false
		resize(info.bytes)
	}

	return {
		bytesLeft: () => (bytes < softBytes ? null : Math.max(0, documentBytes - bytes)),
		hasRoomFor: (update) => bytes + update.length <= documentBytes,
		add: (update) => resize(bytes + update.length),
		remeasure() {
			isMeasureDue = true
			if (options.settledAt() !== null) noteSettled()
		},
		noteSettled
	}
}
