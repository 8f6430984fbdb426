import 'fake-indexeddb/auto'
import { afterEach, expect, it, vi } from 'vitest'
import * as Y from 'yjs'
import { watchStorageRoom, type StorageRoom } from './storage-room.ts'
import { createFakeDevice } from './testing/fake-device.ts'
import { eventually } from '../../../../tests/support/eventually.ts'
import { createFakeRelay } from './testing/fake-relay.ts'

const stops: (() => unknown)[] = []
afterEach(async () => {
	vi.useRealTimers()
	for (const stop of stops.splice(0)) await stop()
	vi.unstubAllGlobals()
})

function stubStorage(usage: number) {
	const storage = {
		usage,
		isGranted: false,
		persisted: () => Promise.resolve(storage.isGranted),
		isRefusing: false,
		persist: vi.fn(() => Promise.resolve((storage.isGranted = !storage.isRefusing))),
		estimate: vi.fn(() => Promise.resolve({ usage: storage.usage, quota: 1e9 }))
	}
	vi.stubGlobal('navigator', { storage })
	return storage
}

it('[D5] asks the browser to keep the data, and says what room there is', async () => {
	stubStorage(200_300_000)
	const rooms: StorageRoom[] = []
	stops.push(watchStorageRoom([], (room) => rooms.push(room)))
	await eventually(() => expect(rooms).toEqual([{ freeBytes: 799e6, isPersisted: true }]))
})

it('[D5] a browser that has refused is not asked again until the programme is opened again', async () => {
	vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
	const storage = stubStorage(0)
	storage.isRefusing = true
	const rooms: StorageRoom[] = []
	stops.push(watchStorageRoom([], (room) => rooms.push(room)))
	await eventually(() => expect(rooms.at(-1)).toEqual({ freeBytes: 1000e6, isPersisted: false }))
	storage.isGranted = true
	vi.stubGlobal('document', { visibilityState: 'visible' })
	vi.advanceTimersByTime(5 * 60_000)
	await eventually(() => expect(rooms.at(-1)).toEqual({ freeBytes: 1000e6, isPersisted: true }))
	expect(storage.persist).toHaveBeenCalledOnce()
})

it('[D5] looks again after much was written, and every five minutes of a visible page', async () => {
	vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
	const storage = stubStorage(0)
	const doc = new Y.Doc()
	const rooms: StorageRoom[] = []
	stops.push(watchStorageRoom([doc], (room) => rooms.push(room)))
	await eventually(() => expect(rooms).toHaveLength(1))
	doc.getText('text').insert(0, 'x')
	expect(storage.estimate).toHaveBeenCalledTimes(1)
	storage.usage = 30e6
	doc.getText('text').insert(0, 'x'.repeat(300_000))
	await eventually(() => expect(rooms.at(-1)).toEqual({ freeBytes: 970e6, isPersisted: true }))

	storage.usage = 60e6
	vi.advanceTimersByTime(6 * 60_000)
	expect(storage.estimate).toHaveBeenCalledTimes(2)
	vi.stubGlobal('document', { visibilityState: 'visible' })
	vi.advanceTimersByTime(5 * 60_000)
	await eventually(() => expect(rooms.at(-1)).toEqual({ freeBytes: 940e6, isPersisted: true }))
})

it('[D5] a browser that does not say leaves it unsaid', async () => {
	vi.stubGlobal('navigator', {})
	const rooms: StorageRoom[] = []
	stops.push(watchStorageRoom([], (room) => rooms.push(room)))
	await eventually(() => expect(rooms).toEqual([{ freeBytes: null, isPersisted: null }]))
})

it('[D5] [P7] the room is told to the person when it gets low, and to the relay', async () => {
	const device = createFakeDevice('mentor-1')
	stops.push(() => device.closeAll())
	const relay = createFakeRelay()
	const tab = device.open(relay)
	await eventually(() => expect(tab.open.snapshot()).toMatchObject({ isSynced: true, isSpaceLow: false }))
	Object.assign(device.room, { freeBytes: 50e6, isPersisted: true })
	tab.noteRoom()
	expect(tab.open.snapshot().isSpaceLow).toBe(false)
	device.room.freeBytes = 49e6
	tab.noteRoom()
	expect(tab.open.snapshot().isSpaceLow).toBe(true)
	await eventually(() => expect(relay.reports.at(-1)).toMatchObject({ freeBytes: 49e6, isPersisted: true }))
})
