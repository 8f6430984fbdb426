/** POST /api/exchange in this process. Tests can read its documents, and lose, delay or change its answers. */
import { fromBase64, toBase64 } from '../../line/exchange.ts'
import { vi } from 'vitest'
import * as Y from 'yjs'
import type {
	DocumentExchanged,
	DocumentRefused,
	ExchangeAnswer,
	ExchangeDocument,
	ExchangeRequest
} from '#protocol/exchange.ts'

/** Stubs `fetch`: restore it with `vi.unstubAllGlobals`. */
export function createFakeExchangeServer(personId = 'mentor-1') {
	const docs = new Map<string, Y.Doc>()
	let sequence = 0
	const server = {
		/** The person who is signed in. */
		personId,
		run: 'monday',
		/** Earlier runs of the same log. */
		earlierRuns: new Set<string>(),
		epoch: 1,
		requests: [] as ExchangeRequest[],
		/** `gone`: no network. `lost`: everything is stored, and the answer does not arrive. */
		answers: 'arrive' as 'arrive' | 'gone' | 'lost',
		/** A request with more documents than this fails as if its answer came too late. */
		mostInTime: 1000,
		refusals: new Map<string, Omit<DocumentRefused, 'documentId' | 'outcome'>>(),
		/** The updates that were sent with refused documents. */
		refusedUpdates: [] as Uint8Array[],
		/** Runs during a request, before its answer. */
		meanwhile: (): Promise<void> | void => {},
		/** Changes the answer on its way. */
		alter: (answer: ExchangeAnswer): ExchangeAnswer => answer,
		doc(documentId: string): Y.Doc {
			const doc = docs.get(documentId) ?? new Y.Doc()
			docs.set(documentId, doc)
			return doc
		},
		text: (documentId: string) => server.doc(documentId).getText('text').toString(),
		write(documentId: string, text: string): void {
			server.doc(documentId).getText('text').insert(0, text)
			sequence++
		},
		/** As after a restored backup: later updates are unknown, and the server has a new run. */
		restore(documentId: string, update: Uint8Array): void {
			const doc = new Y.Doc()
			Y.applyUpdate(doc, update)
			docs.set(documentId, doc)
			server.run = 'restored'
			server.earlierRuns.clear()
			sequence = 1
		}
	}

	function exchange(asked: ExchangeDocument): DocumentExchanged | DocumentRefused {
		const { documentId, update } = asked
		const refusal = server.refusals.get(documentId)
		if (refusal !== undefined) {
			if (update !== null) server.refusedUpdates.push(fromBase64(update))
			return { documentId, outcome: 'refused', ...refusal }
		}
		if (asked.epoch !== null && asked.epoch !== server.epoch)
			return { documentId, outcome: 'refused', reason: 'other-epoch', isHeld: false }
		const doc = server.doc(documentId)
		if (update !== null) {
			Y.applyUpdate(doc, fromBase64(update))
			sequence++
		}
		const missing = Y.encodeStateAsUpdate(doc, fromBase64(asked.stateVector))
		return {
			documentId,
			outcome: 'exchanged',
			right: 'edit',
			epoch: server.epoch,
			run: server.run,
			isSameLog: asked.run === server.run || server.earlierRuns.has(asked.run ?? ''),
			sequence,
			updates: missing.byteLength > 2 ? [toBase64(missing)] : [],
			stateVector: toBase64(Y.encodeStateVector(doc)),
			bytesLeft: null,
			snapshot: asked.isCheck ? toBase64(Y.encodeSnapshot(Y.snapshot(doc))) : null,
			participants: []
		}
	}

	vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
		if (path !== '/api/exchange?v=1') throw new Error(`Nobody answers ${path} here`)
		const request = JSON.parse(init.body as string) as ExchangeRequest
		server.requests.push(request)
		if (server.answers === 'gone' || request.documents.length > server.mostInTime) throw new TypeError('No network')
		if (request.personId !== server.personId)
			return Response.json({ error: { code: 'conflict', field: 'personId' } }, { status: 409 })
		const documents = request.documents.map(exchange)
		await server.meanwhile()
		if (server.answers === 'lost') throw new TypeError('The connection was cut')
		return Response.json(server.alter({ documents, serverTime: '2026-11-21T09:00:00.000Z' }))
	})
	return server
}

export type FakeExchangeServer = ReturnType<typeof createFakeExchangeServer>
