import { WebSocket } from 'ws'
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
}

export function createLink(socket: WebSocket): Link {
	return {
		// An error is the socket's end, of which it tells by itself.
		send: (bytes, onSent) => socket.send(bytes, onSent === undefined ? undefined : () => onSent()),
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
