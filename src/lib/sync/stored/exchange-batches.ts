import { MOST_EXCHANGED_DOCUMENTS, type ExchangeDocument } from '#protocol/exchange.ts'

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
