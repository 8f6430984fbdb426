import { onMount, untrack } from 'svelte'
import { keepTyped, recallTyped } from '#lib/sync/device.ts'
import { getAccount } from '#lib/state/account.svelte.ts'

interface Fields<Value> {
	read(): Value
	write(value: Value): void
}

/**
 * What is typed in a form and not sent yet. It is kept on the device, so that neither a session that ends, a reload nor a closed
 * window takes it: when its person opens the form again, it stands there. To be made while a component is set up.
 */
export class TypedInput<Value> {
	/** What stands in the form was kept from before. */
	isRestored = $state(false)
	#form: string
	#personId: string | null
	#fields: Fields<Value>
	#settled: Value
	#newest: Value | null = null
	#isKept = false
	#keeping: Promise<void>

	/** `form` names it among all forms of the app. */
	constructor(form: string, fields: Fields<Value>) {
		this.#form = form
		this.#personId = getAccount().me?.person.id ?? null
		this.#fields = fields
		this.#settled = $state.raw(untrack(() => this.#read()))
		this.#keeping = this.#restore()
		$effect(() => this.#keep(this.isDirty ? this.#read() : null))
	}

	/** Whether anything differs from what was there when the form was opened, or last settled. */
	get isDirty(): boolean {
		return JSON.stringify(this.#fields.read()) !== JSON.stringify(this.#settled)
	}

	/** It is sent, or let go: what stands there now is in order. */
	settle(): Promise<void> {
		this.isRestored = false
		this.#settled = this.#read()
		this.#keep(null)
		return this.#keeping
	}

	/** Back to what was there before. */
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
		// Whoever has typed meanwhile means what they have typed.
		if (this.isDirty) return
		this.#newest = kept
		this.#fields.write(kept)
		this.isRestored = true
	}

	/** One after the other, and only the newest. */
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

/** Opens a form that was left with something in it. To be called while a component is set up. */
export function openIfKept(form: string, open: () => void): void {
	const personId = getAccount().me?.person.id
	onMount(async () => {
		if (personId !== undefined && (await recallTyped(personId, form)) !== null) open()
	})
}
