import type { OwnAccount } from '#protocol/api/account.ts'
import { accountApi } from '#lib/sync/api-account.ts'
import type { ApiResult, FailureCode } from '#lib/sync/api.ts'

/** One's own ways in and devices, as the server knows them, and what changes them. */
export class OwnAccountState {
	/** Null until the server has answered once. */
	account = $state.raw<OwnAccount | null>(null)
	failure = $state<FailureCode | null>(null)

	/** What is done once the person has shown that it is still them; null: nothing waits for that. */
	proving = $state.raw<(() => void) | null>(null)

	async load(): Promise<void> {
		const result = await accountApi.own()
		if (result.ok) this.account = result.value
		this.failure = result.ok ? null : result.code
	}

	/** Whatever became of it, what is shown afterwards is what there is. */
	async change<Value>(make: () => Promise<ApiResult<Value>>): Promise<ApiResult<Value>> {
		const result = await make()
		await this.load()
		return result
	}

	/** Whether the server wants to know first that it is still them; then they are asked, and `again` follows. */
	asksProof(result: ApiResult<unknown>, again: () => void): boolean {
		const isAsked = !result.ok && result.field === 'signIn'
		if (isAsked) this.proving = again
		return isAsked
	}
}
