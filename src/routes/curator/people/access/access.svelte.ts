import type { AccessListing, AccessPage } from '#protocol/account-api.ts'
import type { CreatedInvitation } from '#protocol/api.ts'
import { accountApi, type AccessQuery } from '#lib/sync/api-account.ts'
import type { ApiResult } from '#lib/sync/api.ts'

/** As many as the server takes at once. */
const AT_ONCE = 100

/** Who of the municipality gets in, and the invitations made for them here, which nobody can ask for again. */
export class AccessState {
	/** Null until the server has answered once. */
	list = $state.raw<AccessPage | null>(null)
	error = $state<'offline' | 'failed' | null>(null)
	created = $state.raw<readonly CreatedInvitation[]>([])
	query = $state.raw<AccessQuery>({})
	/** Rises with every question: an answer to an older one is not shown. */
	#asked = 0

	async load(query: AccessQuery = this.query): Promise<void> {
		this.query = query
		const asked = ++this.#asked
		const result = await accountApi.access(query)
		if (asked !== this.#asked) return
		if (result.ok) this.list = result.value
		this.error = result.ok ? null : result.code === 'offline' ? 'offline' : 'failed'
	}

	/** Of one person: those who get in already lose what they have. */
	async inviteOne({ person, state }: AccessListing): Promise<ApiResult<CreatedInvitation | null>> {
		const result = await accountApi.invitePeople({ personIds: [person.id], reset: state === 'open' })
		if (!result.ok) return result
		const [created = null] = result.value.created
		if (created !== null) this.created = [created, ...this.created]
		await this.load()
		return { ok: true, value: created }
	}

	/** Everybody who neither gets in nor is invited. Stops at the first failure: what was made until then is there. */
	async inviteAll(): Promise<ApiResult<number>> {
		let made = 0
		for (;;) {
			const waiting = await accountApi.access({ state: 'none' })
			if (!waiting.ok) return waiting
			const personIds = waiting.value.people.filter(({ canReset }) => canReset).map(({ person }) => person.id)
			if (personIds.length === 0) break
			const result = await accountApi.invitePeople({ personIds: personIds.slice(0, AT_ONCE), reset: false })
			if (!result.ok) return result
			this.created = [...result.value.created, ...this.created]
			made += result.value.created.length
			// Whom the server refuses would be asked for again and again.
			if (result.value.created.length < personIds.length) break
		}
		await this.load()
		return { ok: true, value: made }
	}
}
