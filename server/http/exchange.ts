/**
 * POST /api/exchange: connections that live as long as the request (SPEC.md P13), the state of one document for a first visit
 * (P17), and its check. What the frames mean is the relay's business.
 */
import { z } from 'zod'
import { decodeCarriedRequests, encodeCarriedAnswers, MAX_BODY_BYTES } from '#protocol/exchange.ts'
import { encodeDocumentState } from '#protocol/document-state.ts'
import { closeCodes } from '#protocol/close-codes.ts'
import { createTurns } from '../network.ts'
import { admitTo } from '../programs/admit.ts'
import {
	type ApiOptions,
	type Api,
	readQuery,
	readBytes,
	refuse,
	refuseTooMany,
	Refusal,
	answerRefusal
} from './serve/answers.ts'
import { answerCompressed, type Serve } from './serve/endpoint.ts'
import { createRateLimit, readingCosts, requireSession } from './serve/guards.ts'

/** Somebody who types sends three times a second, and has two documents open. */
const RATE = { most: 600, perMs: 60_000 }

/**
 * A check reads the document from the disk again: up to a third of a second. A check of thirty programmes that repairs all of them
 * needs this many.
 */
const CHECKS = { most: 120, perMs: 10 * 60_000 }

/** After so many bytes of answers, the device has to come again for the rest: a phone has to hold all answers in memory. */
const MOST_ANSWER_BYTES = 16 * 1024 * 1024
/** Connections of one request that are answered at once. */
const AT_ONCE = 8

const asked = z.object({ person: z.string().max(64) })

/**
 * 409 with the field `person`: somebody else is signed in on the device (sync.md D4). 413: too large a body. Who has no right to a
 * document learns so from the close code of its connection.
 */
export function addExchange(api: Api, serve: Serve, options: ApiOptions): void {
	const { registry, relay, now } = options
	const rate = createRateLimit(RATE, now)
	const checks = createRateLimit(CHECKS, now)

	api.post('/exchange', requireSession(options), async (context) => {
		const personId = context.get('personId')
		const waitSeconds = rate.take(personId)
		if (waitSeconds > 0) return answerRefusal(context, refuseTooMany(waitSeconds))
		const query = readQuery(context, asked)
		if (query instanceof Refusal) return answerRefusal(context, query)
		if (query.person !== personId) return answerRefusal(context, refuse('conflict', 'person'))
		const body = await readBytes(context, MAX_BODY_BYTES)
		if (body === null) return answerRefusal(context, refuse('too_large'))
		const requests = decodeCarriedRequests(body)
		if (requests === null) return answerRefusal(context, refuse('invalid'))
		const { headers, signal } = context.req.raw
		const turns = createTurns(AT_ONCE)
		let bytes = 0
		const answers = await Promise.all(
			requests.map((request) =>
				turns.run(async () => {
					if (bytes > MOST_ANSWER_BYTES) return { closeCode: closeCodes.overloaded.code, frames: [] }
					const answer = await relay.carry(headers, request, signal)
					bytes += answer.frames.reduce((sum, { length }) => sum + length, 0)
					return answer
				})
			)
		)
		return context.body(encodeCarriedAnswers(answers), 200, { 'content-type': 'application/octet-stream' })
	})

	/** The state of the document, read anew from the disk. 404: there is none for this person. */
	serve(
		'GET /api/documents/:documentId/check',
		{ wait: (context) => checks.take(context.get('personId')) },
		async ({ askerId, params }) => {
			const admission = await admitTo(registry, askerId, params.documentId)
			if (admission.outcome === 'refused') return refuse('not_found')
			const reading = await relay.read(params.documentId, EMPTY_STATE_VECTOR, { isCheck: true })
			if (reading === null || reading === 'malformed') return refuse('not_found')
			const { epoch, snapshot } = reading
			return { epoch, snapshot: Buffer.from(snapshot ?? []).toString('base64') }
		}
	)

	/** For a first visit: it asks before any code of the app has come, and the answer is compressed, as a socket's is not. */
	serve(
		'GET /api/documents/:documentId/state',
		{ nobody: { isNobody: true }, cost: readingCosts.everything },
		async ({ context, askerId, params }) => {
			const admission = await admitTo(registry, askerId, params.documentId)
			if (admission.outcome === 'refused') return refuse('not_found')
			const reading = await relay.read(params.documentId, EMPTY_STATE_VECTOR)
			if (reading === null || reading === 'malformed') return refuse('not_found')
			return answerCompressed(context, 'application/octet-stream', encodeDocumentState(reading))
		}
	)
}

const EMPTY_STATE_VECTOR = Uint8Array.of(0)
