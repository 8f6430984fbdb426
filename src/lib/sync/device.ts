import { nanoid } from 'nanoid'
import { committed, CUSTOM, openDatabase, requested } from './document/store-database.ts'
import { waitAtMost } from './document/supervised-database.ts'

/** Random, one per browser profile; it only names this device to the relay. Where nothing can be kept it lasts for one call. */
export function recallDeviceId(): Promise<string> {
	return recallOr('id', () => nanoid())
}

/** Asks the browser to keep our data when space runs out (sync.md D5). False: refused or unknown. */
export async function requestPersistence(): Promise<boolean> {
	if (typeof navigator === 'undefined' || navigator.storage?.persist === undefined) return false
	try {
		return (await navigator.storage.persisted()) || (await navigator.storage.persist())
	} catch {
		// Some private modes refuse to be asked: a refusal all the same.
		return false
	}
}

/** Bytes; null where the browser does not say. */
export async function storageEstimate(): Promise<{ usage: number; quota: number } | null> {
	if (typeof navigator === 'undefined' || navigator.storage?.estimate === undefined) return null
	const { usage, quota } = await navigator.storage.estimate()
	return usage === undefined || quota === undefined ? null : { usage, quota }
}

/** As a device says it of itself (SPEC.md P7, P13); null where the browser does not say. */
export async function storageFacts(): Promise<{ freeBytes: number | null; isPersisted: boolean | null }> {
	try {
		const estimate = await storageEstimate()
		const freeBytes = estimate === null ? null : Math.max(0, Math.floor(estimate.quota - estimate.usage))
		const storage = typeof navigator === 'undefined' ? undefined : navigator.storage
		return { freeBytes, isPersisted: (await storage?.persisted?.()) ?? null }
	} catch {
		// Some private modes refuse to be asked: they do not say.
		return { freeBytes: null, isPersisted: null }
	}
}

/**
 * Small facts this device must know at a cold start without a network: who uses it, its own id. In
 * IndexedDB, because Chromium writes localStorage seconds later and a killed browser loses it.
 */
const DATABASE = 'tandem:device'
/** Under it: the server's last word on who uses this device (Me of #protocol/api.ts); gone when they have left. */
export const ME_KEY = 'me'

/** A browser whose IndexedDB hangs must not keep a person with a network waiting. */
const PATIENCE_MS = 1500

/** What was remembered under the key; `fallback()` is remembered where there was nothing. Atomic over all tabs. */
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

/** Null for what was never remembered, and where there is no IndexedDB. */
export function recall<Value>(key: string): Promise<Value | null> {
	return withStore(async (store) => ((await requested(store.get(key))) as Value | undefined) ?? null)
}

/** `null` forgets it. Resolves when it is committed, or cannot be. */
export async function remember(key: string, value: unknown): Promise<void> {
	await withStore(async (store) => (value === null ? store.delete(key) : store.put(value, key)))
}

/** All whose key begins so. */
export async function forgetUnder(prefix: string): Promise<void> {
	await withStore(async (store) => store.delete(IDBKeyRange.bound(prefix, `${prefix}\uffff`)))
}

async function withStore<Value>(use: (store: IDBObjectStore) => Promise<Value>): Promise<Value | null> {
	const opening = openDatabase(DATABASE)
	try {
		const database = await waitAtMost(PATIENCE_MS, opening)
		if (database === null) {
			// Nobody waits for it any more, nor for the reason why it did not open.
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
		// No IndexedDB, or no room in it: the app works while it is online, and the programme's own store says why.
		return null
	}
}

/**
 * What people have typed into forms and not sent, by person and form. It lies on the device alone: whoever else uses the device
 * is shown none of it, and it is forgotten with its person (`forget.ts`).
 */
export function recallTyped<Value>(personId: string, form: string): Promise<Value | null> {
	return recall<Value>(under(personId) + form)
}

/** `null` drops it. */
export function keepTyped(personId: string, form: string, value: unknown): Promise<void> {
	return remember(under(personId) + form, value)
}

export function forgetTyped(personId: string): Promise<void> {
	return forgetUnder(under(personId))
}

function under(personId: string): string {
	return `typed:${personId}:`
}
