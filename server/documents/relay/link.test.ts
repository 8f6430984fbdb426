import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import { afterEach, expect, it, vi } from 'vitest'
import { WebSocket, WebSocketServer, type Server } from 'ws'
import { Batch, type Link, SocketLink } from './link.ts'
import { RelaySocket } from './entrance.ts'

const LARGE = 40_000
let server: Server<typeof RelaySocket>

afterEach(() => void server.close())

/** A device's socket, the relay's link to it and what that writes to, and the lengths of the frames that came. */
async function connect(): Promise<{ device: WebSocket; link: Link; stream: Socket; came: number[] }> {
	server = new WebSocketServer<typeof RelaySocket>({
		host: '127.0.0.1',
		port: 0,
		perMessageDeflate: false,
		WebSocket: RelaySocket
	})
	await once(server, 'listening')
	const linked = new Promise<{ link: Link; stream: Socket }>((resolve) =>
		server.once('connection', (socket, { socket: stream }) =>
			resolve({ link: new SocketLink(socket, stream, new Batch()), stream })
		)
	)
	const device = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`)
	const came: number[] = []
	device.on('message', (data: Buffer) => came.push(data.length))
	await once(device, 'open')
	return { device, ...(await linked), came }
}

it('small and large frames of one turn come in the order they were sent, and before the link is closed', async () => {
	const { device, link, came } = await connect()
	const lengths = [1, 125, 126, 200, LARGE, 0, 16_384, 70_000, 3]
	for (const length of lengths) link.send(new Uint8Array(length))
	link.close('restarting')
	const [code] = await once(device, 'close')
	expect(came).toEqual(lengths)
	expect(code).toBe(1012)
})

it('small frames of one turn are one write', async () => {
	const { device, link, stream, came } = await connect()
	const write = vi.spyOn(stream, 'write')
	for (const length of [70, 8, 300]) link.send(new Uint8Array(length))
	await once(device, 'message')
	await expect.poll(() => came).toEqual([70, 8, 300])
	expect(write).toHaveBeenCalledTimes(1)
	device.terminate()
})

it('what waits for the end of the turn counts as waiting to be sent', async () => {
	const { device, link, came } = await connect()
	expect(link.bufferedBytes()).toBe(0)
	link.send(new Uint8Array(100))
	expect(link.bufferedBytes()).toBeGreaterThan(100)
	await once(device, 'message')
	expect([came, link.bufferedBytes()]).toEqual([[100], 0])
	device.terminate()
})

it('whoever is told that a frame has left is told after those before it', async () => {
	const { device, link, came } = await connect()
	link.send(new Uint8Array(5))
	await new Promise<void>((resolve) => link.send(new Uint8Array(7), resolve))
	await expect.poll(() => came).toEqual([5, 7])
	device.terminate()
})

it('what is sent to a link that was cut goes nowhere, and nobody is disturbed', async () => {
	const { device, link, came } = await connect()
	link.send(new Uint8Array(5))
	link.cut()
	link.send(new Uint8Array(6))
	const left = new Promise<void>((resolve) => link.send(new Uint8Array(LARGE), () => resolve()))
	await Promise.all([once(device, 'close'), left])
	expect(came).toEqual([])
})
