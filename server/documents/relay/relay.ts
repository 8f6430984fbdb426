/**
 * The relay: WebSockets on /sync/<documentId>, between devices and the storage. Wires entrance, rooms
 * and connections to `ws`; the promises are in sync.md R1–R16 and src/lib/protocol/SPEC.md.
 */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import { WebSocketServer, type WebSocket } from 'ws'
import { closeCodes } from '#protocol/close-codes.ts'
import { MAX_FRAME_BYTES } from '#protocol/frames.ts'
import { refuseUpgrade } from './admission.ts'
import { createEntrance, type Entry, type ReadmitFilter, RelaySocket } from './entrance.ts'
import { createErrands, type Errands } from '../errands.ts'
import type { RelayParts, RelayStats } from './parts.ts'
import type { Room } from './room.ts'
import { createRooms } from './rooms.ts'
import { defaultSettings, type RelaySettings } from './settings.ts'
import { startSweeping } from './pulse.ts'

export interface Relay extends Errands {
	/** Takes over an upgrade request to /sync/… */
	handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
	isOnline(documentId: string, personId: string): boolean
	/**
	 * Closes what matches the filter, so that it is admitted anew (R11). With a document, its participants are asked for anew as
	 * well: who takes part may have changed, and not only where somebody is signed in.
	 */
	readmit(filter: ReadmitFilter): void
	/** Whether an app that speaks this version of the protocol must be updated first. */
	isTooOld(version: number): boolean
	stats(): RelayStats
	/** Documents beyond the soft limit, open or not (R7). */
	countFilling(): Promise<number>
	/**
	 * Takes nobody and nothing in any more, stores and acknowledges what came, then closes all with 1012, the more of them
	 * the more slowly (R13). What comes without a connection is still stored, as long as the storage is open.
	 */
	stop(): Promise<void>
}

export function startRelay(parts: RelayParts, overrides: Partial<RelaySettings> = {}): Relay {
	const settings = { ...defaultSettings, ...overrides }
	const { log } = parts
	const entries = new Set<Entry>()

	const rooms = createRooms({
		...parts,
		settings,
		onFailed: (error) => log.warn({ error }, 'A device state was not stored'),
		onRoomFailed: (documentId, error) => log.error({ documentId, error }, 'The storage failed; the room is forgotten')
	})
	const entrance = createEntrance({
		...parts,
		rooms,
		settings,
		onEntered: (entry) => void entries.add(entry),
		onLeft: (entry) => void entries.delete(entry)
	})
	const errands = createErrands({ ...parts, rooms, startOver: entrance.startOver })
	const options = {
		noServer: true,
		maxPayload: MAX_FRAME_BYTES,
		perMessageDeflate: false,
		// ws knows it, its types do not yet.
		closeTimeout: settings.closeMs,
		WebSocket: RelaySocket
	}
	const server = new WebSocketServer<typeof RelaySocket>(options)
	const stopSweeping = startSweeping(entries, settings.sweepMs, sweep)

	function sweep({ connection, flow, isAdmittedUntil }: Entry): void {
		const nowMs = performance.now()
		if (nowMs >= isAdmittedUntil) connection.close('restarting')
		connection.sweep(nowMs, flow.isPaused())
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

		stats: () => ({
			connections: entries.size,
			rooms: rooms.all().length,
			uncommittedDocuments: rooms.all().filter((room) => !room.isSettled()).length,
			admissions: entrance.waiting()
		}),

		isTooOld: (version) => version < settings.oldestVersion,

		countFilling: () => parts.storage.countDocuments(settings.softBytes),

		async stop() {
			entrance.close()
			await Promise.all([...entries].map(({ connection }) => connection.drain()))
			await Promise.all(rooms.all().map((room) => room.settle()))
			await closeApart([...entries], settings)
			stopSweeping()
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
