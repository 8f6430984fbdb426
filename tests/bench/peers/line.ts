/** One client's WebSocket to a contender, without a Y.Doc: the load must cost less than what is measured. */
import { WebSocket } from 'ws'
import { EMPTY_STATE_VECTOR, type DecodedFrame } from './codec.ts'
import type { Running } from './contenders.ts'
import type { Seat } from './town.ts'

export interface Line {
	send(frame: Uint8Array): void
	/** Replaces the listener before it. */
	listen(onFrame: (decoded: NonNullable<DecodedFrame>) => void): void
	close(): void
	/** Resolves when the other end is gone. */
	readonly closed: Promise<void>
}

export interface LineOptions {
	/** What the client has; nothing by default. */
	stateVector?: Uint8Array
	/** Whose device it is. */
	seat?: Seat
	/** The query after the path: `&since=…`. */
	query?: string
	/** Receives each stored update of documents that have content. */
	onStored?(update: Uint8Array): void
}

/**
 * Resolves when the document has arrived; for a bare contender, on connecting. With `onStored` the document is known to have
 * content, so an empty answer sent before the disk was read does not count. Rejects when the line closes before.
 */
export function openLine(running: Running, documentId: string, options: LineOptions = {}): Promise<Line> {
	const { codec } = running.contender
	const { stateVector = EMPTY_STATE_VECTOR, seat = 'mentor', query = '' } = options
	const socket = new WebSocket(`ws://127.0.0.1:${running.port}${codec.path(documentId)}${query}`, {
		perMessageDeflate: false,
		headers: running.headersOf(documentId, seat)
	})
	const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
	let listener: ((decoded: NonNullable<DecodedFrame>) => void) | null = null
	const line: Line = {
		send: (frame) => socket.send(frame),
		listen: (onFrame) => void (listener = onFrame),
		close: () => socket.terminate(),
		closed
	}
	return new Promise((resolve, reject) => {
		socket.on('error', reject)
		socket.on('close', (code) => reject(new Error(`Closed with ${code}`)))
		socket.on('open', () => {
			if (running.contender.isBare) return resolve(line)
			for (const frame of codec.greet(documentId, stateVector)) socket.send(frame)
		})
		socket.on('message', (bytes: Buffer) => {
			const decoded = codec.decode(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength))
			if (decoded === null) return
			listener?.(decoded)
			if (decoded.type === 'ack') return
			options.onStored?.(decoded.update)
			const isEarly = running.contender.answersEarly && options.onStored !== undefined
			if (decoded.type === (isEarly ? 'update' : 'answer')) resolve(line)
		})
	})
}

/** Opens many, at most `atOnce` at a time. */
export async function openLines(count: number, open: (index: number) => Promise<Line>, atOnce = 200): Promise<Line[]> {
	const lines: Line[] = []
	let next = 0
	await Promise.all(
		Array.from({ length: Math.min(atOnce, count) }, async () => {
			for (let index = next++; index < count; index = next++) lines[index] = await open(index)
		})
	)
	return lines
}
