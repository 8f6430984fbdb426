import type { Socket } from 'node:net'
import { WebSocket } from 'ws'
import { closeCodes, type CloseReason } from '#protocol/close-codes.ts'
import type { Batch } from './batch.ts'
import type { Entry } from './entrance.ts'

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
}

/** What `socket` writes to; its frames of one turn leave it as one. */
export function createLink(socket: WebSocket, stream: Socket, batch: Batch): Link {
	const link: SocketLink = { socket, stream, batch, send, close, cut, ping, bufferedBytes, receivedBytes }
	return link
}

function send(this: SocketLink, bytes: Uint8Array, onSent?: () => void): void {
	this.batch.add(this.stream)
	// An error is the socket's end, of which it tells by itself.
	this.socket.send(bytes, onSent)
}

function close(this: SocketLink, reason: CloseReason): void {
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
	return this.socket.bufferedAmount
}

function receivedBytes(this: SocketLink): number {
	return this.stream.bytesRead
}

/** Where ws itself ends a connection over a broken or too large frame, the device learns it in our words. */
export class RelaySocket extends WebSocket {
	/** Counted under these until it is closed; null: it is not counted. */
	network: string | null = null
	personId: string | null = null
	/** Null until it is admitted. */
	entry: Entry | null = null

	override close(code?: number, reason?: string | Buffer): void {
		if (code === 1009) super.close(closeCodes['too-large'].code, 'too-large')
		else if (code === 1002 || code === 1007) super.close(closeCodes.malformed.code, 'malformed')
		else super.close(code, reason)
	}
}
