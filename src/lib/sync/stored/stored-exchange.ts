/**
 * The exchange over HTTPS for documents nobody has open (sync.md D7): many in one round trip, each with a local store that
 * is written in one transaction. A tab that opens a document meanwhile waits for us as for another tab, and reads what we
 * wrote (living-tabs.ts); what it writes itself is not among what we count.
 */
import { type DocumentRefused, type ExchangeDocument, MOST_EXCHANGED_DOCUMENTS } from '#protocol/exchange.ts'
import type { ApiResult } from '../api.ts'
import { storageFacts } from '../device.ts'
import { postExchange } from '../line/exchange.ts'
import {
	keep,
	keepRefusal,
	type Place,
	placesOf,
	type Visit,
	visitOf,
	type VisitOptions
} from './stored-exchange-visit.ts'

export interface ExchangeDevice {
	personId: string
	deviceId: string
	appVersion: string
}

export interface StoredExchangeOptions extends VisitOptions {
	signal?: AbortSignal
}

export interface StoredExchange {
	/** Why nothing more was asked: `offline`, somebody else is signed in (`conflict`), …; null: all was asked. */
	failure: (ApiResult<never> & { ok: false })['code'] | 'cancelled' | null
	/** Documents whose stores have something new. */
	changed: string[]
	refused: DocumentRefused[]
}

/** A log that is another one than was known, what it lacks, and the report of what came: no more is ever due. */
const MOST_ROUNDS = 3

/** Settles within a minute or so for each answer that does not come; never rejects because of one document. */
export async function exchangeStored(
	device: ExchangeDevice,
	documentIds: readonly string[],
	options: StoredExchangeOptions = {}
): Promise<StoredExchange> {
	const changed = new Set<string>()
	const refused: DocumentRefused[] = []
	const letGo: (() => void)[] = []
	let failure: StoredExchange['failure'] = null
	let places = await placesOf(device.personId, documentIds, options, letGo)
	try {
		for (let round = 0; round < MOST_ROUNDS && places.length > 0 && failure === null; round++) {
			const visits: Visit[] = []
			for (const place of places) {
				const visit = await visitOf(place, options)
				if (visit !== null) visits.push(visit)
			}
			places = []
			for (const batch of batchesOf(visits)) places.push(...(await exchangeBatch(batch)))
		}
	} finally {
		for (const release of letGo) release()
	}
	return { failure, changed: [...changed], refused }

	/** Answers those to be asked for once more. A batch that brings no answer is tried by halves: a smaller one may arrive in time. */
	async function exchangeBatch(batch: Visit[]): Promise<Place[]> {
		if (cancelled()) return []
		const { personId, deviceId, appVersion } = device
		const documents = batch.map(({ asked }) => asked)
		const answer = await postExchange({ personId, deviceId, appVersion, ...(await storageFacts()), documents })
		if (cancelled()) return []
		if (answer.ok) {
			const again: Place[] = []
			for (const visit of batch) {
				const answered = answer.value.documents.find(({ documentId }) => documentId === visit.documentId)
				if (answered === undefined) continue
				if (answered.outcome === 'refused') {
					if (await refuse(visit, answered)) again.push(visit)
					continue
				}
				const { isNew, isDueAgain, learnt } = await keep(visit, answered, options)
				if (isNew) changed.add(visit.documentId)
				if (isDueAgain) again.push({ ...visit, learnt })
			}
			return again
		}
		if (answer.code === 'offline' || answer.code === 'too_large') {
			const [visit] = batch
			if (batch.length > 1) {
				const half = Math.ceil(batch.length / 2)
				return [...(await exchangeBatch(batch.slice(0, half))), ...(await exchangeBatch(batch.slice(half)))]
			}
			if (answer.code === 'too_large' && visit !== undefined) {
				await refuse(visit, { documentId: visit.documentId, outcome: 'refused', reason: 'too-large', isHeld: false })
				return []
			}
		}
		failure = answer.code
		return []
	}

	/** Nothing is written then: the person may be leaving this device. */
	function cancelled(): boolean {
		if (options.signal?.aborted === true) failure = 'cancelled'
		return failure !== null
	}

	/** True for a refusal that passes by itself. */
	async function refuse(visit: Visit, refusal: DocumentRefused): Promise<boolean> {
		if (refusal.reason === 'overloaded') return true
		refused.push(refusal)
		if (refusal.reason === 'storage-failed') return false
		if (visit.unsent > 0) options.refused?.set(visit.documentId, visit.unsent)
		await keepRefusal(visit, refusal)
		return false
	}
}

/** Of a request's body; well below what a server reads, so that one large document does not hold up the small ones. */
const BATCH_BYTES = 2 * 1024 * 1024

/** In the order given; a document larger than a batch goes alone. */
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
