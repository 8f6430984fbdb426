/**
 * Accounts and sessions: better-auth, called as a library behind our own endpoints. What it signs, hashes
 * and sets as cookies is its business alone; a person's id here is its user id. Names stay in the registry.
 */
import type { DatabaseSync } from 'node:sqlite'
import { getMigrations } from 'better-auth/db/migration'
import type { Credentials } from './credentials.ts'
import { ADDRESS_HEADER, createAuth } from './auth.ts'

export interface AccountsParts {
	database: DatabaseSync
	secret: string
	/** Whether browsers may send the cookie over https only. */
	isSecure: boolean
	log: { error(details: object, message: string): void }
}

export type SignedIn =
	| { type: 'signed-in'; personId: string; cookies: string[] }
	| { type: 'refused' }
	| { type: 'too-many'; retryAfterSeconds: number }

/** `cookies` are Set-Cookie values that belong into the answer. */
export interface Accounts {
	/** Whose session cookie it is; null without a valid one. Changes nothing. */
	findSession(headers: Headers): Promise<string | null>
	/** The same, and moves the session's end on, at most once a day. */
	continueSession(headers: Headers): Promise<{ personId: string | null; sessionId: string; cookies: string[] }>
	/** `address`: of the person's device, for the limit on guessing. */
	signIn(credentials: Credentials, address: string): Promise<SignedIn>
	/**
	 * Ends the session the cookie is of. With a `sessionId`, only the one it names and only if it is the same person's,
	 * and touches no cookie: the browser may have another one by the time it hears the answer. `endedOf`: whose session has
	 * ended; null: none has.
	 */
	signOut(headers: Headers, sessionId: string | null): Promise<{ endedOf: string | null; cookies: string[] }>
	/** Ends the cookie's session, touching no cookie: another takes its place. Resolves with whose it was; null: there was none. */
	leaveSession(headers: Headers): Promise<string | null>
	/** A session without a password, for somebody who has proved otherwise who they are. Throws without an account. */
	openSession(personId: string): Promise<string[]>
	hasAccount(personId: string): Promise<boolean>
	/** Null credentials: an account that no password opens. False, making nothing, when the login is taken or being taken. */
	createAccount(personId: string, credentials: Credentials | null): Promise<boolean>
	removeAccount(personId: string): Promise<void>
}

export async function openAccounts(parts: AccountsParts): Promise<Accounts> {
	const auth = createAuth(parts)
	const { runMigrations } = await getMigrations(auth.options)
	await runMigrations()
	const { internalAdapter, adapter, password } = await auth.$context
	/** Logins of accounts that are being made. */
	const taking = new Set<string>()

	async function createUser(personId: string, credentials: Credentials | null): Promise<boolean> {
		if (credentials !== null) {
			const taken = await adapter.findOne({ model: 'user', where: [{ field: 'username', value: credentials.login }] })
			if (taken !== null) return false
		}
		await adapter.create({
			model: 'user',
			data: {
				id: personId,
				name: personId,
				email: `${personId}@tandem.invalid`,
				emailVerified: false,
				createdAt: new Date(),
				updatedAt: new Date(),
				...(credentials !== null && { username: credentials.login })
			},
			forceAllowId: true
		})
		if (credentials === null) return true
		await internalAdapter.createAccount({
			userId: personId,
			accountId: personId,
			providerId: 'credential',
			password: await password.hash(credentials.password)
		})
		return true
	}

	return {
		async findSession(headers) {
			if (!headers.has('cookie')) return null
			const session = await auth.api.getSession({ headers: cookieOf(headers), query: { disableRefresh: true } })
			return session?.user.id ?? null
		},

		async continueSession(headers) {
			if (!headers.has('cookie')) return { personId: null, sessionId: '', cookies: [] }
			const answer = await auth.api.getSession({ headers: cookieOf(headers), returnHeaders: true })
			const { user, session } = answer.response ?? {}
			return { personId: user?.id ?? null, sessionId: session?.id ?? '', cookies: answer.headers.getSetCookie() }
		},

		async signIn({ login, password }, address) {
			// Through the handler, not the function: the limit on guessing counts requests.
			const answer = await auth.handler(
				new Request(`${auth.options.baseURL}/api/auth/sign-in/username`, {
					method: 'POST',
					headers: { 'content-type': 'application/json', [ADDRESS_HEADER]: address },
					body: JSON.stringify({ username: login, password })
				})
			)
			if (answer.status === 429) {
				return { type: 'too-many', retryAfterSeconds: Number(answer.headers.get('x-retry-after') ?? 60) }
			}
			if (answer.status >= 500) throw new Error(`The account library answered ${answer.status}`)
			if (!answer.ok) return { type: 'refused' }
			const { user } = (await answer.json()) as { user: { id: string } }
			return { type: 'signed-in', personId: user.id, cookies: answer.headers.getSetCookie() }
		},

		async signOut(headers, sessionId) {
			const own = await auth.api.getSession({ headers: cookieOf(headers), query: { disableRefresh: true } })
			const personId = own?.user.id ?? null
			if (sessionId === null) {
				const answer = await auth.api.signOut({ headers: cookieOf(headers), returnHeaders: true })
				return { endedOf: personId, cookies: answer.headers.getSetCookie() }
			}
			if (personId === null) return { endedOf: null, cookies: [] }
			const where = [
				{ field: 'id', value: sessionId },
				{ field: 'userId', value: personId }
			]
			const named = await adapter.findOne<{ token: string }>({ model: 'session', where })
			if (named !== null) await internalAdapter.deleteSession(named.token)
			return { endedOf: named === null ? null : personId, cookies: [] }
		},

		async leaveSession(headers) {
			const own = await auth.api.getSession({ headers: cookieOf(headers), query: { disableRefresh: true } })
			if (own === null) return null
			await internalAdapter.deleteSession(own.session.token)
			return own.user.id
		},

		async openSession(personId) {
			const answer = await auth.api.openSession({ body: { personId }, returnHeaders: true })
			return answer.headers.getSetCookie()
		},

		async hasAccount(personId) {
			return (await internalAdapter.findUserById(personId)) !== null
		},

		async createAccount(personId, credentials) {
			if (credentials === null) return createUser(personId, null)
			if (taking.has(credentials.login)) return false
			taking.add(credentials.login)
			try {
				return await createUser(personId, credentials)
			} finally {
				taking.delete(credentials.login)
			}
		},

		removeAccount: (personId) => internalAdapter.deleteUser(personId)
	}
}

/** Nothing else of a request is the library's business: what browsers and proxies add it would judge by its own rules. */
function cookieOf(headers: Headers): Headers {
	return new Headers({ cookie: headers.get('cookie') ?? '' })
}
