/**
 * From the upgrade to the open connection (sync.md R10): within limits, in turn and in time, and before the first byte
 * of a document goes either way.
 */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { closeCodes, type CloseReason } from '#protocol/close-codes.ts'
import { findResumption, readHeaders, readVisit, type Admission, type Visit } from './admission.ts'
import { createAskings, type Asking, type ReadmitFilter } from './askings.ts'
import { createBatch } from './batch.ts'
import { openConnection, type Connection } from './connection.ts'
import { createFlows, type Flow } from './flow.ts'
import { createTally, createTurns, networkOf, type Tally } from './limits.ts'
import { createLink } from './link.ts'
import type { Meter } from './meter.ts'
import type { RelayParts } from './relay.ts'
import type { Room } from './room.ts'
import type { Rooms } from './rooms.ts'
import type { RelaySettings } from './settings.ts'

export interface Entry {
	readonly documentId: string
	readonly connection: Connection
	readonly flow: Flow
	/** As performance.now(): then the device comes back and is asked for its right again. */
	readonly isAdmittedUntil: number
}

export interface EntranceParts extends RelayParts {
	meter: Meter
	rooms: Rooms
	settings: RelaySettings
	onEntered(entry: Entry): void
	onLeft(entry: Entry): void
}

export interface Entrance {
	/** Takes over a socket that has just been opened. */
	accept(socket: WebSocket, request: IncomingMessage): Promise<void>
	/** Whoever of those is being admitted now is sent to ask again: their rights have changed meanwhile, or the document. */
	startOver(filter: ReadmitFilter): void
	/** Sends everybody away to come back, those being admitted too. */
	close(): void
	/** How many are neither admitted nor refused. */
	waiting(): number
}

export function createEntrance(parts: EntranceParts): Entrance {
	const { settings, log, rooms, storage } = parts
	const turns = createTurns(settings.admissionsAtOnce)
	const byAddress = createTally(settings.connectionsPerAddress)
	const byPerson = createTally(settings.connectionsPerPerson)
	const flows = createFlows(settings)
	const admissionsByAddress = createTally(settings.admissionsPerAddress)
	const batch = createBatch()
	const askings = createAskings()
	let waiting = 0
	let isClosed = false

	async function admitInTurn(socket: WebSocket, request: IncomingMessage): Promise<CloseReason | null> {
		const network = networkOf(parts.addressOf(request))
		if (waiting >= settings.admissions) return 'overloaded'
		if (network !== null && !takeFor(socket, byAddress, network)) return 'overloaded'
		if (network !== null && !admissionsByAddress.take(network)) return 'overloaded'
		waiting += 1
		try {
			return await turns.run(() => inTime(enter(socket, request), settings.admissionMs))
		} finally {
			waiting -= 1
			if (network !== null) admissionsByAddress.release(network)
		}
	}

	async function enter(socket: WebSocket, request: IncomingMessage): Promise<CloseReason | null> {
		if (!isWelcome(socket)) return 'restarting'
		const visit = readVisit(request.url ?? '')
		if (visit === null) return 'gone'
		const asking = askings.begin(visit.documentId)
		try {
			return await admit(socket, request, visit, asking)
		} finally {
			asking.end()
		}
	}

	async function admit(
		socket: WebSocket,
		request: IncomingMessage,
		visit: Visit,
		asking: Asking
	): Promise<CloseReason | null> {
		const admission = await parts.admit(readHeaders(request), visit.documentId)
		if (admission.outcome === 'refused') return admission.reason
		const info = await storage.findDocument(visit.documentId)
		if (info === null || info.deletedAt !== null) return 'gone'
		if (visit.epoch !== null && visit.epoch !== info.epoch) return 'other-epoch'
		const resumedFrom = await findResumption(storage, visit, info, settings.resumedRows)
		const refusal = await rooms.visit(visit.documentId, (room): CloseReason | 'entered' => {
			if (asking.isOutdatedFor(admission.personId) || !isWelcome(socket)) return 'restarting'
			if (room.members.size >= settings.connectionsPerDocument) return 'overloaded'
			if (!takeFor(socket, byPerson, admission.personId)) return 'overloaded'
			join(socket, request.socket, room, admission, visit, resumedFrom)
			return 'entered'
		})
		return refusal === 'entered' ? null : (refusal ?? 'gone')
	}

	function isWelcome(socket: WebSocket): boolean {
		return !isClosed && socket.readyState === WebSocket.OPEN
	}

	function join(
		socket: WebSocket,
		stream: Duplex,
		room: Room,
		admission: Admission,
		visit: Visit,
		resumedFrom: number | null
	): void {
		const { documentId } = room
		const flow = flows.start(admission.personId, socket)
		const connection = openConnection({
			link: createLink(socket, stream, batch),
			room,
			peer: {
				personId: admission.personId,
				right: admission.right,
				mayHold: admission.mayHold ?? false,
				deviceId: visit.deviceId,
				wantsOwnFrames: visit.wantsOwnFrames,
				resumedFrom,
				hasUnsent: visit.hasUnsent
			},
			run: storage.run,
			settings,
			meter: parts.meter,
			hold: parts.hold,
			now: parts.now,
			random: Math.random,
			onDeviceChanged: () => parts.onDeviceChanged(documentId)
		})
		// Apart from the others who came with it, who are due then, too.
		const admittedMs = settings.admittedMs * (0.5 + Math.random() / 2)
		const entry = { documentId, connection, flow, isAdmittedUntil: performance.now() + admittedMs }
		parts.onEntered(entry)
		socket.on('message', (data: Buffer, isBinary: boolean) => {
			flow.count(data.length)
			try {
				if (isBinary) connection.receive(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
				else connection.close('malformed')
			} catch (error) {
				// A frame that passed every check and still could not be handled ends its own connection only (R9).
				log.error({ documentId, error }, 'A frame could not be handled')
				connection.close('malformed')
			}
		})
		socket.on('pong', () => connection.hear())
		socket.on('close', () => {
			flow.stop()
			connection.end()
			parts.onLeft(entry)
		})
	}

	return {
		async accept(socket, request) {
			// Until it is known whether the device may, nothing of it is read: it waits in the device's own socket.
			socket.pause()
			socket.on('error', (error) => log.info({ error: error.message }, 'A socket failed'))
			try {
				const refusal = await admitInTurn(socket, request)
				if (refusal !== null) refuse(socket, refusal)
			} catch (error) {
				// Neither admitted nor refused: the registry or the storage does not answer. Try again later.
				log.error({ error }, 'Admission failed')
				refuse(socket, 'storage-failed')
			} finally {
				socket.resume()
			}
		},
		startOver: askings.outdate,
		close: () => void (isClosed = true),
		waiting: () => waiting
	}

	function refuse(socket: WebSocket, reason: CloseReason): void {
		parts.meter.closed(reason)
		socket.close(closeCodes[reason].code, reason)
	}
}

/** Counts the socket until it is closed. */
function takeFor(socket: WebSocket, tally: Tally, key: string): boolean {
	if (!tally.take(key)) return false
	if (socket.readyState === WebSocket.CLOSED) tally.release(key)
	else socket.once('close', () => tally.release(key))
	return true
}

async function inTime<Result>(work: Promise<Result>, milliseconds: number): Promise<Result> {
	const timing = new AbortController()
	const late = pause(milliseconds, null, { signal: timing.signal }).then(() => {
		throw new Error(`No decision in ${milliseconds} ms`)
	})
	try {
		return await Promise.race([work, late])
	} finally {
		timing.abort()
	}
}
