import { createContext } from 'svelte'

/** From screen to screen. */
export interface Step {
	url: Pick<URL, 'pathname' | 'search'>
	/** SvelteKit's word for how: `link`, `goto`, `popstate`… */
	type: string
}

/** The last steps since the app was opened, this screen's last; what follows from them is `way-back.ts`, off the first screen. */
export class Steps {
	all = $state.raw<readonly Step[]>([])

	add(step: Step): void {
		this.all = [...this.all.slice(-30), step]
	}
}

export const [getSteps, setSteps] = createContext<Steps>()
