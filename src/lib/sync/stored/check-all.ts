/**
 * «Проверить всё»: every document of every programme is compared with what the server reads anew from its disk, and
 * what differs is repaired on both sides (SPEC.md P13, `isCheck`).
 */
import { nanoid } from 'nanoid'
import * as Y from 'yjs'
import type { DocumentExchanged, ExchangedDocument } from '#protocol/exchange.ts'
import { storageFacts } from '../device.ts'
import type { OpenDocument } from '../document/open-document.ts'
import { readWitness } from '../document/record-keeper.ts'
import { databaseName } from '../document/store-database.ts'
import type { SyncRecord } from '../document/store-records.ts'
import { fromBase64, postExchange, toExchangeDocument, updateToBring } from '../line/exchange.ts'
import { keepWords, readStoredDocument, summaryOf, takeNews, writeStoredDocument } from './stored-document.ts'
import { type ExchangeDevice, exchangeStored } from './stored-exchange.ts'
import { readStored } from './stored-programs.ts'
import type { TransferredProgram } from './transfer.ts'

export interface CheckReport {
	/** In the order asked; those a cancelled check did not come to are missing. */
	programs: CheckedProgram[]
	isCancelled: boolean
}

export interface CheckedProgram {
	programId: string
	/**
	 * `equal`: both sides had the same. `first-loaded`: it had never been on this device and now is. `repaired`: both have the same now. `refused`: the server takes or gives nothing;
	 * what the device has stays here. `not-stored`: the local store cannot be read or written. `different`: still not the
	 * same, because somebody edited meanwhile or the repair failed; worth another check.
	 */
	result: CheckedDocument['result']
	/** Bytes the device lacked and now has. */
	deviceLacked: number
	/** Bytes the server lacked and now has. */
	serverLacked: number
}

/** The worst of its documents is a programme's result. */
const worstFirst = ['no-network', 'not-stored', 'refused', 'different', 'repaired', 'first-loaded', 'equal'] as const

/** `onProgress`: after each programme, and once before the first with `done` 0. `open`: the documents on the screen. */
export async function checkAll(
	device: ExchangeDevice,
	programs: readonly TransferredProgram[],
	options: { onProgress?(done: number, of: number): void; signal?: AbortSignal; open?: readonly OpenDocument[] } = {}
): Promise<CheckReport> {
	const { onProgress, signal, open = [] } = options
	const checked: CheckedProgram[] = []
	onProgress?.(0, programs.length)
	for (const { id, documents } of programs) {
		const results: CheckedDocument[] = []
		for (const documentId of Object.values(documents)) {
			if (signal?.aborted === true) return { programs: checked, isCancelled: true }
			const shown = open.find((document) => document.documentId === documentId)?.doc ?? null
			results.push(await checkDocument(device, documentId, shown))
		}
		checked.push({
			programId: id,
			result: worstFirst.find((result) => results.some((document) => document.result === result)) ?? 'equal',
			deviceLacked: results.reduce((sum, { deviceLacked }) => sum + deviceLacked, 0),
			serverLacked: results.reduce((sum, { serverLacked }) => sum + serverLacked, 0)
		})
		onProgress?.(checked.length, programs.length)
	}
	return { programs: checked, isCancelled: false }
}

/** One document of «Проверить всё»: both sides side by side, then what each of them lacks. */
export interface CheckedDocument {
	result: 'equal' | 'first-loaded' | 'repaired' | 'refused' | 'no-network' | 'not-stored' | 'different'
	/** Bytes the device lacked and now has. */
	deviceLacked: number
	/** Bytes brought because the server lacked some of them. */
	serverLacked: number
}

/** `shown`: the document on the screen, with its own connection to the relay. */
async function checkDocument(
	device: ExchangeDevice,
	documentId: string,
	shown: Y.Doc | null
): Promise<CheckedDocument> {
	const checked: CheckedDocument = { result: 'equal', deviceLacked: 0, serverLacked: 0 }
	const name = databaseName(device.personId, documentId)
	let doc: Y.Doc | null = null
	try {
		const wasKept = readWitness(name) !== 'nothing'
		const stored = await readStoredDocument(name)
		doc = stored.doc
		if (shown !== null) takeNews(doc, [Y.encodeStateAsUpdate(shown)])
		// Never on this device, nor lost by it: the app is bringing it in these very moments, or has not come to it.
		const isFirst = !wasKept && stored.record.epoch === 0 && doc.store.clients.size === 0
		const ask = askFor(device, documentId, doc, stored.record)

		let answer = await ask(null)
		if (typeof answer === 'string') return { ...checked, result: answer }
		const hasAllOfOurs = contains(relaySnapshot(answer), Y.snapshot(doc))
		// As it was written: words that lose their paragraph to the news are no longer in the document then.
		const ours = hasAllOfOurs ? null : updateToBring(doc, fromBase64(answer.stateVector))
		// Before ours are there: what the server says then of such words is no longer what their writer said.
		const news = [takeNews(doc, answer.updates.map(fromBase64))]
		if (!hasAllOfOurs) {
			answer = await ask(ours)
			if (typeof answer === 'string') return { ...checked, result: answer }
			checked.serverLacked = ours?.byteLength ?? 0
			news.push(takeNews(doc, answer.updates.map(fromBase64)))
		}
		const lacked = news.flatMap(({ rows }) => rows)
		checked.deviceLacked = lacked.reduce((sum, { byteLength }) => sum + byteLength, 0)
		const isLikeServer = Y.equalSnapshots(Y.snapshot(doc), relaySnapshot(answer))
		const gone = news.flatMap((each) => each.gone)
		const kept = answer.right === 'edit' ? keepWords(documentId, doc, gone) : []
		if (lacked.length > 0) {
			// The record stays as it is: who says how far this device has come is the exchange below, or the open document.
			const known = {
				tabId: nanoid(),
				own: { made: kept.length, acknowledged: 0 },
				credited: new Map(),
				sync: stored.record
			}
			await writeStoredDocument(name, [...lacked, ...kept], { ...known, summary: summaryOf(documentId, doc) })
		}
		if (!isLikeServer) checked.result = 'different'
		else if (isFirst && checked.deviceLacked > 0) checked.result = 'first-loaded'
		else if (checked.deviceLacked + checked.serverLacked > 0) checked.result = 'repaired'
	} catch {
		// The local store is closed to us or full, or the answer is no document: the programme itself tells which.
		return { ...checked, result: 'not-stored' }
	} finally {
		doc?.destroy()
	}
	// What was brought counts as sent by the ordinary way.
	if (shown === null) await exchangeStored(device, [documentId])
	return checked
}

type Answer = DocumentExchanged | 'refused' | 'no-network'

function askFor(device: ExchangeDevice, documentId: string, doc: Y.Doc, record: SyncRecord) {
	return async (update: Uint8Array | null): Promise<Answer> => {
		const { personId, deviceId, appVersion } = device
		const stateVector = Y.encodeStateVector(doc)
		const facts = await storageFacts()
		// As it is now, not when the check began: a person goes on writing, and the board shows what was said last.
		const counted = await readStored(personId, documentId)
		const unsent = counted === null ? 0 : counted.snapshot.unsent - counted.snapshot.unsentOfOthers
		const asked = toExchangeDocument({ documentId, record, stateVector, update, unsent, isCheck: true })
		const result = await postExchange({ personId, deviceId, appVersion, ...facts, documents: [asked] })
		if (!result.ok) return result.code === 'offline' || result.code === 'internal' ? 'no-network' : 'refused'
		return answerOf(result.value.documents.at(0), record.epoch)
	}
}

function answerOf(answered: ExchangedDocument | undefined, epoch: number): Answer {
	if (answered === undefined) return 'no-network'
	if (answered.outcome === 'refused') {
		const { reason } = answered
		return reason === 'overloaded' || reason === 'storage-failed' || reason === 'restarting' ? 'no-network' : 'refused'
	}
	return epoch !== 0 && epoch !== answered.epoch ? 'refused' : answered
}

/** Of an answer to a check; throws where there is none. */
function relaySnapshot({ snapshot }: DocumentExchanged): Y.Snapshot {
	return Y.decodeSnapshot(fromBase64(snapshot ?? ''))
}

function contains(whole: Y.Snapshot, part: Y.Snapshot): boolean {
	const hasInsertions = [...part.sv].every(([client, clock]) => clock <= (whole.sv.get(client) ?? 0))
	return hasInsertions && Y.equalDeleteSets(whole.ds, Y.mergeDeleteSets([whole.ds, part.ds]))
}
