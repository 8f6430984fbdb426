/**
 * What is done to a document without a connection: over HTTPS, or by the server itself. It goes through the document's
 * room, opened for the moment if need be, so that order, limits and who hears of it are the same for all.
 */
import { setImmediate } from 'node:timers/promises'
import * as Y from 'yjs'
import type { CloseReason } from '#protocol/close-codes.ts'
import type { DeviceReport, ParticipantState } from '#protocol/frames.ts'
import { takeUpdates } from '#protocol/take-updates.ts'
import { readRows } from './storage/rows.ts'
import type { DocumentStorage } from './storage/storage.ts'
import { createTurns } from '../network.ts'
import { checkUpdate, isStateVector } from './check-update.ts'
import type { Room } from './relay/room.ts'
import type { Rooms } from './relay/rooms.ts'
import type { Author } from './relay/update-queue.ts'

export interface ErrandsParts {
	rooms: Rooms
	storage: DocumentStorage
	now(): Date
	onDeviceChanged(documentId: string): void
	/** Whoever is being admitted to the document is sent to ask again. */
	startOver(filter: { documentId: string }): void
}

/** `gone`: never made, or deleted. */
export type StoreOutcome = 'stored' | 'too-large' | 'malformed' | 'gone'

export interface ReadOptions {
	/** Reads all rows anew from the disk instead of what is kept of them, and says in `snapshot` what they hold. */
	isCheck?: boolean
}

export interface DocumentReading {
	epoch: number
	/** What the device lacks, to be applied in order; without content when it lacks nothing. */
	updates: Uint8Array[]
	/** The updates bring the device to this stored update. */
	sequence: number
	/** Of everything in the relay, all of it durable. */
	stateVector: Uint8Array
	/** Y.encodeSnapshot of everything in the relay; null unless asked for. */
	snapshot: Uint8Array | null
	/** As in RelayHello. */
	bytesLeft: number | null
}

export type ErrandAuthor = Pick<Author, 'personId' | 'deviceId' | 'acceptedBy'>

export interface Errands {
	/**
	 * Stores an update that came without a connection: over HTTPS, or accepted from the holding log. Resolves once it is
	 * durable, then sends it on to whoever has the document open (R1). What the document has already is not stored again.
	 * Rights are the caller's business. Rejects when the storage fails.
	 */
	store(documentId: string, author: ErrandAuthor, update: Uint8Array): Promise<StoreOutcome>
	/**
	 * What a device lacks that has `stateVector`, and what the relay has; null for a document that is gone. Includes all
	 * that was stored before the call. Rejects when the storage fails.
	 */
	read(
		documentId: string,
		stateVector: Uint8Array,
		options?: ReadOptions
	): Promise<DocumentReading | 'malformed' | null>
	/**
	 * Records what a device says of itself without a connection, tells it to whoever has the document open, and resolves
	 * with all participants as HELLO would list them; null for a document that is gone. Both sequences are taken as they
	 * are: the caller bounds them (P14). `heardAt`: ISO instant.
	 */
	report(
		documentId: string,
		personId: string,
		report: Omit<DeviceReport, 'underWay'>,
		heardAt: string
	): Promise<ParticipantState[] | null>
	/** What is stored of it has become less by itself: whoever has it open is told when it fills no more (R7). */
	remeasure(documentId: string): void
	/** Leaves a tombstone (R15), and closes whoever has the document open with 4404. */
	deleteDocument(documentId: string): Promise<void>
}

export function createErrands({ rooms, storage, now, onDeviceChanged, startOver }: ErrandsParts): Errands {
	const checks = createTurns(CHECKS_AT_ONCE)

	return {
		async store(documentId, author, update) {
			const check = checkUpdate(update)
			if (check === 'malformed') return 'malformed'
			const outcome = await rooms.visit(documentId, async (room) => {
				if (check === 'empty') return settle(room)
				// What a device brings after weeks is a difference, and mostly known; the room can tell once it has read.
				await stateVectorOf(room)
				return storeIn(room, author, update)
			})
			return outcome ?? 'gone'
		},

		async read(documentId, stateVector, { isCheck = false } = {}) {
			if (!isStateVector(stateVector)) return 'malformed'
			return rooms.visit(documentId, async (room): Promise<DocumentReading | null> => {
				if (isCheck) return checks.run(() => readAnew(room, stateVector))
				const relayVector = await stateVectorOf(room)
				// What the relay says it has, it must not lose any more.
				if ((await settle(room)) === 'gone') return null
				const missing = await room.readMissing(stateVector)
				if (missing === null) throw new Error('The document could not be read')
				const { sequence, updates } = missing
				const { epoch } = room
				const bytesLeft = room.bytesLeft()
				return { epoch, updates: [...updates], sequence, stateVector: relayVector, snapshot: null, bytesLeft }
			})
		},

		report(documentId, personId, report, heardAt) {
			const { deviceId, appVersion, haveSequence, seenSequence, unsent, freeBytes, isPersisted } = report
			return rooms.visit(documentId, (room) => {
				const said = { deviceId, appVersion, haveSequence, seenSequence, unsent, freeBytes, isPersisted }
				const isNews = room.participants.record({ documentId, personId, ...said, lastSeenAt: heardAt })
				onDeviceChanged(documentId)
				if (isNews) room.greetAll()
				return room.participants.list()
			})
		},

		remeasure: (documentId) => rooms.find(documentId)?.remeasure(),

		async deleteDocument(documentId) {
			startOver({ documentId })
			await storage.deleteDocument(documentId, now().toISOString())
			rooms.logs.forget(documentId)
			rooms.find(documentId)?.end('gone')
		}
	}

	/** From the rows alone: a snapshot or a cache that is wrong would say so of itself. */
	async function readAnew(room: Room, stateVector: Uint8Array): Promise<DocumentReading> {
		const { documentId, epoch } = room
		const rows = await readRows(storage, documentId)
		const doc = new Y.Doc()
		for (const [index, { bytes }] of rows.entries()) {
			takeUpdates(doc, [bytes])
			if (index % ROWS_PER_TURN === 0) await setImmediate()
		}
		rooms.logs.forget(documentId)
		room.learn(rows.map(({ bytes }) => bytes))
		const reading = {
			epoch,
			updates: [Y.encodeStateAsUpdate(doc, stateVector)],
			sequence: rows.at(-1)?.sequence ?? 0,
			stateVector: Y.encodeStateVector(doc),
			snapshot: Y.encodeSnapshot(Y.snapshot(doc)),
			bytesLeft: room.bytesLeft()
		}
		doc.destroy()
		return reading
	}
}

const ROWS_PER_TURN = 500
/** Each takes a whole document apart. */
const CHECKS_AT_ONCE = 2

async function storeIn(
	room: Room,
	{ personId, deviceId, acceptedBy }: ErrandAuthor,
	update: Uint8Array
): Promise<'stored' | 'too-large' | 'gone'> {
	const { promise, resolve } = Promise.withResolvers<'stored' | CloseReason>()
	const author = { personId, deviceId, acceptedBy, acknowledge: () => resolve('stored'), close: resolve }
	return room.receive(author, update, { counter: 0, isOffer: true }) === 'too-large'
		? 'too-large'
		: storedOrGone(await promise)
}

/** Resolves when all that came before is durable. */
async function settle(room: Room): Promise<'stored' | 'gone'> {
	return storedOrGone(await room.settle())
}

function storedOrGone(outcome: 'stored' | CloseReason): 'stored' | 'gone' {
	if (outcome === 'stored' || outcome === 'gone') return outcome
	throw new Error(`Not stored: ${outcome}`)
}

async function stateVectorOf(room: Room): Promise<Uint8Array> {
	const stateVector = await room.readStateVector()
	if (stateVector === null) throw new Error('The document could not be read')
	return stateVector
}
