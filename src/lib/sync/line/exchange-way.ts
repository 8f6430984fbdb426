/**
 * A document's way to the relay while something between them cuts WebSockets (sync.md D7): the exchange over HTTPS,
 * again and again. Also the one exchange that brings what a person wrote whose right has ended, so that it reaches the
 * holding log (R3). Loaded when it is first needed. Long, because what is asked, answered and refused is one state.
 */
import * as Y from 'yjs'
import type { CloseReason } from '#protocol/close-codes.ts'
import type { DocumentExchanged, DocumentRefused, ExchangeAnswer } from '#protocol/exchange.ts'
import type { DeviceReport } from '#protocol/frames.ts'
import { takeUpdates } from '#protocol/take-updates.ts'
import type { ApiResult } from '../api.ts'
import type { Coverage } from '../document/edit-coverage.ts'
import { applyAnswer, coversVector, postExchange, toExchangeDocument, updateToBring } from './exchange.ts'
import type { Line } from './line.ts'
import { isPageVisible, reconnectDelay } from './retry.ts'
import type { RelayProviderOptions } from './relay-provider.ts'
import type { SyncRecord } from '../document/store-records.ts'

export interface ExchangeWay {
	/** Exchanges at once, and from now on until `stop`. */
	start(): void
	/** Exchanges until it is answered once; does nothing when just these edits were brought and refused before. */
	bring(): void
	/** The same, also of edits that are held: something may have become of them. */
	bringAgain(): void
	stop(): void
	/** Does not wait for the next time, if there is one. */
	now(): void
	/** The local store has something new to say. */
	noteStore(): void
	close(): void
}

export interface ExchangeWayOptions extends Pick<RelayProviderOptions, 'documentId' | 'doc' | 'store'> {
	personId: string
	onChange(): void
	/** The Yjs origin of what the relay sent. */
	origin: unknown
	/** The connection's; the exchange writes into it what the relay says. */
	line: Line
	report(): DeviceReport
	noteReceived(sequence: number): void
	/** Something the relay sent is not in the document. */
	onUntaken(): void
	noteAllSent(): void
	noteOtherLog(): void
	/** Null before the first. */
	heardRun(): string | null
	hearRun(run: string): void
	/** The relay wants to hear nothing more until a person acts. */
	refuse(reason: CloseReason): void
	/** The right is back: sockets may be tried again. */
	restart(): void
}

/** After the last keystroke. */
const PAUSE_MS = 1_000
/** Whoever types without a pause. */
const LONGEST_TYPING_MS = 5_000
const NEWS_MS = 3_000
const VISIBLE_MS = 15_000
const HIDDEN_MS = 60_000

interface Asked {
	record: SyncRecord
	stateVector: Uint8Array
	/** The relay's that was heard last. */
	run: string | null
	isBringing: boolean
	/** Of the document; null: nothing beyond what the relay was known to have. */
	update: Uint8Array | null
	coverage: Coverage
}

export function openExchangeWay(options: ExchangeWayOptions): ExchangeWay {
	const { doc, store, line, report, onChange } = options
	let isLasting = false
	let mustBring = false
	let isBusy = false
	let isClosed = false
	let failures = 0
	let timer: ReturnType<typeof setTimeout> | undefined
	/** Of the last exchange: when it ended, and what it reported. 0: the next is to be at once. */
	let endedAt = 0
	let said = ''
	/** How many edits wait, since when that many, and when they must go at the latest. */
	let waiting = 0
	let waitsSince = 0
	let dueBy = 0
	/** Refused, and not held: it is not brought again until there is more. */
	let refused: Coverage | null = null
	/** What is held is brought again, too. */
	let isAgain = false

	function schedule(delay: number): void {
		clearTimeout(timer)
		timer = setTimeout(() => void exchange(), delay)
	}

	async function exchange(): Promise<void> {
		if (isBusy || isClosed) return
		isBusy = true
		clearTimeout(timer)
		await store.catchUp()
		if (isClosed || !(isLasting || mustBring)) {
			isBusy = false
			return
		}
		const { asked, answering } = ask()
		const result = await answering
		isBusy = false
		waiting = dueBy = 0
		endedAt = Date.now()
		if (isClosed) return
		const answer = result.ok ? result.value.documents.at(0) : undefined
		if (answer === undefined) hearNothing(result, asked)
		else {
			if (asked.isBringing) isAgain = false
			if (asked.isBringing || !isWaiting()) mustBring = false
			if (answer.outcome === 'refused') hearRefusal(answer, asked)
			else hear(answer, asked)
		}
		onChange()
	}

	function ask() {
		const record = store.record()
		const isBringing = isWaiting()
		const status = store.status()
		const unsent = status.unsent - (isBringing ? store.editsToBring(null) : status.unsentOfOthers)
		const stateVector = Y.encodeStateVector(doc)
		const { deviceId, appVersion, freeBytes, isPersisted, haveSequence, seenSequence } = report()
		const asked: Asked = {
			record,
			stateVector,
			run: options.heardRun(),
			isBringing,
			update: isBringing ? updateToBring(doc, record.relayVector) : null,
			coverage: store.coverage()
		}
		said = sayable()
		const document = toExchangeDocument({
			documentId: options.documentId,
			record: { ...record, haveSequence },
			stateVector,
			update: asked.update,
			unsent,
			seenSequence
		})
		const { personId } = options
		return {
			asked,
			answering: postExchange({ personId, deviceId, appVersion, freeBytes, isPersisted, documents: [document] })
		}
	}

	function hear(answer: DocumentExchanged, asked: Asked): void {
		const { updates, record, isOtherLog } = applyAnswer(answer, asked.record)
		if (asked.record.epoch !== 0 && answer.epoch !== asked.record.epoch) return options.refuse('other-epoch')
		store.updateRecord({ epoch: answer.epoch })
		if (!takeUpdates(doc, updates, options.origin)) options.onUntaken()
		failures = 0
		// Over a socket it was meanwhile heard that the log is another one, or may be: nobody knows of which this answer speaks.
		const isOfOther = store.record().otherLogs !== asked.record.otherLogs || options.heardRun() !== asked.run
		if (isOfOther) return schedule(PAUSE_MS)
		options.hearRun(answer.run)
		// What a reader brought may be taken from an editor.
		if (line.right === 'read' && answer.right === 'edit') refused = null
		if (answer.right === 'edit') store.forgetHeld()
		line.right = answer.right
		if (isOtherLog) options.noteOtherLog()
		const { epoch, run, relayVector, participants, bytesLeft } = record
		store.updateRecord({ epoch, run, relayVector, participants, bytesLeft })
		line.isExchanging = isLasting
		if (isLasting) line.refusal = null
		if (!isOtherLog && asked.isBringing) store.acknowledge(asked.coverage, answer.sequence)
		options.noteReceived(answer.sequence)
		if (lacksOurs(answer, asked)) options.noteOtherLog()
		else options.noteAllSent()
		if (line.link === 'refused') options.restart()
		plan()
	}

	/** What was acknowledged once is missing: as the relay's own SyncStep1 would tell over a socket (sync.md R6). */
	function lacksOurs({ right }: DocumentExchanged, { stateVector }: Asked): boolean {
		const { relayVector } = store.record()
		if (right !== 'edit' || relayVector === null || store.status().unsent > 0) return false
		return !coversVector(relayVector, stateVector)
	}

	function hearRefusal(refusal: DocumentRefused, asked: Asked): void {
		const { reason } = refusal
		switch (reason) {
			case 'restarting':
			case 'overloaded':
			case 'storage-failed':
				return retry()
			case 'signed-out':
			case 'gone':
			case 'other-epoch':
			case 'app-too-old':
				mustBring = false
				return options.refuse(reason)
			case 'no-right':
				noteRefused(asked, refusal)
				return options.refuse(reason)
			case 'read-only':
			case 'revoked':
			case 'too-large':
			case 'malformed':
				noteRefused(asked, refusal)
				failures = 0
				line.isExchanging = isLasting
				return plan()
		}
	}

	function noteRefused(asked: Asked, refusal: Pick<DocumentRefused, 'isHeld' | 'held' | 'sequence'>): void {
		const { isHeld, held, sequence } = refusal
		const { isBringing, update, coverage, record } = asked
		if (!isBringing) return
		// Counted as unsent, and yet the relay has all there is here: nothing was brought that could be refused or held.
		if (update === null && store.record().otherLogs === record.otherLogs)
			return store.acknowledge(coverage, record.ownSequence ?? 0)
		line.decision = held === undefined || held === 'waiting' ? null : held
		if (held === 'accepted' && sequence !== undefined) return store.acknowledge(coverage, sequence)
		line.refusedUpTo = 'all'
		if (isHeld) store.hold(coverage)
		else refused = coverage
	}

	function hearNothing(result: ApiResult<ExchangeAnswer>, asked: Asked): void {
		const code = result.ok ? 'offline' : result.code
		// Somebody else has signed in on this device, or nobody is: in either case it is not this person's now.
		if (code === 'unauthorized' || code === 'conflict') return options.refuse('signed-out')
		if (code === 'too_large') noteRefused(asked, { isHeld: false })
		retry()
	}

	function bring(): void {
		if (mustBring || isLasting || !isWaiting()) return
		mustBring = true
		if (!isBusy) schedule(PAUSE_MS)
	}

	function retry(): void {
		line.isExchanging = false
		if (isLasting || mustBring) schedule(reconnectDelay(++failures + 2, Math.random()))
	}

	function plan(): void {
		if (mustBring) schedule(PAUSE_MS)
		else if (isLasting) schedule(due() - Date.now())
	}

	function due(): number {
		const { unsent } = store.status()
		if (!isWaiting()) return endedAt + (sayable() !== said ? NEWS_MS : isPageVisible() ? VISIBLE_MS : HIDDEN_MS)
		if (unsent !== waiting) {
			waiting = unsent
			waitsSince = Date.now()
			dueBy ||= waitsSince + LONGEST_TYPING_MS
		}
		return Math.min(waitsSince + PAUSE_MS, dueBy)
	}

	function isWaiting(): boolean {
		return store.editsToBring(refused) > 0 || (isAgain && store.status().unsent > 0)
	}

	function sayable(): string {
		const { unsent: _, freeBytes: __, ...rest } = report()
		return JSON.stringify(rest)
	}

	return {
		start() {
			if (isLasting) return
			isLasting = true
			refused = null
			failures = endedAt = 0
			store.forgetHeld()
			schedule(0)
		},
		bring,
		bringAgain() {
			isAgain = true
			bring()
		},
		stop() {
			isLasting = false
			line.isExchanging = false
			if (!mustBring) clearTimeout(timer)
		},
		now() {
			if (!isLasting && !mustBring) return
			endedAt = 0
			schedule(0)
		},
		noteStore() {
			// What was not answered is tried again in its own time.
			if (isLasting && !isBusy && failures === 0 && endedAt > 0) plan()
		},
		close() {
			isClosed = true
			clearTimeout(timer)
		}
	}
}
