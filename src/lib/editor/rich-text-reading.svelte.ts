import { createSubscriber } from 'svelte/reactivity'
import type * as Y from 'yjs'
import { isKnownContent, readRichText, type TextBlock } from './content.ts'

/** A rich text as Svelte sees it while nobody edits it on this screen. */
export class RichTextReading {
	#fragment: Y.XmlFragment
	#subscribe: () => void

	constructor(fragment: Y.XmlFragment) {
		this.#fragment = fragment
		this.#subscribe = createSubscriber((update) => {
			fragment.observeDeep(update)
			return () => fragment.unobserveDeep(update)
		})
	}

	get blocks(): TextBlock[] {
		this.#subscribe()
		return readRichText(this.#fragment)
	}

	get isKnown(): boolean {
		this.#subscribe()
		return isKnownContent(this.#fragment)
	}
}
