import 'fake-indexeddb/auto'
import { afterEach, expect, it, vi } from 'vitest'
import * as Y from 'yjs'
import { openProgramSession } from './session.ts'
import { hasFailedToStart } from './start-anew.ts'
import { openExistingDatabase, requested, UPDATES } from './store-database.ts'
import { createFakeDevice } from './testing/fake-device.ts'
import { eventually } from '../../../../tests/support/eventually.ts'
import { createFakeRelay } from './testing/fake-relay.ts'

afterEach(() => void vi.unstubAllGlobals())

async function openOld() {
	const device = createFakeDevice('mentor-1')
	const relay = createFakeRelay({ people: ['mentor-1', 'mentee-1'] })
	const reload = vi.fn()
	vi.stubGlobal('location', { protocol: 'http:', host: 'localhost', reload })
	vi.stubGlobal('WebSocket', relay.socketClass('mentor-1'))
	const open = () =>
		openProgramSession({
			personId: 'mentor-1',
			deviceId: 'phone-1',
			programId: '1',
			documents: { plan: 'plan:1' },
			appVersion: 'test'
		})
	const first = open()
	first.plan.doc.getText('text').insert(0, 'old')
	await eventually(() => expect(first.snapshot()).toMatchObject({ isSynced: true, unsent: 0, unsaved: 0 }))
	await first.close()
	relay.epoch = 2
	relay.log.empty()
	relay.edit((doc) => doc.getText('text').insert(0, 'new'))
	const old = open()
	await eventually(() =>
		expect(old.snapshot()).toMatchObject({ refusal: 'other-epoch', localStore: 'ready', unsaved: 0 })
	)
	return { device, relay, reload, open, old }
}

it('[R15] the old document is moved aside whole, and the new one is opened without a word of it', async () => {
	const { relay, reload, open, old } = await openOld()
	expect(await old.startAnew()).toBe(true)
	expect(reload).toHaveBeenCalledOnce()
	const fresh = open()
	await eventually(() => expect(fresh.snapshot()).toMatchObject({ isSynced: true, unsent: 0, localStoreLost: false }))
	expect(fresh.plan.doc.getText('text').toString()).toBe('new')
	expect(relay.doc.getText('text').toString()).toBe('new')
	await fresh.close()

	const names = (await indexedDB.databases()).map(({ name }) => name!)
	const aside = await openExistingDatabase(names.find((name) => name.includes(':aside:'))!)
	const kept = new Y.Doc()
	for (const update of (await requested(aside!.transaction(UPDATES).objectStore(UPDATES).getAll())) as Uint8Array[])
		Y.applyUpdate(kept, update)
	expect(kept.getText('text').toString()).toBe('old')
	aside!.close()
})

it('[R15] while another tab holds the old document nothing is moved', async () => {
	const { device, relay, reload, old } = await openOld()
	const other = device.open(relay)
	await eventually(() => expect(other.open.snapshot().localStore).toBe('ready'))
	expect(await old.startAnew()).toBe(false)
	expect(reload).not.toHaveBeenCalled()
	expect(old.plan.doc.getText('text').toString()).toBe('old')
	await old.close()
	await device.closeAll()
})

it('[R15] an old document that cannot be moved is opened again as it was, and the page says so', async () => {
	const { reload, open, old } = await openOld()
	const words = new Map<string, string>()
	vi.stubGlobal('sessionStorage', {
		getItem: (key: string) => words.get(key) ?? null,
		setItem: (key: string, word: string) => void words.set(key, word),
		removeItem: (key: string) => void words.delete(key)
	})
	const openDatabase = indexedDB.open.bind(indexedDB)
	indexedDB.open = (name: string, version?: number) => {
		if (name.includes(':aside:')) throw new DOMException('No room', 'QuotaExceededError')
		return openDatabase(name, version)
	}
	expect(await old.startAnew()).toBe(true)
	expect(reload).toHaveBeenCalledOnce()
	expect(hasFailedToStart('plan:1')).toBe(true)
	indexedDB.open = openDatabase
	const again = open()
	await eventually(() => expect(again.snapshot()).toMatchObject({ refusal: 'other-epoch', localStore: 'ready' }))
	expect(again.plan.doc.getText('text').toString()).toBe('old')
	expect(await again.startAnew()).toBe(true)
	expect(hasFailedToStart('plan:1')).toBe(false)
})
