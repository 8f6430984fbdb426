/**
 * A connection over HTTPS requests, for networks where WebSockets do not get through, and for documents that nobody has open
 * (sync.md D7, SPEC.md P13). To the provider it is one WebSocket. To the relay each request is a connection of its own, which
 * resumes where the one before it ended. One request is under way at a time; when there is nothing to send, it waits for news.
 * Loaded when first needed.
 */
import * as decoding from 'lib0/decoding'
import { closeCodes, type CloseReason } from '#protocol/close-codes.ts'
import {
	type CarriedAnswer,
	type CarriedRequest,
	decodeCarriedAnswers,
	encodeCarriedRequests,
	MOST_CARRIED
} from '#protocol/exchange.ts'
import {
	encodeAck,
	encodeNack,
	frameTypes,
	parseNack,
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
			if (answer !== null) this.#take(answer)
			this.#counted += this.#sending.filter(isUpdate).length
			this.#sending = []
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
		const progress = setInterval(onProgress, PROGRESS_MS)
		this.#waiting = waiting
		if (waiting !== null) this.#wake = () => void setTimeout(() => waiting.abort(), PAUSE_MS)
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
		if (closeCode !== 0) this.#end(closeCode)
	}

	/** Counters and sequences go on from request to request. */
	#deliver(frame: Uint8Array): void {
		const decoder = decoding.createDecoder(frame)
		switch (decoding.readVarUint(decoder)) {
			case frameTypes.hello: {
				const hello = parseRelayHello(decoding.readVarString(decoder))
				if (hello === null || !this.#isContinued(hello)) return this.#end(CUT)
				this.#hello ??= hello
				break
			}
			case frameTypes.ack: {
				const counter = decoding.readVarUint(decoder)
				const sequence = decoding.readVarUint(decoder)
				this.#resumeFrom(sequence)
				return this.#emit(encodeAck({ counter: counter + this.#counted, sequence }))
			}
			case frameTypes.nack: {
				const nack = parseNack(decoding.readVarString(decoder))
				if (nack !== null) return this.#emit(encodeNack({ ...nack, counter: nack.counter + this.#counted }))
			}
		}
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
		this.onmessage?.({ data: frame.slice().buffer })
	}

	#end(code: number): void {
		this.close()
		this.onclose?.({ code, reason: '' })
	}
}

function isUpdate(frame: Uint8Array): boolean {
	return frame[0] === frameTypes.sync && frame[1] !== syncTypes.step1
}

/** Puts the requests of several documents into one. */
export interface Mailbox {
	/** `signal`: for a request that waits for news, which goes alone. A failure is an answer with a close code. */
	post(request: CarriedRequest, signal: AbortSignal | null): Promise<CarriedAnswer>
}

interface Letter {
	request: CarriedRequest
	resolve(answer: CarriedAnswer): void
}

/** Requests of one moment leave together. */
const GATHER_MS = 10
/** Of a request's body, unless one document alone has more: on a slow network much in one request never arrives. */
const BATCH_BYTES = 256 * 1024
/** Twice what a two-year plan takes over a village's mobile network. */
const TIMEOUT_MS = 60_000

export function openMailbox(personId: string): Mailbox {
	let letters: Letter[] = []
	/** Documents in a request. Fewer after a failure: a smaller one may arrive in time. */
	let most = MOST_CARRIED

	function sendAll(): void {
		const batches = batchesOf(letters, most)
		letters = []
		for (const batch of batches) void send(batch, null)
	}

	async function send(batch: readonly Letter[], signal: AbortSignal | null): Promise<void> {
		const path = `/api/exchange?person=${encodeURIComponent(personId)}`
		const answer = await postBytes(path, encodeCarriedRequests(batch.map(({ request }) => request)), TIMEOUT_MS, signal)
		const answers = answer?.status === 200 ? decodeCarriedAnswers(answer.bytes) : null
		if (answers !== null) most = MOST_CARRIED
		else if (batch.length > 1) most = Math.ceil(batch.length / 2)
		const failed = { closeCode: closeCodeOf(answer?.status ?? null), frames: [] }
		batch.forEach(({ resolve }, index) => resolve(answers?.[index] ?? failed))
	}

	return {
		post(request, signal) {
			return new Promise((resolve) => {
				if (signal !== null) return void send([{ request, resolve }], signal)
				if (letters.length === 0) setTimeout(sendAll, GATHER_MS)
				letters.push({ request, resolve })
			})
		}
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

/** Null: no answer of our server. */
function closeCodeOf(status: number | null): number {
	const reasons: Partial<Record<number, CloseReason>> = {
		// Another person, or nobody, is signed in on this device. Either way it is not this person's now.
		401: 'signed-out',
		409: 'signed-out',
		413: 'too-large',
		429: 'overloaded'
	}
	const reason = reasons[status ?? 0]
	return reason === undefined ? CUT : closeCodes[reason].code
}
