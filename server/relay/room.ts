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
import { createKnowledge, type Knowledge } from './knowledge.ts'
import type { MergedLogs } from './merged-logs.ts'
import type { Participants } from './participants.ts'
import { createPresence } from './presence.ts'

/** What a room needs of a connection. */
export interface Member {
	readonly personId: string
	readonly deviceId: string
	readonly right: Right
	send(frame: Uint8Array): void
	/** All of this connection's update frames up to `counter` are durable. */
	acknowledge(counter: number): void
	/** Everything stored up to `sequence` was sent to all members, except what they sent themselves. */
	reach(sequence: number): void
	/** Participants' states have changed. */
	greet(): void
	close(reason: CloseReason): void
}

export interface RoomParts {
	documentId: string
	epoch: number
	/** As stored when the room opens. */
	sequence: number
	bytes: number
	/** Beyond it the document takes no more. */
	mostBytes: number
	storage: DocumentStorage
	logs: MergedLogs
	participants: Participants
	now(): Date
	onStored(): void
	/** The last member has left and nothing is on its way to the storage: the room is closed. */
	onEmpty(): void
	/** The room is dead; a new one may be opened. */
	onFailed(error: unknown): void
}

export interface Room {
	readonly documentId: string
	readonly epoch: number
	readonly participants: Participants
	readonly members: ReadonlySet<Member>
	sequence(): number
	/** A room that closed meanwhile sends the member away to come back. */
	join(member: Member): void
	leave(member: Member): void
	/** Stores, then acknowledges and broadcasts. `isOffer`: an answer to the relay's question, mostly known already. */
	receive(author: Member, update: Uint8Array, counter: number, isOffer: boolean): 'accepted' | 'too-large'
	/** Acknowledges a frame with nothing in it, after those before it. */
	receiveNothing(author: Member, counter: number): void
	/** What the state vector lacks, as updates to be applied in order; at least one, maybe empty. */
	readMissing(stateVector: Uint8Array): Promise<{ updates: Uint8Array[]; sequence: number }>
	/** Null when the storage has failed; then the room is gone. */
	readStateVector(): Promise<Uint8Array | null>
	speak(member: Member, awareness: Uint8Array): 'heard' | 'malformed'
	sendPresence(member: Member): void
	/** Tells members of changed participants. */
	greetAll(): void
	/** Closes the room if nobody is in it: for one that was opened and then not joined. */
	rest(): void
	/** Sends what others than this room have stored. */
	catchUp(): Promise<void>
	/** Resolves when everything received so far is stored and acknowledged, or the room has failed. */
	settle(): Promise<void>
}

interface Arrival {
	author: Member
	counter: number
	/** Null for a frame with nothing to store. */
	update: Uint8Array | null
	isOffer: boolean
	/** Null until committed. */
	sequence: number | null
}

export function createRoom(parts: RoomParts): Room {
	const { documentId, storage, logs, participants } = parts
	const members = new Set<Member>()
	const presence = createPresence<Member>()
	/** In order of arrival; the head is let out first. */
	const arrivals: Arrival[] = []
	let { sequence, bytes } = parts
	let isOpen = true
	let catchingUp: Promise<void> | null = null
	let knowledge: Knowledge | null = null
	let settled: (() => void)[] = []

	function append(arrival: Arrival, update: Uint8Array): void {
		const { personId, deviceId } = arrival.author
		bytes += update.length
		knowledge?.add(update, arrival.isOffer)
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

	function broadcast(frame: Uint8Array, except: Member | null): void {
		for (const member of members) if (member !== except) member.send(frame)
	}

	function rest(): void {
		if (arrivals.length > 0) return
		for (const resolve of settled) resolve()
		settled = []
		if (!isOpen || members.size > 0) return
		isOpen = false
		parts.onEmpty()
	}

	/** Only the first failure counts: a later one would forget the room that took this one's place. */
	function fail(error: unknown): void {
		if (!isOpen) return
		isOpen = false
		parts.onFailed(error)
		for (const member of [...members]) member.close('storage-failed')
		members.clear()
		arrivals.length = 0
		rest()
	}

	return {
		documentId,
		epoch: parts.epoch,
		participants,
		members,
		sequence: () => sequence,

		join(member) {
			if (isOpen) members.add(member)
			else member.close('storage-failed')
		},

		leave(member) {
			if (!members.delete(member)) return
			const farewell = presence.leave(member)
			if (farewell !== null) broadcast(encodeAwareness(farewell), null)
			rest()
		},

		receive(author, update, counter, isOffer) {
			if (!isOpen) return 'accepted'
			if (isOffer && knowledge?.contains(update) === true) {
				this.receiveNothing(author, counter)
				return 'accepted'
			}
			if (bytes + update.length > parts.mostBytes) return 'too-large'
			const arrival = { author, update, counter, isOffer, sequence: null }
			arrivals.push(arrival)
			append(arrival, update)
			return 'accepted'
		},

		receiveNothing(author, counter) {
			if (!isOpen) return
			arrivals.push({ author, counter, update: null, isOffer: false, sequence: null })
			letOut()
		},

		async readMissing(stateVector) {
			const log = await logs.read(documentId).catch(fail)
			if (log === undefined) return { updates: [], sequence: 0 }
			const missing = log.pieces.map((piece) => diffOrWhole(piece, stateVector))
			// Everything above the log's end was committed after the member joined, and broadcast to it.
			return { updates: missing, sequence: Math.max(log.sequence, sequence) }
		},

		async readStateVector() {
			if (knowledge === null) {
				const log = await logs.read(documentId).catch(fail)
				if (log === undefined || !isOpen) return null
				const onTheirWay = arrivals.flatMap(({ update }) => update ?? [])
				knowledge ??= createKnowledge([...log.pieces, ...onTheirWay])
			}
			return knowledge.stateVector()
		},

		speak(member, awareness) {
			const entries = decodePresence(awareness)
			if (entries === null) return 'malformed'
			const told = presence.speak(member, entries)
			if (told !== null) broadcast(encodeAwareness(told), member)
			return 'heard'
		},

		sendPresence(member) {
			const present = presence.read()
			if (present !== null) member.send(encodeAwareness(present))
		},

		greetAll() {
			for (const member of members) member.greet()
		},

		rest,
		catchUp,

		settle: () =>
			arrivals.length === 0 ? Promise.resolve() : new Promise<void>((resolve) => void settled.push(resolve))
	}
}

function diffOrWhole(update: Uint8Array, stateVector: Uint8Array): Uint8Array {
	try {
		return Y.diffUpdate(update, stateVector)
	} catch {
		// A row damaged on the disk. A device skips what it cannot read, and gets all the others.
		return update
	}
}
