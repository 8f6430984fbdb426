import type * as Y from 'yjs'
import { fetchEdition } from '#lib/sync/api-program.ts'

/** The editions of one programme while a screen shows them. Each is requested once: what a hash plans never changes. */
export class OpenedEditions {
	readonly #programId: string
	readonly #asked = new Map<string, Promise<Y.Doc | null>>()
	#tries = $state(0)

	constructor(programId: string) {
		this.#programId = programId
	}

	/** The plan of the edition, shared by all readers; null: no answer, or no such edition. */
	read(hash: string): Promise<Y.Doc | null> {
		void this.#tries // each try makes readers ask again
		const asked = this.#asked.get(hash) ?? this.#ask(hash)
		this.#asked.set(hash, asked)
		return asked
	}

	/** Requests again the editions without an answer. */
	tryAgain(): void {
		this.#tries += 1
	}

	/** Destroys the plans; nobody reads them any more. */
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
