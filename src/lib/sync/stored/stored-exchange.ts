/**
 * The exchange over HTTPS for documents nobody has open (sync.md D7): many in one request, each with a local store that
 * is written in one transaction. We hold the line meanwhile, as a tab would. A tab that opens a document takes it from us,
 * and we then write nothing more.
 */
import { type DocumentRefused, type ExchangeDocument, MOST_EXCHANGED_DOCUMENTS } from '#protocol/exchange.ts'
import type { ApiResult } from '../api.ts'
import { storageFacts } from '../device.ts'
import { postExchange } from '../line/exchange.ts'
import {
	keep,
	keepRefusal,
	type ExchangeTarget,
	targetsOf,
	type DocumentRound,
	prepareRound,
	type RoundOptions
} from './stored-exchange-round.ts'

export interface ExchangeDevice {
	personId: string
	deviceId: string
	appVersion: string
}

export interface StoredExchangeOptions extends RoundOptions {
	signal?: AbortSignal
}

export interface StoredExchange {
	/** Why it stopped: `offline`, somebody else is signed in (`conflict`), …; null: all was asked. */
	failure: (ApiResult<never> & { ok: false })['code'] | 'cancelled' | null
	/** Documents whose stores have something new. */
	changed: string[]
	refused: DocumentRefused[]
}

/** At most: another log than was known, what that log lacks, and the report of what arrived. */
const MOST_ROUNDS = 3

/** Waits a minute or so for each missing answer. Never rejects because of one document. */
export async function exchangeStored(
	device: ExchangeDevice,
	documentIds: readonly string[],
	options: StoredExchangeOptions = {}
): Promise<StoredExchange> {
	const changed = new Set<string>()
	const refused: DocumentRefused[] = []
	let failure: StoredExchange['failure'] = null
	let targets = await targetsOf(device.personId, documentIds, options)
	const leads = targets.map(({ lead }) => lead)
	try {
		for (let round = 0; round < MOST_ROUNDS && targets.length > 0 && failure === null; round++) {
			const documentRounds: DocumentRound[] = []
			for (const target of targets) {
				const documentRound = await prepareRound(target, options)
				if (documentRound !== null) documentRounds.push(documentRound)
			}
			targets = []
			for (const batch of batchesOf(documentRounds)) targets.push(...(await exchangeBatch(batch)))
		}
	} finally {
		for (const lead of leads) lead?.release()
	}
	return { failure, changed: [...changed], refused }

	/** Returns those for another round. A batch without an answer is tried by halves: a smaller one may arrive in time. */
	async function exchangeBatch(batch: DocumentRound[]): Promise<ExchangeTarget[]> {
		if (cancelled()) return []
		const { personId, deviceId, appVersion } = device
		const documents = batch.map(({ asked }) => asked)
		const answer = await postExchange({ personId, deviceId, appVersion, ...(await storageFacts()), documents })
		if (cancelled()) return []
		if (answer.ok) {
			const again: ExchangeTarget[] = []
			for (const documentRound of batch) {
				const answered = answer.value.documents.find(({ documentId }) => documentId === documentRound.documentId)
				if (answered === undefined) continue
				if (answered.outcome === 'refused') {
					if (await refuse(documentRound, answered)) again.push(documentRound)
					continue
				}
				const { isNew, isDueAgain, relayVector } = await keep(documentRound, answered, options)
				if (isNew) changed.add(documentRound.documentId)
				if (isDueAgain) again.push({ ...documentRound, relayVector })
			}
			return again
		}
		if (answer.code === 'offline' || answer.code === 'too_large') {
			const [documentRound] = batch
			if (batch.length > 1) {
				const half = Math.ceil(batch.length / 2)
				return [...(await exchangeBatch(batch.slice(0, half))), ...(await exchangeBatch(batch.slice(half)))]
			}
			if (answer.code === 'too_large' && documentRound !== undefined) {
				await refuse(documentRound, {
					documentId: documentRound.documentId,
					outcome: 'refused',
					reason: 'too-large',
					isHeld: false
				})
				return []
			}
		}
		failure = answer.code
		return []
	}

	/** After a cancel nothing is written: the person may be leaving this device. */
	function cancelled(): boolean {
		if (options.signal?.aborted === true) failure = 'cancelled'
		return failure !== null
	}

	/** True for a refusal that ends by itself. */
	async function refuse(documentRound: DocumentRound, refusal: DocumentRefused): Promise<boolean> {
		if (refusal.reason === 'overloaded') return true
		refused.push(refusal)
		if (refusal.reason === 'storage-failed') return false
		const { own, others } = documentRound.unsent
		if (own + others > 0) options.refused?.set(documentRound.documentId, own + others)
		await keepRefusal(documentRound, refusal)
		return false
	}
}

/** Of a request's body. Far below what a server reads, so that one large document does not delay the small ones. */
const BATCH_BYTES = 2 * 1024 * 1024

/** In the order given. A document larger than a batch goes alone. */
export function batchesOf<Item extends { asked: ExchangeDocument }>(items: readonly Item[]): Item[][] {
	const batches: Item[][] = []
	let bytes = 0
	for (const item of items) {
		const size = (item.asked.update?.length ?? 0) + item.asked.stateVector.length
		const last = batches.at(-1)
		if (last === undefined || last.length === MOST_EXCHANGED_DOCUMENTS || bytes + size > BATCH_BYTES) {
			batches.push([item])
			bytes = size
		} else {
			last.push(item)
			bytes += size
		}
	}
	return batches
}
