/** The people of a municipality: their cards, the orders of their roles, and their access. */
import { z } from 'zod'
import { canResetAccess, invitedRoles } from '#domain/access.ts'
import { erasureGrounds } from '#domain/people/erasure.ts'
import { givenDay, namesAfter, personNames } from '#domain/given.ts'
import { search } from '#domain/text.ts'
import type { Person } from '#protocol/api/program.ts'
import { byText, pageOf } from '../database/database.ts'
import { type KnownAccess, listAccess } from '../people/access.ts'
import { readPersonStamp } from '../people/bank-leavings.ts'
import type { BankScope } from '../people/bank-list.ts'
import { createBankedPerson, savePerson } from '../people/bank.ts'
import { erasePerson, findErasureObstacle, finishErasure, readErasure } from '../people/erasures.ts'
import { readPersonCard } from '../people/person-card.ts'
import { findOrganisation } from '../people/organisations.ts'
import { participantIdsEver } from '../people/programs.ts'
import { listOrganisationStaffIds, setOrder } from '../people/staff.ts'
import { readGrants } from '../people/grants.ts'
import { answerCard, findBankScope, mayChange, version, workplace } from './bank.ts'
import { type ApiOptions, readBody, refuse, forbid, Refusal } from './serve/answers.ts'
import type { Serve } from './serve/endpoint.ts'
import { isOrderAhead, limitBeginnings, order, inviters } from './serve/guards.ts'

const newPerson = z.strictObject({
	...personNames,
	...workplace,
	role: z.enum(['mentor', 'mentee']).nullable(),
	isNamesake: z.boolean()
})
const savedPerson = (known: Person) => z.strictObject({ ...namesAfter(known), ...workplace, version })

const newErasure = z.strictObject({ ground: z.enum(erasureGrounds), on: givenDay })
const savedOrder = z.strictObject({ order, was: order })
const roleParam = z.enum(invitedRoles)

export function addPeople(serve: Serve, options: ApiOptions): void {
	const { registry, accounts, relay, devices, board, ledgers, cutLog, now } = options
	const waitToBegin = limitBeginnings(options)
	const { deleteDocument } = relay
	const reach = { accounts, devices, deleteDocument, disconnect: (personId: string) => relay.readmit({ personId }) }

	/** 400 with `organisationId`: the municipality has no such organisation. */
	serve('POST /api/people', { may: findBankScope, body: newPerson, status: 201 }, async ({ scope, body }) => {
		if (!(await isOwn(scope, body.organisationId))) return refuse('invalid', 'organisationId')
		const personId = await createBankedPerson(registry, scope.municipalityId, body, now().toISOString())
		if (personId === null) return refuse('conflict', 'familyName')
		return { personId }
	})

	serve('GET /api/people/:personId', { may: findBankScope }, ({ askerId, scope, params }) =>
		answerCard(options, askerId, scope, params.personId)
	)

	serve(
		'PUT /api/people/:personId',
		{ may: findBankScope },
		async ({ askerId, context, scope, params: { personId } }) => {
			const card = await readPersonCard(scope, personId)
			if (card === null) return refuse('not_found')
			if (!(await mayChange(options, askerId, scope, personId))) return forbid()
			const input = await readBody(context, savedPerson(card.person))
			if (input instanceof Refusal) return input
			if (!(await isOwn(scope, input.organisationId))) return refuse('invalid', 'organisationId')
			if ((await savePerson(registry, scope.municipalityId, personId, input)) === 'conflict') return refuse('conflict')
			await readmitOrganisationStaff(options, scope.municipalityId)
			await announce(card.programs, scope.municipalityId)
			return answerCard(options, askerId, scope, personId)
		}
	)

	serve(
		'PUT /api/people/:personId/roles/:role/order',
		{ may: findBankScope, body: savedOrder },
		async ({ askerId, scope, params: { personId, role: given }, body }) => {
			const role = roleParam.safeParse(given)
			const card = await readPersonCard(scope, personId)
			const hasRole = card?.roles.some((one) => one.role === role.data) ?? false
			if (!role.success || !hasRole) return refuse('not_found')
			// Nobody writes down by which order they themself have a role (domain.md T18).
			if (personId === askerId || !(await mayChange(options, askerId, scope, personId))) return forbid()
			const { order, was } = body
			if (isOrderAhead(order, scope.today)) return refuse('invalid', 'order')
			const of = { personId, role: role.data }
			if ((await setOrder(registry, scope.municipalityId, of, order, was)) === 'conflict') return refuse('conflict')
			return answerCard(options, askerId, scope, personId)
		}
	)

	/** Repeating it finishes what a crash has interrupted. */
	serve(
		'POST /api/people/:personId/erasure',
		{ may: findBankScope },
		async ({ context, askerId, scope, params: { personId } }) => {
			const card = await readPersonCard(scope, personId)
			if (card === null) return refuse('not_found')
			if (card.erased !== null) {
				await finishErasure(registry, reach, { personId, at: now().toISOString(), byPersonId: askerId })
				cutLog()
				await announce(card.programs, scope.municipalityId)
				return answerCard(options, askerId, scope, personId)
			}
			if (!(await mayChange(options, askerId, scope, personId))) return forbid()
			const input = await readBody(context, newErasure)
			if (input instanceof Refusal) return input
			const { ground, on } = input
			if (on > scope.today) return refuse('invalid', 'on')
			const stamp = await readPersonStamp(scope, personId)
			if ((await findErasureObstacle(scope, personId, askerId)) !== null) return refuse('conflict', 'erasureObstacle')
			const erasure = { personId, at: now().toISOString(), byPersonId: askerId, ground, groundOn: on }
			if (!(await erasePerson(registry, reach, erasure, stamp))) return refuse('conflict')
			cutLog()
			await announce(card.programs, scope.municipalityId)
			return answerCard(options, askerId, scope, personId)
		}
	)

	/** The board and the people of the programmes read the name anew. */
	async function announce(programs: readonly { programId: string }[], municipalityId: string): Promise<void> {
		for (const { programId } of programs) {
			await board.markChanged(programId)
			ledgers.announce({ programId, municipalityId, concernedIds: await participantIdsEver(registry, programId) })
		}
	}

	/** For nobody's session: theirs has ended. */
	serve('GET /api/erased/:personId', { isPublic: true, wait: waitToBegin }, async ({ params }) => {
		const erased = await readErasure(registry, params.personId)
		return erased === null ? refuse('not_found') : { at: erased.at }
	})

	async function isOwn({ municipalityId }: BankScope, organisationId: string | null): Promise<boolean> {
		if (organisationId === null) return true
		return (await findOrganisation(registry, organisationId))?.municipalityId === municipalityId
	}
}

const PAGE_SIZE = 100

const accessQuery = z.object({
	q: z.string().max(100).default(''),
	state: z.enum(['none', 'invited', 'open']).optional(),
	page: z.coerce.number().int().min(1).max(10_000).default(1)
})

export function addAccess(serve: Serve, options: ApiOptions): void {
	const { registry, accounts, now } = options
	serve(
		'GET /api/access',
		{ may: inviters, query: accessQuery },
		async ({ askerId: personId, scope: municipalityId, query }) => {
			const { q, state, page } = query
			const own = await readGrants(registry, personId)
			const canReset = ({ person, assignments, isInRegistry }: KnownAccess) =>
				isInRegistry && person.id !== personId && canResetAccess(own, municipalityId, { assignments })
			const all = await listAccess(registry, municipalityId, await accounts.listAccounts(), now())
			const inState = all.filter((listing) => state === undefined || listing.state === state)
			const found = byText(search(inState, q, nameOf), nameOf)
			const shown = pageOf(found, { page, pageSize: PAGE_SIZE })
			return {
				...shown,
				rows: shown.rows.map((known) => {
					const { assignments: _, isInRegistry: __, ...listing } = known
					return { ...listing, canReset: canReset(known) }
				}),
				uninvited: all.filter((known) => known.state === 'none' && canReset(known)).length
			}
		}
	)
}

function nameOf({ person }: KnownAccess): string {
	return person.name
}

/**
 * Call it after people may have changed their workplace. The owner of a programme may then be another organisation, so the rights of
 * all staff of organisations are checked again.
 */
export async function readmitOrganisationStaff(
	{ registry, relay }: Pick<ApiOptions, 'registry' | 'relay'>,
	municipalityId: string
): Promise<void> {
	for (const personId of await listOrganisationStaffIds(registry, municipalityId)) relay.readmit({ personId })
}
