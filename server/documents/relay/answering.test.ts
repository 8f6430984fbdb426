import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { createAnswering, type AnsweringActions } from './answering.ts'

it('[R9] an answer that cannot be made is told to its own connection, and stops nothing else', async () => {
	const failed = await new Promise<unknown>((resolve) => {
		const actions: AnsweringActions = {
			room: {
				async readMissing() {
					const updates = Iterator.from([Uint8Array.of(0, 0)]).map(() => {
						throw new Error('damaged on the disk')
					})
					return { updates, sequence: 1 }
				},
				readSince: async () => null,
				sequence: () => 1
			},
			link: { bufferedBytes: () => 0 },
			isOpen: () => true,
			send() {},
			answered() {},
			failed: resolve
		}
		expect(createAnswering(null).ask(Y.encodeStateVector(new Y.Doc()), actions)).toBe('asked')
	})
	expect(failed).toEqual(new Error('damaged on the disk'))
})
