/** What becomes of edits when the relay is stopped, and when the storage fails: R1, R13. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { afterEach, describe, expect, it, onTestFinished } from 'vitest'
import { encodeUpdate } from '#protocol/frames.ts'
import { checkUpdate } from '../../server/documents/check-update.ts'
import { openMigrated } from '../../server/data.ts'
import { createMemoryStorage } from '../../server/documents/storage/testing/memory.ts'
import { createSqliteDeviceStates } from '../../server/documents/storage/sqlite/devices.ts'
import { createSqliteStorage } from '../../server/documents/storage/sqlite/storage.ts'
import type { DocumentStorage } from '../../server/documents/storage/storage.ts'
import { anEdit, askForAll, connectProvider, openLine, readEdits, type ProviderOptions } from '../support/peer.ts'
import { plan, startRelayFixture, type RelayFixture, type RelayFixtureOptions } from '../support/relay-fixture.ts'

process.setMaxListeners(100)

let fixtures: RelayFixture[] = []
afterEach(async () => {
	await Promise.all(fixtures.map((fixture) => fixture.stop()))
	fixtures = []
})

describe('restarts and failures', () => {
	it('survives a restart of the relay in mid-edit', async () => {
		const database = openMigrated(join(mkdtempSync(join(tmpdir(), 'tandem-relay-')), 'tandem.sqlite'))
		const options = () => ({ storage: createSqliteStorage(database), devices: createSqliteDeviceStates(database) })
		const before = await start(options())
		const viktor = connect(before.url, { person: 'viktor', documentId: plan })
		const irina = connect(before.url, { person: 'irina', documentId: plan })
		viktor.doc.getMap('edits').set('before', 1)
		await expect.poll(() => irina.doc.getMap('edits').get('before')).toBe(1)

		viktor.doc.getMap('edits').set('in-between', 2)
		await before.stop()
		fixtures = []
		irina.doc.getMap('edits').set('while-away', 3)
		await start({ ...options(), port: before.port })
		for (const { doc } of [viktor, irina]) {
			await expect.poll(() => doc.getMap('edits').toJSON()).toEqual({ before: 1, 'in-between': 2, 'while-away': 3 })
		}
	})

	it('[R13] stopping stores and acknowledges what came, then closes with the code for a restart', async () => {
		const { url, storage, relay } = await start()
		const viktor = await openLine(url, plan, { person: 'viktor', query: 'v=1' })
		await expect.poll(() => viktor.hellos().length).toBe(1)
		for (let index = 0; index < 20; index++) viktor.socket.send(encodeUpdate(anEdit(`edit-${index}`)))
		await expect.poll(() => viktor.acks().length).toBeGreaterThan(0)
		await relay.stop()
		expect(await viktor.closed).toBe(1012)
		expect(viktor.acks().at(-1)?.counter).toBe((await storage.findDocument(plan))?.sequence)
	})

	it('[R13] whoever comes while it stops is sent away with the code for a restart', async () => {
		const { url, relay } = await start()
		await relay.stop()
		const irina = await openLine(url, plan, { person: 'irina' })
		expect(await irina.closed).toBe(1012)
	})

	it('[R6] edits the relay could not store are stored after the client reconnects', async () => {
		const memory = createMemoryStorage()
		let failures = 0
		const storage: DocumentStorage = {
			...memory,
			append: (documentId, update) =>
				failures++ < 2 ? Promise.reject(new Error('disk full')) : memory.append(documentId, update)
		}
		const { url, logged } = await start({ storage })
		const viktor = connect(url, { person: 'viktor', documentId: plan })
		const irina = connect(url, { person: 'irina', documentId: plan })
		await expect.poll(() => viktor.synced && irina.synced).toBe(true)
		viktor.doc.getMap('edits').set('one', 1)
		viktor.doc.getMap('edits').set('two', 2)
		await expect.poll(() => irina.doc.getMap('edits').toJSON()).toEqual({ one: 1, two: 2 })
		expect(readEdits((await memory.load(plan)).map(({ bytes }) => bytes))).toEqual({ one: 1, two: 2 })
		expect(logged.filter(({ level }) => level === 'error').length).toBeGreaterThan(0)
	})

	it('[R1] an edit the storage refused is not acknowledged, and both are told to come back', async () => {
		const storage = { ...createMemoryStorage(), append: () => Promise.reject(new Error('disk full')) }
		const { url } = await start({ storage })
		const viktor = await openLine(url, plan, { person: 'viktor', query: 'v=1' })
		const irina = await openLine(url, plan, { person: 'irina', query: 'v=1' })
		viktor.socket.send(encodeUpdate(anEdit('one')))
		expect(await viktor.closed).toBe(4503)
		expect(await irina.closed).toBe(4503)
		expect(viktor.acks()).toEqual([])
		expect(irina.updates()).toEqual([])
	})

	it('a storage that cannot be read closes with the code for trying again', async () => {
		const storage = { ...createMemoryStorage(), load: () => Promise.reject(new Error('bad sector')) }
		const { url } = await start({ storage })
		const irina = await openLine(url, plan, { person: 'irina' })
		askForAll(irina)
		expect(await irina.closed).toBe(4503)
	})

	it('a row damaged on the disk keeps nobody out and loses nothing else', async () => {
		const { url, storage } = await start()
		const by = { personId: 'viktor', deviceId: 'phone', at: '2026-11-21T09:40:00.000Z' }
		for (const bytes of [anEdit('one'), Uint8Array.of(3, 250, 1, 99, 7), anEdit('two')]) {
			await storage.append(plan, { ...by, bytes })
		}
		const irina = await openLine(url, plan, { person: 'irina', query: 'v=1' })
		askForAll(irina)
		await expect.poll(() => irina.updates().length).toBe(3)
		const readable = irina.updates().filter((update) => checkUpdate(update) !== 'malformed')
		expect(Object.keys(readEdits(readable)).sort()).toEqual(['one', 'two'])
		irina.socket.send(encodeUpdate(anEdit('three')))
		await expect.poll(() => irina.acks().at(-1)).toEqual({ counter: 1, sequence: 4 })
	})

	it('an edit stored by somebody else than the relay reaches those who have the document open, before the next edit', async () => {
		const memory = createMemoryStorage()
		const storage: DocumentStorage = {
			...memory,
			async load(documentId, after) {
				for (let turn = 0; turn < 5; turn++) await setImmediate()
				return memory.load(documentId, after)
			}
		}
		const { url } = await start({ storage })
		const irina = await openLine(url, plan, { person: 'irina', query: 'v=1' })
		askForAll(irina)
		await expect.poll(() => irina.updates().length).toBe(1)
		const by = { personId: 'viktor', deviceId: 'phone', at: '2026-11-21T09:40:00.000Z' }
		await storage.append(plan, { ...by, bytes: anEdit('unannounced') })
		irina.socket.send(encodeUpdate(anEdit('own')))
		await expect.poll(() => readEdits(irina.updates())).toEqual({ unannounced: true })
		await expect.poll(() => irina.acks().at(-1)).toEqual({ counter: 1, sequence: 2 })
		expect(irina.acks().filter(({ counter }) => counter === 1)).toHaveLength(1)
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
