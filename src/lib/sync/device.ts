/**
 * Small facts that the device needs at a cold start without a network: who uses it, its own id, text typed into forms;
 * and the browser's storage facts. In IndexedDB, because Chromium writes localStorage seconds later and a killed
 * browser loses it.
 */
import { nanoid } from 'nanoid'
import { committed, CUSTOM, openDatabase, requested } from './document/store-database.ts'
import { waitAtMost } from './document/supervised-database.ts'

/** A random id of this browser profile. It only names the device to the relay. Without IndexedDB each call returns a new one. */
export function recallDeviceId(): Promise<string> {
	return recallOr('id', () => nanoid())
}

/** Asks the browser not to delete our data when space runs out (sync.md D5). False: refused or unknown. */
export async function requestPersistence(): Promise<boolean> {
	if (typeof navigator === 'undefined' || navigator.storage?.persist === undefined) return false
	try {
		return (await navigator.storage.persisted()) || (await navigator.storage.persist())
	} catch {
		// Some private modes throw here. That is a refusal too.
		return false
	}
}

/** In bytes. Null where the browser does not say. */
export async function storageEstimate(): Promise<{ usage: number; quota: number } | null> {
	if (typeof navigator === 'undefined' || navigator.storage?.estimate === undefined) return null
	const { usage, quota } = await navigator.storage.estimate()
	return usage === undefined || quota === undefined ? null : { usage, quota }
}

/** The storage facts of a device report (SPEC.md P7, P13). Null where the browser does not say. */
export async function storageFacts(): Promise<{ freeBytes: number | null; isPersisted: boolean | null }> {
	try {
		const estimate = await storageEstimate()
		const freeBytes = estimate === null ? null : Math.max(0, Math.floor(estimate.quota - estimate.usage))
		const storage = typeof navigator === 'undefined' ? undefined : navigator.storage
		return { freeBytes, isPersisted: (await storage?.persisted?.()) ?? null }
	} catch {
		// Some private modes throw here.
		return { freeBytes: null, isPersisted: null }
	}
}

const DATABASE = 'tandem:device'
/** Key of the server's last answer about who uses this device (`Me` of #protocol/api/program.ts). Removed at sign-out. */
export const ME_KEY = 'me'

/** A browser whose IndexedDB hangs must not keep a person with a network waiting. */
const PATIENCE_MS = 1500

/** Returns the stored value, or stores and returns `fallback()`. Atomic over all tabs. */
async function recallOr<Value>(key: string, fallback: () => Value): Promise<Value> {
	const remembered = await withStore(async (store) => {
		const known = (await requested(store.get(key))) as Value | undefined
		if (known !== undefined) return known
		const fresh = fallback()
		store.put(fresh, key)
		return fresh
	})
	return remembered ?? fallback()
}

/** Null for a value that was never stored, and where there is no IndexedDB. */
export function recall<Value>(key: string): Promise<Value | null> {
	return withStore(async (store) => ((await requested(store.get(key))) as Value | undefined) ?? null)
}

/** `null` deletes the value. Resolves when the change is committed, or when that is impossible. */
export async function remember(key: string, value: unknown): Promise<void> {
	await withStore(async (store) => (value === null ? store.delete(key) : store.put(value, key)))
}

/** Changes a stored value; null: there is none. Atomic over all tabs. */
export async function amend<Value>(key: string, change: (known: Value | null) => Value | null): Promise<void> {
	await withStore(async (store) => {
		const known = (await requested(store.get(key))) as Value | null | undefined
		const changed = change(known ?? null)
		if (changed !== null) store.put(changed, key)
	})
}

/** Deletes all values whose key begins with `prefix`. */
export async function forgetUnder(prefix: string): Promise<void> {
	await withStore(async (store) => store.delete(IDBKeyRange.bound(prefix, `${prefix}\uffff`)))
}

async function withStore<Value>(use: (store: IDBObjectStore) => Promise<Value>): Promise<Value | null> {
	const opening = openDatabase(DATABASE)
	try {
		const database = await waitAtMost(PATIENCE_MS, opening)
		if (database === null) {
			// The caller no longer waits for it, so its error does not matter.
			void opening.then((late) => late.close()).catch(() => {})
			return null
		}
		try {
			const transaction = database.transaction(CUSTOM, 'readwrite')
			const value = await use(transaction.objectStore(CUSTOM))
			await committed(transaction)
			return value
		} finally {
			database.close()
		}
	} catch {
		// No IndexedDB, or no space in it. The app works online, and the programme's own store reports the reason.
		return null
	}
}

/**
 * Text that people typed into forms and did not send, by person and form. It stays on the device, and other users of
 * the device do not see it. It is deleted with the person's data (`forget.ts`).
 */
export function recallTyped<Value>(personId: string, form: string): Promise<Value | null> {
	return recall<Value>(under(personId) + form)
}

/** `null` deletes it. */
export function keepTyped(personId: string, form: string, value: unknown): Promise<void> {
	return remember(under(personId) + form, value)
}

export function forgetTyped(personId: string): Promise<void> {
	return forgetUnder(under(personId))
}

function under(personId: string): string {
	return `typed:${personId}:`
}
