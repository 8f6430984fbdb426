/** The relational port over the one SQLite connection that the relay uses too. */
import { type Compilable, Kysely, type SqliteDatabase, SqliteDialect } from 'kysely'
import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import type { Registry } from '../database.ts'
import type { Tables } from '../tables.ts'
import { inTransaction } from './connection.ts'

/** The owner of the connection closes it. */
export function createSqliteRegistry(database: DatabaseSync): Registry {
	function run(query: Compilable): number {
		const { sql, parameters } = query.compile()
		return Number(database.prepare(sql).run(...(parameters as SQLInputValue[])).changes)
	}

	return {
		dialect: 'sqlite',
		query: new Kysely<Tables>({ dialect: new SqliteDialect({ database: toKyselyDatabase(database) }) }),

		async commitTogether(queries) {
			return inTransaction(database, () => queries.map(run))
		},

		async commitIf(condition, queries) {
			return inTransaction(database, () => {
				if (run(condition) === 0) return false
				queries.forEach(run)
				return true
			})
		}
	}
}

/** Adapts node:sqlite, which takes parameters one by one, to Kysely, which passes a list. */
function toKyselyDatabase(database: DatabaseSync): SqliteDatabase {
	return {
		close() {},
		prepare(sql) {
			// It would stay open while others use the connection, and take in what they write.
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
