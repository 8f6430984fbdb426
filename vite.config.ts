import { paraglideVitePlugin } from '@inlang/paraglide-js'
import { sveltekit } from '@sveltejs/kit/vite'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'

// Messages are compiled by scripts/generated.ts before a build or a test; the plugin is there to follow edits in
// development. Unit tests need the compiler of *.svelte.ts, not kit, whose watcher vitest would wait for at its end.
const messages = paraglideVitePlugin({
	project: './src/project.inlang',
	outdir: './src/lib/paraglide',
	strategy: ['localStorage', 'preferredLanguage', 'baseLocale'],
	emitTsDeclarations: true
})

// Left alone, every icon, message and small component that two screens share becomes a file of its own: some
// seventy for one screen, each compressed and asked for alone. A group takes in all that its modules import; of a library's
// module also what only others use, so SvelteSet and SvelteMap, which no first screen needs, would be in it.
const groups = [
	{
		name: 'base',
		test: /src\/(routes\/MainNavigation|lib\/(state\/account|sync\/stored\/stored-programs|ui\/(Avatar|TickBadge|Button|IconButton|Notice)))\./,
		priority: 2
	},
	{ name: 'program', test: /routes\/programs\/\[programId\]\/(OpenedProgram|\(plan\)\/Road)\.svelte/, priority: 1 },
	// What other screens have need of too stays out of the one of an activity, or they would load all of it.
	{
		name: 'fields',
		test: /ui\/fields\/(DateField|TextField)\.|icons\/(x|circle-check|undo-2|circle|ban)\.|routes\/names\./,
		priority: 0.5
	},
	{ name: 'activity', test: /\[activityId\]\/ActivityScreen\./, priority: 0 }
]

const STAND_INS = `${import.meta.dirname}/src/lib/sync/stand-ins.ts`

/**
 * Of lib0, y-prosemirror takes in a hash that only marks that may overlap have need of (ours do not: schema.test.ts), and a
 * library of validation for the one word `document`; and all take in how a terminal's colours are known.
 */
const withoutUnused: Plugin = {
	name: 'without-unused',
	enforce: 'pre',
	resolveId(id, importer = '') {
		if (id === 'lib0/environment' || (id === './environment.js' && importer.includes('/lib0/'))) return STAND_INS
		if (!importer.includes('y-prosemirror')) return null
		if (id === 'lib0/hash/sha256') return STAND_INS
		if (id === 'lib0/dom') return STAND_INS
		return null
	}
}

/** Stories on a running server, and of devices and a relay together: two thirds of the time, so not in `npm run verify`. */
const served = [
	'server/http/**/*.test.ts',
	'server/{wire,administrators}.test.ts',
	'server/backups/backups.test.ts',
	'tests/sync/**/*.test.ts'
]
const setupFiles = ['tests/support/cheap-passwords.ts']

export default defineConfig(({ command }) => ({
	plugins: process.env.VITEST ? [svelte()] : [command === 'serve' && messages, withoutUnused, sveltekit()],
	resolve: { alias: [{ find: /^lib0\/logging$/, replacement: STAND_INS }] },
	build: {
		rollupOptions: { output: { codeSplitting: { groups } } },
		// The names of what a lazy part imports weigh more in the first screen than asking for it later costs: the service
		// worker has it. Its styles must be known before it is shown.
		modulePreload: { resolveDependencies: (_file, names) => names.filter((name) => name.endsWith('.css')) }
	},
	test: {
		environment: 'node',
		// Stories of servers and devices wait more than they compute; by itself vitest would run one at a time on two cores.
		maxWorkers: 3,
		// A worker keeps what it has imported for its next file: fetching and compiling it anew costs more than half of the tests.
		isolate: false,
		// A busy machine is slow, not wrong: nothing here measures time.
		testTimeout: 40_000,
		expect: { poll: { timeout: 10_000 } },
		globalSetup: ['tests/support/temporary-files.ts'],
		projects: [
			{
				extends: true,
				test: {
					name: 'unit',
					include: ['src/**/*.test.ts', 'server/**/*.test.ts', 'scripts/**/*.test.ts', 'tests/rules/**/*.test.ts'],
					exclude: [...served, '**/*.long.test.ts', '**/*.svelte.test.ts'],
					setupFiles
				}
			},
			// Everywhere else state is compiled as for a server, where nothing is followed: a read is all there is.
			{
				extends: true,
				resolve: { conditions: ['browser'] },
				test: { name: 'reactive', include: ['src/**/*.svelte.test.ts'], environment: './tests/support/client-runes.ts' }
			},
			{ extends: true, test: { name: 'served', include: served, exclude: ['**/*.long.test.ts'], setupFiles } },
			// Slices of what runs for minutes or hours by command: too long for `npm test`. A simulated world has the
			// clock, chance and timers of its process to itself.
			{ extends: true, test: { name: 'long', include: ['**/*.long.test.ts'], isolate: true } }
		]
	}
}))
