/**
 * A document's way to the relay while something between them cuts WebSockets (sync.md D7): repeated exchanges over
 * HTTPS. It also sends, once, the edits of a person whose right has ended, so that they reach the review log (R3).
 * Loaded when first needed. Long, because request, answer and refusal are one state.
 */
import * as Y from 'yjs'
import type { CloseReason } from '#protocol/close-codes.ts'
import type { DocumentExchanged, DocumentRefused, ExchangeAnswer } from '#protocol/exchange.ts'
import type { DeviceReport } from '#protocol/frames.ts'
import { takeUpdates } from '#protocol/take-updates.ts'
import type { ApiResult } from '../api.ts'
import { applyAnswer, coversVector, postExchange, toExchangeDocument, updateToSend, updateWith } from './exchange.ts'
import type { Line } from './line.ts'
import { isPageVisible, reconnectDelay } from './retry.ts'
import type { RelayProviderOptions } from './relay-provider.ts'
import type { Mark } from '../document/local-log.ts'
import type { LogState } from '../document/log-records.ts'

export interface ExchangeWay {
	/** Exchanges at once, and repeatedly until `stop`. */
	start(): void
	/** Exchanges until there is one answer. Does nothing when exactly these edits were sent and refused before. */
	send(): void
	/** Like `send`, also for edits that are under review: there may be an outcome. */
	resend(): void
	stop(): void
	/** Exchanges at once instead of at the next time, if there is one. */
	now(): void
	/** The log has changed. */
	noteStore(): void
	close(): void
}

export interface ExchangeWayOptions extends Pick<RelayProviderOptions, 'documentId' | 'doc' | 'log'> {
	personId: string
	onChange(): void
	/** The Yjs origin of what the relay sent. */
	origin: unknown
	/** The connection's line. The exchange writes the relay's answers into it. */
	line: Line
	report(): DeviceReport
	noteReceived(sequence: number): void
	/** Something that the relay sent could not be applied to the document. */
	onUntaken(): void
	noteAllSent(): void
	noteOtherLog(): void
	/** Null before the first. */
	knownRun(): string | null
	noteRun(run: string): void
	/** The relay accepts nothing more until a person acts. */
	refuse(reason: CloseReason): void
	/** The right is back: sockets may be tried again. */
	restart(): void
}

/** After the last keystroke. */
const PAUSE_MS = 1_000
/** For a person who types without a pause. */
const LONGEST_TYPING_MS = 5_000
const NEWS_MS = 3_000
const VISIBLE_MS = 15_000
const HIDDEN_MS = 60_000

interface Asked {
	state: LogState
	stateVector: Uint8Array
	/** The relay's run, as last received. */
	run: string | null
	isSending: boolean
	/** Null: nothing beyond what the relay was known to have. */
	update: Uint8Array | null
	/** What the relay has once it has taken the update. */
	mark: Mark
}

export function openExchangeWay(options: ExchangeWayOptions): ExchangeWay {
	const { doc, log, line, report, onChange } = options
	let isLasting = false
	let mustSend = false
	let isBusy = false
	let isClosed = false
	let failures = 0
	let timer: ReturnType<typeof setTimeout> | undefined
	/** When the last exchange ended, and what it reported. 0: the next one goes at once. */
	let endedAt = 0
	let said = ''
	/** How many edits wait, since when it is that many, and when they must go at the latest. */
	let waiting = 0
	let waitsSince = 0
	let dueBy = 0
	/** Refused and not under review. It is not sent again until there is more. */
	let refused: Mark | null = null
	/** Also sends again what is under review. */
	let isAgain = false
	/** Of what the relay had at the last answer; null: not known. */
	let relayVector: Uint8Array | null = null

	function schedule(delay: number): void {
		clearTimeout(timer)
		timer = setTimeout(() => void exchange(), delay)
	}

	async function exchange(): Promise<void> {
		if (isBusy || isClosed) return
		isBusy = true
		clearTimeout(timer)
		await log.catchUp()
		if (isClosed || !(isLasting || mustSend)) {
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
		if (answer === undefined) handleFailure(result, asked)
		else {
			if (asked.isSending) isAgain = false
			if (asked.isSending || !isWaiting()) mustSend = false
			if (answer.outcome === 'refused') handleRefusal(answer, asked)
			else handleAnswer(answer, asked)
		}
		onChange()
	}

	function ask() {
		const state = log.state()
		const isSending = isWaiting()
		const status = log.status()
		const unsent = status.unsent - (isSending ? log.unsentBeyond(null) : status.unsentOfOthers)
		const stateVector = Y.encodeStateVector(doc)
		const { deviceId, appVersion, freeBytes, isPersisted, haveSequence, seenSequence } = report()
		const asked: Asked = {
			state: { ...state, have: haveSequence },
			stateVector,
			run: options.knownRun(),
			isSending,
			...whatToSend(isSending, state)
		}
		said = sayable()
		const document = toExchangeDocument({
			documentId: options.documentId,
			state: asked.state,
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

	/** A part of the log where it is known what the relay has of it. */
	function whatToSend(isSending: boolean, { acked }: LogState): Pick<Asked, 'update' | 'mark'> {
		const mark = log.mark()
		if (!isSending) return { update: null, mark }
		const part = acked < 0 ? null : log.since({ ...mark, key: acked, ordinal: 0 })
		return part === null
			? { update: updateToSend(doc, relayVector), mark }
			: { update: updateWith(doc, part.update), mark: part.mark }
	}

	function handleAnswer(answer: DocumentExchanged, asked: Asked): void {
		const { updates, learnt, isOtherLog, ...applied } = applyAnswer(answer, asked.state)
		if (asked.state.epoch !== 0 && answer.epoch !== asked.state.epoch) return options.refuse('other-epoch')
		log.change({ epoch: answer.epoch })
		if (!takeUpdates(doc, updates, options.origin)) options.onUntaken()
		failures = 0
		// Meanwhile a socket showed another log, or perhaps another. It is unknown which one this answer is about.
		const isOfOther = log.mark().generation !== asked.mark.generation || options.knownRun() !== asked.run
		if (isOfOther) return schedule(PAUSE_MS)
		options.noteRun(answer.run)
		// The relay may accept from an editor what it refused from a reader.
		if (line.right === 'read' && answer.right === 'edit') refused = null
		if (answer.right === 'edit') log.forgetReview()
		line.right = answer.right
		relayVector = applied.relayVector
		if (isOtherLog) options.noteOtherLog()
		const { epoch, run, peers, bytesLeft } = learnt
		log.change({ epoch, run, peers, bytesLeft })
		line.isExchanging = isLasting
		if (isLasting) line.refusal = null
		if (!isOtherLog && asked.isSending) log.acknowledge(asked.mark, answer.sequence)
		options.noteReceived(answer.sequence)
		if (lacksOurs(answer, asked)) options.noteOtherLog()
		else options.noteAllSent()
		if (line.link === 'refused') options.restart()
		plan()
	}

	/** The relay lacks what it once acknowledged. Over a socket its own SyncStep1 would show this (sync.md R6). */
	function lacksOurs({ right }: DocumentExchanged, { stateVector }: Asked): boolean {
		if (right !== 'edit' || relayVector === null || log.status().unsent > 0) return false
		return !coversVector(relayVector, stateVector)
	}

	function handleRefusal(refusal: DocumentRefused, asked: Asked): void {
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
				mustSend = false
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
		const { isHeld: isUnderReview, held: outcome, sequence } = refusal
		const { isSending, update, mark, state: before } = asked
		if (!isSending) return
		// The edits count as unsent, yet the relay has all there is here: nothing was sent that could be refused or
		// reviewed.
		if (update === null) return log.acknowledge(mark, before.ackedSequence ?? 0)
		line.reviewOutcome = outcome === undefined || outcome === 'waiting' ? null : outcome
		if (outcome === 'accepted' && sequence !== undefined) return log.acknowledge(mark, sequence)
		line.refusedUpTo = 'all'
		if (isUnderReview) log.markUnderReview(mark)
		else refused = mark
	}

	function handleFailure(result: ApiResult<ExchangeAnswer>, asked: Asked): void {
		const code = result.ok ? 'offline' : result.code
		// Another person, or nobody, is signed in on this device. Either way it is not this person's now.
		if (code === 'unauthorized' || code === 'conflict') return options.refuse('signed-out')
		if (code === 'too_large') noteRefused(asked, { isHeld: false })
		retry()
	}

	function send(): void {
		if (mustSend || isLasting || !isWaiting()) return
		mustSend = true
		if (!isBusy) schedule(PAUSE_MS)
	}

	function retry(): void {
		line.isExchanging = false
		if (isLasting || mustSend) schedule(reconnectDelay(++failures + 2, Math.random()))
	}

	function plan(): void {
		if (mustSend) schedule(PAUSE_MS)
		else if (isLasting) schedule(due() - Date.now())
	}

	function due(): number {
		const { unsent } = log.status()
		if (!isWaiting()) return endedAt + (sayable() !== said ? NEWS_MS : isPageVisible() ? VISIBLE_MS : HIDDEN_MS)
		if (unsent !== waiting) {
			waiting = unsent
			waitsSince = Date.now()
			dueBy ||= waitsSince + LONGEST_TYPING_MS
		}
		return Math.min(waitsSince + PAUSE_MS, dueBy)
	}

	function isWaiting(): boolean {
		return log.unsentBeyond(refused) > 0 || (isAgain && log.status().unsent > 0)
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
			log.forgetReview()
			schedule(0)
		},
		send,
		resend() {
			isAgain = true
			send()
		},
		stop() {
			isLasting = false
			line.isExchanging = false
			if (!mustSend) clearTimeout(timer)
		},
		now() {
			if (!isLasting && !mustSend) return
			endedAt = 0
			schedule(0)
		},
		noteStore() {
			// What got no answer is tried again by its own timer.
			if (isLasting && !isBusy && failures === 0 && endedAt > 0) plan()
		},
		close() {
			isClosed = true
			clearTimeout(timer)
		}
	}
}
