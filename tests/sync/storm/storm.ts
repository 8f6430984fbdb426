/**
 * What a whole town, or a hostile member, can do to the real server; without a name all three:
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

/** Each may send 300 frames a second over both of their connections; a document accepts a hundred connections. */
const MALLORIES = 40
/** They need a minute and a half for a million. */
const MOST_MS = 300_000
/** For an edit in another room. */
const MOST_WAIT_MS = 1000
const [chosen, count, second] = process.argv.slice(2)

const storms: Record<string, () => Promise<void>> = {
	async reconnect() {
		const report = await runReconnectStorm(Number(count ?? 2000), Number(second ?? 4))
		const { phases, acknowledged, missing, heap } = report
		phases.forEach(say)
		const latencies = phases.map(({ neighbours }) => neighbours)
		printReport({ acknowledged, missing: missing.length, heap }, [
			...missing.slice(0, 5),
			...excessesOf(latencies, heap)
		])
	},
	async presence() {
		const asked = Number(count ?? 1_000_000)
		const report = await runPresenceStorm(asked, Number(second ?? MALLORIES), MOST_MS)
		const { heap, updates, unreadBytes, closed, otherRoom, sentAway } = report
		const isAllRead = updates === asked && unreadBytes === 0 && closed === 0
		printReport(report, [
			...(isAllRead ? [] : ['Not all was sent and read']),
			...(sentAway === 0 ? [] : ['An honest device was sent away']),
			...excessesOf([otherRoom], heap, MOST_WAIT_MS)
		])
	},
	async sockets() {
		const report = await runSocketStormOnServer()
		printReport(report, [...wrongsOf(report), ...excessesOf([report.latency], report.heap)])
	}
}

if (chosen !== undefined && !Object.hasOwn(storms, chosen))
	throw new Error(`storm.ts [${Object.keys(storms).join('|')}]`)
for (const [name, run] of Object.entries(storms)) {
	if (chosen === undefined || chosen === name) await run()
}

/** Prints the report and what must not have happened. */
function printReport(report: object, findings: readonly string[]): void {
	say(report)
	for (const finding of findings) console.log(finding)
	if (findings.length > 0) process.exitCode = 1
}

function say(report: object): void {
	console.log(JSON.stringify(report))
}
