import { createSubscriber } from 'svelte/reactivity'
import type { OpenDocument, SyncSnapshot } from '#lib/sync/session.ts'
import { tickOf, type Tick } from '#lib/sync/tick.ts'

/** How safe an open document's edits are, as Svelte sees it. */
export class SyncStatus {
	#open: OpenDocument
	#subscribe: () => void

	constructor(open: OpenDocument) {
		this.#open = open
		this.#subscribe = createSubscriber((update) => open.subscribe(update))
	}

	get snapshot(): SyncSnapshot {
		this.#subscribe()
		return this.#open.snapshot()
	}

	get tick(): Tick {
		return tickOf(this.snapshot)
	}

	/** A person's tap on «try again». */
	reconnect(): void {
		this.#open.reconnect()
	}
}
