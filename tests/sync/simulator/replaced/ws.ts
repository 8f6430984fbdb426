/** Replaces `ws`: the server's end of a simulated connection, as far as the relay uses it. */
import { EventEmitter } from 'node:events'

/** The transport of a socket. `handleUpgrade` receives it in place of the raw socket. */
export interface Carrier {
	attach(socket: WebSocket): void
	send(bytes: Uint8Array, onSent?: () => void): void
	close(code: number): void
	terminate(): void
	ping(): void
	bufferedBytes(): number
}

export class WebSocket extends EventEmitter {
	static readonly CONNECTING = 0
	static readonly OPEN = 1
	static readonly CLOSING = 2
	static readonly CLOSED = 3
	readyState: number = WebSocket.OPEN
	isPaused = false
	carrier: Carrier | null = null
	/** Messages that came while it was paused. */
	readonly #unread: (() => void)[] = []

	send(bytes: Uint8Array, onSent?: () => void): void {
		if (this.readyState === WebSocket.OPEN) this.carrier?.send(bytes, onSent)
		else onSent?.()
	}

	close(code = 1005): void {
		if (this.readyState >= WebSocket.CLOSING) return
		this.readyState = WebSocket.CLOSING
		this.carrier?.close(code)
	}

	terminate(): void {
		if (this.readyState === WebSocket.CLOSED) return
		this.readyState = WebSocket.CLOSING
		this.carrier?.terminate()
	}

	ping(): void {
		if (this.readyState === WebSocket.OPEN) this.carrier?.ping()
	}

	get bufferedAmount(): number {
		return this.carrier?.bufferedBytes() ?? 0
	}

	pause(): void {
		this.isPaused = true
	}

	resume(): void {
		this.isPaused = false
		while (!this.isPaused && this.#unread.length > 0) this.#unread.shift()?.()
	}

	/** From the network, in order. */
	read(run: () => void): void {
		if (this.isPaused || this.#unread.length > 0) this.#unread.push(run)
		else run()
	}

	/** `code`: the device's close code, or 1006. */
	end(code = 1006): void {
		if (this.readyState === WebSocket.CLOSED) return
		this.readyState = WebSocket.CLOSED
		this.emit('close', code)
	}
}

export class WebSocketServer extends EventEmitter {
	readonly clients = new Set<WebSocket>()
	readonly #SocketClass: typeof WebSocket

	constructor(options: { WebSocket?: typeof WebSocket }) {
		super()
		this.#SocketClass = options.WebSocket ?? WebSocket
	}

	handleUpgrade(_request: unknown, carrier: Carrier, _head: unknown, accept: (socket: WebSocket) => void): void {
		const socket = new this.#SocketClass()
		socket.carrier = carrier
		this.clients.add(socket)
		socket.on('close', () => this.clients.delete(socket))
		carrier.attach(socket)
		accept(socket)
	}

	close(done?: () => void): void {
		done?.()
	}
}

/** Replaces the raw socket: small frames (RFC 6455, 5.2), in one write or several, arrive one by one. */
export function streamTo(carrier: Carrier): { write(bytes: Buffer): void } {
	return {
		write(bytes) {
			for (let offset = 0; offset < bytes.length;) {
				const isShort = bytes[offset + 1]! < 126
				const from = offset + (isShort ? 2 : 4)
				offset = from + (isShort ? bytes[offset + 1]! : bytes.readUInt16BE(offset + 2))
				carrier.send(new Uint8Array(bytes.subarray(from, offset)))
			}
		}
	}
}

export default WebSocket
