import type { Duplex } from 'node:stream'
import { WebSocket } from 'ws'
import { closeCodes, type CloseReason } from '#protocol/close-codes.ts'
import type { Batch } from './batch.ts'

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
}

/** What `socket` writes to; its frames of one turn leave it as one. */
export function createLink(socket: WebSocket, stream: Duplex, batch: Batch): Link {
	return {
		send(bytes, onSent) {
			batch.add(stream)
			// An error is the socket's end, of which it tells by itself.
			socket.send(bytes, onSent)
		},
		close(reason) {
			socket.close(closeCodes[reason].code, reason)
			// Its confirmation is read even from one that was being read more slowly.
			if (socket.isPaused) socket.resume()
		},
		cut: () => socket.terminate(),
		ping: () => socket.ping(),
		bufferedBytes: () => socket.bufferedAmount
	}
}

/** Where ws itself ends a connection over a broken or too large frame, the device learns it in our words. */
export class RelaySocket extends WebSocket {
	override close(code?: number, reason?: string | Buffer): void {
		if (code === 1009) super.close(closeCodes['too-large'].code, 'too-large')
		else if (code === 1002 || code === 1007) super.close(closeCodes.malformed.code, 'malformed')
		else super.close(code, reason)
	}
}
