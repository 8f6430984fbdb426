/**
 * Reads and changes documents without a connection, by the server itself. Everything goes through the
 * document's room, opened for the moment if need be, so that order, limits and broadcasts are the same for all.
 */
import { setImmediate } from 'node:timers/promises'
import * as Y from 'yjs'
import type { CloseReason } from '#protocol/close-codes.ts'
import { takeUpdates } from '#protocol/take-updates.ts'
import { readRows } from './storage/rows.ts'
import type { DocumentStorage } from './storage/storage.ts'
import { createTurns } from '../network.ts'
import { checkUpdate, isStateVector } from './check-update.ts'
import type { Room, Rooms } from './relay/room.ts'
import type { Author } from './relay/update-queue.ts'

export interface ErrandsOptions {
	rooms: Rooms
	storage: DocumentStorage
	now(): Date
	/** Connect requests for the document that are being checked are closed, so that the devices ask again. */
	startOver(filter: { documentId: string }): void
}

/** `gone`: never created, or deleted. */
export type StoreOutcome = 'stored' | 'too-large' | 'malformed' | 'gone'

export interface ReadOptions {
	/** Reads all rows from the disk instead of what is kept of them, and returns in `snapshot` what they hold. */
	isCheck?: boolean
}

export interface DocumentReading {
	epoch: number
	/** What the device lacks, to be applied in order; no content when it lacks nothing. */
	updates: Uint8Array[]
	/** With the updates the device has every stored update up to this one. */
	sequence: number
	/** Of everything the relay has, all of it durable. */
	stateVector: Uint8Array
	/** Y.encodeSnapshot of everything the relay has; null unless asked for. */
	snapshot: Uint8Array | null
	/** As in RelayHello. */
	bytesLeft: number | null
}

export type ErrandAuthor = Pick<Author, 'personId' | 'deviceId' | 'acceptedBy'>

export interface Errands {
	/**
	 * Stores an update that came without a connection, such as one accepted from the review log. Resolves once it is
	 * durable, then it is broadcast to everybody who has the document open (R1). What the document has already is not stored
	 * again. The caller checks the rights. Rejects when the storage fails.
	 */
	store(documentId: string, author: ErrandAuthor, update: Uint8Array): Promise<StoreOutcome>
	/**
	 * Reads what a device with `stateVector` lacks, and what the relay has; null for a document that is gone. Includes
	 * everything stored before the call. Rejects when the storage fails.
	 */
	read(
		documentId: string,
		stateVector: Uint8Array,
		options?: ReadOptions
	): Promise<DocumentReading | 'malformed' | null>
	/** Thinning has made the stored rows smaller: if the document stops filling, everybody who has it open is notified (R7). */
	remeasure(documentId: string): void
	/** Leaves a tombstone (R15), and closes all connections to the document with 4404. */
	deleteDocument(documentId: string): Promise<void>
}

export function createErrands({ rooms, storage, now, startOver }: ErrandsOptions): Errands {
	const checks = createTurns(CHECKS_AT_ONCE)

	return {
		async store(documentId, author, update) {
			const check = checkUpdate(update)
			if (check === 'malformed') return 'malformed'
			const outcome = await rooms.use(documentId, async (room) => {
				if (check === 'empty') return settle(room)
				// What a device sends after weeks is a difference, and mostly known. The room notices that only once it has read the
				// document.
				await stateVectorOf(room)
				return storeIn(room, author, update)
			})
			return outcome ?? 'gone'
		},

		async read(documentId, stateVector, { isCheck = false } = {}) {
			if (!isStateVector(stateVector)) return 'malformed'
			return rooms.use(documentId, async (room): Promise<DocumentReading | null> => {
				if (isCheck) return checks.run(() => readAnew(room, stateVector))
				const relayVector = await stateVectorOf(room)
				// What the relay says it has must be durable.
				if ((await settle(room)) === 'gone') return null
				const missing = await room.readMissing(stateVector)
				if (missing === null) throw new Error('The document could not be read')
				const { sequence, updates } = missing
				const { epoch } = room
				const bytesLeft = room.queue.bytesLeft()
				return { epoch, updates: [...updates], sequence, stateVector: relayVector, snapshot: null, bytesLeft }
			})
		},

		remeasure: (documentId) => rooms.find(documentId)?.queue.remeasure(),

		async deleteDocument(documentId) {
			startOver({ documentId })
			await storage.deleteDocument(documentId, now().toISOString())
			rooms.logs.forget(documentId)
			rooms.find(documentId)?.end('gone')
		}
	}

	/** Reads the rows alone: a wrong snapshot or cache would confirm itself. */
	async function readAnew(room: Room, stateVector: Uint8Array): Promise<DocumentReading> {
		const { documentId, epoch } = room
		const rows = await readRows(storage, documentId)
		const doc = new Y.Doc()
		for (const [index, { bytes }] of rows.entries()) {
			takeUpdates(doc, [bytes])
			if (index % ROWS_PER_TURN === 0) await setImmediate()
		}
		rooms.logs.forget(documentId)
		room.queue.learn(rows.map(({ bytes }) => bytes))
		const reading = {
			epoch,
			updates: [Y.encodeStateAsUpdate(doc, stateVector)],
			sequence: rows.at(-1)?.sequence ?? 0,
			stateVector: Y.encodeStateVector(doc),
			snapshot: Y.encodeSnapshot(Y.snapshot(doc)),
			bytesLeft: room.queue.bytesLeft()
		}
		doc.destroy()
		return reading
	}
}

const ROWS_PER_TURN = 500
/** Each check decodes a whole document. */
const CHECKS_AT_ONCE = 2

async function storeIn(
	room: Room,
	{ personId, deviceId, acceptedBy }: ErrandAuthor,
	update: Uint8Array
): Promise<'stored' | 'too-large' | 'gone'> {
	const { promise, resolve } = Promise.withResolvers<'stored' | CloseReason>()
	const author = { personId, deviceId, acceptedBy, acknowledge: () => resolve('stored'), close: resolve }
	return room.queue.receive(author, update, { counter: 0, isOffer: true }) === 'too-large'
		? 'too-large'
		: storedOrGone(await promise)
}

/** Resolves when everything that came before is durable. */
async function settle(room: Room): Promise<'stored' | 'gone'> {
	return storedOrGone(await room.queue.settle())
}

function storedOrGone(outcome: 'stored' | CloseReason): 'stored' | 'gone' {
	if (outcome === 'stored' || outcome === 'gone') return outcome
	throw new Error(`Not stored: ${outcome}`)
}

async function stateVectorOf(room: Room): Promise<Uint8Array> {
	const stateVector = await room.queue.readStateVector()
	if (stateVector === null) throw new Error('The document could not be read')
	return stateVector
}
