import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { keepStored } from './loops.ts'
import { createFakeDevice } from '../document/testing/fake-device.ts'
import { eventually } from '../../../../tests/support/eventually.ts'
import { createFakeExchangeServer, type FakeExchangeServer } from '../document/testing/fake-exchange-server.ts'

let server: FakeExchangeServer
let page: EventTarget & { visibilityState: string }
let kept: number
let leaving: AbortController

beforeEach(() => {
	createFakeDevice('mentor-1')
	server = createFakeExchangeServer()
	server.write('plan:1', 'text')
	page = Object.assign(new EventTarget(), { visibilityState: 'visible' })
	const around = new EventTarget()
	vi.stubGlobal('document', page)
	vi.stubGlobal('addEventListener', around.addEventListener.bind(around))
	vi.stubGlobal('dispatchEvent', around.dispatchEvent.bind(around))
	vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
	kept = 0
	leaving = new AbortController()
	const viktor = { personId: 'mentor-1', deviceId: 'phone-1', appVersion: 'test' }
	keepStored({ ...viktor, documentIds: ['plan:1'], isOpen: () => false }, leaving.signal, () => kept++)
})
afterEach(() => {
	leaving.abort()
	vi.useRealTimers()
	vi.unstubAllGlobals()
})

/** In steps of the stubbed clock, on which an exchange takes some 300 ms. */
const isKept = (times: number) => vi.waitFor(() => expect(kept).toBe(times), { interval: 20, timeout: 10_000 })

function show(visibilityState: 'visible' | 'hidden'): void {
	page.visibilityState = visibilityState
	page.dispatchEvent(new Event('visibilitychange'))
}

it('[D7] the server is asked at once, every few minutes, when the network is back, and when Viktor comes back', async () => {
	await isKept(1)
	await vi.advanceTimersByTimeAsync(3 * 60_000)
	await isKept(2)
	dispatchEvent(new Event('online'))
	await isKept(3)
	show('hidden')
	show('visible')
	await isKept(4)
})

it('[D7] a page that nobody sees asks nothing', async () => {
	await isKept(1)
	const asked = server.requests.length
	show('hidden')
	await vi.advanceTimersByTimeAsync(60 * 60_000)
	expect(server.requests).toHaveLength(asked)
})

it('[D7] a server that does not answer is asked again later, and nothing is said to be kept', async () => {
	await isKept(1)
	server.answers = 'gone'
	const asked = server.requests.length
	await vi.advanceTimersByTimeAsync(3 * 60_000)
	await eventually(() => expect(server.requests.length).toBeGreaterThan(asked))
	server.answers = 'arrive'
	await vi.advanceTimersByTimeAsync(3 * 60_000)
	await isKept(2)
})

it('[D7] a network that comes back while an exchange waits in vain is used right after it', async () => {
	await isKept(1)
	const giveUp = Promise.withResolvers<void>()
	server.meanwhile = () => giveUp.promise
	show('hidden')
	show('visible')
	await eventually(() => expect(server.requests.length).toBe(3))
	dispatchEvent(new Event('online'))
	giveUp.resolve()
	await isKept(2)
	await vi.advanceTimersByTimeAsync(0)
	await isKept(3)
})

it('[D4] once Viktor has left nothing is asked in his name', async () => {
	await isKept(1)
	leaving.abort()
	const asked = server.requests.length
	dispatchEvent(new Event('online'))
	await vi.advanceTimersByTimeAsync(60 * 60_000)
	expect(server.requests).toHaveLength(asked)
})

it('[D7] a page on its way out asks the browser to go on without it', async () => {
	await isKept(1)
	const register = vi.fn(() => Promise.resolve())
	const { locks } = navigator
	vi.stubGlobal('navigator', { locks, serviceWorker: { ready: Promise.resolve({ sync: { register } }) } })
	show('hidden')
	await vi.advanceTimersByTimeAsync(0)
	expect(register).not.toHaveBeenCalled()
	localStorage.setItem('tandem:mentor-1:plan:1:kept', 'unsent')
	show('hidden')
	await eventually(() => expect(register).toHaveBeenCalledOnce())
})

it('[D7] a page without a network asks the browser before anything is written: one on its way out may have no time', async () => {
	await isKept(1)
	const register = vi.fn(() => Promise.resolve())
	const { locks } = navigator
	vi.stubGlobal('navigator', { locks, serviceWorker: { ready: Promise.resolve({ sync: { register } }) } })
	dispatchEvent(new Event('offline'))
	await eventually(() => expect(register).toHaveBeenCalledOnce())
})
