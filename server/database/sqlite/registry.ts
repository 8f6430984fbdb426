/** The relational port over the one SQLite connection that the relay uses too. */
import { type Compilable, Kysely, type SqliteDatabase, SqliteDialect } from 'kysely'
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import type { Registry } from '../database.ts'
import type { Tables } from '../tables.ts'
import { prepareTransactions } from './connection.ts'

/** The owner of the connection closes it. */
export function createSqliteRegistry(database: DatabaseSync): Registry {
	const prepare = rememberStatements(database)
	const inTransaction = prepareTransactions(database)

	function run(query: Compilable): number {
		const { sql, parameters } = query.compile()
		return Number(prepare(sql).statement.run(...(parameters as SQLInputValue[])).changes)
	}

	return {
		dialect: 'sqlite',
		query: new Kysely<Tables>({ dialect: new SqliteDialect({ database: toKyselyDatabase(prepare) }) }),

		async commitTogether(queries) {
			return inTransaction(() => queries.map(run))
		},

		async commitIf(condition, queries) {
			return inTransaction(() => {
				if (run(condition) === 0) return false
				queries.forEach(run)
				return true
			})
		}
	}
}

const MOST_STATEMENTS = 500

interface Prepared {
	statement: StatementSync
	/** It returns rows. To ask the statement each time costs as much as a small read. */
	isReader: boolean
}

/** Prepares each statement once. The SQL of lists differs with their length, so what was not used for long is prepared again. */
function rememberStatements(database: DatabaseSync): (sql: string) => Prepared {
	const known = new Map<string, Prepared>()

	function prepare(sql: string): Prepared {
		const statement = database.prepare(sql)
		return { statement, isReader: statement.columns().length > 0 }
	}

	return (sql) => {
		const prepared = known.get(sql) ?? prepare(sql)
		known.delete(sql)
		known.set(sql, prepared)
		const [oldest] = known.keys()
		if (known.size > MOST_STATEMENTS && oldest !== undefined) known.delete(oldest)
		return prepared
	}
}

/** Adapts node:sqlite, which takes parameters one by one, to Kysely, which passes a list. */
function toKyselyDatabase(prepare: (sql: string) => Prepared): SqliteDatabase {
	return {
		close() {},
		prepare(sql) {
			// It would stay open while others use the connection, and take in what they write.
			if (sql === 'begin') throw new Error('No transactions here: use commitTogether')
			const { statement, isReader } = prepare(sql)
			return {
				reader: isReader,
				all: (parameters) => statement.all(...(parameters as SQLInputValue[])),
				run: (parameters) => statement.run(...(parameters as SQLInputValue[])),
				// One statement cannot be read twice at once.
				iterate: (parameters) => statement.all(...(parameters as SQLInputValue[])).values()
			}
		}
	}
}
