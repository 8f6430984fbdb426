/**
 * The stock provider of y-websocket as we use it: with our socket class, our frames (SPEC.md P5–P8) in its message
 * handlers, and our delays between its attempts. It speaks for one tab: tabs meet in their log. It sends no edit: an edit
 * is sent from the log, once it is committed.
 */
import * as decoding from 'lib0/decoding'
import type { Awareness } from 'y-protocols/awareness'
import { WebsocketProvider } from 'y-websocket'
import type * as Y from 'yjs'
import { closeReasonOf } from '#protocol/close-codes.ts'
import {
	encodeAwareness,
	encodeStep2,
	encodeUpdate,
	frameTypes,
	type Nack,
	parseNack,
	parseRelayHello,
	type RelayHello,
	syncTypes
} from '#protocol/frames.ts'
import { decodePresence, encodePresence, type PresenceEntry } from '#protocol/presence.ts'
import { takeUpdates } from '#protocol/take-updates.ts'
import type { LocalLog, Mark } from '../document/local-log.ts'
import { reconnectDelay, weighFailures } from './retry.ts'

export interface RelayProvider {
	/** The Yjs origin of what the relay sent. */
	readonly stock: WebsocketProvider
	/** Null while there is no connection. */
	socket(): LineSocket | null
	/** There is a connection, but nothing has come over it for longer than the relay is ever silent. */
	isStale(): boolean
	/** From the next connection on. */
	use(WebSocketClass: typeof WebSocket): void
	/** In a row, weighed. */
	failures(): number
	/** Something still comes over the connection, which the provider would give up as silent. */
	noteProgress(): void
	/** Connects at once when it follows `stop`. */
	start(): void
	/** Also forgets the number of failures. */
	stop(): void
	/** As if the cable were cut: a regular close can take minutes where nothing gets through. */
	hangUp(): void
	close(): void
}

export interface RelayProviderOptions {
	/** `wss://host/sync` */
	url: string
	documentId: string
	doc: Y.Doc
	awareness: Awareness
	log: LocalLog
	WebSocketClass: typeof WebSocket
	/** The query of each new connection's address. */
	params(): Record<string, string>
}

/** What the relay sends, in the order of its frames. */
export interface RelayListener {
	onHello(hello: RelayHello): void
	onAck(counter: number, sequence: number): void
	/** Null: this app cannot read it. */
	onNack(nack: Nack | null): void
	/** The relay asks for what it lacks. It has `stateVector`. The listener answers. */
	onStep1(stateVector: Uint8Array): void
	/** Before a message of y-protocols is applied. */
	onContact(): void
	/** Something that the relay sent could not be applied to the document. */
	onUntaken(): void
}

/** The relay sends something every 20 s (sync.md R8). After this time a returning page does not trust its socket. */
const STALE_MS = 25_000

export function createRelayProvider(options: RelayProviderOptions, listener: RelayListener): RelayProvider {
	const stock = new WebsocketProvider(options.url, options.documentId, options.doc, {
		connect: false,
		awareness: options.awareness,
		disableBc: true,
		WebSocketPolyfill: lineSocketClass(options.WebSocketClass, options.log)
	})
	// It would encode each update for a frame that the socket leaves out.
	options.doc.off('update', stock._updateHandler)
	Object.defineProperty(stock, 'params', { get: options.params })

	stock.on('connection-close', (event) => {
		const failures = weighFailures(
			stock.wsUnsuccessfulReconnects + 1,
			event === null ? null : closeReasonOf(event.code)
		)
		// The provider adds one, doubles its delay as many times, and takes `maxBackoffTime` as the longest.
		stock.wsUnsuccessfulReconnects = failures - 1
		stock.maxBackoffTime = reconnectDelay(failures, Math.random())
	})

	const { messageHandlers } = stock
	messageHandlers[frameTypes.sync] = (_encoder, decoder) => {
		const type = decoding.readVarUint(decoder)
		const body = decoding.readVarUint8Array(decoder)
		if (type === syncTypes.step1) listener.onStep1(body)
		listener.onContact()
		// Not by the stock handler: it only logs what it could not apply, and continues as if it had applied it.
		if (type !== syncTypes.step1 && !takeUpdates(options.doc, [body], stock)) listener.onUntaken()
		else if (type === syncTypes.step2) stock.synced = true
	}
	const stockAwareness = messageHandlers[frameTypes.awareness]
	messageHandlers[frameTypes.awareness] = (encoder, decoder, ...rest) => {
		listener.onContact()
		stockAwareness?.(encoder, decoder, ...rest)
	}
	messageHandlers[frameTypes.hello] = (_encoder, decoder) => {
		const hello = parseRelayHello(decoding.readVarString(decoder))
		if (hello !== null) listener.onHello(hello)
	}
	messageHandlers[frameTypes.ack] = (_encoder, decoder) =>
		listener.onAck(decoding.readVarUint(decoder), decoding.readVarUint(decoder))
	messageHandlers[frameTypes.nack] = (_encoder, decoder) => listener.onNack(parseNack(decoding.readVarString(decoder)))

	return {
		stock,
		socket: () => (stock.wsconnected ? (stock.ws as LineSocket | null) : null),
		isStale: () => stock.wsconnected && Date.now() - stock.wsLastMessageReceived > STALE_MS,
		use(WebSocketClass) {
			stock._WS = lineSocketClass(WebSocketClass, options.log)
		},
		failures: () => stock.wsUnsuccessfulReconnects,
		noteProgress() {
			stock.wsLastMessageReceived = Date.now()
		},
		start: () => stock.connect(),
		stop() {
			stock.disconnect()
			stock.wsUnsuccessfulReconnects = 0
		},
		hangUp: () => stock.ws?.onclose?.({ code: 1006, reason: '' } as CloseEvent),
		close: () => stock.destroy()
	}
}

/**
 * The socket class for the stock provider (sync.md R2, D10). It sends edits from the log: the first at once, and then at
 * most one merged Update frame per 150 ms. It knows up to which mark of the log its frames bring the relay. Presence
 * waits with the edits. The provider's own frames with edits are left out: they would carry what is not committed.
 */
export interface LineSocket extends WebSocket {
	/** The relay has everything up to the mark: Updates bring it everything without a SyncStep2. */
	begin(mark: Mark): void
	/** Sends a full difference, made from everything up to the mark. */
	offerAll(update: Uint8Array, mark: Mark): void
	/** Sends what the log has for the relay, as far as may go now. */
	offer(): void
	/** Up to where the first `counter` frames have brought the relay, and no earlier answer said; null: nothing. */
	acknowledge(counter: number): Mark | null
	/** Up to where the refused frame would have brought it; null: unknown. From it on, no frame acknowledges anything. */
	refuse(counter: number): Mark | null
	/** Up to where all unanswered frames bring the relay if none of them is refused; null: nothing is under way. */
	underWay(): Mark | null
	/** `send` for one whole frame. */
	sendFrame(bytes: Uint8Array): void
	/** Sends at once what is waiting. */
	flush(): void
}

const WINDOW_MS = 150
/** A relay that answers nothing gets no more: what waits stays in the log. */
const MOST_UNANSWERED = 8
const BACKLOG_BYTES = 256 * 1024

export function lineSocketClass(Base: typeof WebSocket, log: Pick<LocalLog, 'since'>): typeof WebSocket {
	return class extends Base implements LineSocket {
		/** Frames without an answer that carry an update. */
		#frames: { counter: number; mark: Mark }[] = []
		#count = 0
		/** Frames above it acknowledge nothing. */
		#limit = Infinity
		/** Where the relay is once it has all frames; null: unknown. */
		#sent: Mark | null = null
		#presence = new Map<number, PresenceEntry>()
		#timer: ReturnType<typeof setTimeout> | null = null

		begin(mark: Mark): void {
			this.#sent ??= mark
			this.offer()
		}

		offerAll(update: Uint8Array, mark: Mark): void {
			this.#sendUpdate(encodeStep2(update), mark)
			this.offer()
		}

		offer(): void {
			if (this.#timer === null) this.flush()
		}

		acknowledge(counter: number): Mark | null {
			const answered = this.#frames.filter((frame) => frame.counter <= counter)
			this.#frames.splice(0, answered.length)
			this.offer()
			return answered.findLast((frame) => frame.counter <= this.#limit)?.mark ?? null
		}

		refuse(counter: number): Mark | null {
			this.#limit = Math.min(this.#limit, counter - 1)
			const index = this.#frames.findIndex((frame) => frame.counter === counter)
			const [refused] = index < 0 ? [] : this.#frames.splice(index, 1)
			this.offer()
			return refused?.mark ?? null
		}

		underWay(): Mark | null {
			return this.#frames.findLast(({ counter }) => counter <= this.#limit)?.mark ?? null
		}

		override send(data: string | ArrayBufferLike | Blob | ArrayBufferView): void {
			// The provider sends only Uint8Arrays.
			this.sendFrame(data as Uint8Array)
		}

		sendFrame(bytes: Uint8Array): void {
			if (bytes[0] === frameTypes.sync && bytes[1] !== syncTypes.step1) return
			if (bytes[0] === frameTypes.awareness && this.#timer !== null) return this.#queuePresence(bytes)
			this.flush()
			this.#put(bytes)
		}

		flush(): void {
			if (this.#timer !== null) clearTimeout(this.#timer)
			this.#timer = null
			// What a closed socket does not send stays in the log.
			if (this.readyState !== this.OPEN) return
			const isFree = this.#frames.length < MOST_UNANSWERED && !(this.bufferedAmount > BACKLOG_BYTES)
			const next = this.#sent === null || !isFree ? null : log.since(this.#sent)
			if (next !== null) {
				this.#sendUpdate(encodeUpdate(next.update), next.mark)
				this.#timer = setTimeout(() => this.flush(), WINDOW_MS)
			}
			if (this.#presence.size > 0) {
				this.#put(encodeAwareness(encodePresence([...this.#presence.values()])))
				this.#presence.clear()
			}
		}

		override close(code?: number, reason?: string): void {
			this.flush()
			if (this.#timer !== null) clearTimeout(this.#timer)
			super.close(code, reason)
		}

		#sendUpdate(frame: Uint8Array, mark: Mark): void {
			this.#frames.push({ counter: ++this.#count, mark })
			this.#sent = mark
			this.#put(frame)
		}

		#put(bytes: Uint8Array): void {
			// Never on a SharedArrayBuffer: lib0 allocates all of them.
			super.send(bytes as Uint8Array<ArrayBuffer>)
		}

		#queuePresence(bytes: Uint8Array): void {
			const body = decoding.readVarUint8Array(decoding.createDecoder(bytes.subarray(1)))
			for (const entry of decodePresence(body) ?? []) this.#presence.set(entry.clientId, entry)
		}
	}
}
