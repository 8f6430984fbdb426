/**
 * The queue of one document's updates (sync.md R1): record, commit, then broadcast and acknowledge. Updates are
 * appended without waiting for earlier ones, and let out in the order they were appended. The queue also measures how
 * full the document is, by the bytes of its stored updates and of those under way (R7).
 *
 * When the storage fails, it is unknown what it holds: the queue gives up everything that is under way.
 */
import type { CloseReason } from '#protocol/close-codes.ts'
import { createKnowledge, type Decoded, type Knowledge } from '../storage/knowledge.ts'
import type { MergedLogs } from '../storage/merged-logs.ts'
import type { DocumentStorage } from '../storage/storage.ts'
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

/** What all queues of a relay share. */
export interface QueueOptions {
	/** Above `documentBytes` a document takes no more updates; from `softBytes` on it is filling. */
	settings: { documentBytes: number; softBytes: number }
	storage: DocumentStorage
	logs: Pick<MergedLogs, 'readKnowledge'>
	now(): Date
	meter: Meter
	/** One or more updates of the document were committed. */
	onStored(documentId: string): void
}

/** The room of a queue. */
export interface QueueRoom {
	readonly documentId: string
	/** Sends the update to everybody who has the document open, except to its author. */
	broadcast(update: Uint8Array, author: Author | null): void
	/** Everything stored up to `sequence` was broadcast. */
	reach(sequence: number): void
	/** The document has started or stopped filling. */
	greetAll(): void
	/** No update is under way any more. */
	rest(): void
	/** The storage has failed. The queue takes nothing after `giveUp`. */
	fail(error: unknown): void
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

export class UpdateQueue {
	readonly #options: QueueOptions
	readonly #room: QueueRoom
	/** In order of arrival; the head is let out first. */
	readonly #arrivals: Arrival[] = []
	/** Everything stored up to this was broadcast. */
	sequence: number
	#bytes: number
	#isMeasureDue = false
	#isOpen = true
	#catchingUp: Promise<void> | null = null
	#knowledge: Knowledge | null = null
	readonly #fail: (error: unknown) => void

	/** `stored`: as it is when the room opens. */
	constructor(options: QueueOptions, room: QueueRoom, stored: { sequence: number; bytes: number }) {
		this.#options = options
		this.#room = room
		this.sequence = stored.sequence
		this.#bytes = stored.bytes
		this.#fail = (error) => room.fail(error)
	}

	/** Stores, then acknowledges and broadcasts. */
	receive(author: Author, update: Uint8Array, { counter, isOffer, decoded }: Received): 'accepted' | 'too-large' {
		if (isOffer && this.#knowledge?.contains(update) === true) {
			this.receiveNothing(author, counter)
			return 'accepted'
		}
		if (this.#bytes + update.length > this.#options.settings.documentBytes) return 'too-large'
		if (!this.#isOpen) {
			author.close('storage-failed')
			return 'accepted'
		}
		this.#resize(this.#bytes + update.length)
		this.#knowledge?.add(update, isOffer, decoded)
		const arrival = { author, update, counter, sequence: null, at: performance.now() }
		this.#arrivals.push(arrival)
		this.#append(arrival, update)
		return 'accepted'
	}

	/**
	 * Acknowledges a frame with nothing to store, such as an empty update or a report, after all that came before it in
	 * the document.
	 */
	receiveNothing(author: Author, counter: number): void {
		if (!this.#isOpen) return author.close('storage-failed')
		this.#arrivals.push({ author, counter, update: null, sequence: null, at: 0 })
		// Behind other arrivals it goes out with them: this may be called while they are being let out.
		if (this.#arrivals.length === 1) this.#letOut()
	}

	/** Null when the storage has failed. */
	async readStateVector(): Promise<Uint8Array | null> {
		if (this.#knowledge === null) {
			const stored = await this.#options.logs.readKnowledge(this.#room.documentId).catch(this.#fail)
			if (stored === undefined || !this.#isOpen) return null
			if (this.#knowledge === null) this.#adopt(stored)
		}
		return this.#knowledge?.stateVector() ?? null
	}

	/** Replaces what the queue knows by these rows: all stored ones, read anew. */
	learn(rows: readonly Uint8Array[]): void {
		this.#adopt(createKnowledge(rows))
	}

	/** Bytes that a filling document still takes; null: it is not filling. */
	bytesLeft(): number | null {
		const { softBytes, documentBytes } = this.#options.settings
		return this.#bytes < softBytes ? null : Math.max(0, documentBytes - this.#bytes)
	}

	/** The stored rows have become smaller. Measures again as soon as no update is under way. */
	remeasure(): void {
		this.#isMeasureDue = true
		if (this.#isOpen && this.isSettled()) void this.#measure()
	}

	/** Resolves with `stored` when all that came before is stored and acknowledged, otherwise with the reason. */
	settle(): Promise<'stored' | CloseReason> {
		return new Promise((resolve) => {
			const last = { personId: '', deviceId: '', acknowledge: () => resolve('stored'), close: resolve }
			this.receiveNothing(last, 0)
		})
	}

	isSettled(): boolean {
		return this.#arrivals.length === 0
	}

	/** Closes the queue without acknowledging anything, and returns the authors whose updates were under way. */
	giveUp(): Author[] {
		this.#isOpen = false
		return this.#arrivals.splice(0).map(({ author }) => author)
	}

	#append(arrival: Arrival, update: Uint8Array): void {
		const { storage, now } = this.#options
		const { personId, deviceId, acceptedBy } = arrival.author
		const at = now().toISOString()
		storage.append(this.#room.documentId, { bytes: update, personId, deviceId, at, acceptedBy }).then((stored) => {
			arrival.sequence = stored
			this.#letOut()
		}, this.#fail)
	}

	#letOut(): void {
		if (!this.#isOpen) return
		let hasStored = false
		for (let head = this.#arrivals[0]; head !== undefined; head = this.#arrivals[0]) {
			if (head.update !== null) {
				if (head.sequence === null) break
				if (head.sequence > this.sequence + 1) {
					// Another writer has stored rows below it, which go out first: the ACK of a frame covers all rows up to it (P5).
					void this.#catchUp()
					break
				}
				hasStored = true
				// A row not above `sequence` went out already, in `#readOthers`.
				if (head.sequence > this.sequence) {
					this.#room.broadcast(head.update, head.author)
					this.#moveTo(head.sequence)
				}
				this.#options.meter.committed(performance.now() - head.at)
			}
			this.#arrivals.shift()
			head.author.acknowledge(head.counter)
		}
		if (hasStored) this.#options.onStored(this.#room.documentId)
		if (this.#arrivals.length > 0) return
		if (this.#isMeasureDue) void this.#measure()
		this.#room.rest()
	}

	#moveTo(stored: number): void {
		this.sequence = stored
		this.#room.reach(stored)
	}

	/** Broadcasts rows that another writer has stored. */
	#catchUp(): Promise<void> {
		this.#catchingUp ??= this.#readOthers().finally(() => {
			this.#catchingUp = null
			// Lets out what waited for it. Not when nothing waits: that would close an empty room that somebody is about to join.
			if (this.#arrivals.length > 0) this.#letOut()
		})
		return this.#catchingUp
	}

	async #readOthers(): Promise<void> {
		const rows = await this.#options.storage.load(this.#room.documentId, this.sequence).catch(this.#fail)
		if (!this.#isOpen || rows === undefined) return
		for (const row of rows) {
			// It was let out while the rows were read.
			if (row.sequence <= this.sequence) continue
			const own = this.#arrivals.find((arrival) => arrival.sequence === row.sequence)
			if (own === undefined) {
				this.#resize(this.#bytes + row.bytes.length)
				this.#knowledge?.add(row.bytes, false)
			}
			this.#room.broadcast(row.bytes, own?.author ?? null)
			this.#moveTo(row.sequence)
		}
	}

	#adopt(stored: Knowledge): void {
		for (const { update } of this.#arrivals) if (update !== null) stored.add(update, false)
		this.#knowledge = stored
	}

	#resize(bytes: number): void {
		const { softBytes } = this.#options.settings
		const wasFilling = this.#bytes >= softBytes
		this.#bytes = bytes
		if (wasFilling !== bytes >= softBytes) this.#room.greetAll()
	}

	async #measure(): Promise<void> {
		const info = await this.#options.storage.findDocument(this.#room.documentId).catch(this.#fail)
		// Updates under way, or of another writer, would be missing or counted twice. It is measured again when they were let out.
		if (!info || !this.#isOpen || !this.isSettled() || info.sequence !== this.sequence) return
		this.#isMeasureDue = false
		this.#resize(info.bytes)
	}
}
