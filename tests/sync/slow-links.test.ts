/** A slow device is not taken for a gone one; a throttled one gains nothing by reconnecting; and nobody can exploit this (R10). */
import { once } from 'node:events'
import { afterEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { encodeStep1, encodeUpdate } from '#protocol/frames.ts'
import { anEdit, openLine } from '../support/peer.ts'
import { plan, startRelayFixture, type RelayFixture, type RelayFixtureOptions } from '../support/relay-fixture.ts'

let fixture: RelayFixture
afterEach(() => fixture?.stop())

describe('[R10] a frame that takes its time', () => {
	it('[R10] may come over many pings, to none of which its sender can answer', async () => {
		const { url, storage } = await start({ settings: { leastBytes: 100 } })
		const irina = await openSlow(url)
		const frame = encodeUpdate(anEdit('large', 'x'.repeat(4000)))
		await sendAtPings(irina, frame, 400)
		await expect.poll(() => storage.load(plan)).toHaveLength(1)
		irina.close()
	})

	it('[R10] ends its connection when hardly anything comes of it', async () => {
		const { url } = await start({ settings: { leastBytes: 100 } })
		const mallory = await openSlow(url)
		void sendAtPings(mallory, new Uint8Array(4000), 1)
		expect(await once(mallory, 'close')).toEqual([1006, expect.anything()])
	})

	it('[R10] ends its connection when it takes too long', async () => {
		const { url } = await start({ settings: { leastBytes: 100, frameMs: 200 } })
		const mallory = await openSlow(url)
		void sendAtPings(mallory, new Uint8Array(4_000_000), 200)
		expect(await once(mallory, 'close')).toEqual([1006, expect.anything()])
	})
})

it('[R10] whoever leaves after sending too fast and comes back is not answered before they may be read again', async () => {
	const { url } = await start({ settings: { framesPerSecond: 20, burstMs: 0, pingMs: 25_000 } })
	const irina = await openLine(url, plan, { person: 'irina', query: 'v=1' })
	await expect.poll(() => irina.hellos().length).toBe(1)
	const startedAt = performance.now()
	for (let index = 0; index < 10; index++) irina.socket.send(encodeUpdate(anEdit(`edit-${index}`)))
	await expect.poll(() => irina.acks().at(-1)?.counter).toBe(10)
	irina.socket.terminate()
	await irina.closed
	const again = await openLine(url, plan, { person: 'irina', query: 'v=1' })
	again.socket.send(encodeStep1(Uint8Array.of(0)))
	await expect.poll(() => again.acks().length, { interval: 5 }).toBe(1)
	// Ten frames at 20 a second.
	expect(performance.now() - startedAt).toBeGreaterThan(450)
})

async function start(options: RelayFixtureOptions): Promise<RelayFixture> {
	return (fixture = await startRelayFixture({ ...options, settings: { pingMs: 20, sweepMs: 5, ...options.settings } }))
}

/** A device that is in the middle of a frame answers no ping. */
async function openSlow(url: string): Promise<WebSocket> {
	const socket = new WebSocket(`${url}/${plan}`, { autoPong: false, headers: { 'x-person': 'irina' } })
	await once(socket, 'open')
	return socket
}

/** Sends so many bytes of the frame at each ping, until it is whole; the last bytes without waiting. */
async function sendAtPings(socket: WebSocket, frame: Uint8Array, bytes: number): Promise<void> {
	let sent = 0
	for (; sent + bytes < frame.length; sent += bytes) {
		socket.send(frame.subarray(sent, sent + bytes), { fin: false })
		await once(socket, 'ping')
	}
	socket.send(frame.subarray(sent), { fin: true })
}
