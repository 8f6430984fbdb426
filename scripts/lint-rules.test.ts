import { ESLint } from 'eslint'
import { expect, it } from 'vitest'

/** Each lint rule has one deliberate violation here: a rule that stopped working would look like clean code. */
const violations: [what: string, file: string, code: string, rule: string][] = [
	[
		'the core reaching for a platform',
		'src/lib/domain/x.ts',
		`import { a } from 'node:fs'\na()\n`,
		'no-restricted-imports'
	],
	[
		'the core reaching for sync',
		'src/lib/domain/x.ts',
		`import { a } from '../sync/x.ts'\na()\n`,
		'no-restricted-imports'
	],
	[
		'a component reaching for state',
		'src/lib/ui/x.ts',
		`import { a } from '#lib/state/x.ts'\na()\n`,
		'no-restricted-imports'
	],
	[
		'the server reaching for the app',
		'server/x.ts',
		`import { a } from '#lib/sync/x.ts'\na()\n`,
		'no-restricted-imports'
	],
	[
		'the app reaching for the server',
		'src/routes/x.ts',
		`import { a } from '../../server/main.ts'\na()\n`,
		'no-restricted-imports'
	],
	[
		'a screen that knows the layout of a document',
		'src/routes/x.ts',
		`declare const d: { getMap(): void }\nd.getMap()\n`,
		'no-restricted-syntax'
	],
	[
		'a screen that compares a role',
		'src/routes/x.ts',
		`export const a = (role: string) => role === 'curator'\n`,
		'no-restricted-syntax'
	],
	[
		'the server looking for a role among those of a person',
		'server/x.ts',
		`export const a = (me: { roles: string[] }) => me.roles.includes('mentor')\n`,
		'no-restricted-syntax'
	],
	[
		'the server reaching for the database’s driver, be it for a type',
		'server/people/x.ts',
		`import type { DatabaseSync } from 'node:sqlite'\nexport type A = DatabaseSync\n`,
		'no-restricted-imports'
	],
	[
		'the server reaching for an adapter of the database',
		'server/people/x.ts',
		`import { a } from '../database/sqlite/connection.ts'\na()\n`,
		'no-restricted-imports'
	],
	[
		'what opens the data reaching for the database’s driver',
		'server/data.ts',
		`import { DatabaseSync } from 'node:sqlite'\nexport const a = DatabaseSync\n`,
		'no-restricted-imports'
	],
	['the environment read outside main', 'server/x.ts', `export const a = process.env.A\n`, 'no-restricted-properties'],
	[
		'what browsers of budget phones do not have',
		'src/lib/sync/x.ts',
		`export const a = Promise.withResolvers<void>()\n`,
		'no-restricted-properties'
	],
	['any', 'src/lib/state/x.ts', `export const a: any = 1\n`, 'no-explicit-any']
]

const eslint = new ESLint()

it.each(violations)('lint sees %s', async (_what, filePath, code, rule) => {
	const [result] = await eslint.lintText(code, { filePath })
	expect(result?.messages.map(({ ruleId }) => ruleId?.replace('@typescript-eslint/', ''))).toContain(rule)
})
