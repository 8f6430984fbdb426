import { DatabaseSync } from 'node:sqlite'
import { expect, it } from 'vitest'
import { openAccounts } from './accounts.ts'
import { SESSION_DAYS } from './sessions.ts'

it('a session ends a year after signing in, however much it was used', async () => {
	const database = new DatabaseSync(':memory:')
	const secret = 'a secret of thirty-two characters'
	const accounts = await openAccounts({
		database,
		secret,
		isSecure: false,
		relyingParty: null,
		oidc: null,
		log: { error() {} }
	})
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
