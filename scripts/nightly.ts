/**
 * What proves most and takes hours: thousands of simulated worlds, of kills on every kind of disk and of a server at work, a
 * million spoilt frames, storms. One after the other, all of it on loopback; prints the last lines of each.
 *
 *   -- storms frames   only those whose title has one of these words
 *   -- --write         puts what they told in the README, in the place of what was told of them before
 */
import { run } from './run.ts'
import { joinTold, readBetweenMarks, readTold, tell, writeBetweenMarks } from './told.ts'

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

const words = process.argv.slice(2).filter((word) => !word.startsWith('--'))
const asked = proofs.filter(({ title }) => words.length === 0 || words.some((word) => title.includes(word)))
if (asked.length === 0) throw new Error(`No title has any of: ${words.join(', ')}`)
const told = new Map<string, readonly string[]>()
for (const { title, args } of asked) {
	const day = new Date().toISOString().slice(0, 10)
	const { code, output, seconds } = await run(process.execPath, args)
	if (code !== 0) process.exitCode = 1
	const lines = tell({ title, isProved: code === 0, day, seconds, output })
	told.set(title, lines)
	console.log(lines.join('\n'))
}
if (process.argv.includes('--write')) {
	const titles = proofs.map(({ title }) => title)
	const all = joinTold(titles, readTold(readBetweenMarks('nightly')), told)
	await writeBetweenMarks('nightly', ['```', all, '```'].join('\n'))
}
