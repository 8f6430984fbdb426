/**
 * «Проверить всё»: compares every document of every programme with what the server reads anew from its disk, and
 * repairs differences on both sides (SPEC.md P13, `isCheck`).
 */
import * as Y from 'yjs'
import type { DocumentExchanged, ExchangedDocument } from '#protocol/exchange.ts'
import { storageFacts } from '../device.ts'
import type { OpenDocument } from '../document/open-document.ts'
import { readWitness } from '../document/store-witness.ts'
import { databaseName } from '../document/store-database.ts'
import { type LogState, noEdits } from '../document/log-records.ts'
import { fromBase64, postExchange, toExchangeDocument, updateToSend } from '../line/exchange.ts'
import { appendStored, readStoredDocument, summaryOf, takeNews } from './stored-document.ts'
import { type ExchangeDevice, exchangeStored } from './stored-exchange.ts'
import { readStored } from './stored-programs.ts'
import type { TransferredProgram } from './transfer.ts'

export interface CheckReport {
	/** In the order asked. A cancelled check leaves out the programmes it did not reach. */
	programs: CheckedProgram[]
	isCancelled: boolean
}

export interface CheckedProgram {
	programId: string
	/**
	 * `equal`: both sides had the same. `first-loaded`: it was never on this device and is now. `repaired`: both sides
	 * have the same now. `refused`: the server takes or gives nothing; what the device has stays here. `not-stored`: the
	 * local store cannot be read or written. `different`: still not the same, because somebody edited meanwhile or the
	 * repair failed; another check is worthwhile.
	 */
	result: CheckedDocument['result']
	/** Bytes the device lacked and now has. */
	deviceLacked: number
	/** Bytes sent because the server lacked some of them. */
	serverLacked: number
}

/** A programme's result is the worst of its documents. */
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

/** The result for one document. */
export interface CheckedDocument {
	result: 'equal' | 'first-loaded' | 'repaired' | 'refused' | 'no-network' | 'not-stored' | 'different'
	/** Bytes the device lacked and now has. */
	deviceLacked: number
	/** Bytes sent because the server lacked some of them. */
	serverLacked: number
}

/** `shown`: the document on the screen, which has its own connection to the relay. */
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
		// Never on this device, and not lost by it either: the app is loading it just now, or has not reached it.
		const isFirst = !wasKept && stored.records.state.epoch === 0 && doc.store.clients.size === 0
		const ask = askFor(device, documentId, doc, stored.records.state)

		let answer = await ask(null)
		if (typeof answer === 'string') return { ...checked, result: answer }
		const hasAllOfOurs = contains(relaySnapshot(answer), Y.snapshot(doc))
		const ours = hasAllOfOurs ? null : updateToSend(doc, fromBase64(answer.stateVector))
		const lacked = takeNews(doc, answer.updates.map(fromBase64))
		if (!hasAllOfOurs) {
			answer = await ask(ours)
			if (typeof answer === 'string') return { ...checked, result: answer }
			checked.serverLacked = ours?.byteLength ?? 0
			lacked.push(...takeNews(doc, answer.updates.map(fromBase64)))
		}
		checked.deviceLacked = lacked.reduce((sum, { byteLength }) => sum + byteLength, 0)
		const isLikeServer = Y.equalSnapshots(Y.snapshot(doc), relaySnapshot(answer))
		if (lacked.length > 0) {
			// The state stays as it is: the exchange below, or the open document, reports how far this device has come.
			await appendStored(name, { received: lacked, edited: [], count: noEdits, summary: summaryOf(documentId, doc) })
		}
		if (!isLikeServer) checked.result = 'different'
		else if (isFirst && checked.deviceLacked > 0) checked.result = 'first-loaded'
		else if (checked.deviceLacked + checked.serverLacked > 0) checked.result = 'repaired'
	} catch {
		// The local store is closed to us or full, or the answer is no document. The programme itself reports which.
		return { ...checked, result: 'not-stored' }
	} finally {
		doc?.destroy()
	}
	// The ordinary exchange then counts what was sent as acknowledged.
	if (shown === null) await exchangeStored(device, [documentId])
	return checked
}

type Answer = DocumentExchanged | 'refused' | 'no-network'

function askFor(device: ExchangeDevice, documentId: string, doc: Y.Doc, state: LogState) {
	return async (update: Uint8Array | null): Promise<Answer> => {
		const { personId, deviceId, appVersion } = device
		const stateVector = Y.encodeStateVector(doc)
		const facts = await storageFacts()
		// Counted now, not at the start of the check: a person goes on writing, and the board shows the last report.
		const counted = await readStored(personId, documentId)
		const unsent = counted === null ? 0 : counted.snapshot.unsent - counted.snapshot.unsentOfOthers
		const asked = toExchangeDocument({ documentId, state, stateVector, update, unsent, isCheck: true })
		const result = await postExchange({ personId, deviceId, appVersion, ...facts, documents: [asked] })
		if (!result.ok) return result.code === 'offline' || result.code === 'internal' ? 'no-network' : 'refused'
		return answerOf(result.value.documents.at(0), state.epoch)
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

/** Throws when the answer is not one to a check. */
function relaySnapshot({ snapshot }: DocumentExchanged): Y.Snapshot {
	return Y.decodeSnapshot(fromBase64(snapshot ?? ''))
}

function contains(whole: Y.Snapshot, part: Y.Snapshot): boolean {
	const hasInsertions = [...part.sv].every(([client, clock]) => clock <= (whole.sv.get(client) ?? 0))
	return hasInsertions && Y.equalDeleteSets(whole.ds, Y.mergeDeleteSets([whole.ds, part.ds]))
}
