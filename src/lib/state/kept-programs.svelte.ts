import { createContext } from 'svelte'
import { whenCalm } from '#lib/browser.ts'
import type { Keeper } from '#lib/sync/stored/loops.ts'
import type { AgreementMark } from '#lib/sync/stored/stored-edits.ts'

/**
 * Syncs the person's programmes in the background, also those not open, and sends unsent commands. So after one use of the app
 * each programme opens without a network.
 */
export class KeptPrograms {
	/** The number of exchange rounds since the app was opened; a change means that a list must read the local store again. */
	count = $state(0)
	#exchange: (() => void) | null = null
	/** The last mark: each reads what the one before it has stored, however quick the taps are. */
	#marking: Promise<unknown> = Promise.resolve()

	/** Returns a function that stops it. */
	keep(keeper: Keeper): () => void {
		const stopping = new AbortController()
		const cancel = whenCalm(() => void this.#start(keeper, stopping.signal))
		return () => {
			cancel()
			stopping.abort()
		}
	}

	/** Marks an agreement of a programme that no screen has open. False: this device does not have it, or cannot store the mark. */
	markAgreement(personId: string, planId: string, mark: AgreementMark): Promise<boolean> {
		const marking = this.#marking.then(() => this.#mark(personId, planId, mark))
		this.#marking = marking
		return marking
	}

	async #mark(personId: string, planId: string, mark: AgreementMark): Promise<boolean> {
		try {
			const { markStoredAgreement } = await import('#lib/sync/stored/stored-edits.ts')
			const isMarked = await markStoredAgreement(personId, planId, mark)
			// Before the first round there is nothing to ask for: it takes the mark with it.
			if (isMarked) this.#exchange?.()
			return isMarked
		} catch {
			// The caller says that nothing was marked, and where to mark it.
			return false
		}
	}

	async #start(keeper: Keeper, signal: AbortSignal): Promise<void> {
		try {
			const { keepStored } = await import('#lib/sync/stored/loops.ts')
			if (signal.aborted) return
			this.#exchange = keepStored(keeper, signal, () => (this.count += 1))
			const { keepSending } = await import('#lib/sync/stored/loops.ts')
			keepSending(keeper.personId, signal)
			const { forgetAgain, forgetLostRoutes, stopForgetting } = await import('#lib/sync/stored/forget.ts')
			await stopForgetting(keeper.personId)
			await forgetAgain()
			await forgetLostRoutes(keeper.personId)
			const { rememberPrograms } = await import('#lib/sync/stored/remembered-programs.ts')
			await rememberPrograms(keeper.personId)
		} catch {
			// A part of the app that fails to load is loaded at the next start.
		}
	}
}

export const [getKeptPrograms, setKeptPrograms] = createContext<KeptPrograms>()
