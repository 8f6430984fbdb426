/** People with a role by appointment: lists them, appoints them, ends the role, and gives it back. */
import { nanoid } from 'nanoid'
import { z } from 'zod'
import { canAppoint, canEndRole, organisationRoles, type StaffAssignment } from '#domain/access.ts'
import type { Staff } from '#protocol/api/staff.ts'
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
import { readBody, refuse, type ApiContext } from './serve/answers.ts'
import type { Api, ApiOptions } from './serve/api-options.ts'
import { isOrderAhead, municipalityToInvite, order, requireSession } from './serve/guards.ts'
import { givenDay } from '#domain/given-day.ts'

const newEnding = z.strictObject({
	personId: z.string().regex(/^[\w-]{1,64}$/),
	role: z.enum(['curator', 'head', 'administrator', 'region', ...organisationRoles]),
	on: givenDay,
	order
})

const newAppointment = z.strictObject({
	personId: z.string().regex(/^[\w-]{1,64}$/),
	role: z.enum(organisationRoles),
	order
})

export function addStaff(api: Api, options: ApiOptions): void {
	const { registry, relay, now } = options

	api.get('/staff', requireSession(options), async (context) => {
		const personId = context.get('personId')
		const municipalityId = await municipalityToInvite(registry, personId)
		if (municipalityId === null) return refuse(context, 'unauthorized', { status: 403 })
		const grants = await readGrants(registry, personId)
		const staff = await listStaff(registry, municipalityId)
		const ended = await listEndings(registry, municipalityId)
		return context.json<Staff>({
			staff: staff.map((member) => {
				const { person, role } = member
				return { ...member, canEnd: canEndRole(grants, { municipalityId, role }, person.id === personId) }
			}),
			ended: ended.map((ending) => ({
				...ending,
				canReturn: ending.person.id !== personId && canAppoint(grants, { municipalityId, role: ending.role })
			})),
			today: await todayIn(registry, municipalityId, now())
		})
	})

	api.post('/staff', requireSession(options), async (context) => {
		const byId = context.get('personId')
		const municipalityId = await municipalityToInvite(registry, byId)
		if (municipalityId === null) return refuse(context, 'unauthorized', { status: 403 })
		const input = await readBody(context, newAppointment)
		if (!input.isValid) return input.refusal
		const { personId, role, order } = input.value
		const found = await findPerson(registry, personId)
		if (found?.municipality.id !== municipalityId) return refuse(context, 'not_found')
		// Nobody appoints themself: two signatures would become one person's.
		if (personId === byId || !canAppoint(await readGrants(registry, byId), { municipalityId, role })) {
			return refuse(context, 'unauthorized', { status: 403 })
		}
		const organisationId = await readWorkplaceId(registry, personId)
		if (organisationId === null) return refuse(context, 'conflict', { field: 'organisationId' })
		if (isOrderAhead(order, await todayIn(registry, municipalityId, now()))) {
			return refuse(context, 'invalid', { field: 'order' })
		}
		const isAppointed = await appoint(registry, { personId, municipalityId, organisationId, role }, order, {
			id: byId,
			at: now()
		})
		if (!isAppointed) return refuse(context, 'conflict')
		relay.readmit({ personId })
		return context.body(null, 204)
	})

	api.post('/staff/endings', requireSession(options), async (context) => {
		const byId = context.get('personId')
		const ownMunicipalityId = await municipalityToInvite(registry, byId)
		if (ownMunicipalityId === null) return refuse(context, 'unauthorized', { status: 403 })
		const input = await readBody(context, newEnding)
		if (!input.isValid) return input.refusal
		const { personId, role, on } = input.value
		const assignment = await findAssignment(registry, personId, role)
		if (assignment === null) return refuse(context, 'not_found')
		if (!canEndRole(await readGrants(registry, byId), assignment, personId === byId)) {
			return refuseTo(context, assignment, ownMunicipalityId)
		}
		const { municipalityId } = assignment
		const today = await todayIn(registry, municipalityId, now())
		if (on > today) return refuse(context, 'invalid', { field: 'on' })
		if (isOrderAhead(input.value.order, today)) return refuse(context, 'invalid', { field: 'order' })
		const made = { id: nanoid(), by: { id: byId, name: await readName(registry, byId) }, at: now() }
		switch (await endAssignment(registry, municipalityId, input.value, made)) {
			case 'ended':
				relay.readmit({ personId })
				return context.json<{ id: string }>({ id: made.id }, 201)
			case 'last':
				return refuse(context, 'conflict', { field: 'last' })
			case 'gone':
				return refuse(context, 'conflict')
		}
	})

	api.post('/staff/endings/:id/return', requireSession(options), async (context) => {
		const byId = context.get('personId')
		const ownMunicipalityId = await municipalityToInvite(registry, byId)
		if (ownMunicipalityId === null) return refuse(context, 'unauthorized', { status: 403 })
		const input = await readBody(context, z.strictObject({}))
		if (!input.isValid) return input.refusal
		const id = context.req.param('id')
		const ending = await findEnding(registry, id)
		if (ending === null) return refuse(context, 'not_found')
		if (ending.personId === byId || !canAppoint(await readGrants(registry, byId), ending)) {
			return refuseTo(context, ending, ownMunicipalityId)
		}
		const by = { id: byId, name: await readName(registry, byId), at: now() }
		if (!(await returnAssignment(registry, id, by))) return refuse(context, 'conflict')
		relay.readmit({ personId: ending.personId })
		return context.body(null, 204)
	})
}

/** For a role in another municipality answers 404, so that nobody learns who has which role there. */
function refuseTo(context: ApiContext, { municipalityId }: StaffAssignment, ownId: string): Response {
	return municipalityId === ownId ? refuse(context, 'unauthorized', { status: 403 }) : refuse(context, 'not_found')
}
