import { m } from '#lib/paraglide/messages.js'
import { call, type ApiResult } from '#lib/sync/api.ts'
import type { AccessListing, AccessPage } from '#protocol/api/account.ts'
import type { CreatedInvitation } from '#protocol/api/program.ts'
import { Asked } from '#lib/state/asked.svelte.ts'

/** The server's limit for one request. */
const AT_ONCE = 100

/** Who in the municipality can sign in, and the invitations made here, which the server shows only once. */
export class AccessState {
	readonly list = new Asked<AccessPage>()
	created = $state.raw<readonly CreatedInvitation[]>([])

	/** Invites one person. If the person can sign in already, this ends their present access. */
	async inviteOne({ person, state }: AccessListing): Promise<ApiResult<CreatedInvitation | null>> {
		const result = await call('POST /api/invitations/for-people', {
			body: { personIds: [person.id], reset: state === 'open' }
		})
		if (!result.ok) return result
		const [created = null] = result.value.created
		if (created !== null) this.created = [created, ...this.created]
		await this.list.again()
		return { ok: true, value: created }
	}

	/**
	 * Invites everybody who can neither sign in nor is invited. Stops at the first failure and keeps the invitations made
	 * until then.
	 */
	async inviteAll(): Promise<ApiResult<number>> {
		const result = await this.#inviteUninvited()
		await this.list.again()
		return result
	}

	async #inviteUninvited(): Promise<ApiResult<number>> {
		const uninvited = await listUninvited()
		if (!uninvited.ok) return uninvited
		const personIds = uninvited.value
		let made = 0
		for (let from = 0; from < personIds.length; from += AT_ONCE) {
			const some = personIds.slice(from, from + AT_ONCE)
			const result = await call('POST /api/invitations/for-people', { body: { personIds: some, reset: false } })
			if (!result.ok) return result
			this.created = [...result.value.created, ...this.created]
			made += result.value.created.length
		}
		return { ok: true, value: made }
	}
}

/** People without access whom the reader may invite. It reads all pages first, because invited people leave the list. */
async function listUninvited(): Promise<ApiResult<string[]>> {
	const personIds: string[] = []
	for (let page = 1; ; page++) {
		const waiting = await call('GET /api/access', { query: { state: 'none', page } })
		if (!waiting.ok) return waiting
		const { rows, pageSize, count } = waiting.value
		personIds.push(...rows.filter(({ canReset }) => canReset).map(({ person }) => person.id))
		if (page * pageSize >= count) return { ok: true, value: personIds }
	}
}

export const accessWords: Readonly<Record<AccessListing['state'], () => string>> = {
	none: m.account_access_none,
	invited: m.account_access_invited,
	open: m.account_access_open
}
