import type { InvitationListing, NewInvitation } from '#protocol/api/program.ts'
import { accountApi } from '#lib/sync/api-account.ts'
import type { FailureCode } from '#lib/sync/api.ts'

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
