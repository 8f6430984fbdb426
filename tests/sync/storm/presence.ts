/** Mallory and her friends, members of the programme, send their presence to everybody a million times. */
import { Worker } from 'node:worker_threads'
import { decodeFrame } from '#protocol/frames.ts'
import { WebSocket } from 'ws'
import type { Heap } from './bounds.ts'
import { createStormDevice } from './device.ts'
import { summarise, type Latency } from './latency.ts'
import { collecting, startWatched, type Worst } from './server.ts'
import { foundLargeTown } from './town.ts'
import type { Sent, SpamOrder } from './spammer.ts'

export interface PresenceReport extends Worst, Sent {
	seconds: number
	/** Frames that Irina received of it, per second. */
	receivedPerSecond: number
	receivedBytesPerSecond: number
	/** Edit → acknowledged, ms: in Mallory's room, in another, and in another before it all. */
	sameRoom: Latency
	otherRoom: Latency
	before: Latency
	/** How often an honest device was sent away. */
	sentAway: number
	/** The server's heap at rest, bytes: before and after. */
	heap: Heap
}

/** Below the relay's limit, to leave room for the rest of the frame. */
const MOST_STATE_BYTES = 60 * 1024
const CONNECTIONS_OF_EACH = 2
const EDIT_MS = 20
const CALM_MS = 2000

export async function runPresenceStorm(updates: number, mallories: number, mostMs: number): Promise<PresenceReport> {
	const town = await foundLargeTown({ pairs: 2, networks: 2, mallories })
	const watched = await startWatched(town, collecting)
	let sentAway = 0
	const people = town.inhabitants.map((inhabitant) =>
		createStormDevice({ url: watched.url, inhabitant, onClosed: () => (sentAway += 1) })
	)
	const [viktor, , oleg] = people
	const irina = town.inhabitants[1]
	if (viktor === undefined || oleg === undefined || irina === undefined) throw new Error('The town is too small')
	const listener = listen(`${watched.url}/${irina.documentId}?v=1`, irina.headers)
	const editing = setInterval(() => [viktor, oleg].forEach((device) => device.edit()), EDIT_MS)
	try {
		people.forEach((device) => device.start())
		await calm()
		const before = summarise(oleg.takeLatencies())
		viktor.takeLatencies()
		const heapBefore = await watched.restingHeap()
		watched.takeWorst()
		const receivedBefore = { ...listener.received }
		const startedAt = performance.now()
		const sent = await spam({
			address: `${watched.url}/${irina.documentId}?v=1`,
			headers: town.mallories.map(({ headers }) => headers),
			updates,
			mostMs,
			connections: mallories * CONNECTIONS_OF_EACH,
			mostStateBytes: MOST_STATE_BYTES
		})
		const seconds = (performance.now() - startedAt) / 1000
		const received = listener.received
		const report = {
			...sent,
			seconds,
			receivedPerSecond: (received.frames - receivedBefore.frames) / seconds,
			receivedBytesPerSecond: (received.bytes - receivedBefore.bytes) / seconds,
			sameRoom: summarise(viktor.takeLatencies()),
			otherRoom: summarise(oleg.takeLatencies()),
			before,
			...watched.takeWorst()
		}
		await calm()
		return {
			...report,
			sentAway: sentAway + listener.closed(),
			heap: { before: heapBefore, after: await watched.restingHeap() }
		}
	} finally {
		clearInterval(editing)
		people.forEach((device) => device.stop())
		listener.stop()
		await watched.dispose()
	}
}

function spam(order: SpamOrder): Promise<Sent> {
	const worker = new Worker(new URL('./spammer.ts', import.meta.url), { workerData: order })
	return new Promise((resolve, reject) => {
		let sent: Sent = { updates: 0, unreadBytes: 0, closed: 0 }
		worker.on('message', (message: Sent) => (sent = message))
		worker.on('error', reject)
		worker.on('exit', () => resolve(sent))
	})
}

/** Counts what a device in their room receives. */
function listen(address: string, headers: Record<string, string>) {
	const received = { frames: 0, bytes: 0 }
	let closes = 0
	const socket = new WebSocket(address, { headers, perMessageDeflate: false })
	socket.on('message', (data: Buffer) => {
		if (decodeFrame(new Uint8Array(data))?.type !== 'awareness') return
		received.frames += 1
		received.bytes += data.length
	})
	socket.on('error', () => undefined)
	socket.on('close', () => (closes += 1))
	return { received, closed: () => closes, stop: () => socket.terminate() }
}

const calm = () => new Promise((resolve) => setTimeout(resolve, CALM_MS))
