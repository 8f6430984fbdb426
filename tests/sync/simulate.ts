/**
 * Runs many worlds, one after the other. At the end it prints the failed seeds, each with its plot.
 *
 *   node tests/sync/simulate.ts 2000 [firstSeed] [--acts 80] [--trace]
 *
 * `--acts`: how many acts each world has; with another number a seed gives another story. `--trace`: prints every
 * operation, and what each tab shows whenever it changes.
 */
import './simulator/hooks.ts'
import { parseArgs } from 'node:util'

const { run } = await import('./simulator/world.ts')

const { positionals, values } = parseArgs({
	allowPositionals: true,
	options: { acts: { type: 'string' }, trace: { type: 'boolean' } }
})
const count = Number(positionals[0] ?? 100)
const first = Number(positionals[1] ?? 1)
const watch = {
	...(values.acts !== undefined && { acts: Number(values.acts) }),
	...(values.trace === true && { onLine: (line: string) => console.log(line) })
}
const startedAt = performance.now()
const counts = new Map<string, number>()
let operations = 0
let failures = 0
for (let seed = first; seed < first + count; seed++) {
	const outcome = await run(seed, {}, watch)
	operations += outcome.operations
	for (const [what, number] of outcome.counts) counts.set(what, (counts.get(what) ?? 0) + number)
	if (outcome.operations > 15_000) console.log(`seed ${seed} has ${outcome.operations} operations`, outcome.counts)
	if (outcome.complaint === null) continue
	failures += 1
	const { kind, text, atMs } = outcome.complaint
	console.log(
		`\nseed ${seed}, ${(atMs / 1000).toFixed(3)} s: ${kind}\n  ${text}\n${outcome.plot.map((line) => `    ${line}`).join('\n')}`
	)
}
const seconds = (performance.now() - startedAt) / 1000
for (const [what, number] of [...counts].sort(([, a], [, b]) => b - a))
	console.log(`${String(number).padStart(9)}  ${what}`)
console.log(
	`seeds=${count} failed=${failures} operations=${operations} seconds=${seconds.toFixed(1)} operations/s=${Math.round(operations / seconds)}`
)
process.exitCode = failures === 0 ? 0 : 1
