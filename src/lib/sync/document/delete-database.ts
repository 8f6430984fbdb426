/** Connections to it are told to close, and ours do; a page of an older app may not. */
const DELETE_TIMEOUT_MS = 5_000

/**
 * False when the browser refused, or somebody has not let go of it within 5 s: it may go yet, once they have.
 */
export function deleteDatabase(name: string): Promise<boolean> {
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
