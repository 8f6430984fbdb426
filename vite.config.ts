import { paraglideVitePlugin } from '@inlang/paraglide-js'
import { sveltekit } from '@sveltejs/kit/vite'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'
import { appModules } from './tests/support/app-modules.ts'

// scripts/generated.ts compiles the messages before a build or a test; this plugin only follows edits in development.
// Unit tests use the compiler of *.svelte.ts without SvelteKit, because vitest would wait for SvelteKit's watcher at
// the end.
const messages = paraglideVitePlugin({
	project: './src/project.inlang',
	outdir: './src/lib/paraglide',
	strategy: ['localStorage', 'preferredLanguage', 'baseLocale'],
	emitTsDeclarations: true
})

// Without groups, every icon, message and small component that two screens share becomes a separate file: some seventy
// for one screen, each compressed and requested alone. A group includes everything that its modules import. For a
// library module this includes parts that only others use: SvelteSet and SvelteMap would be in it, which no first
// screen needs.
const groups = [
	{
		name: 'base',
		test: /src\/(routes\/MainNavigation|lib\/(state\/(account|kept-programs)|sync\/stored\/stored-programs|ui\/(top-window|Avatar|TickBadge|Button|IconButton|Notice)))\./,
		priority: 2
	},
	{ name: 'program', test: /routes\/programs\/\[programId\]\/(OpenedProgram|\(plan\)\/Road)\.svelte/, priority: 1 },
	// Modules that other screens need stay out of the `activity` group, or those screens would load all of it.
	{
		name: 'fields',
		test: /ui\/fields\/(DateField|TextField)\.|icons\/(x|circle-check|undo-2|circle|ban)\.|routes\/names\./,
		priority: 0.5
	},
	{ name: 'activity', test: /\[activityId\]\/ActivityScreen\./, priority: 0 }
]

const STAND_INS = `${import.meta.dirname}/src/lib/sync/stand-ins.ts`

/** Replaces unused code: every build would include lib0's detection of terminal colours. */
const withoutUnused: Plugin = {
	name: 'without-unused',
	enforce: 'pre',
	resolveId(id, importer = '') {
		if (id === 'lib0/environment' || (id === './environment.js' && importer.includes('/lib0/'))) return STAND_INS
		return null
	}
}

/** Stories on a running server, and of devices with a relay: two thirds of the time, so they are not in `npm run verify`. */
const served = [
	'server/http/**/*.test.ts',
	'server/{wire,administrators}.test.ts',
	'server/backups/**/*.test.ts',
	'tests/sync/**/*.test.ts'
]
/** Tests of what Node runs as it is: no component, no `$app`. */
const plain = ['server/**/*.test.ts', 'src/lib/{domain,protocol}/**/*.test.ts', 'tests/rules/**/*.test.ts']
/** Node loads the modules itself, as it does for the server. Vite would compile each of them for each worker. */
const byNode = { experimental: { viteModuleRunner: false } }
/** Node can load these itself for the screens' tests, too, messages above all: each of the 3,000 is a module. */
const forNode = /\/src\/lib\/(domain|protocol|paraglide)\//
const setupFiles = ['tests/support/cheap-passwords.ts', 'tests/support/russian.ts']

export default defineConfig(({ command }) => ({
	plugins: process.env.VITEST ? [svelte()] : [command === 'serve' && messages, withoutUnused, sveltekit()],
	resolve: { alias: [{ find: /^lib0\/logging$/, replacement: STAND_INS }] },
	build: {
		// Not served: scripts/build.ts puts them aside.
		sourcemap: 'hidden',
		rollupOptions: { output: { codeSplitting: { groups } } },
		// Preload names in the first screen would cost more than a later request, which the service worker answers. Only
		// the styles must be known before a lazy part is shown.
		modulePreload: { resolveDependencies: (_file, names) => names.filter((name) => name.endsWith('.css')) }
	},
	test: {
		environment: 'node',
		// Stories of servers and devices wait more than they compute. On two cores vitest's default would be one worker.
		maxWorkers: 3,
		// A worker keeps its imports for the next file: fetching and compiling them again takes more than half of the
		// tests' time.
		isolate: false,
		alias: appModules,
		// A busy machine is slow, not wrong: no test here measures time.
		testTimeout: 40_000,
		expect: { poll: { timeout: 10_000 } },
		globalSetup: ['tests/support/temporary-files.ts'],
		projects: [
			{
				extends: true,
				test: {
					name: 'unit',
					include: ['src/**/*.test.ts', 'scripts/**/*.test.ts'],
					exclude: [...plain, '**/*.long.test.ts', '**/*.svelte.test.ts'],
					setupFiles,
					server: { deps: { external: [forNode] } }
				}
			},
			{
				extends: true,
				test: { name: 'plain', include: plain, exclude: [...served, '**/*.long.test.ts'], setupFiles, ...byNode }
			},
			// The other projects compile state as for a server: it has no effects, and reads are not tracked.
			{
				extends: true,
				resolve: { conditions: ['browser'] },
				test: { name: 'reactive', include: ['src/**/*.svelte.test.ts'], environment: './tests/support/client-runes.ts' }
			},
			{ extends: true, test: { name: 'served', include: served, exclude: ['**/*.long.test.ts'], setupFiles } },
			// Short runs of the commands that take minutes or hours, which are too long for `npm test`. A simulated world
			// replaces the clock, chance and timers of its process, so it is isolated.
			{ extends: true, test: { name: 'long', include: ['**/*.long.test.ts'], isolate: true } }
		]
	}
}))
