/**
 * A connection over HTTPS requests, for networks where WebSockets do not get through, and for documents that nobody has open
 * (sync.md D7, SPEC.md P13). To the provider it is one WebSocket. To the relay each request is a connection of its own, which
 * resumes where the one before it ended. One request is under way at a time; when there is nothing to send, it waits for news.
 * Loaded when first needed.
 */
import { closeCodes, type CloseReason } from '#protocol/close-codes.ts'
import {
	type CarriedAnswer,
	type CarriedRequest,
	decodeCarriedAnswers,
	encodeCarriedRequests,
	MOST_CARRIED
} from '#protocol/exchange.ts'
import {
	decodeFrame,
	encodeAck,
	encodeNack,
	frameTypes,
	parseRelayHello,
	type RelayHello,
	syncTypes
} from '#protocol/frames.ts'
import { postBytes } from '../api.ts'
import { isPageVisible, watchPage } from './retry.ts'

export interface RequestSocketOptions {
	mailbox: Mailbox
	/** The person may be here for long: when nothing is to be sent, it asks for news. */
	isLasting: boolean
	/** A request is under way, and nothing has failed. */
	onProgress(): void
}

/** What is written meanwhile leaves together. */
const PAUSE_MS = 200
/** The relay answers earlier when there is news. Below what filters grant a silent request. */
const WAIT_MS = 15_000
/** Below the 30 s after which the provider gives a silent socket up. */
const HIDDEN_MS = 25_000
const PROGRESS_MS = 10_000
/** As often as on a socket the relay asks for what it lacks: it may have lost what it acknowledged (sync.md R6). */
const RESYNC_MS = 60_000
/** A cut cable: the provider comes again. */
const CUT = 1006

/** The class for the provider. */
export function requestSocketClass(options: RequestSocketOptions): typeof WebSocket {
	return class extends RequestSocket {
		constructor(url: string) {
			super(url, options)
		}
	} as unknown as typeof WebSocket
}

class RequestSocket {
	readonly OPEN = 1
	readyState = 0
	binaryType = 'arraybuffer'
	onopen: (() => void) | null = null
	onmessage: ((event: { data: ArrayBuffer }) => void) | null = null
	onclose: ((event: { code: number; reason: string }) => void) | null = null
	onerror: (() => void) | null = null
	readonly #options: RequestSocketOptions
	readonly #documentId: string
	readonly #query: URLSearchParams
	/** The device's newest SyncStep1: each request asks what is new. */
	#question: Uint8Array | null = null
	#outbox: Uint8Array[] = []
	/** Frames of the request that is under way. */
	#sending: Uint8Array[] = []
	/** Update frames of the requests that were answered. */
	#counted = 0
	/** The highest that was acknowledged or refused. */
	#answered = 0
	/** Of the first answer. */
	#hello: RelayHello | null = null
	#askedAt = Date.now()
	/** The request that waits for news; it is given up when there is something to send. */
	#waiting: AbortController | null = null
	#wake: (() => void) | null = null
	readonly #stopWatching: () => void

	constructor(url: string, options: RequestSocketOptions) {
		const { pathname, searchParams } = new URL(url)
		this.#options = options
		this.#documentId = decodeURIComponent(pathname.slice(pathname.lastIndexOf('/') + 1))
		this.#query = searchParams
		this.#stopWatching = watchPage({ onVisible: () => this.#wake?.(), onHidden: () => this.#wake?.() })
		// The provider sets its handlers first.
		queueMicrotask(() => {
			if (this.readyState !== 0) return
			this.readyState = this.OPEN
			this.onopen?.()
			void this.#talk()
		})
	}

	get bufferedAmount(): number {
		return [...this.#sending, ...this.#outbox].reduce((sum, { byteLength }) => sum + byteLength, 0)
	}

	send(frame: Uint8Array): void {
		// Who comes and goes with each request is not shown as present.
		if (frame[0] === frameTypes.awareness || frame[0] === frameTypes.queryAwareness) return
		if (frame[0] === frameTypes.sync && frame[1] === syncTypes.step1) this.#question = frame
		else this.#outbox.push(frame)
		this.#wake?.()
	}

	close(): void {
		this.readyState = 3
		this.#stopWatching()
		this.#waiting?.abort()
		this.#wake?.()
	}

	async #talk(): Promise<void> {
		while (this.readyState === this.OPEN) {
			this.#sending = this.#outbox.splice(0)
			const isIdle = this.#sending.length === 0 && this.#hello !== null
			const waiting = isIdle && this.#options.isLasting && isPageVisible() ? new AbortController() : null
			const answer = await this.#ask(this.#sending, waiting)
			if (this.readyState !== this.OPEN) return
			const updates = this.#sending.filter(isUpdate).length
			if (answer !== null) this.#take(answer)
			this.#counted += updates
			this.#sending = []
			// An acknowledgement covers all frames before it: none may be left without an answer.
			if (this.#answered < this.#counted) this.#end(CUT)
			await this.#untilNext()
		}
	}

	/** Null: the waiting request was given up. */
	async #ask(frames: Uint8Array[], waiting: AbortController | null): Promise<CarriedAnswer | null> {
		if (Date.now() - this.#askedAt >= RESYNC_MS) {
			this.#askedAt = Date.now()
			this.#query.delete('unsent')
		}
		const request = {
			documentId: this.#documentId,
			query: this.#query.toString(),
			waitMs: waiting === null ? 0 : WAIT_MS,
			frames: this.#question === null ? frames : [this.#question, ...frames]
		}
		const { mailbox, onProgress } = this.#options
		onProgress()
		const progress = setInterval(onProgress, PROGRESS_MS)
		this.#waiting = waiting
		if (waiting !== null) this.#wake = () => void setTimeout(() => waiting.abort(), isPageVisible() ? PAUSE_MS : 0)
		const answer = await mailbox.post(request, waiting?.signal ?? null)
		clearInterval(progress)
		this.#waiting = this.#wake = null
		return waiting?.signal.aborted === true ? null : answer
	}

	/** What is written within a moment leaves together. Without anything to send it asks for news, at once or after a while. */
	async #untilNext(): Promise<void> {
		const { isLasting } = this.#options
		if (this.#outbox.length === 0 && this.readyState === this.OPEN) {
			if (isLasting && isPageVisible()) return
			await new Promise<void>((resolve) => {
				this.#wake = resolve
				if (isLasting) setTimeout(resolve, HIDDEN_MS)
			})
			this.#wake = null
		}
		if (isPageVisible()) await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
	}

	#take({ closeCode, frames }: CarriedAnswer): void {
		for (const frame of frames) {
			if (this.readyState !== this.OPEN) return
			this.#deliver(frame)
		}
		// A relay greets first.
		if (closeCode !== 0 || this.#hello === null) this.#end(closeCode || CUT)
	}

	/** Counters and sequences go on from request to request. */
	#deliver(frame: Uint8Array): void {
		const known = decodeFrame(frame)
		if (known?.type === 'hello') {
			const hello = parseRelayHello(known.json)
			if (hello === null || !this.#isContinued(hello)) return this.#end(CUT)
			this.#hello ??= hello
		} else if (known?.type === 'ack') {
			const { counter, sequence } = known.ack
			this.#resumeFrom(sequence)
			this.#answered = Math.max(this.#answered, counter + this.#counted)
			return this.#emit(encodeAck({ counter: counter + this.#counted, sequence }))
		} else if (known?.type === 'nack') {
			const counter = known.nack.counter + this.#counted
			this.#answered = Math.max(this.#answered, counter)
			return this.#emit(encodeNack({ ...known.nack, counter }))
		} else if (known === null && mustBeReadable.has(frame[0])) return this.#end(CUT)
		this.#emit(frame)
	}

	/** Otherwise it is another server, log or right than that of the first answer: the provider begins anew. */
	#isContinued({ run, epoch, right, isResumed }: RelayHello): boolean {
		const first = this.#hello
		if (first === null) return true
		const isSame = first.run === run && first.epoch === epoch && first.right === right
		return isSame && (isResumed || !this.#query.has('since') || right === 'none')
	}

	#resumeFrom(sequence: number): void {
		if (this.#hello === null || sequence < Number(this.#query.get('since') ?? 0)) return
		this.#query.set('since', String(sequence))
		this.#query.set('run', this.#hello.run)
		this.#query.set('epoch', String(this.#hello.epoch))
		// What the relay lacks is known since its first question.
		this.#query.set('unsent', '0')
	}

	#emit(frame: Uint8Array): void {
		try {
			this.onmessage?.({ data: frame.slice().buffer })
		} catch (error) {
			// As from a socket's event: it is reported, and the next frame comes.
			queueMicrotask(() => {
				throw error
			})
		}
	}

	#end(code: number): void {
		this.close()
		this.onclose?.({ code, reason: '' })
	}
}

/** A newer relay's frames are passed on. Of a refusal that this app cannot read it knows at least that it is one. */
const mustBeReadable = new Set<number | undefined>([
	frameTypes.sync,
	frameTypes.awareness,
	frameTypes.ack,
	frameTypes.hello
])

function isUpdate(frame: Uint8Array): boolean {
	return frame[0] === frameTypes.sync && frame[1] !== syncTypes.step1
}

/** Puts the requests of several documents into one. */
export interface Mailbox {
	/** `signal`: for a request that waits for news, which goes alone. A failure is an answer with a close code. */
	post(request: CarriedRequest, signal: AbortSignal | null): Promise<CarriedAnswer>
	/** How often not even one document alone got an answer. */
	unanswered(): number
}

interface Letter {
	request: CarriedRequest
	resolve(answer: CarriedAnswer): void
}

/** Nothing came. */
const SILENCE: CarriedAnswer = { closeCode: CUT, frames: [] }
/** Requests of one moment leave together. */
const GATHER_MS = 10
/** Of a request's body, unless one document alone has more: on a slow network much in one request never arrives. */
const BATCH_BYTES = 256 * 1024
/** Twice what a two-year plan takes over a village's mobile network. */
const TIMEOUT_MS = 60_000

export function openMailbox(personId: string): Mailbox {
	let letters: Letter[] = []
	/** Documents in a request. */
	let most = MOST_CARRIED
	let unanswered = 0

	/** One request after the other. One without an answer goes again by halves: a smaller one may arrive in time. */
	async function sendAll(): Promise<void> {
		const batches = batchesOf(letters, most)
		letters = []
		for (let batch = batches.shift(); batch !== undefined; batch = batches.shift()) {
			const requests = batch.map(({ request }) => request)
			const answers = await send(requests, null)
			if (answers !== null) {
				most = Math.min(MOST_CARRIED, Math.max(most, batch.length * 2))
				batch.forEach(({ resolve }, index) => resolve(answers[index] ?? SILENCE))
			} else if (batch.length > 1) {
				most = Math.ceil(batch.length / 2)
				batches.unshift(batch.slice(0, most), batch.slice(most))
			} else {
				unanswered++
				for (const { resolve } of [...batch, ...batches.splice(0).flat()]) resolve(SILENCE)
			}
		}
	}

	/** Null: no answer of our server. */
	async function send(requests: CarriedRequest[], signal: AbortSignal | null): Promise<CarriedAnswer[] | null> {
		const path = `/api/exchange?person=${encodeURIComponent(personId)}`
		const answer = await postBytes(path, encodeCarriedRequests(requests), TIMEOUT_MS, signal)
		if (answer?.status === 200) return decodeCarriedAnswers(answer.bytes)
		const reason = refusals[answer?.status ?? 0]
		return reason === undefined ? null : requests.map(() => ({ closeCode: closeCodes[reason].code, frames: [] }))
	}

	return {
		async post(request, signal) {
			if (signal !== null) return (await send([request], signal))?.[0] ?? SILENCE
			return new Promise((resolve) => {
				if (letters.length === 0) setTimeout(() => void sendAll(), GATHER_MS)
				letters.push({ request, resolve })
			})
		},
		unanswered: () => unanswered
	}
}

/** In the order given. A request larger than a batch goes alone. */
function batchesOf(letters: readonly Letter[], most: number): Letter[][] {
	const batches: Letter[][] = []
	let bytes = 0
	for (const letter of letters) {
		const size = letter.request.frames.reduce((sum, { byteLength }) => sum + byteLength, 0)
		const last = batches.at(-1)
		bytes += size
		if (last === undefined || last.length >= most || bytes > BATCH_BYTES) {
			batches.push([letter])
			bytes = size
		} else last.push(letter)
	}
	return batches
}

/** Of a whole request, by the status of the answer. */
const refusals: Partial<Record<number, CloseReason>> = {
	// Another person, or nobody, is signed in on this device. Either way it is not this person's now.
	401: 'signed-out',
	409: 'signed-out',
	413: 'too-large',
	429: 'overloaded'
}
