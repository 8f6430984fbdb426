/** What the frames of a connection do (SPEC.md P2, P3, P7–P10, P15). */
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
import type { Hold, Meter, Peer } from './parts.ts'
import type { Member, Room } from './room.ts'
import type { RelaySettings } from './settings.ts'

/** The connection, as far as frames need it. */
export interface Receiver extends Member, AnsweringActions, ReportActions {
	readonly around: { settings: RelaySettings; meter: Meter; hold: Hold }
	readonly room: Room
	readonly peer: Peer
	/** As the device has named itself. */
	deviceId: string
	hasName: boolean
	/** Update frames. */
	received: number
	/** One of them was. */
	hasRefused: boolean
	/** A reader's: an ACK covers the frames before it, so it comes after what they were answered with. */
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
		if (update !== null && connection.peer.mayHold) return hold(connection, update, counter)
		if (update !== null) refuse(connection, 'read-only', counter)
		else if (connection.isOpen()) connection.room.receiveNothing(connection, counter)
	})
}

async function hold(connection: Receiver, bytes: Uint8Array, counter: number): Promise<void> {
	const { epoch } = connection.room
	const outcome = await connection.around.hold({ ...connection.address(), epoch, bytes })
	if (outcome === 'gone') connection.close('gone')
	else if (outcome === 'held') refuse(connection, 'revoked', counter, true)
	else refuse(connection, outcome, counter)
}

/** A device that understands keeps the edits and the connection; any other learns it from the close code. */
function refuse(connection: Receiver, reason: NackReason, counter: number, isHeld = false): void {
	const { wantsOwnFrames } = connection.peer
	connection.hasRefused = true
	connection.around.meter.refused(reason, isHeld)
	if (wantsOwnFrames) connection.send(encodeNack({ reason, counter, isHeld }))
	if (reason === 'malformed') connection.close('malformed')
	else if (!wantsOwnFrames) connection.close(reason === 'too-large' ? 'too-large' : 'no-right')
}

function speak(connection: Receiver, awareness: Uint8Array): void {
	if (connection.right !== 'edit') return
	if (awareness.length > connection.around.settings.presenceBytes) return connection.close('too-large')
	if (connection.room.speak(connection, awareness) === 'malformed') connection.close('malformed')
}

/** A connection is one device's: the first it names (P7). */
function receiveReport(connection: Receiver, report: DeviceReport | null): void {
	const isOther = connection.hasName && report?.deviceId !== connection.deviceId
	if (report === null || isOther) return connection.close('malformed')
	connection.deviceId = report.deviceId
	connection.hasName = true
	connection.reports.receive(report, connection)
}

/** Runs what takes its time one after the other, and what takes none at once where nothing is under way. */
export interface InOrder {
	/** Runs when all before it has ended. */
	run(task: () => Promise<void> | void): void
	/** Resolves when all that was to be run has ended, well or not. */
	settle(): Promise<void>
}

/** After a failure nothing is run any more. */
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
			// Who asked for it hears of a failure.
			await last?.catch(() => undefined)
		}
	}
}

/**
 * Takes what a device says of itself at most once in an interval, the newest last: each costs the others a look (P7). It is
 * taken when all that came before it in the document is durable, so that of several connections of a device the latest word stays.
 */
export interface ReportIntake {
	receive(report: DeviceReport, actions: ReportActions): void
	/** Takes what is waiting: a device that says its last word and leaves is heard. */
	stop(actions: ReportActions): void
}

export interface ReportActions {
	readonly room: Pick<Room, 'receiveNothing'> & { readonly participants: Pick<Room['participants'], 'find' | 'record'> }
	readonly right: Right
	/** Something that came on this connection was refused. */
	readonly hasRefused: boolean
	address(): DeviceAddress
	/** Up to which stored update the device has been sent; null: it is not known yet. */
	sentUpTo(): number | null
	/** When something of the device last came. */
	heardAt(): Date
	/** `isNews`: the others see it. */
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

/** What came ahead of it counts as sent once it is durable; where it was lost or refused, and a reader's always is, as unsent. */
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
	// Before the first answer the relay cannot judge what a device says it has, and keeps to what it knew.
	const { haveSequence = 0, seenSequence = 0 } = most === null ? (participants.find(address) ?? {}) : report
	const isNews = participants.record({
		...address,
		appVersion,
		unsent,
		freeBytes,
		isPersisted,
		haveSequence: Math.min(haveSequence, most ?? Infinity),
		seenSequence: Math.min(seenSequence, most ?? Infinity),
		lastSeenAt: actions.heardAt().toISOString()
	})
	actions.reported(isNews)
}
