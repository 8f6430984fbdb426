import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import * as Y from 'yjs'
import { decodePresence, encodePresence } from '#protocol/presence.ts'
import { decodeFrame, encodeAwareness, encodeStep1, encodeUpdate, type Frame } from '#protocol/frames.ts'
import { lineSocketClass, type LineSocket } from './relay-provider.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const at = (key: number) => ({ generation: 0, key, ordinal: 0 })

/** A socket over a log whose rows are committed as soon as they are typed. */
function openSocket() {
	const sent: Frame[] = []
	const doc = new Y.Doc()
	const received = new Y.Doc()
	const rows: Uint8Array[] = []
	class Wire {
		OPEN = 1
		readyState = 1
		bufferedAmount = 0
		send(bytes: Uint8Array): void {
			const frame = decodeFrame(bytes)!
			sent.push(frame)
			if (frame.type === 'update') Y.applyUpdate(received, frame.update)
		}
		close(): void {
			this.readyState = 3
		}
	}
	const Class = lineSocketClass(Wire as unknown as typeof WebSocket, {
		since({ key }) {
			const left = rows.slice(key)
			return left.length === 0 ? null : { update: Y.mergeUpdates(left), mark: at(rows.length) }
		}
	})
	const socket = new Class('ws://relay') as LineSocket
	socket.begin(at(0))
	doc.on('update', (update) => {
		rows.push(update)
		// The provider sends it, too, at once.
		socket.sendFrame(encodeUpdate(update))
		socket.offer()
	})
	const type = (text: string) => doc.getText('text').insert(doc.getText('text').length, text)
	const cut = () => void ((socket as unknown as Wire).readyState = 3)
	return { socket, sent, type, text: () => received.getText('text').toString(), cut }
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
})

it('[R2] [D10] one frame of many keystrokes is one in the count, and credits all of them', () => {
	const { socket, type } = openSocket()
	for (const letter of 'урок') type(letter)
	vi.advanceTimersByTime(150)
	expect(socket.underWay()).toEqual(at(4))
	expect(socket.acknowledge(1)).toEqual(at(1))
	expect(socket.acknowledge(2)).toEqual(at(4))
	expect(socket.acknowledge(2)).toBeNull()
	expect(socket.underWay()).toBeNull()
})

it('[R2] [D10] a keystroke that is still waiting is not credited by what went ahead of it', () => {
	const { socket, type } = openSocket()
	type('у')
	type('р')
	expect(socket.acknowledge(1)).toEqual(at(1))
})

it('[R3] from a refused frame on nothing is credited, whatever the relay acknowledges later', () => {
	const { socket, type } = openSocket()
	for (const letter of 'ура') {
		type(letter)
		vi.advanceTimersByTime(150)
	}
	expect(socket.refuse(2)).toEqual(at(2))
	expect(socket.acknowledge(3)).toEqual(at(1))
	expect(socket.underWay()).toBeNull()
})

it('[R2] a full difference credits all it was made from, also what no frame carried', () => {
	const { socket, type } = openSocket()
	type('у')
	socket.offerAll(Uint8Array.of(0, 0), at(7))
	expect(socket.acknowledge(2)).toEqual(at(7))
})

it('a relay that answers nothing is sent eight frames; the rest stays in the log', () => {
	const { socket, sent, type } = openSocket()
	for (let letter = 0; letter < 12; letter++) {
		type('а')
		vi.advanceTimersByTime(150)
	}
	expect(sent).toHaveLength(8)
	socket.acknowledge(1)
	expect(sent).toHaveLength(9)
	expect(socket.underWay()).toEqual(at(12))
})

it('[D10] any other frame pushes out what waits, and keeps its place behind it', () => {
	const { socket, sent, type } = openSocket()
	type('у')
	type('р')
	socket.sendFrame(encodeStep1(Uint8Array.of(0)))
	expect(types(sent)).toEqual(['update', 'update', 'step1'])
})

it('[D10] presence moves with typing: it waits behind the edit, only the newest of each client', () => {
	const { socket, sent, type } = openSocket()
	type('у')
	socket.sendFrame(presence(1))
	type('р')
	socket.sendFrame(presence(2))
	expect(types(sent)).toEqual(['update'])
	vi.advanceTimersByTime(150)
	expect(types(sent)).toEqual(['update', 'update', 'awareness'])
	const [, , last] = sent
	const said = decodePresence((last as Frame & { type: 'awareness' }).update)
	expect(said).toEqual([{ clientId: 7, clock: 2, state: { clock: 2 } }])
})

it('[D10] presence without typing goes at once', () => {
	const { socket, sent } = openSocket()
	socket.sendFrame(presence(1))
	expect(types(sent)).toEqual(['awareness'])
})

it('[D10] a page that is hidden or closed sends what waits', () => {
	const { socket, sent, type } = openSocket()
	type('у')
	type('р')
	socket.flush()
	expect(sent).toHaveLength(2)
	type('о')
	socket.close()
	expect(sent).toHaveLength(3)
})

it('[D10] what waits on a socket that closed under it is neither sent nor counted', () => {
	const { socket, sent, type, cut } = openSocket()
	type('у')
	type('р')
	cut()
	vi.advanceTimersByTime(1_000)
	expect(sent).toHaveLength(1)
	expect(socket.acknowledge(9)).toEqual(at(1))
})
