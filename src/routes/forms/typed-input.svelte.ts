import { onMount, untrack } from 'svelte'
import { keepTyped, recallTyped } from '#lib/sync/device.ts'
import { getAccount } from '#lib/state/account.svelte.ts'

interface Fields<Value> {
	read(): Value
	write(value: Value): void
}

/**
 * Text typed in a form and not submitted yet. The device stores it, so that the end of a session, a reload or a closed
 * window does not lose it: when the same person opens the form again, it is restored. Create it while a component is
 * set up.
 */
export class TypedInput<Value> {
	/** The form contains restored text. */
	isRestored = $state(false)
	#form: string
	#personId: string | null
	#fields: Fields<Value>
	#settled: Value
	#newest: Value | null = null
	#isKept = false
	#keeping: Promise<void>

	/** `form`: its name among all forms of the app. */
	constructor(form: string, fields: Fields<Value>) {
		this.#form = form
		this.#personId = getAccount().me?.person.id ?? null
		this.#fields = fields
		this.#settled = $state.raw(untrack(() => this.#read()))
		this.#keeping = this.#restore()
		$effect(() => this.#keep(this.isDirty ? this.#read() : null))
	}

	/** Whether the form differs from its state when it was opened, or last settled. */
	get isDirty(): boolean {
		return JSON.stringify(this.#fields.read()) !== JSON.stringify(this.#settled)
	}

	/** Call it when the form was submitted or abandoned: its present state counts as settled. */
	settle(): Promise<void> {
		this.isRestored = false
		this.#settled = this.#read()
		this.#keep(null)
		return this.#keeping
	}

	/** Returns to the settled state. */
	discard(): void {
		this.#fields.write(structuredClone(this.#settled))
		void this.settle()
	}

	#read(): Value {
		return $state.snapshot(this.#fields.read()) as Value
	}

	async #restore(): Promise<void> {
		const kept = this.#personId === null ? null : await recallTyped<Value>(this.#personId, this.#form)
		if (kept === null) return
		this.#isKept = true
		// If the person has typed meanwhile, that text stays.
		if (this.isDirty) return
		this.#newest = kept
		this.#fields.write(kept)
		this.isRestored = true
	}

	/** Writes one after the other, and always the newest value. */
	#keep(value: Value | null): void {
		this.#newest = value
		this.#keeping = this.#keeping.then(async () => {
			const newest = this.#newest
			if (this.#personId === null || (newest === null && !this.#isKept)) return
			this.#isKept = newest !== null
			await keepTyped(this.#personId, this.#form, newest)
		})
	}
}

/** Opens a form if the device has stored text for it. Call it while a component is set up. */
export function openIfKept(form: string, open: () => void): void {
	const personId = getAccount().me?.person.id
	onMount(async () => {
		if (personId !== undefined && (await recallTyped(personId, form)) !== null) open()
	})
}
