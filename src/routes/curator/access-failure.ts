import { m } from '#lib/paraglide/messages.js'
import type { ApiFailure } from '#lib/sync/api.ts'
import { failureText } from '../forms/failure-text.ts'

/** Why somebody's part in a programme was not ended, or not given back. */
export function accessFailureText({ code, field }: ApiFailure): string {
	return code === 'conflict' && field === 'ledger' ? m.curator_return_decided() : failureText(code)
}
