/**
 * Within one programme a role has the title that its regulation gives it (`src/lib/ui/words/regulation.ts`). So no
 * message about the programme's decisions and papers, or about its rows in lists, says curator or head itself.
 */
import { globSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const OF_ONE_PROGRAMME = [
	'src/lib/ui/**/*.{ts,svelte}',
	'src/routes/decisions/*.{ts,svelte}',
	'src/routes/decisions/[[]programId]/**/*.{ts,svelte}',
	'src/routes/papers/**/*.{ts,svelte}'
]
/** Messages that may name a role: the product's own titles of roles, and the words of the regulation's editor. */
const MAY_NAME: Readonly<Record<string, RegExp>> = {
	'src/lib/ui/words/regulation.ts': /^(regulation_|decision_role_)/,
	'src/lib/ui/words/role-name.ts': /^role_/
}
const NAMED = { ru: /куратор|начальник/i, en: /\bcurator\b|\bhead\b/i }

it.each(['ru', 'en'] as const)(
	'no message of one programme names a role that its regulation has a title for: %s',
	(language) => {
		const messages = readMessages(language)
		const files = globSync(OF_ONE_PROGRAMME).filter((file) => !file.endsWith('.test.ts'))
		const used = files.flatMap((file) =>
			[...readFileSync(file, 'utf8').matchAll(/\bm\.(\w+)/g)].map(([, key = '']) => ({ file, key }))
		)
		expect(used.length).toBeGreaterThan(500)
		const checked = used.filter(({ file, key }) => MAY_NAME[file]?.test(key) !== true)
		expect(checked.filter(({ key }) => NAMED[language].test(withoutPlaceholders(messages[key])))).toEqual([])
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
