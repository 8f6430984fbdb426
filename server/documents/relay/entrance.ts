/**
 * Admits devices: from the upgrade to the open connection (sync.md R10). It enforces limits, order and time of the
 * checks, all before the first byte of a document goes either way.
 */
import type { IncomingMessage } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { closeCodes, type CloseReason } from '#protocol/close-codes.ts'
import { createTurns, networkOf } from '../../network.ts'
import {
	type Asking,
	type ConnectRequest,
	createAskings,
	createTally,
	findResumption,
	readConnectRequest,
	readHeaders
} from './admission.ts'
import { Connection, type ConnectionSurroundings } from './connection.ts'
import { Batch, type Flow, Flows, type Link, SocketLink } from './link.ts'
import type { Admission, ReadmitFilter, RelayOptions, RelaySettings } from './options.ts'
import type { Room, Rooms } from './room.ts'

export interface Entry {
	readonly documentId: string
	readonly connection: Connection
	readonly link: Link
	readonly flow: Flow
	/** As performance.now(). Then the connection is closed, and the device's right is checked again when it comes back. */
	readonly isAdmittedUntil: number
}

/** When `ws` itself closes a connection after a broken or too large frame, the device gets the relay's own close code. */
export class RelaySocket extends WebSocket {
	/** As performance.now(). */
	readonly arrivedAt = performance.now()
	/** The limits count the socket under these keys until it is closed; null: not counted. */
	network: string | null = null
	personId: string | null = null
	/** Null until the device is admitted. */
	entry: Entry | null = null

	override close(code?: number, reason?: string | Buffer): void {
		if (code === 1009) super.close(closeCodes['too-large'].code, 'too-large')
		else if (code === 1002 || code === 1007) super.close(closeCodes.malformed.code, 'malformed')
		else super.close(code, reason)
	}
}

export interface EntranceOptions extends RelayOptions {
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
	connectRequest: ConnectRequest
	resumedFrom: number | null
}

export interface Entrance {
	/** Takes over a socket that has just opened. */
	accept(socket: RelaySocket, request: IncomingMessage): Promise<void>
	/**
	 * Closes matching connect requests that are being checked, so that the devices ask again: their rights or the
	 * document have changed.
	 */
	startOver(filter: ReadmitFilter): void
	/** Admits nobody from now on: devices that come, or are being checked, are closed and come back later. */
	close(): void
	/** Number of connect requests without a decision. */
	waiting(): number
}

export function createEntrance(options: EntranceOptions): Entrance {
	const { settings, log, rooms, storage } = options
	const around: ConnectionSurroundings = { ...options, run: storage.run, random: () => Math.random() }
	const turns = createTurns(settings.admissionsAtOnce)
	const byAddress = createTally(settings.connectionsPerAddress)
	const byPerson = createTally(settings.connectionsPerPerson)
	const flows = new Flows(settings)
	const admissionsByAddress = createTally(settings.admissionsPerAddress)
	const batch = new Batch()
	const askings = createAskings()
	let waiting = 0
	let isClosed = false

	async function admitInTurn(socket: RelaySocket, request: IncomingMessage): Promise<CloseReason | null> {
		const network = networkOf(options.addressOf(request))
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
		const connectRequest = readConnectRequest(request.url ?? '')
		if (connectRequest === null) return 'gone'
		if (connectRequest.version !== null && connectRequest.version < settings.oldestVersion) return 'app-too-old'
		const asking = askings.begin(connectRequest.documentId)
		try {
			return await admit(socket, request, connectRequest, asking)
		} finally {
			asking.end()
		}
	}

	async function admit(
		socket: RelaySocket,
		request: IncomingMessage,
		connectRequest: ConnectRequest,
		asking: Asking
	): Promise<CloseReason | null> {
		const admission = await options.admit(readHeaders(request), connectRequest.documentId)
		if (admission.outcome === 'refused') return admission.reason
		const info = await storage.findDocument(connectRequest.documentId)
		if (info === null || info.deletedAt !== null) return 'gone'
		if (connectRequest.epoch !== null && connectRequest.epoch !== info.epoch) return 'other-epoch'
		const resumedFrom = await findResumption(storage, connectRequest, info, settings.resumedRows)
		const refusal = await rooms.use(connectRequest.documentId, (room): CloseReason | 'entered' => {
			if (asking.isOutdatedFor(admission.personId) || !isWelcome(socket)) return 'restarting'
			if (!hasPlaceFor(admission, room)) return 'overloaded'
			if (!byPerson.take(admission.personId)) return 'overloaded'
			socket.personId = admission.personId
			join({ socket, request, room, admission, connectRequest, resumedFrom })
			return 'entered'
		})
		return refusal === 'entered' ? null : (refusal ?? 'gone')
	}

	function hasPlaceFor({ personId, right }: Admission, { members }: Room): boolean {
		const own = [...members].filter((member) => member.personId === personId)
		if (own.length >= settings.connectionsPerPersonAndDocument) return false
		if (members.size >= settings.connectionsPerDocument) return false
		if (right === 'edit') return true
		const readers = [...members].filter((member) => member.right !== 'edit')
		return readers.length < settings.connectionsPerDocument - settings.connectionsKeptForEditors
	}

	function isWelcome(socket: WebSocket): boolean {
		return !isClosed && socket.readyState === WebSocket.OPEN
	}

	function join({ socket, request, room, admission, connectRequest, resumedFrom }: Admitted): void {
		const { personId, right, canSubmitForReview } = admission
		const { deviceId, wantsOwnFrames, hasUnsent } = connectRequest
		const { arrivedAt } = socket
		const flow = flows.start(personId, socket)
		const link = new SocketLink(socket, request.socket, batch)
		const connection = Connection.open(around, {
			transport: link,
			room,
			peer: { personId, right, canSubmitForReview, deviceId, wantsOwnFrames, resumedFrom, hasUnsent, arrivedAt }
		})
		// Random, so that devices that came together are not due together.
		const admittedMs = settings.admittedMs * (0.5 + Math.random() / 2)
		const isAdmittedUntil = performance.now() + admittedMs
		socket.entry = { documentId: room.documentId, connection, link, flow, isAdmittedUntil }
		options.onEntered(socket.entry)
		socket.on('message', receive)
		socket.on('pong', onPong)
	}

	/**
	 * All sockets share these handlers (the server makes each as RelaySocket): closures would cost more than a
	 * connection's state.
	 */
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

	function onPong(this: WebSocket): void {
		const { entry } = this as RelaySocket
		entry?.connection.touch()
	}

	function leave(this: WebSocket, code: number): void {
		const { network, personId, entry } = this as RelaySocket
		if (network !== null) byAddress.release(network)
		if (personId !== null) byPerson.release(personId)
		if (entry === null) return
		entry.flow.stop()
		// A close frame comes from the device, and counts as received. A cut link does not.
		if (code !== WITHOUT_GOODBYE) entry.connection.touch()
		entry.connection.end()
		options.onLeft(entry)
	}

	function report(error: Error): void {
		log.info({ error: error.message }, 'A socket failed')
	}

	return {
		async accept(socket, request) {
			// Nothing is read before the device is admitted: its frames wait in its own socket.
			socket.pause()
			socket.on('error', report)
			socket.on('close', leave)
			try {
				const refusal = await admitInTurn(socket, request)
				if (refusal !== null) refuse(socket, refusal)
			} catch (error) {
				// No decision: the registry or the storage does not answer. The device tries again later.
				log.error({ error }, 'Admission failed')
				refuse(socket, 'storage-failed')
			} finally {
				// A person who left too far ahead of their rate is still not read (link.ts).
				if (socket.entry?.flow.isPaused() !== true) socket.resume()
			}
		},
		startOver: askings.outdate,
		close: () => void (isClosed = true),
		waiting: () => waiting
	}

	function refuse(socket: WebSocket, reason: CloseReason): void {
		options.meter.closed(reason)
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
