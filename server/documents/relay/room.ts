/**
 * A room: one document and the connections that have it open. It knows no socket and no SQL, and holds no Y.Doc:
 * updates pass through it as bytes, in the order of its queue.
 *
 * When the storage fails, the room is forgotten and all its connections are closed. The devices come back, compare with
 * what the storage has, and send the rest again.
 */
import type { CloseReason } from '#protocol/close-codes.ts'
import { decodePresence } from '#protocol/presence.ts'
import { encodeAwareness, encodeUpdate, type Right } from '#protocol/frames.ts'
import type { DocumentStorage } from '../storage/storage.ts'
import type { MergedLogs } from './merged-logs.ts'
import type { Meter } from './options.ts'
import { createPresence, type Participants } from './participants.ts'
import type { RelaySettings } from './settings.ts'
import { createUpdateQueue, type Author, type UpdateQueue } from './update-queue.ts'

/** What a room needs from a connection. */
export interface Member extends Author {
	readonly right: Right
	send(frame: Uint8Array): void
	/** Every stored update up to `sequence` was sent to all members, except to the one that sent it. */
	reach(sequence: number): void
	/** Sends a new HELLO, because its contents have changed. */
	greet(): void
}

export interface RoomOptions {
	documentId: string
	epoch: number
	/** `sequence` and `bytes` as stored when the room opens. */
	sequence: number
	bytes: number
	settings: Pick<RelaySettings, 'documentBytes' | 'softBytes' | 'presenceMs' | 'resumedRows' | 'resumedBytes'>
	storage: DocumentStorage
	logs: MergedLogs
	participants: Participants
	now(): Date
	meter: Meter
	onStored(): void
	/** The room is closed: nobody needs it and no update is under way, or `end` was called. */
	onClosed(): void
	/** The storage has failed and the room is closed. A new room may be opened. */
	onFailed(error: unknown): void
}

export interface Room extends Omit<UpdateQueue, 'giveUp'> {
	readonly documentId: string
	readonly epoch: number
	readonly participants: Participants
	readonly members: ReadonlySet<Member>
	/** A closed room takes nothing. A connection that sends something to it is closed, and its device comes back. */
	isOpen(): boolean
	/** Keeps the room open for a caller that does not join it. False when the room has closed. */
	retain(): boolean
	release(): void
	join(member: Member): void
	leave(member: Member): void
	/**
	 * Reads what a device with this state vector lacks, as updates to apply in order; none for an empty document. A
	 * member that joined before the call gets everything above `sequence` by broadcast. Null when the storage has failed;
	 * the room is then closed.
	 */
	readMissing(stateVector: Uint8Array): Promise<Missing | null>
	/**
	 * Reads the stored rows after a sequence as they are (R16). `too-many`: more rows or bytes than a resuming device
	 * gets. Null as in `readMissing`.
	 */
	readSince(after: number): Promise<Missing | 'too-many' | null>
	speak(member: Member, awareness: Uint8Array): 'accepted' | 'malformed'
	sendPresence(member: Member): void
	/** Sends a new HELLO to all members, except to the one that knows already. */
	greetAll(except?: Member): void
	/** Closes the room and all its connections for good: the document is deleted. */
	end(reason: CloseReason): void
}

export interface Missing {
	/** Iterate only once: large differences are computed while they are taken. */
	updates: Iterable<Uint8Array>
	/** With the updates a device has every stored update up to this one. */
	sequence: number
}

export function createRoom(options: RoomOptions): Room {
	const { documentId, storage, logs, participants, settings } = options
	const members = new Set<Member>()
	const presence = createPresence<Member>()
	let isOpen = true
	let retainCount = 0
	let presenceTimer: NodeJS.Timeout | null = null
	const queue = createUpdateQueue({
		...options,
		limits: settings,
		broadcast: (update, author) => broadcast(encodeUpdate(update), author),
		onMoved(sequence) {
			for (const member of members) member.reach(sequence)
		},
		onFilling: () => greetAll(),
		onSettled: rest,
		onFailed: fail
	})

	function broadcast(frame: Uint8Array, except: Author | null): void {
		for (const member of members) if (member !== except) member.send(frame)
	}

	function greetAll(except?: Member): void {
		for (const member of members) if (member !== except) member.greet()
	}

	/** Readers get no presence (R12). */
	function broadcastPresence(update: Uint8Array, except: Member | null): void {
		const frame = encodeAwareness(update)
		for (const member of members) if (member !== except && member.right === 'edit') member.send(frame)
	}

	function flushPresence(): void {
		presenceTimer = null
		const collected = presence.collect()
		if (collected === null) return
		broadcastPresence(collected.update, collected.by)
		presenceTimer = setTimeout(flushPresence, settings.presenceMs)
	}

	function rest(): void {
		if (!isOpen || !queue.isSettled() || members.size > 0 || retainCount > 0) return
		close()
		options.onClosed()
	}

	/** Only the first failure counts: a later one would forget the room that replaced this one. */
	function fail(error: unknown): void {
		if (!isOpen) return
		close()
		options.onFailed(error)
		sendAway('storage-failed')
	}

	function close(): void {
		isOpen = false
		if (presenceTimer !== null) clearTimeout(presenceTimer)
	}

	function sendAway(reason: CloseReason): void {
		const present = new Set<Author>([...members, ...queue.giveUp()])
		members.clear()
		for (const author of present) author.close(reason)
	}

	return {
		...queue,
		documentId,
		epoch: options.epoch,
		participants,
		members,
		isOpen: () => isOpen,

		retain() {
			if (isOpen) retainCount += 1
			return isOpen
		},

		release() {
			retainCount -= 1
			rest()
		},

		join: (member) => void members.add(member),

		leave(member) {
			if (!members.delete(member)) return
			const farewell = presence.leave(member)
			if (farewell !== null) broadcastPresence(farewell, null)
			rest()
		},

		async readMissing(stateVector) {
			const log = await logs.read(documentId).catch(fail)
			if (log === undefined) return null
			return { updates: log.diffs(stateVector), sequence: log.sequence }
		},

		async readSince(after) {
			// A row that is stored and not let out yet will be broadcast.
			if (after === queue.sequence()) return { updates: [], sequence: after }
			const rows = await storage.load(documentId, after, settings.resumedRows + 1).catch(fail)
			if (rows === undefined) return null
			const size = rows.reduce((sum, row) => sum + row.bytes.length, 0)
			if (rows.length > settings.resumedRows || size > settings.resumedBytes) return 'too-many'
			return { updates: rows.map((row) => row.bytes), sequence: rows.at(-1)?.sequence ?? after }
		},

		speak(member, awareness) {
			const entries = decodePresence(awareness)
			if (entries === null) return 'malformed'
			presence.speak(member, entries)
			if (presenceTimer === null) flushPresence()
			return 'accepted'
		},

		sendPresence(member) {
			const present = member.right === 'edit' ? presence.read() : null
			if (present !== null) member.send(encodeAwareness(present))
		},

		greetAll,

		end(reason) {
			if (!isOpen) return
			close()
			options.onClosed()
			sendAway(reason)
		}
	}
}
