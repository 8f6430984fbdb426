/**
 * A relay of one document in this process, speaking the frames of #protocol/sync.ts over sockets that
 * are plain objects, and the exchange over a `fetch`. What it has stored is in the open, and its
 * acknowledgements can be held back.
 */
import * as Y from 'yjs'
import { closeCodes, type CloseReason } from '#protocol/close-codes.ts'
import type { ExchangeRequest, HeldState } from '#protocol/exchange.ts'
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
	type Right
} from '#protocol/frames.ts'
import { exchangeDocument } from './fake-exchange.ts'
import { createFakeLog } from './fake-log.ts'

interface Link {
	personId: string
	socket: FakeSocket
	counter: number
	/** Where it resumes; null: it does not. */
	since: number | null
}

export interface FakeSocket {
	readyState: number
	onopen: (() => void) | null
	onmessage: ((event: { data: ArrayBuffer }) => void) | null
	onclose: ((event: { code: number; reason: string }) => void) | null
	/** What the device named in the address. */
	params: URLSearchParams
	/** Every frame the device sent, and what it was sent. */
	sent: Frame[]
	received: Frame[]
	/** As when the cable is cut: the device learns of it by this alone. */
	cut(code?: number): void
}

export function createFakeRelay(options: { people?: string[] } = {}) {
	const log = createFakeLog()
	const links = new Set<Link>()
	const reports: (DeviceReport & { personId: string })[] = []
	const participants = new Map<string, ParticipantState>()
	for (const personId of options.people ?? [])
		participants.set(personId, { personId, haveSequence: 0, seenSequence: 0, lastSeenAt: null })
	/** Answers true to read what waits, false to forget it. */
	let held: ((isRead: boolean) => void)[] | null = null
	const relay = {
		get doc() {
			return log.doc()
		},
		get sequence() {
			return log.sequence()
		},
		log,
		epoch: 1,
		/** Null: none, any more; what such a person brings is held. */
		right: 'edit' as Right | null,
		/** Of a filling document. */
		bytesLeft: null as number | null,
		/** Closes whoever comes, and refuses what is brought: the app is too old. */
		isTooOld: false,
		isUp: true,
		/** What a school's filter does to sockets: refuses them, or swallows everything. HTTPS goes through. */
		filter: null as 'refuses' | 'swallows' | null,
		/** The exchange is read, and its answer lost on the way back. */
		losesAnswers: false,
		/** Refuses every update with content. */
		refusal: null as NackReason | null,
		/** What was refused is in `holdingLog`. */
		holds: false,
		holdingLog: [] as Uint8Array[],
		/** Of what is brought once more. */
		heldState: 'waiting' as HeldState,
		attempts: 0,
		reports,
		sockets: [] as FakeSocket[],
		exchanges: [] as ExchangeRequest[],
		/** Frames wait unread, hence unstored and unacknowledged, until `resume`. */
		hold: () => void (held ??= []),
		resume() {
			const waiting = held ?? []
			held = null
			for (const read of waiting) read(true)
		},
		/** Frames that were never read are lost with their connection. */
		cutAll(reason?: CloseReason) {
			const waiting = held ?? []
			held = held === null ? null : []
			for (const read of waiting) read(false)
			for (const { socket } of [...links]) socket.cut(reason === undefined ? 1006 : closeCodes[reason].code)
		},
		/** The server is started anew, with the log as it is or as it was. */
		restart(backup?: ReturnType<typeof log.backUp>) {
			relay.cutAll('restarting')
			log.beginRun(backup)
			// What devices said of a log that is gone is gone with it.
			if (backup === undefined) return
			for (const [personId] of participants)
				participants.set(personId, { personId, haveSequence: 0, seenSequence: 0, lastSeenAt: null })
		},
		participants: () => [...participants.values()],
		/** Another person's device reports how far it has come. */
		report(personId: string, state: Partial<ParticipantState>) {
			const before = participants.get(personId) ?? { personId, haveSequence: 0, seenSequence: 0, lastSeenAt: null }
			participants.set(personId, { ...before, ...state })
			for (const link of links) greet(link)
		},
		/** Everybody is told what HELLO says now. */
		greetAll() {
			for (const link of links) greet(link)
		},
		/** Another person's edit, as if it had come over the network. */
		edit(change: (doc: Y.Doc) => void) {
			const before = Y.encodeStateVector(relay.doc)
			change(relay.doc)
			store(Y.encodeStateAsUpdate(relay.doc, before), null)
		},
		/** Stores an update and passes it on without the one it depends on (sync.md R4). */
		passOn(update: Uint8Array) {
			store(update, null)
		},
		socketClass(personId: string): typeof WebSocket {
			return fakeSocketClass(personId) as unknown as typeof WebSocket
		},
		/** For `vi.stubGlobal`: answers /api/exchange. */
		fetch: async (_path: string, init: { body: string }): Promise<Response> => {
			const request = JSON.parse(init.body) as ExchangeRequest
			if (held !== null && !(await new Promise<boolean>((resolve) => held?.push(resolve)))) throw new TypeError('Cut')
			if (!relay.isUp) throw new TypeError('No network')
			relay.exchanges.push(request)
			const documents = request.documents.map((document) => exchangeDocument(relay, document, store))
			const body = JSON.stringify({ documents, serverTime: '2026-11-21T09:00:00.000Z' })
			if (relay.losesAnswers) throw new TypeError('The answer was lost')
			return new Response(body)
		},
		askAll() {
			for (const link of links) send(link, encodeStep1(Y.encodeStateVector(relay.doc)))
		}
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
				right: relay.right ?? 'read',
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
				if (link.since === null) return send(link, encodeStep2(Y.encodeStateAsUpdate(relay.doc, frame.stateVector)))
				for (const update of log.after(link.since)) send(link, encodeUpdate(update))
				return send(link, encodeStep2(Uint8Array.of(0, 0)))
			}
			case 'update': {
				link.counter++
				const isEmpty = frame.update.byteLength <= 2
				if (relay.refusal !== null && !isEmpty) {
					if (relay.holds) relay.holdingLog.push(frame.update)
					return send(link, encodeNack({ reason: relay.refusal, counter: link.counter, isHeld: relay.holds }))
				}
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
			link: Link = { personId, socket: this, counter: 0, since: null }

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
				const epoch = this.params.get('epoch')
				if (relay.isTooOld) return this.cut(closeCodes['app-too-old'].code)
				if (relay.right === null) return this.cut(closeCodes['no-right'].code)
				if (epoch !== null && Number(epoch) !== relay.epoch) return this.cut(closeCodes['other-epoch'].code)
				const since = Number(this.params.get('since') ?? NaN)
				if (log.isSame(this.params.get('run'), since)) this.link.since = since
				greet(this.link)
				const isAsked = this.link.since === null || this.params.get('unsent') !== '0'
				if (relay.right === 'edit' && isAsked) send(this.link, encodeStep1(Y.encodeStateVector(relay.doc)))
			}

			send(bytes: Uint8Array): void {
				const frame = decodeFrame(bytes.slice())
				if (frame === null) throw new Error('A device sent a frame that is none')
				this.sent.push(frame)
				const deliver = (isRead = true) => {
					if (isRead) read(this.link, frame)
				}
				if (held === null) queueMicrotask(deliver)
				else held.push(deliver)
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

export type FakeRelay = ReturnType<typeof createFakeRelay>
