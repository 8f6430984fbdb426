import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { BACKGROUND_TAG, putInOutbox } from '../ledger/outbox.ts'
import { sendInBackground } from '../stored/background.ts'
import { ME_KEY, remember } from '../device.ts'
import { createFakeDevice } from './testing/fake-device.ts'
import { eventually } from '../../../../tests/support/eventually.ts'
import { createFakeLedgerServer, type FakeLedgerServer } from './testing/fake-ledger-server.ts'

const { locks } = navigator
const registered: string[] = []
let server: FakeLedgerServer
beforeEach(async () => {
	createFakeDevice('irina')
	registered.length = 0
	const register = (tag: string) => Promise.resolve(void registered.push(tag))
	vi.stubGlobal('navigator', { locks, serviceWorker: { ready: Promise.resolve({ sync: { register } }) } })
	server = createFakeLedgerServer('irina')
	await remember(ME_KEY, { person: { id: 'irina' }, programs: [] })
	const statement = { type: 'remark' as const, about: null, text: 'Уточните сроки' }
	await putInOutbox('irina', { programId: 'program-1', role: 'mentee', statement })
})
afterEach(() => vi.unstubAllGlobals())

it('[D7] what Irina states is asked to be brought also when no page is left, and is', async () => {
	await eventually(() => expect(registered).toEqual([BACKGROUND_TAG]))
	expect(await sendInBackground()).toBe('done')
	expect(server.entries).toHaveLength(1)
})

it('[D7] the browser is asked to try again where there was no answer, or one that asks for time', async () => {
	server.answers = 'gone'
	expect(await sendInBackground()).toBe('retry')
	server.answers = 'too-many'
	expect(await sendInBackground()).toBe('retry')
	server.answers = 'arrive'
	server.personId = 'viktor'
	expect(await sendInBackground()).toBe('done')
	expect(server.entries).toEqual([])
})

it('[D4] after she has left the device nothing is sent in her name', async () => {
	await remember(ME_KEY, null)
	expect(await sendInBackground()).toBe('done')
	expect(server.requests).toEqual([])
})
