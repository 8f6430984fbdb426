/**
 * One device's open link to one room: frames in, frames out (SPEC.md P2–P10). What the link is made of
 * is not its business; tests have links that can be cut.
 */
import type { CloseReason } from '#protocol/close-codes.ts'
import { encodePresence } from '#protocol/presence.ts'
import {
	decodeFrame,
	encodeAck,
	encodeAwareness,
	encodeHello,
	encodeNack,
	encodeStep1,
	MAX_FRAME_BYTES,
	parseDeviceReport,
	syncTypes,
	type DeviceReport,
	type Frame,
	type NackReason,
	type Right
} from '#protocol/sync.ts'
import { createAnswering } from './answering.ts'
import { checkUpdate } from './check-update.ts'
import type { Link } from './link.ts'
import { createPulse } from './pulse.ts'
import type { Member, Room } from './room.ts'
import type { RelaySettings } from './settings.ts'

/** Who is at the other end, as admitted. */
export interface Peer {
	personId: string
	right: Right
	/** Until a report names it. */
	deviceId: string
	/** Asked for ACK, HELLO and NACK with `?v=1`. */
	wantsOwnFrames: boolean
}

export interface ConnectionParts {
	link: Link
	room: Room
	peer: Peer
	settings: RelaySettings
	now(): Date
	/** A device's state changed, or somebody came or went. */
	onDeviceChanged(): void
}

export interface Connection {
	readonly personId: string
	/** One frame from the device. */
	receive(bytes: Uint8Array): void
	/** Anything that shows the other end lives: a frame, a pong. */
	hear(): void
	/** Looks at what is due; `nowMs` is monotonic. */
	sweep(nowMs: number): void
	close(reason: CloseReason): void
	/** From now on nothing is received any more, so that what came before can be settled. */
	drain(): void
	/** The link has ended, whoever ended it. */
	end(): void
}

const SILENT_AWARENESS = encodeAwareness(encodePresence([]))
const SCHEMA_VERSIONS = { min: 1, max: 1 }

/** Joins the room, says hello and asks for what the relay lacks. */
export function openConnection({ link, room, peer, settings, now, onDeviceChanged }: ConnectionParts): Connection {
	const { personId, right, wantsOwnFrames } = peer
	const isEditor = right === 'edit'
	let deviceId = peer.deviceId
	let state: 'open' | 'draining' | 'closed' = 'open'
	/** Update frames received, and how many of them are durable. */
	let received = 0
	let durable = 0
	/** Null until the device's own question is answered: before, nothing can be said to have been sent. */
	let sent: number | null = null
	let isAckDue = false

	let lastHelloAt = -Infinity
	let helloTimer: NodeJS.Timeout | undefined

	const pulse = createPulse(settings, {
		ping: () => link.ping(),
		cut: () => link.cut(),
		ask: () => void ask(),
		see() {
			touch()
			room.greetAll()
		},
		sendSomething: () => send(SILENT_AWARENESS)
	})

	const answering = createAnswering({
		room,
		isOpen: () => state !== 'closed',
		send,
		onAnswered(sequence) {
			sent = Math.max(sent ?? 0, sequence)
			acknowledgeSoon()
		}
	})

	const member: Member = {
		personId,
		right,
		get deviceId() {
			return deviceId
		},
		send,
		acknowledge(counter) {
			durable = counter
			acknowledgeSoon()
		},
		reach(sequence) {
			if (sent === null || sequence <= sent) return
			sent = sequence
			acknowledgeSoon()
		},
		greet() {
			if (!wantsOwnFrames) return
			const wait = lastHelloAt + settings.helloMs - performance.now()
			helloTimer ??= setTimeout(sayHello, Math.max(0, wait))
		},
		close
	}

	room.join(member)
	touch()
	if (wantsOwnFrames) sayHello()
	room.sendPresence(member)
	void ask()
	onDeviceChanged()
	room.greetAll()

	function send(frame: Uint8Array): void {
		if (state === 'closed') return
		if (link.bufferedBytes() > settings.bufferedBytes + answering.largestBytes()) {
			close('overloaded')
			return
		}
		pulse.sent()
		link.send(frame)
	}

	function close(reason: CloseReason): void {
		if (state === 'closed') return
		acknowledge()
		leave()
		link.close(reason)
	}

	function leave(): void {
		if (state === 'closed') return
		state = 'closed'
		clearTimeout(helloTimer)
		room.leave(member)
		touch()
		onDeviceChanged()
		room.greetAll()
	}

	/** Several commits of one turn of the event loop make one ACK. */
	function acknowledgeSoon(): void {
		if (!wantsOwnFrames || isAckDue) return
		isAckDue = true
		setImmediate(acknowledge)
	}

	function acknowledge(): void {
		if (!isAckDue) return
		isAckDue = false
		// Its sequence would lie below the edits it acknowledges; the answer under way brings both up to date.
		if (sent === null && answering.isAnswering()) return
		send(encodeAck({ counter: durable, sequence: sent ?? 0 }))
	}

	function handle(frame: Frame, isOffer: boolean): void {
		switch (frame.type) {
			case 'step1':
				if (answering.ask(frame.stateVector) === 'malformed') close('malformed')
				return
			case 'update':
				return receiveUpdate(frame.update, isOffer)
			case 'awareness':
				return speak(frame.update)
			case 'query-awareness':
				return room.sendPresence(member)
			case 'hello':
				return receiveReport(wantsOwnFrames ? parseDeviceReport(frame.json) : null)
			case 'ack':
			case 'nack':
				return close('malformed')
		}
	}

	function receiveUpdate(update: Uint8Array, isOffer: boolean): void {
		received += 1
		const check = checkUpdate(update)
		if (check === 'malformed') return refuse('malformed')
		if (check === 'empty') return room.receiveNothing(member, received)
		if (!isEditor) return refuse('read-only')
		if (room.receive(member, update, received, isOffer) === 'too-large') refuse('too-large')
	}

	/** A device that understands keeps the edits and the connection; any other learns it from the close code. */
	function refuse(reason: NackReason & ('malformed' | 'read-only' | 'too-large')): void {
		if (wantsOwnFrames) send(encodeNack({ reason, counter: received }))
		if (reason === 'malformed' || !wantsOwnFrames) close(reason === 'read-only' ? 'no-right' : reason)
	}

	/** A reader has nothing to bring (P9). */
	async function ask(): Promise<void> {
		if (!isEditor) return
		const stateVector = await room.readStateVector()
		if (stateVector !== null) send(encodeStep1(stateVector))
	}

	function speak(awareness: Uint8Array): void {
		if (!isEditor) return
		if (awareness.length > settings.presenceBytes) return close('too-large')
		if (room.speak(member, awareness) === 'malformed') close('malformed')
	}

	function receiveReport(report: DeviceReport | null): void {
		if (report === null) return close('malformed')
		deviceId = report.deviceId
		const known = room.participants.find(address())
		// Before the first answer the relay cannot judge what a device says it has (P7).
		const claim =
			sent === null ? { haveSequence: known?.haveSequence ?? 0, seenSequence: known?.seenSequence ?? 0 } : report
		const hasChanged = room.participants.record({
			...address(),
			appVersion: report.appVersion,
			haveSequence: Math.min(claim.haveSequence, sent ?? Infinity),
			seenSequence: Math.min(claim.seenSequence, sent ?? Infinity),
			unsent: report.unsent,
			lastSeenAt: now().toISOString()
		})
		pulse.seen()
		onDeviceChanged()
		if (hasChanged) room.greetAll()
	}

	function sayHello(): void {
		helloTimer = undefined
		lastHelloAt = performance.now()
		send(
			encodeHello({
				right,
				epoch: room.epoch,
				schemaVersions: SCHEMA_VERSIONS,
				limits: { frameBytes: MAX_FRAME_BYTES, documentBytes: settings.documentBytes },
				serverTime: now().toISOString(),
				sequence: room.sequence(),
				participants: room.participants.list()
			})
		)
	}

	function address() {
		return { documentId: room.documentId, personId, deviceId }
	}

	function touch(): void {
		pulse.seen()
		room.participants.touch(address(), now().toISOString())
	}

	return {
		personId,

		receive(bytes) {
			pulse.heard()
			if (state !== 'open') return
			const frame = decodeFrame(bytes)
			if (frame === null) close('malformed')
			else handle(frame, bytes[1] === syncTypes.step2)
		},

		hear: pulse.heard,

		sweep(nowMs) {
			if (state !== 'closed') pulse.sweep(nowMs)
		},

		close,

		drain() {
			if (state === 'open') state = 'draining'
		},

		end: leave
	}
}
