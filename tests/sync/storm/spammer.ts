/**
 * Sends presence as fast as its connections are read. It runs in its own thread, so that it does not delay the measurements:
 * `workerData` is a SpamOrder; it posts a Sent, and ends after the last update.
 */
import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { WebSocket } from 'ws'
import { encodePresence } from '#protocol/presence.ts'
import { encodeAwareness } from '#protocol/frames.ts'

export interface SpamOrder {
	/** With its query. */
	address: string
	/** Of each person who sends. */
	headers: Record<string, string>[]
	updates: number
	/** It gives up then: the relay limits how fast it reads. */
	mostMs: number
	/** Of all of them together. */
	connections: number
	/** Of the largest state; the smallest has a few bytes. */
	mostStateBytes: number
}

export interface Sent {
	updates: number
	/** Bytes of them that the relay did not read in time. */
	unreadBytes: number
	/** Connections that were ended. */
	closed: number
}

const order = workerData as SpamOrder
/** What may wait in our own sockets while the relay does not read them. */
const MOST_WAITING_BYTES = 1024 * 1024
const ONE_LARGE_IN = 50
/** The server shares a machine of two cores. */
const REST_MS = 2

const lines = await Promise.all(
	Array.from({ length: order.connections }, async (_, index) => {
		const headers = order.headers[index % order.headers.length]
		const socket = new WebSocket(order.address, { headers, perMessageDeflate: false })
		socket.on('message', () => undefined)
		socket.on('error', () => undefined)
		await once(socket, 'open')
		return socket
	})
)
let sent = 0
const endsAt = performance.now() + order.mostMs
const isTime = () => performance.now() < endsAt
while (sent < order.updates && isTime()) {
	const open = lines.filter((socket) => socket.readyState === WebSocket.OPEN)
	if (open.length === 0) break
	for (const socket of open) {
		if (socket.bufferedAmount > MOST_WAITING_BYTES) continue
		for (let burst = 0; burst < 20 && sent < order.updates; burst++)
			socket.send(presence(lines.indexOf(socket), sent++))
	}
	await setTimeout(REST_MS)
}
while (isTime() && lines.some((socket) => socket.readyState === WebSocket.OPEN && socket.bufferedAmount > 0))
	await setTimeout(REST_MS)
parentPort?.postMessage({
	updates: sent,
	unreadBytes: lines.reduce((sum, socket) => sum + socket.bufferedAmount, 0),
	closed: lines.filter((socket) => socket.readyState !== WebSocket.OPEN).length
} satisfies Sent)
for (const socket of lines) socket.terminate()

/** A different state each time; now and then as large as allowed, which grows. */
function presence(clientId: number, clock: number): Uint8Array {
	const isLarge = clock % ONE_LARGE_IN === 0
	const length = isLarge ? Math.floor((order.mostStateBytes * clock) / order.updates) : 0
	const state = { openItemId: `a${clock}`, padding: 'x'.repeat(length) }
	return encodeAwareness(encodePresence([{ clientId: clientId + 1, clock: clock + 1, state }]))
}
