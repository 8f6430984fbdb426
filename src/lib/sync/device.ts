import { nanoid } from 'nanoid'
import { recallOr } from './device-memory.ts'

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
