import { onMount } from 'svelte'

/** Why a text is not kept, in words for the person; null: it was kept. */
export type Refusal = string | null

/** Milliseconds without a keystroke after which what was typed is written. */
const PAUSE = 350

/**
 * One text field over a plain value of the plan. Nothing is written unless the person really typed,
 * so looking at a field never overwrites the partner's edit of it; and what was typed is written soon,
 * on leaving the field, on hiding the page and on going elsewhere.
 */
export class Draft {
	#read: () => string
	#save: (text: string) => Refusal
	#typed = $state<string | null>(null)
	#saved = $state<string | null>(null)
	#isDirty = $state(false)
	/** No state: where a component goes, Svelte reads state as it was before the change that made it go. */
	#isGivenUp = false
	#timer: ReturnType<typeof setTimeout> | undefined
	refusal = $state<Refusal>(null)

	constructor(read: () => string, save: (text: string) => Refusal) {
		this.#read = read
		this.#save = save
	}

	/** What the field shows: what is being typed, until the plan says something else than what was written. */
	get text(): string {
		const stored = this.#read()
		return this.#typed !== null && (this.#isDirty || stored === this.#saved) ? this.#typed : stored
	}

	set text(typed: string) {
		if (typed === this.text) return
		this.#typed = typed
		this.#isDirty = true
		this.#isGivenUp = false
		clearTimeout(this.#timer)
		this.#timer = setTimeout(() => this.keep(), PAUSE)
	}

	/** Writes what was typed, if anything was. A refused text stays in the field. */
	keep(): void {
		clearTimeout(this.#timer)
		if (this.#isGivenUp || !this.#isDirty || this.#typed === null) return
		const refusal = this.#save(this.#typed.trim())
		if (refusal === null) {
			this.#isDirty = false
			this.#saved = this.#read()
			this.refusal = null
		}
	}

	/** Forgets what was typed and has not been written yet. */
	drop(): void {
		clearTimeout(this.#timer)
		this.#isGivenUp = true
		this.#isDirty = false
		this.#typed = null
		this.refusal = null
	}

	/** The person has left the field: a refused text gives way to the previous one, and it is said why. */
	leave(): void {
		this.keep()
		this.refusal = this.#isDirty && this.#typed !== null ? this.#save(this.#typed.trim()) : null
		this.#isDirty = false
		this.#typed = null
	}
}

/** To be called while a component is set up. `keep` runs when the page is hidden and when the component goes. */
export function keepOnLeave(keep: () => void): void {
	onMount(() => {
		const keepHidden = () => {
			if (document.visibilityState === 'hidden') keep()
		}
		document.addEventListener('visibilitychange', keepHidden)
		window.addEventListener('pagehide', keep)
		return () => {
			document.removeEventListener('visibilitychange', keepHidden)
			window.removeEventListener('pagehide', keep)
			keep()
		}
	})
}
