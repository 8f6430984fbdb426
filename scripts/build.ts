/** Builds the app into build/ when a source changed since the last build; prints what it does. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { compress } from './compress.ts'
import { hashSources } from './source-hash.ts'
import { run } from './run.ts'
import { syncGenerated } from './generated.ts'

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
	compress('build')
	writeFileSync(STAMP, version)
	console.log(`Built in ${seconds.toFixed(1)} s.`)
}
