/**
 * A connection: one device's open link to one room, frames in and frames out (SPEC.md P2–P10). It does not know what
 * carries the frames: tests have transports that can be cut, and one may live as long as a request.
 */
import type { DeviceAddress } from '../storage/devices.ts'
import type { CloseReason } from '#protocol/close-codes.ts'
import { encodePresence } from '#protocol/presence.ts'
import {
	decodeFrame,
	encodeAwareness,
	encodeHello,
	encodeStep1,
	frameTypes,
	MAX_FRAME_BYTES,
	type Right,
	syncTypes
} from '#protocol/frames.ts'
import type { Peer } from './admission.ts'
import { Answering } from './answering.ts'
import type { Link, Transport } from './link.ts'
import type { Meter, RelaySettings, SubmitForReview } from './options.ts'
import { DeviceReports } from './participants.ts'
import { Pulse } from './pulse.ts'
import { Receiving } from './receiving.ts'
import type { Member, Room } from './room.ts'

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
	transport: Transport
	room: Room
	peer: Peer
	/** It lives as long as a request: the others are not told that it comes and goes. */
	isBrief?: boolean
}

const SILENT_AWARENESS = encodeAwareness(encodePresence([]))
const SCHEMA_VERSIONS = { min: 1, max: 1 }
/** The device id of all clients of a person that name none. Otherwise each of their connections would leave a row behind. */
const PLAIN_DEVICE = 'plain'

export class Connection implements Member {
	readonly around: ConnectionSurroundings
	readonly transport: Transport
	readonly room: Room
	readonly personId: string
	readonly right: Right | null
	readonly canSubmitForReview: boolean
	readonly wantsOwnFrames: boolean
	/** The id that the device has named (`hasName`), or one for all that name none. */
	deviceId: string
	#hasName: boolean
	readonly #isResumed: boolean
	readonly #isBrief: boolean
	#state: 'open' | 'draining' | 'closed' = 'open'
	#lastHelloAt = -Infinity
	#helloTimer: NodeJS.Timeout | null = null
	readonly #pulse: Pulse
	readonly answering: Answering
	readonly reports: DeviceReports
	readonly #receiving: Receiving
	/** The last question to the device. */
	#asking: Promise<void> = Promise.resolve()

	/** Joins the room, sends HELLO and asks for what the relay lacks. */
	static open(around: ConnectionSurroundings, options: ConnectionOptions): Connection {
		const connection = new Connection(around, options)
		connection.#join(options.peer)
		return connection
	}

	private constructor(around: ConnectionSurroundings, { transport, room, peer, isBrief = false }: ConnectionOptions) {
		this.around = around
		this.transport = transport
		this.room = room
		this.personId = peer.personId
		this.right = peer.right
		this.canSubmitForReview = peer.canSubmitForReview
		this.wantsOwnFrames = peer.wantsOwnFrames
		this.deviceId = peer.deviceId ?? PLAIN_DEVICE
		this.#hasName = peer.deviceId !== null
		this.#isResumed = peer.resumedFrom !== null
		this.#isBrief = isBrief
		this.#pulse = new Pulse(peer.arrivedAt)
		this.answering = new Answering(this, peer.resumedFrom, around.settings.ackMs)
		this.reports = new DeviceReports(this, around.settings.reportMs)
		this.#receiving = new Receiving(this)
	}

	#join({ hasUnsent }: Peer): void {
		const { around, room } = this
		const { settings } = around
		if (this.right === null) {
			this.#touchDevice()
			return this.sayHello()
		}
		room.join(this)
		this.#touchDevice()
		if (this.wantsOwnFrames) this.sayHello()
		room.sendPresence(this)
		// A resumed device with nothing unsent has nothing the relay lacks, so asking can wait (P12). The random delay spreads the
		// questions to devices that come back together.
		if (this.#isResumed && !hasUnsent) this.#pulse.askLater(around.random() * settings.resyncMs, settings)
		else this.ask()
		around.onDeviceChanged(room.documentId)
		if (!this.#isBrief) room.greetAll(this)
	}

	/** Handles one frame from the device. */
	receive(bytes: Uint8Array): void {
		this.#pulse.received()
		if (this.#state !== 'open') return
		const frame = decodeFrame(bytes)
		if (frame === null) this.close('malformed')
		else this.#receiving.handle(frame)
	}

	/** Something whole came from the device: a frame, a pong, a close. */
	touch(): void {
		this.#pulse.received()
	}

	/** Does what is due; `nowMs` as performance.now(). `isUnread`: the relay does not read from the link at present. */
	sweep(nowMs: number, link: Pick<Link, 'ping' | 'cut' | 'receivedBytes'>, isUnread: boolean): void {
		if (this.isOpen()) this.#pulse.sweep(nowMs, isUnread, link, this.around.settings, this)
	}

	close(reason: CloseReason): void {
		if (!this.isOpen()) return
		this.answering.flush()
		// Sending the ACK may have found too many bytes waiting, and closed the connection.
		if (!this.isOpen()) return
		this.end()
		this.around.meter.closed(reason)
		this.transport.close(reason)
	}

	/**
	 * For a connection that lives as long as a request. The question first: what the device says it has is bounded by what it was
	 * sent. Resolves when all is durable, or under review, and answered.
	 */
	async receiveAll(frames: readonly Uint8Array[]): Promise<void> {
		const isSync = (frame: Uint8Array, type: number) => frame[0] === frameTypes.sync && frame[1] === type
		for (const frame of frames) if (isSync(frame, syncTypes.step1)) this.receive(frame)
		await this.answering.settle()
		// The offer answers a question of an earlier request. Only who has read the document sees that most of it is known.
		if (frames.some((frame) => isSync(frame, syncTypes.step2))) await this.room.queue.readStateVector()
		for (const frame of frames) if (!isSync(frame, syncTypes.step1)) this.receive(frame)
		await this.#receiving.settle()
		await this.room.queue.settle()
		await this.#asking
		this.answering.flush()
	}

	/** The request that carried it is answered. */
	finish(): void {
		if (!this.isOpen()) return
		this.answering.flush()
		this.end()
	}

	/** Receives nothing from now on. Resolves when what came before is in the room, or in the review log. */
	drain(): Promise<void> {
		if (this.#state === 'open') this.#state = 'draining'
		return this.#receiving.settle()
	}

	/** The transport has ended, from either side. */
	end(): void {
		if (!this.isOpen()) return
		this.reports.stop()
		this.#state = 'closed'
		if (this.#helloTimer !== null) clearTimeout(this.#helloTimer)
		this.room.leave(this)
		this.#touchDevice()
		if (this.#isBrief) return
		this.around.onDeviceChanged(this.room.documentId)
		this.room.greetAll()
	}

	isOpen(): boolean {
		return this.#state !== 'closed'
	}

	send(frame: Uint8Array, onSent?: () => void): void {
		if (!this.isOpen()) return
		if (this.transport.bufferedBytes() > this.around.settings.bufferedBytes + this.answering.waitingBytes)
			return this.close('overloaded')
		this.#pulse.sent()
		this.transport.send(frame, onSent)
	}

	acknowledge(counter: number): void {
		this.answering.acknowledge(counter)
	}

	reach(sequence: number): void {
		this.answering.reach(sequence)
	}

	sendAck(ack: Uint8Array): void {
		if (!this.wantsOwnFrames || !this.isOpen()) return
		this.around.meter.acknowledged()
		this.send(ack)
	}

	/** Closes this connection only: the next one may get its answer, and the others in the room go on. */
	failed(error: unknown): void {
		this.around.log.error({ documentId: this.room.documentId, error }, 'A device could not be answered')
		this.close('storage-failed')
	}

	greet(): void {
		if (!this.wantsOwnFrames) return
		const wait = this.#lastHelloAt + this.around.settings.helloMs - performance.now()
		this.#helloTimer ??= setTimeout(sayHello, Math.max(0, wait), this)
	}

	sayHello(): void {
		const { around, room } = this
		const isReader = this.right !== null
		this.#helloTimer = null
		this.#lastHelloAt = performance.now()
		this.send(
			encodeHello({
				right: this.right ?? 'none',
				epoch: room.epoch,
				run: around.run,
				isResumed: this.#isResumed,
				schemaVersions: SCHEMA_VERSIONS,
				limits: { frameBytes: MAX_FRAME_BYTES, documentBytes: around.settings.documentBytes },
				serverTime: around.now().toISOString(),
				sequence: room.queue.sequence,
				bytesLeft: isReader ? room.queue.bytesLeft() : null,
				participants: isReader ? room.participants.list() : []
			})
		)
	}

	/** A reader has nothing to send (P9). */
	ask(): void {
		if (this.right !== 'edit') return
		this.#asking = this.room.queue.readStateVector().then((stateVector) => {
			if (stateVector !== null) this.send(encodeStep1(stateVector))
		})
	}

	/** Sends HELLO to the others only: the device itself need not know that it is there. */
	see(): void {
		this.#touchDevice()
		this.room.greetAll(this)
	}

	sendSomething(): void {
		this.send(SILENT_AWARENESS)
	}

	/** A connection belongs to one device, the first it names; another name closes it (P7). */
	belongsTo(deviceId: string): boolean {
		if (this.#hasName) return deviceId === this.deviceId
		this.deviceId = deviceId
		this.#hasName = true
		return true
	}

	address(): DeviceAddress {
		return { documentId: this.room.documentId, personId: this.personId, deviceId: this.deviceId }
	}

	/** When something last came, not when the device was found silent: the curator sees this time. */
	lastReceivedAt(): Date {
		const silentMs = Math.round(performance.now() - this.#pulse.lastReceivedAt)
		return new Date(this.around.now().getTime() - silentMs)
	}

	get hasRefused(): boolean {
		return this.#receiving.hasRefused
	}

	sentUpTo(): number | null {
		return this.answering.sent
	}

	reported(isNews: boolean): void {
		this.#pulse.seen()
		this.around.onDeviceChanged(this.room.documentId)
		if (isNews) this.room.greetAll()
	}

	#touchDevice(): void {
		this.#pulse.seen()
		this.room.participants.touch(this.address(), this.lastReceivedAt().toISOString())
	}
}

function sayHello(connection: Connection): void {
	connection.sayHello()
}
