/**
 * The network between devices and the server. A connection's frames keep their order and take their time. A cut
 * loses the frames on the way; either end learns of it sooner, later or never. Half-dead links carry
 * nothing and report nothing.
 */
import type { Bugs } from './bugs.ts'
import type { Clock, Owner } from './clock.ts'
import type { Random } from '../../support/random.ts'
import type { Carrier, WebSocket as ServerSocket } from './replaced/ws.ts'
import type { Trace } from './trace.ts'

/** A device, as the network knows it. */
export interface Station {
	readonly deviceId: string
	readonly personId: string
	isNetworkOn: boolean
	/** Something on the way blocks WebSockets. */
	isFiltered: boolean
	/** The longest time of a frame, in ms. */
	latency: number
}

export interface Listener {
	/** Null: nobody answers. */
	owner(): Owner | null
	upgrade(url: string, station: Station, carrier: Carrier): void
}

export interface Wire {
	readonly station: Station
	readonly tab: Owner
	/** Empty: it is a request, about any number of documents. */
	readonly documentId: string
	/** Sends the device a frame that the server did not send. */
	inject(bytes: Uint8Array): void
	/** Cuts it; `isNoticed` false: either end learns of it only by waiting. */
	cut(isNoticed: boolean): void
	/** The server's process has ended. */
	orphan(): void
}

export interface Network {
	wires: Set<Wire>
	/** For a tab of the device; `owner`: the tab. `isForgetful`: it does not say where it stopped. */
	socketClass(station: Station, owner: Owner, isForgetful?: boolean): typeof WebSocket
	/** When the server last read anything from the device about the document, as Date.now(). */
	lastReceivedAt(deviceId: string, documentId: string): number
	/** The server has just read something. */
	noteReceived(deviceId: string, documentId: string): void
	/** A frame is about to leave a device; returns the frame to send. */
	onLeaving: ((bytes: Uint8Array, station: Station) => Uint8Array) | null
	listener: Listener | null
}

export function createNetwork(clock: Clock, random: Random, trace: Trace, bugs: Bugs): Network {
	const wires = new Set<Wire>()
	const receivedAt = new Map<string, number>()
	const network: Network = {
		wires,
		socketClass,
		lastReceivedAt: (deviceId, documentId) => receivedAt.get(`${deviceId} ${documentId}`) ?? -Infinity,
		noteReceived: (deviceId, documentId) => void receivedAt.set(`${deviceId} ${documentId}`, Date.now()),
		onLeaving: null,
		listener: null
	}

	function socketClass(station: Station, owner: Owner, isForgetful = false): typeof WebSocket {
		class SimulatedSocket {
			static readonly CONNECTING = 0
			static readonly OPEN = 1
			static readonly CLOSING = 2
			static readonly CLOSED = 3
			readonly OPEN = 1
			readonly url: string
			readyState = 0
			binaryType = 'arraybuffer'
			onopen: (() => void) | null = null
			onmessage: ((event: { data: ArrayBufferLike }) => void) | null = null
			onclose: ((event: { code: number; reason: string }) => void) | null = null
			onerror: ((event: unknown) => void) | null = null
			#wire: ReturnType<typeof connect> | null = null

			constructor(url: string) {
				this.url = isForgetful ? url.replace(/&(since|run)=[^&]*/g, '') : url
				clock.schedule(random.between(1, station.latency), () => this.#open(), owner)
			}

			send(bytes: Uint8Array): void {
				if (this.readyState === 1) this.#wire?.send(bytes.slice())
			}

			close(): void {
				if (this.readyState >= 2) return
				this.readyState = 2
				this.#wire?.closeByDevice()
				clock.schedule(0, () => this.#end(1005), owner)
			}

			#open(): void {
				if (this.readyState !== 0) return
				const wire = station.isNetworkOn && !station.isFiltered ? connect(station, owner, this.url) : null
				if (wire === null) return this.#end(1006)
				this.#wire = wire
				this.readyState = 1
				wire.onFrame = (bytes) => {
					if (this.readyState === 1) this.onmessage?.({ data: bytes.buffer })
				}
				wire.onEnd = (code) => this.#end(code)
				this.onopen?.()
			}

			#end(code: number): void {
				if (this.readyState === 3) return
				this.readyState = 3
				this.onclose?.({ code, reason: '' })
			}
		}
		return SimulatedSocket as unknown as typeof WebSocket
	}

	function connect(station: Station, tab: Owner, url: string) {
		const listener = network.listener
		const server = listener?.owner() ?? null
		if (listener === null || server === null) return null
		let isCarrying = true
		let lastUp = 0
		let lastDown = 0
		let bytesUnderWay = 0
		let socket: ServerSocket | null = null

		function after(last: number): number {
			return Math.max(last, clock.now() + random.between(0.5, station.latency))
		}

		function up(run: (socket: ServerSocket) => void): void {
			lastUp = after(lastUp)
			clock.schedule(lastUp - clock.now(), () => isCarrying && socket !== null && run(socket), server!)
		}

		function noteReceived(): void {
			network.noteReceived(station.deviceId, wire.documentId)
		}

		function down(run: () => void): void {
			lastDown = after(lastDown)
			clock.schedule(lastDown - clock.now(), () => isCarrying && run(), tab)
		}

		function endServer(afterMs: number, code?: number): void {
			clock.schedule(
				afterMs,
				() => {
					wires.delete(wire)
					socket?.end(code)
					socket = null
				},
				server!
			)
		}

		function pong(open: ServerSocket): void {
			noteReceived()
			open.emit('pong')
		}

		function endDevice(afterMs: number, code = 1006): void {
			clock.schedule(afterMs, () => wire.onEnd(code), tab)
		}

		const wire = {
			station,
			tab,
			documentId: decodeURIComponent(new URL(url).pathname.slice('/sync/'.length)),
			inject: (bytes: Uint8Array) => down(() => wire.onFrame(bytes.slice())),
			onFrame: (_bytes: Uint8Array) => {},
			onEnd: (_code: number) => {},
			send(bytes: Uint8Array) {
				if (!isCarrying) return
				const sent = network.onLeaving?.(bytes, station) ?? bytes
				up((open) => {
					trace.operation('frame to the server', tab.name, sent.length)
					const read = bugs.frameAtServer?.(sent, wire, wires) ?? sent
					open.read(() => {
						noteReceived()
						open.emit('message', Buffer.from(read.buffer, read.byteOffset, read.length), true)
					})
				})
			},
			closeByDevice() {
				if (!isCarrying) return
				up(() => {
					isCarrying = false
					noteReceived()
					endServer(0, SAID_GOODBYE)
				})
			},
			cut(isNoticed: boolean) {
				if (!isCarrying) return
				isCarrying = false
				trace.operation('connection ends', tab.name)
				if (!isNoticed) return
				endServer(random.between(0, 3000))
				endDevice(random.chance(0.7) ? 0 : random.between(0, 3000))
			},
			orphan() {
				wires.delete(wire)
				// What the kernel had already taken is delivered, or lost.
				const lostAfter = random.chance(0.5) ? 0 : lastDown - clock.now()
				clock.schedule(
					lostAfter,
					() => {
						if (isCarrying) endDevice(0)
						isCarrying = false
					},
					tab
				)
			}
		}
		wires.add(wire)
		trace.operation('connection opens', tab.name)

		const carrier: Carrier = {
			attach: (attached) => void (socket = attached),
			send(bytes, onSent) {
				const copy = (bugs.frameToDevice?.(bytes) ?? bytes).slice()
				bytesUnderWay += copy.length
				if (onSent !== undefined) clock.schedule(0, onSent, server)
				down(() => {
					bytesUnderWay -= copy.length
					trace.operation('frame to the device', tab.name, copy.length)
					wire.onFrame(copy)
				})
			},
			close(code) {
				down(() => {
					isCarrying = false
					endDevice(0, code)
					trace.operation('connection ends', tab.name)
					endServer(random.between(0, 50))
				})
				// The server does not wait longer for a device that does not answer.
				endServer(10_000)
			},
			terminate() {
				if (isCarrying) endDevice(random.between(0, 50))
				isCarrying = false
				endServer(0)
			},
			ping: () => down(() => up(pong)),
			bufferedBytes: () => bytesUnderWay
		}
		clock.schedule(
			0,
			() => {
				noteReceived()
				listener.upgrade(url, station, carrier)
			},
			server
		)
		return wire
	}

	return network
}

/** RFC 6455: a close without a code. */
const SAID_GOODBYE = 1005
