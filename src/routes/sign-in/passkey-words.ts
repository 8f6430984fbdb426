import { m } from '#lib/paraglide/messages.js'
import type { PasskeyResult } from '#lib/sync/passkey.ts'

/** Why there is no passkey, in words; null: the person changed their mind, and knows it. */
export function passkeyProblem({ type }: Exclude<PasskeyResult, { type: 'answered' }>): string | null {
	switch (type) {
		case 'cancelled':
			return null
		case 'exists':
			return m.account_passkey_exists()
		case 'failed':
			return m.account_passkey_failed()
	}
}
