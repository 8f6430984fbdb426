/** Invitations as those see them who hand them out. What the invited do with them is in invited.ts. */
import { z } from 'zod'
import { canInviteAs, canResetAccess, invitedRoles, isOrganisationRole, type InvitedRole } from '#domain/access.ts'
import type { InvitedPeople } from '#protocol/api/account.ts'
import type { CreatedInvitation, InvitationListing } from '#protocol/api/program.ts'
import { createInvitation, listInvitations, withdrawInvitation, type MadeInvitation } from '../people/invitations.ts'
import { todayIn } from '../people/municipalities.ts'
import { findOrganisation } from '../people/organisations.ts'
import { findPerson } from '../people/people.ts'
import { standingOf } from '../people/standing.ts'
import { readBody, refuse } from './serve/answers.ts'
import type { Api, ApiParts } from './serve/api-parts.ts'
import { toCreated } from './created-invitation.ts'
import { giveWayIn } from './give-way-in.ts'
import { invitedName } from './names-input.ts'
import { isOrderAhead, order } from './serve/order-input.ts'
import { municipalityToInvite } from './serve/own-municipality.ts'
import { requireSession } from './serve/require-session.ts'

const newInvitation = z.object({
	...invitedName,
	role: z.enum(invitedRoles),
	organisationId: z.string().max(64).nullable().default(null),
	order: order.default(null)
})

const invitePeople = z.object({ personIds: z.array(z.string().max(64)).min(1).max(100), reset: z.boolean() })

export function addInvitations(api: Api, parts: ApiParts): void {
	const { registry, accounts, invitationCodes, now } = parts

	api.get('/invitations', requireSession(parts), async (context) => {
		const municipalityId = await municipalityToInvite(registry, context.get('personId'))
		if (municipalityId === null) return refuse(context, 'unauthorized', { status: 403 })
		const invitations = await listInvitations(registry, municipalityId)
		return context.json<{ invitations: InvitationListing[] }>({ invitations })
	})

	api.post('/invitations', requireSession(parts), async (context) => {
		const municipalityId = await municipalityToInvite(registry, context.get('personId'))
		if (municipalityId === null) return refuse(context, 'unauthorized', { status: 403 })
		const input = await readBody(context, newInvitation)
		if (!input.isValid) return input.refusal
		if (!canInviteAs(await standingOf(registry, context.get('personId')), municipalityId, input.value.role)) {
			return refuse(context, 'unauthorized', { field: 'role', status: 403 })
		}
		const { role, organisationId, order } = input.value
		const organisation = organisationId === null ? null : await findOrganisation(registry, organisationId)
		if (isOrganisationRole(role) ? organisation?.municipalityId !== municipalityId : organisationId !== null) {
			return refuse(context, 'invalid', { field: 'organisationId' })
		}
		if (order !== null && !isOrganisationRole(role)) return refuse(context, 'invalid', { field: 'order' })
		if (isOrderAhead(order, await todayIn(registry, municipalityId, now()))) {
			return refuse(context, 'invalid', { field: 'order' })
		}
		const inviting = { municipalityId, madeBy: context.get('personId'), now: now() }
		const made = await createInvitation(registry, invitationCodes, input.value, inviting)
		return context.json<CreatedInvitation>(await toCreated(context, parts, made), 201)
	})

	/** 201, whomever it refuses beside. */
	api.post('/invitations/for-people', requireSession(parts), async (context) => {
		const municipalityId = await municipalityToInvite(registry, context.get('personId'))
		if (municipalityId === null) return refuse(context, 'unauthorized', { status: 403 })
		const input = await readBody(context, invitePeople)
		if (!input.isValid) return input.refusal
		const answer: InvitedPeople = { created: [], refused: [] }
		for (const personId of new Set(input.value.personIds)) {
			const invited = await inviteOne(personId, municipalityId, context.get('personId'), input.value.reset)
			if (typeof invited === 'string') answer.refused.push({ personId, why: invited })
			else answer.created.push(await toCreated(context, parts, invited))
		}
		return context.json<InvitedPeople>(answer, 201)
	})

	/** 204. 409: accepted already. */
	api.delete('/invitations/:id', requireSession(parts), async (context) => {
		const personId = context.get('personId')
		const municipalityId = await municipalityToInvite(registry, personId)
		if (municipalityId === null) return refuse(context, 'unauthorized', { status: 403 })
		const standing = await standingOf(registry, personId)
		const mayTakeBack = (role: InvitedRole) => canInviteAs(standing, municipalityId, role)
		switch (await withdrawInvitation(registry, municipalityId, context.req.param('id'), mayTakeBack)) {
			case 'forbidden':
				return refuse(context, 'unauthorized', { status: 403 })
			case 'withdrawn':
				return context.body(null, 204)
			case 'accepted':
				return refuse(context, 'conflict')
			case 'unknown':
				return refuse(context, 'not_found')
		}
	})

	async function inviteOne(
		personId: string,
		municipalityId: string,
		madeBy: string,
		reset: boolean
	): Promise<MadeInvitation | InvitedPeople['refused'][number]['why']> {
		const found = await findPerson(registry, personId)
		if (found?.municipality.id !== municipalityId) return 'unknown'
		const own = await standingOf(registry, madeBy)
		const isOthers = personId !== madeBy
		if (!isOthers || !canResetAccess(own, municipalityId, await standingOf(registry, personId))) return 'forbidden'
		if (!reset && (await accounts.hasAccount(personId))) return 'hasAccount'
		return giveWayIn(parts, found.person, { municipalityId, madeBy, now: now() })
	}
}
