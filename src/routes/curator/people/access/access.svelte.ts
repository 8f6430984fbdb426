import type { AccessListing, AccessPage } from '#protocol/account-api.ts'
import type { CreatedInvitation } from '#protocol/api.ts'
import { accountApi } from '#lib/sync/api-account.ts'
import type { ApiResult } from '#lib/sync/api.ts'
import { AskedList } from '../asked-list.svelte.ts'

/** As many as the server takes at once. */
const AT_ONCE = 100

/** Who of the municipality gets in, and the invitations made for them here, which nobody can ask for again. */
export class AccessState {
	readonly list = new AskedList<AccessPage>()
	created = $state.raw<readonly CreatedInvitation[]>([])

	/** Of one person: those who get in already lose what they have. */
	async inviteOne({ person, state }: AccessListing): Promise<ApiResult<CreatedInvitation | null>> {
		const result = await accountApi.invitePeople({ personIds: [person.id], reset: state === 'open' })
		if (!result.ok) return result
		const [created = null] = result.value.created
		if (created !== null) this.created = [created, ...this.created]
		await this.list.again()
		return { ok: true, value: created }
	}

	/** Everybody who neither gets in nor is invited. Stops at the first failure: what was made until then is there. */
	async inviteAll(): Promise<ApiResult<number>> {
		let made = 0
		for (;;) {
			const waiting = await accountApi.access({ state: 'none' })
			if (!waiting.ok) return waiting
			const personIds = waiting.value.rows.filter(({ canReset }) => canReset).map(({ person }) => person.id)
			if (personIds.length === 0) break
			const result = await accountApi.invitePeople({ personIds: personIds.slice(0, AT_ONCE), reset: false })
			if (!result.ok) return result
			this.created = [...result.value.created, ...this.created]
			made += result.value.created.length
			// Whom the server refuses would be asked for again and again.
			if (result.value.created.length < personIds.length) break
		}
		await this.list.again()
		return { ok: true, value: made }
	}
}
