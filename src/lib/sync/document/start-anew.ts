/** Gives up a document's local copy for the document that the server began anew (sync.md R15). Loaded when a person wants it. */
import {
	asideName,
	committed,
	CUSTOM,
	openDatabase,
	openExistingDatabase,
	requested,
	UPDATES
} from './store-database.ts'
import { deleteDatabase } from './delete-database.ts'
import { countTabs } from './lead.ts'
import { forgetWitness } from './store-witness.ts'

/** True when no other tab has the store open, as far as the browser can tell. */
export async function isOnlyHere(store: string): Promise<boolean> {
	return ((await countTabs(store)) ?? 0) <= 1
}

/**
 * Moves the database to the name `<name>:aside:<ms>`, so that nothing written is lost. Close the document first.
 * Rejects, and leaves the database as it was, when it cannot be copied whole or somebody keeps it open. If the browser
 * deletes it later all the same, the copy is there.
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

/** Stores the outcome for the page that loads next. */
export function noteStart(planDocumentId: string, outcome: 'done' | 'failed'): void {
	try {
		if (outcome === 'failed') sessionStorage.setItem(failureKey(planDocumentId), outcome)
		else sessionStorage.removeItem(failureKey(planDocumentId))
	} catch {
		// No sessionStorage: the person sees the same offer again, without the reason.
	}
}

/** Whether this tab's last try could not move the old document. */
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
