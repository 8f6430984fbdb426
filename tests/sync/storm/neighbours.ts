/** A pair that goes on working while others storm: its edits tell what that costs those who are not in it. */
import { createStormDevice } from './device.ts'
import { summarise, type Latency } from './latency.ts'
import type { Inhabitant } from './town.ts'

export interface Neighbours {
	/** They stop writing, and go when everything is acknowledged; rejects when it is not in time. */
	leave(): Promise<Latency>
	/** At once. */
	stop(): void
}

const EDIT_MS = 20
const PATIENCE_MS = 60_000

/** Resolves when they are in, and writing. */
export async function welcomeNeighbours(url: string, inhabitants: readonly Inhabitant[]): Promise<Neighbours> {
	const pair = inhabitants.map((inhabitant) => createStormDevice({ url, inhabitant, onClosed: () => undefined }))
	const go = () => pair.forEach((device) => device.stop())

	/** Whoever waits in vain goes. */
	async function isAnswered(): Promise<void> {
		try {
			await until(() => pair.every((device) => device.isSynced()), 'A neighbour was not answered', PATIENCE_MS)
		} catch (error) {
			go()
			throw error
		}
	}

	pair.forEach((device) => device.start())
	await isAnswered()
	const typing = setInterval(() => pair.forEach((device) => device.edit()), EDIT_MS)
	return {
		async leave() {
			clearInterval(typing)
			await isAnswered()
			go()
			return summarise(pair.flatMap((device) => device.takeLatencies()))
		},
		stop() {
			clearInterval(typing)
			go()
		}
	}
}

export async function until(isDone: () => boolean, otherwise: string, patienceMs: number): Promise<void> {
	const endsAt = performance.now() + patienceMs
	while (!isDone()) {
		if (performance.now() > endsAt) throw new Error(otherwise)
		await new Promise((resolve) => setTimeout(resolve, 20))
	}
}
