/** A mentor and a mentee on one document, speaking frames directly: the load, without a browser's own cost. */
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { decodeFrame, encodeStep1, encodeUpdate, type Frame } from '#protocol/sync.ts'

export interface Pair {
	/** One edit by the mentor. Resolves when it was acknowledged and the mentee's document has it; in ms. */
	edit(): Promise<{ toPartner: number; toAck: number }>
	close(): Promise<void>
}

export async function createPair(port: number, documentId: string): Promise<Pair> {
	const mentor = new Y.Doc()
	const mentee = new Y.Doc()
	const waitingForAck: ((at: number) => void)[] = []
	const waitingForPartner = new Map<string, (at: number) => void>()
	let sent = 0
	let acknowledged = 0
	const mentorSocket = await open(port, documentId, 'mentor', (frame) => {
		if (frame.type === 'update') Y.applyUpdate(mentor, frame.update, 'relay')
		if (frame.type !== 'ack') return
		for (; acknowledged < frame.ack.counter; acknowledged++) waitingForAck.shift()?.(performance.now())
	})
	const menteeSocket = await open(port, documentId, 'mentee', (frame) => {
		if (frame.type === 'update') Y.applyUpdate(mentee, frame.update, 'relay')
	})
	mentee.getMap('bench').observe((event) => {
		for (const key of event.keysChanged) waitingForPartner.get(key)?.(performance.now())
	})
	mentor.on('update', (update: Uint8Array, origin: unknown) => {
		if (origin !== 'relay') mentorSocket.send(encodeUpdate(update))
	})
	return {
		async edit() {
			const key = `edit-${sent++}`
			const acked = new Promise<number>((resolve) => waitingForAck.push(resolve))
			const arrived = new Promise<number>((resolve) => waitingForPartner.set(key, resolve))
			const startedAt = performance.now()
			mentor.getMap('bench').set(key, 'Согласовали дату теневой стажировки')
			const [ackAt, partnerAt] = await Promise.all([acked, arrived])
			waitingForPartner.delete(key)
			return { toAck: ackAt - startedAt, toPartner: partnerAt - startedAt }
		},
		async close() {
			for (const socket of [mentorSocket, menteeSocket]) socket.terminate()
		}
	}
}

/** Resolves once the document has arrived. The relay's own SyncStep1 is left unanswered: nothing here is unsent. */
function open(port: number, documentId: string, person: string, onFrame: (frame: Frame) => void): Promise<WebSocket> {
	const socket = new WebSocket(`ws://127.0.0.1:${port}/sync/${documentId}?v=1&device=${person}`, {
		headers: { 'x-person': person }
	})
	return new Promise((resolve, reject) => {
		socket.on('error', reject)
		socket.on('open', () => socket.send(encodeStep1(Y.encodeStateVector(new Y.Doc()))))
		socket.on('message', (bytes: Buffer) => {
			const frame = decodeFrame(new Uint8Array(bytes))
			if (frame === null) throw new Error('The relay sent something that is not a frame')
			onFrame(frame)
			if (frame.type === 'update') resolve(socket)
		})
	})
}
