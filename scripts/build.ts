/** Builds the app into build/ when a source changed since the last build; prints what it does. */
import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { syncGenerated } from './generated.ts'
import { run } from './run.ts'

/** Writes .br and .gz beside every text file of a build, so that the server compresses nothing while it serves. */
function compress(folder: string): void {
	for (const file of globSync(`${folder}/**/*.{js,css,html,json,svg,webmanifest,txt}`)) {
		const bytes = readFileSync(file)
		if (bytes.length < 512) continue
		writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }))
		writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }))
	}
}

/** Where the source maps of the last build are: the tests read them, the server does not serve them. */
const SOURCE_MAPS = '.svelte-kit/source-maps'

function putSourceMapsAside(folder: string): void {
	rmSync(SOURCE_MAPS, { recursive: true, force: true })
	mkdirSync(SOURCE_MAPS, { recursive: true })
	for (const file of globSync(`${folder}/**/*.map`)) renameSync(file, join(SOURCE_MAPS, basename(file)))
}

/** The build's name is a content hash of everything that the app is built from. */
const SOURCES = ['src/**/*', 'static/**/*', 'svelte.config.js', 'vite.config.ts', 'package-lock.json']
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
	putSourceMapsAside('build')
	compress('build')
	writeFileSync(STAMP, version)
	console.log(`Built in ${seconds.toFixed(1)} s.`)
}
