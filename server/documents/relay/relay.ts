/**
 * Runs the relay: the WebSockets on /sync/<documentId> between devices and the storage. This file wires the entrance,
 * rooms and connections to `ws`. The promises are in sync.md R1–R16 and src/lib/protocol/SPEC.md.
 */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import { WebSocketServer, type WebSocket } from 'ws'
import { closeCodes } from '#protocol/close-codes.ts'
import { MAX_FRAME_BYTES } from '#protocol/frames.ts'
import { refuseUpgrade } from './admission.ts'
import { createEntrance, type Entrance, type Entry, RelaySocket } from './entrance.ts'
import { createErrands, type Errands } from '../errands.ts'
import {
	defaultSettings,
	type ReadmitFilter,
	type RelayOptions,
	type RelaySettings,
	type RelayStats
} from './options.ts'
import { startSweeping } from './pulse.ts'
import { createRooms, type Room } from './room.ts'

export interface Relay extends Errands, Pick<Entrance, 'carry'> {
	/** Takes over an upgrade request to /sync/… */
	handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
	isOnline(documentId: string, personId: string): boolean
	/**
	 * Closes the connections that match the filter, so that their devices are admitted again (R11). If the filter names a
	 * document, its participants are read again as well: people who are not connected may have joined or left.
	 */
	readmit(filter: ReadmitFilter): void
	stats(): RelayStats
	/** Counts documents at or above the soft limit, open or not (R7). */
	countFilling(): Promise<number>
	/**
	 * Accepts no connection and no frame any more, stores and acknowledges what was received, then closes all connections
	 * with 1012, spread over time (R13). Updates that come without a connection are still stored while the storage is
	 * open.
	 */
	stop(): Promise<void>
}

export function startRelay(options: RelayOptions, overrides: Partial<RelaySettings> = {}): Relay {
	const settings = { ...defaultSettings, ...overrides }
	const { log } = options
	const entries = new Set<Entry>()

	const rooms = createRooms({
		...options,
		settings,
		onFailed: (error) => log.warn({ error }, 'A device state was not stored'),
		onRoomFailed: (documentId, error) => log.error({ documentId, error }, 'The storage failed; the room is forgotten')
	})
	const entrance = createEntrance({
		...options,
		rooms,
		settings,
		onEntered: (entry) => void entries.add(entry),
		onLeft: (entry) => void entries.delete(entry)
	})
	const errands = createErrands({ ...options, rooms, startOver: entrance.startOver })
	const serverOptions = {
		noServer: true,
		maxPayload: MAX_FRAME_BYTES,
		perMessageDeflate: false,
		// `ws` knows this option; its types do not know it yet.
		closeTimeout: settings.closeMs,
		WebSocket: RelaySocket
	}
	const server = new WebSocketServer<typeof RelaySocket>(serverOptions)
	const stopSweeping = startSweeping(entries, settings.sweepMs, sweep)

	function sweep({ connection, link, flow, isAdmittedUntil }: Entry): void {
		const nowMs = performance.now()
		if (nowMs >= isAdmittedUntil) connection.close('restarting')
		connection.sweep(nowMs, link, flow.isPaused())
	}

	async function reloadParticipants(room: Room): Promise<void> {
		try {
			await room.participants.reload()
			room.greetAll()
		} catch (error) {
			// The list stays a little out of date. Rights do not depend on it: admission checks them.
			log.warn({ error }, 'The participants could not be read again')
		}
	}

	return {
		...errands,
		carry: entrance.carry,

		handleUpgrade(request, socket, head) {
			if (!options.isAllowedOrigin(request.headers.origin, request.headers.host)) return refuseUpgrade(socket)
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
			options.onReadmitted(filter)
		},

		stats: () => ({
			connections: entries.size,
			rooms: rooms.all().length,
			uncommittedDocuments: rooms.all().filter((room) => !room.queue.isSettled()).length,
			admissions: entrance.waiting()
		}),

		countFilling: () => options.storage.countDocuments(settings.softBytes),

		async stop() {
			entrance.close()
			await Promise.all([...entries].map(({ connection }) => connection.drain()))
			await Promise.all(rooms.all().map((room) => room.queue.settle()))
			await closeGradually([...entries], settings)
			stopSweeping()
			await closeAll(server.clients, settings.drainMs)
		}
	}
}

/**
 * Devices come back within a second after a close. They are closed over time, so that the next server does not get all
 * of them at once.
 */
async function closeGradually(entries: readonly Entry[], settings: RelaySettings): Promise<void> {
	const { spreadMs, leastClosedPerSecond } = settings
	const perSecond = Math.max(leastClosedPerSecond, (entries.length * 1000) / spreadMs)
	const atOnce = Math.ceil((perSecond * TURN_MS) / 1000)
	for (let index = 0; index < entries.length; index += atOnce) {
		if (index > 0) await pause(TURN_MS)
		for (const { connection } of entries.slice(index, index + atOnce)) connection.close('restarting')
	}
}

const TURN_MS = 50

/** Resolves when every device has confirmed the close, or was cut off after `drainMs`. */
async function closeAll(clients: Iterable<WebSocket>, drainMs: number): Promise<void> {
	const open = [...clients]
	for (const socket of open) socket.close(closeCodes.restarting.code, 'restarting')
	const closed = open.map((socket) => new Promise((resolve) => socket.once('close', resolve)))
	const cutting = setTimeout(() => open.forEach((socket) => socket.terminate()), drainMs)
	await Promise.all(closed)
	clearTimeout(cutting)
}
