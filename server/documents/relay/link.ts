import type { Socket } from 'node:net'
import { Sender, WebSocket } from 'ws'
import { closeCodes, type CloseReason } from '#protocol/close-codes.ts'

/** The raw end of a connection. */
export interface Link {
	/** `onSent`: they have left this process, or never will. */
	send(bytes: Uint8Array, onSent?: () => void): void
	close(reason: CloseReason): void
	/** Ends it without a word. */
	cut(): void
	ping(): void
	/** Bytes that wait to be sent. */
	bufferedBytes(): number
	/** Bytes that have come, of frames that are not whole yet, too. */
	receivedBytes(): number
}

interface SocketLink extends Link {
	readonly socket: WebSocket
	readonly stream: Socket
	readonly batch: Batch
	/** Framed, in this turn; null: nothing. */
	waiting: Uint8Array[] | null
	waitingBytes: number
	letGo(): void
}

declare module 'ws' {
	/** ws exports it; its types do not know yet. */
	class Sender {
		static frame(
			data: Uint8Array,
			options: { fin: boolean; rsv1: boolean; opcode: number; mask: boolean; readOnly: boolean }
		): Uint8Array[]
	}
}

const BINARY = { fin: true, rsv1: false, opcode: 2, mask: false, readOnly: true }
/** A larger one is not worth copying. */
const COPIED_BYTES = 16 * 1024

/**
 * `stream`: what `socket` writes to. Small frames of one turn leave in one write, an edit and the ACK behind it: writing is most of
 * what an edit costs beside its commit, and ws writes every frame in two pieces.
 */
export function createLink(socket: WebSocket, stream: Socket, batch: Batch): Link {
	const link: SocketLink = {
		socket,
		stream,
		batch,
		waiting: null,
		waitingBytes: 0,
		send,
		close,
		cut,
		ping,
		bufferedBytes,
		receivedBytes,
		letGo
	}
	return link
}

function send(this: SocketLink, bytes: Uint8Array, onSent?: () => void): void {
	if (bytes.length > COPIED_BYTES || onSent !== undefined) {
		this.letGo()
		// An error is the socket's end, of which it tells by itself.
		this.socket.send(bytes, onSent)
		return
	}
	if (this.waiting === null) {
		this.waiting = []
		this.batch.add(this)
	}
	for (const part of Sender.frame(bytes, BINARY)) {
		this.waiting.push(part)
		this.waitingBytes += part.length
	}
}

function letGo(this: SocketLink): void {
	const { waiting, waitingBytes } = this
	if (waiting === null) return
	this.waiting = null
	this.waitingBytes = 0
	// Nothing may follow a closing frame.
	if (this.socket.readyState === WebSocket.OPEN) this.stream.write(Buffer.concat(waiting, waitingBytes))
}

function close(this: SocketLink, reason: CloseReason): void {
	this.letGo()
	this.socket.close(closeCodes[reason].code, reason)
	// Its confirmation is read even from one that was being read more slowly.
	if (this.socket.isPaused) this.socket.resume()
}

function cut(this: SocketLink): void {
	this.socket.terminate()
}

function ping(this: SocketLink): void {
	this.socket.ping()
}

function bufferedBytes(this: SocketLink): number {
	return this.socket.bufferedAmount + this.waitingBytes
}

function receivedBytes(this: SocketLink): number {
	return this.stream.bytesRead
}

/** Calls at the end of this turn of the event loop, behind what is said there, as ACKs are. */
export interface Batch {
	add(link: Held): void
}

interface Held {
	/** What was sent in this turn leaves. */
	letGo(): void
}

/** One for all links of a relay: a callback of its own for each would cost more than what it says. */
export function createBatch(): Batch {
	let held: Held[] = []

	function letGo(): void {
		const links = held
		held = []
		for (const link of links) link.letGo()
	}

	return {
		add(link) {
			// A tick later than what is said at the end of a turn.
			if (held.length === 0) process.nextTick(() => process.nextTick(letGo))
			held.push(link)
		}
	}
}
