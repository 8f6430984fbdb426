/**
 * Admits devices: from the upgrade, or the request, to the open connection (sync.md R10). It enforces limits, order and time of the
 * checks, all before the first byte of a document goes either way.
 */
import type { IncomingMessage } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { closeCodes, type CloseReason } from '#protocol/close-codes.ts'
import type { CarriedAnswer, CarriedRequest } from '#protocol/exchange.ts'
import { MAX_FRAME_BYTES } from '#protocol/frames.ts'
import { createTurns, networkOf } from '../../network.ts'
import {
	type ConnectRequest,
	createAskings,
	createTally,
	findResumption,
	type Peer,
	readConnectRequest,
	readHeaders
} from './admission.ts'
import { Connection, type ConnectionSurroundings } from './connection.ts'
import { Batch, type Flow, Flows, type Link, RequestLink, SocketLink } from './link.ts'
import type { Admission, AdmissionResult, ReadmitFilter, RelayOptions, RelaySettings } from './options.ts'
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

/** Who asks to be admitted. */
interface Visitor {
	headers: Headers
	/** Null: it names no possible document. */
	connectRequest: ConnectRequest | null
	/** False once the visitor has gone. */
	isWelcome(): boolean
}

interface Admitted {
	room: Room
	admission: Admission
	connectRequest: ConnectRequest
	resumedFrom: number | null
}

export interface Entrance {
	/** Takes over a socket that has just opened. */
	accept(socket: RelaySocket, request: IncomingMessage): Promise<void>
	/** Runs a connection that lives as long as an HTTPS request (SPEC.md P13). `signal`: the device has gone. */
	carry(headers: Headers, request: CarriedRequest, signal: AbortSignal): Promise<CarriedAnswer>
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

	async function admitSocket(socket: RelaySocket, request: IncomingMessage): Promise<CloseReason | null> {
		const network = networkOf(options.addressOf(request))
		if (waiting >= settings.admissions) return 'overloaded'
		if (network !== null && !byAddress.take(network)) return 'overloaded'
		socket.network = network
		if (network !== null && !admissionsByAddress.take(network)) return 'overloaded'
		waiting += 1
		try {
			const visitor = {
				headers: readHeaders(request),
				connectRequest: readConnectRequest(request.url ?? ''),
				isWelcome: () => socket.readyState === WebSocket.OPEN
			}
			const entering = () => enter(visitor, (admitted) => join(socket, request, admitted))
			return await turns.run(() => inTime(entering(), settings.admissionMs))
		} finally {
			waiting -= 1
			if (network !== null) admissionsByAddress.release(network)
		}
	}

	/** `join` runs within the room. */
	async function enter(
		{ headers, connectRequest, isWelcome }: Visitor,
		join: (admitted: Admitted) => Promise<void> | void
	): Promise<CloseReason | null> {
		if (isClosed || !isWelcome()) return 'restarting'
		if (connectRequest === null) return 'gone'
		const { documentId, version, epoch } = connectRequest
		if (version !== null && version < settings.oldestVersion) return 'app-too-old'
		const asking = askings.begin(documentId)
		try {
			const admission = submitting(await options.admit(headers, documentId), connectRequest)
			if (admission.outcome === 'refused') return admission.reason
			const info = await storage.findDocument(documentId)
			if (info === null || info.deletedAt !== null) return 'gone'
			if (epoch !== null && epoch !== info.epoch) return 'other-epoch'
			const resumedFrom = await findResumption(storage, connectRequest, info, settings.resumedRows)
			const refusal = await rooms.use(documentId, async (room): Promise<CloseReason | 'entered'> => {
				if (asking.isOutdatedFor(admission.personId) || isClosed || !isWelcome()) return 'restarting'
				if (!hasPlaceFor(admission, room)) return 'overloaded'
				if (!byPerson.take(admission.personId)) return 'overloaded'
				asking.end()
				await join({ room, admission, connectRequest, resumedFrom })
				return 'entered'
			})
			return refusal === 'entered' ? null : (refusal ?? 'gone')
		} finally {
			asking.end()
		}
	}

	function hasPlaceFor({ personId, right }: Admission, { members }: Room): boolean {
		const own = [...members].filter((member) => member.personId === personId)
		if (own.length >= settings.connectionsPerPersonAndDocument) return false
		if (members.size >= settings.connectionsPerDocument) return false
		if (right === 'edit') return true
		const readers = [...members].filter((member) => member.right !== 'edit')
		return readers.length < settings.connectionsPerDocument - settings.connectionsKeptForEditors
	}

	function join(socket: RelaySocket, request: IncomingMessage, { room, admission, ...admitted }: Admitted): void {
		socket.personId = admission.personId
		const flow = flows.start(admission.personId, socket)
		const link = new SocketLink(socket, request.socket, batch)
		const peer = peerOf({ admission, ...admitted }, socket.arrivedAt)
		const connection = Connection.open(around, { transport: link, room, peer })
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
		const { connection, flow } = entry
		flow.count(data.length)
		try {
			if (isBinary) connection.receive(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
			else connection.close('malformed')
		} catch (error) {
			failedAt(connection, error)
		}
	}

	async function carry(
		headers: Headers,
		{ documentId, query, waitMs, frames }: CarriedRequest,
		signal: AbortSignal
	): Promise<CarriedAnswer> {
		const link = new RequestLink()
		const visitor = {
			headers,
			connectRequest: readConnectRequest(`/sync/${encodeURIComponent(documentId)}?${query}`),
			isWelcome: () => !signal.aborted
		}
		const arrivedAt = performance.now()
		try {
			const refusal = await enter(visitor, async ({ room, ...admitted }) => {
				const { personId } = admitted.admission
				const flow = flows.start(personId, UNPAUSED)
				let entry: Entry | null = null
				try {
					const peer = peerOf(admitted, arrivedAt)
					const connection = Connection.open(around, { transport: link, room, peer, isBrief: true })
					entry = { documentId: room.documentId, connection, link, flow, isAdmittedUntil: Infinity }
					options.onEntered(entry)
					if (flow.isPaused()) return connection.close('overloaded')
					// A socket does not read such a frame.
					if (frames.some(({ length }) => length > MAX_FRAME_BYTES)) return connection.close('too-large')
					for (const frame of frames) flow.count(frame.length)
					await receiveAll(connection, frames)
					const isNews = (connection.sentUpTo() ?? 0) > (admitted.resumedFrom ?? 0)
					if (waitMs > 0 && !isNews && connection.isOpen()) await waitForNews(link, waitMs, signal)
				} finally {
					byPerson.release(personId)
					flow.stop()
					if (entry !== null) options.onLeft(entry)
					entry?.connection.finish()
				}
			})
			if (refusal !== null) refuse(link, refusal)
		} catch (error) {
			log.error({ documentId, error }, 'A request could not be answered')
			refuse(link, 'storage-failed')
		}
		const { closedBy } = link
		return { closeCode: closedBy === null ? 0 : closeCodes[closedBy].code, frames: link.frames }
	}

	async function receiveAll(connection: Connection, frames: readonly Uint8Array[]): Promise<void> {
		try {
			await connection.receiveAll(frames)
		} catch (error) {
			failedAt(connection, error)
		}
	}

	/** A frame that passed every check and still could not be handled ends its own connection only (R9). */
	function failedAt(connection: Connection, error: unknown): void {
		log.error({ documentId: connection.room.documentId, error }, 'A frame could not be handled')
		connection.close('malformed')
	}

	async function waitForNews(link: RequestLink, waitMs: number, signal: AbortSignal): Promise<void> {
		const ending = new AbortController()
		const ended = AbortSignal.any([signal, ending.signal])
		const gone = pause(Math.min(waitMs, settings.mostWaitMs), null, { signal: ended }).catch(() => undefined)
		await Promise.race([link.whenNews(), gone])
		ending.abort()
		if (link.closedBy === null) await pause(settings.gatherMs, null, { signal }).catch(() => undefined)
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
				const refusal = await admitSocket(socket, request)
				if (refusal !== null) refuseSocket(socket, refusal)
			} catch (error) {
				// No decision: the registry or the storage does not answer. The device tries again later.
				log.error({ error }, 'Admission failed')
				refuseSocket(socket, 'storage-failed')
			} finally {
				// A person who left too far ahead of their rate is still not read (link.ts).
				if (socket.entry?.flow.isPaused() !== true) socket.resume()
			}
		},
		carry,
		startOver: askings.outdate,
		close: () => void (isClosed = true),
		waiting: () => waiting
	}

	function refuseSocket(socket: WebSocket, reason: CloseReason): void {
		options.meter.closed(reason)
		socket.close(closeCodes[reason].code, reason)
	}

	function refuse(link: RequestLink, reason: CloseReason): void {
		options.meter.closed(reason)
		link.close(reason)
	}
}

function peerOf({ admission, connectRequest, resumedFrom }: Omit<Admitted, 'room'>, arrivedAt: number): Peer {
	const { personId, right, canSubmitForReview } = admission
	const { deviceId, wantsOwnFrames, hasUnsent } = connectRequest
	return { personId, right, canSubmitForReview, deviceId, wantsOwnFrames, resumedFrom, hasUnsent, arrivedAt }
}

/** A person without a right who comes to send late edits is admitted for that alone. */
function submitting(admission: AdmissionResult, { isSubmitting }: ConnectRequest): AdmissionResult {
	const personId = admission.outcome === 'refused' && isSubmitting ? admission.submitterId : undefined
	return personId === undefined ? admission : { outcome: 'admitted', personId, right: null, canSubmitForReview: true }
}

/** A request is read already. */
const UNPAUSED = { pause() {}, resume() {} }

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
