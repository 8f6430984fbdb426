import { paraglideVitePlugin } from '@inlang/paraglide-js'
import { sveltekit } from '@sveltejs/kit/vite'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { globSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
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

const PROGRAM_SCREEN = 'program-screen.js'
const PLAN_SCREENS = 'src/routes/programs/[programId]/{,(plan)/}*.{svelte,ts}'
const START = anyOf(
	/routes\/\+(layout|error)\.svelte/,
	/src\/lib\/ui\/(Avatar|TickBadge|Button|IconButton|Notice|Lazy|RoadBar|Skeleton|EmptyState)\.svelte/,
	/src\/lib\/ui\/(dates|words\/statuses)\.ts/,
	/domain\/text\./
)
const PROGRAM = anyOf(
	/routes\/programs\/\[programId\]\/(\(plan\)\/)?\+layout\.svelte/,
	/routes\/programs\/\[programId\]\/OpenedProgram\.svelte/,
	/routes\/programs\/\[programId\]\/\(plan\)\/(\+page|Road)\.svelte/
)
/** Of libraries, and generated. */
const START_OTHERS = anyOf(
	/client-optimized\/nodes\/[01]\.js/,
	/\/internal\/client\/dom\/blocks\/(each|key|svelte-element)\./,
	/\/internal\/client\/dom\/elements\/(attachments|attributes|style)\./
)

function anyOf(...paths: readonly RegExp[]): RegExp {
	return new RegExp(paths.map(({ source }) => source).join('|'))
}

/** `source`: scripts/path-patterns.ts checks that the paths of our own exist. */
function alsoOf(paths: RegExp, isOther: (id: string) => boolean) {
	return Object.assign((id: string) => paths.test(id) || isOther(id), { source: paths.source })
}

const MESSAGE_OR_ICON = /(?:paraglide\/messages|svelte\/dist\/icons)\/([\w-]+)\.(?:js|svelte)$/

/** Messages and icons that the programme's first screen shares with others: those would load the whole screen for them. */
function findShared(): (id: string) => boolean {
	const namesIn = (files: readonly string[]) =>
		new Set(
			files.flatMap((file) => {
				const text = readFileSync(file, 'utf8')
				return Array.from(
					text.matchAll(/\bm\.(\w+)|lucide\/svelte\/icons\/([\w-]+)/g),
					([, message, icon]) => message ?? icon
				)
			})
		)
	const screen = globSync(PLAN_SCREENS.replaceAll('[', '[[]')).map((file) => file.replaceAll('\\', '/'))
	/** What is imported later in these folders is not on the first screen. */
	const imported = new Set<string>()
	const follow = (file: string) => {
		if (!screen.includes(file) || imported.has(file)) return
		imported.add(file)
		for (const [, path = ''] of readFileSync(file, 'utf8').matchAll(/ from '(\.[^']+)'/g))
			follow(posix.join(posix.dirname(file), path))
	}
	screen.filter((file) => /\/\+(layout|page)\.svelte$/.test(file)).forEach(follow)
	const others = globSync('src/{routes,lib}/**/*.{svelte,ts}', { exclude: ['src/lib/paraglide/**'] }).filter(
		(file) => !screen.includes(file) && !file.endsWith('.test.ts')
	)
	const shared = namesIn([...imported]).intersection(namesIn(others))
	return (id) => {
		const [, name] = MESSAGE_OR_ICON.exec(id) ?? []
		return name !== undefined && shared.has(name)
	}
}
const isShared = findShared()

// Without groups, every icon, message and small component that two screens share becomes a separate file: some seventy
// for one screen, each compressed and requested alone. A group includes everything that its modules import. For a
// library module this includes parts that only others use: SvelteSet and SvelteMap would be in it, which no first
// screen needs.
const groups = [
	// What every screen needs: no plan, so that the sign-in screen loads none.
	{ name: 'start', test: alsoOf(START, (id) => START_OTHERS.test(id) || isShared(id)), priority: 4 },
	{
		name: 'plan',
		test: /domain\/(summary|plan\/road)\.|routes\/(names|programs\/\[programId\]\/words)\.|sync\/(stored\/stored-programs|document\/store-witness)\./,
		priority: 3
	},
	{ name: 'program', test: alsoOf(PROGRAM, (id) => id.endsWith(PROGRAM_SCREEN)), priority: 1 },
	// Modules that other screens need stay out of the `activity` group, or those screens would load all of it.
	{
		name: 'fields',
		test: /ui\/(fields\/(DateField|TextField)|format|words\/role-name)\.|forms\/failure\.|icons\/(x|circle-check|undo-2|circle|ban)\./,
		priority: 0.5
	},
	{ name: 'duties', test: /domain\/(regulation\/(roles|choices|labour-law)|plan\/deadline)\./, priority: 0.5 },
	// The small modules that ten or more parts share: otherwise they come in many small files.
	{
		name: 'common',
		test: alsoOf(/lib\/ui\//, (id) => MESSAGE_OR_ICON.test(id)),
		minShareCount: 10,
		priority: 0.1
	},
	{ name: 'activity', test: /\[activityId\]\/ActivityScreen\./, priority: 0.4 },
	{ name: 'sign-in', test: /routes\/sign-in\//, priority: 0.4 }
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

/**
 * Lucide's component computes the attributes of each icon when it is shown, and creates its lines one by one. That took a tenth of the time in
 * which a phone opens a programme. Here the browser copies a template. An icon takes `size`, `strokeWidth` and `class`, and is hidden from
 * screen readers.
 */
const drawnIcons: Plugin = {
	name: 'drawn-icons',
	enforce: 'pre',
	load(id) {
		if (!id.includes('@lucide/svelte/dist/icons/') || !id.endsWith('.svelte')) return null
		const [, icon] = /^const iconData = (.+);$/m.exec(readFileSync(id, 'utf8')) ?? []
		if (icon === undefined) throw new Error(`No drawing in ${id}`)
		const { node } = JSON.parse(icon) as { node: [tag: string, attributes: Record<string, string>][] }
		const lines = node.map(([tag, attributes]) => {
			const words = Object.entries(attributes).map(([name, value]) => `${name}="${value}"`)
			return `<${tag} ${words.join(' ')} />`
		})
		return `<script>
	let { size = 24, strokeWidth = 2, class: name } = $props()
</script>
<svg class={name} width={size} height={size} stroke-width={strokeWidth} viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${lines.join('')}</svg>`
	}
}

/**
 * SvelteKit requests each layout and page of a screen as a file of its own. The root's come with the start, and those of the
 * programme's first screen as one file.
 */
const together: Plugin = {
	name: 'together',
	resolveId: (id, importer = '') => (id === PROGRAM_SCREEN ? importer.replace(/app\.js$/, id) : null),
	load(id) {
		if (!id.endsWith(PROGRAM_SCREEN)) return null
		return screenNodes.map((node) => `export * as node${node} from './nodes/${node}.js'`).join('\n')
	},
	transform(code, id) {
		if (!id.endsWith('/client-optimized/app.js')) return null
		const [, page = '', layouts = ''] = /"\/programs\/\[programId\]\/\(plan\)": \[(\d+),\[([\d,]+)\]\]/.exec(code) ?? []
		screenNodes = [...layouts.split(','), page]
		const imports = rootNodes.map((node) => `import * as node${node} from './nodes/${node}'`)
		const loaders = code.replace(/\(\) => import\('\.\/nodes\/(\d+)'\)/g, (loader, node: string) => {
			if (rootNodes.includes(node)) return `async () => node${node}`
			return screenNodes.includes(node) ? `async () => (await import('${PROGRAM_SCREEN}')).node${node}` : loader
		})
		return { code: [...imports, loaders].join('\n'), map: null }
	}
}
/** The root layout and the root error page. */
const rootNodes = ['0', '1']
let screenNodes: string[] = []

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
/** Node can load these itself for all other tests, too, messages above all: each of the 3,000 is a module. */
const forNode = /\/src\/lib\/(domain|protocol|paraglide)\//
const setupFiles = ['tests/support/cheap-passwords.ts', 'tests/support/russian.ts']

export default defineConfig(({ command }) => ({
	plugins: process.env.VITEST
		? [svelte()]
		: [command === 'serve' && messages, withoutUnused, drawnIcons, together, sveltekit()],
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
		// The same in all projects: they share workers, and a module of two copies would speak two languages.
		server: { deps: { external: [forNode] } },
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
					setupFiles
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
