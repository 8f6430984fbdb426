import type { DatabaseSync } from 'node:sqlite'

/** What an account is in the database, the user first. */
const parts = [
	['auth_users', 'id'],
	['auth_accounts', 'userId'],
	['auth_passkeys', 'userId'],
	['auth_sessions', 'userId']
] as const

/** Takes an account away, with its ways in and its sessions. Answers the way to put it back as it was, while no other has its place. */
export function setAside(database: DatabaseSync, personId: string): () => void {
	const kept = parts.flatMap(([table, column]) =>
		database
			.prepare(`select * from ${table} where ${column} = ?`)
			.all(personId)
			.map((row) => ({ table, columns: Object.keys(row), values: Object.values(row) }))
	)
	inTransaction(database, () => {
		for (const [table, column] of parts.toReversed()) {
			database.prepare(`delete from ${table} where ${column} = ?`).run(personId)
		}
	})
	return () =>
		inTransaction(database, () => {
			for (const { table, columns, values } of kept) {
				const places = columns.map(() => '?').join(', ')
				database.prepare(`insert into ${table} ("${columns.join('", "')}") values (${places})`).run(...values)
			}
		})
}

function inTransaction(database: DatabaseSync, work: () => void): void {
	database.exec('begin immediate')
	try {
		work()
		database.exec('commit')
	} catch (error) {
		if (database.isTransaction) database.exec('rollback')
		throw error
	}
}
