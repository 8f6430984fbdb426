/**
 * Kysely over the one SQLite connection that the relay uses too. A transaction that is awaited would
 * take the relay's commits into itself, so there are none: `commitTogether` runs at one go.
 */
import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import { Kysely, SqliteDialect, type Compilable, type SqliteDatabase } from 'kysely'
import type { Tables } from './tables.ts'

export interface Registry {
	query: Kysely<Tables>
	/** All or nothing, in one commit; returns how many rows each query changed. */
	commitTogether(queries: readonly Compilable[]): number[]
}

export function openRegistry(database: DatabaseSync): Registry {
	return {
		query: new Kysely<Tables>({ dialect: createDialect(database) }),
		commitTogether(queries) {
			database.exec('begin immediate')
			try {
				const changes = queries.map((query) => {
					const { sql, parameters } = query.compile()
					return Number(database.prepare(sql).run(...(parameters as SQLInputValue[])).changes)
				})
				database.exec('commit')
				return changes
			} catch (error) {
				database.exec('rollback')
				throw error
			}
		}
	}
}

export function createDialect(database: DatabaseSync): SqliteDialect {
	return new SqliteDialect({ database: toKyselyDatabase(database) })
}

/** node:sqlite takes parameters one by one where kysely hands over a list. Closing stays with the owner. */
function toKyselyDatabase(database: DatabaseSync): SqliteDatabase {
	return {
		close() {},
		prepare(sql) {
			if (sql === 'begin') throw new Error('No transactions here: use commitTogether')
			const statement = database.prepare(sql)
			return {
				reader: statement.columns().length > 0,
				all: (parameters) => statement.all(...(parameters as SQLInputValue[])),
				run: (parameters) => statement.run(...(parameters as SQLInputValue[])),
				iterate: (parameters) => statement.iterate(...(parameters as SQLInputValue[]))
			}
		}
	}
}
