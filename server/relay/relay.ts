/**
 * The relay: WebSockets on /sync/<documentId>, between devices and the storage. Wires entrance, rooms
 * and connections to `ws`; the promises are in sync.md R1–R16 and src/lib/protocol/SPEC.md.
 */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import { WebSocketServer, type WebSocket } from 'ws'
import { closeCodes } from '#protocol/close-codes.ts'
import { MAX_FRAME_BYTES, type DeviceReport, type ParticipantState } from '#protocol/sync.ts'
import type { DeviceStates } from '../storage/devices.ts'
import type { DocumentStorage } from '../storage/storage.ts'
import { refuseUpgrade, type AdmissionResult } from './admission.ts'
import type { ReadmitFilter } from './askings.ts'
import { createEntrance, type Entry } from './entrance.ts'
import { createErrands } from './errands.ts'
import { RelaySocket } from './link.ts'
import { silentMeter, type Meter, type RelayStats } from './meter.ts'
import type { Hold } from './peer.ts'
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
	/** Where the device is, for the limits. */
	addressOf(request: IncomingMessage): string
	/** For edits of those whose right has ended (R3). */
	hold: Hold
	now(): Date
	/** Nothing is counted without it. */
	meter?: Meter
	/** Like pino. Never names or contents. */
	log: RelayLog
	/** After commit of one or more updates. */
	onStored(documentId: string): void
	/** After a device's state changed, or somebody came or went. */
	onDeviceChanged(documentId: string): void
}

/** `gone`: never made, or deleted. */
export type StoreOutcome = 'stored' | 'too-large' | 'malformed' | 'gone'

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
	/**
	 * Closes what matches the filter, so that it is admitted anew (R11). With a document, its participants are asked for anew as
	 * well: who takes part may have changed, and not only where somebody is signed in.
	 */
	readmit(filter: ReadmitFilter): void
	/**
	 * Stores an update that came without a connection: over HTTPS, or accepted from the holding log. Resolves once it is
	 * durable, then sends it on to whoever has the document open (R1). What the document has already is not stored again.
	 * Rights are the caller's business. Rejects when the storage fails.
	 */
	store(documentId: string, author: { personId: string; deviceId: string }, update: Uint8Array): Promise<StoreOutcome>
	/**
	 * What a device lacks that has `stateVector`, and what the relay has; null for a document that is gone. Includes all
	 * that was stored before the call. Rejects when the storage fails.
	 */
	read(
		documentId: string,
		stateVector: Uint8Array,
		options?: ReadOptions
	): Promise<DocumentReading | 'malformed' | null>
	/**
	 * Records what a device says of itself without a connection, tells it to whoever has the document open, and resolves
	 * with all participants as HELLO would list them; null for a document that is gone. Both sequences are taken as they
	 * are: the caller bounds them (P14).
	 */
	report(documentId: string, personId: string, report: DeviceReport): Promise<ParticipantState[] | null>
	/** Leaves a tombstone (R15), and closes whoever has the document open with 4404. */
	deleteDocument(documentId: string): Promise<void>
	stats(): RelayStats
	/**
	 * Takes nobody and nothing in any more, stores and acknowledges what came, then closes all with 1012, the more of them
	 * the more slowly (R13). What comes without a connection is still stored, as long as the storage is open.
	 */
	stop(): Promise<void>
}

export function startRelay(parts: RelayParts, overrides: Partial<RelaySettings> = {}): Relay {
	const settings = { ...defaultSettings, ...overrides }
	const { log, meter = silentMeter } = parts
	const entries = new Set<Entry>()

	const rooms = createRooms({
		...parts,
		settings,
		meter,
		onFailed: (error) => log.warn({ error }, 'A device state was not stored'),
		onRoomFailed: (documentId, error) => log.error({ documentId, error }, 'The storage failed; the room is forgotten')
	})
	const errands = createErrands({ ...parts, rooms })
	const entrance = createEntrance({
		...parts,
		rooms,
		settings,
		meter,
		onEntered: (entry) => void entries.add(entry),
		onLeft: (entry) => void entries.delete(entry)
	})
	const options = {
		noServer: true,
		maxPayload: MAX_FRAME_BYTES,
		perMessageDeflate: false,
		// ws knows it, its types do not yet.
		closeTimeout: settings.closeMs,
		WebSocket: RelaySocket
	}
	const server = new WebSocketServer<typeof RelaySocket>(options)
	const sweeping = setInterval(sweep, settings.sweepMs)

	function sweep(): void {
		const nowMs = performance.now()
		for (const { connection, flow, isAdmittedUntil } of entries) {
			if (nowMs >= isAdmittedUntil) connection.close('restarting')
			// Its pong waits unread, as all of it does.
			if (flow.isPaused()) connection.hear()
			connection.sweep(nowMs)
		}
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

	return {
		...errands,

		handleUpgrade(request, socket, head) {
			if (!parts.isAllowedOrigin(request.headers.origin, request.headers.host)) return refuseUpgrade(socket)
			server.handleUpgrade(request, socket, head, (webSocket) => void entrance.accept(webSocket, request))
		},

		isOnline(documentId, personId) {
			const members = rooms.find(documentId)?.members ?? new Set()
			return [...members].some((member) => member.personId === personId)
		},

		readmit(filter) {
			const { personId, documentId } = filter
			entrance.startOver(filter)
			for (const { connection, documentId: opened } of [...entries]) {
				if (personId !== undefined && connection.personId !== personId) continue
				if (documentId === undefined || documentId === opened) connection.close('restarting')
			}
			const room = documentId === undefined ? undefined : rooms.find(documentId)
			if (room !== undefined) void reloadParticipants(room)
		},

		async deleteDocument(documentId) {
			entrance.startOver({ documentId })
			await errands.deleteDocument(documentId)
		},

		stats: () => ({
			connections: entries.size,
			rooms: rooms.all().length,
			uncommittedDocuments: rooms.all().filter((room) => !room.isSettled()).length,
			admissions: entrance.waiting()
		}),

		async stop() {
			entrance.close()
			await Promise.all([...entries].map(({ connection }) => connection.drain()))
			await Promise.all(rooms.all().map((room) => room.settle()))
			await closeApart([...entries], settings)
			clearInterval(sweeping)
			await closeAll(server.clients, settings.drainMs)
		}
	}
}

/** Devices come back within a second of being sent away: spread, so that the next server is not met by all at once. */
async function closeApart(entries: readonly Entry[], settings: RelaySettings): Promise<void> {
	const { spreadMs, leastClosedPerSecond } = settings
	const perSecond = Math.max(leastClosedPerSecond, (entries.length * 1000) / spreadMs)
	const atOnce = Math.ceil((perSecond * TURN_MS) / 1000)
	for (let index = 0; index < entries.length; index += atOnce) {
		if (index > 0) await pause(TURN_MS)
		for (const { connection } of entries.slice(index, index + atOnce)) connection.close('restarting')
	}
}

const TURN_MS = 50

/** Resolves when every device has confirmed, or is cut off because it did not. */
async function closeAll(clients: Iterable<WebSocket>, drainMs: number): Promise<void> {
	const open = [...clients]
	for (const socket of open) socket.close(closeCodes.restarting.code, 'restarting')
	const closed = open.map((socket) => new Promise((resolve) => socket.once('close', resolve)))
	const cutting = setTimeout(() => open.forEach((socket) => socket.terminate()), drainMs)
	await Promise.all(closed)
	clearTimeout(cutting)
}
