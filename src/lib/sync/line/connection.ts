/**
 * A document's connection to the relay. It passes acknowledgements and what was received on to the local store, which
 * remembers them. Where WebSockets do not get through, the exchange over HTTPS takes over until one does (sync.md D7).
 * The provider (relay-provider.ts), the relay's answers (line.ts), what was received (reception.ts) and the delays
 * between attempts (retry.ts) have their own files. Long, because every event of the provider and of the local store
 * changes the same state.
 */
import { removeAwarenessStates } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { closeReasonOf, type CloseReason } from '#protocol/close-codes.ts'
import { encodeHello, encodeStep2, type DeviceReport, type RelayHello } from '#protocol/frames.ts'
import { now } from '../clock.ts'
import { createAskingAgain, createSocketPatience, watchPage } from './retry.ts'
import { createReporter } from './device-report.ts'
import type { ExchangeWay } from './exchange-way.ts'
import {
	beginConnection,
	type Beginning,
	createLine,
	isNetworkOff,
	compareHello,
	lineStatus,
	noteNack
} from './line.ts'
import { createReception, type ReceptionOptions } from './reception.ts'
import { createRelayProvider, type RelayProviderOptions } from './relay-provider.ts'
import type { SyncSnapshot } from '../document/snapshot.ts'

export interface Connection {
	/** The Yjs origin of what the relay or another tab sent. */
	readonly origin: unknown
	status(): Pick<
		SyncSnapshot,
		'connection' | 'way' | 'refusal' | 'right' | 'isSynced' | 'refused' | 'isUnderReview' | 'reviewOutcome'
	>
	start(): void
	/** For a person's tap: at once, also after a final refusal. Does nothing while the relay is answering. */
	reconnect(): void
	/** The local store has committed, failed or recovered, or its free space has changed. */
	noteStore(): void
	/** Sends all that the relay may lack: edits of an ended tab are in the document now. */
	offerAll(): void
	close(): void
}

export interface ConnectionOptions extends ReceptionOptions, Omit<RelayProviderOptions, 'params'> {
	personId: string
	/** Another document of the programme learns that the right is back, and then calls `reconnect`. */
	isLed: boolean
	onChange(): void
}

const SYNCED_INTERVAL_MS = 10_000
/**
 * The relay acknowledges within a second, also over a slow network. A connection without a word for so long after an
 * edit may be dead, and nobody on it is shown as present. It is not given up yet: a large edit may still be on its way.
 */
const SILENCE_MS = 8_000

export function openConnection(options: ConnectionOptions): Connection {
	const { doc, awareness, store } = options
	const line = createLine()
	const reception = createReception(options)
	const patience = createSocketPatience(
		() => useExchange(true),
		() => relay.hangUp()
	)
	const again = createAskingAgain(options.isLed, askAgain)
	let beginning: Beginning
	let isStarted = false
	let isClosed = false
	let hasFailed = false
	/** The current attempt asks again, for a person whose edits are under review. */
	let isAskingAgain = false
	let exchange: ExchangeWay | null = null
	let isLoadingExchange = false
	/** The document's newest sequence when this connection began. Once synced, the device has everything up to it. */
	let helloSequence: number | null = null
	let relayVector: Uint8Array | null = null
	/** The relay's run, as last received over either way. */
	let run: string | null = null
	let wasUnsent = true
	let isNoting = false
	let notedAt = 0
	let silence: ReturnType<typeof setTimeout> | undefined

	const relay = createRelayProvider(
		{ ...options, params: () => (beginning = beginConnection(options.deviceId, doc, store)).params },
		{
			onHello(hello) {
				line.right = hello.right
				if (helloSequence === null && !begin(hello)) return
				const { epoch, run, participants, bytesLeft } = hello
				store.updateRecord({ epoch, run, participants, bytesLeft: bytesLeft ?? 'enough' })
				line.refusal = null
				noteContact()
			},
			onAck(counter, sequence) {
				const coverage = relay.socket()?.coverage.acknowledge(counter) ?? null
				if (coverage !== null) store.acknowledge(coverage, sequence)
				noteContact()
				noteReceived(sequence)
			},
			onNack(nack) {
				noteNack(line, nack, relay.socket()?.coverage, beginning, store)
				noteContact()
			},
			onStep1: (stateVector) => (relayVector = stateVector),
			onContact: noteContact,
			onUntaken: reception.spoil
		}
	)
	const provider = relay.stock
	const reporter = createReporter(readReport, (report) => relay.socket()?.sendFrame(encodeHello(report)))
	const stopWatching = watchPage({
		onVisible: () => wake(provider.ws === null || relay.isStale()),
		onHidden: () => {
			relay.socket()?.flush()
			exchange?.now()
		},
		onOnline: () => wake(!provider.wsconnected || relay.isStale()),
		onOffline: () => {
			if (line.link !== 'refused') line.link = 'offline'
			line.isExchanging = false
			onChange()
		}
	})

	provider.on('status', ({ status }) => {
		if (status === 'connecting') {
			if (!hasFailed && !isNetworkOff()) line.link = 'connecting'
			patience.begin()
		}
		// The relay reported to the others that we left, with our clock. They accept only a newer clock.
		if (status === 'connected') awareness.setLocalState(awareness.getLocalState())
		onChange()
	})
	provider.on('connection-close', (event) => {
		hasFailed = true
		if (line.link !== 'refused') line.link = 'offline'
		endSilence()
		patience.end(event !== null && closeReasonOf(event.code) === null && helloSequence === null)
		relayVector = null
		helloSequence = null
		reporter.restart()
		onChange()
	})
	provider.on('closed', ({ code }) => {
		// The relay tells a person without the right nothing more, even if a restored server has lost its review log. So
		// all edits are sent again, except after asking again: that sends them itself.
		if (!isAskingAgain) store.forgetReview()
		isAskingAgain = false
		noteRefused(closeReasonOf(code))
	})
	provider.on('sync', (isSynced) => {
		if (isSynced) noteReceived(helloSequence ?? 0)
		onChange()
	})

	function onChange(): void {
		keepVerdict()
		options.onChange()
	}

	/**
	 * Stores the verdict for screens that do not open the document (stored-programs.ts). The stored one stays until the
	 * relay answers.
	 */
	function keepVerdict(): void {
		const { refused, isUnderReview, reviewOutcome } = lineStatus(line, store)
		const known = store.record().verdict
		if (refused === known.refused && isUnderReview === known.isHeld && reviewOutcome === known.decision) return
		if (refused === 0 && line.right !== 'edit' && store.status().unsent > 0) return
		store.updateRecord({
			verdict: { at: now().toISOString(), refused, isHeld: isUnderReview, decision: reviewOutcome }
		})
	}

	/** Handles the connection's first HELLO. False: this is not the document we know, and the connection ends. */
	function begin(hello: RelayHello): boolean {
		const known = store.record()
		noteRun(hello.run)
		switch (compareHello(hello, beginning, known)) {
			case 'other-epoch':
				refuse('other-epoch')
				return false
			case 'other-log':
				noteOtherLog()
				break
			case 'resumed':
				reception.resume()
				relayVector = beginning.relayVector
				if (relayVector !== null) {
					relay.socket()?.coverage.begin()
					if (store.status().unsent > 0) offerAll()
				}
				break
			case 'begun':
		}
		// What only went under review before is accepted now.
		if (hello.right === 'edit') store.forgetReview()
		helloSequence = hello.sequence
		return true
	}

	/** A new run: the relay may have less than it had. */
	function noteRun(newRun: string): void {
		if (run !== null && run !== newRun) {
			reception.startAnew()
			store.forgetReview()
		}
		run = newRun
	}

	/** The relay answered, whatever the browser says of the network. */
	function noteContact(): void {
		endSilence()
		watchSilence()
		line.link = 'connected'
		line.refusal = null
		hasFailed = false
		patience.restore()
		again.restore()
		exchange?.stop()
		noteAllSent()
		onChange()
	}

	function refuse(reason: CloseReason): void {
		provider.shouldConnect = false
		relay.hangUp()
		noteRefused(reason)
	}

	function noteRefused(reason: CloseReason | null): void {
		line.link = 'refused'
		line.refusal = reason
		exchange?.stop()
		// The server does not have, or no longer has, what it acknowledged: everything is on this device only.
		if (reason === 'other-epoch' && store.status().unsent === 0) store.forgetLog(true)
		if (reason === 'gone') store.updateRecord({ isGone: true })
		if (reason === 'no-right') again.refused()
		noteStore()
		onChange()
	}

	function noteOtherLog(): void {
		reception.forgetLog(line.right === 'edit')
	}

	function noteAllSent(): void {
		if (store.status().unsent > 0) return
		line.refusedUpTo = 0
		line.hasUnsubmitted = false
		if (!provider.synced && !line.isExchanging) return
		if (isNoting || (Date.now() - notedAt < SYNCED_INTERVAL_MS && !wasUnsent)) return
		notedAt = Date.now()
		wasUnsent = false
		store.updateRecord({ relayVector: Y.encodeStateVector(doc) })
		void noteLastSynced()
	}

	/** Sets nothing when the disk does not say what other tabs have stored. */
	async function noteLastSynced(): Promise<void> {
		const lastSyncedAt = now().toISOString()
		isNoting = true
		const hasCaughtUp = await store.catchUp()
		isNoting = false
		if (hasCaughtUp && !isClosed && store.status().unsent === 0) store.updateRecord({ lastSyncedAt })
	}

	/**
	 * `isLasting`: until a socket brings a message. Otherwise sends once what sockets do not accept; with `isAgain` also
	 * what was refused before.
	 */
	function useExchange(isLasting: boolean, isAgain = false): void {
		if (line.link === 'refused' && isLasting) return
		if (exchange !== null) return isLasting ? exchange.start() : isAgain ? exchange.resend() : exchange.send()
		if (isLoadingExchange) return
		isLoadingExchange = true
		import('./exchange-way.ts')
			.then(({ openExchangeWay }) => {
				if (isClosed) return
				exchange = openExchangeWay({
					...options,
					onChange,
					origin: provider,
					line,
					report: () => reception.report(null),
					noteReceived,
					onUntaken: reception.spoil,
					noteAllSent,
					noteOtherLog,
					knownRun: () => run,
					noteRun,
					refuse,
					restart
				})
				if (patience.isLost()) useExchange(true)
				if (isAgain) exchange.resend()
				noteStore()
			})
			// The module did not load, e.g. without a network. The next failure tries again.
			.catch(() => undefined)
			.finally(() => (isLoadingExchange = false))
	}

	function noteReceived(sequence: number): void {
		reception.receive(sequence)
		noteStore()
	}

	function noteStore(): void {
		const { localStore, unsent } = store.status()
		if (unsent > 0) wasUnsent = true
		watchSilence()
		// While our store fails, our other tabs would store our edits uncounted, as if they were sent.
		relay.isolate(localStore === 'failed')
		reception.noteStore()
		reporter.update()
		exchange?.noteStore()
		// The relay does not ask a reader, or a person whose right has ended, for what they have.
		if ((line.refusal === 'no-right' || line.right === 'read') && store.editsToSend(null) > 0) useExchange(false)
	}

	/** Begins when an edit waits for its answer, and anew with each word of the relay; ends when nothing waits. */
	function watchSilence(): void {
		const isAwaited = store.status().unsent > lineStatus(line, store).refused && relay.socket() !== null
		if (!isAwaited) endSilence()
		else silence ??= setTimeout(forgetPresent, SILENCE_MS)
	}

	function endSilence(): void {
		clearTimeout(silence)
		silence = undefined
	}

	/** Who is still there says so again within 15 s. */
	function forgetPresent(): void {
		const others = [...awareness.getStates().keys()].filter((clientId) => clientId !== awareness.clientID)
		removeAwarenessStates(awareness, others, provider)
	}

	/** Null: there is nobody to send it to. */
	async function readReport(): Promise<DeviceReport | null> {
		const hasListener = () => relay.socket() !== null && provider.synced
		if (hasListener()) await store.catchUp()
		const socket = relay.socket()
		if (socket === null || !hasListener()) return null
		// Waiting frames must go ahead of the report, or their edits would count as unsent.
		socket.flush()
		return reception.report(socket.coverage.underWay())
	}

	function wake(isNeeded: boolean): void {
		if (line.refusal === 'no-right') askAgain(true)
		else if (isStarted && line.link !== 'refused' && isNeeded) restart()
		exchange?.now()
		noteStore()
	}

	/**
	 * For a person whose right has ended: asks for the right. `isForEdits`: also sends their last edits, to learn what
	 * became of them.
	 */
	function askAgain(isForEdits: boolean): void {
		isAskingAgain = lineStatus(line, store).isUnderReview
		if (isAskingAgain && isForEdits) useExchange(false, true)
		restart()
	}

	function restart(): void {
		again.stop()
		relay.stop()
		hasFailed = false
		// Until the relay says otherwise, it accepts nothing of theirs, and they cannot write.
		if (line.refusal !== 'no-right') line.refusal = null
		if (line.link === 'refused') line.link = 'connecting'
		relay.start()
	}

	function offerAll(): void {
		if (relayVector !== null) relay.socket()?.sendFrame(encodeStep2(Y.encodeStateAsUpdate(doc, relayVector)))
	}

	return {
		origin: provider,
		status: () => ({
			...lineStatus(line, store),
			isSynced: reception.isSound() && (provider.synced || line.isExchanging)
		}),
		start() {
			if (isStarted) return
			isStarted = true
			relay.start()
		},
		reconnect() {
			if (isStarted && (line.link !== 'connected' || relay.isStale())) restart()
			exchange?.now()
		},
		noteStore,
		offerAll,
		close() {
			isClosed = true
			endSilence()
			again.stop()
			patience.stop()
			exchange?.close()
			stopWatching()
			reporter.stop()
			relay.close()
		}
	}
}
