import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { fetchLedgers } from '../api-program.ts'
import { keepSending } from './loops.ts'
import { putInOutbox } from '../ledger/outbox.ts'
import { createFakeDevice } from '../document/testing/fake-device.ts'
import { eventually } from '../../../../tests/support/eventually.ts'
import { createFakeLedgerServer, type FakeLedgerServer } from '../document/testing/fake-ledger-server.ts'

/** The real locks: the fake device's are too simple for a queue. */
const { locks } = navigator
let server: FakeLedgerServer
let page: EventTarget & { visibilityState: string }
let leaving: AbortController

beforeEach(() => {
	createFakeDevice('irina')
	vi.stubGlobal('navigator', { locks })
	server = createFakeLedgerServer('irina')
	page = Object.assign(new EventTarget(), { visibilityState: 'visible' })
	const around = new EventTarget()
	vi.stubGlobal('document', page)
	vi.stubGlobal('addEventListener', around.addEventListener.bind(around))
	vi.stubGlobal('dispatchEvent', around.dispatchEvent.bind(around))
	vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
	leaving = new AbortController()
})
afterEach(() => {
	leaving.abort()
	vi.useRealTimers()
	vi.unstubAllGlobals()
})

const say = (text: string) =>
	putInOutbox('irina', { programId: 'program-1', role: 'mentee', statement: { type: 'remark', about: null, text } })
const keep = () => keepSending('irina', leaving.signal)
const expectEntries = (count: number) => eventually(() => expect(server.entries).toHaveLength(count))
const asked = (count: number) => eventually(() => expect(server.requests.length).toBeGreaterThanOrEqual(count))

it('what waits goes when the app is opened, and what is said later at once', async () => {
	await say('before')
	keep()
	await expectEntries(1)
	await say('now')
	await expectEntries(2)
})

it('goes when the network is back, when she comes back, and by itself after a while', async () => {
	server.answers = 'gone'
	keep()
	await say('on the train')
	server.answers = 'arrive'
	dispatchEvent(new Event('online'))
	await expectEntries(1)
	server.answers = 'broken'
	await say('again')
	await asked(2)
	server.answers = 'arrive'
	await vi.advanceTimersByTimeAsync(60_000)
	await expectEntries(2)
})

it('goes as soon as the server answers anything again that was away while the network stayed', async () => {
	server.answers = 'broken'
	await say('while it restarts')
	const said = Date.now()
	keep()
	await asked(1)
	server.answers = 'arrive'
	await eventually(async () => {
		expect(await fetchLedgers()).toMatchObject({ ok: true })
		expect(server.entries).toHaveLength(1)
	})
	// None of it waited for its timer.
	expect(Date.now() - said).toBeLessThan(1_000)
})

it('is tried once on such a word, and waits its time where that was in vain', async () => {
	/** The device is read meanwhile, and the clock stands still. */
	const meanwhile = async (happens: () => Promise<unknown>) => {
		for (let turn = 0; turn < 100; turn++) {
			await happens()
			await new Promise(setImmediate)
		}
	}
	server.answers = 'broken'
	await say('which it cannot hear')
	keep()
	await asked(1)
	await meanwhile(async () => {})
	const before = server.requests.length
	await meanwhile(fetchLedgers)
	expect(server.requests).toHaveLength(before + 1)
	await vi.advanceTimersByTimeAsync(10_000)
	await asked(before + 2)
})

it('what was on its way when the network went is sent again as soon as it is back, and heard once', async () => {
	server.answers = 'hang'
	keep()
	await say('in the tunnel')
	await asked(1)
	server.answers = 'arrive'
	dispatchEvent(new Event('online'))
	await asked(2)
	await expectEntries(1)
})

it('the same of what waited its turn behind another tab when the network came back before', async () => {
	let letGo: () => void = () => undefined
	void locks.request('tandem-outbox:irina', () => new Promise<void>((resolve) => (letGo = resolve)))
	await say('in the second tunnel')
	keep()
	await eventually(async () => expect((await locks.query()).pending).toHaveLength(1))
	dispatchEvent(new Event('online'))
	server.answers = 'hang'
	letGo()
	await asked(1)
	server.answers = 'arrive'
	dispatchEvent(new Event('online'))
	await asked(2)
	await expectEntries(1)
})

it('a server that asks for time gets it, whatever else happens', async () => {
	server.answers = 'too-many'
	keep()
	await say('too much')
	await asked(1)
	dispatchEvent(new Event('online'))
	await vi.advanceTimersByTimeAsync(6_000)
	expect(server.requests).toHaveLength(1)
	server.answers = 'arrive'
	await vi.advanceTimersByTimeAsync(60_000)
	await expectEntries(1)
})

it('after she has left nothing is sent', async () => {
	keep()
	await expectEntries(0)
	leaving.abort()
	await say('too late')
	await vi.advanceTimersByTimeAsync(120_000)
	expect(server.requests).toEqual([])
})
