/** Giving up a document's local copy for the one the server began anew (sync.md R15). Loaded when a person wants it. */
import {
	asideName,
	committed,
	CUSTOM,
	deleteDatabase,
	openDatabase,
	openExistingDatabase,
	requested,
	UPDATES
} from './store-database.ts'
import { livingTabs } from './tabs.ts'
import { forgetWitness } from './record-keeper.ts'

/** True when no tab but this one has the store open, as far as the browser can tell. */
export async function isOnlyHere(store: string): Promise<boolean> {
	return ((await livingTabs(store))?.size ?? 0) <= 1
}

/**
 * Moves the database under another name, `<name>:aside:<ms>`: nothing that was written is thrown away. Close the document
 * first. Rejects, with the database as it was, when it cannot be copied whole or somebody does not let go of it; should it
 * go later all the same, the copy is there.
 */
export async function moveAside(name: string, now = Date.now()): Promise<void> {
	const from = await openExistingDatabase(name)
	if (from === null) return
	try {
		await copy(from, asideName(name, now))
	} finally {
		from.close()
	}
	if (!(await deleteDatabase(name))) throw new DOMException('The old document is held open', 'BlockedError')
	forgetWitness(name)
}

/** For the page that is loaded afterwards. */
export function noteStart(planDocumentId: string, outcome: 'done' | 'failed'): void {
	try {
		if (outcome === 'failed') sessionStorage.setItem(failureKey(planDocumentId), outcome)
		else sessionStorage.removeItem(failureKey(planDocumentId))
	} catch {
		// No sessionStorage: the person sees the same offer again, without a word why.
	}
}

/** Whether this tab tried last, and the old document could not be moved. */
export function hasFailedToStart(planDocumentId: string): boolean {
	try {
		return sessionStorage.getItem(failureKey(planDocumentId)) !== null
	} catch {
		// No sessionStorage: nothing was noted.
		return false
	}
}

function failureKey(planDocumentId: string): string {
	return `tandem:start-anew:${planDocumentId}`
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
