/** The rooms that are open: one per document, from its first connection to its last. */
import type { DocumentStorage } from '../storage/storage.ts'
import { createMergedLogs } from './merged-logs.ts'
import { openParticipants, type ParticipantsParts } from './participants.ts'
import { createRoom, type Room } from './room.ts'
import type { RelaySettings } from './settings.ts'

export interface RoomsParts extends ParticipantsParts {
	storage: DocumentStorage
	settings: RelaySettings
	now(): Date
	onStored(documentId: string): void
	onRoomFailed(documentId: string, error: unknown): void
}

export interface Rooms {
	/** Null for a document that was never made, or is deleted. Join the room at once, or let it rest. */
	open(documentId: string): Promise<Room | null>
	find(documentId: string): Room | undefined
	all(): readonly Room[]
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
			mostBytes: settings.documentBytes,
			storage,
			logs,
			participants,
			now: parts.now,
			onStored: () => parts.onStored(documentId),
			onEmpty: forget,
			onFailed(error) {
				forget()
				logs.forget(documentId)
				parts.onRoomFailed(documentId, error)
			}
		})
		rooms.set(documentId, room)
		return room
	}

	return {
		async open(documentId) {
			const known = rooms.get(documentId)
			if (known !== undefined) return known
			const started = opening.get(documentId) ?? openRoom(documentId).finally(() => opening.delete(documentId))
			opening.set(documentId, started)
			return started
		},
		find: (documentId) => rooms.get(documentId),
		all: () => [...rooms.values()]
	}
}
