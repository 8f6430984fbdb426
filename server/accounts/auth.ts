/** How better-auth is set up for us. Read it together with accounts.ts. */
import { betterAuth } from 'better-auth'
import { createAuthEndpoint } from 'better-auth/api'
import { setSessionCookie } from 'better-auth/cookies'
import { username } from 'better-auth/plugins/username'
import { Kysely } from 'kysely'
import { z } from 'zod'
import { createDialect } from '../registry/database.ts'
import type { AccountsParts } from './accounts.ts'
import { MAX_LOGIN, MAX_PASSWORD, MIN_LOGIN, MIN_PASSWORD, isLogin, normaliseLogin } from './credentials.ts'

/** Set by us on requests to the library, never taken from outside. */
export const ADDRESS_HEADER = 'x-tandem-address'

const DAY_SECONDS = 24 * 60 * 60

export function createAuth({ database, secret, isSecure, log }: AccountsParts) {
	return betterAuth({
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
			// A phone that is used is never asked again; one that lies for half a year is.
			expiresIn: 180 * DAY_SECONDS,
			updateAge: DAY_SECONDS,
			// Nothing we do asks for a fresh sign-in.
			freshAge: 0
		},
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
		advanced: {
			// A name with __Host- is taken by browsers only from this very host, over https, for all its paths; the library's
			// own prefix says less.
			cookiePrefix: isSecure ? '__Host-tandem' : 'tandem',
			useSecureCookies: false,
			defaultCookieAttributes: { secure: isSecure },
			ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] },
			database: { validateSchema: false }
		},
		databaseHooks: {
			session: {
				// Where and with what somebody signed in is nobody's business for half a year.
				create: { before: async (session) => ({ data: { ...session, ipAddress: null, userAgent: null } }) }
			}
		},
		plugins: [
			username({
				minUsernameLength: MIN_LOGIN,
				maxUsernameLength: MAX_LOGIN,
				usernameValidator: isLogin,
				usernameNormalization: normaliseLogin
			}),
			{ id: 'tandem', endpoints: { openSession } }
		]
	})
}

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
