/** The real server on a large town, observed through its own metrics. */
import { freePort } from '../../support/free-port.ts'
import { startServer, type RunningServer } from '../../support/server-process.ts'
import type { LargeTown } from './town.ts'

export interface WatchedServer {
	server: RunningServer
	/** `ws://…/sync` */
	url: string
	/** The worst values since the last call. */
	takeWorst(): Worst
	/** The current value of a metric without labels; null while the server does not answer. */
	read(name: string): Promise<number | null>
	/** Bytes on the heap of a server started with `collecting`; takes some seconds, and rejects after a minute without an answer. */
	restingHeap(): Promise<number>
	dispose(): Promise<void>
}

/** Makes the server collect its garbage every second. */
export const collecting = { NODE_OPTIONS: '--expose-gc --import=data:text/javascript,setInterval(gc,1000).unref()' }

export interface Worst {
	residentBytes: number
	/** By how many ms the event loop was late. */
	lateMs: number
}

const WATCH_MS = 250
/** For a server that may be gone. */
const PATIENCE_MS = 60_000
/** Over several collections. */
const RESTING_READINGS = 8

export async function startWatched(town: LargeTown, env: Record<string, string> = {}): Promise<WatchedServer> {
	const metricsPort = await freePort()
	const server = await startServer({
		LOG_LEVEL: 'error',
		TANDEM_DATA: town.dataDirectory,
		TANDEM_DEMO: '0',
		TANDEM_METRICS_PORT: `${metricsPort}`,
		...env
	})
	let worst: Worst = { residentBytes: 0, lateMs: 0 }
	let isWatching = true
	const watching = watch()

	async function watch(): Promise<void> {
		while (isWatching) {
			const text = await readMetrics()
			if (text !== null) {
				const residentBytes = valueOf(text, 'process_resident_memory_bytes') ?? 0
				// Since it was last read.
				const lateMs = 1000 * (valueOf(text, 'nodejs_eventloop_lag_max_seconds') ?? 0)
				worst = {
					residentBytes: Math.max(worst.residentBytes, residentBytes),
					lateMs: Math.max(worst.lateMs, lateMs)
				}
			}
			await new Promise((resolve) => setTimeout(resolve, WATCH_MS))
		}
	}

	async function readMetrics(): Promise<string | null> {
		try {
			const answer = await fetch(`http://127.0.0.1:${metricsPort}/metrics`)
			return answer.ok ? await answer.text() : null
		} catch {
			// It is stopped or killed, which is part of a storm.
			return null
		}
	}

	async function read(name: string): Promise<number | null> {
		const text = await readMetrics()
		return text === null ? null : valueOf(text, name)
	}

	return {
		server,
		url: `${server.origin.replace('http', 'ws')}/sync`,
		takeWorst() {
			const taken = worst
			worst = { residentBytes: 0, lateMs: 0 }
			return taken
		},
		read,
		async restingHeap() {
			const readings: number[] = []
			const patience = AbortSignal.timeout(PATIENCE_MS)
			while (readings.length < RESTING_READINGS) {
				patience.throwIfAborted()
				const bytes = await read('nodejs_heap_size_used_bytes')
				if (bytes !== null) readings.push(bytes)
				await new Promise((resolve) => setTimeout(resolve, WATCH_MS))
			}
			return Math.min(...readings)
		},
		async dispose() {
			isWatching = false
			await watching
			await server.dispose()
		}
	}
}

function valueOf(text: string, name: string): number | null {
	const found = new RegExp(`^${name} (\\S+)$`, 'm').exec(text)
	return found === null ? null : Number(found[1])
}
