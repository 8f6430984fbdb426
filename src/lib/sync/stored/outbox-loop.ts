/** When the outbox is sent: at once, when something is put into it, when network, server or person come back, and again while it waits. */
import { reconnectDelay } from '../line/reconnection.ts'
import { watchLedgerStore } from '../ledger/ledger-store.ts'
import { isPageVisible, watchPage } from '../line/page.ts'
import { sendOutbox } from '../ledger/outbox.ts'

/** Failures in a row that the first is taken for: the first wait is then some seconds, the longest a minute. */
const FIRST_FAILURE = 5

/** Ends when `signal` says so. Any number of tabs may do this for one person. */
export function keepSending(personId: string, signal: AbortSignal): void {
	let timer: ReturnType<typeof setTimeout> | undefined
	let failures = 0
	let notBefore = 0
	let isUnderWay = false
	let isWanted = false
	/** In this row of failures, in vain: then it waits its time. */
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
			// Whoever is signed in now has a loop of their own; the next word of the account ends this one.
			else retry(sending.afterSeconds)
		} catch {
			// The device cannot be read now: what is in it is still there.
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

	/** The network or the person has come back: that is worth a try before its time. */
	function sendAnew(): void {
		failures = 0
		void send()
	}

	/** A server that was away while the network stayed is back: of that the browser says nothing. */
	function sendOnWord(): void {
		if (failures === 0 || isTriedOnWord) return
		isTriedOnWord = true
		void send()
	}

	/** What was on its way when the network went has no answer to wait for. */
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
