/**
 * A document's connection to the relay: the stock provider, with our frames (SPEC.md P5–P8) through
 * its message handlers and our socket class under it. What is acknowledged, and by whom it was
 * received, is told to the local store, which remembers it.
 */
import * as decoding from 'lib0/decoding'
import type { Awareness } from 'y-protocols/awareness'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { closeReasonOf } from '#protocol/close-codes.ts'
import { encodeHello, encodeStep2, frameTypes, parseRelayHello, syncTypes, type Right } from '#protocol/sync.ts'
import { coalescingSocketClass, type CoalescingSocket } from './coalescing-socket.ts'
import { createReporter } from './device-report.ts'
import type { LocalStore } from './local-store.ts'
import { isPageVisible, watchPage } from './page.ts'
import { createReceivedSequence } from './received-sequence.ts'
import { reconnectDelay, weighFailures } from './reconnection.ts'
import type { SyncSnapshot } from './sync-snapshot.ts'
import { TAB_NEWS_TYPE } from './tab-talk.ts'

export interface Connection {
	/** The Yjs origin of what the relay or another tab sent. */
	readonly origin: unknown
	status(): Pick<SyncSnapshot, 'connection' | 'refusal' | 'right' | 'isSynced' | 'refused'>
	start(): void
	/** A person's tap: at once, also after a final refusal. Does nothing while the relay is answering. */
	reconnect(): void
	/** The local store has committed, failed or recovered. */
	noteStore(): void
	/** Sends all the relay may lack: edits of an ended tab have come into the document. */
	offerAll(): void
	close(): void
}

export interface ConnectionOptions {
	/** `wss://host/sync` */
	url: string
	documentId: string
	doc: Y.Doc
	awareness: Awareness
	store: LocalStore
	/** Name of the channel between this person's tabs (sync.md D4), the local store's too. */
	tabChannel: string
	deviceId: string
	appVersion: string
	WebSocketClass: typeof WebSocket
	/** False for a document that nobody looks at: nothing of it is reported as seen. */
	isOnScreen: boolean
	onChange(): void
}

/** The relay is heard every 20 s (sync.md R8); after this a returning page does not trust its socket. */
const STALE_MS = 25_000
const SYNCED_INTERVAL_MS = 10_000

export function openConnection(options: ConnectionOptions): Connection {
	const { doc, awareness, store, onChange } = options
	const provider = new WebsocketProvider(options.url, options.documentId, doc, {
		connect: false,
		awareness,
		params: { v: '1', device: options.deviceId },
		WebSocketPolyfill: coalescingSocketClass(options.WebSocketClass, store)
	})
	provider.bcChannel = options.tabChannel
	// Read by the local store, on the same channel.
	provider.messageHandlers[TAB_NEWS_TYPE] = () => undefined

	let link: SyncSnapshot['connection'] = isNetworkOff() ? 'offline' : 'connecting'
	let refusal: SyncSnapshot['refusal'] = null
	let right: Right | null = null
	let refusedUpTo: number | 'all' = 0
	let isStarted = false
	let hasFailed = false
	/** The document's newest update when this connection began: ours, once it has synced. */
	let helloSequence: number | null = null
	let relayVector: Uint8Array | null = null
	let received = createReceivedSequence()
	let isIsolated = false
	let wasUnsent = true

	const reporter = createReporter((report) => socket()?.sendFrame(encodeHello(report)))
	const stopWatching = watchPage({
		onVisible: () => wake(provider.ws === null || isStale()),
		onHidden: () => socket()?.flush(),
		onOnline: () => wake(!provider.wsconnected || isStale()),
		onOffline: () => {
			if (link !== 'refused') link = 'offline'
			onChange()
		}
	})

	provider.on('status', ({ status }) => {
		if (status === 'connecting' && !hasFailed && !isNetworkOff()) link = 'connecting'
		// The relay told the others that we left, with our clock: only a newer one is believed.
		if (status === 'connected') awareness.setLocalState(awareness.getLocalState())
		onChange()
	})
	provider.on('connection-close', (event) => {
		const failures = weighFailures(
			provider.wsUnsuccessfulReconnects + 1,
			event === null ? null : closeReasonOf(event.code)
		)
		// The provider adds one, doubles its delay as often, and takes ours as the longest.
		provider.wsUnsuccessfulReconnects = failures - 1
		provider.maxBackoffTime = reconnectDelay(failures, Math.random())
		hasFailed = true
		link = 'offline'
		relayVector = null
		helloSequence = null
		reporter.restart()
		onChange()
	})
	provider.on('closed', ({ code }) => {
		link = 'refused'
		refusal = closeReasonOf(code)
		onChange()
	})
	provider.on('sync', (isSynced) => {
		if (isSynced) noteReceived(helloSequence ?? 0)
		onChange()
	})

	const stockSync = provider.messageHandlers[frameTypes.sync]
	provider.messageHandlers[frameTypes.sync] = (encoder, decoder, ...rest) => {
		const [, isFromRelay] = rest
		if (!isFromRelay && isIsolated) return
		if (isFromRelay) {
			const peek = decoding.clone(decoder)
			if (decoding.readVarUint(peek) === syncTypes.step1) relayVector = decoding.readVarUint8Array(peek)
			noteContact()
		}
		stockSync?.(encoder, decoder, ...rest)
	}
	const stockAwareness = provider.messageHandlers[frameTypes.awareness]
	provider.messageHandlers[frameTypes.awareness] = (encoder, decoder, ...rest) => {
		if (rest[1]) noteContact()
		stockAwareness?.(encoder, decoder, ...rest)
	}
	provider.messageHandlers[frameTypes.hello] = (_encoder, decoder) => {
		const hello = parseRelayHello(decoding.readVarString(decoder))
		if (hello === null) return
		right = hello.right
		helloSequence ??= hello.sequence
		const { epoch, participants } = hello
		const isSameEpoch = epoch === store.record().epoch
		if (!isSameEpoch) received = createReceivedSequence()
		store.updateRecord({ epoch, participants, ...(isSameEpoch ? {} : { ownSequence: null }) })
		noteContact()
	}
	provider.messageHandlers[frameTypes.ack] = (_encoder, decoder) => {
		const counter = decoding.readVarUint(decoder)
		const sequence = decoding.readVarUint(decoder)
		const coverage = socket()?.coverage.acknowledge(counter) ?? null
		if (coverage !== null) store.acknowledge(coverage, sequence)
		if (store.status().unsent === 0) refusedUpTo = 0
		noteContact()
		noteReceived(sequence)
	}
	provider.messageHandlers[frameTypes.nack] = (_encoder, decoder) => {
		const { counter } = JSON.parse(decoding.readVarString(decoder)) as { counter?: unknown }
		refusedUpTo = (typeof counter === 'number' && socket()?.coverage.refuse(counter)) || 'all'
		noteContact()
	}

	function socket(): CoalescingSocket | null {
		return provider.wsconnected ? (provider.ws as CoalescingSocket | null) : null
	}

	function isStale(): boolean {
		return provider.wsconnected && Date.now() - provider.wsLastMessageReceived > STALE_MS
	}

	/** The relay was heard, whatever the browser thinks of the network. */
	function noteContact(): void {
		link = 'connected'
		refusal = null
		hasFailed = false
		noteAllSent()
		onChange()
	}

	function noteAllSent(): void {
		if (!provider.synced || store.status().unsent > 0) return
		const last = store.record().lastSyncedAt
		if (last !== null && Date.now() - Date.parse(last) < SYNCED_INTERVAL_MS && !wasUnsent) return
		wasUnsent = false
		store.updateRecord({ lastSyncedAt: new Date().toISOString() })
	}

	function noteReceived(sequence: number): void {
		// Yjs holds back an update whose predecessor is missing; neither the store nor the screen has it.
		if (doc.store.pendingStructs === null && doc.store.pendingDs === null)
			received.receive(sequence, store.progress().written)
		noteStore()
	}

	function noteStore(): void {
		const { localStore, unsent } = store.status()
		if (unsent > 0) wasUnsent = true
		isolate(localStore === 'failed')
		received.commit(store.progress().committed)
		if (options.isOnScreen && isPageVisible()) received.see()
		reporter.update(
			provider.synced && provider.wsconnected
				? {
						deviceId: options.deviceId,
						appVersion: options.appVersion,
						haveSequence: received.have(),
						seenSequence: received.seen(),
						unsent
					}
				: null
		)
	}

	/** While our store fails, other tabs of ours would store our edits uncounted, as if they were sent. */
	function isolate(next: boolean): void {
		if (next === isIsolated) return
		isIsolated = next
		provider.disableBc = next
		if (next) provider.bcconnected = false
		else if (isStarted) provider.connectBc()
	}

	function wake(isNeeded: boolean): void {
		if (isStarted && link !== 'refused' && isNeeded) restart()
		noteStore()
	}

	function restart(): void {
		provider.disconnect()
		provider.wsUnsuccessfulReconnects = 0
		hasFailed = false
		refusal = null
		if (link === 'refused') link = 'connecting'
		provider.connect()
	}

	return {
		origin: provider,
		status: () => {
			const { unsent } = store.status()
			const waiting = refusedUpTo === 'all' ? unsent : refusedUpTo - store.acknowledgedEdits()
			return {
				connection: link,
				refusal,
				right,
				isSynced: provider.synced,
				// Nothing of a reader's is accepted, nor asked for.
				refused: right === 'read' ? unsent : Math.max(0, Math.min(waiting, unsent))
			}
		},
		start() {
			if (isStarted) return
			isStarted = true
			provider.connect()
		},
		reconnect() {
			if (isStarted && (link !== 'connected' || isStale())) restart()
		},
		noteStore,
		offerAll() {
			if (relayVector !== null) socket()?.sendFrame(encodeStep2(Y.encodeStateAsUpdate(doc, relayVector)))
		},
		close() {
			stopWatching()
			reporter.stop()
			// The provider leaves its channel only if it thinks it is in it.
			provider.bcconnected ||= isStarted && isIsolated
			provider.destroy()
		}
	}
}

function isNetworkOff(): boolean {
	return typeof navigator !== 'undefined' && navigator.onLine === false
}
