/**
 * A relay of one document in this process, speaking the frames of #protocol/sync.ts over sockets that
 * are plain objects. What it has stored is in the open, and its acknowledgements can be held back.
 */
import * as Y from 'yjs'
import { closeCodes, type CloseReason } from '#protocol/close-codes.ts'
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
} from '#protocol/sync.ts'

interface Link {
	personId: string
	socket: FakeSocket
	counter: number
}

export interface FakeSocket {
	readyState: number
	onopen: (() => void) | null
	onmessage: ((event: { data: ArrayBuffer }) => void) | null
	onclose: ((event: { code: number; reason: string }) => void) | null
	/** Every frame the device sent. */
	sent: Frame[]
	/** As when the cable is cut: the device learns of it by this alone. */
	cut(code?: number): void
}

export function createFakeRelay(options: { people?: string[] } = {}) {
	const doc = new Y.Doc()
	const links = new Set<Link>()
	const reports: (DeviceReport & { personId: string })[] = []
	const participants = new Map<string, ParticipantState>()
	for (const personId of options.people ?? [])
		participants.set(personId, { personId, haveSequence: 0, seenSequence: 0, lastSeenAt: null })
	let held: (() => void)[] | null = null
	const relay = {
		doc,
		sequence: 0,
		epoch: 1,
		right: 'edit' as Right,
		isUp: true,
		/** Refuses every update with content. */
		refusal: null as NackReason | null,
		attempts: 0,
		reports,
		sockets: [] as FakeSocket[],
		/** Frames wait unread, hence unstored and unacknowledged, until `resume`. */
		hold: () => void (held ??= []),
		resume() {
			const waiting = held ?? []
			held = null
			for (const read of waiting) read()
		},
		/** Frames that were never read are lost with their connection. */
		cutAll(reason?: CloseReason) {
			held = held === null ? null : []
			for (const { socket } of [...links]) socket.cut(reason === undefined ? 1006 : closeCodes[reason].code)
		},
		/** Another person's device reports how far it has come. */
		report(personId: string, state: Partial<ParticipantState>) {
			const before = participants.get(personId) ?? { personId, haveSequence: 0, seenSequence: 0, lastSeenAt: null }
			participants.set(personId, { ...before, ...state })
			for (const link of links) greet(link)
		},
		/** Another person's edit, as if it had come over the network. */
		edit(change: (doc: Y.Doc) => void) {
			const before = Y.encodeStateVector(doc)
			change(doc)
			store(Y.encodeStateAsUpdate(doc, before), null)
		},
		/** Stores an update and passes it on without the one it depends on (sync.md R4). */
		passOn(update: Uint8Array) {
			store(update, null)
		},
		socketClass(personId: string): typeof WebSocket {
			return fakeSocketClass(personId) as unknown as typeof WebSocket
		},
		askAll() {
			for (const link of links) send(link, encodeStep1(Y.encodeStateVector(doc)))
		}
	}

	function send(link: Link, bytes: Uint8Array): void {
		const copy = bytes.slice()
		queueMicrotask(() => {
			if (links.has(link)) link.socket.onmessage?.({ data: copy.buffer })
		})
	}

	function greet(link: Link): void {
		send(
			link,
			encodeHello({
				right: relay.right,
				epoch: relay.epoch,
				schemaVersions: { min: 1, max: 1 },
				limits: { frameBytes: 8e6, documentBytes: 8e6 },
				serverTime: '2026-11-21T09:00:00.000Z',
				sequence: relay.sequence,
				participants: [...participants.values()]
			})
		)
	}

	function store(update: Uint8Array, from: Link | null): void {
		relay.sequence++
		Y.applyUpdate(doc, update)
		for (const link of links) {
			if (link === from) continue
			send(link, encodeUpdate(update))
			send(link, encodeAck({ counter: link.counter, sequence: relay.sequence }))
		}
	}

	function read(link: Link, frame: Frame): void {
		if (!links.has(link)) return
		switch (frame.type) {
			case 'step1':
				return send(link, encodeStep2(Y.encodeStateAsUpdate(doc, frame.stateVector)))
			case 'update': {
				link.counter++
				const isEmpty = frame.update.byteLength <= 2
				if (relay.refusal !== null && !isEmpty)
					return send(link, encodeNack({ reason: relay.refusal, counter: link.counter }))
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
			link: Link = { personId, socket: this, counter: 0 }

			constructor() {
				relay.attempts++
				relay.sockets.push(this)
				queueMicrotask(() => {
					if (this.readyState !== 0) return
					if (!relay.isUp) return this.cut()
					this.readyState = 1
					links.add(this.link)
					this.onopen?.()
					greet(this.link)
					if (relay.right === 'edit') send(this.link, encodeStep1(Y.encodeStateVector(doc)))
				})
			}

			send(bytes: Uint8Array): void {
				const frame = decodeFrame(bytes.slice())
				if (frame === null) throw new Error('A device sent a frame that is none')
				this.sent.push(frame)
				const deliver = () => read(this.link, frame)
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
