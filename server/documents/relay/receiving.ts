/** Handles the frames that come on a connection, a device's reports among them (SPEC.md P2, P3, P7–P10, P15). */
import {
	type DeviceReport,
	encodeNack,
	type Frame,
	type NackReason,
	parseDeviceReport,
	type Right
} from '#protocol/frames.ts'
import { decodeChecked, kindOf } from '../check-update.ts'
import type { DeviceAddress } from '../storage/devices.ts'
import type { Answering, AnsweringActions } from './answering.ts'
import type { SubmitForReview, Meter, Peer } from './options.ts'
import type { Member, Room } from './room.ts'
import type { RelaySettings } from './settings.ts'

/** What the handlers need from the connection. */
export interface Receiver extends Member, AnsweringActions, ReportActions {
	readonly around: { settings: RelaySettings; meter: Meter; submitForReview: SubmitForReview }
	readonly room: Room
	readonly peer: Peer
	/** The id that the device has named (`hasName`), or one for all that name none. */
	deviceId: string
	hasName: boolean
	/** Number of update frames received. */
	received: number
	/** One of them was refused. */
	hasRefused: boolean
	/** Queue of a reader's updates. An ACK covers the frames before it, so it must come after their answers. */
	settling: InOrder | null
	readonly reports: ReportIntake
	readonly answering: Answering
	send(frame: Uint8Array, onSent?: () => void): void
}

export function handleFrame(connection: Receiver, frame: Frame): void {
	switch (frame.type) {
		case 'step1':
			if (connection.answering.ask(frame.stateVector, connection) === 'malformed') connection.close('malformed')
			return
		case 'update':
			return receiveUpdate(connection, frame.update, frame.isOffer)
		case 'awareness':
			return speak(connection, frame.update)
		case 'query-awareness':
			return connection.room.sendPresence(connection)
		case 'hello':
			return receiveReport(connection, connection.peer.wantsOwnFrames ? parseDeviceReport(frame.json) : null)
		case 'ack':
		case 'nack':
			return connection.close('malformed')
	}
}

function receiveUpdate(connection: Receiver, update: Uint8Array, isOffer: boolean): void {
	const counter = ++connection.received
	const decoded = decodeChecked(update)
	if (decoded === null) return refuse(connection, 'malformed', counter)
	const check = kindOf(decoded)
	if (connection.right !== 'edit') return receiveFromReader(connection, check === 'content' ? update : null, counter)
	const { room } = connection
	if (check === 'empty') room.receiveNothing(connection, counter)
	else if (room.receive(connection, update, { counter, isOffer, decoded }) === 'too-large')
		refuse(connection, 'too-large', counter)
}

function receiveFromReader(connection: Receiver, update: Uint8Array | null, counter: number): void {
	connection.settling ??= createInOrder(() => connection.close('storage-failed'))
	connection.settling.run(() => {
		if (update !== null && connection.peer.canSubmitForReview) return submitForReview(connection, update, counter)
		if (update !== null) refuse(connection, 'read-only', counter)
		else if (connection.isOpen()) connection.room.receiveNothing(connection, counter)
	})
}

async function submitForReview(connection: Receiver, bytes: Uint8Array, counter: number): Promise<void> {
	const { epoch } = connection.room
	const outcome = await connection.around.submitForReview({ ...connection.address(), epoch, bytes })
	if (outcome === 'gone') connection.close('gone')
	else if (outcome === 'under-review') refuse(connection, 'revoked', counter, true)
	else refuse(connection, outcome, counter)
}

/**
 * A device that understands NACK keeps the edits and the connection, unless the update is malformed. A plain client
 * learns the refusal from the close code.
 */
function refuse(connection: Receiver, reason: NackReason, counter: number, isUnderReview = false): void {
	const { wantsOwnFrames } = connection.peer
	connection.hasRefused = true
	connection.around.meter.refused(reason, isUnderReview)
	if (wantsOwnFrames) connection.send(encodeNack({ reason, counter, isUnderReview }))
	if (reason === 'malformed') connection.close('malformed')
	else if (!wantsOwnFrames) connection.close(reason === 'too-large' ? 'too-large' : 'no-right')
}

function speak(connection: Receiver, awareness: Uint8Array): void {
	if (connection.right !== 'edit') return
	if (awareness.length > connection.around.settings.presenceBytes) return connection.close('too-large')
	if (connection.room.speak(connection, awareness) === 'malformed') connection.close('malformed')
}

/** A connection belongs to one device, the first it names; another name closes it (P7). */
function receiveReport(connection: Receiver, report: DeviceReport | null): void {
	const isOther = connection.hasName && report?.deviceId !== connection.deviceId
	if (report === null || isOther) return connection.close('malformed')
	connection.deviceId = report.deviceId
	connection.hasName = true
	connection.reports.receive(report, connection)
}

/** Runs tasks one after the other. A synchronous task runs at once when nothing is under way. */
export interface InOrder {
	/** Runs the task when all earlier tasks have ended. */
	run(task: () => Promise<void> | void): void
	/** Resolves when all tasks have ended, whether they succeeded or failed. */
	settle(): Promise<void>
}

/** After a failure no further task runs. */
function createInOrder(onFailed: () => void): InOrder {
	let last: Promise<void> | null = null

	return {
		run(task) {
			const ended = last === null ? task() : last.then(task)
			if (ended === undefined) return
			const current = ended.then(() => {
				if (last === current) last = null
			})
			last = current
			current.catch(onFailed)
		},

		async settle() {
			// `onFailed` handles a failure.
			await last?.catch(() => undefined)
		}
	}
}

/**
 * Takes a device's reports at most once in an interval, because each costs the others work (P7). Of several that wait
 * the newest is taken. A report is taken when all that came before it in the document is durable, so that of several
 * connections of a device the latest report counts.
 */
export interface ReportIntake {
	receive(report: DeviceReport, actions: ReportActions): void
	/** Takes the report that waits, so that the last report of a device that leaves counts. */
	stop(actions: ReportActions): void
}

export interface ReportActions {
	readonly room: Pick<Room, 'receiveNothing'> & { readonly participants: Pick<Room['participants'], 'find' | 'record'> }
	readonly right: Right
	/** An update on this connection was refused. */
	readonly hasRefused: boolean
	address(): DeviceAddress
	/** The device has been sent every stored update up to this one; null: not known yet. */
	sentUpTo(): number | null
	/** When something last came from the device. */
	lastReceivedAt(): Date
	/** `isNews`: the others see a change. */
	reported(isNews: boolean): void
}

interface State extends ReportIntake {
	readonly intervalMs: number
	waiting: DeviceReport | null
	timer: NodeJS.Timeout | null
}

export function createReportIntake(intervalMs: number): ReportIntake {
	const state: State = { intervalMs, waiting: null, timer: null, receive, stop }
	return state
}

function receive(this: State, report: DeviceReport, actions: ReportActions): void {
	this.waiting = report
	if (this.timer === null) takeWaiting(this, actions)
}

function stop(this: State, actions: ReportActions): void {
	const report = this.waiting
	this.waiting = null
	if (this.timer !== null) clearTimeout(this.timer)
	if (report !== null) takeInTurn(report, actions)
}

function takeWaiting(state: State, actions: ReportActions): void {
	state.timer = null
	if (state.waiting === null) return
	const report = state.waiting
	state.waiting = null
	state.timer = setTimeout(takeWaiting, state.intervalMs, state, actions)
	takeInTurn(report, actions)
}

/**
 * Edits under way ahead of the report count as sent once they are durable. They count as unsent when they were lost or
 * refused, as a reader's always are.
 */
function takeInTurn(report: DeviceReport, actions: ReportActions): void {
	const { unsent, underWay } = report
	const author = {
		...actions.address(),
		acknowledge() {
			const isStored = actions.right === 'edit' && !actions.hasRefused
			take(report, isStored ? unsent - underWay : unsent, actions)
		},
		close: () => take(report, unsent, actions)
	}
	actions.room.receiveNothing(author, 0)
}

function take(report: DeviceReport, unsent: number, actions: ReportActions): void {
	const { participants } = actions.room
	const { appVersion, freeBytes, isPersisted } = report
	const address = actions.address()
	const most = actions.sentUpTo()
	// Before its first answer the relay cannot check what a device says it has, and keeps what it knew.
	const { haveSequence = 0, seenSequence = 0 } = most === null ? (participants.find(address) ?? {}) : report
	const isNews = participants.record({
		...address,
		appVersion,
		unsent,
		freeBytes,
		isPersisted,
		haveSequence: Math.min(haveSequence, most ?? Infinity),
		seenSequence: Math.min(seenSequence, most ?? Infinity),
		lastSeenAt: actions.lastReceivedAt().toISOString()
	})
	actions.reported(isNews)
}
