import { m } from '#lib/paraglide/messages.js'
import { accountApi } from '#lib/sync/api-account.ts'
import type { FailureCode } from '#lib/sync/api.ts'
import { choosePasskey } from '#lib/sync/passkey.ts'
import { failureText } from '../forms/failure-text.ts'
import { passkeyProblem } from './passkey-words.ts'

/** Whoever has the passkey that the person chose is signed in here; or why nobody is, in words, null: they changed their mind. */
export async function signInByPasskey(): Promise<{ personId: string } | { problem: string | null }> {
	const started = await accountApi.startPasskeySignIn()
	if (!started.ok) return { problem: signInProblem(started.code) }
	const chosen = await choosePasskey(started.value)
	if (chosen.type !== 'answered') return { problem: passkeyProblem(chosen) }
	const result = await accountApi.finishPasskeySignIn({ response: chosen.response })
	if (result.ok) return { personId: result.value.person }
	if (result.field === 'municipality') return { problem: m.home_sign_in_closed() }
	return { problem: result.code === 'unauthorized' ? m.account_passkey_unknown() : signInProblem(result.code) }
}

export function signInProblem(code: FailureCode): string {
	if (code === 'conflict') return m.home_sign_in_too_often()
	return code === 'offline' ? m.home_sign_in_offline() : failureText(code)
}
