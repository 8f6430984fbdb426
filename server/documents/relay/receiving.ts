/** Handles the frames that come on a connection (SPEC.md P2, P3, P7–P10, P15). */
import {
	type DeviceReport,
	encodeNack,
	type Frame,
	type Nack,
	type NackReason,
	parseDeviceReport
} from '#protocol/frames.ts'
import type { CloseReason } from '#protocol/close-codes.ts'
import { decodeChecked, kindOf } from '../check-update.ts'
import type { DeviceAddress } from '../storage/devices.ts'
import type { Answering } from './answering.ts'
import type { Meter, RelaySettings, SubmitForReview } from './options.ts'
import type { DeviceReports } from './participants.ts'
import type { Member, Room } from './room.ts'

/** What the handlers need from their connection. */
export interface ReceivingConnection extends Member {
	readonly around: { settings: RelaySettings; meter: Meter; submitForReview: SubmitForReview }
	readonly room: Room
	readonly wantsOwnFrames: boolean
	/** The person's right to edit has ended: their edits go to the review log. */
	readonly canSubmitForReview: boolean
	readonly reports: DeviceReports
	readonly answering: Answering
	isOpen(): boolean
	address(): DeviceAddress
	/** The device has named itself. False: the connection belongs to another device. */
	belongsTo(deviceId: string): boolean
	close(reason: CloseReason): void
}

const NOT_UNDER_REVIEW = { review: null, sequence: null }

export class Receiving {
	readonly #connection: ReceivingConnection
	/** Number of update frames received. */
	#count = 0
	/** One of them was refused. */
	hasRefused = false
	/** Queue of a reader's updates. An ACK covers the frames before it, so it must come after their answers. */
	#inOrder: InOrder | null = null

	constructor(connection: ReceivingConnection) {
		this.#connection = connection
	}

	handle(frame: Frame): void {
		const connection = this.#connection
		switch (frame.type) {
			case 'step1':
				// Who may only send late edits reads nothing.
				if (connection.right === null) return
				if (connection.answering.ask(frame.stateVector) === 'malformed') connection.close('malformed')
				return
			case 'update':
				return this.#receiveUpdate(frame.update, frame.isOffer)
			case 'awareness':
				return this.#speak(frame.update)
			case 'query-awareness':
				return connection.room.sendPresence(connection)
			case 'hello':
				return this.#receiveReport(connection.wantsOwnFrames ? parseDeviceReport(frame.json) : null)
			case 'ack':
			case 'nack':
				return connection.close('malformed')
		}
	}

	/** Resolves when what was received is in the room, or in the review log. */
	settle(): Promise<void> {
		return this.#inOrder?.settle() ?? Promise.resolve()
	}

	#receiveUpdate(update: Uint8Array, isOffer: boolean): void {
		const connection = this.#connection
		const counter = ++this.#count
		const decoded = decodeChecked(update)
		if (decoded === null) return this.#refuse('malformed', counter)
		const check = kindOf(decoded)
		if (connection.right !== 'edit') return this.#receiveFromReader(check === 'content' ? update : null, counter)
		const { queue } = connection.room
		if (check === 'empty') queue.receiveNothing(connection, counter)
		else if (queue.receive(connection, update, { counter, isOffer, decoded }) === 'too-large')
			this.#refuse('too-large', counter)
	}

	#receiveFromReader(update: Uint8Array | null, counter: number): void {
		const connection = this.#connection
		this.#inOrder ??= new InOrder(() => connection.close('storage-failed'))
		this.#inOrder.run(() => {
			if (update !== null && connection.canSubmitForReview) return this.#submitForReview(update, counter)
			if (update !== null) this.#refuse('read-only', counter)
			else if (connection.isOpen()) connection.room.queue.receiveNothing(connection, counter)
		})
	}

	async #submitForReview(bytes: Uint8Array, counter: number): Promise<void> {
		const connection = this.#connection
		const { epoch } = connection.room
		const outcome = await connection.around.submitForReview({ ...connection.address(), epoch, bytes }, connection)
		if (outcome === 'gone') connection.close('gone')
		else if (outcome === 'too-large') this.#refuse(outcome, counter)
		else this.#refuse('revoked', counter, outcome)
	}

	/**
	 * A device that understands NACK keeps the edits and the connection, unless the update is malformed. A plain client
	 * learns the refusal from the close code.
	 */
	#refuse(reason: NackReason, counter: number, known: Pick<Nack, 'review' | 'sequence'> = NOT_UNDER_REVIEW): void {
		const connection = this.#connection
		const { wantsOwnFrames } = connection
		this.hasRefused = true
		connection.around.meter.refused(reason, known.review !== null)
		if (wantsOwnFrames) connection.send(encodeNack({ reason, counter, ...known }))
		if (reason === 'malformed') connection.close('malformed')
		else if (!wantsOwnFrames) connection.close(reason === 'too-large' ? 'too-large' : 'no-right')
	}

	#speak(awareness: Uint8Array): void {
		const connection = this.#connection
		if (connection.right !== 'edit') return
		if (awareness.length > connection.around.settings.presenceBytes) return connection.close('too-large')
		if (connection.room.speak(connection, awareness) === 'malformed') connection.close('malformed')
	}

	#receiveReport(report: DeviceReport | null): void {
		const connection = this.#connection
		if (report === null || !connection.belongsTo(report.deviceId)) return connection.close('malformed')
		if (connection.right !== null) connection.reports.receive(report)
	}
}

/** Runs tasks one after the other. A synchronous task runs at once when nothing is under way. */
class InOrder {
	readonly #onFailed: () => void
	#last: Promise<void> | null = null

	/** After a failure no further task runs. */
	constructor(onFailed: () => void) {
		this.#onFailed = onFailed
	}

	/** Runs the task when all earlier tasks have ended. */
	run(task: () => Promise<void> | void): void {
		const ended = this.#last === null ? task() : this.#last.then(task)
		if (ended === undefined) return
		const current = ended.then(() => {
			if (this.#last === current) this.#last = null
		})
		this.#last = current
		current.catch(this.#onFailed)
	}

	/** Resolves when all tasks have ended, whether they succeeded or failed. */
	async settle(): Promise<void> {
		// `onFailed` handles a failure.
		await this.#last?.catch(() => undefined)
	}
}
