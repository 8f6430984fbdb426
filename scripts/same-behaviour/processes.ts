/**
 * Runs what needs another clock in separate processes: servers for which it is always the same moment, and simulated
 * worlds, whose clock, timers and chance replace those of the process. Modules keep the clock that they find, so each
 * process imports them last.
 */
import { execFile, fork } from 'node:child_process'
import { promisify } from 'node:util'

/** Noon of a Friday in the demonstration municipality. */
export const MOMENT = Date.UTC(2026, 10, 20, 5)

export interface FixedServer {
	readonly origin: string
	stop(): Promise<void>
}

export interface FixedServers {
	start(dataDirectory: string): Promise<FixedServer>
	end(): void
}

interface Order {
	do: 'start' | 'stop'
	dataDirectory: string
}

interface Done extends Order {
	origin: string
}

export function openFixedServers(): FixedServers {
	const child = fork(import.meta.filename, ['servers'], { env: { ...process.env, LOG_LEVEL: 'warn' }, execArgv: [] })

	function ask(order: Order): Promise<string> {
		return new Promise((resolve, reject) => {
			const fail = () => reject(new Error('The process of the servers has ended'))
			const onMessage = (done: Done) => {
				if (done.do !== order.do || done.dataDirectory !== order.dataDirectory) return
				child.off('message', onMessage)
				child.off('exit', fail)
				resolve(done.origin)
			}
			child.on('message', onMessage)
			child.once('exit', fail)
			child.send(order)
		})
	}

	return {
		async start(dataDirectory) {
			const origin = await ask({ do: 'start', dataDirectory })
			return { origin, stop: () => ask({ do: 'stop', dataDirectory }).then(() => undefined) }
		},
		end: () => void child.kill()
	}
}

/** More processes than cores only wait for each other. */
const WORLD_PROCESSES = 2

/**
 * The outcomes of the worlds with seeds from 1 on (tests/sync/simulate.ts), a line each. A world's hash covers its
 * events, and also the names that the simulator gives to events and actors (trace.ts mixes in lengths and first letters
 * of `what` and `who`). If such a name changes, every hash changes though behaviour is the same: record such a renaming
 * separately.
 */
export async function runWorlds(count: number): Promise<string[]> {
	const share = Math.ceil(count / WORLD_PROCESSES)
	const firsts = Array.from({ length: WORLD_PROCESSES }, (_, index) => index * share + 1).filter(
		(first) => first <= count
	)
	const outcomes = await Promise.all(
		firsts.map(async (first) => {
			const last = Math.min(first + share - 1, count)
			const { stdout } = await promisify(execFile)(process.execPath, [
				import.meta.filename,
				'worlds',
				`${first}`,
				`${last}`
			])
			return stdout.trimEnd().split('\n')
		})
	)
	return outcomes.flat()
}

if (process.argv[1] === import.meta.filename) {
	const [task, first = 1, last = 0] = process.argv.slice(2)
	if (task === 'servers') await serve()
	else await simulate(Number(first), Number(last))
}

async function serve(): Promise<void> {
	fixDate()
	const { readConfig } = await import('../../server/config.ts')
	const { startServer } = await import('../../server/wire.ts')
	const running = new Map<string, { address: string; stop(): Promise<void> }>()
	process.on('message', (order: Order) => {
		void carryOut(order).then((origin) => process.send?.({ ...order, origin }))
	})
	process.once('disconnect', () => process.exit(0))

	async function carryOut({ do: what, dataDirectory }: Order): Promise<string> {
		if (what === 'start') {
			const env = { ...process.env, TANDEM_DATA: dataDirectory, TANDEM_DEMO: '1', PORT: '0' }
			running.set(dataDirectory, await startServer(readConfig(env)))
		} else await running.get(dataDirectory)?.stop()
		return running.get(dataDirectory)?.address ?? ''
	}
}

function fixDate(): void {
	globalThis.Date = class extends Date {
		constructor(...parts: []) {
			super(...((parts.length === 0 ? [MOMENT] : parts) as []))
		}
		static override now(): number {
			return MOMENT
		}
	} as DateConstructor
}

async function simulate(first: number, last: number): Promise<void> {
	await import('../../tests/sync/simulator/hooks.ts')
	const { run } = await import('../../tests/sync/simulator/world.ts')
	for (let seed = first; seed <= last; seed++) {
		const { hash, operations, complaint } = await run(seed)
		console.log(`${seed}: ${hash}, ${operations} operations, ${complaint?.kind ?? 'no complaint'}`)
	}
	// Do not wait for timers that a world has left behind.
	process.exit()
}
