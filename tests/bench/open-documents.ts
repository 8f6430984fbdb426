/**
 * What an open document with two connections costs the relay: `node tests/bench/open-documents.ts [documents]`. The relay
 * is one process of at most 20,000 files, hence the number; the devices are spread over several. Ends by itself.
 */
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { toMarkdown } from './table.ts'

const DOCUMENTS = Number(process.argv[2] ?? 9900)
const LOADS = 4
/** Longer than the relay's interval of asking: every device is asked once more, and has answered. */
const IDLE_MS = Number(process.argv[3] ?? 75_000)

interface Figures {
	heapUsed: number
	rss: number
	external: number
	connections: number
	rooms: number
	cpuSeconds: number
}

const directory = await mkdtemp(join(tmpdir(), 'tandem-open-'))
const relay = fork('tests/bench/open-documents-server.ts', [directory, String(DOCUMENTS)], {
	execArgv: ['--expose-gc']
})
const loads: ChildProcess[] = []
try {
	const [{ port, run, coverBytes, offer }] = (await once(relay, 'message')) as [Record<string, string>]
	const before = await read()
	const startedAt = performance.now()
	const each = Math.ceil(DOCUMENTS / LOADS)
	const opening = Array.from({ length: LOADS }, (_, index) => {
		const count = Math.max(0, Math.min(each, DOCUMENTS - index * each))
		const load = fork('tests/bench/open-documents-load.ts', [port, run, index * each, count, offer].map(String))
		loads.push(load)
		return once(load, 'message')
	})
	await Promise.all(opening)
	const seconds = (performance.now() - startedAt) / 1000
	const open = await read()
	await pause(IDLE_MS)
	const idle = await read()
	for (const load of loads.splice(0)) load.disconnect()
	while ((await read()).connections > 0) await pause(200)
	const closed = await read()
	console.log(
		toMarkdown([
			{ measure: 'open documents, connections', value: `${open.rooms}, ${open.connections}` },
			{ measure: 'bytes of what a plan covers', value: String(coverBytes) },
			{ measure: 'opened and synced in', value: `${seconds.toFixed(1)} s` },
			...describe('before', before),
			...describe('all open', open),
			...describe(`${(IDLE_MS / 1000).toFixed(0)} s later`, idle),
			...describe('all closed', closed),
			{ measure: 'heap per open document with two connections', value: kilobytes(idle.heapUsed - before.heapUsed) },
			{ measure: 'RSS per open document with two connections', value: kilobytes(idle.rss - before.rss) },
			{
				measure: 'CPU per idle document and minute',
				value: `${(((idle.cpuSeconds - open.cpuSeconds) * 60_000_000) / IDLE_MS / DOCUMENTS).toFixed(2)} ms`
			}
		])
	)
} finally {
	for (const child of [...loads, relay]) if (child.connected) child.disconnect()
	await rm(directory, { recursive: true, force: true })
}

async function read(): Promise<Figures> {
	relay.send('figures')
	const [figures] = (await once(relay, 'message')) as [Figures]
	return figures
}

function describe(when: string, { heapUsed, external, rss }: Figures) {
	const megabytes = [heapUsed, external, rss].map((bytes) => (bytes / 1e6).toFixed(0))
	return [{ measure: `heap, buffers, RSS: ${when}`, value: `${megabytes.join(', ')} MB` }]
}

function kilobytes(bytes: number): string {
	return `${(bytes / DOCUMENTS / 1000).toFixed(1)} kB`
}
