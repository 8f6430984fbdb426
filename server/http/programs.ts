import { nanoid } from 'nanoid'
import { currentMembers, involvedPeople, type Ledger } from '#domain/ledger/ledger.ts'
import type { Statement } from '#domain/ledger/statement.ts'
import { readLedger } from '../programs/ledger/ledger-log.ts'
import { deleteProgram, endMembership, findPart, resumeMembership } from '../people/memberships.ts'
import { todayIn } from '../people/municipalities.ts'
import { staffRoleIn } from '../programs/program-listings.ts'
import { findProgram, municipalityOf, notesOf, participantIdsOf, planOf } from '../people/programs.ts'
import { standingOf } from '../people/standing.ts'
import { refuse, type ApiContext } from './serve/answers.ts'
import type { Api, ApiParts } from './serve/api-parts.ts'
import { municipalityToOversee } from './serve/own-municipality.ts'
import { requireSession } from './serve/require-session.ts'

/**
 * What a curator or head does to a programme of their municipality: 403 for everybody else, 404 for a programme that is not
 * theirs, so that nobody learns which there are. All of it may be sent again; 204.
 */
export function addPrograms(api: Api, parts: ApiParts): void {
	const { registry, relay, board, ledgers, now } = parts

	/** 409, field `personId`: somebody who never took part in it. */
	api.post('/programs/:programId/participants/:personId/end', requireSession(parts), async (context) => {
		const { programId, personId } = context.req.param()
		const refusal = await refuseStranger(context, programId)
		if (refusal !== null) return refusal
		const { ledger } = await readLedger(registry, programId)
		const isMember = currentMembers(ledger).some((member) => member.personId === personId)
		if (isMember) await state(context, ledger, { type: 'suspend', personId })
		const hadPart = isMember || (await endMembership(registry, programId, personId, now().toISOString()))
		return answerChange(context, hadPart, programId, personId)
	})

	/** 409 as above; field `ledger`: the part has ended by a decision, and only another one begins it again. */
	api.post('/programs/:programId/participants/:personId/return', requireSession(parts), async (context) => {
		const { programId, personId } = context.req.param()
		const refusal = await refuseStranger(context, programId)
		if (refusal !== null) return refusal
		const { ledger, municipalityId } = await readLedger(registry, programId)
		const own = ledger.members.filter((member) => member.personId === personId)
		const isDecided = own.length > 0 && own.every(({ until }) => until !== null)
		if (isDecided && (await isOver(programId, personId, municipalityId ?? ''))) {
			return refuse(context, 'conflict', { field: 'ledger' })
		}
		const isSuspended = own.some((member) => member.isSuspended && member.until === null)
		if (isSuspended) await state(context, ledger, { type: 'reinstate', personId })
		const hadPart = isSuspended || (await resumeMembership(registry, programId, personId))
		return answerChange(context, hadPart, programId, personId)
	})

	/**
	 * For good (sync.md R15). The documents go first: after a crash in between the programme is still on the board, to
	 * be deleted again; the other way round its contents would stay on the disk unseen.
	 */
	api.delete('/programs/:programId', requireSession(parts), async (context) => {
		const programId = context.req.param('programId')
		const refusal = await refuseStranger(context, programId, true)
		if (refusal !== null) return refusal
		const municipalityId = await municipalityOf(registry, programId)
		const { ledger } = await readLedger(registry, programId)
		const concernedIds = [...involvedPeople(ledger), ...(await participantIdsOf(registry, programId))]
		for (const documentId of [planOf(programId), notesOf(programId)]) await relay.deleteDocument(documentId)
		deleteProgram(registry, programId, now().toISOString())
		await board.markChanged(programId)
		if (municipalityId !== null) ledgers.announce({ programId, municipalityId, concernedIds })
		return context.body(null, 204)
	})

	async function refuseStranger(
		context: ApiContext,
		programId: string,
		mayBeDeleted = false
	): Promise<Response | null> {
		const municipalityId = await municipalityToOversee(registry, context.get('personId'))
		if (municipalityId === null) return refuse(context, 'unauthorized', { status: 403 })
		const isTheirs = (await municipalityOf(registry, programId)) === municipalityId
		const isThere = mayBeDeleted || (await findProgram(registry, programId)) !== null
		return isTheirs && isThere ? null : refuse(context, 'not_found')
	}

	/** A decision may end a part on a day to come; until then it can be ended by hand, and given back. */
	async function isOver(programId: string, personId: string, municipalityId: string): Promise<boolean> {
		const lastDay = (await findPart(registry, programId, personId))?.lastDay ?? null
		return lastDay === null || lastDay < (await todayIn(registry, municipalityId, now()))
	}

	/** Refused only where somebody else has just said so, or has closed the programme: then it is so without this. */
	async function state(context: ApiContext, { programId }: Ledger, statement: Statement): Promise<void> {
		const speakerId = context.get('personId')
		const municipalityId = (await municipalityToOversee(registry, speakerId)) ?? ''
		const role = staffRoleIn(await standingOf(registry, speakerId), municipalityId)
		const command = { id: nanoid(), programId, role, saidAt: now().toISOString(), statement }
		await ledgers.hear(speakerId, command)
	}

	async function answerChange(
		context: ApiContext,
		hadPart: boolean,
		programId: string,
		personId: string
	): Promise<Response> {
		if (!hadPart) return refuse(context, 'conflict', { field: 'personId' })
		for (const documentId of [planOf(programId), notesOf(programId)]) relay.readmit({ personId, documentId })
		await board.markChanged(programId)
		return context.body(null, 204)
	}
}
