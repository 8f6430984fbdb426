import { CACHE, dropStaleCache } from './check-cache.ts'
import { run } from './run.ts'

export interface Step {
	name: string
	command: string
	args: string[]
	/** What a file's result was may depend on another file: only a green answer from memory is believed. */
	remembering?: string[]
}

export const typeSteps: Step[] = [
	{
		name: 'types',
		command: 'svelte-check',
		args: ['--tsconfig', './tsconfig.json', '--output', 'human', '--incremental']
	},
	{ name: 'core purity', command: 'tsc', args: ['-p', 'tsconfig.core.json'] }
]

export const lintSteps: Step[] = [
	{
		name: 'lint',
		command: 'eslint',
		args: ['.', '--max-warnings', '0', '--ignore-pattern', 'scripts/fixtures'],
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

/** Runs them side by side; prints a line each, and the whole output of those that failed. */
export async function runSteps(steps: readonly Step[]): Promise<boolean> {
	dropStaleCache()
	const results = await Promise.all(
		steps.map(async ({ name, command, args, remembering }) => {
			let finished = await run(command, [...args, ...(remembering ?? [])])
			if (finished.code !== 0 && remembering !== undefined) finished = await run(command, args)
			const { code, output, seconds } = finished
			console.log(`${code === 0 ? '✓' : '✗'} ${name} (${seconds.toFixed(1)} s)`)
			if (code !== 0) console.log(output)
			return code === 0
		})
	)
	return results.every(Boolean)
}
