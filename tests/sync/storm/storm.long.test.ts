import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { createHttpServer } from '../../../server/http/serve/listen.ts'
import { startRelayFixture } from '../../support/relay-fixture.ts'
import { collectedHeap } from '../../support/collected-heap.ts'
import { excessesOf } from './bounds.ts'
import { runPresenceStorm } from './presence.ts'
import { runReconnectStorm } from './reconnect.ts'
import { runSocketStorm, socketKinds, wrongsOf } from './sockets.ts'

it(
	'[R1] [R13] everybody comes back after the server was killed, and after it was stopped; nothing acknowledged is missing, nobody waits long, no memory is kept',
	{ timeout: 120_000 },
	async () => {
		const { phases, acknowledged, missing, heap } = await runReconnectStorm(40, 2)
		expect(missing).toEqual([])
		const latencies = phases.map(({ neighbours }) => neighbours)
		expect(excessesOf(latencies, heap)).toEqual([])
		expect(acknowledged).toBe(2 * (40 + 10 + 20))
		expect(phases.find(({ what }) => what === 'SIGTERM')?.closes.restarting).toBe(40)
	}
)

it(
	'[P10] [R9] nobody is sent away, nor hears all of it, when five members say thousands of times where they are',
	{ timeout: 60_000 },
	async () => {
		const { receivedPerSecond, sentAway, sameRoom, otherRoom, heap } = await runPresenceStorm(20_000, 5, 5000)
		expect(excessesOf([sameRoom, otherRoom], heap)).toEqual([])
		expect(sentAway).toBe(0)
		expect(receivedPerSecond).toBeLessThan(25)
	}
)

it(
	'[R9] [R10] sockets that only hold a place are cut, leave nothing behind, and those who work notice nothing',
	{ timeout: 60_000 },
	async () => {
		const { relay, storage, stop } = await startRelayFixture({
			settings: { pingMs: 400, sweepMs: 100, closeMs: 400, keepAliveMs: 300 }
		})
		await storage.createDocument('plan:program-2')
		const http = createHttpServer((_request, response) => response.end(), 400)
		http.server.on('upgrade', relay.handleUpgrade).listen(0, '127.0.0.1')
		await once(http.server, 'listening')
		const { port } = http.server.address() as AddressInfo
		const people = ['viktor', 'irina'].map((personId) => ({
			personId,
			documentId: 'plan:program-1',
			headers: { 'x-person': personId }
		}))
		const oleg = { personId: 'oleg', documentId: 'plan:program-2', headers: { 'x-person': 'oleg' } }
		const before = collectedHeap()
		const report = await runSocketStorm({
			url: `ws://127.0.0.1:${port}/sync`,
			honest: people,
			sleepers: [oleg],
			counts: {
				'sends headers byte by byte': 20,
				'stops in the handshake': 20,
				'says nothing': 20,
				'sends a frame byte by byte': 20,
				'never reads': 20
			},
			patienceMs: 20_000
		})
		expect(wrongsOf(report)).toEqual([])
		expect(Object.keys(report.cut)).toHaveLength(socketKinds.length)
		// The heap of the relay and of the sockets: they share a process here.
		expect(excessesOf([report.latency], { before, after: collectedHeap() })).toEqual([])
		await stop()
		await http.close()
	}
)
