/** Many devices that lose their server at the same moment, and come back as the product does. */
import { readConfig } from '../../../server/config.ts'
import { openData } from '../../../server/data.ts'
import { createSqliteStorage } from '../../../server/storage/sqlite.ts'
import { keysOfEdits } from '../../support/peer.ts'
import { createStormDevice, type StormDevice } from './device.ts'
import { startWatched, type Worst } from './server.ts'
import { foundLargeTown, type LargeTown } from './town.ts'

export interface ReconnectReport {
	phases: ReconnectPhase[]
	acknowledged: number
	/** Acknowledged and not on the server's disk, or not with the partner. Empty. */
	missing: string[]
}

export interface ReconnectPhase extends Worst {
	what: 'first visit' | 'kill -9' | 'SIGTERM'
	/** From when the server takes people in again until every device is synced. */
	secondsUntilBack: number
	/** From the first to the last device that was sent away or cut off. */
	secondsOfLeaving: number
	/** How often each reason was heard. */
	closes: Record<string, number>
}

const PATIENCE_MS = 180_000

export async function runReconnectStorm(devices: number, networks: number): Promise<ReconnectReport> {
	const town = await foundLargeTown({ pairs: Math.ceil(devices / 2), networks })
	const watched = await startWatched(town)
	const { server } = watched
	let closes: Record<string, number> = {}
	let leaving: number[] = []
	const crowd = town.inhabitants.map((inhabitant) =>
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

	async function play(what: ReconnectPhase['what'], begin: () => Promise<void>): Promise<void> {
		// What it was late for before, as in starting, does not count.
		await watched.read('tandem_connections')
		watched.takeWorst()
		closes = {}
		leaving = []
		await begin()
		const backFrom = performance.now()
		const [first = 0, last = 0] = [leaving[0], leaving.at(-1)]
		await until(() => crowd.every((device) => device.isSynced()), what)
		phases.push({
			what,
			secondsUntilBack: (performance.now() - backFrom) / 1000,
			secondsOfLeaving: (last - first) / 1000,
			closes,
			...watched.takeWorst()
		})
	}

	/** Edits all over the town, half of which the cut overtakes; some people go on writing without a server. */
	async function interrupt(end: () => Promise<void>): Promise<void> {
		for (const device of crowd) device.edit()
		const ended = end()
		for (const device of crowd.slice(0, crowd.length / 4)) device.edit()
		await ended
		for (const device of crowd.slice(crowd.length / 2)) device.edit()
		await server.start()
	}

	try {
		await play('first visit', async () => crowd.forEach((device) => device.start()))
		await play('kill -9', () => interrupt(() => server.kill()))
		await play('SIGTERM', () => interrupt(() => server.stop()))
		const missing = [...missingWithPartners(crowd)]
		for (const device of crowd) device.stop()
		await server.stop()
		missing.push(...(await missingOnDisk(town, crowd)))
		const acknowledged = crowd.reduce((sum, device) => sum + device.acknowledged().size, 0)
		return { phases, acknowledged, missing }
	} finally {
		for (const device of crowd) device.stop()
		await watched.dispose()
	}
}

async function until(isDone: () => boolean, what: string): Promise<void> {
	const endsAt = performance.now() + PATIENCE_MS
	while (!isDone()) {
		if (performance.now() > endsAt) throw new Error(`Not all are back: ${what}`)
		await new Promise((resolve) => setTimeout(resolve, 20))
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
