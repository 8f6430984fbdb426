/** Nothing a client sends stops the relay, reaches its neighbours or poisons a document (R7, R9). */
import fc from 'fast-check'
import * as encoding from 'lib0/encoding'
import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { encodePresence } from '#protocol/presence.ts'
import { encodeAck, encodeAwareness, encodeStep1, encodeUpdate, MAX_FRAME_BYTES } from '#protocol/sync.ts'
import { checkUpdate } from '../../server/relay/check-update.ts'
import { anEdit, openLine, readEdits } from '../support/peer.ts'
import { plan, startRelayFixture, type RelayFixture, type RelayOptions } from '../support/relay-fixture.ts'

let fixture: RelayFixture
afterEach(() => fixture?.stop())

const edit = anEdit('one')
const updateV2 = Y.convertUpdateFormatV1ToV2(edit)

const badFrames: [string, Uint8Array, number][] = [
	['nothing at all', new Uint8Array(0), 4422],
	['noise', Uint8Array.of(222, 173, 190, 239), 4422],
	['a frame of an unknown type', Uint8Array.of(77, 1, 2), 4422],
	['a frame that only the relay sends', encodeAck({ counter: 1, sequence: 1 }), 4422],
	['a frame cut short', encodeUpdate(edit).subarray(0, 9), 4422],
	['bytes behind the frame', Uint8Array.of(...encodeUpdate(edit), 0), 4422],
	['two frames in one', Uint8Array.of(...encodeUpdate(edit), ...encodeUpdate(edit)), 4422],
	['an update cut short', encodeUpdate(edit.subarray(0, edit.length - 3)), 4422],
	['bytes behind the update', encodeUpdate(Uint8Array.of(...edit, 1)), 4422],
	['an update of no bytes', encodeUpdate(new Uint8Array(0)), 4422],
	['an update in encoding V2', encodeUpdate(updateV2), 4422],
	['an empty update in encoding V2', encodeUpdate(Y.encodeStateAsUpdateV2(new Y.Doc())), 4422],
	['a state vector that is none', encodeStep1(Uint8Array.of(200)), 4422],
	['a length beyond the frame', Uint8Array.of(0, 2, 255, 255, 255, 127, 1), 4422],
	['a presence that is none', encodeAwareness(Uint8Array.of(3, 1)), 4422],
	['a presence of a megabyte', encodeAwareness(aPresence('ж'.repeat(500_000))), 4413],
	['a presence nested too deep to be written again', encodeAwareness(aDeepPresence()), 4422],
	['a frame over the cap', new Uint8Array(MAX_FRAME_BYTES + 1), 4413],
	['an item that follows itself', encodeUpdate(anItem({ clock: 0, origin: 5 })), 4422],
	['an item inside itself', encodeUpdate(anItem({ clock: 0, parent: 0 })), 4422],
	['an item of no length', encodeUpdate(anItem({ clock: 0, text: '' })), 4422],
	['clients in the wrong order', encodeUpdate(inWrongOrder()), 4422]
]

describe('[R9] hostile frames', () => {
	it.each(badFrames)('[R9][P2] %s closes its connection only', async (_what, frame, code) => {
		const { url, storage } = await start()
		const mallory = await openLine(url, plan, { person: 'viktor', query: 'v=1' })
		const irina = await openLine(url, plan, { person: 'irina', query: 'v=1' })
		const viktor = await openLine(url, plan, { person: 'viktor', query: 'v=1' })
		await expect.poll(() => viktor.hellos().length + irina.hellos().length).toBe(2)
		mallory.socket.send(frame)
		expect(await mallory.closed).toBe(code)
		irina.socket.send(encodeUpdate(anEdit('still-here')))
		await expect.poll(() => irina.acks().at(-1)?.counter).toBe(1)
		await expect.poll(() => readEdits(viktor.updates())).toEqual({ 'still-here': true })
		expect(await storage.load(plan)).toHaveLength(1)
	})

	it('[R9] a text message closes its connection', async () => {
		const { url } = await start()
		const mallory = await openLine(url, plan, { person: 'viktor' })
		mallory.socket.send('привет')
		expect(await mallory.closed).toBe(4422)
	})

	it('[R9] bytes that are no WebSocket frame close their connection', async () => {
		const { url, port } = await start()
		const irina = await openLine(url, plan, { person: 'irina', query: 'v=1' })
		const raw = connect(port, '127.0.0.1')
		raw.write(
			`GET /sync/${plan} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nx-person: viktor\r\n` +
				`Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n\r\n`
		)
		await new Promise((resolve) => raw.once('data', resolve))
		raw.write(randomBytes(2000))
		await new Promise((resolve) => raw.once('close', resolve).resume())
		irina.socket.send(encodeUpdate(anEdit('still-here')))
		await expect.poll(() => irina.acks().at(-1)?.counter).toBe(1)
	})

	it('[P8] a malformed update is refused by its number before the connection ends', async () => {
		const { url } = await start()
		const irina = await openLine(url, plan, { person: 'irina', query: 'v=1' })
		irina.socket.send(encodeUpdate(edit))
		irina.socket.send(encodeUpdate(Uint8Array.of(9, 9, 9)))
		expect(await irina.closed).toBe(4422)
		expect(irina.nacks()).toEqual([{ reason: 'malformed', counter: 2, isHeld: false }])
	})

	it('[R7] an update beyond the document’s limit is refused, and smaller ones go on', async () => {
		const { url } = await start({ settings: { documentBytes: 1000 } })
		const irina = await openLine(url, plan, { person: 'irina', query: 'v=1' })
		const plain = await openLine(url, plan, { person: 'viktor' })
		irina.socket.send(encodeUpdate(anEdit('large', 'ж'.repeat(1000))))
		irina.socket.send(encodeUpdate(anEdit('small')))
		await expect.poll(() => irina.nacks()).toEqual([{ reason: 'too-large', counter: 1, isHeld: false }])
		await expect.poll(() => irina.acks().at(-1)?.counter).toBe(2)
		plain.socket.send(encodeUpdate(anEdit('large', 'ж'.repeat(1000))))
		expect(await plain.closed).toBe(4413)
	})

	it('[R9] a reader that does not read is closed, and its neighbours notice nothing', async () => {
		const { url } = await start({ settings: { bufferedBytes: 100_000 } })
		const slow = await openLine(url, plan, { person: 'viktor', query: 'v=1' })
		const irina = await openLine(url, plan, { person: 'irina', query: 'v=1' })
		await expect.poll(() => slow.hellos().length).toBe(1)
		slow.socket.pause()
		for (let index = 0; index < 60; index++) {
			irina.socket.send(encodeUpdate(anEdit(`edit-${index}`, 'ж'.repeat(100_000))))
		}
		await expect.poll(() => irina.acks().at(-1)?.counter, { timeout: 5000 }).toBe(60)
		slow.socket.resume()
		expect(await slow.closed).toBe(1013)
	})
})

describe('[R9] the check of an update', () => {
	it('lets through what Yjs writes, also with gaps and deletions', () => {
		const doc = new Y.Doc()
		const updates: Uint8Array[] = []
		doc.on('update', (update: Uint8Array) => updates.push(update))
		const text = doc.getText('minutes')
		for (let index = 0; index < 20; index++) text.insert(index, 'ж')
		text.delete(3, 9)
		const gappy = Y.mergeUpdates(updates.filter((_, index) => index % 3 !== 1))
		const waiting = new Y.Doc()
		Y.applyUpdate(waiting, gappy)
		for (const update of [...updates, gappy, Y.encodeStateAsUpdate(doc), Y.encodeStateAsUpdate(waiting)]) {
			expect(checkUpdate(update)).toBe('content')
		}
		expect(checkUpdate(Y.encodeStateAsUpdate(new Y.Doc()))).toBe('empty')
	})

	it('what passes it can be applied and merged, whatever was done to its bytes', () => {
		const base = aMinute('Обсудили план', 7)
		const samples = [base, aMinute('Решили', 9), anEdit('one', { a: [1, 'x'] }), aDeletion()]
		const mutation = fc.record({ at: fc.nat(400), byte: fc.nat(255), kind: fc.constantFrom('set', 'insert', 'remove') })
		fc.assert(
			fc.property(
				fc.constantFrom(...samples),
				fc.array(mutation, { minLength: 1, maxLength: 4 }),
				(sample, mutations) => {
					const bytes = [...sample]
					for (const { at, byte, kind } of mutations) {
						const index = at % bytes.length
						if (kind === 'set') bytes[index] = byte
						else if (kind === 'insert') bytes.splice(index, 0, byte)
						else if (bytes.length > 1) bytes.splice(index, 1)
					}
					const update = Uint8Array.from(bytes)
					if (checkUpdate(update) === 'malformed') return
					const doc = new Y.Doc()
					for (const applied of [update, base, update]) Y.applyUpdate(doc, applied)
					const merged = new Y.Doc()
					Y.applyUpdate(merged, Y.mergeUpdates([base, update]))
					Y.applyUpdate(merged, Y.encodeStateAsUpdate(doc))
				}
			),
			{ numRuns: 20_000 }
		)
	})
})

function aMinute(text: string, clientId: number): Uint8Array {
	const doc = new Y.Doc()
	doc.clientID = clientId
	const item = new Y.Map<unknown>()
	doc.getMap('meetings').set('m1', item)
	const minutes = new Y.XmlFragment()
	item.set('minutes', minutes)
	const paragraph = new Y.XmlElement('paragraph')
	minutes.insert(0, [paragraph])
	const content = new Y.XmlText()
	paragraph.insert(0, [content])
	content.insert(0, text)
	content.format(0, 3, { strong: {} })
	content.delete(1, 2)
	return Y.encodeStateAsUpdate(doc)
}

function aDeletion(): Uint8Array {
	const doc = new Y.Doc()
	Y.applyUpdate(doc, aMinute('Обсудили план', 7))
	const before = Y.encodeStateVector(doc)
	doc.getMap('meetings').delete('m1')
	return Y.encodeStateAsUpdate(doc, before)
}

function aPresence(name: string): Uint8Array {
	return encodePresence([{ clientId: 1, clock: 1, state: { name } }])
}

/** Parsed without trouble, but no JSON.stringify gets to its bottom. */
function aDeepPresence(): Uint8Array {
	return encoding.encode((encoder) => {
		for (const number of [1, 1, 1]) encoding.writeVarUint(encoder, number)
		encoding.writeVarString(encoder, `{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}`)
	})
}

/** A string item by client 9, written by hand: Yjs would not. */
function anItem(item: { clock: number; origin?: number; parent?: number; text?: string }): Uint8Array {
	return encoding.encode((encoder) => {
		encoding.writeVarUint(encoder, 1)
		encoding.writeVarUint(encoder, 1)
		encoding.writeVarUint(encoder, 9)
		encoding.writeVarUint(encoder, item.clock)
		encoding.writeUint8(encoder, item.origin === undefined ? 4 : 4 | 0x80)
		if (item.origin !== undefined) {
			encoding.writeVarUint(encoder, 9)
			encoding.writeVarUint(encoder, item.origin)
		} else if (item.parent !== undefined) {
			encoding.writeVarUint(encoder, 0)
			encoding.writeVarUint(encoder, 9)
			encoding.writeVarUint(encoder, item.parent)
		} else {
			encoding.writeVarUint(encoder, 1)
			encoding.writeVarString(encoder, 'minutes')
		}
		encoding.writeVarString(encoder, item.text ?? 'hi')
		encoding.writeVarUint(encoder, 0)
	})
}

function inWrongOrder(): Uint8Array {
	return encoding.encode((encoder) => {
		encoding.writeVarUint(encoder, 2)
		for (const client of [5, 9]) {
			encoding.writeVarUint(encoder, 1)
			encoding.writeVarUint(encoder, client)
			encoding.writeVarUint(encoder, 0)
			encoding.writeUint8(encoder, 4)
			encoding.writeVarUint(encoder, 1)
			encoding.writeVarString(encoder, 'minutes')
			encoding.writeVarString(encoder, 'hi')
		}
		encoding.writeVarUint(encoder, 0)
	})
}

async function start(options: RelayOptions = {}): Promise<RelayFixture> {
	fixture = await startRelayFixture(options)
	return fixture
}
