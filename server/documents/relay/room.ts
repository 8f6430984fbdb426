/**
 * A room: one document and the connections that have it open, from its first user to its last. It knows no socket and no SQL,
 * and holds no Y.Doc: updates pass through it as bytes, in the order of its queue.
 *
 * When the storage fails, the room is forgotten and all its connections are closed. The devices come back, compare with
 * what the storage has, and send the rest again.
 */
import type { CloseReason } from '#protocol/close-codes.ts'
import { decodePresence } from '#protocol/presence.ts'
import { encodeAwareness, encodeUpdate, type Right } from '#protocol/frames.ts'
import { createMergedLogs, type MergedLogs } from '../storage/merged-logs.ts'
import type { DocumentInfo, DocumentStorage } from '../storage/storage.ts'
import type { Meter, RelaySettings } from './options.ts'
import { openParticipants, type Participants, type ParticipantsOptions, Presence } from './participants.ts'
import { type Author, UpdateQueue } from './update-queue.ts'

/** What a room needs from a connection. */
export interface Member extends Author {
	/** Null: the person may only send late edits. Such a connection is in no room. */
	readonly right: Right | null
	send(frame: Uint8Array): void
	/** Every stored update up to `sequence` was sent to all members, except to the one that sent it. */
	reach(sequence: number): void
	/** Sends a new HELLO, because its contents have changed. */
	greet(): void
}

export interface Missing {
	/** Iterate only once: large differences are computed while they are taken. */
	updates: Iterable<Uint8Array>
	/** With the updates a device has every stored update up to this one. */
	sequence: number
}

/** What all rooms of a relay share. */
interface RoomOptions extends Omit<RoomsOptions, 'onRoomFailed'> {
	logs: MergedLogs
	/** Nobody needs the room and no update is under way, or `end` was called. */
	onRoomClosed(room: Room): void
	/** The storage has failed and the room is closed. A new room may be opened. */
	onRoomFailed(room: Room, error: unknown): void
}

export class Room {
	readonly documentId: string
	readonly epoch: number
	readonly participants: Participants
	readonly queue: UpdateQueue
	readonly #members = new Set<Member>()
	readonly #options: RoomOptions
	readonly #presence = new Presence<Member>()
	#isOpen = true
	#retainCount = 0
	#presenceTimer: NodeJS.Timeout | null = null

	constructor(options: RoomOptions, info: DocumentInfo, participants: Participants) {
		this.documentId = info.documentId
		this.epoch = info.epoch
		this.participants = participants
		this.#options = options
		this.queue = new UpdateQueue(options, this, info)
	}

	get members(): ReadonlySet<Member> {
		return this.#members
	}

	/** Keeps the room open for a caller that does not join it. False when the room has closed. */
	retain(): boolean {
		if (this.#isOpen) this.#retainCount += 1
		return this.#isOpen
	}

	release(): void {
		this.#retainCount -= 1
		this.rest()
	}

	join(member: Member): void {
		this.#members.add(member)
	}

	leave(member: Member): void {
		if (!this.#members.delete(member)) return
		const farewell = this.#presence.leave(member)
		if (farewell !== null) this.#broadcastPresence(farewell, null)
		this.rest()
	}

	/**
	 * Reads what a device with this state vector lacks, as updates to apply in order; none for an empty document. A
	 * member that joined before the call gets everything above `sequence` by broadcast. Null when the storage has failed;
	 * the room is then closed.
	 */
	async readMissing(stateVector: Uint8Array): Promise<Missing | null> {
		const log = await this.#options.logs.read(this.documentId).catch((error) => this.fail(error))
		if (log === undefined) return null
		return { updates: log.diffs(stateVector), sequence: log.sequence }
	}

	/**
	 * Reads the stored rows after a sequence as they are (R16). `too-many`: more rows or bytes than a resuming device
	 * gets. Null as in `readMissing`.
	 */
	async readSince(after: number): Promise<Missing | 'too-many' | null> {
		// A row that is stored and not let out yet will be broadcast.
		if (after === this.queue.sequence) return { updates: [], sequence: after }
		const { storage, settings } = this.#options
		const { resumedRows, resumedBytes } = settings
		const rows = await storage.load(this.documentId, after, resumedRows + 1).catch((error) => this.fail(error))
		if (rows === undefined) return null
		const size = rows.reduce((sum, row) => sum + row.bytes.length, 0)
		if (rows.length > resumedRows || size > resumedBytes) return 'too-many'
		return { updates: rows.map((row) => row.bytes), sequence: rows.at(-1)?.sequence ?? after }
	}

	speak(member: Member, awareness: Uint8Array): 'accepted' | 'malformed' {
		const entries = decodePresence(awareness)
		if (entries === null) return 'malformed'
		this.#presence.speak(member, entries)
		if (this.#presenceTimer === null) this.flushPresence()
		return 'accepted'
	}

	sendPresence(member: Member): void {
		const present = member.right === 'edit' ? this.#presence.read() : null
		if (present !== null) member.send(encodeAwareness(present))
	}

	/** Sends what was said since the last time, and again after a moment. */
	flushPresence(): void {
		this.#presenceTimer = null
		const collected = this.#presence.collect()
		if (collected === null) return
		this.#broadcastPresence(collected.update, collected.by)
		this.#presenceTimer = setTimeout(flushPresence, this.#options.settings.presenceMs, this)
	}

	broadcast(update: Uint8Array, author: Author | null): void {
		const frame = encodeUpdate(update)
		for (const member of this.#members) if (member !== author) member.send(frame)
	}

	reach(sequence: number): void {
		for (const member of this.#members) member.reach(sequence)
	}

	/** Sends a new HELLO to all members, except to the one that knows already. */
	greetAll(except?: Member): void {
		for (const member of this.#members) if (member !== except) member.greet()
	}

	/** Closes the room unless somebody needs it. */
	rest(): void {
		if (!this.#isOpen || !this.queue.isSettled() || this.#members.size > 0 || this.#retainCount > 0) return
		this.#close()
		this.#options.onRoomClosed(this)
	}

	/** Closes the room and all its connections for good: the document is deleted. */
	end(reason: CloseReason): void {
		if (!this.#isOpen) return
		this.#close()
		this.#options.onRoomClosed(this)
		this.#sendAway(reason)
	}

	/** Only the first failure counts: a later one would forget the room that replaced this one. */
	fail(error: unknown): void {
		if (!this.#isOpen) return
		this.#close()
		this.#options.onRoomFailed(this, error)
		this.#sendAway('storage-failed')
	}

	#close(): void {
		this.#isOpen = false
		if (this.#presenceTimer !== null) clearTimeout(this.#presenceTimer)
	}

	#sendAway(reason: CloseReason): void {
		const present = new Set<Author>([...this.#members, ...this.queue.giveUp()])
		this.#members.clear()
		for (const author of present) author.close(reason)
	}

	/** Readers get no presence (R12). */
	#broadcastPresence(update: Uint8Array, except: Member | null): void {
		const frame = encodeAwareness(update)
		for (const member of this.#members) if (member !== except && member.right === 'edit') member.send(frame)
	}
}

function flushPresence(room: Room): void {
	room.flushPresence()
}

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
	const logs = createMergedLogs(options.storage)
	const rooms = new Map<string, Room>()
	const opening = new Map<string, Promise<Room | null>>()
	const roomOptions: RoomOptions = {
		...options,
		logs,
		onRoomClosed: forget,
		onRoomFailed(room, error) {
			forget(room)
			logs.forget(room.documentId)
			options.onRoomFailed(room.documentId, error)
		}
	}

	function forget(room: Room): void {
		if (rooms.get(room.documentId) === room) rooms.delete(room.documentId)
	}

	async function openRoom(documentId: string): Promise<Room | null> {
		const [info, participants] = await Promise.all([
			options.storage.findDocument(documentId),
			openParticipants(options, documentId)
		])
		if (info === null || info.deletedAt !== null) return null
		const room = new Room(roomOptions, info, participants)
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
