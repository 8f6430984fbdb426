/**
 * One device's open link to one room: frames in, frames out (SPEC.md P2–P10). What the link is made of
 * is not its business; tests have links that can be cut.
 */
import type { CloseReason } from '#protocol/close-codes.ts'
import { encodePresence } from '#protocol/presence.ts'
import {
	decodeFrame,
	encodeAwareness,
	encodeHello,
	encodeNack,
	encodeStep1,
	MAX_FRAME_BYTES,
	parseDeviceReport,
	type DeviceReport,
	type Frame,
	type NackReason
} from '#protocol/sync.ts'
import { createAcknowledging } from './acknowledging.ts'
import { createAnswering } from './answering.ts'
import { checkUpdate } from './check-update.ts'
import { createInOrder } from './in-order.ts'
import type { Link } from './link.ts'
import type { Meter } from './meter.ts'
import type { Hold, Peer } from './peer.ts'
import { createPulse } from './pulse.ts'
import { createReportIntake } from './report-intake.ts'
import type { Member, Room } from './room.ts'
import type { RelaySettings } from './settings.ts'

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
	/** From now on nothing is received any more. Resolves when what came before is in the room, or in the holding log. */
	drain(): Promise<void>
	/** The link has ended, whoever ended it. */
	end(): void
}

const SILENT_AWARENESS = encodeAwareness(encodePresence([]))
const SCHEMA_VERSIONS = { min: 1, max: 1 }
/** One for all clients of a person that name no device, or each of their visits would leave a row behind. */
const PLAIN_DEVICE = 'plain'

/** Joins the room, says hello and asks for what the relay lacks. */
export function openConnection(parts: ConnectionParts): Connection {
	const { link, room, peer, settings, meter, now, onDeviceChanged } = parts
	const { personId, right, wantsOwnFrames, resumedFrom } = peer
	const isEditor = right === 'edit'
	let namedDevice = peer.deviceId
	let state: 'open' | 'draining' | 'closed' = 'open'
	/** Update frames. */
	let received = 0
	let lastHelloAt = -Infinity
	let helloTimer: NodeJS.Timeout | undefined
	const reports = createReportIntake({
		intervalMs: settings.reportMs,
		participants: room.participants,
		address,
		sent: () => acknowledging.sent(),
		now,
		onTaken: hearReport
	})

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
		onAnswered: (sequence) => acknowledging.answer(sequence)
	})
	const acknowledging = createAcknowledging(answering.isAnswering, (ack) => {
		if (!wantsOwnFrames) return
		meter.acknowledged()
		send(ack)
	})
	/** A reader's: an ACK covers the frames before it, so it comes after what they were answered with. */
	const settling = createInOrder(() => close('storage-failed'))

	const member: Member = {
		personId,
		right,
		get deviceId() {
			return namedDevice ?? PLAIN_DEVICE
		},
		send,
		acknowledge: acknowledging.acknowledge,
		reach: acknowledging.reach,
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
		acknowledging.flush()
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
		} else receiveFromReader(check === 'content' ? update : null, received)
	}

	function receiveFromReader(update: Uint8Array | null, counter: number): void {
		if (update === null) settling.run(() => (state === 'closed' ? undefined : room.receiveNothing(member, counter)))
		else if (peer.mayHold) settling.run(() => hold(update, counter))
		else settling.run(() => refuse('read-only', counter))
	}

	async function hold(update: Uint8Array, counter: number): Promise<void> {
		const outcome = await parts.hold({ ...address(), epoch: room.epoch, bytes: update })
		if (outcome === 'gone') close('gone')
		else if (outcome === 'held') refuse('revoked', counter, true)
		else refuse(outcome, counter)
	}

	/** A device that understands keeps the edits and the connection; any other learns it from the close code. */
	function refuse(reason: Exclude<NackReason, 'too-old'>, counter: number, isHeld = false): void {
		meter.refused(reason, isHeld)
		if (wantsOwnFrames) send(encodeNack({ reason, counter, isHeld }))
		if (reason === 'malformed') close('malformed')
		else if (!wantsOwnFrames) close(reason === 'too-large' ? 'too-large' : 'no-right')
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

	function hearReport(isNews: boolean): void {
		pulse.seen()
		onDeviceChanged()
		if (isNews) room.greetAll()
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
			return settling.settle()
		},

		end: leave
	}
}
