/** What the frames of a connection do (SPEC.md P2, P3, P7–P10, P15). */
import { encodeNack, parseDeviceReport, type DeviceReport, type Frame, type NackReason } from '#protocol/frames.ts'
import type { Answering, AnsweringActions } from './answering.ts'
import { decodeChecked, kindOf } from '../check-update.ts'
import type { Hold } from './hold.ts'
import { createInOrder, type InOrder } from './in-order.ts'
import type { Meter } from './meter.ts'
import type { Peer } from './peer.ts'
import type { ReportActions, ReportIntake } from './report-intake.ts'
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
