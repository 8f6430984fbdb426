import { expect, it } from 'vitest'
import { MOST_EXCHANGED_DOCUMENTS } from '#protocol/exchange.ts'
import { batchesOf } from './stored-exchange.ts'
import { toExchangeDocument } from '../line/exchange.ts'
import { noState } from '../document/log-records.ts'

function document(documentId: string, bytes: number) {
	const update = bytes === 0 ? null : new Uint8Array(bytes)
	return { asked: toExchangeDocument({ documentId, state: noState, stateVector: Uint8Array.of(0), update }) }
}

const ids = (batches: ReturnType<typeof batchesOf>) =>
	batches.map((batch) => batch.map(({ asked }) => asked.documentId).join(' '))

it('[P13] no request asks for more documents than the server answers', () => {
	const documents = Array.from({ length: 250 }, (_, index) => document(`plan:${index}`, 0))
	expect(batchesOf(documents).map(({ length }) => length)).toEqual([MOST_EXCHANGED_DOCUMENTS, 100, 50])
	expect(batchesOf([])).toEqual([])
})

it('[P13] a large document goes alone and keeps nobody’s place', () => {
	const documents = [document('a', 10), document('b', 1e6), document('c', 5e6), document('d', 10), document('e', 10)]
	expect(ids(batchesOf(documents))).toEqual(['a b', 'c', 'd e'])
})
