import type { OidcEnding } from '#protocol/api/account.ts'
import { m } from '#lib/paraglide/messages.js'

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

/** How the way through the identity system ended, from the address it came back to; null: nobody comes from there, or they are in. */
export function readOidcEnding({ searchParams }: URL): { isGood: boolean; text: string } | null {
	const said = searchParams.get('oidc') ?? ''
	if (!Object.hasOwn(words, said)) return null
	return { isGood: said === 'bound', text: words[said as Ending]() }
}
