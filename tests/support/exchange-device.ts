/** A device that reaches the server over HTTPS alone, and keeps about a document what a real one keeps. */
import * as Y from 'yjs'
import type { ExchangeAnswer, ExchangedDocument, ExchangeDocument, ExchangeRequest } from '#protocol/exchange.ts'
import { takeUpdates } from '#protocol/take-updates.ts'
import type { Town, Townsperson } from './town.ts'

export interface ExchangeDevice {
	readonly doc: Y.Doc
	/** The next exchange request; `changes` replace fields of it. */
	request(changes?: Partial<ExchangeDocument>): ExchangeRequest
	/** Sends the request and applies the answer. */
	exchange(changes?: Partial<ExchangeDocument>): Promise<ExchangedDocument>
	take(answer: ExchangedDocument): void
}

export const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')

export function createExchangeDevice(
	town: () => Town,
	person: Townsperson,
	documentId = 'plan:program-1',
	deviceId = `${person}-phone`
): ExchangeDevice {
	const doc = new Y.Doc()
	let epoch: number | null = null
	let run: string | null = null
	let sequence = 0
	/** The relay's state vector in its last answer. */
	let relayVector = new Uint8Array([0])

	function request(changes: Partial<ExchangeDocument> = {}): ExchangeRequest {
		const document: ExchangeDocument = {
			documentId,
			epoch,
			stateVector: base64(Y.encodeStateVector(doc)),
			update: base64(Y.encodeStateAsUpdate(doc, relayVector)),
			unsent: 0,
			run,
			haveSequence: sequence,
			seenSequence: 0,
			isCheck: false,
			...changes
		}
		return { personId: person, deviceId, appVersion: '1', freeBytes: 5000, isPersisted: true, documents: [document] }
	}

	function take(answer: ExchangedDocument): void {
		if (answer.outcome === 'refused') return
		takeUpdates(
			doc,
			answer.updates.map((update) => Buffer.from(update, 'base64'))
		)
		relayVector = new Uint8Array(Buffer.from(answer.stateVector, 'base64'))
		;({ epoch, run, sequence } = answer)
	}

	return {
		doc,
		request,
		take,
		async exchange(changes) {
			const { documents } = await post(town(), person, request(changes))
			const [answer] = documents
			if (answer === undefined) throw new Error('Nothing was answered')
			take(answer)
			return answer
		}
	}
}

export async function post(town: Town, person: Townsperson, request: ExchangeRequest): Promise<ExchangeAnswer> {
	const answer = await town.post(person, '/api/exchange', request)
	if (answer.status !== 200) throw new Error(`Answered ${answer.status}`)
	return (await answer.json()) as ExchangeAnswer
}
