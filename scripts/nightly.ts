/**
 * What proves most and takes three hours: thousands of simulated worlds, of kills on every kind of disk and of a server at work, a
 * million spoilt frames, storms. One after the other, all of it on loopback; prints the last lines of each, `-- --write` puts them in the README.
 */
import { run } from './run.ts'
import { writeBetweenMarks } from './write-between-marks.ts'

interface Proof {
	title: string
	args: string[]
}

const proofs: readonly Proof[] = [
	{ title: 'simulated worlds', args: ['tests/sync/simulate.ts', '2000'] },
	...['sound', 'slow', 'failing', 'full'].map((disk) => ({
		title: `kills on a ${disk} disk`,
		args: ['tests/sync/kill/kill-loop.ts', '1000', disk]
	})),
	{ title: 'kills of a server at work in the background', args: ['tests/sync/kill/kill-loop.ts', '200', 'busy'] },
	{ title: 'spoilt frames', args: ['tests/sync/fuzz/fuzz.ts', '1000000'] },
	{ title: 'spoilt requests and files', args: ['tests/sync/fuzz/requests.ts', '100000'] },
	{ title: 'storms', args: ['tests/sync/storm/storm.ts'] }
]

/** Of a proof that tells much, its result: what stands at the end. */
const MOST_LINES = 8
const lines: string[] = []
for (const { title, args } of proofs) {
	const { code, output, seconds } = await run(process.execPath, args)
	const told = output.trimEnd().split('\n').slice(-MOST_LINES)
	if (code !== 0) process.exitCode = 1
	lines.push(`${code === 0 ? '✓' : '✗'} ${title} (${Math.round(seconds)} s)`, ...told.map((line) => `    ${line}`))
	console.log(lines.slice(-told.length - 1).join('\n'))
}
if (process.argv.includes('--write')) {
	const day = new Date().toISOString().slice(0, 10)
	await writeBetweenMarks('nightly', ['```', `${day}, Node ${process.version.slice(1)}`, ...lines, '```'].join('\n'))
}
