/**
 * The stock provider of y-websocket as we use it: with our socket class, our frames (SPEC.md P5–P8) in its message
 * handlers, and our delays between its attempts. Its channel between tabs is closed while their stores must not receive
 * from each other.
 */
import * as decoding from 'lib0/decoding'
import type { Awareness } from 'y-protocols/awareness'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { closeReasonOf } from '#protocol/close-codes.ts'
import {
	encodeAwareness,
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
import { type Coverage, createEditCoverage, type EditCoverage } from '../document/edit-coverage.ts'
import type { LocalStore } from '../document/local-store.ts'
import { TAB_NEWS_TYPE } from '../document/tabs.ts'
import { reconnectDelay, weighFailures } from './retry.ts'

export interface RelayProvider {
	/** The Yjs origin of what the relay or another tab sent. */
	readonly stock: WebsocketProvider
	/** Null while there is no connection. */
	socket(): CoalescingSocket | null
	/** There is a connection, but nothing has come over it for longer than the relay is ever silent. */
	isStale(): boolean
	/** Connects at once when it follows `stop`. */
	start(): void
	/** Also forgets the number of failures. */
	stop(): void
	/** As if the cable were cut: a regular close can take minutes where nothing gets through. */
	hangUp(): void
	/** While isolated, nothing passes between this tab and others. */
	isolate(isIsolated: boolean): void
	close(): void
}

export interface RelayProviderOptions {
	/** `wss://host/sync` */
	url: string
	documentId: string
	doc: Y.Doc
	awareness: Awareness
	store: LocalStore
	/** Name of the channel between this person's tabs (sync.md D4). The local store uses it too. */
	tabChannel: string
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
	/** The relay asks for what it lacks. It has `stateVector`. */
	onStep1(stateVector: Uint8Array): void
	/** Before a message of y-protocols is applied. */
	onContact(): void
	/** Something that the relay or another tab sent could not be applied to the document. */
	onUntaken(): void
}

/** The relay sends something every 20 s (sync.md R8). After this time a returning page does not trust its socket. */
const STALE_MS = 25_000

export function createRelayProvider(options: RelayProviderOptions, listener: RelayListener): RelayProvider {
	const stock = new WebsocketProvider(options.url, options.documentId, options.doc, {
		connect: false,
		awareness: options.awareness,
		WebSocketPolyfill: coalescingSocketClass(options.WebSocketClass, options.store)
	})
	stock.bcChannel = options.tabChannel
	Object.defineProperty(stock, 'params', { get: options.params })
	let isStarted = false
	let isIsolated = false

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
	const stockSync = messageHandlers[frameTypes.sync]
	messageHandlers[frameTypes.sync] = (encoder, decoder, ...rest) => {
		const [, isFromRelay] = rest
		if (!isFromRelay && isIsolated) return
		const peek = decoding.clone(decoder)
		const type = decoding.readVarUint(peek)
		const body = decoding.readVarUint8Array(peek)
		if (isFromRelay && type === syncTypes.step1) listener.onStep1(body)
		if (isFromRelay) listener.onContact()
		if (type === syncTypes.step1) stockSync?.(encoder, decoder, ...rest)
		// Not by the stock handler: it only logs what it could not apply, and continues as if it had applied it.
		else if (!takeUpdates(options.doc, [body], stock)) listener.onUntaken()
		else if (isFromRelay && type === syncTypes.step2) stock.synced = true
	}
	const stockAwareness = messageHandlers[frameTypes.awareness]
	messageHandlers[frameTypes.awareness] = (encoder, decoder, ...rest) => {
		if (rest[1]) listener.onContact()
		stockAwareness?.(encoder, decoder, ...rest)
	}
	messageHandlers[frameTypes.hello] = (_encoder, decoder) => {
		const hello = parseRelayHello(decoding.readVarString(decoder))
		if (hello !== null) listener.onHello(hello)
	}
	messageHandlers[frameTypes.ack] = (_encoder, decoder) =>
		listener.onAck(decoding.readVarUint(decoder), decoding.readVarUint(decoder))
	messageHandlers[frameTypes.nack] = (_encoder, decoder) => listener.onNack(parseNack(decoding.readVarString(decoder)))
	// The local store reads it, on the same channel.
	messageHandlers[TAB_NEWS_TYPE] = () => undefined

	return {
		stock,
		socket: () => (stock.wsconnected ? (stock.ws as CoalescingSocket | null) : null),
		isStale: () => stock.wsconnected && Date.now() - stock.wsLastMessageReceived > STALE_MS,
		start() {
			isStarted = true
			stock.connect()
		},
		stop() {
			stock.disconnect()
			stock.wsUnsuccessfulReconnects = 0
		},
		hangUp: () => stock.ws?.onclose?.({ code: 1006, reason: '' } as CloseEvent),
		isolate(next) {
			if (next === isIsolated) return
			isIsolated = next
			stock.disableBc = next
			if (next) stock.bcconnected = false
			else if (isStarted) stock.connectBc()
		},
		close() {
			// The provider leaves its channel only if it thinks that it is connected to it.
			stock.bcconnected ||= isStarted && isIsolated
			stock.destroy()
		}
	}
}

/**
 * The socket class for the stock provider (sync.md R2, D10). It knows which edits every frame carries. It sends the
 * first typing at once, and then at most one merged Update frame per 150 ms. Presence waits with the typing. Any other
 * frame first sends what waits.
 */
export interface CoalescingSocket extends WebSocket {
	/** Of this connection's frames. */
	readonly coverage: EditCoverage
	/** `send` for one whole frame. */
	sendFrame(bytes: Uint8Array): void
	/** Sends at once what is waiting. */
	flush(): void
}

export interface EditSource {
	/** Edits of this tab so far. */
	editsMade(): number
	/** What a full difference of the document covers now. */
	coverage(): Coverage
}

const WINDOW_MS = 150
/** Far below any frame limit: merging must not make a frame too large. */
const MAX_MERGED_BYTES = 256 * 1024

export function coalescingSocketClass(Base: typeof WebSocket, edits: EditSource): typeof WebSocket {
	return class extends Base implements CoalescingSocket {
		readonly coverage = createEditCoverage()
		#updates: Uint8Array[] = []
		#own = 0
		#presence = new Map<number, PresenceEntry>()
		#timer: ReturnType<typeof setTimeout> | null = null

		override send(data: string | ArrayBufferLike | Blob | ArrayBufferView): void {
			// The provider sends only Uint8Arrays.
			this.sendFrame(data as Uint8Array)
		}

		sendFrame(bytes: Uint8Array): void {
			if (bytes[0] === frameTypes.sync && bytes[1] === syncTypes.update) this.#sendUpdate(bytes)
			else if (bytes[0] === frameTypes.awareness && this.#timer !== null) this.#queuePresence(bytes)
			else {
				this.flush()
				if (bytes[0] === frameTypes.sync && bytes[1] === syncTypes.step2) this.coverage.addStep2(edits.coverage())
				this.#put(bytes)
			}
		}

		flush(): void {
			if (this.#timer !== null) clearTimeout(this.#timer)
			this.#timer = null
			// What a closed socket does not send is in the SyncStep2 of the next connection.
			if (this.readyState !== this.OPEN) return
			if (this.#updates.length > 0) {
				this.coverage.addUpdate(this.#own)
				this.#put(encodeUpdate(Y.mergeUpdates(this.#updates)))
				this.#updates = []
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

		#put(bytes: Uint8Array): void {
			// Never on a SharedArrayBuffer: lib0 allocates all of them.
			super.send(bytes as Uint8Array<ArrayBuffer>)
		}

		#sendUpdate(bytes: Uint8Array): void {
			this.#updates.push(bodyOf(bytes.subarray(2)))
			// Read now, not at the flush: by then there may be an edit whose frame is not here yet.
			this.#own = edits.editsMade()
			const size = this.#updates.reduce((sum, { byteLength }) => sum + byteLength, 0)
			if (this.#timer === null || size > MAX_MERGED_BYTES) this.flush()
		}

		#queuePresence(bytes: Uint8Array): void {
			for (const entry of decodePresence(bodyOf(bytes.subarray(1))) ?? []) this.#presence.set(entry.clientId, entry)
		}
	}
}

/** `bytes`: a frame of the provider without its types, which are one byte each. */
function bodyOf(bytes: Uint8Array): Uint8Array {
	return decoding.readVarUint8Array(decoding.createDecoder(bytes))
}
