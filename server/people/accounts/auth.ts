/** How better-auth is set up for us. Read it together with accounts.ts. */
import type { DatabaseSync } from 'node:sqlite'
import { passkey } from '@better-auth/passkey'
import { betterAuth, type BetterAuthOptions } from 'better-auth'
import { APIError, createAuthEndpoint } from 'better-auth/api'
import { setSessionCookie } from 'better-auth/cookies'
import { username } from 'better-auth/plugins/username'
import { Kysely } from 'kysely'
import { z } from 'zod'
import { createDialect } from '../../database/database.ts'
import { MAX_LOGIN, MAX_PASSWORD, MIN_LOGIN, MIN_PASSWORD, isLogin, normaliseLogin } from './credentials.ts'
import type { DeviceKind } from '#protocol/api/account.ts'

export interface AuthParts {
	database: DatabaseSync
	secret: string
	/** Whether browsers may send the cookie over https only. */
	isSecure: boolean
	/** Whom browsers keep passkeys for; null: nobody, because people come to an address without a name. */
	relyingParty: { id: string; origin: string | null } | null
	log: { error(details: object, message: string): void }
}

/** Set by us on requests to the library, never taken from outside. */
export const ADDRESS_HEADER = 'x-tandem-address'
/** The same: whose passkey is to be kept. */
export const PERSON_HEADER = 'x-tandem-person'
/** After the prefix and a dot. */
export const CHALLENGE_COOKIE = 'passkey'

const DAY_SECONDS = 24 * 60 * 60

/** What every use of the library has in common: whose data, which cookies, what is kept. */
export function librarySettings({ database, secret, isSecure, log }: AuthParts) {
	return {
		// Never called from outside under this name: our endpoints call it.
		baseURL: 'http://tandem.invalid',
		secret,
		database: { db: new Kysely({ dialect: createDialect(database) }), type: 'sqlite' },
		telemetry: { enabled: false },
		logger: {
			level: 'error',
			// Its further arguments may name people: only the message is kept.
			log: (_level, message) => log.error({ part: 'accounts' }, message)
		},
		user: { modelName: 'auth_users' },
		account: { modelName: 'auth_accounts' },
		verification: { modelName: 'auth_verifications' },
		session: {
			modelName: 'auth_sessions',
			// A phone that is used is never asked again before `SESSION_DAYS`; one that lies for half a year is.
			expiresIn: 180 * DAY_SECONDS,
			updateAge: DAY_SECONDS,
			// What needs a recent sign-in asks for it itself: http/require-recent-sign-in.ts.
			freshAge: 0
		},
		advanced: {
			// A name with __Host- is taken by browsers only from this very host, over https, for all its paths; the library's
			// own prefix says less.
			cookiePrefix: isSecure ? '__Host-tandem' : 'tandem',
			useSecureCookies: false,
			defaultCookieAttributes: { secure: isSecure },
			ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] },
			database: { validateSchema: false }
		}
	} satisfies BetterAuthOptions
}

export function createAuth(parts: AuthParts) {
	return betterAuth({
		...librarySettings(parts),
		emailAndPassword: {
			enabled: true,
			disableSignUp: true,
			minPasswordLength: MIN_PASSWORD,
			maxPasswordLength: MAX_PASSWORD
		},
		rateLimit: {
			enabled: true,
			storage: 'database',
			modelName: 'auth_rate_limits',
			// A school shares one address; a guesser gets 14,400 tries a day at most.
			customRules: { '/sign-in/username': { window: 60, max: 10 } }
		},
		databaseHooks: {
			session: {
				create: {
					// Where somebody signed in is nobody's business for a year; of what they hold, enough to know it again.
					before: async (session) => ({
						data: { ...session, ipAddress: null, userAgent: describeDevice(session.userAgent ?? '') }
					})
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
				...(parts.relyingParty !== null && { rpID: parts.relyingParty.id, origin: parts.relyingParty.origin }),
				advanced: { webAuthnChallengeCookie: CHALLENGE_COOKIE },
				schema: { passkey: { modelName: 'auth_passkeys' } },
				// What opens a phone opens the account: without a finger, a face or a PIN it would be whoever holds the phone.
				authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
				registration: {
					requireSession: false,
					// Only we ask, with what passkeys.ts says of the person.
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

/** As the phone lists it: «Тандем», and whose. */
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

/** What a browser says of itself → enough for a person to know their device again, and no more: no version, no model. */

/** The first that fits: each browser also names those it wants to be taken for, which therefore come later. */
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

/** For the session's row: «android yandex». */
export function describeDevice(userAgent: string): string {
	const find = <Kind>(known: readonly [RegExp, Kind][]) => known.find(([sign]) => sign.test(userAgent))?.[1] ?? 'other'
	return `${find(systems)} ${find(browsers)}`
}

/** Rows of before this was kept say nothing. */
export function readDevice(stored: string | null | undefined): DeviceKind {
	const [system, browser] = (stored ?? '').split(' ')
	const among = <Kind extends string>(known: readonly [RegExp, Kind][], name: string | undefined) =>
		known.find(([, kind]) => kind === name)?.[1] ?? 'other'
	return { system: among(systems, system), browser: among(browsers, browser) }
}
