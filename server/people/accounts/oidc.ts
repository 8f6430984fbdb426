/**
 * Sign-in by a region's own identity system, with OpenID Connect: code flow with state, nonce and PKCE, all from the library. The
 * system only says that somebody is the same as before, never which person here that is. An identity is bound to a person by an
 * invitation, or by the person while signed in. Unknown identities stay unknown.
 */
import { betterAuth } from 'better-auth'
import { createAuthEndpoint, isAPIError } from 'better-auth/api'
import { generateIdTokenNonce, generateState, parseState } from 'better-auth/oauth2'
import { genericOAuth } from 'better-auth/plugins/generic-oauth'
import { z } from 'zod'
import { librarySettings, type AuthOptions } from './auth.ts'
import { cookieOf } from './sessions.ts'

/** From the environment. */
export interface OidcSettings {
	issuer: string
	clientId: string
	clientSecret: string
	/** On the button: «Войти через ЕСИА». */
	label: string
	/** The address to which the provider sends the browser back; the provider must know it beforehand. */
	redirectUri: string
}

/** What the person wanted to do before they went to the provider. The server keeps it, not the browser. */
const purpose = z.discriminatedUnion('type', [
	z.object({ type: z.literal('sign-in') }),
	z.object({ type: z.literal('invitation'), invitationId: z.string() }),
	z.object({ type: z.literal('bind'), personId: z.string() })
])
export type OidcPurpose = z.infer<typeof purpose>

export const oidcAnswer = z.object({
	state: z.string().max(200),
	code: z.string().max(4096).optional(),
	iss: z.string().max(500).optional(),
	error: z.string().max(200).optional()
})
export type OidcAnswer = z.infer<typeof oidcAnswer>

export type OidcOutcome =
	/** `subject`: the provider's id of the person; people cannot read it. */
	| { type: 'identified'; subject: string; purpose: OidcPurpose }
	/** The person or the provider refused there. */
	| { type: 'declined'; purpose: OidcPurpose }
	/** Not the answer to a request from this browser within ten minutes, or not provably the provider's. */
	| { type: 'refused' }

export interface Oidc {
	label: string
	/** The provider in an account's rows: identities of another issuer are other people. */
	providerId: string
	/** The address for the browser; null: the provider cannot be reached, or its description does not fit the settings. */
	start(purpose: OidcPurpose): Promise<{ url: string; cookies: string[] } | null>
	finish(answer: OidcAnswer, headers: Headers): Promise<OidcOutcome>
}

const PROVIDER = 'oidc'

/** How long the provider's description may take, in ms; it is requested while somebody waits. */
const DISCOVERY_MS = 10_000

export function createOidc(options: AuthOptions, settings: OidcSettings): Oidc {
	/** Requested once, and again after a failure: the region's system may start after us. */
	let opening: ReturnType<typeof open> | null = null

	async function open() {
		const auth = betterAuth({
			...librarySettings(options),
			plugins: [
				genericOAuth({
					config: [
						{
							providerId: PROVIDER,
							discoveryUrl: `${settings.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
							requireIdTokenVerification: true,
							clientId: settings.clientId,
							clientSecret: settings.clientSecret,
							redirectURI: settings.redirectUri,
							scopes: ['openid'],
							pkce: true,
							accountSubject: ({ profile }) => profile.sub ?? '',
							// The library has verified the token by then; without a token it would verify nothing.
							getUserInfo: async ({ idToken }) => (idToken === undefined ? null : readClaims(idToken))
						}
					]
				}),
				{ id: 'tandem-oidc', endpoints: { startOidc, finishOidc } }
			]
		})
		const { socialProviders } = await inTime(auth.$context)
		const provider = socialProviders.find(({ id }) => id === PROVIDER)
		if (provider === undefined) return null
		if (provider.issuer === settings.issuer) return auth
		options.log.error({ part: 'accounts' }, 'The identity provider names another issuer than TANDEM_OIDC_ISSUER')
		return null
	}

	async function opened() {
		opening ??= open().catch((error: unknown) => {
			options.log.error({ part: 'accounts', error }, 'The identity provider could not be asked')
			return null
		})
		const auth = await opening
		if (auth === null) opening = null
		return auth
	}

	return {
		label: settings.label,
		providerId: `${PROVIDER}:${settings.issuer}`,

		async start(wanted) {
			const auth = await opened()
			if (auth === null) return null
			const begun = await auth.api.startOidc({ body: { purpose: wanted }, headers: new Headers(), returnHeaders: true })
			return { url: begun.response.url, cookies: begun.headers.getSetCookie() }
		},

		async finish(given, headers) {
			const auth = await opened()
			if (auth === null) return { type: 'refused' }
			try {
				return await auth.api.finishOidc({ query: given, headers: cookieOf(headers) })
			} catch (error) {
				// For a state it does not know, the library throws a redirect.
				if (isAPIError(error) && error.status === 'FOUND') return { type: 'refused' }
				throw error
			}
		}
	}
}

const startOidc = createAuthEndpoint.serverOnly({ method: 'POST', body: z.object({ purpose }) }, async (context) => {
	const provider = context.context.socialProviders.find(({ id }) => id === PROVIDER)
	if (provider === undefined) throw new Error('No identity provider')
	const idTokenNonce = generateIdTokenNonce(provider)
	const { state, codeVerifier } = await generateState(context, {
		additionalData: { purpose: context.body.purpose },
		idTokenNonce
	})
	const url = await provider.createAuthorizationURL({ state, codeVerifier, idTokenNonce, redirectURI: '' })
	return context.json({ url: url.toString() })
})

const finishOidc = createAuthEndpoint.serverOnly(
	{ method: 'GET', query: oidcAnswer },
	async (context): Promise<OidcOutcome> => {
		const provider = context.context.socialProviders.find(({ id }) => id === PROVIDER)
		if (provider === undefined) throw new Error('No identity provider')
		const kept = await parseState(context)
		const wanted = purpose.parse(kept.purpose)
		const { code, iss, error } = context.query
		if (error !== undefined) return { type: 'declined', purpose: wanted }
		const isOfProvider = iss === undefined || iss === provider.issuer
		if (code === undefined || !isOfProvider || kept.idTokenNonce === undefined) return { type: 'refused' }
		const tokens = await exchange({ code, codeVerifier: kept.codeVerifier })
		if (tokens === null) return { type: 'refused' }
		const info = await provider.getUserInfo({ ...tokens, expectedIdTokenNonce: kept.idTokenNonce })
		if (info === null) return { type: 'refused' }
		const subject = await provider.accountSubject({ tokens, profile: info.data })
		return subject === '' ? { type: 'refused' } : { type: 'identified', subject: String(subject), purpose: wanted }

		async function exchange(proof: { code: string; codeVerifier: string }) {
			try {
				return (await provider?.validateAuthorizationCode({ ...proof, redirectURI: '' })) ?? null
			} catch {
				// The code was used twice, is forged or too old. The provider refuses it, and the person may begin again.
				return null
			}
		}
	}
)

const claims = z.object({ sub: z.string().min(1).max(255) })

function readClaims(idToken: string) {
	const payload: unknown = JSON.parse(Buffer.from(idToken.split('.')[1] ?? '', 'base64url').toString('utf8'))
	const read = claims.safeParse(payload)
	return read.success ? { ...read.data, emailVerified: false } : null
}

async function inTime<Value>(asked: Promise<Value>): Promise<Value> {
	let timer: NodeJS.Timeout | undefined
	const late = new Promise<never>((_, reject) => {
		timer = setTimeout(() => reject(new Error('No answer in time')), DISCOVERY_MS)
	})
	return Promise.race([asked, late]).finally(() => clearTimeout(timer))
}
