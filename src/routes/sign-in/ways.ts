/** Sign-in methods shared by the sign-in screen and the account settings: passkeys, and words for outcomes and devices. */
import { m } from '#lib/paraglide/messages.js'
import { call, type FailureCode } from '#lib/sync/api.ts'
import { choosePasskey, type PasskeyResult } from '#lib/sync/passkey.ts'
import type { DeviceKind, OidcEnding } from '#protocol/api/account.ts'
import { failureText } from '../forms/failure.ts'

/** Signs in with the passkey that the person chooses. `problem`: why it failed, in words; null: the person cancelled. */
export async function signInByPasskey(): Promise<{ personId: string } | { problem: string | null }> {
	const started = await call('POST /api/sign-in/passkey/options')
	if (!started.ok) return { problem: signInProblem(started.code) }
	const chosen = await choosePasskey(started.value)
	if (chosen.type !== 'answered') return { problem: passkeyProblem(chosen) }
	const result = await call('POST /api/sign-in/passkey', { body: { response: chosen.response } })
	if (result.ok) return { personId: result.value.person }
	if (result.field === 'municipality') return { problem: m.home_sign_in_closed() }
	return { problem: result.code === 'unauthorized' ? m.account_passkey_unknown() : signInProblem(result.code) }
}

export function signInProblem(code: FailureCode): string {
	if (code === 'conflict') return m.home_sign_in_too_often()
	return code === 'offline' ? m.home_sign_in_offline() : failureText(code)
}

/** «Телефон Android, Яндекс Браузер» */
export function deviceName({ system, browser }: DeviceKind): string {
	const [systemName, browserName] = [systems[system](), browsers[browser]]
	return browserName === null ? systemName : m.account_device({ system: systemName, browser: browserName })
}

const systems: Record<DeviceKind['system'], () => string> = {
	android: m.account_android,
	ios: m.account_ios,
	windows: m.account_windows,
	macos: m.account_macos,
	linux: m.account_linux,
	other: m.account_some_device
}

/** Product names, not translated. */
const browsers: Record<DeviceKind['browser'], string | null> = {
	yandex: 'Яндекс Браузер',
	chrome: 'Chrome',
	safari: 'Safari',
	firefox: 'Firefox',
	edge: 'Edge',
	opera: 'Opera',
	samsung: 'Samsung Internet',
	other: null
}

type Ending = Exclude<OidcEnding, 'entered'>

const words: Record<Ending, () => string> = {
	unknown: m.account_oidc_unknown,
	declined: m.account_oidc_declined,
	failed: m.account_oidc_failed,
	taken: m.account_oidc_taken,
	void: m.account_oidc_void,
	closed: m.home_sign_in_closed,
	bound: m.account_oidc_bound
}

/**
 * How signing in through the identity system ended, read from the address. Null: the person does not come from there,
 * or is signed in.
 */
export function readOidcEnding({ searchParams }: URL): { isGood: boolean; text: string } | null {
	const said = searchParams.get('oidc') ?? ''
	if (!Object.hasOwn(words, said)) return null
	return { isGood: said === 'bound', text: words[said as Ending]() }
}

/** Why there is no passkey, in words; null: the person cancelled. */
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

const LEAST = 10

/** Why the server refuses a password: it is too short, or among the most common ones. */
export function passwordProblem(password: string): string {
	return password.length < LEAST ? m.home_password_invalid() : m.account_password_common()
}
