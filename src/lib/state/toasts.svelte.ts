/**
 * Shows short messages at the bottom of the screen, some with an undo, and stores the steps between screens. The component for
 * toasts is larger than most screens, and is loaded with the first toast. Until then toasts wait in order.
 */
import { createContext } from 'svelte'
import type { ExternalToast } from 'svelte-sonner'
import type { Step } from './way-back.ts'

export type ToastOptions = Pick<ExternalToast, 'id' | 'duration' | 'action' | 'onDismiss'> & {
	isFailure?: boolean
}

export type ToastOrder =
	| { id: number | string; text: string; options: ToastOptions }
	/** Remove it. */
	| { id: number | string; text: null }

export class Toasts {
	/** A toast was shown since the app was opened. */
	hasSpoken = $state(false)
	#waiting: ToastOrder[] = []
	#present: ((order: ToastOrder) => void) | null = null
	#count = 0

	/**
	 * `duration` is in ms; by default some seconds. A toast replaces another one with the same `id`. Returns a function that
	 * removes it.
	 */
	show(text: string, options: ToastOptions = {}): () => void {
		const id = options.id ?? `toast-${++this.#count}`
		this.#order({ id, text, options })
		return () => this.#order({ id, text: null })
	}

	/**
	 * For the component that shows toasts: it receives waiting toasts at once, later ones as they come. Returns a function that
	 * stops it.
	 */
	subscribe(present: (order: ToastOrder) => void): () => void {
		this.#present = present
		this.#waiting.splice(0).forEach(present)
		return () => (this.#present = null)
	}

	#order(order: ToastOrder): void {
		this.hasSpoken = true
		if (this.#present === null) this.#waiting.push(order)
		else this.#present(order)
	}
}

export const [getToasts, setToasts] = createContext<Toasts>()

/** The last steps since the app was opened, the present screen last; `way-back.ts` computes where «Назад» leads. */
export class Steps {
	all = $state.raw<readonly Step[]>([])

	add(step: Step): void {
		this.all = [...this.all.slice(-30), step]
	}
}

export const [getSteps, setSteps] = createContext<Steps>()
