import { type InvitedRole, isOrganisationRole, rolesToInvite } from '#domain/access.ts'
import { m } from '#lib/paraglide/messages.js'
import { accountApi } from '#lib/sync/api-account.ts'
import type { FailureCode } from '#lib/sync/api.ts'
import { nameProblem } from '#lib/ui/format.ts'
import type { InvitationListing, NewInvitation } from '#protocol/api/program.ts'

/** The invitations of the municipality, and the ways to make another and to take one back. */
export class InvitationsState {
	/** Newest first; null until the server has answered once. */
	invitations = $state.raw<readonly InvitationListing[] | null>(null)
	failure = $state<FailureCode | null>(null)

	/** Rises with every change made here: a list asked for before that does not know it. */
	#changes = 0

	async load(): Promise<void> {
		const changes = this.#changes
		const result = await accountApi.invitations()
		if (changes !== this.#changes) return this.load()
		if (result.ok) this.#show(result.value.invitations)
		this.failure = result.ok ? null : result.code
	}

	/** The answer holds the link, which nobody can ask for again. */
	async invite(invitation: NewInvitation): ReturnType<typeof accountApi.invite> {
		const result = await accountApi.invite(invitation)
		if (result.ok) {
			this.#changes++
			this.#show([result.value.invitation, ...(this.invitations ?? [])])
		}
		return result
	}

	/** What is withdrawn, or was already, is gone from the list; one accepted meanwhile shows itself. */
	async withdraw(id: string): ReturnType<typeof accountApi.withdrawInvitation> {
		const result = await accountApi.withdrawInvitation(id)
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

/** What was found wrong with the names of somebody invited: each error goes when its name is changed. */
export class NameErrors {
	#found = $state.raw<Partial<Record<Name, { text: string; of: string }>>>({})
	readonly #names: () => Names

	/** `names`: as they are typed now. */
	constructor(names: () => Names) {
		this.#names = names
	}

	/** Null: nothing, or another name is there by now. */
	of(name: Name): string | null {
		const found = this.#found[name]
		return found !== undefined && found.of === this.#names()[name] ? found.text : null
	}

	/** Something that was found wrong still stands there. */
	get isSaid(): boolean {
		return (Object.keys(this.#found) as Name[]).some((name) => this.of(name) !== null)
	}

	/** False: something is wrong. */
	check(): boolean {
		this.#found = {}
		const typed = this.#names()
		this.#note('familyName', typed, nameProblem(typed.familyName, m.curator_error_family_name()))
		this.#note('givenName', typed, nameProblem(typed.givenName, m.curator_error_given_name()))
		this.#note('patronymic', typed, nameProblem(typed.patronymic, null))
		return Object.keys(this.#found).length === 0
	}

	/** The server takes one of them as little as it was sent. False: `field` is none of them. */
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

/** Those whom an administrator lets in so that others can work: who then invite the rest, and see the organisations and banks for it. */
const beginners = ['curator', 'head', 'region', 'administrator'] as const satisfies readonly InvitedRole[]

/**
 * What one invites to, in the order it is needed, and what is chosen first. The server lets administrators invite to everything; but
 * they see neither organisations nor banks, so a curator is needed before anybody else.
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
