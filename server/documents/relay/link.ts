/**
 * What carries a connection's frames: a WebSocket, or one HTTPS request. Small frames of one turn of the event loop leave in
 * one write, and a person who sends more than is fair is read more slowly.
 */
import type { Socket } from 'node:net'
import { WebSocket } from 'ws'
import { closeCodes, type CloseReason } from '#protocol/close-codes.ts'
import { frameTypes } from '#protocol/frames.ts'
import type { RelaySettings } from './options.ts'

/** What a connection needs of any transport. */
export interface Transport {
	/** `onSent`: the bytes have left this process, or never will. */
	send(bytes: Uint8Array, onSent?: () => void): void
	close(reason: CloseReason): void
	/** Bytes that wait to be sent. */
	bufferedBytes(): number
}

/** A transport that stays open while nothing is sent, and may die unnoticed. */
export interface Link extends Transport {
	/** Ends the link without a close frame. */
	cut(): void
	ping(): void
	/** Bytes received since it opened, including those of incomplete frames. */
	receivedBytes(): number
}

/** Larger frames are not worth copying. */
const COPIED_BYTES = 16 * 1024

/**
 * Small frames of one turn, such as an edit and the ACK after it, leave in one write. Writing is most of what an edit costs
 * beside its commit, and `ws` writes every frame in two pieces.
 */
export class SocketLink implements Link {
	readonly #socket: WebSocket
	readonly #stream: Socket
	readonly #batch: Batch
	/** Frames of this turn; null: none. */
	#waiting: Uint8Array[] | null = null
	/** As they take them on the wire. */
	#waitingBytes = 0

	/** `stream`: what `socket` writes to. */
	constructor(socket: WebSocket, stream: Socket, batch: Batch) {
		this.#socket = socket
		this.#stream = stream
		this.#batch = batch
	}

	send(bytes: Uint8Array, onSent?: () => void): void {
		if (bytes.length > COPIED_BYTES || onSent !== undefined) {
			this.flush()
			// An error ends the socket, which reports that itself.
			this.#socket.send(bytes, onSent)
			return
		}
		if (this.#waiting === null) {
			this.#waiting = []
			this.#batch.add(this)
		}
		this.#waiting.push(bytes)
		this.#waitingBytes += headerLength(bytes.length) + bytes.length
	}

	/** Writes what was sent in this turn. */
	flush(): void {
		const waiting = this.#waiting
		if (waiting === null) return
		const buffer = Buffer.allocUnsafe(this.#waitingBytes)
		this.#waiting = null
		this.#waitingBytes = 0
		// Nothing may follow a close frame.
		if (this.#socket.readyState !== WebSocket.OPEN) return
		let offset = 0
		for (const frame of waiting) offset = putFrame(buffer, offset, frame)
		this.#stream.write(buffer)
	}

	close(reason: CloseReason): void {
		this.flush()
		this.#socket.close(closeCodes[reason].code, reason)
		// A paused socket would not read the device's confirmation.
		if (this.#socket.isPaused) this.#socket.resume()
	}

	cut(): void {
		this.#socket.terminate()
	}

	ping(): void {
		this.#socket.ping()
	}

	bufferedBytes(): number {
		return this.#socket.bufferedAmount + this.#waitingBytes
	}

	receivedBytes(): number {
		return this.#stream.bytesRead
	}
}

/** Of a frame of at most 64 KiB. */
function headerLength(bytes: number): number {
	return bytes < 126 ? 2 : 4
}

/** Writes a final, binary frame without a mask (RFC 6455, 5.2), and returns where the next one begins. */
function putFrame(buffer: Buffer, offset: number, bytes: Uint8Array): number {
	const start = offset + headerLength(bytes.length)
	buffer[offset] = 0x82
	if (bytes.length < 126) buffer[offset + 1] = bytes.length
	else {
		buffer[offset + 1] = 126
		buffer.writeUInt16BE(bytes.length, offset + 2)
	}
	buffer.set(bytes, start)
	return start + bytes.length
}

/** Collects what the relay sends until the answer to the request leaves. It lives too short to be pinged. */
export class RequestLink implements Link {
	readonly frames: Uint8Array[] = []
	closedBy: CloseReason | null = null
	#wake: (() => void) | null = null

	/** Who moves where is no news: every cursor would end the wait. */
	send(bytes: Uint8Array, onSent?: () => void): void {
		this.frames.push(bytes)
		onSent?.()
		if (bytes[0] !== frameTypes.awareness) this.#wake?.()
	}

	close(reason: CloseReason): void {
		this.closedBy = reason
		this.#wake?.()
	}

	/** Resolves when something is sent, or the link closed, from now on. */
	whenNews(): Promise<void> {
		return new Promise((resolve) => (this.#wake = resolve))
	}

	bufferedBytes(): number {
		return 0
	}

	receivedBytes(): number {
		return 0
	}

	ping(): void {}

	cut(): void {}
}

/**
 * Flushes links at the end of this turn of the event loop, after the ACKs that are sent there. All links of a relay share one
 * batch: a callback for each would cost more than its write.
 */
export class Batch {
	#queued: Pick<SocketLink, 'flush'>[] = []

	add(link: Pick<SocketLink, 'flush'>): void {
		// One tick after the ACKs, which are sent at the end of the turn.
		if (this.#queued.length === 0) process.nextTick(() => process.nextTick(() => this.#flush()))
		this.#queued.push(link)
	}

	#flush(): void {
		const links = this.#queued
		this.#queued = []
		for (const link of links) link.flush()
	}
}

type Rates = Pick<RelaySettings, 'framesPerSecond' | 'bytesPerSecond' | 'burstMs'>

interface ReadLink {
	pause(): void
	resume(): void
}

/** What a person has sent, over all of their connections. */
interface Account {
	readonly personId: string
	/** When all that was read would have come at the allowed rate, as performance.now(). */
	paidUntil: number
	flows: number
}

/** A shorter pause costs more than the few frames it keeps back. */
const LEAST_PAUSE_MS = 100

/** Limits how fast each person is read, over all of their connections together: many are read no faster than one. */
export class Flows {
	readonly rates: Rates
	readonly #accounts = new Map<string, Account>()

	constructor(rates: Rates) {
		this.rates = rates
	}

	/** The link is paused at once when the person is too far ahead of their rate. */
	start(personId: string, link: ReadLink): Flow {
		const account = this.#accounts.get(personId) ?? { personId, paidUntil: 0, flows: 0 }
		this.#accounts.set(personId, account)
		account.flows += 1
		return new Flow(this, account, link)
	}

	/** Keeps the account until `paidUntil` has passed, so that a reconnect does not reset it. */
	leave(account: Account): void {
		account.flows -= 1
		const aheadMs = account.paidUntil - performance.now()
		if (aheadMs <= 0) this.#forget(account)
		else setTimeout(() => this.#forget(account), aheadMs + LEAST_PAUSE_MS).unref()
	}

	#forget({ personId, flows, paidUntil }: Account): void {
		if (flows === 0 && paidUntil <= performance.now()) this.#accounts.delete(personId)
	}
}

/**
 * How fast one connection is read. A person who sends more than is fair is not disconnected. The relay stops reading for a
 * while, and their frames wait in their own sockets. So a device that sends weeks of work is served like any other, only later.
 */
export class Flow {
	readonly #flows: Flows
	readonly #account: Account
	readonly #link: ReadLink
	#timer: NodeJS.Timeout | null = null

	constructor(flows: Flows, account: Account, link: ReadLink) {
		this.#flows = flows
		this.#account = account
		this.#link = link
		// A person who left too far ahead is not read before that time has passed.
		this.#pauseIfAhead()
	}

	/** A frame of so many bytes was read. */
	count(bytes: number): void {
		const { framesPerSecond, bytesPerSecond } = this.#flows.rates
		const from = Math.max(this.#account.paidUntil, performance.now())
		this.#account.paidUntil = from + 1000 / framesPerSecond + (1000 * bytes) / bytesPerSecond
		this.#pauseIfAhead()
	}

	isPaused(): boolean {
		return this.#timer !== null
	}

	/** The connection has ended. */
	stop(): void {
		this.#flows.leave(this.#account)
		if (this.#timer === null) return
		clearTimeout(this.#timer)
		this.#timer = null
		this.#link.resume()
	}

	#pauseIfAhead(): void {
		if (this.#timer !== null || this.#aheadMs() <= 0) return
		this.#link.pause()
		this.#wait()
	}

	#wait(): void {
		this.#timer = setTimeout(resume, Math.max(LEAST_PAUSE_MS, this.#aheadMs()), this)
	}

	/** During the pause, buffered frames and other connections are still read. Then the pause becomes longer. */
	resumeUnlessAhead(): void {
		if (this.#aheadMs() > 0) return this.#wait()
		this.#timer = null
		this.#link.resume()
	}

	/** By how much the person is beyond what is allowed. */
	#aheadMs(): number {
		return this.#account.paidUntil - performance.now() - this.#flows.rates.burstMs
	}
}

function resume(flow: Flow): void {
	flow.resumeUnlessAhead()
}
