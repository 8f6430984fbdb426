/** Many devices that lose their server at the same moment, and come back as the product does. */
import { readConfig } from '../../../server/config.ts'
import { openData } from '../../../server/data.ts'
import { createSqliteStorage } from '../../../server/documents/storage/sqlite/storage.ts'
import { keysOfEdits } from '../../support/peer.ts'
import type { Heap } from './bounds.ts'
import { createStormDevice, type StormDevice } from './device.ts'
import type { Latency } from './latency.ts'
import { until, welcomeNeighbours, type Neighbours } from './neighbours.ts'
import { collecting, startWatched, type Worst } from './server.ts'
import { foundLargeTown, type LargeTown } from './town.ts'

export interface ReconnectReport {
	phases: ReconnectPhase[]
	acknowledged: number
	/** Acknowledged and not on the server's disk, or not with the partner. Empty. */
	missing: string[]
	/** Of the server: before anybody came, and after all have gone. */
	heap: Heap
}

export interface ReconnectPhase extends Worst {
	what: 'first visit' | 'kill -9' | 'SIGTERM'
	/** From when the server accepts connections again until every device is synced. */
	secondsUntilBack: number
	/** From the first to the last device that was sent away or cut off. */
	secondsOfLeaving: number
	/** How often each close reason came. */
	closes: Record<string, number>
	/** Of a pair that is back before the others and goes on working. */
	neighbours: Latency
}

const PHASES = 3
const PATIENCE_MS = 180_000

export async function runReconnectStorm(devices: number, networks: number): Promise<ReconnectReport> {
	const pairs = Math.ceil(devices / 2)
	const town = await foundLargeTown({ pairs: pairs + PHASES, networks })
	const watched = await startWatched(town, collecting)
	const { server } = watched
	let closes: Record<string, number> = {}
	let leaving: number[] = []
	const crowd = town.inhabitants.slice(0, 2 * pairs).map((inhabitant) =>
		createStormDevice({
			url: watched.url,
			inhabitant,
			onClosed(reason, wasAnswered) {
				closes[reason] = (closes[reason] ?? 0) + 1
				if (wasAnswered) leaving.push(performance.now())
			}
		})
	)
	const phases: ReconnectPhase[] = []
	const welcomed: Neighbours[] = []
	/** When the server accepted connections again. */
	let openSince = 0

	async function welcome(): Promise<void> {
		const from = 2 * (pairs + phases.length)
		welcomed.push(await welcomeNeighbours(watched.url, town.inhabitants.slice(from, from + 2)))
	}

	async function runPhase(what: ReconnectPhase['what'], begin: () => Promise<void>): Promise<void> {
		// Earlier lateness, as in starting, does not count.
		await watched.read('tandem_connections')
		watched.takeWorst()
		closes = {}
		leaving = []
		await begin()
		const [first = 0, last = 0] = [leaving[0], leaving.at(-1)]
		await until(() => crowd.every((device) => device.isSynced()), `Not all are back: ${what}`, PATIENCE_MS)
		phases.push({
			what,
			secondsUntilBack: (performance.now() - openSince) / 1000,
			secondsOfLeaving: (last - first) / 1000,
			closes,
			neighbours: await welcomed.at(-1)!.leave(),
			...watched.takeWorst()
		})
	}

	async function connectFirst(): Promise<void> {
		await welcome()
		openSince = performance.now()
		for (const device of crowd) device.start()
	}

	/** Edits by all devices, some of them still on the way at the cut; some people go on writing without a server. */
	async function interrupt(end: () => Promise<void>): Promise<void> {
		for (const device of crowd) device.edit()
		const ended = end()
		for (const device of crowd.slice(0, crowd.length / 4)) device.edit()
		await ended
		for (const device of crowd.slice(crowd.length / 2)) device.edit()
		await server.start()
		openSince = performance.now()
		await welcome()
	}

	try {
		const before = await watched.restingHeap()
		await runPhase('first visit', connectFirst)
		await runPhase('kill -9', () => interrupt(() => server.kill()))
		await runPhase('SIGTERM', () => interrupt(() => server.stop()))
		const missing = [...missingWithPartners(crowd)]
		for (const device of crowd) device.stop()
		const heap = { before, after: await watched.restingHeap() }
		await server.stop()
		missing.push(...(await missingOnDisk(town, crowd)))
		const acknowledged = crowd.reduce((sum, device) => sum + device.acknowledged().size, 0)
		return { phases, acknowledged, missing, heap }
	} finally {
		for (const neighbours of welcomed) neighbours.stop()
		for (const device of crowd) device.stop()
		await watched.dispose()
	}
}

function* missingWithPartners(crowd: readonly StormDevice[]): Iterable<string> {
	for (const [index, device] of crowd.entries()) {
		const partner = crowd[index ^ 1]
		if (partner === undefined) continue
		const seen = keysOfEdits(partner.received())
		for (const key of device.acknowledged()) if (!seen.has(key)) yield `${key} at ${partner.inhabitant.personId}`
	}
}

async function missingOnDisk(town: LargeTown, crowd: readonly StormDevice[]): Promise<string[]> {
	const data = openData(readConfig({ TANDEM_DATA: town.dataDirectory }))
	const storage = createSqliteStorage(data.database)
	const missing: string[] = []
	for (const device of crowd) {
		const rows = await storage.load(device.inhabitant.documentId)
		const stored = keysOfEdits(rows.map(({ bytes }) => bytes))
		for (const key of device.acknowledged()) if (!stored.has(key)) missing.push(`${key} on the disk`)
	}
	await storage.close()
	data.close()
	return missing
}
