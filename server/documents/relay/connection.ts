/**
 * A connection: one device's open link to one room, frames in and frames out (SPEC.md P2–P10). It does not know what
 * the link is made of; tests have links that can be cut.
 *
 * A server has tens of thousands of connections, and closures would be most of their memory. So a connection and its
 * components are records. All connections share the functions, which take the record as `this`; a component gets the
 * connection as an argument.
 */
import type { DeviceAddress } from '../storage/devices.ts'
import type { CloseReason } from '#protocol/close-codes.ts'
import { encodePresence } from '#protocol/presence.ts'
import { decodeFrame, encodeAwareness, encodeHello, encodeStep1, MAX_FRAME_BYTES } from '#protocol/frames.ts'
import { type Acknowledging, type AcknowledgingActions, createAcknowledging, createAnswering } from './answering.ts'
import type { SubmitForReview, Meter, Peer } from './options.ts'
import type { Link } from './link.ts'
import { createPulse, type Pulse, type PulseActions } from './pulse.ts'
import { createReportIntake, handleFrame, type Receiver } from './receiving.ts'
import type { Room } from './room.ts'
import type { RelaySettings } from './settings.ts'

/** What all connections of a relay share. */
export interface ConnectionSurroundings {
	/** The id of this start of the server, for HELLO. */
	run: string
	settings: RelaySettings
	meter: Meter
	submitForReview: SubmitForReview
	now(): Date
	/** 0…1, so that many devices do not do the same at the same moment. */
	random(): number
	/** A device's state changed, or a connection opened or ended. */
	onDeviceChanged(documentId: string): void
	log: { error(facts: object, message?: string): void }
}

export interface ConnectionOptions {
	link: Link
	room: Room
	peer: Peer
}

export interface Connection {
	readonly personId: string
	/** Handles one frame from the device. */
	receive(bytes: Uint8Array): void
	/** Something whole came from the device: a frame, a pong, a close. */
	touch(): void
	/** Does what is due; `nowMs` as performance.now(). `isUnread`: the relay does not read from the device at present. */
	sweep(nowMs: number, isUnread: boolean): void
	close(reason: CloseReason): void
	/** Receives nothing from now on. Resolves when what came before is in the room, or in the review log. */
	drain(): Promise<void>
	/** The link has ended, from either side. */
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
/** The device id of all clients of a person that name none. Otherwise each of their connections would leave a row behind. */
const PLAIN_DEVICE = 'plain'

/** Joins the room, sends HELLO and asks for what the relay lacks. */
export function openConnection(around: ConnectionSurroundings, options: ConnectionOptions): Connection {
	const { room, link, peer } = options
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
		touch,
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
		lastReceivedAt,
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
	touchDevice(connection)
	if (peer.wantsOwnFrames) sayHello(connection)
	room.sendPresence(connection)
	const { resyncMs } = around.settings
	// A resumed device with nothing unsent has nothing the relay lacks, so asking can wait (P12). The random delay spreads the
	// questions to devices that come back together.
	if (peer.resumedFrom !== null && !peer.hasUnsent)
		connection.pulse.askLater(around.random() * resyncMs, around.settings)
	else connection.ask()
	around.onDeviceChanged(room.documentId)
	room.greetAll(connection)
	return connection
}

function receive(this: Open, bytes: Uint8Array): void {
	this.pulse.received()
	if (this.state !== 'open') return
	const frame = decodeFrame(bytes)
	if (frame === null) this.close('malformed')
	else handleFrame(this, frame)
}

function touch(this: Open): void {
	this.pulse.received()
}

function sweep(this: Open, nowMs: number, isUnread: boolean): void {
	if (this.state !== 'closed') this.pulse.sweep(nowMs, isUnread, this.around.settings, this)
}

function close(this: Open, reason: CloseReason): void {
	if (this.state === 'closed') return
	this.acknowledging.flush(this)
	// Sending the ACK may have found too many bytes waiting, and closed the connection.
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
	touchDevice(this)
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

function touchDevice(connection: Open): void {
	connection.pulse.seen()
	connection.room.participants.touch(connection.address(), connection.lastReceivedAt().toISOString())
}

/** When something last came, not when the device was found silent: the curator sees this time. */
function lastReceivedAt(this: Open): Date {
	const silentMs = Math.round(performance.now() - this.pulse.lastReceivedAt)
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

/** A reader has nothing to send (P9). */
function ask(this: Open): void {
	if (this.right !== 'edit') return
	void this.room.readStateVector().then((stateVector) => {
		if (stateVector !== null) this.send(encodeStep1(stateVector))
	})
}

/** Sends HELLO to the others only: the device itself need not know that it is there. */
function see(this: Open): void {
	touchDevice(this)
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

/** Closes this connection only: the next one may get its answer, and the others in the room go on. */
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
