import { afterEach, expect, it, vi } from 'vitest'
import * as Y from 'yjs'
import { decodeFrame } from '#protocol/frames.ts'
import { Answering, type AnsweringConnection } from './answering.ts'

const ACK_MS = 100

afterEach(() => void vi.useRealTimers())

it('[R9] an answer that cannot be made is told to its own connection, and stops nothing else', async () => {
	const failed = await new Promise<unknown>((resolve) => {
		const connection: AnsweringConnection = {
			room: {
				async readMissing() {
					const updates = Iterator.from([Uint8Array.of(0, 0)]).map(() => {
						throw new Error('damaged on the disk')
					})
					return { updates, sequence: 1 }
				},
				readSince: async () => null,
				queue: { sequence: 1 }
			},
			transport: { bufferedBytes: () => 0 },
			isOpen: () => true,
			send() {},
			sendAck() {},
			failed: resolve
		}
		expect(new Answering(connection, null, ACK_MS).ask(Y.encodeStateVector(new Y.Doc()))).toBe('asked')
	})
	expect(failed).toEqual(new Error('damaged on the disk'))
})

it('[R2] a device that types is told at once, then ten times a second of all that is durable by then', async () => {
	vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
	const { answering, told } = open()
	await acknowledge(answering, 1, 2)
	expect(told).toEqual([2])
	await acknowledge(answering, 3)
	vi.advanceTimersByTime(ACK_MS / 2)
	await acknowledge(answering, 4)
	expect(told).toEqual([2])
	vi.advanceTimersByTime(ACK_MS / 2)
	expect(told).toEqual([2, 4])
	vi.advanceTimersByTime(ACK_MS)
	await acknowledge(answering, 5)
	expect(told).toEqual([2, 4, 5])
	vi.advanceTimersByTime(1000)
	expect(told).toEqual([2, 4, 5])
})

it('[R2] an ACK that is gathered leaves with the next frame of the partner, or when the connection ends', async () => {
	vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
	const { answering, told, transport } = open()
	await acknowledge(answering, 1)
	await acknowledge(answering, 2)
	transport.bufferedBytes = () => 60
	await acknowledge(answering, 3)
	expect(told).toEqual([1, 3])
	transport.bufferedBytes = () => 0
	await acknowledge(answering, 4)
	answering.flush()
	expect(told).toEqual([1, 3, 4])
	vi.advanceTimersByTime(1000)
	expect(told).toEqual([1, 3, 4])
})

/** `told`: the counters of the ACKs. */
function open() {
	const told: number[] = []
	const transport = { bufferedBytes: () => 0 }
	const answering = new Answering(
		{
			room: { readMissing: async () => null, readSince: async () => null, queue: { sequence: 0 } },
			transport,
			isOpen: () => true,
			send() {},
			sendAck(bytes) {
				const frame = decodeFrame(bytes)
				if (frame?.type === 'ack') told.push(frame.ack.counter)
			},
			failed() {}
		},
		null,
		ACK_MS
	)
	return { answering, told, transport }
}

/** The frames up to each counter become durable in one turn. */
async function acknowledge(answering: Answering, ...counters: number[]): Promise<void> {
	for (const counter of counters) answering.acknowledge(counter)
	await new Promise<void>((resolve) => process.nextTick(resolve))
}
