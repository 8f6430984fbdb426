/** Invitations for the people who create them. What invited people do with them is in invited.ts. */
import { z } from 'zod'
import { canInviteAs, canResetAccess, type InvitedRole, invitedRoles, isOrganisationRole } from '#domain/access.ts'
import { personNames } from '#domain/people/person-name-schema.ts'
import type { InvitedPeople } from '#protocol/api/account.ts'
import type { CreatedInvitation, InvitationListing, Person } from '#protocol/api/program.ts'
import { inviteKnown } from '../people/access.ts'
import { type Inviting, listingsOf } from '../people/invitation-rows.ts'
import { createInvitation, listInvitations, type MadeInvitation, withdrawInvitation } from '../people/invitations.ts'
import { todayIn } from '../people/municipalities.ts'
import { findOrganisation } from '../people/organisations.ts'
import { findPerson } from '../people/people.ts'
import { readGrants } from '../people/grants.ts'
import { type ApiContext, readBody, refuse } from './serve/answers.ts'
import type { Api, ApiOptions } from './serve/api-options.ts'
import { isOrderAhead, municipalityToInvite, order, requireSession } from './serve/guards.ts'

/** A person without a patronymic may leave it out. */
export const invitedName = { ...personNames, patronymic: personNames.patronymic.default('') }

const newInvitation = z.object({
	...invitedName,
	role: z.enum(invitedRoles),
	organisationId: z.string().max(64).nullable().default(null),
	order: order.default(null)
})

const invitePeople = z.object({ personIds: z.array(z.string().max(64)).min(1).max(100), reset: z.boolean() })

export function addInvitations(api: Api, options: ApiOptions): void {
	const { registry, accounts, invitationCodes, now } = options

	api.get('/invitations', requireSession(options), async (context) => {
		const municipalityId = await municipalityToInvite(registry, context.get('personId'))
		if (municipalityId === null) return refuse(context, 'unauthorized', { status: 403 })
		const invitations = await listInvitations(registry, municipalityId)
		return context.json<{ invitations: InvitationListing[] }>({ invitations })
	})

	api.post('/invitations', requireSession(options), async (context) => {
		const municipalityId = await municipalityToInvite(registry, context.get('personId'))
		if (municipalityId === null) return refuse(context, 'unauthorized', { status: 403 })
		const input = await readBody(context, newInvitation)
		if (!input.isValid) return input.refusal
		if (!canInviteAs(await readGrants(registry, context.get('personId')), municipalityId, input.value.role)) {
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
		return context.json<CreatedInvitation>(await toCreated(context, options, made), 201)
	})

	/** 201, even if some of the people are refused. */
	api.post('/invitations/for-people', requireSession(options), async (context) => {
		const municipalityId = await municipalityToInvite(registry, context.get('personId'))
		if (municipalityId === null) return refuse(context, 'unauthorized', { status: 403 })
		const input = await readBody(context, invitePeople)
		if (!input.isValid) return input.refusal
		const answer: InvitedPeople = { created: [], refused: [] }
		for (const personId of new Set(input.value.personIds)) {
			const invited = await inviteOne(personId, municipalityId, context.get('personId'), input.value.reset)
			if (typeof invited === 'string') answer.refused.push({ personId, why: invited })
			else answer.created.push(await toCreated(context, options, invited))
		}
		return context.json<InvitedPeople>(answer, 201)
	})

	/** 204. 409: already accepted. */
	api.delete('/invitations/:id', requireSession(options), async (context) => {
		const personId = context.get('personId')
		const municipalityId = await municipalityToInvite(registry, personId)
		if (municipalityId === null) return refuse(context, 'unauthorized', { status: 403 })
		const grants = await readGrants(registry, personId)
		const mayTakeBack = (role: InvitedRole) => canInviteAs(grants, municipalityId, role)
		switch (await withdrawInvitation(registry, municipalityId, context.req.param('id'), mayTakeBack)) {
			case 'forbidden':
				return refuse(context, 'unauthorized', { status: 403 })
			case 'withdrawn':
				options.cutLog()
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
		const own = await readGrants(registry, madeBy)
		const isOthers = personId !== madeBy
		if (!isOthers || !canResetAccess(own, municipalityId, await readGrants(registry, personId))) return 'forbidden'
		if (!reset && (await accounts.hasAccount(personId))) return 'hasAccount'
		return giveWayIn(options, found.person, { municipalityId, madeBy, now: now() })
	}
}

/** The only answer that contains the link and the code of the invitation. */
export async function toCreated(
	context: ApiContext,
	options: ApiOptions,
	{ row, token, code }: MadeInvitation
): Promise<CreatedInvitation> {
	const [invitation] = await listingsOf(options.registry, [row])
	if (invitation === undefined) throw new Error('A row without a listing')
	return { invitation, link: invitationLink(originOf(context, options), token), code }
}

/** `origin` has no slash at its end. */
export function invitationLink(origin: string, token: string): string {
	return `${origin}/invite/${token}`
}

function originOf(context: ApiContext, { origin }: ApiOptions): string {
	return origin ?? new URL(context.req.url).origin
}

/** Invites a person who is in the registry. An account they have is removed, and this is recorded. */
export async function giveWayIn(
	{ registry, accounts, relay, invitationCodes }: ApiOptions,
	person: Person,
	inviting: Inviting
): Promise<MadeInvitation> {
	const hasAccount = await accounts.hasAccount(person.id)
	const made = await inviteKnown(registry, invitationCodes, person, inviting, hasAccount)
	await accounts.removeAccount(person.id)
	relay.readmit({ personId: person.id })
	return made
}
