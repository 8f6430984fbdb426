/**
 * Runs the proofs that take hours: thousands of simulated worlds, thousands of kills on every kind of disk and of a
 * busy server, a million spoilt frames, storms. They run one after the other, all on loopback. Prints a row of results
 * for each.
 *
 *   -- storms frames   only those whose title has one of these words
 *   -- --write         puts their rows into docs/measured.md, in place of their older ones
 */
import { run } from './run.ts'
import { joinRows, readBetweenMarks, readRows, rowOf, writeBetweenMarks } from './measured.ts'

interface Proof {
	title: string
	args: string[]
	env?: Record<string, string>
}

const proofs: readonly Proof[] = [
	{ title: 'dependencies at their latest patch', args: ['scripts/dependencies.ts'] },
	{ title: 'tests of the rules, with each value and refusal broken', args: ['scripts/mutation/main.ts'] },
	{ title: 'simulated worlds', args: ['tests/sync/simulate.ts', '2000'] },
	...['sound', 'slow', 'failing', 'full'].map((disk) => ({
		title: `kills on a ${disk} disk`,
		args: ['tests/sync/kill/kill-loop.ts', '1000', disk]
	})),
	{ title: 'kills of a server at work in the background', args: ['tests/sync/kill/kill-loop.ts', '200', 'busy'] },
	{ title: 'spoilt frames', args: ['tests/sync/fuzz/fuzz.ts', '1000000'] },
	{ title: 'spoilt requests and files', args: ['tests/sync/fuzz/requests.ts', '100000'] },
	{ title: 'tabs in Chromium', args: ['tests/sync/tabs/proof.ts'] },
	{
		title: 'texts of two people in Chromium',
		args: ['node_modules/@playwright/test/cli.js', 'test', 'tests/e2e/flat-text.spec.ts', '--grep', 'random pairs'],
		env: { TEXT_PAIRS: '250' }
	},
	{ title: 'storms', args: ['tests/sync/storm/storm.ts'] }
]

const words = process.argv.slice(2).filter((word) => !word.startsWith('--'))
const asked = proofs.filter(({ title }) => words.length === 0 || words.some((word) => title.includes(word)))
if (asked.length === 0) throw new Error(`No title has any of: ${words.join(', ')}`)
const rows = new Map<string, string>()
for (const { title, args, env = {} } of asked) {
	const day = new Date().toISOString().slice(0, 10)
	const { code, output, seconds } = await run(process.execPath, args, { env })
	if (code !== 0) {
		process.exitCode = 1
		console.error(output)
	}
	const row = rowOf({ title, isProved: code === 0, day, seconds, output })
	rows.set(title, row)
	console.log(row)
}
if (process.argv.includes('--write')) {
	const titles = proofs.map(({ title }) => title)
	await writeBetweenMarks('nightly', joinRows(titles, readRows(readBetweenMarks('nightly')), rows))
}
