import { nanoid } from 'nanoid'

const DEVICE_ID_KEY = 'tandem:device'

let fallbackId: string | null = null

/** Random, one per browser profile. Where localStorage is closed to us it lasts until the page is closed. */
export function deviceId(): string {
	try {
		const stored = localStorage.getItem(DEVICE_ID_KEY)
		if (stored !== null) return stored
		const fresh = fallbackId ?? nanoid()
		localStorage.setItem(DEVICE_ID_KEY, fresh)
		return fresh
	} catch {
		// Private modes throw on any access: the id only names this device to the relay.
		fallbackId ??= nanoid()
		return fallbackId
	}
}

/** Asks the browser to keep our data when space runs out (sync.md D5). False: refused or unknown. */
export async function requestPersistence(): Promise<boolean> {
	if (typeof navigator === 'undefined' || navigator.storage?.persist === undefined) return false
	return (await navigator.storage.persisted()) || (await navigator.storage.persist())
}

/** Bytes; null where the browser does not say. */
export async function storageEstimate(): Promise<{ usage: number; quota: number } | null> {
	if (typeof navigator === 'undefined' || navigator.storage?.estimate === undefined) return null
	const { usage, quota } = await navigator.storage.estimate()
	return usage === undefined || quota === undefined ? null : { usage, quota }
}
