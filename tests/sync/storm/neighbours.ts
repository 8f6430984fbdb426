/** A pair that goes on working during a storm: its edits show what the storm costs others. */
import { createStormDevice } from './device.ts'
import { summarise, type Latency } from './latency.ts'
import type { Inhabitant } from './town.ts'

export interface Neighbours {
	/** They stop writing, and leave when everything is acknowledged; rejects when that takes too long. */
	leave(): Promise<Latency>
	/** They leave at once. */
	stop(): void
}

const EDIT_MS = 20
const PATIENCE_MS = 60_000

/** Resolves when they are connected and write. */
export async function welcomeNeighbours(url: string, inhabitants: readonly Inhabitant[]): Promise<Neighbours> {
	const pair = inhabitants.map((inhabitant) => createStormDevice({ url, inhabitant, onClosed: () => undefined }))
	const go = () => pair.forEach((device) => device.stop())

	/** They leave when an answer does not come. */
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
