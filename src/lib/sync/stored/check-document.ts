/** One document of «Проверить всё»: both sides side by side, then what each of them lacks. */
import { nanoid } from 'nanoid'
import * as Y from 'yjs'
import type { DocumentExchanged, ExchangedDocument } from '#protocol/exchange.ts'
import { fromBase64 } from '../line/base64.ts'
import { storageFacts } from '../device.ts'
import { postExchange, toExchangeDocument, updateToBring } from '../line/exchange.ts'
import { databaseName } from '../document/store-database.ts'
import type { SyncRecord } from '../document/store-records.ts'
import { readWitness } from '../document/store-witness.ts'
import { keepWords, readStoredDocument, summaryOf, takeNews, writeStoredDocument } from './stored-document.ts'
import { exchangeStored, type ExchangeDevice } from './stored-exchange.ts'
import { readStored } from './stored-programs.ts'

export interface CheckedDocument {
	result: 'equal' | 'first-loaded' | 'repaired' | 'refused' | 'no-network' | 'not-stored' | 'different'
	/** Bytes the device lacked and now has. */
	deviceLacked: number
	/** Bytes brought because the server lacked some of them. */
	serverLacked: number
}

/** `shown`: the document on the screen, with its own connection to the relay. */
export async function checkDocument(
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
