import { run } from './run.ts'

export interface Step {
	name: string
	command: string
	args: string[]
}

export const typeSteps: Step[] = [
	{ name: 'types', command: 'svelte-check', args: ['--tsconfig', './tsconfig.json', '--output', 'human'] },
	{ name: 'core purity', command: 'tsc', args: ['-p', 'tsconfig.core.json'] }
]

export const lintSteps: Step[] = [
	{ name: 'lint', command: 'eslint', args: ['.', '--max-warnings', '0', '--ignore-pattern', 'scripts/fixtures'] },
	{
		name: 'format',
		command: 'prettier',
		args: ['--check', '--log-level', 'warn', '--cache', '.']
	}
]

/** Runs them side by side; prints a line each, and the whole output of those that failed. */
export async function runSteps(steps: readonly Step[]): Promise<boolean> {
	const results = await Promise.all(
		steps.map(async ({ name, command, args }) => {
			const { code, output, seconds } = await run(command, args)
			console.log(`${code === 0 ? '✓' : '✗'} ${name} (${seconds.toFixed(1)} s)`)
			if (code !== 0) console.log(output)
			return code === 0
		})
	)
	return results.every(Boolean)
}
