import type * as Y from 'yjs'
import { fetchEdition } from '#lib/sync/api-program.ts'

/** Editions of one programme while a screen tells of them: each is asked for once, as what a hash names does not change. */
export class OpenedEditions {
	readonly #programId: string
	readonly #asked = new Map<string, Promise<Y.Doc | null>>()
	#tries = $state(0)

	constructor(programId: string) {
		this.#programId = programId
	}

	/** The plan as it was put forward, shared by all who read it; null: there is no answer, or none to have. */
	read(hash: string): Promise<Y.Doc | null> {
		void this.#tries // each try asks anew
		const asked = this.#asked.get(hash) ?? this.#ask(hash)
		this.#asked.set(hash, asked)
		return asked
	}

	/** Asks again for those there was no answer to. */
	tryAgain(): void {
		this.#tries += 1
	}

	/** Those that are read no more. */
	close(): void {
		for (const asked of this.#asked.values()) void asked.then((doc) => doc?.destroy())
		this.#asked.clear()
	}

	async #ask(hash: string): Promise<Y.Doc | null> {
		const doc = await fetchEdition(this.#programId, hash)
		if (doc === null) this.#asked.delete(hash)
		return doc
	}
}
