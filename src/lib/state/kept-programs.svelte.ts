import { createContext } from 'svelte'
import type { Keeper } from '#lib/sync/stored/loops.ts'

/** The first screen goes first. */
const FIRST_VISIT_DELAY_MS = 1_500

/**
 * Brings the person's programmes to this device and their edits to the server while nobody has them open, so that one
 * visit to the app is enough for each of them to open without a network; and to the server what they have stated.
 */
export class KeptPrograms {
	/** How often the server has been asked since the app was opened; changes tell a list to read the device anew. */
	count = $state(0)

	/** Answers the way to stop. */
	keep(keeper: Keeper): () => void {
		const stopping = new AbortController()
		const timer = setTimeout(() => void this.#start(keeper, stopping.signal), FIRST_VISIT_DELAY_MS)
		return () => {
			clearTimeout(timer)
			stopping.abort()
		}
	}

	async #start(keeper: Keeper, signal: AbortSignal): Promise<void> {
		try {
			const { keepStored } = await import('#lib/sync/stored/loops.ts')
			if (signal.aborted) return
			keepStored(keeper, signal, () => (this.count += 1))
			const { keepSending } = await import('#lib/sync/stored/loops.ts')
			keepSending(keeper.personId, signal)
			const { forgetAgain, stopForgetting } = await import('#lib/sync/stored/forget.ts')
			await stopForgetting(keeper.personId)
			await forgetAgain()
			const { rememberPrograms } = await import('#lib/sync/stored/remembered-programs.ts')
			await rememberPrograms(keeper.personId)
		} catch {
			// A part of the app that cannot be had now is had at the next visit.
		}
	}
}

export const [getKeptPrograms, setKeptPrograms] = createContext<KeptPrograms>()
