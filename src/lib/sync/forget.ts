/** What a device holds of one person, and forgetting it: for phones that several people use (sync.md D4). */
import type { Me } from '#protocol/api.ts'
import { ME_KEY, recall, remember } from './device-memory.ts'
import { livingTabs } from './living-tabs.ts'
import { documentsOfPerson } from './person-stores.ts'
import { databaseName, openExistingDatabase } from './store-database.ts'
import { readRecords, unsentOf } from './store-records.ts'
import { forgetWitness } from './store-witness.ts'

export interface UnsentOfPerson {
	/** Edits the relay has not acknowledged, over all documents on this device. */
	edits: number
	/** Documents with such edits; `plan:<programId>` or `notes:<programId>`. */
	documentIds: string[]
	/** Documents on this device that could not be read: nobody knows of their edits. */
	unreadable: string[]
}

export async function unsentOfPerson(personId: string): Promise<UnsentOfPerson> {
	const result: UnsentOfPerson = { edits: 0, documentIds: [], unreadable: [] }
	for (const documentId of await documentsOfPerson(personId)) {
		try {
			const edits = await unsentIn(databaseName(personId, documentId))
			result.edits += edits
			if (edits > 0) result.documentIds.push(documentId)
		} catch {
			// Said, not guessed: the person decides what that is worth.
			result.unreadable.push(documentId)
		}
	}
	return result
}

/**
 * Removes the person's documents from this device, their remembered account, and every word of them outside IndexedDB.
 * Close their programmes first: a document open in a tab is written again. Answers the documents that could not be removed,
 * because a tab holds them or the browser refused; nothing of another person is touched.
 */
export async function forgetPerson(personId: string): Promise<{ remaining: string[] }> {
	const remaining: string[] = []
	for (const documentId of await documentsOfPerson(personId)) {
		const name = databaseName(personId, documentId)
		const isHeld = ((await livingTabs(name))?.size ?? 0) > 0
		if (isHeld || !(await deleteDatabase(name))) remaining.push(documentId)
		else forgetWitness(name)
	}
	if ((await recall<Me>(ME_KEY))?.person.id === personId) await remember(ME_KEY, null)
	return { remaining }
}

/** Connections to it are told to close, and ours do; a page of an older app may not. */
const DELETE_TIMEOUT_MS = 5_000

async function unsentIn(name: string): Promise<number> {
	const db = await openExistingDatabase(name)
	if (db === null) return 0
	try {
		return unsentOf((await readRecords(db)).counts.values())
	} finally {
		db.close()
	}
}

function deleteDatabase(name: string): Promise<boolean> {
	return new Promise((resolve) => {
		const timer = setTimeout(() => resolve(false), DELETE_TIMEOUT_MS)
		const settle = (isDeleted: boolean) => {
			clearTimeout(timer)
			resolve(isDeleted)
		}
		try {
			const request = indexedDB.deleteDatabase(name)
			request.onsuccess = () => settle(true)
			request.onerror = () => settle(false)
		} catch {
			// No IndexedDB: nothing of it can be removed, nor read.
			settle(false)
		}
	})
}
