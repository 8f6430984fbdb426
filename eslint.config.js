import svelte from 'eslint-plugin-svelte'
import globals from 'globals'
import ts from 'typescript-eslint'
import svelteConfig from './svelte.config.js'

/**
 * Which folder may import what. Each folder has one rule, because in a flat config a second no-restricted-imports for
 * the same file replaces the first. A pattern names what is forbidden; types may always be imported.
 */
const forbidden = {
	// lvovich holds the rules of Russian declension, ical-generator those of calendar files; neither uses a platform API.
	'src/lib/domain/**': [
		'^(?!\\.|yjs$|lib0/hash/sha256$|lib0/string$|fractional-indexing$|date-fns|zod$|lvovich$|ical-generator$)',
		'\\.\\./(protocol|sync|state|ui)/'
	],
	'src/lib/protocol/**': ['^(?!\\.|yjs$|lib0/|y-protocols/|#domain/)', '\\.\\./(sync|state|ui)/'],
	'src/lib/sync/**': ['^#lib/(state|ui|editor|paraglide)/', '/server/', '^svelte'],
	'src/lib/state/**': ['^#lib/(ui|editor|paraglide)/', '/server/'],
	'src/lib/ui/**': ['^#lib/(sync/(?!clock)|(state|editor)/)', '/server/'],
	'src/lib/papers/**': ['^#lib/(sync|state|editor)/', '/server/'],
	'src/lib/editor/**': ['^#lib/(sync|state)/', '/server/'],
	'src/routes/**': [
		'/server/',
		'^#lib/sync/(?!api|clock|device|passkey|document/(session|start-anew|status)|line/retry|ledger/(ledger-store|outbox)|stored/(stored-programs|remembered-programs|transfer|check-all|forget))'
	],
	'server/**': ['^#lib/', '^\\$', 'src/(?!lib/(domain|protocol)/)', '^svelte', '^y-(indexeddb|websocket)'],
	'scripts/**': ['^#lib/']
}

const rolesCompared = [
	'BinaryExpression[operator=/^[!=]==$/] > Literal[value=/^(curator|head|administrator|region|organisation-(curator|head))$/]',
	'CallExpression[callee.property.name="includes"][callee.object.property.name="roles"][arguments.0.type="Literal"]',
	'CallExpression[callee.property.name="includes"][callee.object.name="roles"][arguments.0.type="Literal"]'
].map((selector) => ({ selector, message: 'What a role may do: ask src/lib/domain/access.ts.' }))

/** The adapters. Only what opens the data directory, and backups, import them. */
const sqliteFolders = ['server/database/sqlite/**', 'server/documents/storage/sqlite/**']
const usePort =
	'No dialect outside its adapter: use the ports server/database/database.ts and server/documents/storage.'

export default ts.config(
	{ ignores: ['build/', '.svelte-kit/', 'node_modules/', 'src/lib/paraglide/', 'test-results/', 'data/', '.tandem/'] },
	...ts.configs.recommended,
	...svelte.configs.recommended,
	{
		languageOptions: { globals: { ...globals.browser, ...globals.node } },
		rules: {
			'no-console': 'off',
			'no-undef': 'off',
			'@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
			'@typescript-eslint/no-explicit-any': 'error',
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }]
		}
	},
	{
		// Not the whole svelteConfig: eslint cannot cache results when the settings contain functions.
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: {
			parserOptions: {
				parser: ts.parser,
				extraFileExtensions: ['.svelte'],
				svelteConfig: { compilerOptions: svelteConfig.compilerOptions }
			}
		}
	},
	{
		// Views here watch a document or a clock and read it again: nothing ever watches their Map or Date itself.
		files: ['src/lib/state/**'],
		rules: { 'svelte/prefer-svelte-reactivity': 'off' }
	},
	...Object.entries(forbidden).map(([folder, patterns]) => ({
		files: [folder],
		ignores: ['**/*.test.ts'],
		rules: {
			'@typescript-eslint/no-restricted-imports': [
				'error',
				{
					patterns: patterns.map((regex) => ({
						regex,
						allowTypeImports: true,
						message: 'Import direction: see eslint.config.js and the README.'
					}))
				}
			]
		}
	})),
	// The rule of this name without a prefix: it does not replace those of the folders, and types count, too.
	{
		files: ['server/**/*.ts'],
		ignores: [
			'server/{data,start-documents}.ts',
			'server/backups/**',
			...sqliteFolders,
			'**/testing/**',
			'**/*.test.ts'
		],
		rules: { 'no-restricted-imports': ['error', { patterns: [{ regex: '^node:sqlite$|/sqlite/', message: usePort }] }] }
	},
	{
		files: ['server/{data,start-documents}.ts', 'server/backups/**/*.ts'],
		ignores: ['**/*.test.ts'],
		rules: { 'no-restricted-imports': ['error', { patterns: [{ regex: '^node:sqlite$', message: usePort }] }] }
	},
	{
		files: ['src/**/*.{ts,svelte}'],
		ignores: ['src/lib/{domain,protocol,sync,editor}/**', '**/*.test.ts'],
		rules: {
			'no-restricted-syntax': [
				'error',
				{
					selector: 'CallExpression[callee.property.name=/^(getMap|getArray|getXmlFragment)$/]',
					message: 'The layout of a document is known in domain only (style: refuse no. 9).'
				},
				{
					selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
					message: 'A device’s clock may be days off: use `now` of src/lib/sync/clock.ts.'
				},
				...rolesCompared
			]
		}
	},
	{
		files: ['server/**/*.ts', 'src/lib/sync/**/*.ts'],
		ignores: ['server/demo/**', '**/testing/**', '**/*.test.ts'],
		rules: { 'no-restricted-syntax': ['error', ...rolesCompared] }
	},
	{
		// Browsers have these since the end of 2023 or later. Use `src/lib/domain/group-by.ts`,
		// `src/lib/sync/api-program.ts` instead.
		files: ['src/**/*.{ts,svelte}'],
		ignores: ['**/*.test.ts', '**/testing/**'],
		rules: {
			'no-restricted-properties': [
				'error',
				...Object.entries({
					Map: ['groupBy'],
					Object: ['groupBy'],
					Array: ['fromAsync'],
					Promise: ['withResolvers', 'try'],
					AbortSignal: ['any']
				}).flatMap(([object, properties]) =>
					properties.map((property) => ({ object, property, message: 'Younger than the browsers of budget phones.' }))
				)
			]
		}
	},
	{
		files: ['server/**/*.ts'],
		ignores: ['server/main.ts', 'server/command-line.ts', '**/*.test.ts'],
		rules: {
			'no-restricted-properties': [
				'error',
				{ object: 'process', property: 'env', message: 'Only main.ts and command-line.ts touch process.' }
			]
		}
	}
)
