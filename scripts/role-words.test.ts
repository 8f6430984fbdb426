/**
 * In one programme a role has the title of its regulation (`src/lib/ui/words/regulation.ts`): no message of its decisions and papers,
 * nor of the rows that lists show of it, names curator or head by itself.
 */
import { globSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const OF_ONE_PROGRAMME = [
	'src/lib/ui/**/*.{ts,svelte}',
	'src/routes/decisions/*.{ts,svelte}',
	'src/routes/decisions/[[]programId]/**/*.{ts,svelte}',
	'src/routes/papers/**/*.{ts,svelte}'
]
/** The product's own words, and those by which regulations are edited. */
const ITS_OWN = ['src/lib/ui/words/regulation.ts']
const NAMED = { ru: /куратор|начальник/i, en: /\bcurator\b|\bhead\b/i }

it.each(['ru', 'en'] as const)(
	'no message of one programme names a role that its regulation has a title for: %s',
	(language) => {
		const messages = readMessages(language)
		const files = globSync(OF_ONE_PROGRAMME).filter((file) => !ITS_OWN.includes(file) && !file.endsWith('.test.ts'))
		const used = files.flatMap((file) =>
			[...readFileSync(file, 'utf8').matchAll(/\bm\.(\w+)/g)].map(([, key = '']) => ({ file, key }))
		)
		expect(used.length).toBeGreaterThan(500)
		expect(used.filter(({ key }) => NAMED[language].test(withoutPlaceholders(messages[key])))).toEqual([])
	}
)

function readMessages(language: string): Readonly<Record<string, unknown>> {
	const files = globSync(`src/messages/${language}/*.json`)
	return Object.assign({}, ...files.map((file) => JSON.parse(readFileSync(file, 'utf8')) as object)) as Record<
		string,
		unknown
	>
}

function withoutPlaceholders(message: unknown): string {
	return JSON.stringify(message ?? '').replaceAll(/\{\w+\}/g, '')
}
