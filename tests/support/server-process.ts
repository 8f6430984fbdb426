/** The real server, as `npm start` runs it, on its own data directory and port. */
import { spawn, type ChildProcess } from 'node:child_process'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface RunningServer {
	readonly origin: string
	readonly dataDirectory: string
	/** Everything it has printed, for messages that a person reads in the terminal. */
	printed(): string
	/** Like a power cut: no chance to flush. */
	kill(): Promise<void>
	/** With bad-disk.mjs loaded: from now on its disk behaves as BAD_DISK says. */
	spoilDisk(): void
	stop(): Promise<void>
	/** Starts on the same port and the same data. With `fileBytes`, none of its files can grow larger: the disk is full there. */
	start(fileBytes?: number): Promise<void>
	/** Stops it and removes its data. */
	dispose(): Promise<void>
}

const START_TIMEOUT_MS = 30_000
/** Where Node caches compiled modules: compiling is a third of a start. */
export const COMPILED = join(import.meta.dirname, '../../node_modules/.cache/compiled')

export async function startServer(env: Record<string, string> = {}, entry = 'server/main.ts'): Promise<RunningServer> {
	const dataDirectory = env.TANDEM_DATA ?? (await mkdtemp(join(tmpdir(), 'tandem-e2e-')))
	let child: ChildProcess | null = null
	let output = ''
	let origin = ''

	/** Kills a process that does not answer in time: no other code knows of it. */
	async function start(fileBytes?: number): Promise<void> {
		const port = origin === '' ? '0' : new URL(origin).port
		// `ulimit -f` counts in blocks of 512 bytes; Node ignores the signal that comes with it, and the write fails.
		const limit = fileBytes === undefined ? 'unlimited' : Math.ceil(fileBytes / 512)
		const started = spawn('sh', ['-c', `ulimit -f ${limit}; exec "$0" "$@"`, process.execPath, entry], {
			env: {
				...process.env,
				NODE_COMPILE_CACHE: COMPILED,
				LOG_LEVEL: 'warn',
				...env,
				PORT: port,
				TANDEM_DATA: dataDirectory
			},
			stdio: ['ignore', 'pipe', 'pipe']
		})
		child = started
		let sinceStart = ''
		const timer = setTimeout(() => started.kill('SIGKILL'), START_TIMEOUT_MS)
		origin = await new Promise<string>((resolve, reject) => {
			const listen = (chunk: Buffer) => {
				output += chunk.toString()
				sinceStart += chunk.toString()
				const address = /https?:\/\/[\w.:[\]-]+:\d+(?=\/?\s*$)/m.exec(sinceStart)
				if (address !== null) resolve(address[0])
			}
			started.stdout.on('data', listen)
			started.stderr.on('data', listen)
			started.on('exit', (code) => reject(new Error(`The server ended with ${code}: ${sinceStart}`)))
		}).finally(() => clearTimeout(timer))
	}

	async function end(signal: NodeJS.Signals): Promise<void> {
		const ending = child
		if (ending === null || ending.exitCode !== null || ending.signalCode !== null) return
		const ended = new Promise((resolve) => ending.once('exit', resolve))
		ending.kill(signal)
		await ended
	}

	try {
		await start()
	} catch (error) {
		await rm(dataDirectory, { recursive: true, force: true })
		throw error
	}
	return {
		get origin() {
			return origin
		},
		dataDirectory,
		printed: () => output,
		kill: () => end('SIGKILL'),
		spoilDisk: () => void child?.kill('SIGUSR2'),
		stop: () => end('SIGTERM'),
		start,
		async dispose() {
			await end('SIGKILL')
			await removeData(dataDirectory)
		}
	}
}

/** If TANDEM_KEEP_STORIES names a directory, a copy goes there: scripts/same-behaviour.ts replays the ledgers of all stories. */
export async function removeData(dataDirectory: string): Promise<void> {
	const kept = process.env.TANDEM_KEEP_STORIES
	if (kept !== undefined) await cp(dataDirectory, await mkdtemp(join(kept, 'story-')), { recursive: true })
	await rm(dataDirectory, { recursive: true, force: true })
}
