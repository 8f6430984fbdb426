import { compress } from 'hono/compress'
import { z } from 'zod'
import {
	MOST_EXCHANGED_DOCUMENTS,
	type DocumentRefused,
	type ExchangeAnswer,
	type ExchangedDocument
} from '#protocol/exchange.ts'
import { MAX_FRAME_BYTES } from '#protocol/frames.ts'
import { admitTo } from '../programs/admit.ts'
import { checkInput, readBody, readQuery, refuse, refuseTooMany, type ApiContext, type Input } from './serve/answers.ts'
import type { Api, ApiOptions } from './serve/api-options.ts'
import { createDocumentExchange } from './exchange-document.ts'
import { createRateLimit, requireSession } from './serve/guards.ts'

const count = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER)

/** Base64 stays text here, so that an error inside one document refuses that document only. */
const document = z.object({
	documentId: z.string().max(128),
	epoch: count.nullable(),
	stateVector: z.string(),
	update: z.string().nullable(),
	unsent: count,
	run: z.string().max(128).nullable(),
	haveSequence: count,
	seenSequence: count,
	isCheck: z.boolean()
})

const exchange = z.object({
	personId: z.string().max(64),
	deviceId: z.string().regex(/^[\w-]{1,64}$/),
	appVersion: z.string().max(64),
	freeBytes: count.nullable(),
	isPersisted: z.boolean().nullable(),
	documents: z.array(document)
})

/** An app that sends no version uses the first one. Anything but digits is refused, also an empty text. */
const spoken = z.object({
	v: z
		.string()
		.regex(/^\d{1,9}$/)
		.default('1')
		.transform(Number)
})

/** Counts the documents before any is parsed: a body can hold millions of them, and zod would list every error of each. */
const listed = z.looseObject({ documents: z.array(z.unknown()) })

/** All that is read from an app that is too old: the other fields may have had another meaning. */
const named = z.object({ documents: z.array(document.pick({ documentId: true })) })

/** At its start an app asks once for all its programmes, and again for each that was edited meanwhile. */
const RATE = { most: 120, perMs: 60_000 }

/**
 * Checks read the document from the disk again: up to a third of a second each. A check of thirty programmes that repairs all of them
 * needs this many.
 */
const CHECKS = { most: 120, perMs: 10 * 60_000 }

/** After so many bytes of answers, the device has to ask again for the rest: a phone has to hold all answers in memory. */
const MOST_ANSWER_BYTES = 16 * 1024 * 1024

/**
 * An answer without news for two documents is smaller. Compressed lengths reveal something about contents, but nobody can make a
 * device repeat a request with words of their own next to it: docs/security.md.
 */
const WORTH_COMPRESSING_BYTES = 2_048

/**
 * 409 with the field `personId`: somebody else is signed in on the device (sync.md D4). 413: too many documents, or too large a body.
 */
export function addExchange(api: Api, options: ApiOptions): void {
	const { registry, relay, now } = options
	const rate = createRateLimit(RATE, now)
	const checks = createRateLimit(CHECKS, now)
	const exchangeOne = createDocumentExchange({
		...options,
		admitTo: (personId, documentId) => admitTo(registry, personId, documentId)
	})

	api.post('/exchange', requireSession(options), compress({ threshold: WORTH_COMPRESSING_BYTES }), async (context) => {
		const receivedAt = now().toISOString()
		const personId = context.get('personId')
		const waitSeconds = rate.take(personId)
		if (waitSeconds > 0) return refuseTooMany(context, waitSeconds)
		const query = readQuery(context, spoken)
		if (!query.isValid) return query.refusal
		if (relay.isTooOld(query.value.v)) return refuseTooOld(context)
		const input = await readDocuments(context, exchange)
		if (!input.isValid) return input.refusal
		const { documents, ...said } = input.value
		const device = { ...said, receivedAt }
		if (device.personId !== personId) return refuse(context, 'conflict', { field: 'personId' })

		// The updates are stored at once, so that they share commits. The answers are read one after the other, so that other requests
		// get their turn.
		const refusals = await Promise.all(documents.map((document) => exchangeOne.receive(device, document)))
		const answers: ExchangedDocument[] = []
		const answeredIds = new Set<string>()
		let bytes = 0
		for (const [index, document] of documents.entries()) {
			const refusal = refusals[index] ?? null
			const { documentId, isCheck } = document
			const isRoom = refusal === null && bytes < MOST_ANSWER_BYTES && !answeredIds.has(documentId)
			const isAnswered = isRoom && (!isCheck || checks.take(personId) === 0)
			answeredIds.add(documentId)
			const answered = refusal ?? (await exchangeOne.answer(device, document, isAnswered))
			if (answered.outcome === 'exchanged') bytes += answered.updates.reduce((sum, { length }) => sum + length, 0)
			answers.push(answered)
		}
		const answer: ExchangeAnswer = { documents: answers, serverTime: now().toISOString() }
		const body = JSON.stringify(answer)
		// The compression decides by this length.
		const headers = { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) }
		return context.body(body, 200, headers)
	})

	async function refuseTooOld(context: ApiContext): Promise<Response> {
		const input = await readDocuments(context, named)
		if (!input.isValid) return input.refusal
		const documents = input.value.documents.map(({ documentId }): DocumentRefused => ({
			documentId,
			outcome: 'refused',
			reason: 'app-too-old',
			isHeld: false
		}))
		const said: ExchangeAnswer = { documents, serverTime: now().toISOString() }
		return context.json(said)
	}
}

async function readDocuments<Schema extends z.ZodType>(
	context: ApiContext,
	schema: Schema
): Promise<Input<z.infer<Schema>>> {
	const input = await readBody(context, listed, MAX_FRAME_BYTES)
	if (!input.isValid) return input
	if (input.value.documents.length > MOST_EXCHANGED_DOCUMENTS)
		return { isValid: false, refusal: refuse(context, 'too_large', { field: 'documents' }) }
	return checkInput(context, schema, input.value)
}
