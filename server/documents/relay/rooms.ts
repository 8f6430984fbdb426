/** The rooms that are open: one per document, from the first who needs it to the last. */
import type { DocumentStorage } from '../storage/storage.ts'
import { createMergedLogs, type MergedLogs } from './merged-logs.ts'
import type { Meter } from './parts.ts'
import { openParticipants, type ParticipantsParts } from './participants.ts'
import { createRoom, type Room } from './room.ts'
import type { RelaySettings } from './settings.ts'

export interface RoomsParts extends ParticipantsParts {
	storage: DocumentStorage
	settings: RelaySettings
	meter: Meter
	now(): Date
	onStored(documentId: string): void
	onRoomFailed(documentId: string, error: unknown): void
}

export interface Rooms {
	/**
	 * Runs `visit` with the document's room, which stays open until it ends, and longer if somebody has joined.
	 * Null for a document that was never made, or is deleted.
	 */
	visit<Result>(documentId: string, visit: (room: Room) => Promise<Result> | Result): Promise<Result | null>
	find(documentId: string): Room | undefined
	all(): readonly Room[]
	/** Of all rooms. */
	logs: MergedLogs
}

export function createRooms(parts: RoomsParts): Rooms {
	const { storage, settings } = parts
	const logs = createMergedLogs(storage)
	const rooms = new Map<string, Room>()
	const opening = new Map<string, Promise<Room | null>>()

	async function openRoom(documentId: string): Promise<Room | null> {
		const [info, participants] = await Promise.all([
			storage.findDocument(documentId),
			openParticipants(parts, documentId)
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
			meter: parts.meter,
			now: parts.now,
			onStored: () => parts.onStored(documentId),
			onClosed: forget,
			onFailed(error) {
				forget()
				logs.forget(documentId)
				parts.onRoomFailed(documentId, error)
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
		async visit(documentId, visit) {
			let room = await open(documentId)
			// Another visit that waited for the same room may have ended already, and closed it.
			while (room !== null && !room.hold()) room = await open(documentId)
			if (room === null) return null
			try {
				return await visit(room)
			} finally {
				room.release()
			}
		},
		find: (documentId) => rooms.get(documentId),
		all: () => [...rooms.values()],
		logs
	}
}
