/**
 * Short words at the bottom of the screen, some with a way back. What shows them weighs more than most screens and is
 * loaded with the first of them; until it is here they wait, in their order.
 */
import type { ExternalToast } from 'svelte-sonner'

export type ToastOptions = Pick<ExternalToast, 'id' | 'duration' | 'action'> & { isFailure?: boolean }

export type ToastOrder =
	| { id: number | string; text: string; options: ToastOptions }
	/** To be taken away. */
	| { id: number | string; text: null }

let waiting = $state.raw<readonly ToastOrder[]>([])
let count = 0

/** Without `duration`, in ms, for a few seconds. A toast of the same `id` takes its place. Answers the way to take it back. */
export function showToast(text: string, options: ToastOptions = {}): () => void {
	const id = options.id ?? `toast-${++count}`
	waiting = [...waiting, { id, text, options }]
	return () => {
		waiting = [...waiting, { id, text: null }]
	}
}

/** For whoever shows them. */
export const toasts = {
	get areWaiting(): boolean {
		return waiting.length > 0
	},
	take(): readonly ToastOrder[] {
		const taken = waiting
		if (taken.length > 0) waiting = []
		return taken
	}
}
