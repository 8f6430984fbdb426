/**
 * One document and everybody who has it open. A room knows no socket and no SQL, and holds no Y.Doc:
 * an update passes through it as bytes.
 *
 * Record, commit, acknowledge, broadcast, in this order (sync.md R1). Updates are appended at once, the
 * next without waiting for the one before, and let out in the order they were appended.
 *
 * When the storage fails, what it holds is not known any more. The whole room is forgotten and everybody
 * sent away to come back: devices then compare with what the storage has, and send again.
 */
import { decodePresence } from '#protocol/presence.ts'
import { encodeAwareness, encodeUpdate, type Right } from '#protocol/sync.ts'
import * as Y from 'yjs'
import type { CloseReason } from '#protocol/close-codes.ts'
import type { DocumentStorage } from '../storage/storage.ts'
import type { Meter } from './meter.ts'
import type { RelaySettings } from './settings.ts'
import { createKnowledge, type Knowledge } from './knowledge.ts'
import type { MergedLogs } from './merged-logs.ts'
import type { Participants } from './participants.ts'
import { createPresence } from './presence.ts'

/** Who brings updates: a connection, or somebody without one. */
export interface Author {
	readonly personId: string
	readonly deviceId: string
	/** All of this author's update frames up to `counter` are durable, in the order they were received. */
	acknowledge(counter: number): void
	/** What was received and is not acknowledged by now may be lost. */
	close(reason: CloseReason): void
}

/** What a room needs of a connection. */
export interface Member extends Author {
	readonly right: Right
	send(frame: Uint8Array): void
	/** Everything stored up to `sequence` was sent to all members, except what they sent themselves. */
	reach(sequence: number): void
	/** Participants' states have changed. */
	greet(): void
}

export interface RoomParts {
	documentId: string
	epoch: number
	/** As stored when the room opens. */
	sequence: number
	bytes: number
	settings: Pick<RelaySettings, 'documentBytes' | 'presenceMs' | 'resumedBytes'>
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

export interface Room {
	readonly documentId: string
	readonly epoch: number
	readonly participants: Participants
	readonly members: ReadonlySet<Member>
	sequence(): number
	/** A closed room takes nothing any more; whoever brings something is sent away to come back. */
	isOpen(): boolean
	/** Keeps the room open for somebody who does not join it; false when it has closed. */
	hold(): boolean
	release(): void
	join(member: Member): void
	leave(member: Member): void
	/** Stores, then acknowledges and broadcasts. `isOffer`: an answer to the relay's question, mostly known already. */
	receive(author: Author, update: Uint8Array, counter: number, isOffer: boolean): 'accepted' | 'too-large'
	/** Acknowledges a frame with nothing in it, after those before it. */
	receiveNothing(author: Author, counter: number): void
	/**
	 * What the state vector lacks, as updates to be applied in order; at least one, maybe empty. A member that joined
	 * before the call has been sent everything above `sequence`. Null when the storage has failed; then the room is gone.
	 */
	readMissing(stateVector: Uint8Array): Promise<Missing | null>
	/** The stored rows after a sequence as they are (R16); `too-many` when they are larger than a resuming device gets. */
	readSince(after: number): Promise<Missing | 'too-many' | null>
	/** Null when the storage has failed; then the room is gone. */
	readStateVector(): Promise<Uint8Array | null>
	/** All stored rows, read anew: they take the place of what the room believed. */
	learn(rows: readonly Uint8Array[]): void
	speak(member: Member, awareness: Uint8Array): 'heard' | 'malformed'
	sendPresence(member: Member): void
	/** Tells members of changed participants. */
	greetAll(): void
	/** Sends what others than this room have stored. */
	catchUp(): Promise<void>
	/** Resolves when everything received so far is stored and acknowledged, or the room has failed. */
	settle(): Promise<void>
	isSettled(): boolean
	/** Sends everybody away for good: the document is no more. */
	end(reason: CloseReason): void
}

export interface Missing {
	/** To be gone through once: large differences are made as they are taken. */
	updates: Iterable<Uint8Array>
	/** The updates bring a device to this stored update. */
	sequence: number
}

interface Arrival {
	author: Author
	counter: number
	/** Null for a frame with nothing to store. */
	update: Uint8Array | null
	/** Null until committed. */
	sequence: number | null
	/** As performance.now(). */
	at: number
}

export function createRoom(parts: RoomParts): Room {
	const { documentId, storage, logs, participants, settings, meter } = parts
	const members = new Set<Member>()
	const presence = createPresence<Member>()
	/** In order of arrival; the head is let out first. */
	const arrivals: Arrival[] = []
	let { sequence, bytes } = parts
	let isOpen = true
	let catchingUp: Promise<void> | null = null
	let knowledge: Knowledge | null = null
	let holds = 0
	let presenceTimer: NodeJS.Timeout | null = null

	function append(arrival: Arrival, update: Uint8Array): void {
		const { personId, deviceId } = arrival.author
		storage.append(documentId, { bytes: update, personId, deviceId, at: parts.now().toISOString() }).then((stored) => {
			arrival.sequence = stored
			letOut()
		}, fail)
	}

	function letOut(): void {
		if (!isOpen) return
		let hasStored = false
		for (let head = arrivals[0]; head !== undefined; head = arrivals[0]) {
			if (head.update !== null) {
				if (head.sequence === null) break
				if (head.sequence > sequence + 1) {
					// Others have stored something below it, which goes out first: no ACK names a lower sequence (P5).
					void catchUp()
					break
				}
				hasStored = true
				// Not above `sequence`: it went out already, with what others had stored.
				if (head.sequence > sequence) {
					broadcast(encodeUpdate(head.update), head.author)
					moveTo(head.sequence)
				}
				meter.committed(performance.now() - head.at)
			}
			arrivals.shift()
			head.author.acknowledge(head.counter)
		}
		if (hasStored) parts.onStored()
		rest()
	}

	function moveTo(stored: number): void {
		sequence = stored
		for (const member of members) member.reach(sequence)
	}

	function catchUp(): Promise<void> {
		catchingUp ??= readOthers().finally(() => {
			catchingUp = null
			// What waited for it; an empty room may be one that somebody is about to join.
			if (arrivals.length > 0) letOut()
		})
		return catchingUp
	}

	async function readOthers(): Promise<void> {
		const rows = await storage.load(documentId, sequence).catch(fail)
		if (!isOpen || rows === undefined) return
		for (const row of rows) {
			// Let out while this was read.
			if (row.sequence <= sequence) continue
			const own = arrivals.find((arrival) => arrival.sequence === row.sequence)
			if (own === undefined) {
				bytes += row.bytes.length
				knowledge?.add(row.bytes, false)
			}
			broadcast(encodeUpdate(row.bytes), own?.author ?? null)
			moveTo(row.sequence)
		}
	}

	function broadcast(frame: Uint8Array, except: Author | null): void {
		for (const member of members) if (member !== except) member.send(frame)
	}

	function adopt(stored: Knowledge): void {
		for (const { update } of arrivals) if (update !== null) stored.add(update, false)
		knowledge = stored
	}

	function tellPresence(): void {
		presenceTimer = null
		const told = presence.collect()
		if (told === null) return
		broadcast(encodeAwareness(told.update), told.by)
		presenceTimer = setTimeout(tellPresence, settings.presenceMs)
	}

	function rest(): void {
		if (!isOpen || arrivals.length > 0 || members.size > 0 || holds > 0) return
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
		const present = new Set<Author>([...members, ...arrivals.map(({ author }) => author)])
		members.clear()
		arrivals.length = 0
		for (const author of present) author.close(reason)
	}

	return {
		documentId,
		epoch: parts.epoch,
		participants,
		members,
		sequence: () => sequence,
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
			if (farewell !== null) broadcast(encodeAwareness(farewell), null)
			rest()
		},

		receive(author, update, counter, isOffer) {
			if (isOffer && knowledge?.contains(update) === true) {
				this.receiveNothing(author, counter)
				return 'accepted'
			}
			if (bytes + update.length > settings.documentBytes) return 'too-large'
			if (!isOpen) {
				author.close('storage-failed')
				return 'accepted'
			}
			bytes += update.length
			knowledge?.add(update, isOffer)
			const arrival = { author, update, counter, sequence: null, at: performance.now() }
			arrivals.push(arrival)
			append(arrival, update)
			return 'accepted'
		},

		receiveNothing(author, counter) {
			if (!isOpen) return author.close('storage-failed')
			arrivals.push({ author, counter, update: null, sequence: null, at: 0 })
			letOut()
		},

		async readMissing(stateVector) {
			const log = await logs.read(documentId).catch(fail)
			if (log === undefined) return null
			return { updates: diffsOf(log.pieces, stateVector), sequence: log.sequence }
		},

		async readSince(after) {
			// What is stored and not let out yet is about to be broadcast.
			if (after === sequence) return { updates: [], sequence }
			const rows = await storage.load(documentId, after).catch(fail)
			if (rows === undefined) return null
			const size = rows.reduce((sum, row) => sum + row.bytes.length, 0)
			if (size > settings.resumedBytes) return 'too-many'
			return { updates: rows.map((row) => row.bytes), sequence: rows.at(-1)?.sequence ?? after }
		},

		async readStateVector() {
			if (knowledge === null) {
				const stored = await logs.readKnowledge(documentId).catch(fail)
				if (stored === undefined || !isOpen) return null
				if (knowledge === null) adopt(stored)
			}
			return knowledge?.stateVector() ?? null
		},

		learn: (rows) => adopt(createKnowledge(rows)),

		speak(member, awareness) {
			const entries = decodePresence(awareness)
			if (entries === null) return 'malformed'
			presence.speak(member, entries)
			if (presenceTimer === null) tellPresence()
			return 'heard'
		},

		sendPresence(member) {
			const present = presence.read()
			if (present !== null) member.send(encodeAwareness(present))
		},

		greetAll() {
			for (const member of members) member.greet()
		},

		catchUp,

		settle() {
			return new Promise((resolve) => {
				this.receiveNothing({ personId: '', deviceId: '', acknowledge: () => resolve(), close: () => resolve() }, 0)
			})
		},

		isSettled: () => arrivals.length === 0,

		end(reason) {
			if (!isOpen) return
			close()
			parts.onClosed()
			sendAway(reason)
		}
	}
}

function* diffsOf(pieces: readonly Uint8Array[], stateVector: Uint8Array): Generator<Uint8Array> {
	for (const piece of pieces) yield diffOrWhole(piece, stateVector)
}

function diffOrWhole(update: Uint8Array, stateVector: Uint8Array): Uint8Array {
	try {
		return Y.diffUpdate(update, stateVector)
	} catch {
		// A row damaged on the disk. A device skips what it cannot read, and gets all the others.
		return update
	}
}
