/**
 * One document and everybody who has it open. A room knows no socket and no SQL, and holds no Y.Doc: an update passes
 * through it as bytes, in the order of its queue.
 *
 * When the storage fails, the whole room is forgotten and everybody sent away to come back: devices then compare with what
 * the storage has, and send again.
 */
import type { CloseReason } from '#protocol/close-codes.ts'
import { decodePresence } from '#protocol/presence.ts'
import { encodeAwareness, encodeUpdate, type Right } from '#protocol/frames.ts'
import type { DocumentStorage } from '../storage/storage.ts'
import type { MergedLogs } from './merged-logs.ts'
import type { Meter } from './parts.ts'
import { createPresence, type Participants } from './participants.ts'
import type { RelaySettings } from './settings.ts'
import { createUpdateQueue, type Author, type UpdateQueue } from './update-queue.ts'

/** What a room needs of a connection. */
export interface Member extends Author {
	readonly right: Right
	send(frame: Uint8Array): void
	/** Everything stored up to `sequence` was sent to all members, except what they sent themselves. */
	reach(sequence: number): void
	/** What HELLO says has changed. */
	greet(): void
}

export interface RoomParts {
	documentId: string
	epoch: number
	/** As stored when the room opens. */
	sequence: number
	bytes: number
	settings: Pick<RelaySettings, 'documentBytes' | 'softBytes' | 'presenceMs' | 'resumedRows' | 'resumedBytes'>
	storage: DocumentStorage
	logs: MergedLogs
	participants: Participants
	now(): Date
	meter: Meter
	onStored(): void
	/** Nobody needs it any more and nothing is on its way to the storage, or it was ended: the room is closed. */
	onClosed(): void
	/** The room is dead; a new one may be opened. */
	onFailed(error: unknown): void
}

export interface Room extends Omit<UpdateQueue, 'giveUp'> {
	readonly documentId: string
	readonly epoch: number
	readonly participants: Participants
	readonly members: ReadonlySet<Member>
	/** A closed room takes nothing any more; whoever brings something is sent away to come back. */
	isOpen(): boolean
	/** Keeps the room open for somebody who does not join it; false when it has closed. */
	hold(): boolean
	release(): void
	join(member: Member): void
	leave(member: Member): void
	/**
	 * What the state vector lacks, as updates to be applied in order; at least one, maybe empty. A member that joined
	 * before the call has been sent everything above `sequence`. Null when the storage has failed; then the room is gone.
	 */
	readMissing(stateVector: Uint8Array): Promise<Missing | null>
	/** The stored rows after a sequence as they are (R16); `too-many` when they are more than a resuming device gets. */
	readSince(after: number): Promise<Missing | 'too-many' | null>
	speak(member: Member, awareness: Uint8Array): 'heard' | 'malformed'
	sendPresence(member: Member): void
	/** Tells members what HELLO says now; `except`: who knows already, and need not be told. */
	greetAll(except?: Member): void
	/** Sends everybody away for good: the document is no more. */
	end(reason: CloseReason): void
}

export interface Missing {
	/** To be gone through once: large differences are made as they are taken. */
	updates: Iterable<Uint8Array>
	/** The updates bring a device to this stored update. */
	sequence: number
}

export function createRoom(parts: RoomParts): Room {
	const { documentId, storage, logs, participants, settings } = parts
	const members = new Set<Member>()
	const presence = createPresence<Member>()
	let isOpen = true
	let holds = 0
	let presenceTimer: NodeJS.Timeout | null = null
	const queue = createUpdateQueue({
		...parts,
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

	/** Readers have none (R12). */
	function broadcastPresence(update: Uint8Array, except: Member | null): void {
		const frame = encodeAwareness(update)
		for (const member of members) if (member !== except && member.right === 'edit') member.send(frame)
	}

	function tellPresence(): void {
		presenceTimer = null
		const told = presence.collect()
		if (told === null) return
		broadcastPresence(told.update, told.by)
		presenceTimer = setTimeout(tellPresence, settings.presenceMs)
	}

	function rest(): void {
		if (!isOpen || !queue.isSettled() || members.size > 0 || holds > 0) return
		close()
		parts.onClosed()
	}

	/** Only the first failure counts: a later one would forget the room that took this one's place. */
	function fail(error: unknown): void {
		if (!isOpen) return
		close()
		parts.onFailed(error)
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
		epoch: parts.epoch,
		participants,
		members,
		isOpen: () => isOpen,

		hold() {
			if (isOpen) holds += 1
			return isOpen
		},

		release() {
			holds -= 1
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
			// What is stored and not let out yet is about to be broadcast.
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
			if (presenceTimer === null) tellPresence()
			return 'heard'
		},

		sendPresence(member) {
			const present = member.right === 'edit' ? presence.read() : null
			if (present !== null) member.send(encodeAwareness(present))
		},

		greetAll,

		end(reason) {
			if (!isOpen) return
			close()
			parts.onClosed()
			sendAway(reason)
		}
	}
}
