/**
 * Answers a device's SyncStep1 («this is what I have»), and sends its ACKs: which of its frames are durable, and up to which
 * update it was sent the document (SPEC.md P5). One answer is under way at a time. Of the questions that come meanwhile only
 * the newest is answered, so fast questions cost the relay no more than slow ones. Large answers go out as fast as the device
 * takes them, so a slow device makes the relay queue about one frame.
 */
import { encodeAck, encodeStep2, encodeUpdate } from '#protocol/frames.ts'
import { isStateVector } from '../check-update.ts'
import type { Transport } from './link.ts'
import type { Missing, Room } from './room.ts'

export interface AnsweringConnection {
	readonly room: Pick<Room, 'readMissing' | 'readSince'> & { readonly queue: Pick<Room['queue'], 'sequence'> }
	readonly transport: Pick<Transport, 'bufferedBytes'>
	isOpen(): boolean
	send(frame: Uint8Array, onSent?: () => void): void
	sendAck(ack: Uint8Array): void
	/** No answer could be made. This question and later ones get none. */
	failed(error: unknown): void
}

const EMPTY_UPDATE = Uint8Array.of(0, 0)
/** Up to so many bytes may wait in the transport before the next frame waits for them. */
const PATIENT_BYTES = 256 * 1024

export class Answering {
	readonly #connection: AnsweringConnection
	readonly #ackMs: number
	/** Only the first question is answered from here: a second one means doubt, and is answered by comparison. */
	#since: number | null
	#next: Uint8Array | null = null
	#isUnderWay = false
	#answered: Promise<void> = Promise.resolve()
	/** Bytes of the answer that may wait in the transport beyond the limit: a slow device gets the time it needs. */
	waitingBytes = 0
	/** All update frames up to this count are durable. */
	#durable = 0
	#isAckDue = false
	#isTurnEnding = false
	/** As performance.now(). */
	#lastAckAt = -Infinity
	#gathering: NodeJS.Timeout | null = null
	/** The device was sent every stored update up to this one; null until its question is answered. */
	sent: number | null = null

	/** `resumedFrom`: the device says that it has every stored update up to this one (R16); null: it does not say. */
	constructor(connection: AnsweringConnection, resumedFrom: number | null, ackMs: number) {
		this.#connection = connection
		this.#ackMs = ackMs
		this.#since = resumedFrom
	}

	ask(stateVector: Uint8Array): 'asked' | 'malformed' {
		if (!isStateVector(stateVector)) return 'malformed'
		this.#next = stateVector
		if (!this.#isUnderWay) this.#answered = this.#answer().catch((error: unknown) => this.#connection.failed(error))
		return 'asked'
	}

	/** Resolves when what was asked so far is answered. */
	settle(): Promise<void> {
		return this.#answered
	}

	/** All of the connection's update frames up to `counter` are durable. */
	acknowledge(counter: number): void {
		this.#durable = counter
		this.#flushSoon()
	}

	/** Every stored update up to `sequence` was sent. Has no effect before the device's own question is answered. */
	reach(sequence: number): void {
		if (this.sent === null || sequence <= this.sent) return
		this.sent = sequence
		this.#flushSoon()
	}

	/** Sends an ACK that is due at once. */
	flush(): void {
		if (!this.#isAckDue) return
		this.#isAckDue = false
		if (this.#gathering !== null) clearTimeout(this.#gathering)
		this.#gathering = null
		// The ACK's sequence would be below the edits it acknowledges. The answer under way ends with an ACK that has both.
		if (this.sent === null && this.#isUnderWay) return
		this.#lastAckAt = performance.now()
		this.#connection.sendAck(encodeAck({ counter: this.#durable, sequence: this.sent ?? 0 }))
	}

	async #answer(): Promise<void> {
		this.#isUnderWay = true
		const { room } = this.#connection
		for (let question = this.#next; question !== null && this.#connection.isOpen(); question = this.#next) {
			this.#next = null
			const missing = await this.#read(question)
			if (missing === null) break
			await this.#sendAll(missing.updates)
			// Updates above `missing.sequence`, committed since the device joined, were broadcast to it.
			this.sent = Math.max(this.sent ?? 0, missing.sequence, room.queue.sequence)
			this.#isAckDue = true
			this.flush()
		}
		this.#isUnderWay = false
	}

	async #read(stateVector: Uint8Array): Promise<Missing | null> {
		const { room } = this.#connection
		const rows = this.#since === null ? 'too-many' : await room.readSince(this.#since)
		this.#since = null
		if (rows === 'too-many') return room.readMissing(stateVector)
		return rows && { ...rows, updates: [...rows.updates, EMPTY_UPDATE] }
	}

	/** A stock client takes the first SyncStep2 as the whole answer, so it comes last. */
	async #sendAll(updates: Iterable<Uint8Array>): Promise<void> {
		let last: Uint8Array | null = null
		for (const update of updates) {
			if (last !== null) await this.#sendPatiently(encodeUpdate(last))
			if (!this.#connection.isOpen()) return
			last = update
		}
		await this.#sendPatiently(encodeStep2(last ?? EMPTY_UPDATE))
	}

	async #sendPatiently(frame: Uint8Array): Promise<void> {
		const sent = new Promise<void>((resolve) => this.#connection.send(frame, resolve))
		if (this.#connection.transport.bufferedBytes() <= PATIENT_BYTES) return
		this.waitingBytes = frame.length
		await sent
		this.waitingBytes = 0
	}

	/**
	 * The updates of one commit share one ACK, which leaves together with their broadcasts. A device that types is told as much by ten
	 * ACKs a second as by fifty, and each write costs about as much as storing the edit.
	 */
	#flushSoon(): void {
		this.#isAckDue = true
		if (this.#isTurnEnding) return
		this.#isTurnEnding = true
		process.nextTick(endTurn, this)
	}

	endTurn(): void {
		this.#isTurnEnding = false
		const isFirst = performance.now() - this.#lastAckAt >= this.#ackMs
		// Something waits to be sent: the partner's frame leaves at the end of this turn.
		if (isFirst || this.#connection.transport.bufferedBytes() > 0) this.flush()
		else if (this.#isAckDue) this.#gathering ??= setTimeout(flush, this.#ackMs, this)
	}
}

function endTurn(answering: Answering): void {
	answering.endTurn()
}

function flush(answering: Answering): void {
	answering.flush()
}
