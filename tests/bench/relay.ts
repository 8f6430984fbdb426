/** Edit → partner and edit → acknowledged for many pairs on one relay, and what an open document costs it. */
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createPair, type Pair } from './pair.ts'
import { quantile, type Row } from './table.ts'

const PAIRS = 200
const SECONDS = 15

interface Memory {
	heapUsed: number
	rss: number
}

export async function benchRelay(): Promise<Row[]> {
	const directory = await mkdtemp(join(tmpdir(), 'tandem-bench-'))
	const relay = fork('tests/bench/relay-process.ts', [directory, String(PAIRS)], { execArgv: ['--expose-gc'] })
	try {
		const [{ port }] = (await once(relay, 'message')) as [{ port: number }]
		const before = await readMemory(relay)
		const pairs = await Promise.all(
			Array.from({ length: PAIRS }, (_, index) => createPair(port, `plan:bench-${index}`))
		)
		const open = await readMemory(relay)
		const samples = await editForSeconds(pairs)
		await Promise.all(pairs.map((pair) => pair.close()))
		const load = `${PAIRS} pairs at 1 edit/s each for ${SECONDS} s, ${samples.toPartner.length} edits`
		return [
			{ measure: `edit → partner's document, p50 / p99, ${load}`, value: latency(samples.toPartner) },
			{ measure: 'edit → acknowledged (on disk), p50 / p99, the same run', value: latency(samples.toAck) },
			{
				measure: `heap per open document with two connections (${PAIRS} open, after a collection)`,
				value: `${((open.heapUsed - before.heapUsed) / PAIRS / 1000).toFixed(0)} kB`
			}
		]
	} finally {
		relay.disconnect()
		await once(relay, 'exit')
		await rm(directory, { recursive: true, force: true })
	}
}

/** Each pair edits once a second, its phase spread over the second, so that the load is even. */
async function editForSeconds(pairs: readonly Pair[]): Promise<{ toPartner: number[]; toAck: number[] }> {
	const edits: Promise<{ toPartner: number; toAck: number }>[] = []
	await Promise.all(
		pairs.map(async (pair, index) => {
			await pause((index / pairs.length) * 1000)
			for (let second = 0; second < SECONDS; second++) {
				edits.push(pair.edit())
				await pause(1000)
			}
		})
	)
	const samples = await Promise.all(edits)
	return { toPartner: samples.map(({ toPartner }) => toPartner), toAck: samples.map(({ toAck }) => toAck) }
}

async function readMemory(relay: ChildProcess): Promise<Memory> {
	relay.send('memory')
	const [memory] = (await once(relay, 'message')) as [Memory]
	return memory
}

function latency(samples: readonly number[]): string {
	return `${quantile(samples, 0.5).toFixed(1)} / ${quantile(samples, 0.99).toFixed(1)} ms`
}

function pause(milliseconds: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
