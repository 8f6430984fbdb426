/** Fills y-leveldb with one document under many names: `node seed-leveldb.mjs <directory> <update file>`, names from stdin. */
import { readFileSync } from 'node:fs'
import { LeveldbPersistence } from 'y-leveldb'

const [directory, file] = process.argv.slice(2)
const update = readFileSync(file)
const names = readFileSync(0, 'utf8').trim().split('\n')
const storage = new LeveldbPersistence(directory)
for (const name of names) await storage.storeUpdate(name, new Uint8Array(update))
await storage.destroy()
