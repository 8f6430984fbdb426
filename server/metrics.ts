/**
 * The server's metrics, as Prometheus text. The relay and the API update the counters; gauges are read when somebody asks.
 * Documents and people are counted, never named.
 */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { Meter, RelayStats } from './documents/relay/options.ts'
import type { CompactionStats } from './jobs/compaction.ts'

export interface MetricsSources {
	relay(): RelayStats
	compaction(): CompactionStats
	/** Late edits that wait for a decision. */
	countUnderReview(): Promise<number>
	/** Documents at or above the soft limit of their size (sync.md R7). */
	filling(): Promise<number>
	now(): Date
}

export interface Metrics {
	meter: Meter
	/** One request to the API; `route`: its pattern. */
	answered(method: string, route: string, status: number): void
	/** From now on the gauges read these sources. */
	watch(sources: MetricsSources): void
	contentType: string
	render(): Promise<string>
}

/** Seconds. An edit is durable within a few milliseconds; what takes a second is a disk in trouble. */
const COMMIT_BUCKETS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 5]

export function createMetrics(): Metrics {
	const register = new Registry()
	const registers = [register]
	let sources: MetricsSources | null = null
	// Memory, CPU, and the delay of the event loop.
	collectDefaultMetrics({ register })

	const commits = new Histogram({
		name: 'tandem_commit_seconds',
		help: 'From the arrival of an edit until it is durable and on its way to the others',
		buckets: COMMIT_BUCKETS,
		registers
	})
	const acks = new Counter({ name: 'tandem_acks_total', help: 'Acknowledgements sent', registers })
	const nacks = new Counter({
		name: 'tandem_nacks_total',
		help: 'Updates refused; held: they are in the holding log',
		labelNames: ['reason', 'held'],
		registers
	})
	const closes = new Counter({
		name: 'tandem_closes_total',
		help: 'Connections the relay closed or did not admit',
		labelNames: ['reason'],
		registers
	})

	const requests = new Counter({
		name: 'tandem_requests_total',
		help: 'Requests to the API answered; 401 of a way to sign in: it failed, 429: a limit was reached',
		labelNames: ['method', 'route', 'status'],
		registers
	})

	function gauge(name: string, help: string, read: (from: MetricsSources) => number | Promise<number>): void {
		new Gauge({
			name,
			help,
			registers,
			async collect() {
				if (sources !== null) this.set(await read(sources))
			}
		})
	}

	gauge('tandem_connections', 'Open connections of devices', ({ relay }) => relay().connections)
	gauge('tandem_admissions', 'Devices neither admitted nor refused yet', ({ relay }) => relay().admissions)
	gauge('tandem_rooms', 'Open documents', ({ relay }) => relay().rooms)
	gauge('tandem_documents_uncommitted', 'Documents with edits on their way to the disk', ({ relay }) => {
		return relay().uncommittedDocuments
	})
	gauge('tandem_documents_pending', 'Documents holding an edit that waits for another', ({ compaction }) => {
		return compaction().pending
	})
	gauge('tandem_documents_filling', 'Documents beyond the soft limit of their size', (from) => from.filling())
	gauge('tandem_compaction_queue', 'Documents due for a snapshot', ({ compaction }) => compaction().queued)
	gauge('tandem_compaction_failed', 'Documents no snapshot could be made of', ({ compaction }) => compaction().failed)
	gauge('tandem_compaction_lag_seconds', 'How long the first of those due has waited', ({ compaction, now }) => {
		const { oldestQueuedAt } = compaction()
		return oldestQueuedAt === null ? 0 : Math.max(0, (now().getTime() - oldestQueuedAt.getTime()) / 1000)
	})
	gauge('tandem_held_waiting', 'Edits in the holding log that nobody has decided on', (from) => from.countUnderReview())

	return {
		meter: {
			committed: (milliseconds) => commits.observe(milliseconds / 1000),
			acknowledged: () => acks.inc(),
			refused: (reason, isUnderReview) => nacks.inc({ reason, held: String(isUnderReview) }),
			closed: (reason) => closes.inc({ reason })
		},
		answered: (method, route, status) => requests.inc({ method, route, status }),
		watch(from) {
			sources = from
		},
		contentType: register.contentType,
		render: () => register.metrics()
	}
}
