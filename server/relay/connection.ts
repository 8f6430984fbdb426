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
	type DeviceReport,
	type Frame,
	type Right
} from '#protocol/sync.ts'
import { createAnswering } from './answering.ts'
import { checkUpdate } from './check-update.ts'
import type { Link } from './link.ts'
import type { Meter } from './meter.ts'
import { createPulse } from './pulse.ts'
import { createReportIntake } from './report-intake.ts'
import type { Member, Room } from './room.ts'
import type { RelaySettings } from './settings.ts'

/** Who is at the other end, as admitted. */
export interface Peer {
	personId: string
	right: Right
	/** Once had the right to edit and has it no more: edits go to the holding log (P15). */
	mayHold: boolean
	/** Null until a report names it. */
	deviceId: string | null
	/** Asked for ACK, HELLO and NACK with `?v=1`. */
	wantsOwnFrames: boolean
	/** The device has everything up to this stored update (P12); null: it is not known what it has. */
	resumedFrom: number | null
	/** By its own account the device has edits the relay has not acknowledged; also when it does not say. */
	hasUnsent: boolean
}

/** Puts edits into the holding log (P15); resolves once they are durable. */
export type Hold = (update: {
	documentId: string
	personId: string
	deviceId: string
	bytes: Uint8Array
}) => Promise<'held' | 'too-large'>

export interface ConnectionParts {
	link: Link
	room: Room
	peer: Peer
	/** This start of the server, for HELLO. */
	run: string
	settings: RelaySettings
	meter: Meter
	hold: Hold
	now(): Date
	/** 0…1, for what many devices must not do at the same moment. */
	random(): number
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
/** What a client that did not ask for our frames is closed with where another gets a NACK. */
const closedFor = {
	malformed: 'malformed',
	'read-only': 'no-right',
	revoked: 'no-right',
	'too-large': 'too-large'
} as const
/** One for all clients of a person that name no device, or each of their visits would leave a row behind. */
const PLAIN_DEVICE = 'plain'

/** Joins the room, says hello and asks for what the relay lacks. */
export function openConnection(parts: ConnectionParts): Connection {
	const { link, room, peer, settings, meter, now, onDeviceChanged } = parts
	const { personId, right, wantsOwnFrames, resumedFrom } = peer
	const isEditor = right === 'edit'
	let namedDevice = peer.deviceId
	let state: 'open' | 'draining' | 'closed' = 'open'
	/** Update frames received, and how many of them are durable. */
	let received = 0
	let durable = 0
	/** Null until the device's own question is answered: before, nothing can be said to have been sent. */
	let sent: number | null = null
	let isAckDue = false

	/** Of a reader, while edits are on their way to the holding log. */
	let holding: Promise<void> | null = null

	let lastHelloAt = -Infinity
	let helloTimer: NodeJS.Timeout | undefined
	const reports = createReportIntake(settings.reportMs, takeReport)

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
		link,
		resumedFrom,
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
			return namedDevice ?? PLAIN_DEVICE
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
	// The device has what the relay has, and nothing more: there is no hurry to find out (P12).
	if (resumedFrom !== null && !peer.hasUnsent) pulse.askLater(parts.random())
	else void ask()
	onDeviceChanged()
	room.greetAll()

	function send(frame: Uint8Array, onSent?: () => void): void {
		if (state === 'closed') return
		if (link.bufferedBytes() > settings.bufferedBytes + answering.waitingBytes()) {
			close('overloaded')
			return
		}
		pulse.sent()
		link.send(frame, onSent)
	}

	function close(reason: CloseReason): void {
		if (state === 'closed') return
		acknowledge()
		leave()
		meter.closed(reason)
		link.close(reason)
	}

	function leave(): void {
		if (state === 'closed') return
		reports.stop()
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
		meter.acknowledged()
		send(encodeAck({ counter: durable, sequence: sent ?? 0 }))
	}

	function handle(frame: Frame): void {
		switch (frame.type) {
			case 'step1':
				if (answering.ask(frame.stateVector) === 'malformed') close('malformed')
				return
			case 'update':
				return receiveUpdate(frame.update, frame.isOffer)
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
		if (check === 'malformed') return refuse('malformed', received)
		if (isEditor) {
			if (check === 'empty') room.receiveNothing(member, received)
			else if (room.receive(member, update, received, isOffer) === 'too-large') refuse('too-large', received)
		} else if (check === 'content' && !peer.mayHold) {
			refuse('read-only', received)
		} else inOrder(update, check, received)
	}

	/** An ACK covers the frames before it, so it comes after what they were answered with. */
	function inOrder(update: Uint8Array, check: 'content' | 'empty', counter: number): void {
		if (check === 'empty' && holding === null) return room.receiveNothing(member, counter)
		const settled = (holding ?? Promise.resolve()).then(() => (check === 'content' ? hold(update, counter) : undefined))
		const last = settled.then(
			() => {
				if (holding === last) holding = null
				if (check === 'empty' && state !== 'closed') room.receiveNothing(member, counter)
			},
			() => close('storage-failed')
		)
		holding = last
	}

	async function hold(update: Uint8Array, counter: number): Promise<void> {
		const outcome = await parts.hold({ ...address(), bytes: update })
		if (outcome === 'held') refuse('revoked', counter, true)
		else refuse(outcome, counter)
	}

	/** A device that understands keeps the edits and the connection; any other learns it from the close code. */
	function refuse(reason: keyof typeof closedFor, counter: number, isHeld = false): void {
		meter.refused(reason, isHeld)
		if (wantsOwnFrames) send(encodeNack({ reason, counter, isHeld }))
		if (reason === 'malformed' || !wantsOwnFrames) close(closedFor[reason])
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

	/** A connection is one device's: the first it names (P7). */
	function receiveReport(report: DeviceReport | null): void {
		if (report === null || report.deviceId !== (namedDevice ?? report.deviceId)) return close('malformed')
		namedDevice = report.deviceId
		reports.receive(report)
	}

	function takeReport(report: DeviceReport): void {
		const known = room.participants.find(address())
		// Before the first answer the relay cannot judge what a device says it has (P7).
		const claim =
			sent === null ? { haveSequence: known?.haveSequence ?? 0, seenSequence: known?.seenSequence ?? 0 } : report
		const hasChanged = room.participants.record({
			...report,
			...address(),
			haveSequence: Math.min(claim.haveSequence, sent ?? Infinity),
			seenSequence: Math.min(claim.seenSequence, sent ?? Infinity),
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
				run: parts.run,
				isResumed: resumedFrom !== null,
				schemaVersions: SCHEMA_VERSIONS,
				limits: { frameBytes: MAX_FRAME_BYTES, documentBytes: settings.documentBytes },
				serverTime: now().toISOString(),
				sequence: room.sequence(),
				participants: room.participants.list()
			})
		)
	}

	function address() {
		return { documentId: room.documentId, personId, deviceId: member.deviceId }
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
			else handle(frame)
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
