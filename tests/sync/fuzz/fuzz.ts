/**
 * Sends any number of frames that nobody should send into programmes where Viktor and Irina go on working:
 *
 *   node tests/sync/fuzz/fuzz.ts 1000000 [rooms|server] [seed]
 *
 * Each frame is a valid one, or one of the corpus, with bytes changed, cut, doubled or made up. Nothing may be thrown,
 * the neighbours' edits must arrive, accepted updates must be readable in every way the product reads them, and
 * memory must not grow with the number of frames. Without a name it does both: into `rooms` of this process, without sockets and
 * a disk, and to the real `server`, whose database must also be intact when it has stopped.
 */
import { growsTooMuch, type FuzzReport } from './report.ts'
import { fuzzRooms } from './rooms.ts'
import { fuzzServer } from './server.ts'

const roads: Record<string, (frames: number, seed: number) => Promise<FuzzReport>> = {
	rooms: fuzzRooms,
	server: fuzzServer
}

const [count = '1000000', chosen, seed = '1'] = process.argv.slice(2)
const isKnown = chosen === undefined || Object.hasOwn(roads, chosen)
if (!isKnown || !(Number(count) > 0) || Number.isNaN(Number(seed))) {
	throw new Error(`fuzz.ts [number] [${Object.keys(roads).join('|')}] [seed]`)
}
for (const [road, run] of Object.entries(roads)) {
	if (chosen !== undefined && chosen !== road) continue
	const report = await run(Number(count), Number(seed))
	const { heap, findings, ...numbers } = report
	console.log(JSON.stringify({ road, seed, ...numbers, heapGrowth: heap.late - heap.early, findings: findings.length }))
	for (const finding of findings.slice(0, 20)) console.log(finding)
	// Without an accepted frame and a frame that ended a connection, the run proves nothing.
	const isProof = report.stored > 0 && report.closed > 0
	if (findings.length > 0 || growsTooMuch(report) || !isProof) process.exitCode = 1
}
