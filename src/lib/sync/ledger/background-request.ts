/** Asks the browser, where it can, to start our service worker once there is a network, also when no page is left. */
import { storesWitnessed } from '../document/store-witness.ts'
import { databaseName } from '../document/store-database.ts'

export const BACKGROUND_TAG = 'tandem-exchange'

/** TypeScript does not know Background Sync: only Chromium has it. */
interface SyncingRegistration {
	sync?: { register(tag: string): Promise<void> }
}

/** For a page that is about to be left or has lost its network. Does nothing when no edit of the person's is unsent. */
export async function requestBackgroundExchange(personId: string): Promise<void> {
	// Not from IndexedDB: a page that is being closed has no time to ask it.
	const isUnsent = storesWitnessed('unsent').some((store) => store.startsWith(databaseName(personId, '')))
	if (isUnsent) await requestBackgroundSending()
}

/** Whatever of the person's waits on this device. */
export async function requestBackgroundSending(): Promise<void> {
	if (typeof navigator === 'undefined' || navigator.serviceWorker === undefined) return
	try {
		const { sync } = (await navigator.serviceWorker.ready) as SyncingRegistration
		await sync?.register(BACKGROUND_TAG)
	} catch {
		// Forbidden by the person or the browser: it goes when the app is opened next.
	}
}
