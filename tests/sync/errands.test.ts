/** Documents read and written without a connection: the same order, the same promises (R1). */
import { setImmediate } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { encodeUpdate } from '#protocol/frames.ts'
import type { DocumentReading } from '../../server/documents/errands.ts'
import { createMemoryStorage } from '../../server/documents/storage/testing/memory.ts'
import type { DocumentStorage } from '../../server/documents/storage/storage.ts'
import { anEdit, askForAll, openLine, readEdits } from '../support/peer.ts'
import { plan, startRelayFixture, type RelayFixture, type RelayFixtureOptions } from '../support/relay-fixture.ts'

let fixture: RelayFixture
afterEach(() => fixture.stop())

const irinasPhone = { personId: 'irina', deviceId: 'phone' }
const nothing = Y.encodeStateVector(new Y.Doc())

describe('[R1] an edit stored without a connection', () => {
	it('[R1] is durable when that is said, bears its author, and reaches who has the document open', async () => {
		const { url, relay, storage, stored } = await start()
		const viktor = await openLine(url, plan, { person: 'viktor', query: 'v=1' })
		askForAll(viktor)
		await expect.poll(() => viktor.updates().length).toBe(1)
		expect(await relay.store(plan, irinasPhone, anEdit('one'))).toBe('stored')
		expect(await storage.load(plan)).toMatchObject([{ ...irinasPhone, sequence: 1 }])
		await expect.poll(() => readEdits(viktor.updates())).toEqual({ one: true })
		await expect.poll(() => viktor.acks().at(-1)?.sequence).toBe(1)
		expect(stored).toEqual([plan])
	})

	it('[R1] is stored also when nobody has the document open, and nothing stays open after it', async () => {
		const { relay, storage } = await start()
		await Promise.all([1, 2, 3].map((number) => relay.store(plan, irinasPhone, anEdit(`edit-${number}`))))
		expect(await storage.load(plan)).toHaveLength(3)
		expect(relay.stats().rooms).toBe(0)
	})

	it('[R1] stored twice is in the log once', async () => {
		const { relay, storage } = await start()
		await relay.store(plan, irinasPhone, anEdit('one', 1))
		const doc = new Y.Doc()
		for (const { bytes } of await storage.load(plan)) Y.applyUpdate(doc, bytes)
		const again = Y.encodeStateAsUpdate(doc)
		expect(await relay.store(plan, irinasPhone, again)).toBe('stored')
		expect(await storage.load(plan)).toHaveLength(1)
	})

	it('[R1] that is known already is not confirmed before it is on the disk', async () => {
		const memory = createMemoryStorage()
		let commit = () => {}
		const committing = new Promise<void>((resolve) => (commit = resolve))
		const storage: DocumentStorage = {
			...memory,
			append: (documentId, update) => committing.then(() => memory.append(documentId, update))
		}
		const { url, relay } = await start({ storage })
		const edit = anEdit('one')
		const viktor = await openLine(url, plan, { person: 'viktor', query: 'v=1' })
		viktor.socket.send(encodeUpdate(edit))
		await expect.poll(() => relay.stats().uncommittedDocuments).toBe(1)
		let confirmed = false
		const again = relay.store(plan, irinasPhone, edit).finally(() => (confirmed = true))
		const read = relay.read(plan, nothing)
		await expect.poll(() => viktor.frames.some(({ type }) => type === 'step1')).toBe(true)
		expect(confirmed).toBe(false)
		commit()
		expect(await again).toBe('stored')
		expect(readEdits((await reading(read)).updates)).toEqual({ one: true })
	})

	it.each([
		['too large', new Uint8Array(anEdit('large', 'ж'.repeat(1000))), 'too-large'],
		['malformed', Uint8Array.of(9, 9, 9), 'malformed']
	] as const)('that is %s is refused and not kept', async (_what, update, outcome) => {
		const { relay, storage } = await start({ settings: { documentBytes: 1000 } })
		expect(await relay.store(plan, irinasPhone, update)).toBe(outcome)
		expect(await storage.load(plan)).toEqual([])
	})

	it('[R15] for a document that never was finds it gone', async () => {
		const { relay } = await start()
		const elsewhere = 'plan:program-9'
		expect(await relay.store(elsewhere, irinasPhone, anEdit('one'))).toBe('gone')
		expect(await relay.read(elsewhere, nothing)).toBeNull()
	})

	it('when the storage fails is not confirmed, and the next one is', async () => {
		const memory = createMemoryStorage()
		let failures = 1
		const storage: DocumentStorage = {
			...memory,
			append: (documentId, update) =>
				failures-- > 0 ? Promise.reject(new Error('disk full')) : memory.append(documentId, update)
		}
		const { relay } = await start({ storage })
		await expect(relay.store(plan, irinasPhone, anEdit('one'))).rejects.toThrow('storage-failed')
		expect(await relay.store(plan, irinasPhone, anEdit('one'))).toBe('stored')
	})
})

describe('what a device lacks', () => {
	it('is read without a connection, up to a sequence, with what the relay has', async () => {
		const { relay } = await start()
		await relay.store(plan, irinasPhone, anEdit('one'))
		const first = await reading(relay.read(plan, nothing))
		expect(first).toMatchObject({ epoch: 1, sequence: 1, snapshot: null })
		expect(readEdits(first.updates)).toEqual({ one: true })
		await relay.store(plan, irinasPhone, anEdit('two'))
		const second = await reading(relay.read(plan, first.stateVector))
		expect(second.sequence).toBe(2)
		expect(readEdits(second.updates)).toEqual({ two: true })
		const third = await reading(relay.read(plan, second.stateVector))
		expect(readEdits(third.updates)).toEqual({})
		expect(await relay.read(plan, Uint8Array.of(200))).toBe('malformed')
		expect(relay.stats().rooms).toBe(0)
	})

	it('«Проверить всё» reads the rows themselves, whatever the relay believes', async () => {
		const memory = createMemoryStorage()
		const { url, relay, storage } = await start({ storage: memory })
		const at = '2026-11-21T09:40:00.000Z'
		await storage.append(plan, { ...irinasPhone, at, bytes: anEdit('one') })
		// A snapshot that does not contain what it claims to cover.
		const covers = snapshotOf(anEdit('one'))
		await storage.saveSnapshot(plan, { epoch: 1, sequence: 1, bytes: Y.encodeStateAsUpdate(new Y.Doc()), covers })
		const viktor = await openLine(url, plan, { person: 'viktor', query: 'v=1' })
		await expect.poll(() => viktor.frames.length).toBeGreaterThan(0)
		const checked = await reading(relay.read(plan, nothing, { isCheck: true }))
		expect(readEdits(checked.updates)).toEqual({ one: true })
		const [row] = await storage.load(plan)
		expect(checked.snapshot).toEqual(snapshotOf(row?.bytes))
	})

	it('«Проверить всё» of many devices at once reads two documents at a time', async () => {
		const memory = createMemoryStorage()
		const reads: (() => void)[] = []
		const { relay } = await start({
			storage: {
				...memory,
				async load(...asked) {
					await new Promise<void>((resolve) => reads.push(resolve))
					return memory.load(...asked)
				}
			}
		})
		const checks = Array.from({ length: 5 }, () => reading(relay.read(plan, nothing, { isCheck: true })))
		for (const begun of [2, 3, 4, 5]) {
			await expect.poll(() => reads.length).toBe(begun)
			// A read that did not wait for its turn would have begun by now.
			await setImmediate()
			expect(reads).toHaveLength(begun)
			reads[begun - 2]?.()
		}
		reads.at(-1)?.()
		expect(await Promise.all(checks)).toHaveLength(5)
	})
})

function snapshotOf(update: Uint8Array | undefined): Uint8Array {
	const doc = new Y.Doc()
	if (update !== undefined) Y.applyUpdate(doc, update)
	return Y.encodeSnapshot(Y.snapshot(doc))
}

async function reading(answer: Promise<DocumentReading | 'malformed' | null>): Promise<DocumentReading> {
	const read = await answer
	if (read === null || read === 'malformed') throw new Error(`Not read: ${read}`)
	return read
}

async function start(options: RelayFixtureOptions = {}): Promise<RelayFixture> {
	fixture = await startRelayFixture(options)
	return fixture
}
