import type { OwnAccount } from '#protocol/api/account.ts'
import { call, type ApiResult, type FailureCode } from '#lib/sync/api.ts'

/** The person's sign-in methods and devices as the server knows them, and changes to them. */
export class OwnAccountState {
	/** Null until the server has answered once. */
	account = $state.raw<OwnAccount | null>(null)
	failure = $state<FailureCode | null>(null)

	/** Called when the person has signed in again; null: nothing waits for that. */
	proving = $state.raw<(() => void) | null>(null)

	async load(): Promise<void> {
		const result = await call('GET /api/account')
		if (result.ok) this.account = result.value
		this.failure = result.ok ? null : result.code
	}

	/** Loads the account again after every change, successful or not. */
	async change<Value>(make: () => Promise<ApiResult<Value>>): Promise<ApiResult<Value>> {
		const result = await make()
		await this.load()
		return result
	}

	/** True if the server first wants the person to sign in again: then they are asked, and `again` is called afterwards. */
	asksProof(result: ApiResult<unknown>, again: () => void): boolean {
		const isAsked = !result.ok && result.field === 'signIn'
		if (isAsked) this.proving = again
		return isAsked
	}
}
