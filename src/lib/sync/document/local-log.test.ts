import 'fake-indexeddb/auto'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import * as Y from 'yjs'
import { readLog, writeLog } from './document-log.ts'
import { notifyTabs } from './local-log.ts'
import { CUSTOM, databaseName, openDatabase, UPDATES } from './store-database.ts'
import { readStoredDocument } from '../stored/stored-document.ts'
import { createFakeDevice } from './testing/fake-device.ts'
import { eventually } from '../../../../tests/support/eventually.ts'
import { createFakeRelay } from './testing/fake-relay.ts'
import { writeOlderLog } from './testing/older-log.ts'
import { tickOf } from './status.ts'

let device: ReturnType<typeof createFakeDevice>
beforeEach(() => void (device = createFakeDevice()))
afterEach(async () => {
	vi.restoreAllMocks()
	await device.closeAll()
	vi.unstubAllGlobals()
})

const status = (tab: ReturnType<typeof device.open>) => tab.open.snapshot()
const saved = (tab: ReturnType<typeof device.open>) =>
	eventually(() => expect(status(tab)).toMatchObject({ localStore: 'ready', unsaved: 0 }))

it('[D3] Yjs encodes nothing of what a device reads from its log, and all that is written there', async () => {
	const relay = createFakeRelay()
	const tab = device.open(relay)
	tab.write('Посетить урок')
	await eventually(() => expect(status(tab)).toMatchObject({ isSynced: true, unsent: 0 }))
	await device.cutPower()
	const encode = vi.spyOn(Y.UpdateEncoderV1.prototype, 'toUint8Array')
	const again = device.open()
	await saved(again)
	expect(again.text()).toBe('Посетить урок')
	expect(encode).not.toHaveBeenCalled()
	again.write(' и записать')
	await saved(again)
	expect(encode).toHaveBeenCalledOnce()
	await device.cutPower()
	const third = device.open()
	await saved(third)
	expect(third.text()).toBe('Посетить урок и записать')
})

it('a letter is written, and then that the relay has it: not each time when all was sent, nor a summary it leaves as it is', async () => {
	const at = Date.now()
	vi.spyOn(Date, 'now').mockImplementation(() => at)
	const relay = createFakeRelay()
	const summary = { total: 1 }
	const tab = device.open(relay, { summarise: () => summary })
	tab.write('Посетить урок')
	const stored = async () => (await readStoredDocument(databaseName('mentor-1', 'plan:1'))).records
	await eventually(async () =>
		expect(await stored()).toMatchObject({ summary, state: { lastSyncedAt: expect.any(String) as string } })
	)
	await eventually(() => expect(status(tab)).toMatchObject({ isSynced: true, unsent: 0 }))
	const transactions = vi.spyOn(IDBDatabase.prototype, 'transaction')
	tab.write('!')
	await eventually(() => expect(status(tab)).toMatchObject({ unsaved: 0, unsent: 0 }))
	await tab.close()
	expect(transactions.mock.calls.filter(([, mode]) => mode === 'readwrite')).toHaveLength(2)
})

describe('[D1] the store is supervised', () => {
	it('an edit counts as saved only once its transaction is committed', async () => {
		const tab = device.open()
		await saved(tab)
		tab.write('Посетить урок')
		expect(status(tab)).toMatchObject({ unsaved: 1, unsent: 1 })
		await saved(tab)
		expect(status(tab).unsent).toBe(1)
	})

	it('a database the browser closed is opened again, and what was not committed is written', async () => {
		const tab = device.open()
		await saved(tab)
		tab.write('committed, ')
		await saved(tab)

		device.closeDatabase()
		tab.write('written while closed')
		expect(status(tab).unsaved).toBe(1)
		await saved(tab)

		await device.cutPower()
		const again = device.open()
		await saved(again)
		expect(again.text()).toBe('committed, written while closed')
		expect(status(again).unsent).toBe(2)
	})

	it('a database closed in the middle of a write does not lose the write', async () => {
		const tab = device.open()
		await saved(tab)
		tab.write('cut off')
		device.closeDatabase()
		expect(status(tab).unsaved).toBe(1)
		await saved(tab)
		await device.cutPower()
		const again = device.open()
		await saved(again)
		expect(again.text()).toBe('cut off')
	})

	it('a connection that fails without a word is noticed at the next edit', async () => {
		const tab = device.open()
		await saved(tab)
		device.databases.at(-1)!.close()
		tab.write('kept')
		expect(status(tab).unsaved).toBe(1)
		await saved(tab)
		await device.cutPower()
		const again = device.open()
		await saved(again)
		expect(again.text()).toBe('kept')
	})

	it('a full disk is visible at once, the network goes on, and all is written when there is room', async () => {
		const relay = createFakeRelay()
		const tab = device.open(relay)
		await saved(tab)
		await eventually(() => expect(status(tab).isSynced).toBe(true))
		const full = vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(() => {
			throw new DOMException('Full', 'QuotaExceededError')
		})

		relay.pause()
		tab.write('no room')
		await eventually(() =>
			expect(status(tab)).toMatchObject({ localStore: 'failed', localStoreFailure: 'quota', unsaved: 1 })
		)
		expect(tickOf(status(tab))).toBe('notSaved')
		relay.resume()
		await eventually(() => expect(relay.doc.getText('text').toString()).toBe('no room'))
		await eventually(() => expect(status(tab).unsent).toBe(0))
		expect(tickOf(status(tab))).toBe('onServer')

		full.mockRestore()
		await saved(tab)
		await device.cutPower()
		const again = device.open()
		await saved(again)
		expect(again.text()).toBe('no room')
	})

	it('is not ready as long as what is known beside the document finds no room', async () => {
		const relay = createFakeRelay({ people: ['mentee-1'] })
		const tab = device.open(relay)
		await saved(tab)
		await eventually(() => expect(status(tab).isSynced).toBe(true))
		const full = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
			throw new DOMException('Full', 'QuotaExceededError')
		})
		relay.report('mentee-1', { haveSequence: 1 })
		await eventually(() => expect(status(tab).localStore).toBe('failed'))
		const shown = new Set<string>()
		tab.open.subscribe(() => void shown.add(status(tab).localStore))
		full.mockClear()
		await eventually(() => expect(full.mock.calls.length).toBeGreaterThan(1))
		expect([...shown]).toEqual(expect.not.arrayContaining(['ready']))
		full.mockRestore()
		await saved(tab)
	})

	it('a browser without IndexedDB says so and works over the network', async () => {
		vi.stubGlobal('indexedDB', undefined)
		const relay = createFakeRelay()
		const tab = device.open(relay)
		await eventually(() =>
			expect(status(tab)).toMatchObject({ localStore: 'failed', localStoreFailure: 'unavailable' })
		)
		tab.write('only online')
		await eventually(() => expect(relay.doc.getText('text').toString()).toBe('only online'))
		expect(status(tab).isLoaded).toBe(true)
	})

	it('a database that never answers is a failure after five seconds, and is taken when it answers', async () => {
		vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
		const real = indexedDB
		vi.stubGlobal('indexedDB', { open: () => ({}) })
		const tab = device.open()
		await vi.advanceTimersByTimeAsync(4_900)
		expect(status(tab).localStore).toBe('opening')
		await vi.advanceTimersByTimeAsync(150)
		expect(status(tab)).toMatchObject({ localStore: 'failed', localStoreFailure: 'unavailable' })

		tab.write('early')
		vi.stubGlobal('indexedDB', real)
		await vi.advanceTimersByTimeAsync(1_000)
		vi.useRealTimers()
		await saved(tab)
	})

	it('a database the browser threw away while it was open is filled again', async () => {
		const tab = device.open()
		await saved(tab)
		tab.write('all of it')
		await saved(tab)
		vi.stubGlobal('indexedDB', new IDBFactory())
		device.closeDatabase()
		tab.write(', again')
		expect(status(tab).unsaved).toBe(1)
		await saved(tab)
		await device.cutPower()
		const again = device.open()
		await saved(again)
		expect(again.text()).toBe('all of it, again')
	})

	it('a new database without room for all is not taken for one that has it', async () => {
		const tab = device.open()
		await saved(tab)
		tab.write('all of it')
		await saved(tab)
		vi.stubGlobal('indexedDB', new IDBFactory())
		const full = vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(() => {
			throw new DOMException('Full', 'QuotaExceededError')
		})
		device.closeDatabase()
		await eventually(() => expect(status(tab)).toMatchObject({ localStore: 'failed', localStoreFailure: 'quota' }))
		expect(tickOf(status(tab))).toBe('notSaved')
		expect(status(tab).unsaved).toBe(1)
		full.mockRestore()
		await saved(tab)
		await device.cutPower()
		const again = device.open()
		await saved(again)
		expect(again.text()).toBe('all of it')
	})
})

describe('[D2] unsent is known after a restart', () => {
	it('three edits made offline are three unsent ones after a power cut', async () => {
		const tab = device.open()
		await saved(tab)
		for (const text of ['one ', 'two ', 'three']) tab.write(text)
		await saved(tab)
		await device.cutPower()
		const again = device.open()
		await saved(again)
		expect(again.text()).toBe('one two three')
		expect(status(again)).toMatchObject({ unsent: 3, unsaved: 0 })
	})

	it('an edit whose count cannot be stored is not stored either', async () => {
		const tab = device.open()
		await saved(tab)
		const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
			throw new DOMException('Failed', 'UnknownError')
		})
		tab.write('uncounted')
		await eventually(() => expect(status(tab).localStore).toBe('failed'))
		await tab.close()
		put.mockRestore()
		await device.cutPower()
		const again = device.open()
		await saved(again)
		expect(again.text()).toBe('')
	})

	it('a deletion alone is an unsent edit', async () => {
		const relay = createFakeRelay()
		const tab = device.open(relay)
		tab.write('goal')
		await eventually(() => expect(status(tab)).toMatchObject({ unsent: 0, isSynced: true }))
		relay.isUp = false
		relay.cutAll()
		tab.erase(4)
		await saved(tab)
		await device.cutPower()
		const again = device.open()
		await saved(again)
		expect(status(again).unsent).toBe(1)
		await again.close()
		relay.isUp = true
		const online = device.open(relay)
		await eventually(() => expect(status(online).unsent).toBe(0))
		expect(relay.doc.getText('text').toString()).toBe('')
	})

	it('after the acknowledgement nothing is unsent, also after a restart', async () => {
		const relay = createFakeRelay()
		const tab = device.open(relay)
		await eventually(() => expect(status(tab).isSynced).toBe(true))
		tab.write('sent')
		// The day of the last synchronisation is recorded a moment after the acknowledgement.
		const settled = { unsent: 0, lastSyncedAt: expect.any(String) as string }
		await eventually(() => expect(status(tab)).toMatchObject(settled))
		await tab.close()
		await device.cutPower()
		const again = device.open()
		await saved(again)
		expect(again.text()).toBe('sent')
		expect(status(again)).toMatchObject(settled)
	})

	it('what a past session left unsent is credited by the answer to the relay’s question, and not before', async () => {
		const relay = createFakeRelay()
		const offline = device.open()
		await saved(offline)
		offline.write('left behind')
		await offline.close()

		relay.pause()
		const tab = device.open(relay)
		await eventually(() => expect(status(tab).connection).toBe('connected'))
		expect(status(tab).unsent).toBe(1)
		relay.resume()
		await eventually(() => expect(status(tab).unsent).toBe(0))
		expect(relay.doc.getText('text').toString()).toBe('left behind')
	})

	it('two tabs show the sum of their unsent edits', async () => {
		const first = device.open()
		const second = device.open()
		await saved(first)
		await saved(second)
		first.write('first')
		second.write('second')
		second.write('second')
		await eventually(() => {
			expect(status(first).unsent).toBe(3)
			expect(status(second).unsent).toBe(3)
		})
	})

	it('a tab that was robbed while it was frozen, and begins a term after that, does not keep the line from the thief', async () => {
		const relay = createFakeRelay()
		const tab = device.open(relay)
		await eventually(() => expect(status(tab).isSynced).toBe(true))
		const name = databaseName('mentor-1', 'plan:1')
		const termOf = async () => {
			const db = await openDatabase(name)
			const { records, keys } = await readLog(db, 0)
			db.close()
			return { ...records, lastKey: keys.at(-1) ?? 0 }
		}
		await saved(tab)
		const { term, state, lastKey } = await termOf()
		const db = await openDatabase(name)
		await writeLog(db, { after: lastKey, rows: [], state: { term: term + 1, isNew: true, value: state } })
		db.close()
		notifyTabs(name, 0)
		await eventually(async () => expect((await termOf()).term).toBe(term + 2))
		tab.write('by the thief')
		await eventually(() => expect(status(tab)).toMatchObject({ unsent: 0, isSynced: true }))
		await eventually(async () => expect(await termOf()).toMatchObject({ state: { acked: 1, have: 1 } }))
	})

	it('[D9] the log of an older app opens, and what that app has not sent is counted and sent', async () => {
		await writeOlderLog(databaseName('mentor-1', 'plan:1'))
		const offline = device.open()
		await saved(offline)
		expect(offline.text()).toBe('lso unsent acknowledged received ')
		expect(status(offline)).toMatchObject({ unsent: 3, hasOwn: true, lastSyncedAt: '2026-11-20T09:00:00.000Z' })
		offline.write('and new')
		await eventually(() => expect(status(offline)).toMatchObject({ unsent: 4, unsaved: 0 }))
		await offline.close()

		const relay = createFakeRelay()
		const tab = device.open(relay)
		await eventually(() => expect(status(tab)).toMatchObject({ unsent: 0, isSynced: true }))
		expect(relay.doc.getText('text').toString()).toBe('lso unsent acknowledged received and new')
		await tab.close()
		const again = device.open()
		await saved(again)
		expect(status(again).unsent).toBe(0)
	})

	it('the tab that holds the line sends what another one wrote, and credits it only when it is acknowledged', async () => {
		const relay = createFakeRelay()
		const living = device.open(relay)
		const closing = device.open()
		await eventually(() => expect(status(living).isSynced).toBe(true))
		await saved(closing)
		relay.pause()
		closing.write('by the other tab')
		await saved(closing)
		await eventually(() => expect(status(living).unsent).toBe(1))

		await eventually(() => expect(living.text()).toBe('by the other tab'))
		await closing.close()
		relay.resume()
		await eventually(() => expect(status(living).unsent).toBe(0))
		expect(relay.doc.getText('text').toString()).toBe('by the other tab')
	})

	it('an edit whose count a tab that was robbed has ended is still sent by the thief', async () => {
		const relay = createFakeRelay()
		const tab = device.open(relay)
		await eventually(() => expect(status(tab)).toMatchObject({ isSynced: true, unsaved: 0 }))
		relay.pause()
		tab.write('ours')
		await saved(tab)
		const theirs = new Y.Doc()
		theirs.getText('text').insert(0, 'theirs ')
		const name = databaseName('mentor-1', 'plan:1')
		const database = await openDatabase(name)
		const last = (await readLog(database, 0)).keys.at(-1)!
		const row = { update: Y.encodeStateAsUpdate(theirs), edits: { own: 0, others: 0 } }
		await writeLog(database, { after: last, rows: [row], deleted: [`row:${last}`] })
		database.close()
		notifyTabs(name, 0)
		await eventually(() => expect(tab.text()).toContain('theirs'))
		expect(status(tab).unsent).toBe(1)
		relay.resume()
		await eventually(() => expect(status(tab)).toMatchObject({ unsent: 0, unsaved: 0 }))
		expect(relay.doc.getText('text').toString()).toContain('ours')
	})

	it('an edit of another tab that comes by the log, ahead of that tab’s word, is never shown as sent', async () => {
		const tab = device.open()
		await saved(tab)
		const elsewhere = new Y.Doc()
		elsewhere.getText('text').insert(0, 'by the other tab')
		const writing = device.databases.at(-1)!.transaction([UPDATES, CUSTOM], 'readwrite')
		writing.objectStore(UPDATES).add(Y.encodeStateAsUpdate(elsewhere))
		writing.objectStore(CUSTOM).put({ made: 1, acknowledged: 0 }, 'edits:other')
		await new Promise((resolve) => (writing.oncomplete = resolve))

		const shown: number[] = []
		tab.doc.on('update', () => void shown.push(status(tab).unsent))
		device.closeDatabase()
		await eventually(() => expect(tab.text()).toBe('by the other tab'))
		expect(shown).toEqual([1])
	})

	it('what waited for a row of the log is stored once that row has come from another tab', async () => {
		const tab = device.open()
		await saved(tab)
		const elsewhere = new Y.Doc()
		const updates: Uint8Array[] = []
		elsewhere.on('update', (update: Uint8Array) => void updates.push(update))
		elsewhere.getText('text').insert(0, 'first, ')
		elsewhere.getText('text').insert(7, 'second')
		Y.applyUpdate(tab.doc, updates[1]!)
		const writing = device.databases.at(-1)!.transaction(UPDATES, 'readwrite')
		writing.objectStore(UPDATES).add(updates[0])
		await new Promise((resolve) => (writing.oncomplete = resolve))
		device.closeDatabase()
		await eventually(() => expect(tab.text()).toBe('first, second'))
		// `unsaved` does not count others' edits, so this reads the disk.
		const name = databaseName('mentor-1', 'plan:1')
		await eventually(async () => {
			const { doc } = await readStoredDocument(name)
			expect(doc.getText('text').toJSON()).toBe('first, second')
		})

		await device.cutPower()
		const again = device.open()
		await saved(again)
		expect(again.text()).toBe('first, second')
		expect(status(again).unsent).toBe(0)
	})

	it('[D5] an empty store that should not be empty is told', async () => {
		const tab = device.open()
		await saved(tab)
		tab.write('soon lost')
		await saved(tab)
		vi.stubGlobal('indexedDB', new IDBFactory())
		const again = device.open()
		await saved(again)
		expect(status(again).localStoreLost).toBe(true)
		expect(status(tab).localStoreLost).toBe(false)
	})

	it('[D5] a loss that was read is told no more, not even after another start', async () => {
		const tab = device.open()
		tab.write('soon lost')
		await saved(tab)
		await tab.close()
		vi.stubGlobal('indexedDB', new IDBFactory())
		const again = device.open()
		await eventually(() => expect(status(again).localStoreLost).toBe(true))
		again.open.dismissLoss()
		expect(status(again).localStoreLost).toBe(false)
		await again.close()
		const third = device.open()
		await saved(third)
		expect(status(third).localStoreLost).toBe(false)
	})

	it('a store that cannot be read is not taken for one with nothing unsent', async () => {
		const relay = createFakeRelay()
		const tab = device.open()
		await saved(tab)
		tab.write('unsent')
		await saved(tab)
		vi.stubGlobal('indexedDB', undefined)
		const again = device.open(relay)
		await eventually(() => expect(status(again)).toMatchObject({ localStore: 'failed', isSynced: true }))
		expect(tickOf(status(again))).toBe('notSaved')
	})
})

describe('[D3] the log', () => {
	it('opening and closing a document writes no row', async () => {
		const tab = device.open()
		await saved(tab)
		tab.write('a plan')
		await tab.close()
		const before = await readKeys()
		for (let opening = 0; opening < 3; opening++) {
			const again = device.open()
			await saved(again)
			expect(again.text()).toBe('a plan')
			await again.close()
		}
		expect(await readKeys()).toEqual(before)
	})

	it('is merged as it grows, and what is unsent stays as it is', async () => {
		const relay = createFakeRelay()
		const tab = device.open(relay)
		await eventually(() => expect(status(tab).isSynced).toBe(true))
		for (let edit = 0; edit < 600; edit++) tab.write('x')
		await saved(tab)
		await eventually(() => expect(status(tab).unsent).toBe(0))
		relay.isUp = false
		relay.cutAll()
		tab.write('y')
		await eventually(async () => expect(await rows(device.databases.at(-1)!)).toBe(2), 5_000)
		await device.cutPower()
		const again = device.open()
		await saved(again)
		expect(again.text()).toBe(`${'x'.repeat(600)}y`)
		expect(status(again).unsent).toBe(1)
		expect(await readKeys()).toEqual([600, 601])
	})
})

it('[D4] two people sharing a phone never see each other’s documents', async () => {
	const mentor = device.open(undefined, { personId: 'mentor-1' })
	const mentee = device.open(undefined, { personId: 'mentee-1' })
	await saved(mentor)
	await saved(mentee)
	mentor.write('only mine')
	await saved(mentor)
	await mentor.close()
	const names = (await indexedDB.databases()).map(({ name }) => name)
	expect(names.sort()).toEqual(['tandem:mentee-1:plan:1', 'tandem:mentor-1:plan:1'])
	const again = device.open(undefined, { personId: 'mentee-1' })
	await saved(again)
	expect(again.text()).toBe('')
	expect(mentee.text()).toBe('')
})

async function readKeys(): Promise<readonly number[]> {
	const db = await openDatabase(databaseName('mentor-1', 'plan:1'))
	const { keys } = await readLog(db, 0)
	db.close()
	return keys
}

function rows(db: IDBDatabase): Promise<number> {
	return new Promise((resolve) => {
		const request = db.transaction('updates').objectStore('updates').count()
		request.onsuccess = () => resolve(request.result)
	})
}
