/**
 * From the upgrade to the open connection (sync.md R10): within limits, in turn and in time, and before the first byte
 * of a document goes either way.
 */
import type { IncomingMessage } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { closeCodes, type CloseReason } from '#protocol/close-codes.ts'
import { createTurns, networkOf } from '../../network.ts'
import { type Admission, findResumption, readHeaders, readVisit, type Visit } from './admission.ts'
import { type Connection, type ConnectionSurroundings, openConnection } from './connection.ts'
import { createFlows, type Flow } from './flow.ts'
import { createBatch, createLink } from './link.ts'
import type { RelayParts } from './parts.ts'
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

/** Where ws itself ends a connection over a broken or too large frame, the device learns it in our words. */
export class RelaySocket extends WebSocket {
	/** As performance.now(). */
	readonly arrivedAt = performance.now()
	/** Counted under these until it is closed; null: it is not counted. */
	network: string | null = null
	personId: string | null = null
	/** Null until it is admitted. */
	entry: Entry | null = null

	override close(code?: number, reason?: string | Buffer): void {
		if (code === 1009) super.close(closeCodes['too-large'].code, 'too-large')
		else if (code === 1002 || code === 1007) super.close(closeCodes.malformed.code, 'malformed')
		else super.close(code, reason)
	}
}

export interface EntranceParts extends RelayParts {
	rooms: Rooms
	settings: RelaySettings
	onEntered(entry: Entry): void
	onLeft(entry: Entry): void
}

interface Admitted {
	socket: RelaySocket
	request: IncomingMessage
	room: Room
	admission: Admission
	visit: Visit
	resumedFrom: number | null
}

export interface Entrance {
	/** Takes over a socket that has just been opened. */
	accept(socket: RelaySocket, request: IncomingMessage): Promise<void>
	/** Whoever of those is being admitted now is sent to ask again: their rights have changed meanwhile, or the document. */
	startOver(filter: ReadmitFilter): void
	/** From now on whoever comes, or is being admitted, is sent away to come back. */
	close(): void
	/** How many are neither admitted nor refused. */
	waiting(): number
}

export function createEntrance(parts: EntranceParts): Entrance {
	const { settings, log, rooms, storage } = parts
	const around: ConnectionSurroundings = { ...parts, run: storage.run, random: () => Math.random() }
	const turns = createTurns(settings.admissionsAtOnce)
	const byAddress = createTally(settings.connectionsPerAddress)
	const byPerson = createTally(settings.connectionsPerPerson)
	const flows = createFlows(settings)
	const admissionsByAddress = createTally(settings.admissionsPerAddress)
	const batch = createBatch()
	const askings = createAskings()
	let waiting = 0
	let isClosed = false

	async function admitInTurn(socket: RelaySocket, request: IncomingMessage): Promise<CloseReason | null> {
		const network = networkOf(parts.addressOf(request))
		if (waiting >= settings.admissions) return 'overloaded'
		if (network !== null && !byAddress.take(network)) return 'overloaded'
		socket.network = network
		if (network !== null && !admissionsByAddress.take(network)) return 'overloaded'
		waiting += 1
		try {
			return await turns.run(() => inTime(enter(socket, request), settings.admissionMs))
		} finally {
			waiting -= 1
			if (network !== null) admissionsByAddress.release(network)
		}
	}

	async function enter(socket: RelaySocket, request: IncomingMessage): Promise<CloseReason | null> {
		if (!isWelcome(socket)) return 'restarting'
		const visit = readVisit(request.url ?? '')
		if (visit === null) return 'gone'
		if (visit.version !== null && visit.version < settings.oldestVersion) return 'app-too-old'
		const asking = askings.begin(visit.documentId)
		try {
			return await admit(socket, request, visit, asking)
		} finally {
			asking.end()
		}
	}

	async function admit(
		socket: RelaySocket,
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
			if (!byPerson.take(admission.personId)) return 'overloaded'
			socket.personId = admission.personId
			join({ socket, request, room, admission, visit, resumedFrom })
			return 'entered'
		})
		return refusal === 'entered' ? null : (refusal ?? 'gone')
	}

	function isWelcome(socket: WebSocket): boolean {
		return !isClosed && socket.readyState === WebSocket.OPEN
	}

	function join({ socket, request, room, admission, visit, resumedFrom }: Admitted): void {
		const { personId, right, mayHold } = admission
		const { deviceId, wantsOwnFrames, hasUnsent } = visit
		const { arrivedAt } = socket
		const flow = flows.start(personId, socket)
		const connection = openConnection(around, {
			link: createLink(socket, request.socket, batch),
			room,
			peer: { personId, right, mayHold, deviceId, wantsOwnFrames, resumedFrom, hasUnsent, arrivedAt }
		})
		// Apart from the others who came with it, who are due then, too.
		const admittedMs = settings.admittedMs * (0.5 + Math.random() / 2)
		const isAdmittedUntil = performance.now() + admittedMs
		socket.entry = { documentId: room.documentId, connection, flow, isAdmittedUntil }
		parts.onEntered(socket.entry)
		socket.on('message', receive)
		socket.on('pong', hear)
	}

	/** These are one for all sockets, which the server makes as RelaySocket: closures of its own cost a connection more than its state. */
	function receive(this: WebSocket, data: Buffer, isBinary: boolean): void {
		const { entry } = this as RelaySocket
		if (entry === null) return
		const { connection, flow, documentId } = entry
		flow.count(data.length)
		try {
			if (isBinary) connection.receive(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
			else connection.close('malformed')
		} catch (error) {
			// A frame that passed every check and still could not be handled ends its own connection only (R9).
			log.error({ documentId, error }, 'A frame could not be handled')
			connection.close('malformed')
		}
	}

	function hear(this: WebSocket): void {
		const { entry } = this as RelaySocket
		entry?.connection.hear()
	}

	function leave(this: WebSocket, code: number): void {
		const { network, personId, entry } = this as RelaySocket
		if (network !== null) byAddress.release(network)
		if (personId !== null) byPerson.release(personId)
		if (entry === null) return
		entry.flow.stop()
		// A goodbye is a word of the device; that a link is cut is none.
		if (code !== WITHOUT_GOODBYE) entry.connection.hear()
		entry.connection.end()
		parts.onLeft(entry)
	}

	function report(error: Error): void {
		log.info({ error: error.message }, 'A socket failed')
	}

	return {
		async accept(socket, request) {
			// Until it is known whether the device may, nothing of it is read: it waits in the device's own socket.
			socket.pause()
			socket.on('error', report)
			socket.on('close', leave)
			try {
				const refusal = await admitInTurn(socket, request)
				if (refusal !== null) refuse(socket, refusal)
			} catch (error) {
				// Neither admitted nor refused: the registry or the storage does not answer. Try again later.
				log.error({ error }, 'Admission failed')
				refuse(socket, 'storage-failed')
			} finally {
				// Somebody who left with a debt and came back is still not read.
				if (socket.entry?.flow.isPaused() !== true) socket.resume()
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

/** RFC 6455, 7.1.5. */
const WITHOUT_GOODBYE = 1006

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

/** Rights being asked for at the door, and which of the answers are out of date before they arrive (sync.md R11). */

/** All of it must match; what is not named matches everything. */
export interface ReadmitFilter {
	personId?: string
	documentId?: string
}

export interface Asking {
	/** Whether something has changed for the person since it began. Who it is, only the answer tells. */
	isOutdatedFor(personId: string): boolean
	end(): void
}

export interface Askings {
	begin(documentId: string): Asking
	/** The rights of whoever matches have changed, or the document. */
	outdate(filter: ReadmitFilter): void
}

function createAskings(): Askings {
	const open = new Set<{ documentId: string; isOutdated: boolean; outdatedFor: Set<string> }>()

	return {
		begin(documentId) {
			const asking = { documentId, isOutdated: false, outdatedFor: new Set<string>() }
			open.add(asking)
			return {
				isOutdatedFor: (personId) => asking.isOutdated || asking.outdatedFor.has(personId),
				end: () => void open.delete(asking)
			}
		},

		outdate({ personId, documentId }) {
			for (const asking of open) {
				if (documentId !== undefined && documentId !== asking.documentId) continue
				if (personId === undefined) asking.isOutdated = true
				else asking.outdatedFor.add(personId)
			}
		}
	}
}

/** How many there are of each key, never more than `most`: what keeps one person or address from taking all of the relay (sync.md R10). */
export interface Tally {
	/** False, counting nothing, when there are as many as there may be. */
	take(key: string): boolean
	release(key: string): void
}

export function createTally(most: number): Tally {
	const counts = new Map<string, number>()
	return {
		take(key) {
			const count = counts.get(key) ?? 0
			if (count >= most) return false
			counts.set(key, count + 1)
			return true
		},
		release(key) {
			const count = counts.get(key) ?? 0
			if (count > 1) counts.set(key, count - 1)
			else counts.delete(key)
		}
	}
}
