/**
 * What comes in for one document, in the order it goes out: record, commit, acknowledge, broadcast (sync.md R1). Updates are
 * appended at once, the next without waiting for the one before, and let out in the order they were appended.
 *
 * When the storage fails, what it holds is not known any more: all that is on its way is given up at once.
 */
import type { CloseReason } from '#protocol/close-codes.ts'
import type { DocumentStorage } from '../storage/storage.ts'
import { createKnowledge, type Decoded, type Knowledge } from './knowledge.ts'
import type { MergedLogs } from './merged-logs.ts'
import type { Meter } from './parts.ts'

/** Who brings updates: a connection, or somebody without one. */
export interface Author {
	readonly personId: string
	readonly deviceId: string
	/** Who accepted from the holding log what this author brings; absent: the author brings it themselves. */
	readonly acceptedBy?: string | undefined
	/** All of this author's update frames up to `counter` are durable, in the order they were received. */
	acknowledge(counter: number): void
	/** What was received and is not acknowledged by now may be lost. */
	close(reason: CloseReason): void
}

export interface UpdateQueueParts extends Pick<DocumentSizeParts, 'documentId' | 'bytes' | 'limits' | 'onFilling'> {
	/** As stored at this moment. */
	sequence: number
	storage: DocumentStorage
	logs: Pick<MergedLogs, 'readKnowledge'>
	now(): Date
	meter: Meter
	/** To all who have the document open; whose own it was knows it. */
	broadcast(update: Uint8Array, author: Author | null): void
	/** Everything stored up to `sequence` was broadcast. */
	onMoved(sequence: number): void
	onStored(): void
	/** Nothing is on its way any more. */
	onSettled(): void
	/** The storage has failed; the queue takes nothing any more once it is given up. */
	onFailed(error: unknown): void
}

export interface UpdateQueue extends Pick<DocumentSize, 'bytesLeft' | 'remeasure'> {
	sequence(): number
	/** Stores, then acknowledges and broadcasts. */
	receive(author: Author, update: Uint8Array, about: Received): 'accepted' | 'too-large'
	/** Acknowledges what there is nothing to store of, as an empty frame or a report, after all that came before in the document. */
	receiveNothing(author: Author, counter: number): void
	/** Null when the storage has failed. */
	readStateVector(): Promise<Uint8Array | null>
	/** All stored rows, read anew: they take the place of what was believed. */
	learn(rows: readonly Uint8Array[]): void
	/** Resolves when all that came before is stored and acknowledged; or with the reason why it is not. */
	settle(): Promise<'stored' | CloseReason>
	isSettled(): boolean
	/** Takes nothing any more, and resolves nothing; whose updates were on their way. */
	giveUp(): Author[]
}

export interface Received {
	counter: number
	/** An answer to the relay's question, mostly known already. */
	isOffer: boolean
	/** The update, where it was decoded already. */
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

export function createUpdateQueue(parts: UpdateQueueParts): UpdateQueue {
	const { documentId, storage, logs, meter } = parts
	/** In order of arrival; the head is let out first. */
	const arrivals: Arrival[] = []
	let { sequence } = parts
	let isOpen = true
	let catchingUp: Promise<void> | null = null
	let knowledge: Knowledge | null = null
	const size = createDocumentSize({
		...parts,
		settledAt: () => (isOpen && arrivals.length === 0 ? sequence : null)
	})

	function append(arrival: Arrival, update: Uint8Array): void {
		const { personId, deviceId, acceptedBy } = arrival.author
		const at = parts.now().toISOString()
		storage.append(documentId, { bytes: update, personId, deviceId, at, acceptedBy }).then((stored) => {
			arrival.sequence = stored
			letOut()
		}, parts.onFailed)
	}

	function letOut(): void {
		if (!isOpen) return
		let hasStored = false
		for (let head = arrivals[0]; head !== undefined; head = arrivals[0]) {
			if (head.update !== null) {
				if (head.sequence === null) break
				if (head.sequence > sequence + 1) {
					// Others have stored something below it, which goes out first: no ACK names a lower sequence (P5).
					void catchUp()
					break
				}
				hasStored = true
				// Not above `sequence`: it went out already, with what others had stored.
				if (head.sequence > sequence) {
					parts.broadcast(head.update, head.author)
					moveTo(head.sequence)
				}
				meter.committed(performance.now() - head.at)
			}
			arrivals.shift()
			head.author.acknowledge(head.counter)
		}
		if (hasStored) parts.onStored()
		if (arrivals.length > 0) return
		size.noteSettled()
		parts.onSettled()
	}

	function moveTo(stored: number): void {
		sequence = stored
		parts.onMoved(sequence)
	}

	/** Sends what others have stored. */
	function catchUp(): Promise<void> {
		catchingUp ??= readOthers().finally(() => {
			catchingUp = null
			// What waited for it; an empty room may be one that somebody is about to join.
			if (arrivals.length > 0) letOut()
		})
		return catchingUp
	}

	async function readOthers(): Promise<void> {
		const rows = await storage.load(documentId, sequence).catch(parts.onFailed)
		if (!isOpen || rows === undefined) return
		for (const row of rows) {
			// Let out while this was read.
			if (row.sequence <= sequence) continue
			const own = arrivals.find((arrival) => arrival.sequence === row.sequence)
			if (own === undefined) {
				size.add(row.bytes)
				knowledge?.add(row.bytes, false)
			}
			parts.broadcast(row.bytes, own?.author ?? null)
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
		// Behind others it goes out with them: this may be called while they are being let out.
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
				const stored = await logs.readKnowledge(documentId).catch(parts.onFailed)
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

/** How full a document is, by the bytes of its stored updates and of those on their way (sync.md R7). */
export interface DocumentSizeParts {
	documentId: string
	/** As stored at this moment. */
	bytes: number
	/** Beyond `documentBytes` the document takes no more, from `softBytes` on it is filling. */
	limits: { documentBytes: number; softBytes: number }
	storage: Pick<DocumentStorage, 'findDocument'>
	/** The newest update of which its bytes are counted, while nothing else is on its way; null otherwise. */
	settledAt(): number | null
	/** The document has begun to fill, or does so no more. */
	onFilling(): void
	/** The storage has failed. */
	onFailed(error: unknown): void
}

export interface DocumentSize {
	/** What a filling document still takes; null: enough. */
	bytesLeft(): number | null
	hasRoomFor(update: Uint8Array): boolean
	add(update: Uint8Array): void
	/** What is stored has become less: measured anew as soon as nothing is on its way. */
	remeasure(): void
	/** Nothing is on its way any more. */
	noteSettled(): void
}

function createDocumentSize(parts: DocumentSizeParts): DocumentSize {
	const { documentBytes, softBytes } = parts.limits
	let { bytes } = parts
	let isMeasureDue = false

	function resize(next: number): void {
		const wasFilling = bytes >= softBytes
		bytes = next
		if (wasFilling !== bytes >= softBytes) parts.onFilling()
	}

	function noteSettled(): void {
		if (isMeasureDue) void measure()
	}

	async function measure(): Promise<void> {
		const info = await parts.storage.findDocument(parts.documentId).catch(parts.onFailed)
		// What is on its way, or others have stored, would be lacking or be counted twice: once more when that was let out.
		if (!info || info.sequence !== parts.settledAt()) return
		isMeasureDue = false
		resize(info.bytes)
	}

	return {
		bytesLeft: () => (bytes < softBytes ? null : Math.max(0, documentBytes - bytes)),
		hasRoomFor: (update) => bytes + update.length <= documentBytes,
		add: (update) => resize(bytes + update.length),
		remeasure() {
			isMeasureDue = true
			if (parts.settledAt() !== null) noteSettled()
		},
		noteSettled
	}
}
