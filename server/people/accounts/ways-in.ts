/**
 * The ways in that a person changes themselves: password, passkeys, and the identity at the provider. The last one cannot be removed.
 */
import { isAPIError } from 'better-auth/api'
import { type Compilable, sql } from 'kysely'
import type { Registry } from '../../database/database.ts'
import type { Auth, AuthOptions } from './auth.ts'
import { type Credentials, type Removal, removeWayIn } from './credentials.ts'
import type { OwnPasskey, Passkeys } from './passkeys.ts'
import { cookieOf, deviceOf } from './sessions.ts'

export interface WaysIn {
	/** Null: no password opens the account. */
	login: string | null
	passkeys: OwnPasskey[]
	/** Whether an identity of the provider is bound to the person. */
	isBound: boolean
}

export interface OwnWays {
	waysIn(personId: string): Promise<WaysIn>
	/** Ends all sessions of the person and opens a new one for this browser. Null: the present password is wrong, or there is none. */
	changePassword(headers: Headers, present: string, password: string): Promise<{ cookies: string[] } | null>
	/** For an account without a password. False, changing nothing: it has one, or the login is taken. */
	addPassword(personId: string, credentials: Credentials): Promise<boolean>
	removePasskey(personId: string, id: string): Promise<Removal>
	/** The person to whom the identity is bound; null: nobody here. */
	findBound(subject: string): Promise<string | null>
	/** False, changing nothing: the identity is bound to somebody else, or the person has another one. */
	bind(personId: string, subject: string): Promise<boolean>
	unbind(personId: string): Promise<Removal>
}

/** `providerId`: of the identity provider; empty: there is none. */
export async function createOwnWays(
	{ registry }: Pick<AuthOptions, 'registry'>,
	auth: Auth,
	passkeys: Passkeys,
	providerId: string,
	taking: Taking
): Promise<OwnWays> {
	const { internalAdapter, adapter } = await auth.$context

	async function findBoundTo(personId: string) {
		const accounts = await internalAdapter.findAccounts(personId)
		return accounts.find((account) => account.providerId === providerId)
	}

	return {
		async waysIn(personId) {
			const [user, account, bound] = await Promise.all([
				adapter.findOne<{ username?: string | null }>({ model: 'user', where: [{ field: 'id', value: personId }] }),
				internalAdapter.findCredentialAccount(personId),
				findBoundTo(personId)
			])
			return {
				login: account === null ? null : (user?.username ?? null),
				passkeys: await passkeys.list(personId),
				isBound: bound !== undefined
			}
		},

		async changePassword(headers, present, password) {
			const sent = cookieOf(headers)
			deviceOf(headers).forEach((value, name) => sent.set(name, value))
			const body = { currentPassword: present, newPassword: password, revokeOtherSessions: true }
			try {
				const answer = await auth.api.changePassword({ body, headers: sent, returnHeaders: true })
				return { cookies: answer.headers.getSetCookie() }
			} catch (error) {
				if (isAPIError(error) && error.status === 'BAD_REQUEST') return null
				throw error
			}
		},

		addPassword: (personId, credentials) =>
			// Two at the same moment would make two passwords.
			taking.during(`password of ${personId}`, async () => {
				if ((await internalAdapter.findCredentialAccount(personId)) !== null) return false
				return taking.login(
					credentials,
					async () => {
						await internalAdapter.updateUser(personId, { username: credentials.login })
					},
					personId
				)
			}),

		removePasskey: (personId, id) => removeWayIn(registry, providerId, { personId, passkeyId: id }),

		async findBound(subject) {
			return (await internalAdapter.findAccountByKey({ providerId, accountId: subject }))?.userId ?? null
		},

		bind: (personId, subject) =>
			taking.during(`identity ${subject}`, () =>
				taking.during(`identity of ${personId}`, async () => {
					const owner = await internalAdapter.findAccountByKey({ providerId, accountId: subject })
					if (owner !== null) return owner.userId === personId
					if ((await findBoundTo(personId)) !== undefined) return false
					await internalAdapter.createAccount({ userId: personId, accountId: subject, providerId })
					return true
				})
			),

		unbind: (personId) => removeWayIn(registry, providerId, { personId, passkeyId: null })
	}
}

/** The tables of an account, the user first. */
const accountColumns = [
	['auth_users', 'id'],
	['auth_accounts', 'userId'],
	['auth_passkeys', 'userId'],
	['auth_sessions', 'userId']
] as const

/** Deletes an account with its ways in and its sessions. Answers a function that restores it, as long as no other one has its place. */
export async function setAside(registry: Registry, personId: string): Promise<() => Promise<void>> {
	const { query } = registry
	const kept: Compilable[] = []
	for (const [table, column] of accountColumns) {
		const rows = await query.selectFrom(table).selectAll().where(column, '=', personId).execute()
		if (rows.length > 0) kept.push(query.insertInto(table).values(rows))
	}
	await registry.commitTogether(
		accountColumns.toReversed().map(([table, column]) => query.deleteFrom(table).where(column, '=', personId))
	)
	return async () => void (await registry.commitTogether(kept))
}

/** A challenge lasts some minutes, and has the name for the phone's list of passkeys. */
export async function forgetChallenges({ query }: Registry, personId: string): Promise<void> {
	const quoted = JSON.stringify(personId)
	await query
		.deleteFrom('auth_verifications')
		// A search that all databases have; `like` would take «_» for any letter.
		.where(sql<boolean>`replace(value, ${quoted}, '') <> value`)
		.execute()
}

/**
 * A lock for what only one person can have, such as a login or an identity, while it is being taken. The server is one process, so it
 * needs no other lock.
 */
export interface Taking {
	/** False, doing nothing, while something else runs under the same name. */
	during(name: string, take: () => Promise<boolean>): Promise<boolean>
	/**
	 * Gives the person the login with its password; `store` saves the login in the person's user. False, storing nothing: the login is
	 * another's, or is being taken.
	 */
	login(credentials: Credentials, store: () => Promise<unknown>, personId: string): Promise<boolean>
}

export async function createTaking(auth: Auth): Promise<Taking> {
	const { internalAdapter, adapter, password } = await auth.$context
	const names = new Set<string>()

	async function during(name: string, take: () => Promise<boolean>): Promise<boolean> {
		if (names.has(name)) return false
		names.add(name)
		try {
			return await take()
		} finally {
			names.delete(name)
		}
	}

	return {
		during,
		login: (credentials, store, personId) =>
			during(`login ${credentials.login}`, async () => {
				const where = [{ field: 'username', value: credentials.login }]
				const owner = await adapter.findOne<{ id: string }>({ model: 'user', where })
				// Their own user without a password was left by a server that was killed between the two.
				if (owner !== null && owner.id !== personId) return false
				const hash = await password.hash(credentials.password)
				if (owner === null) await store()
				await internalAdapter.createAccount({
					userId: personId,
					accountId: personId,
					providerId: 'credential',
					password: hash
				})
				return true
			})
	}
}
