/**
 * Records behaviour that must not change while code is moved and renamed, and compares two recordings. It observes from
 * outside where it can. It belongs to the commit: two commits are recorded by the script of each.
 *
 *   node scripts/same-behaviour.ts record <directory> [part …] [--worlds 2000] [--data <directory>]
 *                                  [--people mentor-1,curator-1] [--languages ru] [--sizes phone]
 *   node scripts/same-behaviour.ts compare <older> <newer> [--renamed old=new,old2=new2] [--only <text of a path>]
 *
 * `--data`: databases that stories have left behind (TANDEM_KEEP_STORIES=<directory> npx playwright test); both recordings need the same.
 * `--renamed`: properties of a ledger. Stored and sent data keep their names for ever. A world's hash also changes with names in the
 * simulator: see `runWorlds`. This is no test of the product: it knows the former behaviour, not the right one.
 */
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { weighScripts } from '../tests/bench/browser.ts'
import { run } from './run.ts'
import { foundDemonstration, recordApi, type Demonstration } from './same-behaviour/demonstration.ts'
import { recordLedgers, recordPapers, recordPermissions } from './same-behaviour/domain.ts'
import { runWorlds } from './same-behaviour/processes.ts'
import { compareRecordings, parseRenamed, toText, writeText } from './same-behaviour/recordings.ts'
import { languages, recordScreens, sizeNames } from './same-behaviour/screens.ts'

/** Printed for one part; further differences are only counted. */
const MOST_DIFFERENCES = 20

const { positionals, values } = parseArgs({
	allowPositionals: true,
	options: {
		worlds: { type: 'string', default: '200' },
		data: { type: 'string', multiple: true, default: [] },
		people: { type: 'string', default: '' },
		languages: { type: 'string', default: languages.join() },
		sizes: { type: 'string', default: sizeNames.join() },
		renamed: { type: 'string', default: '' },
		only: { type: 'string', default: '' }
	}
})
const [command, first, ...rest] = positionals
const [second] = rest
if (command === 'record' && first !== undefined) await record(resolve(first), rest)
else if (command === 'compare' && first !== undefined && second !== undefined) compare(resolve(first), resolve(second))
else {
	console.error('node scripts/same-behaviour.ts record <directory> [part …] | compare <older> <newer>')
	process.exitCode = 2
}

async function record(directory: string, chosen: readonly string[]): Promise<void> {
	const data = values.data.map((one) => resolve(one))
	process.chdir(join(import.meta.dirname, '..'))
	const founded: Promise<Demonstration>[] = []
	const demonstration = () => (founded[0] ??= foundDemonstration())
	const people = listed(values.people)
	const parts: Record<string, () => Promise<void> | void> = {
		papers: () => recordPapers(directory),
		permissions: () => recordPermissions(directory),
		ledgers: async () => {
			for (const one of [(await demonstration()).dataDirectory, ...data]) recordLedgers(directory, one)
		},
		api: async () => recordApi(directory, await demonstration(), people),
		'first-screen': async () => {
			await build()
			const weights = []
			for (let round = 0; round < 3; round++) weights.push(await (await demonstration()).open(weighScripts))
			// On a busy machine some scripts that wait for a calm screen count, too: take the smallest of three.
			const [least] = weights.sort((one, other) => one.withEditor.bytes - other.withEditor.bytes)
			writeText(join(directory, 'first-screen.json'), toText(least))
		},
		worlds: async () => writeText(join(directory, 'worlds.json'), toText(await runWorlds(Number(values.worlds)))),
		screens: async () => {
			await build()
			await recordScreens(directory, await demonstration(), {
				people,
				languages: languages.filter((one) => listed(values.languages).includes(one)),
				sizes: sizeNames.filter((one) => listed(values.sizes).includes(one))
			})
		}
	}
	const unknown = chosen.filter((part) => !Object.hasOwn(parts, part))
	if (unknown.length > 0) throw new Error(`Parts are ${Object.keys(parts).join(', ')}; not ${unknown.join(', ')}`)
	try {
		for (const [part, recordPart] of Object.entries(parts)) {
			if (chosen.length > 0 && !chosen.includes(part)) continue
			const startedAt = performance.now()
			await recordPart()
			console.log(`${part}: ${((performance.now() - startedAt) / 1000).toFixed(1)} s`)
		}
	} finally {
		for (const one of await Promise.all(founded)) await one.end()
	}
}

async function build(): Promise<void> {
	const { code, output } = await run(process.execPath, ['scripts/build.ts'])
	if (code !== 0) throw new Error(output)
}

function compare(older: string, newer: string): void {
	const compared = compareRecordings(older, newer, parseRenamed(values.renamed), (file) => file.includes(values.only))
	for (const { part, differences, remarks } of compared) {
		for (const text of [...remarks, ...differences.slice(0, MOST_DIFFERENCES)]) console.log(`\n${text}`)
		const more = differences.length - MOST_DIFFERENCES
		if (more > 0) console.log(`\n… and ${more} more files of ${part}`)
	}
	console.log()
	for (const { part, files, differences } of compared)
		console.log(`${part}: ${differences.length === 0 ? 'equal' : `${differences.length} different`} (${files} files)`)
	if (compared.length === 0 || compared.some(({ differences }) => differences.length > 0)) process.exitCode = 1
}

function listed(text: string): string[] {
	return text.split(',').filter((one) => one !== '')
}
