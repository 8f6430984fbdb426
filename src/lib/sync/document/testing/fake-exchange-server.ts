/** A server of many documents in this process, behind `fetch`: POST /api/exchange and GET /api/documents/<id>/check. */
import { vi } from 'vitest'
import * as Y from 'yjs'
import type { DocumentCheck } from '#protocol/api/program.ts'
import {
	type CarriedAnswer,
	type CarriedRequest,
	decodeCarriedRequests,
	encodeCarriedAnswers
} from '#protocol/exchange.ts'
import { createFakeRelay, type FakeRelay } from './fake-relay.ts'

/** Stubs `fetch`: restore it with `vi.unstubAllGlobals`. */
export function createFakeExchangeServer(personId = 'mentor-1') {
	const relays = new Map<string, FakeRelay>()
	const server = {
		/** The person who is signed in. */
		personId,
		/** The connections that each POST /api/exchange carried. */
		requests: [] as CarriedRequest[][],
		/** `gone`: no network. `lost`: everything is stored, and the answer does not arrive. */
		answers: 'arrive' as 'arrive' | 'gone' | 'lost',
		/** A request with more documents than this fails as if its answer came too late. */
		mostInTime: 1000,
		/** Runs during a request, before its answer. */
		meanwhile: (): Promise<void> | void => {},
		/** Changes the answers on their way. */
		alter: (answers: CarriedAnswer[]): CarriedAnswer[] => answers,
		/** Changes the answer of a check on its way. */
		alterCheck: (check: DocumentCheck): DocumentCheck => check,
		relay(documentId: string): FakeRelay {
			const relay = relays.get(documentId) ?? createFakeRelay({ people: [personId] })
			relays.set(documentId, relay)
			return relay
		},
		text: (documentId: string) => server.relay(documentId).doc.getText('text').toString(),
		write(documentId: string, text: string): void {
			server.relay(documentId).edit((doc) => doc.getText('text').insert(0, text))
		},
		/** As stubbed. A tab that is opened with a relay stubs that one's. */
		async fetch(path: string, init: RequestInit): Promise<Response> {
			const { pathname, searchParams } = new URL(path, 'https://server')
			const [, checked] = /^\/api\/documents\/([^/]+)\/check$/.exec(pathname) ?? []
			if (checked === undefined && pathname !== '/api/exchange') throw new Error(`Nobody answers ${path} here`)
			const response =
				checked === undefined
					? await exchange(searchParams.get('person'), decodeCarriedRequests(init.body as Uint8Array)!)
					: check(decodeURIComponent(checked))
			if (server.answers === 'lost') throw new TypeError('The connection was cut')
			return response
		}
	}

	async function exchange(asker: string | null, requests: CarriedRequest[]): Promise<Response> {
		server.requests.push(requests)
		if (server.answers === 'gone' || requests.length > server.mostInTime) throw new TypeError('No network')
		if (asker !== server.personId)
			return Response.json({ error: { code: 'conflict', field: 'person' } }, { status: 409 })
		const answers = await Promise.all(requests.map((request) => server.relay(request.documentId).carry(request)))
		await server.meanwhile()
		return new Response(encodeCarriedAnswers(server.alter(answers)), {
			headers: { 'content-type': 'application/octet-stream' }
		})
	}

	function check(documentId: string): Response {
		if (server.answers === 'gone') throw new TypeError('No network')
		const { doc, epoch, right } = server.relay(documentId)
		if (right === null) return Response.json({ error: { code: 'not_found' } }, { status: 404 })
		const snapshot = Buffer.from(Y.encodeSnapshot(Y.snapshot(doc))).toString('base64')
		return Response.json(server.alterCheck({ epoch, snapshot }))
	}

	vi.stubGlobal('fetch', server.fetch)
	return server
}

export type FakeExchangeServer = ReturnType<typeof createFakeExchangeServer>
