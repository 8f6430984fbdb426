/** What only one person can have, while it is being taken: a login, an identity. The server is one process, so this is all the lock there is. */
import type { Auth } from './auth.ts'
import type { Credentials } from './credentials.ts'

export interface Taking {
	/** False, doing nothing, while somebody else does something under the same name. */
	during(name: string, take: () => Promise<boolean>): Promise<boolean>
	/** The login and its password for the person, whose user has it once `store` is done. False, storing nothing: it is another's, or being taken. */
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
				// Their own without a password was left by a server that was killed between the two.
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
