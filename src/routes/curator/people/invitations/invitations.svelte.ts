/** The invitations screen: the list, the form for one, and the roles to offer. */
import { z } from 'zod'
import { type InvitedRole, isOrganisationRole, rolesToInvite } from '#domain/access.ts'
import type { IsoDate } from '#domain/calendar.ts'
import { m } from '#lib/paraglide/messages.js'
import { call, type FailureCode, type ApiResult } from '#lib/sync/api.ts'
import type { CreatedInvitation, InvitationListing, NewInvitation } from '#protocol/api/program.ts'
import { Draft } from '../../../forms/draft.svelte.ts'
import { type Named, WorkplaceChoice } from '../form/named-choice.svelte.ts'
import { noOrder, orderAhead, orderSchema } from '../form/order.ts'
import { nameFields } from '../form/person-fields.ts'

/** The invitations of the municipality: lists, makes and withdraws them. */
export class InvitationsState {
	/** Newest first; null until the server has answered once. */
	invitations = $state.raw<readonly InvitationListing[] | null>(null)
	failure = $state<FailureCode | null>(null)

	/** Grows with every change made here: a list that was requested before does not contain the change. */
	#changes = 0

	async load(): Promise<void> {
		const changes = this.#changes
		const result = await call('GET /api/invitations')
		if (changes !== this.#changes) return this.load()
		if (result.ok) this.#show(result.value.invitations)
		this.failure = result.ok ? null : result.code
	}

	/** The answer contains the link, which the server shows only once. */
	async invite(invitation: NewInvitation): Promise<ApiResult<CreatedInvitation>> {
		const result = await call('POST /api/invitations', { body: invitation })
		if (result.ok) {
			this.#changes++
			this.#show([result.value.invitation, ...(this.invitations ?? [])])
		}
		return result
	}

	/**
	 * Removes an invitation from the list if it is withdrawn now, or was before. If it was accepted meanwhile, the list
	 * is loaded again.
	 */
	async withdraw(id: string): Promise<ApiResult<unknown>> {
		const result = await call('DELETE /api/invitations/:id', { id })
		this.#changes++
		if (result.ok || result.code === 'not_found') this.#show((this.invitations ?? []).filter((each) => each.id !== id))
		else if (result.code === 'conflict') await this.load()
		return result
	}

	#show(invitations: readonly InvitationListing[]): void {
		this.invitations = [...invitations].sort((one, other) => (one.createdAt < other.createdAt ? 1 : -1))
	}
}

export type InvitationState = 'waiting' | 'accepted' | 'expired'

/** `now` is an ISO instant. An invitation accepted in time stays accepted after its last day. */
export function invitationStateOf(
	{ acceptedAt, expiresAt }: Pick<InvitationListing, 'acceptedAt' | 'expiresAt'>,
	now: string
): InvitationState {
	if (acceptedAt !== null) return 'accepted'
	return Date.parse(expiresAt) <= Date.parse(now) ? 'expired' : 'waiting'
}

interface InvitationOptions {
	/** The role to invite to; `chosen`: what the person has chosen, if anything. */
	roleOf: (chosen: InvitedRole | null) => InvitedRole
	today: () => IsoDate
	invite: (invitation: NewInvitation) => Promise<ApiResult<CreatedInvitation>>
}

export function draftInvitation({ roleOf, today, invite }: InvitationOptions) {
	const workplace = new WorkplaceChoice()
	const isAppointment = () => isOrganisationRole(roleOf(draft.value.role))
	const first = { familyName: '', givenName: '', patronymic: '', role: null as InvitedRole | null, order: noOrder }
	const draft: Draft<typeof first, NewInvitation, CreatedInvitation> = new Draft({
		first,
		schema: z
			.strictObject({
				...nameFields(),
				role: z.custom<InvitedRole | null>().transform(roleOf),
				workplace: z.custom<Named>((one) => one !== null, { error: m.people_organisation_needed }).optional(),
				// Only an appointment has an order, and shows its fields.
				order: z.preprocess((order) => (isAppointment() ? order : noOrder), orderSchema(today))
			})
			.transform(({ workplace, ...rest }) => ({ ...rest, organisationId: workplace?.id ?? null })),
		choices: (): Record<string, WorkplaceChoice> => (isAppointment() ? { workplace } : {}),
		store: invite,
		refusal({ code, field }) {
			if (code === 'offline') return m.curator_error_offline()
			if (code === 'unauthorized') return field === 'role' ? m.curator_error_not_theirs() : m.curator_error_forbidden()
			if (field === 'familyName') return { path: field, text: m.curator_error_family_name() }
			if (field === 'givenName') return { path: field, text: m.curator_error_given_name() }
			if (field === 'patronymic') return { path: field, text: m.curator_error_patronymic() }
			if (field === 'organisationId') return { path: 'workplace', text: m.people_organisation_gone() }
			if (field === 'order') return orderAhead()
			return field === 'role' ? m.curator_error_role() : m.curator_error_internal()
		}
	})
	return { draft, workplace }
}

/**
 * Roles that an administrator invites first, so that others can work: these people invite the others, and see the
 * organisations and banks.
 */
const beginners = ['curator', 'head', 'region', 'administrator'] as const satisfies readonly InvitedRole[]

/**
 * The roles a person may invite to, in the order in which they are needed, and the default choice. The server lets
 * administrators invite to every role, but they see neither organisations nor banks, so they need a curator first.
 */
export function rolesToOffer(
	own: readonly InvitedRole[],
	seesOrganisations: boolean
): { roles: readonly InvitedRole[]; first: InvitedRole } {
	const roles = rolesToInvite(own)
	if (seesOrganisations) return { roles, first: 'mentee' }
	const rest = roles.filter((role) => !isOrganisationRole(role) && !beginners.some((one) => one === role))
	return { roles: [...beginners.filter((role) => roles.includes(role)), ...rest], first: 'curator' }
}
