/**
 * The relay: WebSockets on /sync/<documentId>, between devices and the storage. Wires admission, rooms
 * and connections to `ws`; the promises are in sync.md R1–R13 and src/lib/protocol/SPEC.md.
 */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocket, WebSocketServer } from 'ws'
import { closeCodes, type CloseReason } from '#protocol/close-codes.ts'
import { MAX_FRAME_BYTES, type DeviceReport, type ParticipantState } from '#protocol/sync.ts'
import type { DeviceStates } from '../storage/devices.ts'
import type { DocumentStorage } from '../storage/storage.ts'
import { readHeaders, readVisit, refuseUpgrade, type AdmissionResult } from './admission.ts'
import { openConnection, type Connection } from './connection.ts'
import { createLink, RelaySocket } from './link.ts'
import type { Room } from './room.ts'
import { createRooms } from './rooms.ts'
import { defaultSettings, type RelaySettings } from './settings.ts'

export type { Admission, AdmissionResult } from './admission.ts'

export interface RelayLog {
	info(facts: object, message?: string): void
	warn(facts: object, message?: string): void
	error(facts: object, message?: string): void
}

export interface RelayParts {
	storage: DocumentStorage
	devices: DeviceStates
	/** Whether, and with what right, a request may open a document that exists. */
	admit(headers: Headers, documentId: string): Promise<AdmissionResult>
	/** Person ids of a document's participants, for HELLO.participants. */
	participantsOf(documentId: string): Promise<readonly string[]>
	isAllowedOrigin(origin: string | undefined, host: string | undefined): boolean
	now(): Date
	/** Like pino. Never names or contents. */
	log: RelayLog
	/** After commit of one or more updates. */
	onStored(documentId: string): void
	/** After a device's state changed, or somebody came or went. */
	onDeviceChanged(documentId: string): void
}

/** Whose update it is. */
export interface Author {
	personId: string
	deviceId: string
}

/** `gone`: never made, or deleted. */
export type StoreResult = { outcome: 'stored'; sequence: number } | { outcome: 'too-large' | 'malformed' | 'gone' }

export interface ReadOptions {
	/** Reads all rows anew from the disk instead of what is kept of them, and says in `snapshot` what they hold. */
	isCheck?: boolean
}

export interface DocumentReading {
	epoch: number
	/** What the device lacks, to be applied in order; without content when it lacks nothing. */
	updates: Uint8Array[]
	/** The updates bring the device to this stored update. */
	sequence: number
	/** Of everything in the relay, all of it durable. */
	stateVector: Uint8Array
	/** Y.encodeSnapshot of everything in the relay; null unless asked for. */
	snapshot: Uint8Array | null
}

export interface Relay {
	/** Takes over an upgrade request to /sync/… */
	handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
	isOnline(documentId: string, personId: string): boolean
	/** Closes what matches all of the filter, so that it is admitted anew (R11). */
	readmit(filter: { personId?: string; documentId?: string }): void
	/** Others than the relay have stored updates of the document: sends them to whoever has it open. */
	catchUp(documentId: string): void
	/**
	 * Stores an update that came without a connection: over HTTPS, or accepted from the holding log. Resolves once it is
	 * durable, then sends it on to whoever has the document open (R1). What the document has already is not stored again:
	 * `sequence` is then that of the newest update. Rights are the caller's business. Rejects when the storage fails.
	 */
	store(documentId: string, author: Author, update: Uint8Array): Promise<StoreResult>
	/**
	 * What a device lacks that has `stateVector`, and what the relay has; null for a document that is gone. Includes all
	 * that was stored before the call. Rejects when the storage fails.
	 */
	read(documentId: string, stateVector: Uint8Array, options?: ReadOptions): Promise<DocumentReading | 'malformed' | null>
	/**
	 * Records what a device says of itself without a connection, tells it to whoever has the document open, and resolves
	 * with all participants as HELLO would list them; null for a document that is gone. Both sequences are taken as they
	 * are: the caller bounds them (P14).
	 */
	report(documentId: string, personId: string, report: DeviceReport): Promise<ParticipantState[] | null>
	/** Leaves a tombstone (R15), and closes whoever has the document open with 4404. */
	deleteDocument(documentId: string): Promise<void>
	/** Takes nobody and nothing in any more, stores and acknowledges what came, closes all with 1012 (R13). */
	stop(): Promise<void>
}

/** One for all clients of a person that name no device, or each of their visits would leave a row behind. */
const PLAIN_DEVICE = 'plain'

export function startRelay(parts: RelayParts, overrides: Partial<RelaySettings> = {}): Relay {
	const settings = { ...defaultSettings, ...overrides }
	const { log } = parts
	const connections = new Set<{ connection: Connection; documentId: string }>()
	let isStopping = false
	/** How often rights have changed: whoever is being admitted meanwhile is asked for anew. */
	let readmissions = 0

	const rooms = createRooms({
		...parts,
		settings,
		onFailed: (error) => log.warn({ error }, 'A device state was not stored'),
		onRoomFailed: (documentId, error) => log.error({ documentId, error }, 'The storage failed; the room is forgotten')
	})
	const server = new WebSocketServer({
		noServer: true,
		maxPayload: MAX_FRAME_BYTES,
		perMessageDeflate: false,
		WebSocket: RelaySocket
	})
	const sweeping = setInterval(sweep, settings.sweepMs)

	function sweep(): void {
		const nowMs = performance.now()
		for (const { connection } of connections) connection.sweep(nowMs)
	}

	async function reloadParticipants(room: Room): Promise<void> {
		try {
			await room.participants.reload()
			room.greetAll()
		} catch (error) {
			// The list is a little old; who may connect is asked elsewhere.
			log.warn({ error }, 'The participants were not read again')
		}
	}

	async function accept(socket: WebSocket, request: IncomingMessage): Promise<void> {
		// Until it is known whether the device may, nothing of it is read: it waits in the device's own socket.
		socket.pause()
		socket.on('error', (error) => log.info({ error: error.message }, 'A socket failed'))
		try {
			const refusal = await enter(socket, request)
			if (refusal !== null) socket.close(closeCodes[refusal].code, refusal)
		} catch (error) {
			// Neither admitted nor refused: the registry or the storage does not answer. Try again later.
			log.error({ error }, 'Admission failed')
			socket.close(closeCodes['storage-failed'].code, 'storage-failed')
		} finally {
			socket.resume()
		}
	}

	async function enter(socket: WebSocket, request: IncomingMessage): Promise<CloseReason | null> {
		const visit = readVisit(request.url ?? '')
		if (visit === null) return 'gone'
		const { documentId } = visit
		const readmissionsBefore = readmissions
		const admission = await parts.admit(readHeaders(request), documentId)
		if (admission.outcome === 'refused') return admission.reason
		const room = await rooms.open(documentId)
		if (room === null) return 'gone'
		if (isStopping || readmissions !== readmissionsBefore || socket.readyState !== WebSocket.OPEN) {
			room.rest()
			return 'restarting'
		}

		const connection = openConnection({
			link: createLink(socket),
			room,
			peer: {
				personId: admission.personId,
				right: admission.right,
				deviceId: visit.deviceId ?? PLAIN_DEVICE,
				wantsOwnFrames: visit.wantsOwnFrames
			},
			settings,
			now: parts.now,
			onDeviceChanged: () => parts.onDeviceChanged(documentId)
		})
		const entry = { connection, documentId }
		connections.add(entry)
		socket.on('message', (data: Buffer, isBinary: boolean) => {
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
			connections.delete(entry)
			connection.end()
		})
		return null
	}

	return {
		handleUpgrade(request, socket, head) {
			if (!parts.isAllowedOrigin(request.headers.origin, request.headers.host)) return refuseUpgrade(socket)
			server.handleUpgrade(request, socket, head, (webSocket) => void accept(webSocket, request))
		},

		isOnline(documentId, personId) {
			const members = rooms.find(documentId)?.members ?? new Set()
			return [...members].some((member) => member.personId === personId)
		},

		readmit({ personId, documentId }) {
			readmissions += 1
			for (const entry of [...connections]) {
				if (personId !== undefined && entry.connection.personId !== personId) continue
				if (documentId !== undefined && entry.documentId !== documentId) continue
				entry.connection.close('restarting')
			}
			for (const room of rooms.all()) {
				if (documentId === undefined || documentId === room.documentId) void reloadParticipants(room)
			}
		},

		catchUp(documentId) {
			void rooms.find(documentId)?.catchUp()
		},

		async stop() {
			isStopping = true
			clearInterval(sweeping)
			for (const { connection } of connections) connection.drain()
			await Promise.all(rooms.all().map((room) => room.settle()))
			for (const { connection } of [...connections]) connection.close('restarting')
			await closeAll(server, settings.drainMs)
		}
	}
}

/** Resolves when every device has confirmed, or is cut off because it did not. */
async function closeAll(server: WebSocketServer, drainMs: number): Promise<void> {
	const open = [...server.clients]
	for (const socket of open) socket.close(closeCodes.restarting.code, 'restarting')
	const closed = open.map((socket) => new Promise((resolve) => socket.once('close', resolve)))
	const cutting = setTimeout(() => open.forEach((socket) => socket.terminate()), drainMs)
	await Promise.all(closed)
	clearTimeout(cutting)
}
