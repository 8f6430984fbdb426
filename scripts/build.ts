/** Builds the app into build/ when a source changed since the last build; prints what it does. */
import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, join, relative } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { syncGenerated } from './generated.ts'
import { run } from './run.ts'

/** Writes .br and .gz beside every text file of a build, so that the server compresses nothing while it serves. */
function compress(folder: string, firstPage: string): void {
	for (const file of globSync(`${folder}/**/*.{js,css,html,json,svg,webmanifest,txt}`)) {
		const bytes = readFileSync(file)
		if (bytes.length < 512) continue
		writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }))
		// The best quality saves 7 % and takes three times as long: for what a first visit waits for.
		const params = { [constants.BROTLI_PARAM_QUALITY]: firstPage.includes(basename(file)) ? 11 : 9 }
		writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params }))
	}
}

/** Where the source maps of the last build are: the tests read them, the server does not serve them. */
const SOURCE_MAPS = '.svelte-kit/source-maps'

function putSourceMapsAside(folder: string): void {
	rmSync(SOURCE_MAPS, { recursive: true, force: true })
	mkdirSync(SOURCE_MAPS, { recursive: true })
	for (const file of globSync(`${folder}/**/*.map`)) renameSync(file, join(SOURCE_MAPS, basename(file)))
}

const ACTIVITY = 'programs/[programId]/(plan)/activities/[activityId]/+page'

/**
 * The screens that people open first, by address, with their pages and layouts, or groups of vite.config.ts. `next`: those of the
 * screen to which a tap leads.
 */
const FIRST_SCREENS = [
	{ path: '^/sign-in', parts: ['sign-in/+page'], next: [] },
	{ path: '^/invite/.', parts: ['invite/[token]/+page'], next: [] },
	{ path: '^/programs/[^/]+$', parts: ['program'], next: [ACTIVITY] },
	{ path: '^/programs/[^/]+/activities/', parts: ['program', ACTIVITY], next: [] },
	{ path: '^/curator$', parts: ['curator/+layout', 'curator/+page'], next: [] }
]
const GENERATED_CLIENT = '.svelte-kit/generated/client-optimized'
const MANIFEST = '.svelte-kit/output/client/.vite/manifest.json'

interface Chunk {
	file: string
	name?: string
	imports?: string[]
	css?: string[]
}

/**
 * Completes the page that SvelteKit has written. Its styles move below the words for opening, which then need no other file; styles
 * of parts that are loaded later go. The fonts, and the first screens by address, are listed in it (`ahead` in app.html).
 */
function finishPage(file: string): void {
	const chunks = JSON.parse(readFileSync(MANIFEST, 'utf8')) as Record<string, Chunk>
	const start = filesOf(chunks, [
		`${GENERATED_CLIENT}/app.js`,
		'node_modules/@sveltejs/kit/src/runtime/client/entry.js'
	])
	const screens = FIRST_SCREENS.map(({ path, parts, next }) => {
		const filesOfParts = (names: readonly string[], known: readonly string[]) =>
			filesOf(
				chunks,
				names.map((part) => groupOf(chunks, part) ?? pageOf(part))
			).filter((each) => !known.includes(each))
		const files = filesOfParts(parts, start)
		return { path, files, next: filesOfParts(next, [...start, ...files]) }
	})
	const fonts = globSync('build/_app/**/*.woff2').map((each) => `/${relative('build', each).replaceAll('\\', '/')}`)
	const modules = start
		.filter((each) => each.endsWith('.js'))
		.map((href) => `<link href="${href}" rel="modulepreload">`)
	const styles = start.filter((each) => each.endsWith('.css')).map((href) => `<link href="${href}" rel="stylesheet">`)
	const page = readFileSync(file, 'utf8')
		.replace(/[ \t]*<link [^>]*rel="(stylesheet|modulepreload)">\n/g, '')
		.replace('<script type="application/json"', () => `${modules.join('\n\t\t')}\n\t\t<script type="application/json"`)
		.replace('<div class="app">', () => `${styles.join('\n\t\t')}\n\t\t<div class="app">`)
		.replace(
			/(<script type="application\/json" id="ahead">)[^<]*/,
			(_, tag: string) => tag + JSON.stringify({ fonts, screens })
		)
	writeFileSync(file, page)
}

function groupOf(chunks: Record<string, Chunk>, group: string): string | undefined {
	return Object.keys(chunks).find((key) => chunks[key]?.name === group)
}

/** The key in Vite's manifest of a page or layout in src/routes. */
function pageOf(page: string): string {
	const source = `"../../../../src/routes/${page}.svelte"`
	const nodes = globSync(`${GENERATED_CLIENT}/nodes/*.js`)
	const node = nodes.find((each) => readFileSync(each, 'utf8').includes(source))
	if (node === undefined) throw new Error(`No page ${page}`)
	return node.replaceAll('\\', '/')
}

/** Addresses of the files that these entries import, and of their styles. */
function filesOf(chunks: Record<string, Chunk>, entries: readonly string[]): string[] {
	const seen = new Set<string>()
	const visit = (key: string) => {
		if (seen.has(key)) return
		seen.add(key)
		chunks[key]?.imports?.forEach(visit)
	}
	entries.forEach(visit)
	const found = [...seen].flatMap((key) => chunks[key] ?? [])
	return [...new Set(found.flatMap(({ file, css = [] }) => [file, ...css]))].map((file) => `/${file}`)
}

/** The build's name is a content hash of everything that the app is built from. */
const SOURCES = [
	'src/**/*',
	'static/**/*',
	'svelte.config.js',
	'vite.config.ts',
	'scripts/build.ts',
	'package-lock.json'
]
const GENERATED = /^src[\\/](lib[\\/]paraglide|project\.inlang[\\/]cache)|\.test\.ts$/

function hashSources(): string {
	const hash = createHash('sha256')
	for (const file of globSync(SOURCES).sort()) {
		if (GENERATED.test(file) || !statSync(file).isFile()) continue
		hash.update(file).update('\0').update(readFileSync(file)).update('\0')
	}
	return hash.digest('hex').slice(0, 16)
}

const STAMP = 'build/.tandem-build'

const version = hashSources()
if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === version) {
	console.log('The app is built and up to date.')
} else {
	console.log('Building the app…')
	await syncGenerated()
	const { code, output, seconds } = await run('vite', ['build', '--logLevel', 'warn'], {
		env: { TANDEM_BUILD: version }
	})
	if (code !== 0) {
		console.error(output)
		process.exit(code)
	}
	finishPage('build/200.html')
	putSourceMapsAside('build')
	compress('build', readFileSync('build/200.html', 'utf8'))
	writeFileSync(STAMP, version)
	console.log(`Built in ${seconds.toFixed(1)} s.`)
}
