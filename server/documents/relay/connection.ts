/**
 * One device's open link to one room: frames in, frames out (SPEC.md P2–P10). What the link is made of
 * is not its business; tests have links that can be cut.
 *
 * A server holds ten thousands of these. So a connection and its parts are records, their functions are shared by all of them and
 * take the record as `this`, and a part that is asked for something is given the connection: closures would be most of its memory.
 */
import type { DeviceAddress } from '../storage/devices.ts'
import type { CloseReason } from '#protocol/close-codes.ts'
import { encodePresence } from '#protocol/presence.ts'
import { decodeFrame, encodeAwareness, encodeHello, encodeStep1, MAX_FRAME_BYTES } from '#protocol/frames.ts'
import { type Acknowledging, type AcknowledgingActions, createAcknowledging, createAnswering } from './answering.ts'
import type { Hold, Meter, Peer } from './parts.ts'
import type { Link } from './link.ts'
import { createPulse, type Pulse, type PulseActions } from './pulse.ts'
import { createReportIntake, handleFrame, type Receiver } from './receiving.ts'
import type { Room } from './room.ts'
import type { RelaySettings } from './settings.ts'

/** What all connections of a relay have in common. */
export interface ConnectionSurroundings {
	/** This start of the server, for HELLO. */
	run: string
	settings: RelaySettings
	meter: Meter
	hold: Hold
	now(): Date
	/** 0…1, for what many devices must not do at the same moment. */
	random(): number
	/** A device's state changed, or somebody came or went. */
	onDeviceChanged(documentId: string): void
	log: { error(facts: object, message?: string): void }
}

export interface ConnectionParts {
	link: Link
	room: Room
	peer: Peer
}

export interface Connection {
	readonly personId: string
	/** One frame from the device. */
	receive(bytes: Uint8Array): void
	/** Anything whole that shows the other end lives: a frame, a pong. */
	hear(): void
	/** Looks at what is due; `nowMs` is monotonic. `isUnread`: what comes from the device waits. */
	sweep(nowMs: number, isUnread: boolean): void
	close(reason: CloseReason): void
	/** From now on nothing is received any more. Resolves when what came before is in the room, or in the holding log. */
	drain(): Promise<void>
	/** The link has ended, whoever ended it. */
	end(): void
}

interface Open extends Connection, Receiver, PulseActions, AcknowledgingActions {
	readonly link: Link
	readonly around: ConnectionSurroundings
	state: 'open' | 'draining' | 'closed'
	lastHelloAt: number
	helloTimer: NodeJS.Timeout | null
	readonly pulse: Pulse
	readonly acknowledging: Acknowledging
}

const SILENT_AWARENESS = encodeAwareness(encodePresence([]))
const SCHEMA_VERSIONS = { min: 1, max: 1 }
/** One for all clients of a person that name no device, or each of their visits would leave a row behind. */
const PLAIN_DEVICE = 'plain'

/** Joins the room, says hello and asks for what the relay lacks. */
export function openConnection(around: ConnectionSurroundings, parts: ConnectionParts): Connection {
	const { room, link, peer } = parts
	const connection: Open = {
		around,
		room,
		link,
		peer,
		personId: peer.personId,
		right: peer.right,
		deviceId: peer.deviceId ?? PLAIN_DEVICE,
		hasName: peer.deviceId !== null,
		state: 'open',
		received: 0,
		hasRefused: false,
		lastHelloAt: -Infinity,
		helloTimer: null,
		settling: null,
		pulse: createPulse(peer.arrivedAt),
		reports: createReportIntake(around.settings.reportMs),
		answering: createAnswering(peer.resumedFrom),
		acknowledging: createAcknowledging(),
		receive,
		hear,
		sweep,
		close,
		drain,
		end,
		send,
		acknowledge,
		reach,
		greet,
		address,
		isOpen,
		heardAt,
		ping,
		cut,
		ask,
		see,
		sendSomething,
		receivedBytes,
		isAnswering,
		answered,
		failed,
		sendAck,
		sentUpTo,
		reported
	}
	room.join(connection)
	touch(connection)
	if (peer.wantsOwnFrames) sayHello(connection)
	room.sendPresence(connection)
	const { resyncMs } = around.settings
	// The device has what the relay has, and nothing more: there is no hurry to find out (P12). Many that come back together ask apart.
	if (peer.resumedFrom !== null && !peer.hasUnsent)
		connection.pulse.askLater(around.random() * resyncMs, around.settings)
	else connection.ask()
	around.onDeviceChanged(room.documentId)
	room.greetAll(connection)
	return connection
}

function receive(this: Open, bytes: Uint8Array): void {
	this.pulse.heard()
	if (this.state !== 'open') return
	const frame = decodeFrame(bytes)
	if (frame === null) this.close('malformed')
	else handleFrame(this, frame)
}

function hear(this: Open): void {
	this.pulse.heard()
}

function sweep(this: Open, nowMs: number, isUnread: boolean): void {
	if (this.state !== 'closed') this.pulse.sweep(nowMs, isUnread, this.around.settings, this)
}

function close(this: Open, reason: CloseReason): void {
	if (this.state === 'closed') return
	this.acknowledging.flush(this)
	// The ACK may have found too much waiting, and have closed it.
	if (!this.isOpen()) return
	this.end()
	this.around.meter.closed(reason)
	this.link.close(reason)
}

function drain(this: Open): Promise<void> {
	if (this.state === 'open') this.state = 'draining'
	return this.settling?.settle() ?? Promise.resolve()
}

function end(this: Open): void {
	if (this.state === 'closed') return
	this.reports.stop(this)
	this.state = 'closed'
	if (this.helloTimer !== null) clearTimeout(this.helloTimer)
	this.room.leave(this)
	touch(this)
	this.around.onDeviceChanged(this.room.documentId)
	this.room.greetAll()
}

function send(this: Open, frame: Uint8Array, onSent?: () => void): void {
	if (this.state === 'closed') return
	if (this.link.bufferedBytes() > this.around.settings.bufferedBytes + this.answering.waitingBytes) {
		this.close('overloaded')
		return
	}
	this.pulse.sent()
	this.link.send(frame, onSent)
}

function acknowledge(this: Open, counter: number): void {
	this.acknowledging.acknowledge(counter, this)
}

function reach(this: Open, sequence: number): void {
	this.acknowledging.reach(sequence, this)
}

function greet(this: Open): void {
	if (!this.peer.wantsOwnFrames) return
	const wait = this.lastHelloAt + this.around.settings.helloMs - performance.now()
	this.helloTimer ??= setTimeout(sayHello, Math.max(0, wait), this)
}

function sayHello(connection: Open): void {
	const { around, room, peer } = connection
	connection.helloTimer = null
	connection.lastHelloAt = performance.now()
	connection.send(
		encodeHello({
			right: peer.right,
			epoch: room.epoch,
			run: around.run,
			isResumed: peer.resumedFrom !== null,
			schemaVersions: SCHEMA_VERSIONS,
			limits: { frameBytes: MAX_FRAME_BYTES, documentBytes: around.settings.documentBytes },
			serverTime: around.now().toISOString(),
			sequence: room.sequence(),
			bytesLeft: room.bytesLeft(),
			participants: room.participants.list()
		})
	)
}

function address(this: Open): DeviceAddress {
	return { documentId: this.room.documentId, personId: this.personId, deviceId: this.deviceId }
}

function touch(connection: Open): void {
	connection.pulse.seen()
	connection.room.participants.touch(connection.address(), connection.heardAt().toISOString())
}

/** Not when it was found silent: the curator is told when it was last heard. */
function heardAt(this: Open): Date {
	const silentMs = Math.round(performance.now() - this.pulse.heardAt)
	return new Date(this.around.now().getTime() - silentMs)
}

function isOpen(this: Open): boolean {
	return this.state !== 'closed'
}

function ping(this: Open): void {
	this.link.ping()
}

function cut(this: Open): void {
	this.link.cut()
}

/** A reader has nothing to bring (P9). */
function ask(this: Open): void {
	if (this.right !== 'edit') return
	void this.room.readStateVector().then((stateVector) => {
		if (stateVector !== null) this.send(encodeStep1(stateVector))
	})
}

/** The device itself need not be told that it is there. */
function see(this: Open): void {
	touch(this)
	this.room.greetAll(this)
}

function sendSomething(this: Open): void {
	this.send(SILENT_AWARENESS)
}

function receivedBytes(this: Open): number {
	return this.link.receivedBytes()
}

function isAnswering(this: Open): boolean {
	return this.answering.isUnderWay
}

function answered(this: Open, sequence: number): void {
	this.acknowledging.answer(sequence, this)
}

/** What could not be answered here may be answered on the next visit; the others in the room go on. */
function failed(this: Open, error: unknown): void {
	this.around.log.error({ documentId: this.room.documentId, error }, 'A device could not be answered')
	this.close('storage-failed')
}

function sendAck(this: Open, ack: Uint8Array): void {
	if (!this.peer.wantsOwnFrames) return
	this.around.meter.acknowledged()
	this.send(ack)
}

function sentUpTo(this: Open): number | null {
	return this.acknowledging.sent
}

function reported(this: Open, isNews: boolean): void {
	this.pulse.seen()
	this.around.onDeviceChanged(this.room.documentId)
	if (isNews) this.room.greetAll()
}
