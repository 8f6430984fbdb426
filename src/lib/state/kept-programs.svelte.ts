import { createContext } from 'svelte'
import type { ProgramListing } from '#protocol/api.ts'

/**
 * Brings the person's programmes to this device, one after the other, so that one visit to the app is enough for each
 * of them to open without a network. The one on the screen is left out: its own session does it.
 */
export class KeptPrograms {
	/** How many have been brought since the app was opened; changes tell a list to read the device anew. */
	count = $state(0)

	/** Ends early, after the programme under way, when `signal` says so. */
	async keep(
		listings: readonly ProgramListing[],
		device: { personId: string; deviceId: string; appVersion: string; isOpen(programId: string): boolean },
		signal: AbortSignal
	): Promise<void> {
		const { keepProgram } = await import('#lib/sync/session.ts')
		for (const { id, documents } of listings) {
			if (signal.aborted) return
			if (device.isOpen(id)) continue
			await keepProgram({ ...device, programId: id, documents }, signal)
			this.count += 1
		}
	}
}

export const [getKeptPrograms, setKeptPrograms] = createContext<KeptPrograms>()
