import type { DatabaseSync } from 'node:sqlite'

export type Removal = 'removed' | 'last' | 'unknown'

/**
 * Removes a passkey, or, with null, the identity of the provider, unless the person would have no way in left. In one statement:
 * two of them removed at the same moment would each be the last but one otherwise.
 */
export function removeWayIn(
	database: DatabaseSync,
	providerId: string,
	{ personId, passkeyId }: { personId: string; passkeyId: string | null }
): Removal {
	const [target, parameters] =
		passkeyId === null
			? [`auth_accounts where userId = ? and providerId = ?`, [personId, providerId]]
			: [`auth_passkeys where userId = ? and id = ?`, [personId, passkeyId]]
	const another = `(select count(*) from auth_passkeys where userId = ?)
		+ (select count(*) from auth_accounts where userId = ? and (providerId = 'credential' or providerId = ?)) > 1`
	const { changes } = database
		.prepare(`delete from ${target} and ${another}`)
		.run(...parameters, personId, personId, providerId)
	if (changes > 0) return 'removed'
	return database.prepare(`select 1 from ${target}`).get(...parameters) === undefined ? 'unknown' : 'last'
}
