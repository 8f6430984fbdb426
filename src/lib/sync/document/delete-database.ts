/** Other connections are asked to close. Ours do; a page of an older app may not. */
const DELETE_TIMEOUT_MS = 5_000

/** False: the browser refused, or somebody kept the database open for 5 s. The browser may still delete it later. */
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
			// No IndexedDB: nothing to delete, nothing to read.
			settle(false)
		}
	})
}
