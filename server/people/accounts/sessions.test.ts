import { DatabaseSync } from 'node:sqlite'
import { expect, it } from 'vitest'
import { createSqliteRegistry } from '../../database/sqlite/registry.ts'
import { openAccounts } from './accounts.ts'
import { SESSION_DAYS } from './sessions.ts'

async function openTestAccounts(database = new DatabaseSync(':memory:')) {
	const secret = 'a secret of thirty-two characters'
	return openAccounts({
		registry: createSqliteRegistry(database),
		secret,
		isSecure: false,
		relyingParty: null,
		oidc: null,
		log: { error() {} }
	})
}

it('a session ends a year after signing in, however much it was used', async () => {
	const database = new DatabaseSync(':memory:')
	const accounts = await openTestAccounts(database)
	await accounts.createAccount('irina', null)
	const [cookie = ''] = await accounts.openSession('irina')
	const headers = new Headers({ cookie: cookie.split(';')[0] ?? '' })
	const signedInDaysAgo = (days: number) =>
		database
			.prepare('update auth_sessions set createdAt = ?')
			.run(new Date(Date.now() - days * 24 * 60 * 60 * 1000).toISOString())

	signedInDaysAgo(SESSION_DAYS - 1)
	expect((await accounts.continueSession(headers)).personId).toBe('irina')
	signedInDaysAgo(SESSION_DAYS)
	expect(await accounts.listSessions('irina')).toEqual([])
	expect((await accounts.continueSession(headers)).personId).toBeNull()
	signedInDaysAgo(1)
	expect(await accounts.findSession(headers)).toBeNull()
})

it('an account tells whether its person has ever signed in, also after the session has ended', async () => {
	const accounts = await openTestAccounts()
	await accounts.createAccount('irina', null)
	await accounts.createAccount('viktor', null)
	const [cookie = ''] = await accounts.openSession('irina')
	await accounts.signOut(new Headers({ cookie: cookie.split(';')[0] ?? '' }), null)
	const everybody = ['irina', 'viktor', 'nobody']
	expect([...(await accounts.hasSignedIn(everybody))]).toEqual(['irina'])
	// An account older than the record: its password was made at the first sign-in.
	await accounts.addPassword('viktor', { login: 'виктор', password: 'десять букв и ещё' })
	expect([...(await accounts.hasSignedIn(everybody))].sort()).toEqual(['irina', 'viktor'])
})
