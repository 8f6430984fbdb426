import { DatabaseSync } from 'node:sqlite'
import { expect, it } from 'vitest'
import { createSqliteRegistry } from '../../database/sqlite/registry.ts'
import { openAccounts } from './accounts.ts'

const credentials = { login: 'ирина', password: 'десять букв и ещё' }

it('a login that was left without its password by a server that died is its owner’s to take again, and nobody else’s', async () => {
	const database = new DatabaseSync(':memory:')
	const accounts = await openAccounts({
		registry: createSqliteRegistry(database),
		secret: 'a secret of thirty-two characters',
		isSecure: false,
		relyingParty: null,
		oidc: null,
		log: { error() {} }
	})
	await accounts.createAccount('irina', null)
	await accounts.createAccount('viktor', null)
	await accounts.addPassword('irina', credentials)
	database.exec(`delete from auth_accounts where userId = 'irina'`)

	expect((await accounts.waysIn('irina')).login).toBeNull()
	expect(await accounts.addPassword('viktor', credentials)).toBe(false)
	expect(await accounts.addPassword('irina', credentials)).toBe(true)
	expect(await accounts.signIn(credentials)).toMatchObject({ personId: 'irina' })
})
