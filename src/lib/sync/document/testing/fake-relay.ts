/**
 * A relay of one document in this process. It uses the frames of #protocol/frames.ts over sockets that are plain
 * objects, and over requests of a `fetch`. Tests can read what it has stored, and delay its acknowledgements.
 */
import * as Y from 'yjs'
import { closeCodes, type CloseReason } from '#protocol/close-codes.ts'
import {
	type CarriedAnswer,
	type CarriedRequest,
	decodeCarriedRequests,
	encodeCarriedAnswers
} from '#protocol/exchange.ts'
import {
	decodeFrame,
	encodeAck,
	encodeAwareness,
	encodeHello,
	encodeNack,
	encodeStep1,
	encodeStep2,
	encodeUpdate,
	parseDeviceReport,
	type DeviceReport,
	type Frame,
	type NackReason,
	type ParticipantState,
	type ReviewState,
	type Right
} from '#protocol/frames.ts'
import { createFakeLog } from './fake-log.ts'

interface Link {
	personId: string
	socket: Pick<FakeSocket, 'received' | 'onmessage' | 'cut'>
	counter: number
	/** A person without a right came to send late edits. */
	isSubmitting: boolean
	/** The sequence it resumes from; null: it does not resume. */
	since: number | null
}

export interface FakeSocket {
	readyState: number
	onopen: (() => void) | null
	onmessage: ((event: { data: ArrayBuffer }) => void) | null
	onclose: ((event: { code: number; reason: string }) => void) | null
	/** The query of the device's address. */
	params: URLSearchParams
	/** All frames that the device sent, and those that it received. */
	sent: Frame[]
	received: Frame[]
	/** As when the cable is cut: the device gets only `onclose`. */
	cut(code?: number): void
}

export function createFakeRelay(options: { people?: string[] } = {}) {
	const log = createFakeLog()
	const links = new Set<Link>()
	const reports: (DeviceReport & { personId: string })[] = []
	const participants = new Map<string, ParticipantState>()
	for (const personId of options.people ?? [])
		participants.set(personId, { personId, haveSequence: 0, seenSequence: 0, lastSeenAt: null })
	/** Call with true to read the waiting frame, with false to drop it. */
	let queued: ((isRead: boolean) => void)[] | null = null
	const relay = {
		get doc() {
			return log.doc()
		},
		get sequence() {
			return log.sequence()
		},
		log,
		epoch: 1,
		/** Null: the right has ended, and edits that the person sends go under review. */
		right: 'edit' as Right | null,
		/** Of a filling document. */
		bytesLeft: null as number | null,
		/** The app is too old: closes every connection. */
		isTooOld: false,
		isUp: true,
		/** A school's filter `refuses` sockets or `swallows` everything on them. HTTPS passes. */
		filter: null as 'refuses' | 'swallows' | null,
		/** Requests are processed, but their answers are lost. */
		losesAnswers: false,
		/** Refuses every update with content. */
		refusal: null as NackReason | null,
		/** Whose right has ended may send nothing more. */
		takesLateEdits: true,
		/** Refused updates go to `reviewLog`. */
		isReviewing: false,
		reviewLog: [] as Uint8Array[],
		/** Of an update that is sent again. */
		reviewState: 'waiting' as ReviewState,
		attempts: 0,
		reports,
		sockets: [] as FakeSocket[],
		/** Connections that came as requests. */
		requests: [] as CarriedRequest[],
		/** Frames wait unread, so neither stored nor acknowledged, until `resume`. */
		pause: () => void (queued ??= []),
		resume() {
			const waiting = queued ?? []
			queued = null
			for (const read of waiting) read(true)
		},
		/** Frames that were not read are lost with their connection. */
		cutAll(reason?: CloseReason) {
			const waiting = queued ?? []
			queued = queued === null ? null : []
			for (const read of waiting) read(false)
			for (const { socket } of [...links]) socket.cut(reason === undefined ? 1006 : closeCodes[reason].code)
		},
		/** Restarts the server, with the log as it is or as in the backup. */
		restart(backup?: ReturnType<typeof log.backUp>) {
			relay.cutAll('restarting')
			log.beginRun(backup)
			// Device reports about a lost log are lost with it.
			if (backup === undefined) return
			for (const [personId] of participants)
				participants.set(personId, { personId, haveSequence: 0, seenSequence: 0, lastSeenAt: null })
		},
		participants: () => [...participants.values()],
		/** Another person's device reports its progress. */
		report(personId: string, state: Partial<ParticipantState>) {
			const before = participants.get(personId) ?? { personId, haveSequence: 0, seenSequence: 0, lastSeenAt: null }
			participants.set(personId, { ...before, ...state })
			for (const link of links) greet(link)
		},
		/** Sends the current HELLO to everybody. */
		greetAll() {
			for (const link of links) greet(link)
		},
		/** Another person's edit, as if it came over the network. */
		edit(change: (doc: Y.Doc) => void) {
			const before = Y.encodeStateVector(relay.doc)
			change(relay.doc)
			store(Y.encodeStateAsUpdate(relay.doc, before), null)
		},
		/** Stores an update and sends it on without the one it depends on (sync.md R4). */
		passOn(update: Uint8Array) {
			store(update, null)
		},
		socketClass(personId: string): typeof WebSocket {
			return fakeSocketClass(personId) as unknown as typeof WebSocket
		},
		/** For `vi.stubGlobal`: answers /api/exchange. */
		fetch: async (_path: string, init: { body: Uint8Array }): Promise<Response> => {
			if (queued !== null && !(await new Promise<boolean>((resolve) => queued?.push(resolve))))
				throw new TypeError('Cut')
			if (!relay.isUp) throw new TypeError('No network')
			const requests = decodeCarriedRequests(init.body)!
			relay.requests.push(...requests)
			const answers = await Promise.all(requests.map(carry))
			if (relay.losesAnswers) throw new TypeError('The answer was lost')
			return new Response(encodeCarriedAnswers(answers), { headers: { 'content-type': 'application/octet-stream' } })
		},
		/** Answers one connection of a request. */
		carry,
		askAll() {
			for (const link of links) send(link, encodeStep1(Y.encodeStateVector(relay.doc)))
		}
	}

	/** A connection that lives as long as a request. */
	async function carry({ query, waitMs, frames }: CarriedRequest): Promise<CarriedAnswer> {
		const answer: CarriedAnswer = { closeCode: 0, frames: [] }
		let wake = () => {}
		const link: Link = {
			personId: options.people?.[0] ?? '',
			counter: 0,
			since: null,
			isSubmitting: false,
			socket: {
				received: [],
				onmessage({ data }) {
					answer.frames.push(new Uint8Array(data))
					wake()
				},
				cut(code = 1006) {
					links.delete(link)
					answer.closeCode = code
					wake()
				}
			}
		}
		links.add(link)
		admit(link, new URLSearchParams(query))
		for (const frame of frames) read(link, decodeFrame(frame)!)
		await sent()
		if (waitMs > 0 && links.has(link)) {
			await Promise.race([
				new Promise<void>((resolve) => (wake = resolve)),
				new Promise((resolve) => setTimeout(resolve, waitMs))
			])
			await sent()
		}
		links.delete(link)
		return answer
	}

	/** As it is at the start of a connection. */
	function admit(link: Link, params: URLSearchParams): void {
		const epoch = params.get('epoch')
		link.isSubmitting = relay.right === null && relay.takesLateEdits && params.get('submit') === '1'
		if (relay.isTooOld) return link.socket.cut(closeCodes['app-too-old'].code)
		if (relay.right === null && !link.isSubmitting) return link.socket.cut(closeCodes['no-right'].code)
		if (epoch !== null && Number(epoch) !== relay.epoch) return link.socket.cut(closeCodes['other-epoch'].code)
		const since = Number(params.get('since') ?? NaN)
		if (log.isSame(params.get('run'), since)) link.since = since
		greet(link)
		const isAsked = link.since === null || params.get('unsent') !== '0'
		if (relay.right === 'edit' && isAsked) send(link, encodeStep1(Y.encodeStateVector(relay.doc)))
	}

	function send(link: Link, bytes: Uint8Array): void {
		const copy = bytes.slice()
		queueMicrotask(() => {
			if (!links.has(link)) return
			link.socket.received.push(decodeFrame(copy)!)
			link.socket.onmessage?.({ data: copy.buffer })
		})
	}

	function greet(link: Link): void {
		send(
			link,
			encodeHello({
				right: link.isSubmitting ? 'none' : (relay.right ?? 'read'),
				epoch: relay.epoch,
				run: log.run(),
				isResumed: link.since !== null,
				schemaVersions: { min: 1, max: 1 },
				limits: { frameBytes: 8e6, documentBytes: 8e6 },
				serverTime: '2026-11-21T09:00:00.000Z',
				sequence: relay.sequence,
				bytesLeft: relay.bytesLeft,
				participants: relay.participants()
			})
		)
	}

	function store(update: Uint8Array, from: Link | null): void {
		log.append(update)
		for (const link of links) {
			if (link === from) continue
			send(link, encodeUpdate(update))
			send(link, encodeAck({ counter: link.counter, sequence: relay.sequence }))
		}
	}

	function read(link: Link, frame: Frame): void {
		if (!links.has(link)) return
		switch (frame.type) {
			case 'step1': {
				if (link.isSubmitting) return
				if (link.since === null) send(link, encodeStep2(Y.encodeStateAsUpdate(relay.doc, frame.stateVector)))
				else {
					for (const update of log.after(link.since)) send(link, encodeUpdate(update))
					send(link, encodeStep2(Uint8Array.of(0, 0)))
				}
				return send(link, encodeAck({ counter: link.counter, sequence: relay.sequence }))
			}
			case 'update': {
				link.counter++
				const isEmpty = frame.update.byteLength <= 2
				if (link.isSubmitting) return refuse(link, frame.update, 'revoked', true)
				if (relay.refusal !== null && !isEmpty) return refuse(link, frame.update, relay.refusal, relay.isReviewing)
				if (frame.isOffer && Y.snapshotContainsUpdate(Y.snapshot(relay.doc), frame.update))
					return send(link, encodeAck({ counter: link.counter, sequence: relay.sequence }))
				if (!isEmpty) store(frame.update, link)
				return send(link, encodeAck({ counter: link.counter, sequence: relay.sequence }))
			}
			case 'awareness':
				for (const other of links) if (other !== link) send(other, encodeAwareness(frame.update))
				return
			case 'hello': {
				const report = parseDeviceReport(frame.json)
				if (report !== null) reports.push({ ...report, personId: link.personId })
				return
			}
			case 'query-awareness':
			case 'ack':
			case 'nack':
				return
		}
	}

	function refuse(link: Link, update: Uint8Array, reason: NackReason, isReviewed: boolean): void {
		const isKnown = relay.reviewLog.some((known) => `${known}` === `${update}`)
		if (isReviewed && !isKnown) relay.reviewLog.push(update)
		const review = !isReviewed ? null : isKnown ? relay.reviewState : 'waiting'
		const sequence = review === 'accepted' ? relay.sequence : null
		send(link, encodeNack({ reason, counter: link.counter, review, sequence }))
	}

	function fakeSocketClass(personId: string) {
		return class {
			static CONNECTING = 0
			static OPEN = 1
			static CLOSING = 2
			static CLOSED = 3
			OPEN = 1
			readyState = 0
			binaryType = 'arraybuffer'
			onopen: FakeSocket['onopen'] = null
			onmessage: FakeSocket['onmessage'] = null
			onclose: FakeSocket['onclose'] = null
			onerror: ((event: unknown) => void) | null = null
			sent: Frame[] = []
			received: Frame[] = []
			params: URLSearchParams
			link: Link = { personId, socket: this, counter: 0, since: null, isSubmitting: false }

			constructor(url: string) {
				this.params = new URL(url).searchParams
				relay.attempts++
				relay.sockets.push(this)
				queueMicrotask(() => this.#open())
			}

			#open(): void {
				if (this.readyState !== 0 || relay.filter === 'swallows') return
				if (!relay.isUp || relay.filter === 'refuses') return this.cut()
				this.readyState = 1
				links.add(this.link)
				this.onopen?.()
				admit(this.link, this.params)
			}

			send(bytes: Uint8Array): void {
				const frame = decodeFrame(bytes.slice())
				if (frame === null) throw new Error('A device sent a frame that is none')
				this.sent.push(frame)
				const deliver = (isRead = true) => {
					if (isRead) read(this.link, frame)
				}
				if (queued === null) queueMicrotask(deliver)
				else queued.push(deliver)
			}

			cut(code = 1006): void {
				links.delete(this.link)
				this.readyState = 3
				this.onclose?.({ code, reason: '' })
			}

			close(): void {
				if (this.readyState < 2) queueMicrotask(() => this.onclose?.({ code: 1005, reason: '' }))
				this.readyState = 3
				links.delete(this.link)
			}
		}
	}

	return relay
}

/** What is sent in microtasks has arrived. */
async function sent(): Promise<void> {
	for (let turn = 0; turn < 10; turn++) await Promise.resolve()
}

export type FakeRelay = ReturnType<typeof createFakeRelay>
