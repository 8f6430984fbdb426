/**
 * Accounts and the ways into them. It calls better-auth as a library behind our own endpoints. The library alone decides what it
 * signs, hashes and sets as cookies. A person's id here is the library's user id. Names stay in the registry.
 */
import { getMigrations } from 'better-auth/db/migration'
import type { Credentials } from './credentials.ts'
import { createAuth, type AuthOptions } from './auth.ts'
import { createOidc, type Oidc, type OidcSettings } from './oidc.ts'
import { createPasskeys, type Passkeys } from './passkeys.ts'
import { createSessions, deviceOf, type Sessions } from './sessions.ts'
import { createOwnWays, createTaking, forgetChallenges, type OwnWays, setAside } from './ways-in.ts'

export interface AccountsOptions extends AuthOptions {
	oidc: OidcSettings | null
}

export interface SignedIn {
	personId: string
	cookies: string[]
}

export interface Accounts extends Sessions, OwnWays {
	/** Null: a wrong login or password. Whoever calls it limits guessing. Of the headers only the kind of device is kept. */
	signIn(credentials: Credentials, headers?: Headers): Promise<SignedIn | null>
	hasAccount(personId: string): Promise<boolean>
	/** Who of them has ever signed in. Older accounts do not say when; a way in was then made at the first sign-in. */
	hasSignedIn(personIds: readonly string[]): Promise<ReadonlySet<string>>
	/** Ids of everybody who has an account. */
	listAccounts(): Promise<ReadonlySet<string>>
	/** Null credentials: an account that no password opens. False, making nothing: the login is taken or is being taken. */
	createAccount(personId: string, credentials: Credentials | null): Promise<boolean>
	/** With its password, passkeys, identities and sessions. */
	removeAccount(personId: string): Promise<void>
	/** The same. Answers a function that restores the account, as long as the person has no other one. */
	setAside(personId: string): Promise<() => Promise<void>>
	/** Of a person whose account is set aside: what a passkey that is being made knows of them. */
	forgetChallenges(personId: string): Promise<void>
	/** Null: browsers keep no passkeys for this address. */
	passkeys: Passkeys | null
	/** Null: none is configured. */
	oidc: Oidc | null
}

export async function openAccounts(options: AccountsOptions): Promise<Accounts> {
	const { registry } = options
	const { query } = registry
	const auth = createAuth(options)
	const { runMigrations } = await getMigrations(auth.options)
	await runMigrations()
	// Former versions kept the addresses of devices in it.
	await query.schema.dropTable('auth_rate_limits').ifExists().execute()
	const { internalAdapter, adapter } = await auth.$context
	const sessions = await createSessions(auth)
	const passkeys = await createPasskeys(auth)
	const oidc = options.oidc === null ? null : createOidc(options, options.oidc)
	const taking = await createTaking(auth)
	const ways = await createOwnWays(options, auth, passkeys, oidc?.providerId ?? '', taking)

	async function createUser(personId: string, login: string | null): Promise<void> {
		await adapter.create({
			model: 'user',
			data: {
				id: personId,
				name: personId,
				email: `${personId}@tandem.invalid`,
				emailVerified: false,
				createdAt: new Date(),
				updatedAt: new Date(),
				...(login !== null && { username: login })
			},
			forceAllowId: true
		})
	}

	return {
		...sessions,
		...ways,

		async signIn({ login, password }, headers = new Headers()) {
			const sent = deviceOf(headers)
			sent.set('content-type', 'application/json')
			const answer = await auth.handler(
				new Request(`${auth.options.baseURL}/api/auth/sign-in/username`, {
					method: 'POST',
					headers: sent,
					body: JSON.stringify({ username: login, password })
				})
			)
			if (answer.status >= 500) throw new Error(`The account library answered ${answer.status}`)
			if (!answer.ok) return null
			const { user } = (await answer.json()) as { user: { id: string } }
			return { personId: user.id, cookies: answer.headers.getSetCookie() }
		},

		async hasAccount(personId) {
			return (await internalAdapter.findUserById(personId)) !== null
		},

		async hasSignedIn(personIds) {
			if (personIds.length === 0) return new Set()
			const rows = await query
				.selectFrom('auth_users')
				.select('id')
				.where('signedInAt', 'is not', null)
				.where('id', 'in', personIds)
				.unionAll(query.selectFrom('auth_accounts').select('userId as id').where('userId', 'in', personIds))
				.unionAll(query.selectFrom('auth_passkeys').select('userId as id').where('userId', 'in', personIds))
				.execute()
			return new Set(rows.map(({ id }) => id))
		},

		async listAccounts() {
			const rows = await query.selectFrom('auth_users').select('id').execute()
			return new Set(rows.map(({ id }) => id))
		},

		async createAccount(personId, credentials) {
			if (credentials !== null) {
				return taking.login(credentials, () => createUser(personId, credentials.login), personId)
			}
			await createUser(personId, null)
			return true
		},

		removeAccount: (personId) => internalAdapter.deleteUser(personId),

		setAside: (personId) => setAside(registry, personId),

		forgetChallenges: (personId) => forgetChallenges(registry, personId),

		passkeys: options.relyingParty === null ? null : passkeys,

		oidc
	}
}
