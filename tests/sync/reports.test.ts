/** What the board shows as unsent on a device (P7) when the device goes before its next report: real devices, real sockets. */
import 'fake-indexeddb/auto'
import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { WebSocket } from 'ws'
import { decodeFrame, encodeHello, encodeUpdate, type DeviceReport } from '#protocol/frames.ts'
import { createMemoryStorage } from '../../server/documents/storage/testing/memory.ts'
import type { DocumentStorage } from '../../server/documents/storage/storage.ts'
import { createFakeDevice } from '../../src/lib/sync/document/testing/fake-device.ts'
import { eventually } from '../support/eventually.ts'
import type { FakeRelay } from '../../src/lib/sync/document/testing/fake-relay.ts'
import { anEdit, openLine } from '../support/peer.ts'
import { plan, startRelayFixture, type RelayFixture, type RelayFixtureOptions } from '../support/relay-fixture.ts'

let fixture: RelayFixture
let phone: ReturnType<typeof createFakeDevice>
beforeEach(() => void (phone = createFakeDevice('irina')))
afterEach(async () => {
	await phone.closeAll()
	vi.unstubAllGlobals()
	await fixture.stop()
})

describe('[P7] Irina’s phone, which has written without a network,', () => {
	it('vanishes right after its edit is stored: nothing is unsent', async () => {
		const { storage, release } = slowStorage()
		await start({ storage })
		const { network } = await sendEdit()
		network.vanish()
		await expect.poll(() => fixture.relay.isOnline(plan, 'irina')).toBe(false)
		expect(await unsent()).toBeNull()
		release()
		await expect.poll(unsent).toBe(0)
		expect((await fixture.storage.findDocument(plan))?.sequence).toBe(1)
	})

	it('vanishes, and its edit cannot be stored: it still counts', async () => {
		const { storage, fail } = slowStorage()
		await start({ storage })
		const { network } = await sendEdit()
		network.vanish()
		await expect.poll(() => fixture.relay.isOnline(plan, 'irina')).toBe(false)
		fail()
		await expect.poll(unsent).toBe(1)
	})
})

it('[P7] [R2] what Irina writes in a second tab goes over the one line, and counts as unsent until it is acknowledged', async () => {
	const { storage, release } = slowStorage()
	await start({ storage })
	const first = open(createNetwork())
	await eventually(() => expect(first.open.snapshot().isSynced).toBe(true))
	const second = open(createNetwork())
	await eventually(() => expect(second.open.snapshot().isSynced).toBe(true))
	expect(fixture.relay.stats().connections).toBe(1)
	second.write('goal')
	await eventually(() => expect(first.text()).toBe('goal'))
	await eventually(() => expect([first, second].map((tab) => tab.open.snapshot().unsent)).toEqual([1, 1]))
	release()
	await eventually(() => expect([first, second].map((tab) => tab.open.snapshot().unsent)).toEqual([0, 0]))
	await expect.poll(unsent).toBe(0)
})

describe('[P7] what a report says is under way', () => {
	it('is unsent when something on the connection was refused, also when more comes behind it', async () => {
		await start({ settings: { documentBytes: 100, reportMs: 0 } })
		const irina = await openLine(fixture.url, plan, { person: 'irina', query: 'v=1' })
		irina.socket.send(encodeUpdate(anEdit('minutes', 'x'.repeat(100))))
		irina.socket.send(encodeHello(report({ unsent: 1, underWay: 1 })))
		await expect.poll(unsent).toBe(1)
		irina.socket.send(encodeUpdate(anEdit('goal')))
		irina.socket.send(encodeHello(report({ unsent: 2, underWay: 2 })))
		await expect.poll(unsent).toBe(2)
		expect((await fixture.storage.findDocument(plan))?.sequence).toBe(1)
	})

	it('is unsent of Nina, who may only read: what she brings is held', async () => {
		await start()
		const nina = await openLine(fixture.url, plan, { person: 'nina', query: 'v=1' })
		nina.socket.send(encodeUpdate(anEdit('goal')))
		nina.socket.send(encodeHello(report({ unsent: 1, underWay: 1 })))
		await expect.poll(unsent).toBe(1)
		expect(fixture.submitted).toHaveLength(1)
	})

	it('is unsent when it comes from an app that does not tell it apart', async () => {
		await start()
		const irina = await openLine(fixture.url, plan, { person: 'irina', query: 'v=1' })
		const { underWay: _, ...old } = report({ unsent: 1 })
		irina.socket.send(encodeHello(old as DeviceReport))
		await expect.poll(unsent).toBe(1)
	})

	it('does not overtake what another tab has said later', async () => {
		const { storage, release } = slowStorage()
		await start({ storage })
		const first = await openLine(fixture.url, plan, { person: 'irina', query: 'v=1' })
		first.socket.send(encodeUpdate(anEdit('goal')))
		first.socket.send(encodeHello(report({ unsent: 1, underWay: 1 })))
		await waitForPong(first.socket)
		const second = await openLine(fixture.url, plan, { person: 'irina', query: 'v=1' })
		second.socket.send(encodeHello(report({ unsent: 3 })))
		await waitForPong(second.socket)
		expect(await unsent()).toBeNull()
		release()
		await expect.poll(() => first.acks().at(-1)?.counter).toBe(1)
		expect(await unsent()).toBe(3)
	})
})

/** She writes, the network comes, and the relay has received both the edit and the phone's report. */
async function sendEdit() {
	const network = createNetwork()
	network.vanish()
	const tab = open(network)
	tab.write('goal')
	await eventually(() => expect(tab.open.snapshot().connection).toBe('offline'))
	network.isThere = true
	tab.open.reconnect()
	await eventually(() => expect(network.reports()).toContainEqual(expect.objectContaining({ unsent: 1, underWay: 1 })))
	await waitForPong(network.socket())
	return { tab, network }
}

/** A line to the relay that can be cut, and whose frames can be read. */
function createNetwork() {
	const sockets: WebSocket[] = []
	const sent: Uint8Array[] = []
	const network = {
		isThere: true,
		/** What is sent never arrives. */
		isSwallowing: false,
		socket: () => sockets.at(-1)!,
		reports: () =>
			sent.flatMap((bytes) => {
				const frame = decodeFrame(bytes)
				return frame?.type === 'hello' ? [JSON.parse(frame.json) as DeviceReport] : []
			}),
		vanish() {
			network.isThere = false
			sockets.at(-1)?.terminate()
		},
		Socket: class extends WebSocket {
			constructor(address: string) {
				const target = network.isThere ? fixture.url : NOWHERE
				super(address.replace('ws://relay/sync', target), { headers: { 'x-person': 'irina' } })
				sockets.push(this)
			}
			override send(bytes: Uint8Array): void {
				sent.push(bytes.slice())
				if (!network.isSwallowing) super.send(bytes)
			}
		}
	}
	return network
}

/** An address where nobody listens. */
const NOWHERE = 'ws://127.0.0.1:1/sync'

/** A tab of Irina's phone. */
function open({ Socket }: ReturnType<typeof createNetwork>) {
	const fetch = () => Promise.reject(new TypeError('No network'))
	return phone.open({ socketClass: () => Socket, fetch } as unknown as FakeRelay, { documentId: plan })
}

function report(said: Partial<DeviceReport>): DeviceReport {
	const numbers = { haveSequence: 0, seenSequence: 0, unsent: 0, underWay: 0, freeBytes: null, isPersisted: null }
	return { deviceId: 'device-1', appVersion: '1.0', ...numbers, ...said }
}

/** Unsent edits of the phone, as the board has it; null: it has made no report. */
async function unsent(): Promise<number | null> {
	return (await fixture.devices.forDocument(plan)).find(({ deviceId }) => deviceId === 'device-1')?.unsent ?? null
}

/** When the pong has come, everything sent before the ping has been read. */
async function waitForPong(socket: WebSocket): Promise<void> {
	const answered = once(socket, 'pong')
	socket.ping()
	await answered
}

/** Commits nothing until the test resolves or rejects it. */
function slowStorage() {
	const memory = createMemoryStorage()
	const { promise, resolve, reject } = Promise.withResolvers<void>()
	const storage: DocumentStorage = {
		...memory,
		append: (documentId, update) => promise.then(() => memory.append(documentId, update))
	}
	return { storage, release: resolve, fail: () => reject(new Error('disk full')) }
}

async function start(options: RelayFixtureOptions = {}): Promise<void> {
	fixture = await startRelayFixture(options)
}
