/**
 * Short words at the bottom of the screen, some with a way back. What shows them weighs more than most screens and is
 * loaded with the first of them; until it is here they wait, in their order.
 */
import { createContext } from 'svelte'
import type { ExternalToast } from 'svelte-sonner'

export type ToastOptions = Pick<ExternalToast, 'id' | 'duration' | 'action' | 'onAutoClose' | 'onDismiss'> & {
	isFailure?: boolean
}

export type ToastOrder =
	| { id: number | string; text: string; options: ToastOptions }
	/** To be taken away. */
	| { id: number | string; text: null }

export class Toasts {
	/** Something has been said since the app was opened. */
	hasSpoken = $state(false)
	#waiting: ToastOrder[] = []
	#present: ((order: ToastOrder) => void) | null = null
	#count = 0

	/** Without `duration`, in ms, for a few seconds. A toast of the same `id` takes its place. Answers the way to take it back. */
	show(text: string, options: ToastOptions = {}): () => void {
		const id = options.id ?? `toast-${++this.#count}`
		this.#order({ id, text, options })
		return () => this.#order({ id, text: null })
	}

	/** For whoever shows them: what has waited comes at once, the rest as it is said. Answers the way to stop. */
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

/** From screen to screen. */
export interface Step {
	url: Pick<URL, 'pathname' | 'search'>
	/** SvelteKit's word for how: `link`, `goto`, `popstate`… */
	type: string
}

/** The last steps since the app was opened, this screen's last; what follows from them is `toasts.svelte.ts`, off the first screen. */
export class Steps {
	all = $state.raw<readonly Step[]>([])

	add(step: Step): void {
		this.all = [...this.all.slice(-30), step]
	}
}

export const [getSteps, setSteps] = createContext<Steps>()

/** Where «Назад» of a screen that is reached from several others leads: where the person came from. */

/** `otherwise`: for who opened the screen by its address. */
export function wayBack({ all }: Pick<Steps, 'all'>, otherwise: string): string {
	return all.reduce(goOn, []).at(-2) ?? otherwise
}

/** The trail of addresses. Back to the last screen is no further step, and a form that has done its work is no screen to come back to. */
function goOn(trail: readonly string[], { url: { pathname, search }, type }: Step): readonly string[] {
	const known = trail.findLastIndex((address) => pathOf(address) === pathname)
	const isReturn = known !== -1 && (known >= trail.length - 2 || type === 'popstate')
	const before = isReturn ? trail.slice(0, known) : type === 'goto' ? trail.slice(0, -1) : trail
	return [...before, pathname + search]
}

function pathOf(address: string): string {
	return address.split('?', 1)[0] ?? ''
}
