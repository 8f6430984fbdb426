/**
 * What a whole town, or somebody with bad intentions, can do to the real server; without a name all three:
 *
 *   node tests/sync/storm/storm.ts reconnect 2000 [networks]
 *   node tests/sync/storm/storm.ts presence 1000000 [people]
 *   node tests/sync/storm/storm.ts sockets
 */
import { excessesOf } from './bounds.ts'
import { runPresenceStorm } from './presence.ts'
import { runReconnectStorm } from './reconnect.ts'
import { runSocketStormOnServer } from './sockets-server.ts'
import { wrongsOf } from './sockets.ts'

/** Each may say 300 things a second, on two connections; a document takes a hundred connections. */
const MALLORIES = 40
/** They need a minute and a half for a million. */
const MOST_MS = 300_000
/** An edit in another room. */
const MOST_WAIT_MS = 1000
const [chosen, count, second] = process.argv.slice(2)

const storms: Record<string, () => Promise<void>> = {
	async reconnect() {
		const report = await runReconnectStorm(Number(count ?? 2000), Number(second ?? 4))
		const { phases, acknowledged, missing, heap } = report
		phases.forEach(say)
		const latencies = phases.map(({ neighbours }) => neighbours)
		tell({ acknowledged, missing: missing.length, heap }, [...missing.slice(0, 5), ...excessesOf(latencies, heap)])
	},
	async presence() {
		const asked = Number(count ?? 1_000_000)
		const report = await runPresenceStorm(asked, Number(second ?? MALLORIES), MOST_MS)
		const { heap, updates, unreadBytes, closed, otherRoom, sentAway } = report
		const isAllRead = updates === asked && unreadBytes === 0 && closed === 0
		tell(report, [
			...(isAllRead ? [] : ['Not all was sent and read']),
			...(sentAway === 0 ? [] : ['An honest device was sent away']),
			...excessesOf([otherRoom], heap, MOST_WAIT_MS)
		])
	},
	async sockets() {
		const report = await runSocketStormOnServer()
		tell(report, [...wrongsOf(report), ...excessesOf([report.latency], report.heap)])
	}
}

if (chosen !== undefined && !Object.hasOwn(storms, chosen))
	throw new Error(`storm.ts [${Object.keys(storms).join('|')}]`)
for (const [name, run] of Object.entries(storms)) {
	if (chosen === undefined || chosen === name) await run()
}

/** With what must not have happened. */
function tell(report: object, findings: readonly string[]): void {
	say(report)
	for (const finding of findings) console.log(finding)
	if (findings.length > 0) process.exitCode = 1
}

function say(report: object): void {
	console.log(JSON.stringify(report))
}
