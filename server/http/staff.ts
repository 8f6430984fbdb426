/** People with a role by appointment: lists them, appoints them, ends the role, and gives it back. */
import { nanoid } from 'nanoid'
import { z } from 'zod'
import {
	canAppoint,
	canEndRole,
	invitedRoles,
	isParticipantRole,
	organisationRoles,
	type StaffAssignment,
	type StaffRole
} from '#domain/access.ts'
import { todayIn } from '../people/municipalities.ts'
import { readWorkplaceId } from '../people/organisations.ts'
import { findPerson, readName } from '../people/people.ts'
import {
	appoint,
	endAssignment,
	findAssignment,
	findEnding,
	listEndings,
	listStaff,
	returnAssignment
} from '../people/staff.ts'
import { readGrants } from '../people/grants.ts'
import { type ApiOptions, refuse, forbid, type Refusal } from './serve/answers.ts'
import type { Serve } from './serve/endpoint.ts'
import { isOrderAhead, order, inviters } from './serve/guards.ts'
import { givenDay } from '#domain/given.ts'

const newEnding = z.strictObject({
	personId: z.string().regex(/^[\w-]{1,64}$/),
	role: z.enum(invitedRoles.filter((role): role is StaffRole => !isParticipantRole(role))),
	on: givenDay,
	order
})

const newAppointment = z.strictObject({
	personId: z.string().regex(/^[\w-]{1,64}$/),
	role: z.enum(organisationRoles),
	order
})

export function addStaff(serve: Serve, options: ApiOptions): void {
	const { registry, relay, now } = options

	serve('GET /api/staff', { may: inviters }, async ({ askerId: personId, scope: municipalityId }) => {
		const grants = await readGrants(registry, personId)
		const staff = await listStaff(registry, municipalityId)
		const ended = await listEndings(registry, municipalityId)
		return {
			staff: staff.map((member) => {
				const { person, role } = member
				return { ...member, canEnd: canEndRole(grants, { municipalityId, role }, person.id === personId) }
			}),
			ended: ended.map((ending) => ({
				...ending,
				canReturn: ending.person.id !== personId && canAppoint(grants, { municipalityId, role: ending.role })
			})),
			today: await todayIn(registry, municipalityId, now())
		}
	})

	serve(
		'POST /api/staff',
		{ may: inviters, body: newAppointment },
		async ({ askerId: byId, scope: municipalityId, body }) => {
			const { personId, role, order } = body
			const found = await findPerson(registry, personId)
			if (found?.municipality.id !== municipalityId) return refuse('not_found')
			// Nobody appoints themself: two signatures would become one person's.
			if (personId === byId || !canAppoint(await readGrants(registry, byId), { municipalityId, role })) return forbid()
			const organisationId = await readWorkplaceId(registry, personId)
			if (organisationId === null) return refuse('conflict', 'organisationId')
			if (isOrderAhead(order, await todayIn(registry, municipalityId, now()))) return refuse('invalid', 'order')
			const isAppointed = await appoint(registry, { personId, municipalityId, organisationId, role }, order, {
				id: byId,
				at: now()
			})
			if (!isAppointed) return refuse('conflict')
			relay.readmit({ personId })
			return null
		}
	)

	serve(
		'POST /api/staff/endings',
		{ may: inviters, body: newEnding, status: 201 },
		async ({ askerId: byId, scope: ownMunicipalityId, body }) => {
			const { personId, role, on } = body
			const assignment = await findAssignment(registry, personId, role)
			if (assignment === null) return refuse('not_found')
			if (!canEndRole(await readGrants(registry, byId), assignment, personId === byId)) {
				return refuseTo(assignment, ownMunicipalityId)
			}
			const { municipalityId } = assignment
			const today = await todayIn(registry, municipalityId, now())
			if (on > today) return refuse('invalid', 'on')
			if (isOrderAhead(body.order, today)) return refuse('invalid', 'order')
			const made = { id: nanoid(), by: { id: byId, name: await readName(registry, byId) }, at: now() }
			switch (await endAssignment(registry, municipalityId, body, made)) {
				case 'ended':
					relay.readmit({ personId })
					return { id: made.id }
				case 'last':
					return refuse('conflict', 'last')
				case 'gone':
					return refuse('conflict')
			}
		}
	)

	serve(
		'POST /api/staff/endings/:id/return',
		{ may: inviters, body: z.strictObject({}) },
		async ({ askerId: byId, scope: ownMunicipalityId, params: { id } }) => {
			const ending = await findEnding(registry, id)
			if (ending === null) return refuse('not_found')
			if (ending.personId === byId || !canAppoint(await readGrants(registry, byId), ending)) {
				return refuseTo(ending, ownMunicipalityId)
			}
			const by = { id: byId, name: await readName(registry, byId), at: now() }
			if (!(await returnAssignment(registry, id, by))) return refuse('conflict')
			relay.readmit({ personId: ending.personId })
			return null
		}
	)
}

/** For a role in another municipality answers 404, so that nobody learns who has which role there. */
function refuseTo({ municipalityId }: StaffAssignment, ownId: string): Refusal {
	return municipalityId === ownId ? forbid() : refuse('not_found')
}
