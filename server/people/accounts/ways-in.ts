/** How a person gets in, changed by themselves: their password, their passkeys, their identity at the provider. Never the last one away. */
import { isAPIError } from 'better-auth/api'
import type { Auth, AuthParts } from './auth.ts'
import type { Credentials } from './credentials.ts'
import { removeWayIn, type Removal } from './last-way-in.ts'
import type { OwnPasskey, Passkeys } from './passkeys.ts'
import { cookieOf, deviceOf } from './sessions.ts'
import type { Taking } from './taking.ts'

export interface WaysIn {
	/** Null: no password opens the account. */
	login: string | null
	passkeys: OwnPasskey[]
	/** Whether an identity of the provider is bound to them. */
	isBound: boolean
}

export interface OwnWays {
	waysIn(personId: string): Promise<WaysIn>
	/** Ends every session of the person but opens this browser's anew. Null: the present password is another, or there is none. */
	changePassword(headers: Headers, present: string, password: string): Promise<{ cookies: string[] } | null>
	/** For an account without a password. False, changing nothing: it has one, or the login is taken. */
	addPassword(personId: string, credentials: Credentials): Promise<boolean>
	removePasskey(personId: string, id: string): Removal
	/** Whose the provider's identity is; null: nobody's here. */
	findBound(subject: string): Promise<string | null>
	/** False, changing nothing: the identity is somebody else's, or the person has one. */
	bind(personId: string, subject: string): Promise<boolean>
	unbind(personId: string): Removal
}

/** `providerId`: of the identity provider; empty: there is none. */
export async function createOwnWays(
	{ database }: Pick<AuthParts, 'database'>,
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
			// Twice at one moment would make two passwords.
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

		removePasskey: (personId, id) => removeWayIn(database, providerId, { personId, passkeyId: id }),

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

		unbind: (personId) => removeWayIn(database, providerId, { personId, passkeyId: null })
	}
}
