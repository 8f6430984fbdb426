/**
 * A document's connection to the relay. What is acknowledged, and by whom it was received, is told to the local store,
 * which remembers it. Where WebSockets get nowhere, the exchange over HTTPS takes over until one does (sync.md D7).
 * Here is what follows from what; the provider, what is known of the relay's mind, what was received and how long
 * sockets are waited for are each told of in their own file. Long, because every event of the provider and of the
 * local store moves the same few things on.
 */
import * as Y from 'yjs'
import { closeReasonOf, type CloseReason } from '#protocol/close-codes.ts'
import { encodeHello, encodeStep2, type DeviceReport, type RelayHello } from '#protocol/frames.ts'
import { createAskingAgain, createSocketPatience, watchPage } from './retry.ts'
import { createReporter } from './device-report.ts'
import type { ExchangeWay } from './exchange-way.ts'
import { beginConnection, type Beginning, createLine, isNetworkOff, judgeHello, lineStatus, noteNack } from './line.ts'
import { createReception, type ReceptionOptions } from './reception.ts'
import { createRelayProvider, type RelayProviderOptions } from './relay-provider.ts'
import type { SyncSnapshot } from '../document/snapshot.ts'

export interface Connection {
	/** The Yjs origin of what the relay or another tab sent. */
	readonly origin: unknown
	status(): Pick<
		SyncSnapshot,
		'connection' | 'way' | 'refusal' | 'right' | 'isSynced' | 'refused' | 'isHeld' | 'decision'
	>
	start(): void
	/** A person's tap: at once, also after a final refusal. Does nothing while the relay is answering. */
	reconnect(): void
	/** The local store has committed, failed or recovered, or there is another room for it. */
	noteStore(): void
	/** Sends all the relay may lack: edits of an ended tab have come into the document. */
	offerAll(): void
	close(): void
}

export interface ConnectionOptions extends ReceptionOptions, Omit<RelayProviderOptions, 'params'> {
	personId: string
	/** Another document of the programme hears of a right that comes back, and `reconnect` is called. */
	isLed: boolean
	onChange(): void
}

const SYNCED_INTERVAL_MS = 10_000

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
	/** Whose edits are held, for what became of them. */
	let isAskingAgain = false
	let exchange: ExchangeWay | null = null
	let isLoadingExchange = false
	/** The document's newest update when this connection began: ours, once it has synced. */
	let helloSequence: number | null = null
	let relayVector: Uint8Array | null = null
	/** The relay's run that was heard last, whichever way. */
	let run: string | null = null
	let wasUnsent = true
	let isNoting = false
	let notedAt = 0

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
		// The relay told the others that we left, with our clock: only a newer one is believed.
		if (status === 'connected') awareness.setLocalState(awareness.getLocalState())
		onChange()
	})
	provider.on('connection-close', (event) => {
		hasFailed = true
		if (line.link !== 'refused') line.link = 'offline'
		patience.end(event !== null && closeReasonOf(event.code) === null && helloSequence === null)
		relayVector = null
		helloSequence = null
		reporter.restart()
		onChange()
	})
	provider.on('closed', ({ code }) => {
		// Nothing more is said to whose right has ended, also when the server was restored without what it held; who asks
		// again brings it again.
		if (!isAskingAgain) store.forgetHeld()
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

	/** For when nobody has it open (stored-programs.ts). Until the relay is heard it is as it was. */
	function keepVerdict(): void {
		const { refused, isHeld, decision } = lineStatus(line, store)
		const known = store.record().verdict
		if (refused === known.refused && isHeld === known.isHeld && decision === known.decision) return
		if (refused === 0 && line.right !== 'edit' && store.status().unsent > 0) return
		store.updateRecord({ verdict: { at: new Date().toISOString(), refused, isHeld, decision } })
	}

	/** The connection's first HELLO. False: this is not the document we know, and nothing more is said. */
	function begin(hello: RelayHello): boolean {
		const known = store.record()
		hearRun(hello.run)
		switch (judgeHello(hello, beginning, known)) {
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
		// What was only held is taken now.
		if (hello.right === 'edit') store.forgetHeld()
		helloSequence = hello.sequence
		return true
	}

	/** Another one than before: of what the relay had, it may have less. */
	function hearRun(heard: string): void {
		if (run !== null && run !== heard) {
			reception.startAnew()
			store.forgetHeld()
		}
		run = heard
	}

	/** The relay was heard, whatever the browser thinks of the network. */
	function noteContact(): void {
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
		// The server has not, or no longer, what it acknowledged: all of it is on this device only.
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
		line.hasUnheld = false
		if (!provider.synced && !line.isExchanging) return
		if (isNoting || (Date.now() - notedAt < SYNCED_INTERVAL_MS && !wasUnsent)) return
		notedAt = Date.now()
		wasUnsent = false
		store.updateRecord({ relayVector: Y.encodeStateVector(doc) })
		void noteLastSynced()
	}

	/** Where the disk does not tell what other tabs have stored, nothing is said. */
	async function noteLastSynced(): Promise<void> {
		const lastSyncedAt = new Date().toISOString()
		isNoting = true
		const hasCaughtUp = await store.catchUp()
		isNoting = false
		if (hasCaughtUp && !isClosed && store.status().unsent === 0) store.updateRecord({ lastSyncedAt })
	}

	/** `isLasting`: until a socket brings word; else to bring once what sockets would not take, `isAgain` also what was refused before. */
	function useExchange(isLasting: boolean, isAgain = false): void {
		if (line.link === 'refused' && isLasting) return
		if (exchange !== null) return isLasting ? exchange.start() : isAgain ? exchange.bringAgain() : exchange.bring()
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
					heardRun: () => run,
					hearRun,
					refuse,
					restart
				})
				if (patience.isLost()) useExchange(true)
				if (isAgain) exchange.bringAgain()
				noteStore()
			})
			// It could not be fetched, as without a network: the next failure asks again.
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
		// While our store fails, other tabs of ours would store our edits uncounted, as if they were sent.
		relay.isolate(localStore === 'failed')
		reception.noteStore()
		reporter.update()
		exchange?.noteStore()
		// A relay does not ask a reader, nor one whose right has ended, for what they have.
		if ((line.refusal === 'no-right' || line.right === 'read') && store.editsToBring(null) > 0) useExchange(false)
	}

	/** Null: there is nobody to say it to. */
	async function readReport(): Promise<DeviceReport | null> {
		const hasListener = () => relay.socket() !== null && provider.synced
		if (hasListener()) await store.catchUp()
		const socket = relay.socket()
		if (socket === null || !hasListener()) return null
		// What waits is on its way ahead of the report, or it would count as unsent.
		socket.flush()
		return reception.report(socket.coverage.underWay())
	}

	function wake(isNeeded: boolean): void {
		if (line.refusal === 'no-right') askAgain(true)
		else if (isStarted && line.link !== 'refused' && isNeeded) restart()
		exchange?.now()
		noteStore()
	}

	/** Whose right has ended: for the right, and `isForEdits` for what became of their last edits, which are brought for it. */
	function askAgain(isForEdits: boolean): void {
		isAskingAgain = lineStatus(line, store).isHeld
		if (isAskingAgain && isForEdits) useExchange(false, true)
		restart()
	}

	function restart(): void {
		again.stop()
		relay.stop()
		hasFailed = false
		// Until it says otherwise nothing of theirs is taken, nor to be written.
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
			again.stop()
			patience.stop()
			exchange?.close()
			stopWatching()
			reporter.stop()
			relay.close()
		}
	}
}
