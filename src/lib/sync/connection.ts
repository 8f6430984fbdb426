/**
 * A document's connection to the relay: the stock provider, with our frames (SPEC.md P5–P8) through
 * its message handlers and our socket class under it. What is acknowledged, and by whom it was
 * received, is told to the local store, which remembers it. Where WebSockets get nowhere, the exchange
 * over HTTPS takes over until one does (sync.md D7). Long, because both ways share one state of what is
 * acknowledged, refused and received, and each handler of the provider reads and writes it.
 */
import * as decoding from 'lib0/decoding'
import type { Awareness } from 'y-protocols/awareness'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { closeReasonOf, type CloseReason } from '#protocol/close-codes.ts'
import {
	encodeHello,
	encodeStep2,
	frameTypes,
	parseNack,
	parseRelayHello,
	syncTypes,
	type DeviceReport,
	type RelayHello,
	type Right
} from '#protocol/sync.ts'
import { coalescingSocketClass, type CoalescingSocket } from './coalescing-socket.ts'
import { createReporter } from './device-report.ts'
import type { ExchangeWay } from './exchange-way.ts'
import type { LocalStore } from './local-store.ts'
import { isPageVisible, watchPage } from './page.ts'
import { createReceivedSequence } from './received-sequence.ts'
import { reconnectDelay, weighFailures } from './reconnection.ts'
import { beginConnection, judgeHello, type Beginning } from './resumption.ts'
import type { StorageRoom } from './storage-room.ts'
import type { SyncSnapshot } from './sync-snapshot.ts'
import { TAB_NEWS_TYPE } from './tab-talk.ts'

export interface Connection {
	/** The Yjs origin of what the relay or another tab sent. */
	readonly origin: unknown
	status(): Pick<SyncSnapshot, 'connection' | 'way' | 'refusal' | 'right' | 'isSynced' | 'refused' | 'isHeld'>
	start(): void
	/** A person's tap: at once, also after a final refusal. Does nothing while the relay is answering. */
	reconnect(): void
	/** The local store has committed, failed or recovered, or there is another room for it. */
	noteStore(): void
	/** Sends all the relay may lack: edits of an ended tab have come into the document. */
	offerAll(): void
	close(): void
}

export interface ConnectionOptions {
	/** `wss://host/sync` */
	url: string
	personId: string
	documentId: string
	doc: Y.Doc
	awareness: Awareness
	store: LocalStore
	/** Name of the channel between this person's tabs (sync.md D4), the local store's too. */
	tabChannel: string
	deviceId: string
	appVersion: string
	room: StorageRoom
	WebSocketClass: typeof WebSocket
	onChange(): void
}

/** What is known of the relay's mind, whichever way it was heard. */
export interface Line {
	link: SyncSnapshot['connection']
	refusal: CloseReason | null
	right: Right | null
	/** Of this tab's edits. */
	refusedUpTo: number | 'all'
	/** So many refused edits are in the holding log; -1: not all that was refused by now. */
	held: number
	/** How many edits this tab had made by then: of one made since, nobody knows. */
	heldMade: number
	/** The exchange is the way, and it is answered. */
	isExchanging: boolean
}

/** The relay is heard every 20 s (sync.md R8); after this a returning page does not trust its socket. */
const STALE_MS = 25_000
const SYNCED_INTERVAL_MS = 10_000
/** A relay speaks first, and at once: a socket without a word by then goes through something that swallows it, or through a slow network. */
const PATIENCE_MS = 8_000
/** Some filters leave a handshake open for minutes. */
const LONGEST_HANDSHAKE_MS = 30_000
/** Sockets in a row that brought no word: from then on the exchange is tried. */
const SILENT_SOCKETS = 3

export function openConnection(options: ConnectionOptions): Connection {
	const { doc, awareness, store, onChange } = options
	const provider = new WebsocketProvider(options.url, options.documentId, doc, {
		connect: false,
		awareness,
		WebSocketPolyfill: coalescingSocketClass(options.WebSocketClass, store)
	})
	provider.bcChannel = options.tabChannel
	// Read by the provider for the address of each connection it begins.
	Object.defineProperty(provider, 'params', {
		get: () => (beginning = beginConnection(options.deviceId, doc, store)).params
	})
	// Read by the local store, on the same channel.
	provider.messageHandlers[TAB_NEWS_TYPE] = () => undefined

	const line: Line = {
		link: isNetworkOff() ? 'offline' : 'connecting',
		refusal: null,
		right: null,
		refusedUpTo: 0,
		held: 0,
		heldMade: 0,
		isExchanging: false
	}
	let beginning: Beginning
	let isStarted = false
	let isClosed = false
	let hasFailed = false
	let silentSockets = 0
	let patience: ReturnType<typeof setTimeout> | undefined
	let exchange: ExchangeWay | null = null
	let isLoadingExchange = false
	/** The document's newest update when this connection began: ours, once it has synced. */
	let helloSequence: number | null = null
	let relayVector: Uint8Array | null = null
	let received = createReceivedSequence()
	/** The record's `otherLogs` that its numbers are of: another tab, too, may hear that the log is another one. */
	let receivedIn = 0
	let isIsolated = false
	let wasUnsent = true

	const reporter = createReporter((report) => socket()?.sendFrame(encodeHello(report)))
	const stopWatching = watchPage({
		onVisible: () => wake(provider.ws === null || isStale()),
		onHidden: () => {
			socket()?.flush()
			exchange?.now()
		},
		onOnline: () => wake(!provider.wsconnected || isStale()),
		onOffline: () => {
			if (line.link !== 'refused') line.link = 'offline'
			line.isExchanging = false
			onChange()
		}
	})

	provider.on('status', ({ status }) => {
		if (status === 'connecting') {
			if (!hasFailed && !isNetworkOff()) line.link = 'connecting'
			patience = setTimeout(loseHope, PATIENCE_MS)
		}
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
		clearTimeout(patience)
		hasFailed = true
		if (line.link !== 'refused') line.link = 'offline'
		const isSilent = event !== null && closeReasonOf(event.code) === null && helloSequence === null
		if (isSilent && ++silentSockets >= SILENT_SOCKETS) useExchange(true)
		relayVector = null
		helloSequence = null
		reporter.restart()
		onChange()
	})
	provider.on('closed', ({ code }) => {
		noteRefused(closeReasonOf(code))
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
		line.right = hello.right
		if (helloSequence === null && !begin(hello)) return
		store.updateRecord({ epoch: hello.epoch, run: hello.run, participants: hello.participants })
		noteContact()
	}
	provider.messageHandlers[frameTypes.ack] = (_encoder, decoder) => {
		const counter = decoding.readVarUint(decoder)
		const sequence = decoding.readVarUint(decoder)
		const coverage = socket()?.coverage.acknowledge(counter) ?? null
		if (coverage !== null) store.acknowledge(coverage, sequence)
		noteContact()
		noteReceived(sequence)
	}
	provider.messageHandlers[frameTypes.nack] = (_encoder, decoder) => {
		const nack = parseNack(decoding.readVarString(decoder))
		// One that this app cannot read is a refusal all the same: perhaps of everything.
		line.refusedUpTo = (nack !== null && socket()?.coverage.refuse(nack.counter)) || 'all'
		// Held is what was in the refused frames: nothing written before this connection, since, or in another tab.
		const { refusedUpTo } = line
		const isWhole = nack !== null && socket()?.coverage.isWhole(nack.counter) === true
		const isKnown = isWhole && beginning.relayVector !== null && refusedUpTo !== 'all'
		const inFrames = isKnown ? refusedUpTo - store.acknowledgedEdits() : 0
		line.heldMade = store.editsMade()
		line.held = nack?.isHeld === true && line.held >= 0 ? Math.max(line.held, inFrames) : -1
		noteContact()
	}

	function socket(): CoalescingSocket | null {
		return provider.wsconnected ? (provider.ws as CoalescingSocket | null) : null
	}

	function isStale(): boolean {
		return provider.wsconnected && Date.now() - provider.wsLastMessageReceived > STALE_MS
	}

	/** The connection's first HELLO. False: this is not the document we know, and nothing more is said. */
	function begin(hello: RelayHello): boolean {
		const known = store.record()
		switch (judgeHello(hello, beginning, known)) {
			case 'other-epoch':
				refuse('other-epoch')
				return false
			case 'other-log':
				noteOtherLog()
				break
			case 'resumed':
				received.receive(known.haveSequence, 0)
				relayVector = beginning.relayVector
				if (relayVector !== null) {
					socket()?.coverage.begin()
					if (store.status().unsent > 0) offerAll()
				}
				break
			case 'begun':
		}
		helloSequence = hello.sequence
		return true
	}

	/** The relay was heard, whatever the browser thinks of the network. */
	function noteContact(): void {
		line.link = 'connected'
		line.refusal = null
		hasFailed = false
		silentSockets = 0
		clearTimeout(patience)
		exchange?.stop()
		noteAllSent()
		onChange()
	}

	function loseHope(): void {
		silentSockets = SILENT_SOCKETS
		useExchange(true)
		patience = setTimeout(hangUp, LONGEST_HANDSHAKE_MS - PATIENCE_MS)
	}

	/** As if the cable were cut: closing in good order can take minutes where nothing comes through. */
	function hangUp(): void {
		provider.ws?.onclose?.({ code: 1006, reason: '' } as CloseEvent)
	}

	function refuse(reason: CloseReason): void {
		provider.shouldConnect = false
		hangUp()
		noteRefused(reason)
	}

	function noteRefused(reason: CloseReason | null): void {
		line.link = 'refused'
		line.refusal = reason
		exchange?.stop()
		// The server has not, or no longer, what it acknowledged: all of it is on this device only.
		if ((reason === 'gone' || reason === 'other-epoch') && store.status().unsent === 0) store.forgetLog(true)
		noteStore()
		onChange()
	}

	function noteOtherLog(): void {
		received = createReceivedSequence()
		store.forgetLog(line.right === 'edit')
		receivedIn = store.record().otherLogs
	}

	function noteAllSent(): void {
		if (store.status().unsent > 0) return
		line.refusedUpTo = 0
		line.held = 0
		if (!provider.synced && !line.isExchanging) return
		const last = store.record().lastSyncedAt
		if (last !== null && Date.now() - Date.parse(last) < SYNCED_INTERVAL_MS && !wasUnsent) return
		wasUnsent = false
		store.updateRecord({ lastSyncedAt: new Date().toISOString(), relayVector: Y.encodeStateVector(doc) })
	}

	/** `isLasting`: until a socket brings word; else to bring once what sockets would not take. */
	function useExchange(isLasting: boolean): void {
		if (line.link === 'refused' && isLasting) return
		if (exchange !== null) return isLasting ? exchange.start() : exchange.bring()
		if (isLoadingExchange) return
		isLoadingExchange = true
		import('./exchange-way.ts')
			.then(({ openExchangeWay }) => {
				if (isClosed) return
				exchange = openExchangeWay({
					...options,
					origin: provider,
					line,
					report,
					noteReceived,
					noteAllSent,
					noteOtherLog,
					refuse,
					restart
				})
				if (silentSockets >= SILENT_SOCKETS) useExchange(true)
				noteStore()
			})
			// It could not be fetched, as without a network: the next failure asks again.
			.catch(() => undefined)
			.finally(() => (isLoadingExchange = false))
	}

	/** What of this device's edits was refused. */
	function refused(): number {
		const { unsent } = store.status()
		// Nothing of a reader's is accepted, nor asked for.
		if (line.right === 'read' || line.refusedUpTo === 'all') return unsent
		return Math.max(0, Math.min(line.refusedUpTo - store.acknowledgedEdits(), unsent))
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
		const { otherLogs } = store.record()
		if (otherLogs !== receivedIn) received = createReceivedSequence()
		receivedIn = otherLogs
		const { written, committed } = store.progress()
		received.commit(committed)
		if (written === committed && received.have() > store.record().haveSequence)
			store.updateRecord({ haveSequence: received.have() })
		if (isPageVisible()) received.see()
		reporter.update(provider.synced && provider.wsconnected ? report() : null)
		exchange?.noteStore()
		// A relay does not ask a reader, nor one whose right has ended, for what they have.
		if ((line.refusal === 'no-right' || line.right === 'read') && unsent > 0 && unsent > line.held) useExchange(false)
	}

	function report(): DeviceReport {
		const { deviceId, appVersion, room } = options
		const { unsent } = store.status()
		return { deviceId, appVersion, haveSequence: received.have(), seenSequence: received.seen(), unsent, ...room }
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
		if (isStarted && line.link !== 'refused' && isNeeded) restart()
		exchange?.now()
		noteStore()
	}

	function restart(): void {
		provider.disconnect()
		provider.wsUnsuccessfulReconnects = 0
		hasFailed = false
		line.refusal = null
		if (line.link === 'refused') line.link = 'connecting'
		provider.connect()
	}

	function offerAll(): void {
		if (relayVector !== null) socket()?.sendFrame(encodeStep2(Y.encodeStateAsUpdate(doc, relayVector)))
	}

	return {
		origin: provider,
		status: () => {
			const { link, refusal, right, isExchanging, held, heldMade } = line
			return {
				connection: isExchanging ? 'connected' : link,
				way: isExchanging ? 'exchange' : 'socket',
				refusal,
				right,
				isSynced: provider.synced || isExchanging,
				refused: refused(),
				isHeld: refused() > 0 && refused() <= held && store.editsMade() === heldMade
			}
		},
		start() {
			if (isStarted) return
			isStarted = true
			provider.connect()
		},
		reconnect() {
			if (isStarted && (line.link !== 'connected' || isStale())) restart()
			exchange?.now()
		},
		noteStore,
		offerAll,
		close() {
			isClosed = true
			clearTimeout(patience)
			exchange?.close()
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
