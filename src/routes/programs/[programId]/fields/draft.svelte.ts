/** Why a text is not kept, in words for the person; null: it was kept. */
export type Refusal = string | null

/**
 * One text field over a plain value of the plan. Nothing is written unless the person really typed,
 * so looking at a field never overwrites the partner's edit of it; and each key is written at once, so that
 * no tick calls safe what is only on the screen (sync.md D1, D10). What cannot be kept waits in the field.
 */
export class Draft {
	#read: () => string
	#save: (text: string) => Refusal
	#typed = $state<string | null>(null)
	#saved = $state<string | null>(null)
	/** What the plan said before the first key since the field was last left, or since somebody else wrote there. */
	#before: string | null = null
	/** What was typed last was refused. */
	#isRefused = $state(false)
	refusal = $state<Refusal>(null)

	constructor(read: () => string, save: (text: string) => Refusal) {
		this.#read = read
		this.#save = save
	}

	/** What the field shows: what is being typed; what could be written of it, until the plan says something else. */
	get text(): string {
		const stored = this.#read()
		return this.#typed !== null && (this.#isRefused || stored === this.#saved) ? this.#typed : stored
	}

	set text(typed: string) {
		if (typed === this.text) return
		const stored = this.#read()
		if (this.#before === null || stored !== this.#saved) this.#before = stored
		this.#typed = typed
		this.#isRefused = this.#save(typed.trim()) !== null
		if (this.#isRefused) return
		this.#saved = this.#read()
		this.refusal = null
	}

	/**
	 * The person has left the field: a refused text gives way to what stood there before they typed, and it is said why, until
	 * they type again.
	 */
	leave(): void {
		if (this.#typed === null) return
		this.refusal = this.#isRefused ? this.#save(this.#typed.trim()) : null
		this.pause()
		this.#before = null
		this.#isRefused = false
		this.#typed = null
	}

	/**
	 * The page may end here, the field not yet left: what the plan was told last of a text taken away letter by letter, its first
	 * one, gives way to what stood there before. The field itself stays as it is, for whoever comes back to it.
	 */
	pause(): void {
		if (!this.#isRefused || this.#before === null || this.#read() !== this.#saved) return
		this.#save(this.#before)
	}
}
