import { describe, expect, it } from 'vitest'
import { createMetrics, type MetricsSources } from './metrics.ts'

const sources: MetricsSources = {
	relay: () => ({ connections: 2, rooms: 1, uncommittedDocuments: 1, admissions: 3 }),
	compaction: () => ({
		queued: 4,
		oldestQueuedAt: new Date('2026-11-21T09:00:00.000Z'),
		pending: 5,
		failed: 6,
		saved: 0,
		thinnedRows: 0,
		sweptAt: null
	}),
	countUnderReview: async () => 7,
	filling: async () => 8,
	now: () => new Date('2026-11-21T09:01:30.000Z')
}

describe('the metrics', () => {
	it('say what there is at the moment somebody asks', async () => {
		const metrics = createMetrics()
		metrics.watch(sources)
		const text = await metrics.render()
		for (const line of [
			'tandem_connections 2',
			'tandem_rooms 1',
			'tandem_documents_uncommitted 1',
			'tandem_admissions 3',
			'tandem_compaction_queue 4',
			'tandem_documents_pending 5',
			'tandem_compaction_failed 6',
			'tandem_compaction_lag_seconds 90',
			'tandem_held_waiting 7',
			'tandem_documents_filling 8'
		]) {
			expect(text).toContain(`${line}\n`)
		}
	})

	it('count what the relay does, edits by how long they took', async () => {
		const { meter, render } = createMetrics()
		for (const milliseconds of [0.4, 3, 30]) meter.committed(milliseconds)
		meter.acknowledged()
		meter.refused('revoked', true)
		meter.refused('read-only', false)
		meter.closed('overloaded')
		const text = await render()
		for (const line of [
			'tandem_commit_seconds_bucket{le="0.001"} 1',
			'tandem_commit_seconds_bucket{le="0.005"} 2',
			'tandem_commit_seconds_count 3',
			'tandem_acks_total 1',
			'tandem_nacks_total{reason="revoked",held="true"} 1',
			'tandem_nacks_total{reason="read-only",held="false"} 1',
			'tandem_closes_total{reason="overloaded"} 1'
		]) {
			expect(text).toContain(`${line}\n`)
		}
	})

	it('count requests by route and status, so that guessing at passwords is seen', async () => {
		const { answered, render } = createMetrics()
		for (const status of [401, 401, 429]) answered('POST', '/api/sign-in', status)
		const text = await render()
		expect(text).toContain('tandem_requests_total{method="POST",route="/api/sign-in",status="401"} 2\n')
		expect(text).toContain('tandem_requests_total{method="POST",route="/api/sign-in",status="429"} 1\n')
	})

	it('of a server that is only starting are those of its process', async () => {
		const text = await createMetrics().render()
		expect(text).toContain('process_resident_memory_bytes')
		expect(text).toMatch(/^tandem_connections 0$/m)
	})
})
