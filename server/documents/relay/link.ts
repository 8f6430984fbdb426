/** The link of a connection: a WebSocket whose small frames of one turn of the event loop leave in one write. */
import type { Socket } from 'node:net'
import { Sender, WebSocket } from 'ws'
import { closeCodes, type CloseReason } from '#protocol/close-codes.ts'

/** The transport under a connection. */
export interface Link {
	/** `onSent`: the bytes have left this process, or never will. */
	send(bytes: Uint8Array, onSent?: () => void): void
	close(reason: CloseReason): void
	/** Ends the link without a close frame. */
	cut(): void
	ping(): void
	/** Bytes that wait to be sent. */
	bufferedBytes(): number
	/** Bytes received, including those of incomplete frames. */
	receivedBytes(): number
}

interface SocketLink extends Link {
	readonly socket: WebSocket
	readonly stream: Socket
	readonly batch: Batch
	/** Frames of this turn, encoded for the wire; null: none. */
	waiting: Uint8Array[] | null
	waitingBytes: number
	letGo(): void
}

declare module 'ws' {
	/** `ws` exports this; its types do not know it yet. */
	class Sender {
		static frame(
			data: Uint8Array,
			options: { fin: boolean; rsv1: boolean; opcode: number; mask: boolean; readOnly: boolean }
		): Uint8Array[]
	}
}

const BINARY = { fin: true, rsv1: false, opcode: 2, mask: false, readOnly: true }
/** Larger frames are not worth copying. */
const COPIED_BYTES = 16 * 1024

/**
 * `stream`: what `socket` writes to. Small frames of one turn, such as an edit and the ACK after it, leave in one
 * write. Writing is most of what an edit costs beside its commit, and `ws` writes every frame in two pieces.
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
		// An error ends the socket, which reports that itself.
		this.socket.send(bytes, onSent)
		return
	}
	if (this.waiting === null) {
		this.waiting = []
		this.batch.add(this)
	}
	for (const chunk of Sender.frame(bytes, BINARY)) {
		this.waiting.push(chunk)
		this.waitingBytes += chunk.length
	}
}

function letGo(this: SocketLink): void {
	const { waiting, waitingBytes } = this
	if (waiting === null) return
	this.waiting = null
	this.waitingBytes = 0
	// Nothing may follow a close frame.
	if (this.socket.readyState === WebSocket.OPEN) this.stream.write(Buffer.concat(waiting, waitingBytes))
}

function close(this: SocketLink, reason: CloseReason): void {
	this.letGo()
	this.socket.close(closeCodes[reason].code, reason)
	// A paused socket would not read the device's confirmation.
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

/** Flushes links at the end of this turn of the event loop, after the ACKs that are sent there. */
export interface Batch {
	add(link: QueuedLink): void
}

interface QueuedLink {
	/** Writes what was sent in this turn. */
	letGo(): void
}

/** All links of a relay share one batch: a callback for each would cost more than its write. */
export function createBatch(): Batch {
	let queued: QueuedLink[] = []

	function letGo(): void {
		const links = queued
		queued = []
		for (const link of links) link.letGo()
	}

	return {
		add(link) {
			// One tick after the ACKs, which are sent at the end of the turn.
			if (queued.length === 0) process.nextTick(() => process.nextTick(letGo))
			queued.push(link)
		}
	}
}
