/** The checks that are no tests (types, core purity, lint, format), and their cache. */
import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from './run.ts'

/**
 * The checks cache results by a file's content, for one state of tools and settings. The cache key covers everything
 * else that decides a result, so another state begins with an empty cache.
 */
const DECIDING = [
	'package*.json',
	'*.config.{js,ts}',
	'tsconfig*.json',
	'oxlint*.json',
	'.prettier*',
	'.gitignore',
	'scripts/steps.ts'
]

export const CACHE = '.tandem/checks'
/** svelte-check always writes its cache here; no option changes it. */
const SVELTE_CHECK = '.svelte-kit/.svelte-check'

/** Call it before the checks. `root`: the project's directory. */
export function dropStaleCache(root = '.'): void {
	const stamp = join(root, CACHE, 'key')
	const key = keyOf(root)
	if (existsSync(stamp) && readFileSync(stamp, 'utf8') === key) return
	for (const path of [CACHE, SVELTE_CHECK]) rmSync(join(root, path), { recursive: true, force: true })
	mkdirSync(join(root, CACHE), { recursive: true })
	writeFileSync(stamp, key)
}

/** `isNow`: the step was green with these files as they are. Call `note` when it is, with the files as they were. */
export function lastGreen(name: string, files: readonly string[], root = '.'): { isNow: boolean; note(): void } {
	const stamp = join(root, CACHE, name.replaceAll(' ', '-'))
	const key = keyOf(root, files)
	return { isNow: existsSync(stamp) && readFileSync(stamp, 'utf8') === key, note: () => writeFileSync(stamp, key) }
}

function keyOf(root: string, files: readonly string[] = DECIDING): string {
	const hash = createHash('sha256').update(process.version)
	for (const file of globSync(files, { cwd: root }).sort()) {
		hash
			.update('\0')
			.update(file)
			.update('\0')
			.update(readFileSync(join(root, file)))
	}
	return hash.digest('hex')
}

export interface Step {
	name: string
	command: string
	args: string[]
	/** Cache options. A file's result may depend on another file, so a failure with the cache is checked again without it. */
	remembering?: string[]
	/** All the files that decide the result, as globs: as long as they are the same, a success counts and nothing is run. */
	decidedBy?: string[]
}

/**
 * TypeScript 7, which is written in Go, takes a third of the time of TypeScript 6. Other tools still need the API of
 * TypeScript 6, so both are installed. Both offer a command `tsc`, so this one is called by its file.
 */
const TYPESCRIPT = 'node_modules/@typescript/native-preview/bin/tsc'

export const typeSteps: Step[] = [
	{
		name: 'types',
		command: 'svelte-check',
		args: ['--tsconfig', './tsconfig.json', '--output', 'human', '--incremental', '--tsgo']
	},
	{ name: 'core purity', command: 'node', args: [TYPESCRIPT, '-p', 'tsconfig.core.json'] },
	{
		// The one lint rule that needs types. Oxlint reads them with TypeScript 7, in a quarter of eslint's time.
		name: 'floating promises',
		command: 'oxlint',
		args: ['--type-aware', '--config', 'oxlint.promises.json', 'server'],
		decidedBy: ['server/**/*.ts', 'src/lib/{domain,protocol}/**/*.ts', 'tests/{support,contracts}/**/*.ts']
	}
]

export const lintSteps: Step[] = [
	{
		name: 'lint',
		command: 'eslint',
		args: ['.', '--max-warnings', '0'],
		remembering: ['--cache', '--cache-strategy', 'content', '--cache-location', `${CACHE}/eslint`]
	},
	{
		name: 'format',
		command: 'prettier',
		args: [
			...['--check', '--log-level', 'warn', '.'],
			...['--cache', '--cache-strategy', 'content', '--cache-location', `${CACHE}/prettier`]
		]
	}
]

/** Runs the steps side by side. Prints a line for each, and the whole output of those that failed. */
export async function runSteps(steps: readonly Step[]): Promise<boolean> {
	dropStaleCache()
	const results = await Promise.all(
		steps.map(async ({ name, command, args, remembering, decidedBy }) => {
			const green = decidedBy === undefined ? null : lastGreen(name, decidedBy)
			if (green?.isNow === true) {
				console.log(`✓ ${name} (unchanged)`)
				return true
			}
			let finished = await run(command, [...args, ...(remembering ?? [])])
			if (finished.code !== 0 && remembering !== undefined) finished = await run(command, args)
			const { code, output, seconds } = finished
			console.log(`${code === 0 ? '✓' : '✗'} ${name} (${seconds.toFixed(1)} s)`)
			if (code !== 0) console.log(output)
			else green?.note()
			return code === 0
		})
	)
	return results.every(Boolean)
}
