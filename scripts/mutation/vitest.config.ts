import { relative } from 'node:path'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vitest/config'
import { appModules } from '../../tests/support/app-modules.ts'
import { findRuleTests } from '../rules-page.ts'
import { withMutants } from './refusals.ts'

const root = `${import.meta.dirname}/../..`
/** Tests of pure code: with a database, a hundred repetitions of a test would take minutes. */
const PURE = /^(src|tests\/rules)\/.*(?<!\.svelte)\.test\.ts$/
const only = process.env.TANDEM_RULES?.split(',') ?? null
const tests = [...findRuleTests()].flatMap(([rule, found]) => (only === null || only.includes(rule) ? found : []))

export default defineConfig({
	root,
	plugins: [
		svelte(),
		{
			name: 'mutants',
			enforce: 'pre',
			transform(code, id) {
				const path = relative(root, id).replaceAll('\\', '/')
				return path.startsWith('src/lib/domain/') ? withMutants(path, code) : null
			}
		}
	],
	test: {
		environment: 'node',
		isolate: false,
		maxWorkers: 2,
		alias: appModules,
		setupFiles: [`${root}/tests/support/russian.ts`],
		runner: `${root}/scripts/mutation/runner.ts`,
		include: [
			...new Set(tests.map(({ file }) => file).filter((file) => PURE.test(file))),
			// Not every refusal is a rule of the field; these tests may name none.
			...(only === null ? ['src/lib/domain/ledger/**/*.test.ts'] : [])
		],
		testTimeout: 600_000
	}
})
