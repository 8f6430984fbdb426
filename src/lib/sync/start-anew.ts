/** Giving up a document's local copy for the one the server began anew (sync.md R15). Loaded when a person wants it. */
import { livingTabs } from './living-tabs.ts'
import { committed, CUSTOM, openDatabase, openExistingDatabase, requested, UPDATES } from './store-database.ts'
import { forgetWitness } from './store-witness.ts'

/** True when no tab but this one has the store open, as far as the browser can tell. */
export async function isOnlyHere(store: string): Promise<boolean> {
	return ((await livingTabs(store))?.size ?? 0) <= 1
}

/**
 * Moves the database under another name, `<name>:aside:<ms>`: nothing that was written is thrown away. Close the document
 * first. Rejects, with everything as it was, when it cannot be copied whole.
 */
export async function moveAside(name: string, now = Date.now()): Promise<void> {
	const from = await openExistingDatabase(name)
	if (from === null) return
	try {
		await copy(from, `${name}:aside:${now}`)
	} finally {
		from.close()
	}
	await requested(indexedDB.deleteDatabase(name))
	forgetWitness(name)
}

async function copy(from: IDBDatabase, name: string): Promise<void> {
	const reading = from.transaction([UPDATES, CUSTOM])
	const rows = [UPDATES, CUSTOM].map((store) => {
		const rowsOf = reading.objectStore(store)
		return Promise.all([store, requested(rowsOf.getAllKeys()), requested(rowsOf.getAll())] as const)
	})
	const read = await Promise.all(rows)
	const to = await openDatabase(name)
	try {
		const writing = to.transaction([UPDATES, CUSTOM], 'readwrite')
		for (const [store, keys, values] of read)
			keys.forEach((key, index) => writing.objectStore(store).put(values[index], key))
		await committed(writing)
	} finally {
		to.close()
	}
}
