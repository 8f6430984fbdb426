import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { Answering, type AnsweringConnection } from './answering.ts'

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
		expect(new Answering(connection, null).ask(Y.encodeStateVector(new Y.Doc()))).toBe('asked')
	})
	expect(failed).toEqual(new Error('damaged on the disk'))
})
