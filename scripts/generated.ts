/** Makes what types and tests need but git does not hold: kit's types and the compiled messages. */
import { run } from './run.ts'

const PARAGLIDE = [
	'compile',
	'--project',
	'./src/project.inlang',
	'--outdir',
	'./src/lib/paraglide',
	'--emit-ts-declarations',
	'--strategy',
	'localStorage',
	'preferredLanguage',
	'baseLocale'
]

export async function syncGenerated(): Promise<void> {
	const results = await Promise.all([run('svelte-kit', ['sync']), run('paraglide-js', PARAGLIDE)])
	for (const { code, output } of results) {
		if (code !== 0) throw new Error(output)
	}
}
