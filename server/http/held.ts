import { z } from 'zod'
import type { HeldEdits, HeldReading } from '#protocol/api.ts'
import { parseDocumentId } from '#protocol/document-id.ts'
import { findProgram } from '../registry/programs.ts'
import type { HeldUpdate } from '../storage/holding-log.ts'
import { readBody, refuse, refuseTooMany, type ApiContext } from './answers.ts'
import type { Api, ApiParts } from './api.ts'
import { listHeld } from './held-list.ts'
import { createHeldReading } from './held-reading.ts'
import { municipalityToOversee } from './own-municipality.ts'
import { createRateLimit } from './rate-limit.ts'
import { requireSession } from './require-session.ts'

/** Lists and readings of one person; the screen reads ten edits at once, and those of a programme again after a decision. */
const READINGS = { most: 120, perMs: 60_000 }

const heldDecision = z.object({ decision: z.enum(['accepted', 'set-aside']) })

/** Edits that wait for a curator or head of the programme's municipality (sync.md R3). */
export function addHeld(api: Api, parts: ApiParts): void {
	const { registry, holding, relay, board, now } = parts
	/** By held edit: two curators who press at once are heard one after the other. */
	const deciding = new Map<string, Promise<unknown>>()
	const readings = createRateLimit(READINGS, now)
	const readHeld = createHeldReading(relay)

	/** 429, here and below: too many readings; Retry-After in seconds. */
	api.get('/held', requireSession(parts), async (context) => {
		const municipalityId = await municipalityToOversee(registry, context.get('personId'))
		if (municipalityId === null) return refuse(context, 'unauthorized', { status: 403 })
		const waitSeconds = readings.take(context.get('personId'))
		if (waitSeconds > 0) return refuseTooMany(context, waitSeconds)
		return context.json<HeldEdits>({ held: await listHeld(parts, municipalityId) })
	})

	api.get('/held/:id', requireSession(parts), async (context) => {
		const municipalityId = await municipalityToOversee(registry, context.get('personId'))
		if (municipalityId === null) return refuse(context, 'unauthorized', { status: 403 })
		const waitSeconds = readings.take(context.get('personId'))
		if (waitSeconds > 0) return refuseTooMany(context, waitSeconds)
		const found = await findHeld(context.req.param('id'), municipalityId)
		const reading = found === null ? null : await readHeld(found.held)
		return reading === null ? refuse(context, 'not_found') : context.json<HeldReading>(reading)
	})

	/**
	 * 204, also when it was decided so before. Accepted edits are in the document before the answer, in their author's name.
	 * 409: setting aside what is accepted already. 400: accepting what cannot be applied to the document as it is.
	 */
	api.post('/held/:id', requireSession(parts), async (context) => {
		const municipalityId = await municipalityToOversee(registry, context.get('personId'))
		if (municipalityId === null) return refuse(context, 'unauthorized', { status: 403 })
		const input = await readBody(context, heldDecision)
		if (!input.isValid) return input.refusal
		const id = context.req.param('id')
		const decided = (deciding.get(id) ?? Promise.resolve())
			.catch(() => undefined) // its own asker hears of the failure
			.then(() => decide(context, id, municipalityId, input.value.decision))
		deciding.set(id, decided)
		try {
			return await decided
		} finally {
			if (deciding.get(id) === decided) deciding.delete(id)
		}
	})

	/** Null for one that is unknown, or of another municipality. */
	async function findHeld(id: string, municipalityId: string): Promise<{ held: HeldUpdate; programId: string } | null> {
		const held = await holding.find(id)
		const programId = held === null ? undefined : parseDocumentId(held.documentId)?.programId
		if (held === null || programId === undefined) return null
		return (await findProgram(registry, programId))?.municipalityId === municipalityId ? { held, programId } : null
	}

	async function decide(
		context: ApiContext,
		id: string,
		municipalityId: string,
		decision: 'accepted' | 'set-aside'
	): Promise<Response> {
		const found = await findHeld(id, municipalityId)
		if (found === null) return refuse(context, 'not_found')
		const { held, programId } = found
		if (held.state === decision) return context.body(null, 204)
		if (held.state === 'accepted') return refuse(context, 'conflict')
		const refusal = decision === 'accepted' ? await accept(context, held) : null
		if (refusal !== null) return refusal
		await holding.decide(id, { state: decision, decidedBy: context.get('personId'), decidedAt: now().toISOString() })
		await board.markChanged(programId)
		return context.body(null, 204)
	}

	/** Stored before it is marked: after a crash in between it waits again, and accepting it again stores nothing twice. */
	async function accept(context: ApiContext, held: HeldUpdate): Promise<Response | null> {
		const { documentId, personId, deviceId, bytes } = held
		// Stored, it would be passed over by whoever reads the document, and what came with it lost to them.
		const reading = await readHeld(held)
		if (reading === null) return refuse(context, 'not_found')
		if (!reading.isReadable) return refuse(context, 'invalid')
		const outcome = await relay.store(documentId, { personId, deviceId }, bytes)
		switch (outcome) {
			case 'stored':
				return null
			case 'too-large':
				return refuse(context, 'too_large')
			case 'malformed':
				return refuse(context, 'invalid')
			case 'gone':
				return refuse(context, 'not_found')
		}
	}
}
