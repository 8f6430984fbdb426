import { z } from 'zod'
import type { HeldEdits } from '#protocol/api.ts'
import { parseDocumentId } from '#protocol/document-id.ts'
import { findProgram } from '../registry/programs.ts'
import type { HeldUpdate } from '../storage/holding-log.ts'
import { readBody, refuse, type ApiContext } from './answers.ts'
import type { Api, ApiParts } from './api.ts'
import { listHeld } from './held-list.ts'
import { municipalityToOversee } from './own-municipality.ts'
import { requireSession } from './require-session.ts'

const heldDecision = z.object({ decision: z.enum(['accepted', 'set-aside']) })

/** Edits that wait for a curator or head of the programme's municipality (sync.md R3). */
export function addHeld(api: Api, parts: ApiParts): void {
	const { registry, holding, relay, board, now } = parts
	/** By held edit: two curators who press at once are heard one after the other. */
	const deciding = new Map<string, Promise<unknown>>()

	api.get('/held', requireSession(parts), async (context) => {
		const municipalityId = await municipalityToOversee(registry, context.get('personId'))
		if (municipalityId === null) return refuse(context, 'unauthorized', { status: 403 })
		return context.json<HeldEdits>({ held: await listHeld(parts, municipalityId) })
	})

	/**
	 * 204, also when it was decided so before. Accepted edits are in the document before the answer, in their author's name.
	 * 409: setting aside what is accepted already.
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

	async function decide(
		context: ApiContext,
		id: string,
		municipalityId: string,
		decision: 'accepted' | 'set-aside'
	): Promise<Response> {
		const held = await holding.find(id)
		const address = held === null ? null : parseDocumentId(held.documentId)
		const program = address === null ? null : await findProgram(registry, address.programId)
		if (held === null || address === null || program?.municipalityId !== municipalityId) {
			return refuse(context, 'not_found')
		}
		if (held.state === decision) return context.body(null, 204)
		if (held.state === 'accepted') return refuse(context, 'conflict')
		const refusal = decision === 'accepted' ? await accept(context, held) : null
		if (refusal !== null) return refusal
		await holding.decide(id, { state: decision, decidedBy: context.get('personId'), decidedAt: now().toISOString() })
		await board.markChanged(address.programId)
		return context.body(null, 204)
	}

	/** Stored before it is marked: after a crash in between it waits again, and accepting it again stores nothing twice. */
	async function accept(
		context: ApiContext,
		{ documentId, personId, deviceId, bytes }: HeldUpdate
	): Promise<Response | null> {
		const { outcome } = await relay.store(documentId, { personId, deviceId }, bytes)
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
