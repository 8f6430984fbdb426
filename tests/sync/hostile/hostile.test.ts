/** Nothing a client sends stops the relay, reaches its neighbours or poisons a document (R7, R9). */
import fc from 'fast-check'
import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { closeReasonOf } from '#protocol/close-codes.ts'
import { encodeStep1, encodeUpdate } from '#protocol/frames.ts'
import { takeUpdates } from '#protocol/take-updates.ts'
import { applyRows, createSlices } from '../../../server/documents/history/sittings.ts'
import { checkUpdate } from '../../../server/documents/check-update.ts'
import { compactionWork } from '../../../server/documents/compaction/work.ts'
import { silentMeter } from '../../../server/documents/relay/options.ts'
import { anEdit, openLine, readEdits } from '../../support/peer.ts'
import { aDeletion, aMinute, badFrames } from './frames.ts'
import { breaksTheEnd, thrownAway, wordOverThrownAway } from '../../support/poison.ts'
import { plan, startRelayFixture, type RelayFixture, type RelayFixtureOptions } from '../../support/relay-fixture.ts'

let fixture: RelayFixture
afterEach(() => fixture?.stop())

describe('[R9] hostile frames', () => {
	it.each(badFrames)('[R7][R9][P2] %s closes its connection only', async (_what, frame, code) => {
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

	it.each(badFrames)(
		'[R9][P13] %s in a request closes that connection only, as on a socket',
		async (_what, frame, code) => {
			const { url, storage, carry } = await start()
			const irina = await openLine(url, plan, { person: 'irina', query: 'v=1' })
			const [bad, good] = await Promise.all([
				carry('viktor', { frames: [frame] }),
				carry('viktor', { frames: [encodeUpdate(anEdit('still-here'))] })
			])
			expect(bad.closed).toBe(closeReasonOf(code))
			expect(good).toMatchObject({ closed: null, nacks: [] })
			await expect.poll(() => readEdits(irina.updates())).toEqual({ 'still-here': true })
			expect(await storage.load(plan)).toHaveLength(1)
		}
	)

	it('[R9][P13] a frame in a request that passes every check and cannot be handled does the same', async () => {
		const { carry, logged } = await start({
			settings: { documentBytes: 10 },
			meter: {
				...silentMeter,
				refused() {
					throw new Error('A mistake of ours')
				}
			}
		})
		expect((await carry('viktor', { frames: [encodeUpdate(anEdit('one'))] })).closed).toBe('malformed')
		expect(logged).toContainEqual({ level: 'error', message: 'A frame could not be handled' })
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
		// Reserved bits set. Random bytes are sometimes the beginning of a long frame, for which the relay waits.
		raw.write(Buffer.alloc(2000, 0xff))
		await new Promise((resolve) => raw.once('close', resolve).resume())
		irina.socket.send(encodeUpdate(anEdit('still-here')))
		await expect.poll(() => irina.acks().at(-1)?.counter).toBe(1)
	})

	it('[P8] a malformed update is refused by its number before the connection ends', async () => {
		const { url } = await start()
		const irina = await openLine(url, plan, { person: 'irina', query: 'v=1' })
		irina.socket.send(encodeUpdate(anEdit('one')))
		irina.socket.send(encodeUpdate(Uint8Array.of(9, 9, 9)))
		expect(await irina.closed).toBe(4422)
		expect(irina.nacks()).toEqual([{ reason: 'malformed', counter: 2, review: null, sequence: null }])
	})

	it('[R7] an update beyond the document’s limit is refused, and smaller ones go on', async () => {
		const { url } = await start({ settings: { documentBytes: 1000 } })
		const irina = await openLine(url, plan, { person: 'irina', query: 'v=1' })
		const plain = await openLine(url, plan, { person: 'viktor' })
		irina.socket.send(encodeUpdate(anEdit('large', 'ж'.repeat(1000))))
		irina.socket.send(encodeUpdate(anEdit('small')))
		await expect.poll(() => irina.nacks()).toEqual([{ reason: 'too-large', counter: 1, review: null, sequence: null }])
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
		await expect.poll(() => irina.acks().at(-1)?.counter).toBe(60)
		slow.socket.resume()
		expect(await slow.closed).toBe(1013)
	})
})

describe('[R9] two updates of one invented client that Yjs cannot apply one after the other', () => {
	const updates = [thrownAway, wordOverThrownAway]

	it('are compacted, shown in the history and sent to a newcomer, with what others wrote after them', async () => {
		const { url, storage } = await start()
		const mallory = await openLine(url, plan, { person: 'viktor', query: 'v=1' })
		const irina = await openLine(url, plan, { person: 'irina', query: 'v=1' })
		for (const update of updates) mallory.socket.send(encodeUpdate(update))
		await expect.poll(() => mallory.acks().at(-1)?.counter).toBe(2)
		irina.socket.send(encodeUpdate(anEdit('still-here')))
		await expect.poll(() => irina.acks().at(-1)?.counter).toBe(1)

		const rows = await storage.load(plan)
		const compacted = await compactionWork.compact(
			null,
			rows.map(({ bytes }) => bytes)
		)
		expect(compacted.outcome).toBe('compacted')
		if (compacted.outcome === 'compacted') expect(readEdits([compacted.bytes])).toEqual({ 'still-here': true })
		const past = new Y.Doc()
		await applyRows(past, rows, createSlices())
		expect(past.getMap('edits').toJSON()).toEqual({ 'still-here': true })
		const newcomer = await openLine(url, plan, { person: 'viktor' })
		newcomer.socket.send(encodeStep1(Y.encodeStateVector(new Y.Doc())))
		await expect.poll(() => readEdits(newcomer.updates())).toEqual({ 'still-here': true })
	})

	it('what lets the end of a transaction throw keeps nobody from the rest either', async () => {
		const rows = [...breaksTheEnd, anEdit('still-here')].map((bytes) => ({ bytes }))
		const past = new Y.Doc()
		await applyRows(past, rows, createSlices())
		expect(past.getMap('edits').toJSON()).toEqual({ 'still-here': true })
		expect((await compactionWork.compact(null, breaksTheEnd)).outcome).toBe('unreadable')
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
					expect(takeUpdates(doc, [update, base, update])).toBe(true)
					const merged = new Y.Doc()
					Y.applyUpdate(merged, Y.mergeUpdates([base, update]))
					Y.applyUpdate(merged, Y.encodeStateAsUpdate(doc))
				}
			),
			{ numRuns: 20_000 }
		)
	})
})

async function start(options: RelayFixtureOptions = {}): Promise<RelayFixture> {
	fixture = await startRelayFixture(options)
	return fixture
}
