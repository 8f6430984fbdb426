/**
 * What a whole town, or somebody with bad intentions, can do to the real server; without a name all three:
 *
 *   node --expose-gc tests/sync/storm/storm.ts reconnect 2000 [networks]
 *   node --expose-gc tests/sync/storm/storm.ts presence 1000000 [people]
 *   node --expose-gc tests/sync/storm/storm.ts sockets
 */
import { runPresenceStorm } from './presence.ts'
import { runReconnectStorm } from './reconnect.ts'
import { runSocketStormOnServer } from './sockets-server.ts'

/** Each may say 300 things a second, on two connections; a document takes a hundred connections. */
const MALLORIES = 40
/** They need a minute and a half for a million. */
const MOST_MS = 300_000
const MOST_GROWTH_BYTES = 16_000_000
/** An edit in another room; all of it is one machine's. */
const MOST_WAIT_MS = 1000
const [chosen, count, second] = process.argv.slice(2)

const storms: Record<string, () => Promise<void>> = {
	async reconnect() {
		const { phases, acknowledged, missing } = await runReconnectStorm(Number(count ?? 2000), Number(second ?? 4))
		phases.forEach(say)
		say({ acknowledged, missing: missing.length, first: missing.slice(0, 5) })
		if (missing.length > 0) process.exitCode = 1
	},
	async presence() {
		const asked = Number(count ?? 1_000_000)
		const report = await runPresenceStorm(asked, Number(second ?? MALLORIES), MOST_MS)
		say(report)
		const { heap, updates, unreadBytes, closed, otherRoom, sentAway } = report
		const isAllRead = updates === asked && unreadBytes === 0 && closed === 0
		// Of no edits at all it would be NaN.
		const isCalm = sentAway === 0 && otherRoom.p99 <= MOST_WAIT_MS
		if (!isAllRead || !isCalm || heap.after - heap.before > MOST_GROWTH_BYTES) process.exitCode = 1
	},
	async sockets() {
		const report = await runSocketStormOnServer()
		say(report)
		const isAllCut = Object.values(report.cut).every(({ lastMs }) => lastMs !== null)
		if (!isAllCut || report.edits.acknowledged < report.edits.made) process.exitCode = 1
	}
}

for (const [name, run] of Object.entries(storms)) {
	if (chosen === undefined || chosen === name) await run()
}

function say(report: object): void {
	console.log(JSON.stringify(report))
}
