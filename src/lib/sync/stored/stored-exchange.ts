/**
 * The exchange of documents that nobody has open (sync.md D7): each gets its log and its line as in a tab, over requests that
 * several documents share (line/request-socket.ts), until both sides have everything. A tab that opens a document meanwhile takes
 * its line.
 */
import { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import type { CloseReason } from '#protocol/close-codes.ts'
import { storageFacts } from '../device.ts'
import { takeFreeLead } from '../document/lead.ts'
import { openLocalLog } from '../document/local-log.ts'
import type { StorageRoom } from '../document/storage-room.ts'
import { databaseName } from '../document/store-database.ts'
import { readWitness } from '../document/store-witness.ts'
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
/** Of one document: failures in a row, weighed by their reasons; or connections that the relay answered and that did not last. */
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
	const unanswered = mailbox.unanswered()
	for (let index = 0; index < documentIds.length; index += AT_ONCE) {
		const some = documentIds.slice(index, index + AT_ONCE)
		// First all logs are read, so that the requests leave together.
		const opened = await Promise.all(
			some.map((documentId) =>
				openStored(device, documentId, room, { ...options, mailbox }).catch((): StoredResult => 'not-stored')
			)
		)
		const answers = await Promise.all(opened.map((stored) => (typeof stored === 'string' ? stored : stored.exchange())))
		some.forEach((documentId, at) => results.set(documentId, answers[at]!))
		const failure = answers.find((answer) => answer === 'signed-out' || answer === 'cancelled')
		if (failure !== undefined) return { failure, results }
		// One document that the server refuses does not hold up the others.
		const isCut = answers.includes('offline') && !answers.includes('done')
		if (isCut || mailbox.unanswered() > unanswered) return { failure: 'offline', results }
	}
	return { failure: null, results }
}

interface OpenedStored {
	/** Closes it in the end. */
	exchange(): Promise<StoredResult>
}

/** Or why there is nothing to exchange. */
async function openStored(
	device: ExchangeDevice,
	documentId: string,
	room: StorageRoom,
	options: StoredExchangeOptions & { mailbox: Mailbox }
): Promise<OpenedStored | StoredResult> {
	const { isOpen, isForFrozenTabs, refused, unkept, mailbox, isCheck, signal } = options
	const name = databaseName(device.personId, documentId)
	const lead = isOpen?.(documentId) === true ? null : await takeFreeLead(name)
	if (lead === null && isForFrozenTabs !== true) return 'in-use'
	if (signal?.aborted === true) {
		lead?.release()
		return 'cancelled'
	}
	const doc = new Y.Doc()
	const awareness = new Awareness(doc)
	const unanswered = mailbox.unanswered()
	/** Ended connections. */
	let ends = 0
	let wasConnected = false

	const log = openLocalLog({
		name,
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
		onChange() {
			const isConnected = connection.status().connection === 'connected'
			if (wasConnected && !isConnected) ends++
			wasConnected = isConnected
		}
	})
	signal?.addEventListener('abort', abandon)

	/** After a cancel nothing is written: the person may be leaving this device. */
	function abandon(): void {
		log.abandon()
		connection.close()
	}

	/** Null: there is something to exchange. */
	async function prepare(): Promise<StoredResult | null> {
		await log.whenOpened
		const { localStore, localStoreLost, unsent } = log.status()
		if (signal?.aborted === true) return 'cancelled'
		// An empty log that had unsent edits is a loss. The programme reports it when it is opened, if the log is still empty.
		if (localStore !== 'ready' || (localStoreLost && readWitness(name) === 'unsent')) return 'not-stored'
		if (unsent === 0 && isCheck !== true && (lead === null || unkept?.has(documentId) === true)) return 'skipped'
		if (unsent > 0 && refused?.get(documentId) === unsent) return 'skipped'
		if (lead === null) log.standAlone(true)
		else await log.hold(false)
		return null
	}

	function result(): StoredResult | null {
		const { unsent, localStore } = log.status()
		const { connection: link, refusal, refused: refusedEdits, isSynced } = connection.status()
		if (signal?.aborted === true) return 'cancelled'
		if (lead?.isLost() === true) return 'in-use'
		if (localStore === 'failed') unkept?.add(documentId)
		// What is unsent goes to the server also when nothing more can be written.
		if (localStore === 'failed' && unsent <= refusedEdits) return 'not-stored'
		if (!connection.isQuiet()) {
			const hasFailed = connection.failures() >= MOST_FAILURES || ends >= MOST_FAILURES
			return link !== 'connected' && (hasFailed || mailbox.unanswered() > unanswered) ? 'offline' : null
		}
		if (refusedEdits > 0) refused?.set(documentId, unsent)
		else refused?.delete(documentId)
		return refusal ?? (isSynced ? 'done' : 'malformed')
	}

	async function exchange(): Promise<StoredResult> {
		if (isCheck === true) log.forgetRelay(true)
		let answer = result()
		if (answer === null) connection.start()
		while (answer === null) {
			await pause(LOOK_MS)
			answer = result()
		}
		if (answer === 'in-use') log.letGo()
		const summary = summaryOf(documentId, doc)
		// A page that was closed at once may have stored its edits without their summary.
		const isKnown = JSON.stringify(summary) === JSON.stringify(log.storedSummary())
		if (summary !== undefined && !isKnown) log.saveSummary(summary)
		return answer
	}

	async function close(): Promise<void> {
		signal?.removeEventListener('abort', abandon)
		connection.close()
		await log.close()
		awareness.destroy()
		doc.destroy()
		lead?.release()
	}

	const reason = await prepare().catch((): StoredResult => 'not-stored')
	if (reason === null) return { exchange: () => exchange().finally(close) }
	await close()
	return reason
}

/** The provider wants an address; requests go to our own server. */
const STORED_URL = 'wss://stored/sync'
