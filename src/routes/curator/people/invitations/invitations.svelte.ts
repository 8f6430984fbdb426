/** The invitations screen: the list, the problems of typed names, and the roles to offer. */
import { type InvitedRole, isOrganisationRole, rolesToInvite } from '#domain/access.ts'
import { m } from '#lib/paraglide/messages.js'
import { call, type FailureCode, type ApiResult } from '#lib/sync/api.ts'
import { nameProblem } from '#lib/ui/format.ts'
import type { CreatedInvitation, InvitationListing, NewInvitation } from '#protocol/api/program.ts'

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

type Name = 'familyName' | 'givenName' | 'patronymic'
type Names = Readonly<Record<Name, string>>

/** The problems of the names in the form. Each disappears when its name is changed. */
export class NameErrors {
	#found = $state.raw<Partial<Record<Name, { text: string; of: string }>>>({})
	readonly #names: () => Names

	/** `names`: returns the names as typed now. */
	constructor(names: () => Names) {
		this.#names = names
	}

	/** Null: no problem, or the name has been changed. */
	of(name: Name): string | null {
		const found = this.#found[name]
		return found !== undefined && found.of === this.#names()[name] ? found.text : null
	}

	/** At least one name still has its problem. */
	get isSaid(): boolean {
		return (Object.keys(this.#found) as Name[]).some((name) => this.of(name) !== null)
	}

	/** False: at least one name has a problem. */
	check(): boolean {
		this.#found = {}
		const typed = this.#names()
		this.#note('familyName', typed, nameProblem(typed.familyName, m.curator_error_family_name()))
		this.#note('givenName', typed, nameProblem(typed.givenName, m.curator_error_given_name()))
		this.#note('patronymic', typed, nameProblem(typed.patronymic, null))
		return Object.keys(this.#found).length === 0
	}

	/** The server refused one of the names as sent. False: `field` is no name. */
	refuse(field: string | undefined, sent: Names): boolean {
		if (field === 'familyName') this.#note(field, sent, m.curator_error_family_name())
		else if (field === 'givenName') this.#note(field, sent, m.curator_error_given_name())
		else if (field === 'patronymic') this.#note(field, sent, m.curator_error_patronymic())
		else return false
		return true
	}

	#note(name: Name, names: Names, text: string | null): void {
		if (text !== null) this.#found = { ...this.#found, [name]: { text, of: names[name] } }
	}
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
