import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { BACKGROUND_TAG, requestBackgroundExchange } from '../ledger/outbox.ts'
import { exchangeInBackground } from './background.ts'
import { ME_KEY, remember } from '../device.ts'
import { createFakeDevice } from '../document/testing/fake-device.ts'
import { eventually } from '../../../../tests/support/eventually.ts'
import { createFakeExchangeServer, type FakeExchangeServer } from '../document/testing/fake-exchange-server.ts'
import { unsentOfPerson } from './forget.ts'

let device: ReturnType<typeof createFakeDevice>
let server: FakeExchangeServer
beforeEach(async () => {
	device = createFakeDevice('mentor-1')
	server = createFakeExchangeServer()
	await remember(ME_KEY, { person: { id: 'mentor-1' }, programs: [] })
})
afterEach(async () => {
	await device.closeAll()
	vi.unstubAllGlobals()
})

async function writeOffline(text: string) {
	const tab = device.open()
	await eventually(() => expect(tab.open.snapshot().localStore).toBe('ready'))
	tab.write(text)
	await eventually(() => expect(tab.open.snapshot().unsaved).toBe(0))
	return tab
}

it('[D7] with no page left, what Viktor wrote offline reaches the server', async () => {
	await (await writeOffline('on the train')).close()
	expect(await exchangeInBackground('test')).toBe('done')
	expect(server.text('plan:1')).toBe('on the train')
	expect((await unsentOfPerson('mentor-1')).edits).toBe(0)
})

it('[D7] of a page that the system has frozen, too', async () => {
	await writeOffline('in the pocket')
	expect(await exchangeInBackground('test')).toBe('done')
	expect(server.text('plan:1')).toBe('in the pocket')
})

it('[D7] the browser is asked to try again only where no answer came', async () => {
	await (await writeOffline('text')).close()
	server.answers = 'gone'
	expect(await exchangeInBackground('test')).toBe('retry')
	server.answers = 'arrive'
	server.relay('plan:1').right = null
	expect(await exchangeInBackground('test')).toBe('done')
	server.personId = 'mentee-1'
	expect(await exchangeInBackground('test')).toBe('done')
	expect((await unsentOfPerson('mentor-1')).edits).toBe(1)
})

it('[D7] with nothing unsent the network is left alone', async () => {
	expect(await exchangeInBackground('test')).toBe('done')
	expect(server.requests).toEqual([])
})

it('[D4] after Viktor has left the device nothing is sent in his name', async () => {
	await (await writeOffline('his')).close()
	await remember(ME_KEY, null)
	await exchangeInBackground('test')
	await remember(ME_KEY, { person: { id: 'mentee-1' }, programs: [] })
	await exchangeInBackground('test')
	expect(server.requests).toEqual([])
})

it('[D7] a page that is left with something unsent asks for it, and one with nothing does not', async () => {
	const register = vi.fn(() => Promise.resolve())
	const { locks } = navigator
	vi.stubGlobal('navigator', { locks, serviceWorker: { ready: Promise.resolve({ sync: { register } }) } })
	await requestBackgroundExchange('mentor-1')
	expect(register).not.toHaveBeenCalled()
	await writeOffline('text')
	await requestBackgroundExchange('mentee-1')
	expect(register).not.toHaveBeenCalled()
	await requestBackgroundExchange('mentor-1')
	expect(register).toHaveBeenCalledWith(BACKGROUND_TAG)
})

it('[D7] a browser without Background Sync, or one that forbids it, goes on as before', async () => {
	await writeOffline('text')
	const { locks } = navigator
	for (const ready of [{}, { sync: { register: () => Promise.reject(new DOMException('No', 'NotAllowedError')) } }]) {
		vi.stubGlobal('navigator', { locks, serviceWorker: { ready: Promise.resolve(ready) } })
		await expect(requestBackgroundExchange('mentor-1')).resolves.toBeUndefined()
	}
	vi.stubGlobal('navigator', { locks })
	await expect(requestBackgroundExchange('mentor-1')).resolves.toBeUndefined()
})
