/** Invitations for the people who create them. What invited people do with them is in invited.ts. */
import { z } from 'zod'
import { canInviteAs, canResetAccess, type InvitedRole, invitedRoles, isOrganisationRole } from '#domain/access.ts'
import { personNames } from '#domain/given.ts'
import type { InvitedPeople } from '#protocol/api/account.ts'
import type { CreatedInvitation, Person } from '#protocol/api/program.ts'
import { inviteKnown } from '../people/access.ts'
import { type Inviting, listingsOf } from '../people/invitation-rows.ts'
import { createInvitation, listInvitations, type MadeInvitation, withdrawInvitation } from '../people/invitations.ts'
import { todayIn } from '../people/municipalities.ts'
import { findOrganisation } from '../people/organisations.ts'
import { findPerson } from '../people/people.ts'
import { readGrants } from '../people/grants.ts'
import { type ApiContext, type ApiOptions, refuse, forbid } from './serve/answers.ts'
import type { Serve } from './serve/endpoint.ts'
import { isOrderAhead, order, inviters } from './serve/guards.ts'

/** A person without a patronymic may leave it out. */
export const invitedName = { ...personNames, patronymic: personNames.patronymic.default('') }

const newInvitation = z.object({
	...invitedName,
	role: z.enum(invitedRoles),
	organisationId: z.string().max(64).nullable().default(null),
	order: order.default(null)
})

const invitePeople = z.object({ personIds: z.array(z.string().max(64)).min(1).max(100), reset: z.boolean() })

export function addInvitations(serve: Serve, options: ApiOptions): void {
	const { registry, accounts, invitationCodes, now } = options

	serve('GET /api/invitations', { may: inviters }, async ({ scope: municipalityId }) => {
		const invitations = await listInvitations(registry, municipalityId)
		return { invitations }
	})

	serve(
		'POST /api/invitations',
		{ may: inviters, body: newInvitation, status: 201 },
		async ({ context, askerId, scope: municipalityId, body }) => {
			if (!canInviteAs(await readGrants(registry, askerId), municipalityId, body.role)) return forbid('role')
			const { role, organisationId, order } = body
			const organisation = organisationId === null ? null : await findOrganisation(registry, organisationId)
			if (isOrganisationRole(role) ? organisation?.municipalityId !== municipalityId : organisationId !== null) {
				return refuse('invalid', 'organisationId')
			}
			if (order !== null && !isOrganisationRole(role)) return refuse('invalid', 'order')
			if (isOrderAhead(order, await todayIn(registry, municipalityId, now()))) return refuse('invalid', 'order')
			const inviting = { municipalityId, madeBy: askerId, now: now() }
			const made = await createInvitation(registry, invitationCodes, body, inviting)
			return await toCreated(context, options, made)
		}
	)

	/** 201, even if some of the people are refused. */
	serve(
		'POST /api/invitations/for-people',
		{ may: inviters, body: invitePeople, status: 201 },
		async ({ context, askerId, scope: municipalityId, body }) => {
			const answer: InvitedPeople = { created: [], refused: [] }
			for (const personId of new Set(body.personIds)) {
				const invited = await inviteOne(personId, municipalityId, askerId, body.reset)
				if (typeof invited === 'string') answer.refused.push({ personId, why: invited })
				else answer.created.push(await toCreated(context, options, invited))
			}
			return answer
		}
	)

	/** 204. 409: already accepted. */
	serve(
		'DELETE /api/invitations/:id',
		{ may: inviters },
		async ({ askerId: personId, scope: municipalityId, params }) => {
			const grants = await readGrants(registry, personId)
			const mayTakeBack = (role: InvitedRole) => canInviteAs(grants, municipalityId, role)
			switch (await withdrawInvitation(registry, municipalityId, params.id, mayTakeBack)) {
				case 'forbidden':
					return forbid()
				case 'withdrawn':
					options.cutLog()
					return null
				case 'accepted':
					return refuse('conflict')
				case 'unknown':
					return refuse('not_found')
			}
		}
	)

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
