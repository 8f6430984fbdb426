import { createSubscriber } from 'svelte/reactivity'
import type { OpenDocument, SyncSnapshot } from '#lib/sync/session.ts'
import { tickOf, type Tick } from '#lib/sync/tick.ts'

/** How safe the edits of an open programme, or of one document, are, as Svelte sees it. */
export class SyncStatus {
	#open: Pick<OpenDocument, 'snapshot' | 'subscribe' | 'reconnect'>
	#subscribe: () => void

	constructor(open: Pick<OpenDocument, 'snapshot' | 'subscribe' | 'reconnect'>) {
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
