/** Makes what types and tests need but git does not hold: SvelteKit's types and the compiled messages. */
import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { run } from './run.ts'

const COMPILED = './src/lib/paraglide'
const PARAGLIDE = [
	'compile',
	'--project',
	'./src/project.inlang',
	'--outdir',
	COMPILED,
	'--emit-ts-declarations',
	'--strategy',
	'localStorage',
	'preferredLanguage',
	'baseLocale'
]
/**
 * Holds the hash of the last compilation's input and output. Compiling again costs nine seconds. The output counts,
 * because the development server writes it, too.
 */
const STAMP = '.tandem/messages'
const DECIDING = [
	'src/messages/**/*.json',
	'src/project.inlang/settings.json',
	'package-lock.json',
	'scripts/generated.ts'
]

export async function syncGenerated(): Promise<void> {
	await Promise.all([runOrThrow('svelte-kit', ['sync']), compileMessages()])
}

async function compileMessages(): Promise<void> {
	// Hash before compiling: an edit made meanwhile is not in the output.
	const deciding = hash(DECIDING)
	const stamp = () => `${deciding} ${hash([`${COMPILED}/**/*.{js,ts}`])}`
	if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === stamp()) return
	await runOrThrow('paraglide-js', PARAGLIDE)
	keepPluralRules()
	mkdirSync(dirname(STAMP), { recursive: true })
	writeFileSync(STAMP, stamp())
}

/** The compiled messages make plural rules anew for each number; in a list of forty rows that took a tenth of the time to show it. */
function keepPluralRules(): void {
	const file = `${COMPILED}/registry.js`
	const written = readFileSync(file, 'utf8')
	const kept = written.replace(
		'return new Intl.PluralRules(locale, options).select(Number(input))',
		`const key = JSON.stringify([locale, options])
	const rules = pluralRules.get(key) ?? new Intl.PluralRules(locale, options)
	pluralRules.set(key, rules)
	return rules.select(Number(input))`
	)
	if (kept === written) throw new Error('The compiled messages choose plurals in another way than expected')
	writeFileSync(file, `${kept}\n\nconst pluralRules = new Map()\n`)
}

function hash(globs: readonly string[]): string {
	const result = createHash('sha256')
	for (const file of globSync(globs).sort()) result.update(file).update('\0').update(readFileSync(file)).update('\0')
	return result.digest('hex')
}

async function runOrThrow(command: string, args: readonly string[]): Promise<void> {
	const { code, output } = await run(command, args)
	if (code !== 0) throw new Error(output)
}
