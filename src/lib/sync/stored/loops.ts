/** The loops of a page: `keepSending` sends the outbox, `keepStored` exchanges the documents that nobody has open. */
import { watchLedgerStore } from '../ledger/ledger-store.ts'
import { requestBackgroundExchange, requestBackgroundSending, sendOutbox } from '../ledger/outbox.ts'
import { openMailbox } from '../line/request-socket.ts'
import { isPageVisible, reconnectDelay, watchPage } from '../line/retry.ts'
import { type ExchangeDevice, exchangeStored } from './stored-exchange.ts'

/** The first failure counts as so many in a row: the first wait takes some seconds, the longest a minute. */
const FIRST_FAILURE = 5

/**
 * Sends the outbox: at once, when a command is put into it, when network, server or person come back, and again while
 * something waits. Ends when `signal` aborts. Any number of tabs may run it for one person.
 */
export function keepSending(personId: string, signal: AbortSignal): void {
	let timer: ReturnType<typeof setTimeout> | undefined
	let failures = 0
	let notBefore = 0
	let isUnderWay = false
	let isWanted = false
	/** In this row of failures, a try after a sign of the server was in vain. The next one waits for its timer. */
	let isTriedOnWord = false
	let line = new AbortController()

	async function send(): Promise<void> {
		clearTimeout(timer)
		isWanted = isUnderWay
		if (isUnderWay || signal.aborted) return
		if (Date.now() < notBefore) return wait(notBefore - Date.now())
		isUnderWay = true
		try {
			const sending = await sendOutbox(personId, signal, () => line.signal)
			if (sending.outcome === 'sent') failures = 0
			// The person who is signed in now has a loop of their own. The next answer about the account ends this one.
			else retry(sending.afterSeconds)
		} catch {
			// The device cannot be read now. What is stored on it is still there.
			retry(null)
		} finally {
			isUnderWay = false
			if (isWanted) void send()
		}
	}

	function retry(afterSeconds: number | null): void {
		if (failures === 0) isTriedOnWord = false
		notBefore = afterSeconds === null ? 0 : Date.now() + afterSeconds * 1_000
		wait(Math.max(reconnectDelay(FIRST_FAILURE + failures++, Math.random()), notBefore - Date.now()))
	}

	function wait(ms: number): void {
		clearTimeout(timer)
		if (!signal.aborted) timer = setTimeout(() => void (isPageVisible() ? send() : wait(ms)), ms)
	}

	/** The network or the person has come back: it tries before its time. */
	function sendAnew(): void {
		failures = 0
		void send()
	}

	/** A server that was away while the network stayed is back. The browser reports nothing of that. */
	function sendOnWord(): void {
		if (failures === 0 || isTriedOnWord) return
		isTriedOnWord = true
		void send()
	}

	/** A request from before the network went away gets no answer. */
	function sendOverNewLine(): void {
		line.abort()
		line = new AbortController()
		sendAnew()
	}

	const stops = [
		watchLedgerStore(personId, sendAnew),
		watchPage({ onVisible: sendAnew, onOnline: sendOverNewLine, onAnswered: sendOnWord })
	]
	signal.addEventListener('abort', () => {
		clearTimeout(timer)
		stops.forEach((stop) => stop())
	})
	void send()
}

export interface Keeper extends ExchangeDevice {
	documentIds: readonly string[]
	isOpen(documentId: string): boolean
}

const INTERVAL_MS = 3 * 60_000

/**
 * Exchanges the documents: at once, when the network or the person comes back, and every 3 minutes. `onKept`: the
 * server has answered, and the device may know something new. Ends when `signal` aborts. Returns a function that
 * exchanges now, after an edit of a stored document.
 */
export function keepStored(keeper: Keeper, signal: AbortSignal, onKept: () => void): () => void {
	const { isOpen } = keeper
	const mailbox = openMailbox(keeper.personId)
	const memory = { refused: new Map<string, number>(), unkept: new Set<string>(), mailbox }
	let timer: ReturnType<typeof setTimeout> | undefined
	let isUnderWay = false
	let isWanted = false

	async function exchange(): Promise<void> {
		clearTimeout(timer)
		isWanted = isUnderWay
		if (isUnderWay || signal.aborted || !isPageVisible()) return
		isUnderWay = true
		try {
			const { failure } = await exchangeStored(keeper, keeper.documentIds, { ...memory, isOpen, signal })
			if (failure === null) onKept()
		} finally {
			isUnderWay = false
			// The network that has come back may not be the one this exchange waited for in vain.
			if (!signal.aborted) timer = setTimeout(() => void exchange(), isWanted ? 0 : INTERVAL_MS)
		}
	}

	/** For all that will be written until the network is back: a page on its way out may have no time to ask. */
	const askAhead = () => void requestBackgroundSending()
	const stopWatching = watchPage({
		onVisible: () => void exchange(),
		onOnline: () => void exchange(),
		onHidden: () => void requestBackgroundExchange(keeper.personId),
		onOffline: askAhead
	})
	signal.addEventListener('abort', () => {
		clearTimeout(timer)
		stopWatching()
	})
	if (navigator.onLine === false) askAhead()
	void exchange()
	return () => void exchange()
}
