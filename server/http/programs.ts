/** What the staff does to a programme, the editions of a plan, GET /me, and one programme for whoever opens it. */
import { nanoid } from 'nanoid'
import { currentMembers, involvedPeople, type Ledger } from '#domain/ledger/ledger.ts'
import type { Statement } from '#domain/ledger/statement.ts'
import { can, canAny, type Grants, routeReaders } from '#domain/access.ts'
import { documentIdsOf, planOf } from '#domain/owner.ts'
import { z } from 'zod'
import { todayIn } from '../people/municipalities.ts'
import { findPerson } from '../people/people.ts'
import {
	deleteProgram,
	endMembership,
	findMembership,
	findOwner,
	municipalityOf,
	participantIdsOf,
	resumeMembership
} from '../people/programs.ts'
import { readGrants, readRouteIds, rolesOf } from '../people/grants.ts'
import { findPlanReach } from '../programs/admit.ts'
import { readEdition, readLedger } from '../programs/ledger/ledger-log.ts'
import { describeOwnOrganisation } from '../programs/ledger/speakers.ts'
import { keepRoute } from '../programs/create-program.ts'
import { findProgram, listOwnPrograms, staffRoleIn } from '../programs/program-listings.ts'
import { type ApiOptions, refuse } from './serve/answers.ts'
import type { Reply, Serve } from './serve/endpoint.ts'
import { overseers, readingCosts } from './serve/guards.ts'

/**
 * What a curator or head does to a programme of their municipality. 403 for everybody else. 404 for a programme of another
 * municipality, so that nobody learns which exist. All requests may be repeated; they answer 204.
 */
export function addPrograms(serve: Serve, options: ApiOptions): void {
	const { registry, relay, board, ledgers, cutLog, now } = options

	/** 409 with the field `personId`: the person never took part. */
	serve(
		'POST /api/programs/:programId/participants/:personId/end',
		{ may: overseers },
		async ({ askerId, scope, params }) => {
			const { programId, personId } = params
			if (!(await isOpenToThem(programId, scope))) return refuse('not_found')
			const { ledger } = await readLedger(registry, programId)
			const isMember = currentMembers(ledger).some((member) => member.personId === personId)
			if (isMember) await state(askerId, scope, ledger, { type: 'suspend', personId })
			const hasMembership = isMember || (await endMembership(registry, programId, personId, now().toISOString()))
			return answerChange(hasMembership, programId, personId)
		}
	)

	/** 409 as above; with the field `ledger`: a decision ended the membership, and only another decision begins it again. */
	serve(
		'POST /api/programs/:programId/participants/:personId/return',
		{ may: overseers },
		async ({ askerId, scope, params }) => {
			const { programId, personId } = params
			if (!(await isOpenToThem(programId, scope))) return refuse('not_found')
			const { ledger } = await readLedger(registry, programId)
			const own = ledger.members.filter((member) => member.personId === personId)
			const isDecided = own.length > 0 && own.every(({ until }) => until !== null)
			if (isDecided && (await isOver(programId, personId, scope))) return refuse('conflict', 'ledger')
			const isSuspended = own.some((member) => member.isSuspended && member.until === null)
			if (isSuspended) await state(askerId, scope, ledger, { type: 'reinstate', personId })
			const hasMembership = isSuspended || (await resumeMembership(registry, programId, personId))
			return answerChange(hasMembership, programId, personId)
		}
	)

	/**
	 * Deletes for good (sync.md R15). The documents go first: after a crash in between, the programme is still on the board and can be
	 * deleted again. The other way round, its contents would stay on the disk unseen.
	 */
	serve(
		'DELETE /api/programs/:programId',
		{ may: overseers },
		async ({ askerId, scope: municipalityId, params: { programId } }) => {
			if (!(await isTheirs(programId, municipalityId))) return refuse('not_found')
			const { ledger } = await readLedger(registry, programId)
			const concernedIds = [...involvedPeople(ledger), ...(await participantIdsOf(registry, programId))]
			for (const documentId of documentIdsOf(programId)) await relay.deleteDocument(documentId)
			await deleteProgram(registry, programId, now().toISOString(), askerId)
			await readmitToRoutes(programId)
			cutLog()
			await board.markChanged(programId)
			ledgers.announce({ programId, municipalityId, concernedIds })
			return null
		}
	)

	/** Also of a deleted programme. */
	async function isTheirs(programId: string, municipalityId: string): Promise<boolean> {
		return (await municipalityOf(registry, programId)) === municipalityId
	}

	async function isOpenToThem(programId: string, municipalityId: string): Promise<boolean> {
		return (await isTheirs(programId, municipalityId)) && (await findOwner(registry, programId)) !== null
	}

	/** A decision may end a membership on a later day. Until then it can be ended by hand, and given back. */
	async function isOver(programId: string, personId: string, municipalityId: string): Promise<boolean> {
		const lastDay = (await findMembership(registry, programId, personId))?.lastDay ?? null
		return lastDay === null || lastDay < (await todayIn(registry, municipalityId, now()))
	}

	/** The ledger refuses only if somebody else has just stated the same, or has closed the programme. Then nothing is left to do. */
	async function state(
		speakerId: string,
		municipalityId: string,
		{ programId }: Ledger,
		statement: Statement
	): Promise<void> {
		const role = staffRoleIn(await readGrants(registry, speakerId), municipalityId)
		const command = { id: nanoid(), programId, role, saidAt: now().toISOString(), statement }
		await ledgers.submit(speakerId, command)
	}

	async function answerChange(hasMembership: boolean, programId: string, personId: string): Promise<Reply<null>> {
		if (!hasMembership) return refuse('conflict', 'personId')
		for (const documentId of documentIdsOf(programId)) relay.readmit({ personId, documentId })
		await readmitToRoutes(programId)
		await board.markChanged(programId)
		return null
	}

	async function readmitToRoutes(programId: string): Promise<void> {
		for (const routeId of await readRouteIds(registry, programId)) relay.readmit({ documentId: planOf(routeId) })
	}
}

/** For those who may read the plan. After a right has ended, only editions from before. 404 for everybody else. */
export function addEditions(serve: Serve, options: ApiOptions): void {
	const { registry } = options

	/** The plan in the edition with this hash, as one Yjs update in V1. */
	serve('GET /api/programs/:programId/editions/:hash', {}, async ({ context, askerId, params }) => {
		const { programId, hash } = params
		const reach = await findPlanReach(registry, askerId, programId)
		const edition = reach === null ? null : await readEdition(registry, programId, hash, reach.until)
		if (edition === null) return refuse('not_found')
		return context.body(edition.slice().buffer, 200, { 'content-type': 'application/octet-stream' })
	})
}

/** Mentees, also those who only have a route still. */
async function learners({ registry }: ApiOptions, personId: string): Promise<Grants | null> {
	const grants = await readGrants(registry, personId)
	const hasRoute = grants.routes?.some(({ role }) => can(role, 'learn')) === true
	return hasRoute || canAny(await rolesOf(registry, personId, grants), 'learn') ? grants : null
}

const routeChoice = z.strictObject({ shownTo: z.array(z.enum(routeReaders)).max(routeReaders.length).optional() })

export function addMe(serve: Serve, options: ApiOptions): void {
	const { registry, relay, isDemo } = options
	serve('GET /api/me', { nobody: { isNobody: true } }, async ({ context, askerId: personId }) => {
		const found = await findPerson(registry, personId)
		// The account's person was never created: the server was killed between the two.
		if (found === null) return refuse('unauthorized')
		const grants = await readGrants(registry, personId)
		return {
			person: found.person,
			roles: await rolesOf(registry, personId, grants),
			municipality: found.municipality,
			organisation: await describeOwnOrganisation(registry, grants),
			programs: await listOwnPrograms(registry, personId, grants),
			isDemo,
			session: context.get('sessionId')
		}
	})

	/**
	 * Begins the asking mentee's educational route (domain.md T10), or chooses anew to whom it is shown. 403 for somebody who is no
	 * mentee; one who was keeps the route that they have.
	 */
	serve('PUT /api/route', { may: learners, body: routeChoice }, async ({ askerId, body }) => {
		const id = await keepRoute(options, askerId, body.shownTo)
		relay.readmit({ documentId: planOf(id) })
		return { id }
	})

	/** 404: they do not see it. */
	serve('GET /api/programs/:programId', { cost: readingCosts.small }, async ({ askerId, params }) => {
		const program = await findProgram(registry, askerId, await readGrants(registry, askerId), params.programId)
		return program ?? refuse('not_found')
	})
}
