/**
 * «Проверить всё»: compares every document of every programme with what the server reads anew from its disk, and
 * repairs differences on both sides.
 */
import * as Y from 'yjs'
import { call, fromBase64 } from '../api.ts'
import type { OpenDocument } from '../document/open-document.ts'
import { readWitness } from '../document/store-witness.ts'
import { databaseName } from '../document/store-database.ts'
import { readStoredDocument } from './stored-document.ts'
import { type ExchangeDevice, exchangeStored, type StoredExchangeOptions } from './stored-exchange.ts'
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
	/** The device lacked something and now has it. */
	hasDeviceLacked: boolean
	/** The server lacked something and now has it. */
	hasServerLacked: boolean
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
			const shown = open.find((document) => document.documentId === documentId) ?? null
			results.push(await checkDocument(device, documentId, shown, signal))
		}
		checked.push({
			programId: id,
			result: worstFirst.find((result) => results.some((document) => document.result === result)) ?? 'equal',
			hasDeviceLacked: results.some(({ hasDeviceLacked }) => hasDeviceLacked),
			hasServerLacked: results.some(({ hasServerLacked }) => hasServerLacked)
		})
		onProgress?.(checked.length, programs.length)
	}
	return { programs: checked, isCancelled: false }
}

/** The result for one document. */
export interface CheckedDocument extends Pick<CheckedProgram, 'hasDeviceLacked' | 'hasServerLacked'> {
	result: 'equal' | 'first-loaded' | 'repaired' | 'refused' | 'no-network' | 'not-stored' | 'different'
}

/** `shown`: the document on the screen, which has its own line. */
async function checkDocument(
	device: ExchangeDevice,
	documentId: string,
	shown: OpenDocument | null,
	signal?: AbortSignal
): Promise<CheckedDocument> {
	const checked: CheckedDocument = { result: 'equal', hasDeviceLacked: false, hasServerLacked: false }
	const name = databaseName(device.personId, documentId)
	try {
		const wasKept = readWitness(name) !== 'nothing'
		const before = await read(name, shown)
		// Never on this device, and not lost by it either: the app is loading it just now, or has not reached it.
		const isFirst = !wasKept && before.epoch === 0 && before.snapshot.sv.size === 0
		const server = await askServer(documentId, before.epoch)
		if (typeof server === 'string') return { ...checked, result: server }
		const isEqual = Y.equalSnapshots(before.snapshot, server)
		const failure = await repair(device, documentId, shown, { isCheck: !isEqual, ...(signal && { signal }) })
		if (isEqual && failure !== 'refused') return checked
		if (failure !== null) return { ...checked, result: failure }
		const after = await read(name, shown)
		const serverAfter = await askServer(documentId, after.epoch)
		if (typeof serverAfter === 'string') return { ...checked, result: serverAfter }
		checked.hasServerLacked = !contains(server, before.snapshot)
		checked.hasDeviceLacked = !contains(before.snapshot, server)
		if (!Y.equalSnapshots(after.snapshot, serverAfter)) return { ...checked, result: 'different' }
		return { ...checked, result: isFirst && checked.hasDeviceLacked ? 'first-loaded' : 'repaired' }
	} catch {
		// The local store is closed to us or full, or the answer is no document. The programme itself reports which.
		return { ...checked, result: 'not-stored' }
	}
}

/** The exchange counts what the server has as acknowledged, and repairs both sides. Null: nothing prevented it. */
async function repair(
	device: ExchangeDevice,
	documentId: string,
	shown: OpenDocument | null,
	options: Pick<StoredExchangeOptions, 'isCheck' | 'signal'>
): Promise<'refused' | 'no-network' | 'not-stored' | null> {
	if (shown !== null) {
		if (options.isCheck === true) await shown.compare()
		const { refused, refusal } = shown.snapshot()
		return refused > 0 || refusal !== null ? 'refused' : null
	}
	const refused = new Map<string, number>()
	// A tab that has the document open may be frozen.
	const exchange = await exchangeStored(device, [documentId], { ...options, isForFrozenTabs: true, refused })
	const result = exchange.results.get(documentId) ?? null
	switch (result) {
		case 'offline':
			return 'no-network'
		case 'not-stored':
			return result
		case null:
		case 'done':
		case 'in-use':
		case 'skipped':
		case 'cancelled':
		case 'malformed':
			return refused.size > 0 ? 'refused' : null
		case 'signed-out':
		case 'no-right':
		case 'gone':
		case 'other-epoch':
		case 'too-large':
		case 'app-too-old':
		case 'restarting':
		case 'overloaded':
		case 'storage-failed':
			return 'refused'
	}
}

async function read(name: string, shown: OpenDocument | null): Promise<{ snapshot: Y.Snapshot; epoch: number }> {
	const { doc, records } = await readStoredDocument(name)
	const snapshot = Y.snapshot(shown?.doc ?? doc)
	doc.destroy()
	return { snapshot, epoch: records.state.epoch }
}

/** `epoch`: of this device's document; 0: it has none. */
async function askServer(documentId: string, epoch: number): Promise<Y.Snapshot | 'refused' | 'no-network'> {
	const answer = await call('GET /api/documents/:documentId/check', { documentId })
	if (!answer.ok) return answer.code === 'offline' || answer.code === 'internal' ? 'no-network' : 'refused'
	if (epoch !== 0 && epoch !== answer.value.epoch) return 'refused'
	return Y.decodeSnapshot(fromBase64(answer.value.snapshot))
}

function contains(whole: Y.Snapshot, part: Y.Snapshot): boolean {
	const hasInsertions = [...part.sv].every(([client, clock]) => clock <= (whole.sv.get(client) ?? 0))
	return hasInsertions && Y.equalDeleteSets(whole.ds, Y.mergeDeleteSets([whole.ds, part.ds]))
}
