/** Whoever is of a closed municipality is signed in nowhere, until it is opened again: asked wherever somebody's session is. */
import type { Accounts } from './accounts/accounts.ts'
import type { Registry } from '../database/database.ts'

export function shutOutClosed(accounts: Accounts, registry: Registry): Accounts {
	return {
		...accounts,

		async findSession(headers) {
			const personId = await accounts.findSession(headers)
			return personId === null || (await isShutOut(personId)) ? null : personId
		},

		async continueSession(headers) {
			const session = await accounts.continueSession(headers)
			const { personId } = session
			return personId !== null && (await isShutOut(personId)) ? { ...session, personId: null } : session
		}
	}

	async function isShutOut(personId: string): Promise<boolean> {
		const row = await registry.query
			.selectFrom('people')
			.innerJoin('municipalities', 'municipalities.id', 'people.municipality_id')
			.select('people.id')
			.where('people.id', '=', personId)
			.where('closed_at', 'is not', null)
			.executeTakeFirst()
		return row !== undefined
	}
}
