import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import lint from '../eslint.config.js'
import build from '../vite.config.ts'
import { openCheckout } from './checkout.ts'
import { measureHouse } from './house.ts'
import { findPathPatterns, TOP_FOLDERS, type Configs } from './path-patterns.ts'
import { alternativesOf } from './path-matcher.ts'

describe('the house', () => {
	it('has no circle of imports, of types, too', () => {
		expect(measureHouse('.').circles).toEqual([])
	})

	it('is measured without tests and what only they use', () => {
		const many = Array.from({ length: 26 }, (_, index) => [`server/many/part-${index}.ts`, 'export {}\n'])
		const root = plant({
			...(Object.fromEntries(many) as Record<string, string>),
			'src/main.ts': `import './long.ts'\nimport type { S } from '#lib/small.ts'\n`,
			'src/long.ts': '\n'.repeat(301),
			'src/Page.svelte': `<script lang="ts">\n\timport './shared.ts'\n</script>\n{#await import('./Lazy.svelte')}{/await}\n`,
			'src/Lazy.svelte': `<script lang="ts">import './shared.ts'</script>\n`,
			'src/shared.ts': 'export {}\n',
			'src/lib/small.ts': 'export type S = 1\n',
			'src/main.test.ts': `import './shared.ts'\n`,
			'src/testing/person.ts': 'export {}\n'
		})
		expect(measureHouse(root)).toEqual({
			files: 32,
			lines: 26 + 2 + 301 + 4 + 1 + 1 + 1,
			crowded: [{ folder: 'server/many', files: 26 }],
			single: [{ file: 'src/lib/small.ts', lines: 1, importer: 'src/main.ts' }],
			large: [expect.objectContaining({ file: 'src/long.ts', lines: 301 })],
			circles: []
		})
	})

	it('shows a circle of scripts and one of what only tests load; there two files may know each other’s types', () => {
		const root = plant({
			'scripts/a.ts': `import './b.ts'\n`,
			'scripts/b.ts': `import './a.ts'\n`,
			'scripts/typed.ts': `import './types.ts'\n`,
			'scripts/types.ts': `export type { A } from './typed.ts'\nimport type { B } from './typed.ts'\n`,
			'tests/e2e/c.spec.ts': `import './d.mjs'\n`,
			'tests/e2e/d.mjs': `export * from './c.spec.ts'\n`
		})
		expect(measureHouse(root).circles.map(({ way }) => way[0])).toEqual(['scripts/a.ts', 'tests/e2e/c.spec.ts'])
	})

	it('shows a circle that a type, a component, what is loaded later or a worker closes', () => {
		const root = plant({
			'src/a.ts': `import type { B } from './b.ts'\nexport type A = B\n`,
			'src/b.ts': `export const load = () => import('#lib/C.svelte')\nexport type B = 1\n`,
			'src/lib/C.svelte': `<script lang="ts" generics="T extends Set<string>">\n\timport D from './D.svelte'\n</script>\n`,
			'src/lib/D.svelte': `{#await import('../d.ts')}{/await}\n`,
			'src/d.ts': `new Worker(new URL('./e.ts', import.meta.url))\n`,
			'src/e.ts': `export type { A } from './a.ts'\nimport './f.ts'\n`,
			'src/f.ts': 'export {}\n'
		})
		const way = ['src/a.ts', 'src/b.ts', 'src/lib/C.svelte', 'src/lib/D.svelte', 'src/d.ts', 'src/e.ts', 'src/a.ts']
		expect(measureHouse(root).circles).toEqual([{ way, files: 6 }])
	})
})

describe('the path patterns', () => {
	const buildConfig = typeof build === 'function' ? build({ command: 'build', mode: 'test' }) : build
	const patterns = findPathPatterns(openCheckout('.'), {
		lint: lint as Configs['lint'],
		build: buildConfig as Configs['build']
	})

	it('of this project all match a file', () => {
		const unmatched = patterns.filter(({ isMatched }) => !isMatched)
		expect(unmatched.map(({ where, pattern }) => `${where}: ${pattern}`)).toEqual([])
	})

	it.each([
		['eslint.config.js', 80],
		['vite.config.ts', 50],
		['svelte.config.js', 5],
		['playwright.config.ts', 3],
		['package.json', 10],
		['tsconfig.core.json', 2],
		['.gitignore', 5],
		['.prettierignore', 9],
		['scripts/launch.mjs', 12],
		['scripts/rules-page.ts', 18],
		['scripts/role-words.test.ts', 10],
		['scripts/build.ts', 5],
		['scripts/steps.ts', 7],
		['scripts/nightly.ts', 5],
		['tests/sync/kill/run-kills.ts', 2],
		['tests/support/hurried-background.mjs', 2],
		['tests/support/server-process.ts', 1],
		['tests/e2e/server-host.ts', 1]
	])('are seen in %s', (where, least) => {
		expect(patterns.filter((pattern) => pattern.where === where).length).toBeGreaterThanOrEqual(least)
	})

	it('are looked for by every folder of the root', () => {
		const folders = [...openCheckout('.').folders].filter((folder) => /^[^./]+$/.test(folder))
		expect(folders.sort()).toEqual([...TOP_FOLDERS].sort())
	})

	const code = (text: string) => ({ 'scripts/a.ts': text })
	const linted = (entry: Configs['lint'][number]) => ({ lint: [entry] })
	const restricted = (regex: string) =>
		linted({
			files: ['src/lib/domain/**'],
			rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns: [{ regex }] }] }
		})
	const grouped = (test: RegExp) => ({
		build: { build: { rollupOptions: { output: { codeSplitting: { groups: [{ test }] } } } } }
	})
	it.each<[what: string, unmatched: string, files: Record<string, string>, configs?: Partial<Configs>]>([
		['a glob', 'src/gone/*.ts', code(`globSync('src/gone/*.ts')`)],
		['a choice of a glob', 'src/lib/gone/**', code(`globSync('src/lib/{domain,gone}/**')`)],
		['a glob of the root', '*.gone.ts', code(`const DECIDING = ['package*.json', '*.{config,gone}.ts']`)],
		['a folder', 'tests/gone/', code(`file.startsWith('tests/gone/')`)],
		['a path in a command', 'server/gone.ts', code(`run('node server/gone.ts --now')`)],
		['a template', 'src/gone/*/*.json', code('globSync(`src/gone/${language}/*.json`)')],
		['a path below a variable', 'src/gone.ts', code('`${import.meta.dirname}/src/gone.ts`')],
		['a path through an alias', 'src/lib/gone/', code(`name.replace('#lib/gone/', '')`)],
		['a file name', 'gone.ts', code(`spawn(process.execPath, ['gone.ts'])`)],
		['a file that is made up, in a folder that is gone', 'src/gone/x.ts', code(`lint('src/gone/x.ts')`)],
		['an import', './gone.ts', code(`import type { A } from './gone.ts'`)],
		['the address of a worker', './gone.ts', code(`new Worker(new URL('./gone.ts', import.meta.url))`)],
		['the address of a program', '../server/gone.ts', code(`fork(join(import.meta.dirname, '../server/gone.ts'))`)],
		['a path from a page', '../gone.ts', { 'src/app.ts': `register('../gone.ts')` }],
		['an alternative of a regular expression', '^src\\/lib\\/(?:gone)\\/', code('/^src\\/lib\\/(domain|gone)\\//')],
		['a module by a regular expression', '\\/(?:gone)\\.ts', code('/\\/(plan|gone)\\.ts/')],
		[
			'a folder of tsconfig',
			'src/lib/gone',
			{ 'tsconfig.core.json': '{ "include": ["src/lib/domain", "src/lib/gone"] }' }
		],
		['an alias of package.json', './src/gone/*', { 'package.json': '{ "imports": { "#gone/*": "./src/gone/*" } }' }],
		['what prettier leaves', 'src/lib/gone', { '.prettierignore': 'src/lib/domain\nsrc/lib/gone\n' }],
		['the place of what is generated', 'src/gone/made', { '.gitignore': 'build/\nsrc/gone/made/\n' }],
		['files of a lint rule', 'src/lib/gone/**', {}, linted({ files: ['src/lib/domain/**', 'src/lib/gone/**'] })],
		['an exception of a lint rule', 'server/gone.ts', {}, linted({ ignores: ['**/*.test.ts', 'server/gone.ts'] })],
		['what a folder may not import', '^#lib/(?:gone)/', {}, restricted('^#lib/(domain|gone)/')],
		['what alone it may import', '^#lib/(?:gone)', {}, restricted('^#lib/(?!domain|gone)')],
		['what it may not import from beside it', '\\.\\./(?:sync)/', {}, restricted('\\.\\./(state|sync)/')],
		['a package it may import', '^(?:gone$)', {}, restricted('^(?!\\.|gone$)')],
		['a module of a chunk', 'lib\\/(?:domain\\/(?:Gone))\\.', {}, grouped(/lib\/(domain\/(plan|Gone))\./)],
		[
			'a test project',
			'tests/gone/**/*.test.ts',
			{},
			{ build: { test: { include: ['tests/{sync,gone}/**/*.test.ts'] } } }
		],
		[
			'a test that is left to another project',
			'server/gone.test.ts',
			{},
			{ build: { test: { projects: [{ test: { exclude: ['server/gone.test.ts'] } }] } } }
		]
	])('show %s that matches nothing', (_what, unmatched, files, configs = {}) => {
		const root = plant({
			'package.json': '{}',
			'app.config.ts': '',
			'src/lib/domain/plan.ts': '',
			'src/lib/state/plan.ts': '',
			'tests/sync/a.test.ts': '',
			...files
		})
		const found = findPathPatterns(openCheckout(root), { lint: [], build: {}, ...configs })
		expect(found.filter(({ isMatched }) => !isMatched).map(({ pattern }) => pattern)).toEqual([unmatched])
	})

	it('show what vite puts in place of a module', () => {
		const root = plant({ 'src/lib/here.ts': '' })
		const alias = ['here', 'gone'].map((name) => ({ find: name, replacement: join(root, `src/lib/${name}.ts`) }))
		const found = findPathPatterns(openCheckout(root), { lint: [], build: { resolve: { alias } } })
		expect(found.filter(({ isMatched }) => !isMatched).map(({ pattern }) => pattern)).toEqual(['src/lib/gone.ts'])
	})

	it.each([
		['a|b(c|d)e', ['a', 'b(?:c)e', 'b(?:d)e']],
		['^x/(?!a|b/(c|d))', ['^x/(?:a)', '^x/(?:b/(?:c))', '^x/(?:b/(?:d))']],
		['(a|b)?(c|d)', ['(?:a)(c|d)', '(?:b)(c|d)', '(a|b)?(?:c)', '(a|b)?(?:d)']],
		['[(|]\\(a(b)', ['[(|]\\(a(b)']]
	])('are taken apart: %s', (source, alternatives) => {
		expect(alternativesOf(source)).toEqual(alternatives)
	})
})

/** Makes a checkout of these files, with the aliases of this project. */
function plant(files: Readonly<Record<string, string>>): string {
	const root = mkdtempSync(join(tmpdir(), 'tandem-house-'))
	const imports = { '#lib/*': './src/lib/*' }
	for (const [file, text] of Object.entries(files)) {
		mkdirSync(dirname(join(root, file)), { recursive: true })
		writeFileSync(join(root, file), text)
	}
	if (files['package.json'] === undefined || files['package.json'] === '{}')
		writeFileSync(join(root, 'package.json'), JSON.stringify({ imports }))
	execFileSync('git', ['init', '--quiet', root])
	return root
}
