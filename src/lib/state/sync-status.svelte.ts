import { createSubscriber } from 'svelte/reactivity'
import type { OpenDocument, SyncSnapshot } from '#lib/sync/document/session.ts'
import { type CalmTick, type CalmTickView, createCalmTick, type Tick, tickOf } from '#lib/sync/document/status.ts'

/** How safe the edits of an open programme, or of one document, are, as Svelte sees it. */
export class SyncStatus {
	#open: Pick<OpenDocument, 'snapshot' | 'subscribe' | 'reconnect'>
	#subscribe: () => void
	#calm: CalmTickView
	#due = () => {}

	constructor(open: Pick<OpenDocument, 'snapshot' | 'subscribe' | 'reconnect'>) {
		this.#open = open
		this.#calm = createCalmTick(() => this.#due())
		this.#subscribe = createSubscriber((update) => {
			this.#due = update
			const stop = open.subscribe(update)
			return () => {
				this.#calm.stop()
				stop()
			}
		})
	}

	get snapshot(): SyncSnapshot {
		this.#subscribe()
		return this.#open.snapshot()
	}

	get tick(): Tick {
		return tickOf(this.snapshot)
	}

	/** The same, steady while somebody types. */
	get calmTick(): CalmTick {
		return this.#calm.take(this.tick)
	}

	/** A person's tap on «try again». */
	reconnect(): void {
		this.#open.reconnect()
	}
}
