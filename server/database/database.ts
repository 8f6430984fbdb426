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
	/** The same, `condition` first; false, changing nothing, when that changes no row. */
	commitIf(condition: Compilable, queries: readonly Compilable[]): boolean
}

export function openRegistry(database: DatabaseSync): Registry {
	function run(query: Compilable): number {
		const { sql, parameters } = query.compile()
		return Number(database.prepare(sql).run(...(parameters as SQLInputValue[])).changes)
	}

	/** Null from `work` takes everything back. */
	function inTransaction<Result>(work: () => Result | null): Result | null {
		database.exec('begin immediate')
		try {
			const result = work()
			database.exec(result === null ? 'rollback' : 'commit')
			return result
		} catch (error) {
			if (database.isTransaction) database.exec('rollback')
			throw error
		}
	}

	return {
		query: new Kysely<Tables>({ dialect: createDialect(database) }),
		commitTogether: (queries) => inTransaction(() => queries.map(run)) ?? [],
		commitIf: (condition, queries) => inTransaction(() => (run(condition) === 0 ? null : queries.map(run))) !== null
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
