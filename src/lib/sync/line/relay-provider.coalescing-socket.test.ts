import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import * as Y from 'yjs'
import { decodePresence, encodePresence } from '#protocol/presence.ts'
import { decodeFrame, encodeAwareness, encodeStep1, encodeStep2, encodeUpdate, type Frame } from '#protocol/frames.ts'
import { coalescingSocketClass, type CoalescingSocket } from './relay-provider.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function openSocket() {
	const sent: Frame[] = []
	const doc = new Y.Doc()
	const received = new Y.Doc()
	const edits = { made: 0 }
	class Wire {
		OPEN = 1
		readyState = 1
		send(bytes: Uint8Array): void {
			const frame = decodeFrame(bytes)!
			sent.push(frame)
			if (frame.type === 'update') Y.applyUpdate(received, frame.update)
		}
		close(): void {
			this.readyState = 3
		}
	}
	const Class = coalescingSocketClass(Wire as unknown as typeof WebSocket, {
		editsMade: () => edits.made,
		coverage: () => ({ own: edits.made, adopted: new Map() })
	})
	const socket = new Class('ws://relay') as CoalescingSocket
	doc.on('update', (update) => {
		edits.made++
		socket.sendFrame(encodeUpdate(update))
	})
	const type = (text: string) => doc.getText('text').insert(doc.getText('text').length, text)
	return { socket, sent, type, text: () => received.getText('text').toString(), Wire }
}

const presence = (clock: number) => encodeAwareness(encodePresence([{ clientId: 7, clock, state: { clock } }]))
const types = (frames: Frame[]) => frames.map(({ type }) => type)

it('[D10] the first keystroke goes at once, the next ones in one frame per 150 ms', () => {
	const { sent, type, text } = openSocket()
	type('у')
	expect(sent).toHaveLength(1)
	for (const letter of 'рок') type(letter)
	expect(sent).toHaveLength(1)
	vi.advanceTimersByTime(149)
	expect(sent).toHaveLength(1)
	vi.advanceTimersByTime(1)
	expect(sent).toHaveLength(2)
	expect(text()).toBe('урок')
	type('!')
	expect(sent).toHaveLength(2)
	vi.advanceTimersByTime(150)
	expect(sent).toHaveLength(3)
	vi.advanceTimersByTime(1_000)
	type('?')
	expect(sent).toHaveLength(4)
	expect(text()).toBe('урок!?')
})

it('[D10] one frame of many keystrokes is one in the count, and credits all of them', () => {
	const { socket, type } = openSocket()
	socket.sendFrame(encodeStep2(new Uint8Array([0, 0])))
	for (const letter of 'урок') type(letter)
	expect(socket.coverage.acknowledge(2)).toMatchObject({ own: 1 })
	vi.advanceTimersByTime(150)
	expect(socket.coverage.acknowledge(3)).toMatchObject({ own: 4 })
})

it('[D10] a keystroke that is still waiting is not credited by what went ahead of it', () => {
	const { socket, type } = openSocket()
	socket.sendFrame(encodeStep2(new Uint8Array([0, 0])))
	type('а')
	type('б')
	expect(socket.coverage.acknowledge(99)).toMatchObject({ own: 1 })
})

it('[D10] any other frame pushes out what waits, and keeps its place behind it', () => {
	const { socket, sent, type } = openSocket()
	type('а')
	type('б')
	socket.sendFrame(encodeStep1(new Uint8Array([0])))
	expect(types(sent)).toEqual(['update', 'update', 'step1'])
})

it('[D10] presence moves with typing: it waits behind the edit, only the newest of each client', () => {
	const { socket, sent, type } = openSocket()
	type('а')
	socket.sendFrame(presence(1))
	type('б')
	socket.sendFrame(presence(2))
	expect(types(sent)).toEqual(['update'])
	vi.advanceTimersByTime(150)
	expect(types(sent)).toEqual(['update', 'update', 'awareness'])
	const last = sent[2] as Extract<Frame, { type: 'awareness' }>
	expect(decodePresence(last.update)).toEqual([{ clientId: 7, clock: 2, state: { clock: 2 } }])
})

it('[D10] presence without typing goes at once', () => {
	const { socket, sent } = openSocket()
	socket.sendFrame(presence(1))
	socket.sendFrame(presence(2))
	expect(types(sent)).toEqual(['awareness', 'awareness'])
})

it('[D10] a page that is hidden or closed sends what waits', () => {
	const { socket, sent, type } = openSocket()
	type('а')
	type('б')
	socket.flush()
	expect(sent).toHaveLength(2)
	type('в')
	socket.close()
	expect(sent).toHaveLength(3)
})

it('[D10] what waits on a socket that closed under it is neither sent nor counted', () => {
	const { socket, sent, type } = openSocket()
	socket.sendFrame(encodeStep2(new Uint8Array([0, 0])))
	type('а')
	type('б')
	Object.assign(socket, { readyState: 3 })
	vi.advanceTimersByTime(1_000)
	expect(sent).toHaveLength(2)
	expect(socket.coverage.acknowledge(99)).toMatchObject({ own: 1 })
})
