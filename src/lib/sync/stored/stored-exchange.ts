/**
 * The exchange of documents that nobody has open (sync.md D7): each gets its log and its line as in a tab, over requests that
 * several documents share (line/request-socket.ts), until both sides have everything. A tab that opens a document meanwhile takes
 * its line.
 */
import { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { toPlanSummary } from '#domain/summary.ts'
import type { CloseReason } from '#protocol/close-codes.ts'
import { storageFacts } from '../device.ts'
import { takeFreeLead } from '../document/lead.ts'
import { openLocalLog } from '../document/local-log.ts'
import type { StorageRoom } from '../document/storage-room.ts'
import { databaseName } from '../document/store-database.ts'
import { openConnection } from '../line/connection.ts'
import { type Mailbox, openMailbox, requestSocketClass } from '../line/request-socket.ts'
import { summaryOf } from './stored-document.ts'

export interface ExchangeDevice {
	personId: string
	deviceId: string
	appVersion: string
}

export interface StoredExchangeOptions {
	/** Whether this page has the document open. Asked beside the locks, which some browsers lack. */
	isOpen?(documentId: string): boolean
	/**
	 * Also exchanges documents whose line a tab holds, because the tab may be frozen. Nothing counts as acknowledged then. For a
	 * worker.
	 */
	isForFrozenTabs?: boolean
	/** Refused documents, with the number of their unsent edits. They are left alone until there are more. */
	refused?: Map<string, number>
	/** Documents whose logs could not be written. They are left alone while nothing of theirs is unsent. */
	unkept?: Set<string>
	/** The person's. It remembers how much gets through. */
	mailbox?: Mailbox
	/** Compares everything, whatever was acknowledged before. */
	isCheck?: boolean
	signal?: AbortSignal
}

/**
 * `done`: both sides have everything. `offline`: no answer, or none that lasts. `in-use`: a tab has the line. `not-stored`: the log
 * could not be read or written, or was lost; opening the programme shows why.
 */
export type StoredResult = 'done' | 'offline' | 'in-use' | 'not-stored' | 'skipped' | 'cancelled' | CloseReason

export interface StoredExchange {
	/** No answer came, or nobody is signed in for this person; null: all were asked. */
	failure: 'offline' | 'signed-out' | 'cancelled' | null
	results: Map<string, StoredResult>
}

/** Each is in memory meanwhile. */
const AT_ONCE = 20
/** Of one document, in a row. */
const MOST_FAILURES = 3
const LOOK_MS = 50

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

export async function exchangeStored(
	device: ExchangeDevice,
	documentIds: readonly string[],
	options: StoredExchangeOptions = {}
): Promise<StoredExchange> {
	const results = new Map<string, StoredResult>()
	const room = await storageFacts()
	const { mailbox = openMailbox(device.personId) } = options
	for (let index = 0; index < documentIds.length; index += AT_ONCE) {
		const some = documentIds.slice(index, index + AT_ONCE)
		const answers = await Promise.all(some.map((documentId) => exchangeOne(device, documentId, room, { ...options, mailbox })))
		some.forEach((documentId, at) => results.set(documentId, answers[at]!))
		const failure = answers.find((answer) => answer === 'offline' || answer === 'signed-out' || answer === 'cancelled')
		if (failure !== undefined) return { failure, results }
	}
	return { failure: null, results }
}

async function exchangeOne(
	device: ExchangeDevice,
	documentId: string,
	room: StorageRoom,
	options: StoredExchangeOptions & { mailbox: Mailbox }
): Promise<StoredResult> {
	const name = databaseName(device.personId, documentId)
	const lead = options.isOpen?.(documentId) === true ? null : await takeFreeLead(name)
	if (lead === null && options.isForFrozenTabs !== true) return 'in-use'
	const stored = openStored(device, documentId, room, options.mailbox)
	try {
		return await stored.exchange(options, lead !== null)
	} finally {
		await stored.close()
		lead?.release()
	}
}

function openStored(device: ExchangeDevice, documentId: string, room: StorageRoom, mailbox: Mailbox) {
	const doc = new Y.Doc()
	const awareness = new Awareness(doc)
	let isNew = false

	const log = openLocalLog({
		name: databaseName(device.personId, documentId),
		doc,
		isOwnEdit: (origin) => origin !== connection.origin,
		// The log speaks before the connection is there.
		onChange: () => queueMicrotask(() => connection.noteStore()),
		onMustOffer: () => connection.offerAll(),
		onOutbid: () => undefined
	})
	const connection = openConnection({
		...device,
		documentId,
		doc,
		awareness,
		log,
		room,
		isLed: true,
		isStored: true,
		url: STORED_URL,
		WebSocketClass: requestSocketClass({
			mailbox,
			isLasting: false,
			onProgress: () => connection.noteProgress()
		}),
		onChange: () => undefined
	})
	doc.on('update', (_update: Uint8Array, origin: unknown) => {
		if (origin === connection.origin) isNew = true
	})

	function result({ refused, unkept, signal }: StoredExchangeOptions): StoredResult | null {
		const { unsent, localStore } = log.status()
		const { connection: link, refusal, refused: refusedEdits } = connection.status()
		if (signal?.aborted === true) return 'cancelled'
		if (localStore === 'failed') {
			unkept?.add(documentId)
			return 'not-stored'
		}
		if (!connection.isQuiet()) return link !== 'connected' && connection.failures() >= MOST_FAILURES ? 'offline' : null
		if (refusedEdits > 0) refused?.set(documentId, unsent)
		else refused?.delete(documentId)
		return refusal ?? 'done'
	}

	return {
		async exchange(options: StoredExchangeOptions, isLeading: boolean): Promise<StoredResult> {
			await log.whenOpened
			const { localStore, localStoreLost, unsent } = log.status()
			if (localStore !== 'ready' || localStoreLost) return 'not-stored'
			if (unsent === 0 && (!isLeading || options.unkept?.has(documentId) === true)) return 'skipped'
			if (unsent > 0 && options.refused?.get(documentId) === unsent) return 'skipped'
			if (isLeading) await log.hold(false)
			if (options.isCheck === true) log.forgetRelay(true)
			connection.start()
			let answer = result(options)
			while (answer === null) {
				await pause(LOOK_MS)
				answer = result(options)
			}
			// After a cancel nothing is written: the person may be leaving this device.
			const summary = answer === 'cancelled' ? undefined : summaryOf(documentId, doc)
			if (summary !== undefined && (isNew || toPlanSummary(log.storedSummary()) === null)) log.saveSummary(summary)
			return answer
		},
		async close() {
			connection.close()
			await log.close()
			awareness.destroy()
			doc.destroy()
		}
	}
}

/** The provider wants an address; requests go to our own server. */
const STORED_URL = 'wss://stored/sync'
