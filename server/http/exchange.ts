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
import type { Api, ApiParts } from './serve/api-parts.ts'
import { createDocumentExchange } from './exchange-document.ts'
import { createRateLimit, requireSession } from './serve/guards.ts'

const count = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER)

/** Base64 stays text here: what is wrong inside one document is that document's refusal. */
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

/** An app that names no version speaks the first; what is no number, an empty one too, is refused. */
const spoken = z.object({
	v: z
		.string()
		.regex(/^\d{1,9}$/)
		.default('1')
		.transform(Number)
})

/** Counted before any is looked into: a body holds millions of them, and all that is wrong with each would be listed. */
const listed = z.looseObject({ documents: z.array(z.unknown()) })

/** All that is read of an app that is too old: the rest may have meant something else to it. */
const named = z.object({ documents: z.array(document.pick({ documentId: true })) })

/** An app start asks once for all its programmes, and again for each that was edited meanwhile. */
const RATE = { most: 120, perMs: 60_000 }

/** Documents read anew from the disk: up to a third of a second each. A check of thirty programmes that mends them all asks so often. */
const CHECKS = { most: 120, perMs: 10 * 60_000 }

/** Beyond so many bytes of answers the rest is told to come again: a phone has to hold them all at once. */
const MOST_ANSWER_BYTES = 16 * 1024 * 1024

/**
 * Nothing new for two documents is less. Lengths then tell something of contents, but nobody can make a device ask for the
 * same again with words of theirs beside it: docs/security.md.
 */
const WORTH_COMPRESSING_BYTES = 2_048

/** 409, field `personId`: somebody else is signed in on the device (sync.md D4). 413: too many documents, or too large a body. */
export function addExchange(api: Api, parts: ApiParts): void {
	const { registry, relay, now } = parts
	const rate = createRateLimit(RATE, now)
	const checks = createRateLimit(CHECKS, now)
	const exchangeOne = createDocumentExchange({
		...parts,
		admitTo: (personId, documentId) => admitTo(registry, personId, documentId)
	})

	api.post('/exchange', requireSession(parts), compress({ threshold: WORTH_COMPRESSING_BYTES }), async (context) => {
		const heardAt = now().toISOString()
		const personId = context.get('personId')
		const waitSeconds = rate.take(personId)
		if (waitSeconds > 0) return refuseTooMany(context, waitSeconds)
		const query = readQuery(context, spoken)
		if (!query.isValid) return query.refusal
		if (relay.isTooOld(query.value.v)) return refuseTooOld(context)
		const input = await readDocuments(context, exchange)
		if (!input.isValid) return input.refusal
		const { documents, ...said } = input.value
		const device = { ...said, heardAt }
		if (device.personId !== personId) return refuse(context, 'conflict', { field: 'personId' })

		// What is brought shares commits; what is answered is read one after the other, so that others get their turn.
		const brought = await Promise.all(documents.map((document) => exchangeOne.bring(device, document)))
		const answers: ExchangedDocument[] = []
		const answeredIds = new Set<string>()
		let bytes = 0
		for (const [index, document] of documents.entries()) {
			const refusal = brought[index] ?? null
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
		// The length is what the compression goes by.
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
