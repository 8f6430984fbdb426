/** The contenders, and how each is started: in a process of its own on a free port, with a directory for its data. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { cpus } from 'node:os'
import { allocation, serverFlags } from '../../../scripts/server-settings.mjs'
import { freePort } from '../../support/free-port.ts'
import { readCpuSeconds, readMemory } from './process-figures.ts'
import { hocuspocusCodec, relayCodec, stockCodec, type Codec } from './codec.ts'
import type { Seat, Town } from './town.ts'

export type ContenderId = 'broadcast' | 'y-websocket' | 'y-websocket-leveldb' | 'hocuspocus' | 'tandem'

export interface Contender {
	id: ContenderId
	title: string
	codec: Codec
	/** It forwards frames and answers no request. */
	isBare: boolean
	/** It tells a client what is on the disk. */
	acknowledges: boolean
	/** It answers before it has read its disk, and sends the document afterwards as an update. */
	answersEarly: boolean
	/** It admits only people with a session to the plans of their programmes. */
	needsTown: boolean
	command(port: number, directory: string): { args: string[]; env?: Record<string, string> }
}

const folder = 'tests/bench/peers'
const SERVER_CORE = '0'
/** Room for 2,000 open documents of a peer that keeps each in memory. */
const HEAP = '--max-old-space-size=12288'
const collector = new URL('collect-on-signal.mjs', import.meta.url).href
const stockServer = `${folder}/servers/node_modules/y-websocket/bin/server.cjs`

export const contenders: readonly Contender[] = [
	{
		id: 'broadcast',
		title: 'bare `ws` broadcast',
		codec: stockCodec,
		isBare: true,
		acknowledges: false,
		answersEarly: false,
		needsTown: false,
		command: (port) => ({ args: [`${folder}/broadcast-process.ts`, String(port)] })
	},
	{
		id: 'y-websocket',
		title: 'y-websocket server, in memory',
		codec: stockCodec,
		isBare: false,
		acknowledges: false,
		answersEarly: false,
		needsTown: false,
		command: (port) => ({ args: [stockServer], env: { HOST: '127.0.0.1', PORT: String(port) } })
	},
	{
		id: 'y-websocket-leveldb',
		title: 'y-websocket + LevelDB',
		codec: stockCodec,
		isBare: false,
		acknowledges: false,
		answersEarly: true,
		needsTown: false,
		command: (port, directory) => ({
			args: [stockServer],
			env: { HOST: '127.0.0.1', PORT: String(port), YPERSISTENCE: directory }
		})
	},
	{
		id: 'hocuspocus',
		title: 'Hocuspocus + SQLite',
		codec: hocuspocusCodec,
		isBare: false,
		acknowledges: false,
		answersEarly: false,
		needsTown: false,
		command: (port, directory) => ({ args: [`${folder}/servers/hocuspocus-process.mjs`, String(port), directory] })
	},
	{
		id: 'tandem',
		title: '**Tandem**',
		codec: relayCodec,
		isBare: false,
		acknowledges: true,
		answersEarly: false,
		needsTown: true,
		command: (port, directory) => ({
			// Only for ours: they were measured on our garbage.
			args: [...serverFlags, `${folder}/tandem-process.ts`],
			env: { PORT: String(port), TANDEM_DATA: directory, LOG_LEVEL: 'error' }
		})
	}
]

export interface Running {
	contender: Contender
	port: number
	/** What the seat's device sends when it connects. */
	headersOf(documentId: string, seat: Seat): Record<string, string>
	process: ChildProcess
	/** Seconds of processor time since it started, user and system. */
	cpuSeconds(): number
	/** Resident bytes now, and their peak. */
	memory(): { rss: number; peak: number }
	/** Requests a garbage collection; it happens soon. */
	collect(): void
	/** Kills it like a power cut of the process. */
	kill(): Promise<void>
}

/** The processes to kill at exit: no other code knows of them when a measure throws. */
const alive = new Set<ChildProcess>()
process.once('exit', () => alive.forEach((child) => child.kill('SIGKILL')))

/** The load, which is this process, gets the other cores, also while the server may use all of them. */
export function leaveServerCore(): void {
	const last = cpus().length - 1
	if (last > 0) execFileSync('taskset', ['--all-tasks', '--cpu-list', '--pid', `1-${last}`, String(process.pid)])
}

export interface StartOptions {
	/** The people of `directory`. */
	town?: Town | null
	/** With all its threads on one core, which the load does not use. */
	isPinned?: boolean
}

/** Resolves when it accepts connections. Its output is dropped unless it fails to start. */
export async function start(
	contender: Contender,
	directory: string,
	{ town = null, isPinned = false }: StartOptions = {}
): Promise<Running> {
	const port = await freePort()
	const { args, env } = contender.command(port, directory)
	const command = [process.execPath, '--no-warnings', '--expose-gc', HEAP, '--import', collector, ...args]
	const cores = isPinned ? SERVER_CORE : `0-${cpus().length - 1}`
	const child = spawn('taskset', ['--cpu-list', cores, ...command], {
		stdio: ['ignore', 'ignore', 'pipe'],
		// For all, so that no figure depends on how the benchmark was started.
		env: { ...process.env, ...allocation, ...env }
	})
	let complaints = ''
	child.stderr?.on('data', (text) => (complaints = (complaints + text).slice(-4000)))
	alive.add(child)
	const ended = once(child, 'exit').finally(() => alive.delete(child))
	await Promise.race([
		answers(port),
		ended.then(() => Promise.reject(new Error(`${contender.title} did not start:\n${complaints}`)))
	])
	return {
		contender,
		port,
		headersOf: (documentId, seat) => ({ cookie: town?.cookies.get(documentId)?.[seat] ?? '' }),
		process: child,
		cpuSeconds: () => readCpuSeconds(child.pid!),
		memory: () => readMemory(child.pid!),
		collect: () => void child.kill('SIGUSR2'),
		async kill() {
			if (child.exitCode !== null || child.signalCode !== null) return
			child.kill('SIGKILL')
			await ended
		}
	}
}

/** Resolves when the port is open; tries again until then. */
async function answers(port: number): Promise<void> {
	for (;;) {
		const socket = connect(port, '127.0.0.1')
		const isOpen = await new Promise<boolean>((resolve) => {
			socket.on('connect', () => resolve(true))
			socket.on('error', () => resolve(false))
		})
		socket.destroy()
		if (isOpen) return
		await new Promise((resolve) => setTimeout(resolve, 20))
	}
}
