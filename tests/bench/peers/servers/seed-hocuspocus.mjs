/** Fills Hocuspocus's SQLite file in the extension's own layout: `node seed-hocuspocus.mjs <directory> <update file>`, names from stdin. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { schema, upsertQuery } from '@hocuspocus/extension-sqlite'
import Database from 'better-sqlite3'

const [directory, file] = process.argv.slice(2)
const data = readFileSync(file)
const names = readFileSync(0, 'utf8').trim().split('\n')
const database = new Database(join(directory, 'hocuspocus.sqlite'))
database.exec(schema)
const upsert = database.prepare(upsertQuery)
database.transaction(() => names.forEach((name) => upsert.run({ name, data })))()
database.close()
