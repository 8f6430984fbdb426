/** Sets up better-auth. Read it together with accounts.ts. */
import { passkey } from '@better-auth/passkey'
import { betterAuth, type BetterAuthOptions } from 'better-auth'
import { APIError, createAuthEndpoint } from 'better-auth/api'
import { setSessionCookie } from 'better-auth/cookies'
import { username } from 'better-auth/plugins/username'
import { z } from 'zod'
import type { Registry } from '../../database/database.ts'
import { MAX_LOGIN, MAX_PASSWORD, MIN_LOGIN, MIN_PASSWORD, isLogin, normaliseLogin } from './credentials.ts'
import type { DeviceKind } from '#protocol/api/account.ts'

export interface AuthOptions {
	registry: Registry
	secret: string
	/** Whether browsers may send the cookie over https only. */
	isSecure: boolean
	/** The relying party of passkeys; null: there are none, because the server's address has no name. */
	relyingParty: { id: string; origin: string | null } | null
	log: { error(details: object, message: string): void }
}

/** We set it on requests to the library; it never comes from outside: the person whose passkey is registered. */
export const PERSON_HEADER = 'x-tandem-person'
/** The cookie's name after the prefix and a dot. */
export const CHALLENGE_COOKIE = 'passkey'

const DAY_SECONDS = 24 * 60 * 60

/** The settings of every use of the library: its data, its cookies, and what is kept. */
export function librarySettings({ registry, secret, isSecure, log }: AuthOptions) {
	return {
		// The library is never called from outside; our endpoints call it.
		baseURL: 'http://tandem.invalid',
		secret,
		database: { db: registry.query, type: registry.dialect },
		telemetry: { enabled: false },
		logger: {
			level: 'error',
			// The other arguments may name people: only the message is kept.
			log: (_level, message) => log.error({ part: 'accounts' }, message)
		},
		user: {
			modelName: 'auth_users',
			/** Of the newest session; null: never, or before this field was kept. */
			additionalFields: { signedInAt: { type: 'date', required: false, input: false, returned: false } }
		},
		account: { modelName: 'auth_accounts' },
		verification: { modelName: 'auth_verifications' },
		session: {
			modelName: 'auth_sessions',
			// A phone in use signs in again only after `SESSION_DAYS`; a phone that is not used, after half a year.
			expiresIn: 180 * DAY_SECONDS,
			updateAge: DAY_SECONDS,
			// What needs a recent sign-in checks it itself: `requireRecentSignIn` in http/serve/guards.ts.
			freshAge: 0
		},
		advanced: {
			// Browsers accept a name with __Host- only from this very host, over https, for all its paths. The library's own prefix
			// promises less.
			cookiePrefix: isSecure ? '__Host-tandem' : 'tandem',
			useSecureCookies: false,
			defaultCookieAttributes: { secure: isSecure },
			ipAddress: { disableIpTracking: true },
			database: { validateSchema: false }
		}
	} satisfies BetterAuthOptions
}

export function createAuth(options: AuthOptions) {
	return betterAuth({
		...librarySettings(options),
		emailAndPassword: {
			enabled: true,
			disableSignUp: true,
			minPasswordLength: MIN_PASSWORD,
			maxPasswordLength: MAX_PASSWORD
		},
		// It would count right passwords, too; http/sign-in.ts counts wrong ones.
		rateLimit: { enabled: false },
		databaseHooks: {
			session: {
				create: {
					// The row lasts up to a year, so it keeps no address, and of the device only what its owner needs to recognise it.
					before: async (session) => ({
						data: { ...session, ipAddress: null, userAgent: describeDevice(session.userAgent ?? '') }
					}),
					// A session may be gone long before somebody asks.
					after: async ({ userId, createdAt }, context) => {
						await context?.context.internalAdapter.updateUser(userId, { signedInAt: createdAt })
					}
				}
			}
		},
		plugins: [
			username({
				minUsernameLength: MIN_LOGIN,
				maxUsernameLength: MAX_LOGIN,
				usernameValidator: isLogin,
				usernameNormalization: normaliseLogin
			}),
			passkey({
				rpName: 'Тандем',
				...(options.relyingParty !== null && { rpID: options.relyingParty.id, origin: options.relyingParty.origin }),
				advanced: { webAuthnChallengeCookie: CHALLENGE_COOKIE },
				schema: { passkey: { modelName: 'auth_passkeys' } },
				// What opens a phone opens the account. Without a finger, a face or a PIN, anybody who holds the phone could sign in.
				authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
				registration: {
					requireSession: false,
					// Only we ask, and passkeys.ts sends the person's data.
					resolveUser: ({ context }) => passkeyOwner.parse(JSON.parse(context ?? '')),
					async afterVerification({ verification, user, ctx }) {
						const isOfPerson = user.id === ctx.headers?.get(PERSON_HEADER)
						if (!isOfPerson || verification.registrationInfo?.userVerified !== true) throw new APIError('BAD_REQUEST')
					}
				},
				authentication: {
					async afterVerification({ verification }) {
						if (!verification.authenticationInfo.userVerified) throw new APIError('UNAUTHORIZED')
					}
				}
			}),
			{ id: 'tandem', endpoints: { openSession } }
		]
	})
}

export type Auth = ReturnType<typeof createAuth>

/** As the phone lists it: «Тандем», and the person's name. */
const passkeyOwner = z.object({ id: z.string(), name: z.string(), displayName: z.string() })

const openSession = createAuthEndpoint.serverOnly(
	{ method: 'POST', body: z.object({ personId: z.string() }) },
	async (context) => {
		const { internalAdapter } = context.context
		const user = await internalAdapter.findUserById(context.body.personId)
		if (user === null) throw new Error('No account to open a session for')
		const session = await internalAdapter.createSession(user.id)
		await setSessionCookie(context, { session, user })
		return context.json({ isOpen: true })
	}
)

/** The first match counts: each browser also names others, so those others come later. */
const browsers: readonly [RegExp, DeviceKind['browser']][] = [
	[/YaBrowser|YaApp|YaSearchBrowser/, 'yandex'],
	[/EdgA?\/|EdgiOS/, 'edge'],
	[/OPR\/|OPT\//, 'opera'],
	[/SamsungBrowser/, 'samsung'],
	[/Firefox|FxiOS/, 'firefox'],
	[/Chrome|CriOS|Chromium/, 'chrome'],
	[/Safari/, 'safari']
]

const systems: readonly [RegExp, DeviceKind['system']][] = [
	[/Android/, 'android'],
	[/iPhone|iPad|iPod/, 'ios'],
	[/Windows/, 'windows'],
	[/Macintosh|Mac OS X/, 'macos'],
	[/Linux|CrOS|X11/, 'linux']
]

/** For the session's row: «android yandex». Enough for people to recognise their device; it has no version and no model. */
export function describeDevice(userAgent: string): string {
	const find = <Kind>(known: readonly [RegExp, Kind][]) => known.find(([sign]) => sign.test(userAgent))?.[1] ?? 'other'
	return `${find(systems)} ${find(browsers)}`
}

/** Older rows have no device. */
export function readDevice(stored: string | null | undefined): DeviceKind {
	const [system, browser] = (stored ?? '').split(' ')
	const among = <Kind extends string>(known: readonly [RegExp, Kind][], name: string | undefined) =>
		known.find(([, kind]) => kind === name)?.[1] ?? 'other'
	return { system: among(systems, system), browser: among(browsers, browser) }
}
