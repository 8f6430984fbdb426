/** Opens and closes rooms: one per document, open from its first user to its last. */
import type { DocumentStorage } from '../storage/storage.ts'
import { createMergedLogs, type MergedLogs } from './merged-logs.ts'
import type { Meter } from './options.ts'
import { openParticipants, type ParticipantsOptions } from './participants.ts'
import { createRoom, type Room } from './room.ts'
import type { RelaySettings } from './settings.ts'

export interface RoomsOptions extends ParticipantsOptions {
	storage: DocumentStorage
	settings: RelaySettings
	meter: Meter
	now(): Date
	onStored(documentId: string): void
	onRoomFailed(documentId: string, error: unknown): void
}

export interface Rooms {
	/**
	 * Runs `work` with the document's room. The room stays open until `work` ends, and longer if a connection has joined.
	 * Null for a document that was never created, or is deleted.
	 */
	use<Result>(documentId: string, work: (room: Room) => Promise<Result> | Result): Promise<Result | null>
	find(documentId: string): Room | undefined
	all(): readonly Room[]
	/** Shared by all rooms. */
	logs: MergedLogs
}

export function createRooms(options: RoomsOptions): Rooms {
	const { storage, settings } = options
	const logs = createMergedLogs(storage)
	const rooms = new Map<string, Room>()
	const opening = new Map<string, Promise<Room | null>>()

	async function openRoom(documentId: string): Promise<Room | null> {
		const [info, participants] = await Promise.all([
			storage.findDocument(documentId),
			openParticipants(options, documentId)
		])
		if (info === null || info.deletedAt !== null) return null
		function forget(): void {
			if (rooms.get(documentId) === room) rooms.delete(documentId)
		}
		const room = createRoom({
			documentId,
			epoch: info.epoch,
			sequence: info.sequence,
			bytes: info.bytes,
			settings,
			storage,
			logs,
			participants,
			meter: options.meter,
			now: options.now,
			onStored: () => options.onStored(documentId),
			onClosed: forget,
			onFailed(error) {
				forget()
				logs.forget(documentId)
				options.onRoomFailed(documentId, error)
			}
		})
		rooms.set(documentId, room)
		return room
	}

	async function open(documentId: string): Promise<Room | null> {
		const known = rooms.get(documentId)
		if (known !== undefined) return known
		const started = opening.get(documentId) ?? openRoom(documentId).finally(() => opening.delete(documentId))
		opening.set(documentId, started)
		return started
	}

	return {
		async use(documentId, work) {
			let room = await open(documentId)
			// Another call that waited for the same room may have ended already, and closed it.
			while (room !== null && !room.retain()) room = await open(documentId)
			if (room === null) return null
			try {
				return await work(room)
			} finally {
				room.release()
			}
		},
		find: (documentId) => rooms.get(documentId),
		all: () => [...rooms.values()],
		logs
	}
}
