/** The relay's promises about edits: R1, R2, R4, R6. relay-failures.test.ts tests what happens when it stops or fails. */
import { once } from 'node:events'
import { afterEach, describe, expect, it, onTestFinished } from 'vitest'
import * as Y from 'yjs'
import { encodeStep2, encodeUpdate } from '#protocol/frames.ts'
import { createMemoryStorage } from '../../server/documents/storage/testing/memory.ts'
import type { DocumentStorage } from '../../server/documents/storage/storage.ts'
import { anEdit, askForAll, connectProvider, openLine, readEdits, type ProviderOptions } from '../support/peer.ts'
import { plan, startRelayFixture, type RelayFixture, type RelayFixtureOptions } from '../support/relay-fixture.ts'

process.setMaxListeners(100)

let fixtures: RelayFixture[] = []
afterEach(async () => {
	await Promise.all(fixtures.map((fixture) => fixture.stop()))
	fixtures = []
})

describe('[R1] record, commit, acknowledge, broadcast', () => {
	it('[R1] before the commit nobody sees the edit and nobody is told it is stored', async () => {
		const { storage, commit, calls } = withDelayedCommits(createMemoryStorage())
		const { url } = await start({ storage })
		const viktor = await openLine(url, plan, { person: 'viktor', query: 'v=1' })
		const irina = await openLine(url, plan, { person: 'irina', query: 'v=1' })
		viktor.socket.send(encodeUpdate(anEdit('one')))
		await expect.poll(() => calls()).toBe(1)
		// The answer to a later question shows that the relay was waiting for nothing else.
		askForAll(viktor)
		askForAll(irina)
		await expect.poll(() => viktor.updates().length + irina.updates().length).toBe(2)
		expect(viktor.acks().filter(({ counter }) => counter > 0)).toEqual([])
		expect(readEdits(irina.updates())).toEqual({})
		commit()
		await expect.poll(() => viktor.acks().at(-1)).toEqual({ counter: 1, sequence: 1 })
		await expect.poll(() => readEdits(irina.updates())).toEqual({ one: true })
	})

	it('[R1] the second edit is appended while the first is still being committed', async () => {
		const { storage, commit, calls } = withDelayedCommits(createMemoryStorage())
		const { url } = await start({ storage })
		const viktor = await openLine(url, plan, { person: 'viktor', query: 'v=1' })
		viktor.socket.send(encodeUpdate(anEdit('one')))
		viktor.socket.send(encodeUpdate(anEdit('two')))
		await expect.poll(() => calls()).toBe(2)
		commit()
		await expect.poll(() => viktor.acks().at(-1)?.counter).toBe(2)
	})

	it('[R5] the author and the device are stored with the update', async () => {
		const { url, storage } = await start()
		const irina = await openLine(url, plan, { person: 'irina', query: 'v=1&device=phone-1' })
		irina.socket.send(encodeUpdate(anEdit('one')))
		await expect.poll(() => irina.acks().length).toBeGreaterThan(0)
		expect(await storage.load(plan)).toMatchObject([{ personId: 'irina', deviceId: 'phone-1' }])
	})

	it('a person’s clients that name no device are one device', async () => {
		const { url, devices } = await start()
		for (let time = 0; time < 3; time++) {
			const irina = await openLine(url, plan, { person: 'irina' })
			await expect.poll(() => irina.frames.length).toBeGreaterThan(0)
		}
		expect(await devices.forDocument(plan)).toHaveLength(1)
	})

	it('counts what was stored, acknowledged and refused, and whom it sent away', async () => {
		const counted: string[] = []
		const { url, relay } = await start({
			meter: {
				committed: (milliseconds) => counted.push(milliseconds >= 0 && milliseconds < 10_000 ? 'stored' : 'never'),
				acknowledged: () => counted.push('acknowledged'),
				refused: (reason) => counted.push(reason),
				closed: (reason) => counted.push(reason)
			}
		})
		const irina = await openLine(url, plan, { person: 'irina', query: 'v=1' })
		const elena = await openLine(url, plan, { person: 'elena', query: 'v=1' })
		irina.socket.send(encodeUpdate(anEdit('one')))
		await expect.poll(() => irina.acks().at(-1)?.counter).toBe(1)
		elena.socket.send(encodeUpdate(anEdit('two')))
		await expect.poll(() => elena.nacks().length).toBe(1)
		await (
			await openLine(url, plan)
		).closed
		expect(relay.stats()).toMatchObject({ connections: 2, rooms: 1, uncommittedDocuments: 0 })
		relay.readmit({ personId: 'irina' })
		await irina.closed
		expect(counted).toEqual(['stored', 'acknowledged', 'read-only', 'signed-out', 'restarting'])
	})

	it('tells who listens that a document has new updates, once they are stored', async () => {
		const { url, stored, storage } = await start()
		const irina = await openLine(url, plan, { person: 'irina' })
		irina.socket.send(encodeUpdate(anEdit('one')))
		await expect.poll(() => stored).toEqual([plan])
		expect(await storage.load(plan)).toHaveLength(1)
	})
})

describe('[R2] what an acknowledgement covers', () => {
	it('[R2][P5] counts every frame that carried an update, an empty SyncStep2 too', async () => {
		const { url, storage } = await start()
		const viktor = await openLine(url, plan, { person: 'viktor', query: 'v=1' })
		viktor.socket.send(encodeStep2(Uint8Array.of(0, 0)))
		await expect.poll(() => viktor.acks().at(-1)?.counter).toBe(1)
		viktor.socket.send(encodeUpdate(anEdit('one')))
		viktor.socket.send(encodeUpdate(Uint8Array.of(0, 0)))
		viktor.socket.send(encodeUpdate(anEdit('two')))
		await expect.poll(() => viktor.acks().at(-1)?.counter).toBe(4)
		expect((await storage.findDocument(plan))?.sequence).toBe(2)
	})

	it('[R2] a deletion, which no state vector shows, is acknowledged like any other edit', async () => {
		const { url, storage } = await start()
		const viktor = await openLine(url, plan, { person: 'viktor', query: 'v=1' })
		const doc = new Y.Doc()
		doc.getMap('edits').set('one', true)
		viktor.socket.send(encodeUpdate(Y.encodeStateAsUpdate(doc)))
		const before = Y.encodeStateVector(doc)
		doc.getMap('edits').delete('one')
		viktor.socket.send(encodeUpdate(Y.encodeStateAsUpdate(doc, before)))
		await expect.poll(() => viktor.acks().at(-1)?.counter).toBe(2)
		expect(readEdits((await storage.load(plan)).map(({ bytes }) => bytes))).toEqual({})
	})

	it('[P5] the partner’s acknowledgement follows the sequence of what it was sent', async () => {
		const { url } = await start()
		const viktor = await openLine(url, plan, { person: 'viktor', query: 'v=1' })
		const irina = await openLine(url, plan, { person: 'irina', query: 'v=1' })
		askForAll(irina)
		await expect.poll(() => irina.updates().length).toBe(1)
		viktor.socket.send(encodeUpdate(anEdit('one')))
		viktor.socket.send(encodeUpdate(anEdit('two')))
		await expect.poll(() => irina.acks().at(-1)).toEqual({ counter: 0, sequence: 2 })
		expect(Object.keys(readEdits(irina.updates())).sort()).toEqual(['one', 'two'])
	})

	it('[P5] a device that has not asked for the document has been sent nothing up to any number', async () => {
		const { url } = await start()
		const viktor = await openLine(url, plan, { person: 'viktor', query: 'v=1' })
		viktor.socket.send(encodeUpdate(anEdit('one')))
		await expect.poll(() => viktor.acks().at(-1)).toEqual({ counter: 1, sequence: 0 })
		askForAll(viktor)
		await expect.poll(() => viktor.acks().at(-1)).toEqual({ counter: 1, sequence: 1 })
	})
})

describe('[P5] an acknowledgement and the sequence of what it acknowledges', () => {
	it('[P5] waits for the answer under way, so as not to name a lower sequence', async () => {
		const memory = createMemoryStorage()
		let answer = () => {}
		const answered = new Promise<void>((resolve) => (answer = resolve))
		const storage: DocumentStorage = {
			...memory,
			async load(documentId, after) {
				await answered
				return memory.load(documentId, after)
			}
		}
		const { url } = await start({ storage })
		const viktor = await openLine(url, plan, { person: 'viktor', query: 'v=1' })
		const irina = await openLine(url, plan, { person: 'irina', query: 'v=1' })
		await expect.poll(() => viktor.hellos().length).toBeGreaterThan(0)
		askForAll(irina)
		irina.socket.send(encodeUpdate(anEdit('one')))
		await expect.poll(() => viktor.updates().length).toBe(1)
		irina.socket.ping()
		await once(irina.socket, 'pong')
		expect(irina.acks()).toEqual([])
		answer()
		await expect.poll(() => irina.acks()).toEqual([{ counter: 1, sequence: 1 }])
	})
})

describe('[R4] the raw bytes are stored', () => {
	it('[R4] an update that arrives before the one it depends on is kept and delivered', async () => {
		const { url } = await start()
		const doc = new Y.Doc()
		const text = doc.getText('minutes')
		const updates: Uint8Array[] = []
		doc.on('update', (update: Uint8Array) => updates.push(update))
		text.insert(0, 'Обсудили ')
		text.insert(9, 'план ')
		text.insert(14, 'стажировки')
		const [first, second, third] = updates as [Uint8Array, Uint8Array, Uint8Array]

		const viktor = await openLine(url, plan, { person: 'viktor', query: 'v=1' })
		viktor.socket.send(encodeUpdate(third))
		viktor.socket.send(encodeUpdate(second))
		await expect.poll(() => viktor.acks().at(-1)?.counter).toBe(2)
		const irina = connect(url, { person: 'irina', documentId: plan })
		await expect.poll(() => irina.synced).toBe(true)
		expect(irina.doc.getText('minutes').toString()).toBe('')
		viktor.socket.send(encodeUpdate(first))
		await expect.poll(() => irina.doc.getText('minutes').toString()).toBe('Обсудили план стажировки')
		const elena = connect(url, { person: 'elena', documentId: plan })
		await expect.poll(() => elena.doc.getText('minutes').toString()).toBe('Обсудили план стажировки')
	})

	it('[R4] an edit is there for a newcomer who asks while it is being committed', async () => {
		const { storage, commit, calls } = withDelayedCommits(createMemoryStorage())
		const { url } = await start({ storage })
		const viktor = await openLine(url, plan, { person: 'viktor' })
		viktor.socket.send(encodeUpdate(anEdit('one')))
		await expect.poll(() => calls()).toBe(1)
		const irina = connect(url, { person: 'irina', documentId: plan })
		await expect.poll(() => irina.synced).toBe(true)
		commit()
		await expect.poll(() => irina.doc.getMap('edits').toJSON()).toEqual({ one: true })
	})

	it('a document of more than a frame’s size reaches a newcomer whole', async () => {
		const { url, storage } = await start()
		const at = { personId: 'viktor', deviceId: 'laptop', at: '2026-11-21T09:40:00.000Z' }
		for (const key of ['one', 'two', 'three', 'four']) {
			await storage.append(plan, { ...at, bytes: anEdit(key, 'ж'.repeat(1_500_000)) })
		}
		const irina = connect(url, { person: 'irina', documentId: plan })
		await expect.poll(() => irina.synced).toBe(true)
		expect(Object.keys(irina.doc.getMap('edits').toJSON()).sort()).toEqual(['four', 'one', 'three', 'two'])
	})
})

describe('[R6] the relay asks too', () => {
	it('[R6] asks an editor on connecting, and again at intervals', async () => {
		const { url } = await start({ settings: { resyncMs: 30, sweepMs: 10 } })
		const irina = await openLine(url, plan, { person: 'irina' })
		await expect.poll(() => irina.frames.filter(({ type }) => type === 'step1').length).toBeGreaterThan(2)
	})

	it('[R6] asks only for what the storage lacks', async () => {
		const { url, storage } = await start()
		const doc = new Y.Doc()
		doc.getMap('edits').set('one', 1)
		await storage.append(plan, {
			bytes: Y.encodeStateAsUpdate(doc),
			personId: 'viktor',
			deviceId: 'laptop',
			at: '2026-11-21T09:40:00.000Z'
		})
		const irina = await openLine(url, plan, { person: 'irina' })
		await expect.poll(() => irina.frames).toContainEqual({ type: 'step1', stateVector: Y.encodeStateVector(doc) })
	})

	it('[R6] deletions offered again and again are stored once', async () => {
		const { url, storage } = await start({ settings: { resyncMs: 20, sweepMs: 10 } })
		const viktor = connect(url, { person: 'viktor', documentId: plan })
		const irina = connect(url, { person: 'irina', documentId: plan })
		await expect.poll(() => viktor.synced && irina.synced).toBe(true)
		viktor.doc.getMap('edits').set('one', 1)
		viktor.doc.getMap('edits').delete('one')
		await expect.poll(async () => (await storage.findDocument(plan))?.sequence).toBe(2)
		const watching = await openLine(url, plan, { person: 'irina' })
		await expect.poll(() => watching.frames.filter(({ type }) => type === 'step1').length).toBeGreaterThan(5)
		expect(irina.doc.getMap('edits').size).toBe(0)
		expect((await storage.findDocument(plan))?.sequence).toBe(2)
	})
})

async function start(options: RelayFixtureOptions = {}): Promise<RelayFixture> {
	const fixture = await startRelayFixture(options)
	fixtures.push(fixture)
	return fixture
}

function connect(url: string, options: ProviderOptions) {
	const provider = connectProvider(url, options)
	onTestFinished(() => provider.destroy())
	return provider
}

/** Appends are stored only when the test says so. */
function withDelayedCommits(memory: DocumentStorage) {
	let releases: (() => void)[] = []
	let isDelaying = true
	let count = 0
	const storage: DocumentStorage = {
		...memory,
		async append(documentId, update) {
			count += 1
			if (isDelaying) await new Promise<void>((resolve) => releases.push(resolve))
			return memory.append(documentId, update)
		}
	}
	return {
		storage,
		calls: () => count,
		commit() {
			isDelaying = false
			for (const release of releases) release()
			releases = []
		}
	}
}
