/**
 * A document's line to the relay, held by one of the person's tabs. It passes acknowledgements and what was received on
 * to the log, which remembers them. Where WebSockets do not get through, requests take over until one does (sync.md D7).
 * The provider (relay-provider.ts), the relay's answers (line.ts), what was received (reception.ts) and the delays
 * between attempts (retry.ts) have their own files. Long, because every event of the provider and of the log
 * changes the same state.
 */
import { removeAwarenessStates } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { closeReasonOf, type CloseReason } from '#protocol/close-codes.ts'
import { encodeHello, type DeviceReport, PROTOCOL_VERSION, type RelayHello } from '#protocol/frames.ts'
import { takeUpdates } from '#protocol/take-updates.ts'
import { now } from '../clock.ts'
import { createAskingAgain, createSocketPatience, probeSockets, watchPage } from './retry.ts'
import { createReporter } from './device-report.ts'
import {
	beginConnection,
	type Beginning,
	createLine,
	isAllUnderReview,
	isNetworkOff,
	compareHello,
	lineStatus,
	noteNack
} from './line.ts'
import { createReception, type ReceptionOptions } from './reception.ts'
import { createRelayProvider, type RelayProviderOptions } from './relay-provider.ts'
import type { Mark } from '../document/local-log.ts'
import type { SyncSnapshot } from '../document/snapshot.ts'

export interface Connection {
	/** The Yjs origin of what the relay sent. */
	readonly origin: unknown
	status(): Pick<
		SyncSnapshot,
		'connection' | 'refusal' | 'right' | 'isSynced' | 'refused' | 'isUnderReview' | 'reviewOutcome'
	>
	isStarted(): boolean
	/**
	 * Nothing is left to be said: all is sent, or refused, and reported; or the relay accepts nothing. Without `isSynced` what
	 * it sent could not be taken.
	 */
	isQuiet(): boolean
	/** Failed attempts in a row, weighed by their reasons. */
	failures(): number
	/** Something still comes over the connection. */
	noteProgress(): void
	/** This tab holds the line. */
	start(): void
	/** It holds it no more. */
	stop(): void
	/** For a person's tap: at once, also after a final refusal. Does nothing while the relay is answering. */
	reconnect(): void
	/** At once, with what the log says now. */
	restart(): void
	/** The log has committed, failed or recovered, or its free space has changed. */
	noteStore(): void
	/** Sends all that the relay may lack, as far as it is known what that is. */
	offerAll(): void
	/** Applies what the server gave another way, as if the relay had sent it. */
	take(updates: readonly Uint8Array[]): void
	close(): void
}

export interface ConnectionOptions extends ReceptionOptions, Omit<RelayProviderOptions, 'params'> {
	personId: string
	/** Another document of the programme learns that the right is back, and then calls `reconnect`. */
	isLed: boolean
	/** Requests, for when sockets do not get through; absent: `WebSocketClass` carries requests. A worker cannot load modules. */
	loadRequests?(): Promise<Pick<typeof import('./request-socket.ts'), 'openMailbox' | 'requestSocketClass'>>
	onChange(): void
}

const SYNCED_INTERVAL_MS = 10_000
/** While somebody types: it reads the log and writes to it. */
const TYPED_INTERVAL_MS = 1_000
/**
 * The relay acknowledges within a second, also over a slow network. A connection without a word for so long after an
 * edit may be dead, and nobody on it is shown as present. It is not given up yet: a large edit may still be on its way.
 */
const SILENCE_MS = 8_000

export function openConnection(options: ConnectionOptions): Connection {
	const { doc, awareness, log } = options
	let line = createLine()
	const reception = createReception(options)
	const patience = createSocketPatience(
		() => void useRequests(),
		() => relay.hangUp()
	)
	const again = createAskingAgain(options.isLed, askAgain)
	let beginning: Beginning
	let isStarted = false
	let isClosed = false
	let hasFailed = false
	/** The current attempt also sends what is unsent, for a person whose right may have ended. */
	let isSubmitting = false
	/** What was submitted since the right ended; null: nothing. */
	let submitted: Mark | null = null
	let stopProbing: (() => void) | null = null
	let isLoadingRequests = false
	/** The document's newest sequence when this connection began. Once synced, the device has everything up to it. */
	let helloSequence: number | null = null
	let relayVector: Uint8Array | null = null
	/** The relay's run, as last received. */
	let run: string | null = null
	let wasUnsent = true
	let isNoting = false
	let notedAt = 0
	let silence: ReturnType<typeof setTimeout> | undefined

	const relay = createRelayProvider(
		{ ...options, params: () => (beginning = beginConnection(options.deviceId, log, isSubmitting)).params },
		{
			onHello(hello) {
				const { right, epoch, run, participants, bytesLeft } = hello
				line.right = right === 'none' ? null : right
				if (helloSequence === null && !begin(hello)) return
				if (right === 'none') return patience.restore()
				log.change({ epoch, run, peers: participants, bytesLeft: bytesLeft ?? 'enough' })
				reception.recall(participants.find(({ personId }) => personId === options.personId)?.seenSequence ?? 0)
				line.refusal = null
				noteContact()
			},
			onAck(counter, sequence) {
				const mark = relay.socket()?.acknowledge(counter) ?? null
				if (mark !== null) log.acknowledge(mark, sequence)
				if (isSubmitting) return endSubmission(log.mark())
				noteContact()
				noteReceived(sequence)
			},
			onNack(nack) {
				// A person without the right to edit is not asked for what the relay lacks. They have sent all that is unsent.
				const hasAllBefore = beginning.hadAllSent || line.right !== 'edit'
				const refused = noteNack(line, nack, relay.socket(), { hasAllBefore }, log)
				if (line.right !== null) return noteContact()
				// What an unreadable refusal refuses would be sent again and again.
				submitted = refused ?? log.mark()
				if (log.since(submitted) === null) endSubmission(submitted)
			},
			onStep1(stateVector) {
				relayVector = stateVector
				void offerAll()
			},
			onContact: () => (isSubmitting ? patience.restore() : noteContact()),
			onUntaken: reception.spoil
		}
	)
	const provider = relay.stock
	const reporter = createReporter(
		readReport,
		(report) => relay.socket()?.sendFrame(encodeHello(report)),
		options.isStored === true ? 0 : undefined
	)
	const stopWatching = watchPage({
		onVisible: () => {
			reception.look()
			wake(provider.ws === null || relay.isStale())
		},
		onHidden: () => relay.socket()?.flush(),
		onOnline: () => {
			const isOtherNetwork = line.isOverRequests
			useSockets()
			wake(isOtherNetwork || !provider.wsconnected || relay.isStale())
		},
		onOffline: () => {
			if (line.link !== 'refused') line.link = 'offline'
			onChange()
		}
	})

	provider.on('status', ({ status }) => {
		if (status === 'connecting') {
			if (!hasFailed && !isNetworkOff()) line.link = 'connecting'
			if (!line.isOverRequests) patience.begin()
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
		// all edits are sent again.
		if (isSubmitting) noteUnsubmitted()
		else if (submitted === null) log.forgetReview()
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
		if (!isStarted) return
		const { refused, isUnderReview, reviewOutcome } = lineStatus(line, log)
		const known = log.state().verdict
		if (refused === known.refused && isUnderReview === known.isUnderReview && reviewOutcome === known.reviewOutcome)
			return
		if (refused === 0 && line.right !== 'edit' && log.status().unsent > 0) return
		log.change({ verdict: { at: now().toISOString(), refused, isUnderReview, reviewOutcome } })
	}

	/** Handles the connection's first HELLO. False: this is not the document we know, and the connection ends. */
	function begin(hello: RelayHello): boolean {
		noteRun(hello.run)
		switch (compareHello(hello, beginning, log.state())) {
			case 'other-epoch':
				refuse('other-epoch')
				return false
			case 'other-log':
				noteOtherLog()
				if (!hello.isResumed) break
				// It does not ask for what it lacks, because we named a place in the log. Now we name none.
				restart()
				return false
			case 'resumed':
				reception.resume(beginning.have)
				// Otherwise the relay asks at once for what it lacks.
				if (beginning.hadAllSent) relay.socket()?.begin(beginning.mark)
				break
			case 'begun':
		}
		// What only went under review before is accepted now.
		if (hello.right === 'edit') log.forgetReview()
		else if (!isAllUnderReview(log) || isSubmitting) void submit()
		// For what is written before this device learns that it may not be.
		else relay.socket()?.begin(log.mark())
		helloSequence = hello.sequence
		return true
	}

	/** A new run: the relay may have less than it had. */
	function noteRun(newRun: string): void {
		if (run !== null && run !== newRun) {
			reception.startAnew()
			log.forgetReview()
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
		isSubmitting = false
		submitted = null
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
		isSubmitting = false
		if (reason !== 'no-right') useSockets()
		// The server does not have, or no longer has, what it acknowledged: everything is on this device only.
		if (reason === 'other-epoch' && log.status().unsent === 0) log.forgetRelay(true)
		if (reason === 'gone') log.change({ isGone: true })
		if (reason === 'no-right') again.refused()
		noteStore()
		onChange()
	}

	function noteOtherLog(): void {
		reception.startAnew()
		log.forgetRelay(line.right === 'edit')
	}

	function noteAllSent(): void {
		if (log.status().unsent > 0) return
		line.refusedUpTo = null
		line.hasUnsubmitted = false
		if (!provider.synced) return
		if (isNoting || Date.now() - notedAt < (wasUnsent ? TYPED_INTERVAL_MS : SYNCED_INTERVAL_MS)) return
		notedAt = Date.now()
		wasUnsent = false
		void noteLastSynced()
	}

	/** Sets nothing when the disk does not say what other tabs have stored. They may store more meanwhile. */
	async function noteLastSynced(): Promise<void> {
		const lastSyncedAt = now().toISOString()
		isNoting = true
		const hasCaughtUp = await log.catchUp()
		isNoting = false
		if (hasCaughtUp && isStarted && log.status().unsent === 0) log.change({ lastSyncedAt })
	}

	/** Sockets do not get through. */
	async function useRequests(): Promise<void> {
		if (line.isOverRequests || isLoadingRequests || options.loadRequests === undefined) return
		// Without a network requests fail like sockets.
		if (line.link === 'refused' || isNetworkOff()) return
		isLoadingRequests = true
		// Without a network the module may not load. The next failure tries again.
		const loaded = await options.loadRequests().catch(() => null)
		isLoadingRequests = false
		if (loaded === null || !isStarted || line.link === 'connected' || isRefused()) return
		const mailbox = loaded.openMailbox(options.personId)
		relay.use(loaded.requestSocketClass({ mailbox, isLasting: true, onProgress: relay.noteProgress }))
		line.isOverRequests = true
		const { url, documentId, deviceId, WebSocketClass } = options
		const address = `${url}/${documentId}?v=${PROTOCOL_VERSION}&device=${deviceId}&unsent=0`
		stopProbing = probeSockets(
			() => new WebSocketClass(address),
			() => {
				useSockets()
				restart()
			}
		)
		restart()
	}

	function isRefused(): boolean {
		return line.link === 'refused'
	}

	function useSockets(): void {
		if (!line.isOverRequests) return
		stopProbing?.()
		line.isOverRequests = false
		relay.use(options.WebSocketClass)
	}

	/** Sends all that is unsent to a relay that does not ask for it. */
	async function submit(): Promise<void> {
		const socket = relay.socket()
		await log.whenWritten()
		if (socket === null || socket !== relay.socket()) return
		line.refusedUpTo = null
		line.hasUnsubmitted = false
		const from = { ...log.mark(), key: Math.max(0, log.state().acked), ordinal: 0 }
		if (log.since(from) !== null) socket.begin(from)
		else if (log.status().unsent > 0) socket.offerAll(Y.encodeStateAsUpdate(doc), log.mark())
		else if (line.right === null) endSubmission(log.mark())
		else socket.begin(log.mark())
	}

	/** The relay has answered all that the person without a right sent. */
	function endSubmission(upTo: Mark): void {
		submitted = upTo
		refuse('no-right')
	}

	/** The relay takes no late edits of this person. */
	function noteUnsubmitted(): void {
		submitted = log.mark()
		line.refusedUpTo = 'all'
		line.hasUnsubmitted = true
	}

	function hasToSubmit(): boolean {
		const isKnown = submitted !== null && submitted.generation === log.mark().generation
		return !isAllUnderReview(log) && (!isKnown || log.since(submitted!) !== null)
	}

	function noteReceived(sequence: number): void {
		reception.receive(sequence)
		noteStore()
	}

	function noteStore(): void {
		if (!isStarted) return
		if (log.status().unsent > 0) wasUnsent = true
		watchSilence()
		relay.socket()?.offer()
		reporter.update()
		// The relay does not ask a person whose right has ended for what they have.
		if (line.refusal === 'no-right' && !isSubmitting && hasToSubmit()) {
			isSubmitting = true
			restart()
		}
	}

	/** Begins when an edit waits for its answer, and anew with each word of the relay; ends when nothing waits. */
	function watchSilence(): void {
		const isAwaited = relay.socket() !== null && log.status().unsent > lineStatus(line, log).refused
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
		if (hasListener()) await log.catchUp()
		const socket = relay.socket()
		if (socket === null || !hasListener()) return null
		// Nobody waits for what is not settled yet: one report is enough.
		if (options.isStored === true && !log.isSettled()) return null
		// Waiting frames must go ahead of the report, or their edits would count as unsent.
		socket.flush()
		return reception.report(socket.underWay())
	}

	function wake(isNeeded: boolean): void {
		if (line.refusal === 'no-right') askAgain(true)
		else if (isStarted && line.link !== 'refused' && isNeeded) restart()
		noteStore()
	}

	/**
	 * For a person whose right has ended: asks for the right. `isForEdits`: also sends their last edits, to learn what
	 * became of them.
	 */
	function askAgain(isForEdits: boolean): void {
		isSubmitting = isForEdits && lineStatus(line, log).isUnderReview
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

	/** Nothing is sent that is not committed, as long as the disk answers. */
	async function offerAll(): Promise<void> {
		const socket = relay.socket()
		await log.whenWritten()
		if (socket === null || socket !== relay.socket() || relayVector === null) return
		const mark = log.mark()
		socket.offerAll(Y.encodeStateAsUpdate(doc, relayVector), mark)
	}

	function stop(): void {
		if (!isStarted) return
		isStarted = false
		endSilence()
		again.stop()
		patience.stop()
		useSockets()
		reporter.stop()
		relay.stop()
		relay.hangUp()
		line = createLine()
		isSubmitting = false
		submitted = null
		reception.startAnew()
		run = null
	}

	return {
		origin: provider,
		status: () => ({
			...lineStatus(line, log),
			isSynced: reception.isSound() && provider.synced
		}),
		isStarted: () => isStarted,
		isQuiet() {
			if (line.link === 'refused') return true
			const { unsent } = log.status()
			const isSaid = unsent <= lineStatus(line, log).refused && log.isSettled() && reporter.isDone()
			const socket = relay.socket()
			const isHeard = provider.synced || !reception.isSound()
			return isHeard && isSaid && socket?.underWay() === null && socket.bufferedAmount === 0
		},
		failures: relay.failures,
		noteProgress: relay.noteProgress,
		start() {
			if (isStarted || isClosed) return
			isStarted = true
			hasFailed = false
			wasUnsent = true
			relay.start()
		},
		stop,
		reconnect() {
			submitted = null
			if (isStarted && (line.link !== 'connected' || relay.isStale())) restart()
		},
		restart() {
			if (isStarted) restart()
		},
		noteStore,
		offerAll: () => void offerAll(),
		take(updates) {
			if (!takeUpdates(doc, updates, provider)) reception.spoil()
		},
		close() {
			isClosed = true
			stop()
			stopWatching()
			relay.close()
		}
	}
}
