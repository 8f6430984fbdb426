/**
 * Runs a task of package.json on a machine that has only git, Node 20 or newer and npm. Installs what the lock file
 * names, then starts Node 24 from node_modules. It is plain JavaScript without packages, because nothing is
 * installed yet when it starts. A script line cannot do this: `sh` remembers where `node` was, `ignore-scripts` skips
 * pre-scripts, and npm forwards no SIGTERM.
 */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { allocation, serverFlags } from './server-settings.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const bin = join(root, 'node_modules', '.bin')

const entryByTask = {
	start: ['scripts/build.ts', 'server/main.ts'],
	dev: ['scripts/dev.ts'],
	build: ['scripts/build.ts'],
	check: ['scripts/check.ts'],
	verify: ['scripts/verify.ts'],
	test: ['scripts/test.ts'],
	nightly: ['scripts/nightly.ts'],
	'rules:mutate': ['scripts/mutation/main.ts'],
	administrators: ['server/administrators.ts'],
	backups: ['server/backups/main.ts'],
	bench: ['scripts/build.ts', 'tests/bench/main.ts'],
	'bench:board': ['tests/bench/board.ts'],
	'bench:phone': ['scripts/build.ts', 'tests/bench/phone.ts'],
	'bench:lighthouse': ['scripts/build.ts', 'tests/bench/lighthouse.ts'],
	'bench:relay': ['tests/bench/peers/main.ts']
}

/** A start is mostly compiling. Processes share what they have compiled, also the servers of tools and tests. */
const compiled = { NODE_COMPILE_CACHE: join(root, '.tandem', 'compiled') }

const [task = '', ...rest] = process.argv.slice(2)
if (!Object.hasOwn(entryByTask, task)) {
	console.error(`Unknown task "${task}". Known: ${Object.keys(entryByTask).join(', ')}`)
	process.exit(2)
}
process.chdir(root)
await install()
const node = findNode()
for (const [index, entry] of entryByTask[task].entries()) {
	const isLast = index === entryByTask[task].length - 1
	const code = await run(node, [...(entry === 'server/main.ts' ? serverFlags : []), entry, ...(isLast ? rest : [])])
	if (code !== 0) process.exit(code)
}

async function install() {
	const stamp = join(root, 'node_modules', '.tandem-lock')
	const lock = createHash('sha256').update(readFileSync('package-lock.json')).digest('hex')
	if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return
	console.log('Installing packages…')
	const code = await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'])
	if (code !== 0) {
		console.error('npm ci failed; see the lines above.')
		process.exit(code)
	}
	writeFileSync(stamp, lock)
}

function findNode() {
	const names = process.platform === 'win32' ? ['node.exe', 'node.cmd'] : ['node']
	const local = names.map((name) => join(bin, name)).find(existsSync)
	if (local !== undefined) return local
	if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath
	console.error('Tandem runs on Node 24 or newer, and none comes from npm for this platform: please install it.')
	process.exit(1)
}

function run(command, args) {
	const child = spawn(command, args, {
		stdio: 'inherit',
		shell: process.platform === 'win32',
		env: { ...allocation, ...compiled, ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` }
	})
	const forward = (signal) => child.kill(signal)
	process.on('SIGINT', forward).on('SIGTERM', forward)
	return new Promise((resolve, reject) => {
		child.on('error', reject)
		child.on('exit', (code, signal) => {
			process.off('SIGINT', forward).off('SIGTERM', forward)
			resolve(code ?? (signal === null ? 1 : 128))
		})
	})
}
