/** Presence (R12, P10), reports of devices (P6, P7), and signs of life (R8). */
import { once } from 'node:events'
import { afterEach, describe, expect, it, onTestFinished } from 'vitest'
import * as Y from 'yjs'
import { decodePresence, encodePresence } from '#protocol/presence.ts'
import { encodeAwareness, encodeHello, encodeUpdate, type DeviceReport } from '#protocol/frames.ts'
import { defaultSettings } from '../../server/documents/relay/options.ts'
import { anEdit, askForAll, connectProvider, openLine, type Line } from '../support/peer.ts'
import { plan, startRelayFixture, type RelayFixture, type RelayFixtureOptions } from '../support/relay-fixture.ts'

/** Only stock clients send it. */
const QUERY_AWARENESS = Uint8Array.of(3)

let fixture: RelayFixture
afterEach(() => fixture.stop())

describe('[R12] presence', () => {
	it('[R12] Irina sees that Viktor is there, under the name the relay knows him by', async () => {
		const { url } = await start()
		const viktor = connect(url, 'viktor')
		const irina = connect(url, 'irina')
		viktor.awareness.setLocalState({ personId: 'irina', openItemId: 'a1' })
		await expect
			.poll(() => irina.awareness.getStates().get(viktor.doc.clientID))
			.toEqual({ personId: 'viktor', openItemId: 'a1' })
	})

	it('[R12] a newcomer sees who is there already', async () => {
		const { url } = await start()
		const viktor = connect(url, 'viktor')
		viktor.awareness.setLocalState({})
		await expect.poll(() => viktor.synced).toBe(true)
		const irina = connect(url, 'irina')
		await expect.poll(() => irina.awareness.getStates().get(viktor.doc.clientID)).toEqual({ personId: 'viktor' })
	})

	it.each([
		['says goodbye', (line: Line) => line.socket.close()],
		['vanishes', (line: Line) => line.socket.terminate()],
		['is closed for a malformed frame', (line: Line) => line.socket.send(Uint8Array.of(9, 9))]
	])('[R12] whoever %s is gone for the others', async (_how, leave) => {
		const { url } = await start()
		const irina = connect(url, 'irina')
		const viktor = await openLine(url, plan, { person: 'viktor' })
		viktor.socket.send(presence(7, 1, {}))
		await expect.poll(() => irina.awareness.getStates().has(7)).toBe(true)
		leave(viktor)
		await expect.poll(() => irina.awareness.getStates().has(7)).toBe(false)
	})

	it('[R12][P10] nobody speaks for another: neither in their name nor for their departure', async () => {
		const { url } = await start()
		const irina = connect(url, 'irina')
		const viktor = await openLine(url, plan, { person: 'viktor' })
		viktor.socket.send(presence(7, 1, { cursor: 1 }))
		await expect.poll(() => irina.awareness.getStates().has(7)).toBe(true)
		const other = await openLine(url, plan, { person: 'irina' })
		other.socket.send(presence(7, 5, { cursor: 99 }))
		other.socket.send(presence(7, 6, null))
		other.socket.send(presence(8, 1, { cursor: 2 }))
		await expect.poll(() => irina.awareness.getStates().get(8)).toEqual({ cursor: 2, personId: 'irina' })
		expect(irina.awareness.getStates().get(7)).toEqual({ cursor: 1, personId: 'viktor' })
	})

	it('[P10] what a stock client repeats of others is dropped', async () => {
		const { url } = await start()
		const irina = connect(url, 'irina')
		const viktor = await openLine(url, plan, { person: 'viktor' })
		viktor.socket.send(presence(7, 1, { cursor: 1 }))
		viktor.socket.send(
			encodeAwareness(
				encodePresence([
					{ clientId: 8, clock: 3, state: { cursor: 9 } },
					{ clientId: 7, clock: 2, state: { cursor: 2 } }
				])
			)
		)
		await expect.poll(() => irina.awareness.getStates().get(7)).toMatchObject({ cursor: 2 })
		expect(irina.awareness.getStates().has(8)).toBe(false)
	})

	it('[P10] Viktor’s phone that comes back keeps its name while the old link still looks alive', async () => {
		const { url } = await start()
		const irina = connect(url, 'irina')
		const before = await openLine(url, plan, { person: 'viktor' })
		before.socket.send(presence(7, 1, { cursor: 1 }))
		await expect.poll(() => irina.awareness.getStates().has(7)).toBe(true)
		const after = await openLine(url, plan, { person: 'viktor' })
		after.socket.send(presence(7, 2, { cursor: 2 }))
		await expect.poll(() => irina.awareness.getStates().get(7)).toMatchObject({ cursor: 2 })
		before.socket.close()
		await before.closed
		after.socket.send(presence(7, 3, { cursor: 3 }))
		await expect.poll(() => irina.awareness.getStates().get(7)).toMatchObject({ cursor: 3 })
	})

	it('[P10] Elena, who only reads, appears to nobody', async () => {
		const { url } = await start()
		const irina = connect(url, 'irina')
		const elena = connect(url, 'elena')
		elena.awareness.setLocalState({ personId: 'elena' })
		await expect.poll(() => elena.synced).toBe(true)
		const viktor = connect(url, 'viktor')
		viktor.awareness.setLocalState({})
		await expect.poll(() => irina.awareness.getStates().has(viktor.doc.clientID)).toBe(true)
		expect(irina.awareness.getStates().has(elena.doc.clientID)).toBe(false)
	})

	it('[R12][P10] Elena, who only reads, hears of nobody either, not even when she asks', async () => {
		const { url } = await start()
		const irina = connect(url, 'irina')
		const early = await openLine(url, plan, { person: 'elena' })
		const viktor = await openLine(url, plan, { person: 'viktor' })
		viktor.socket.send(presence(7, 1, {}))
		await expect.poll(() => irina.awareness.getStates().has(7)).toBe(true)
		const late = await openLine(url, plan, { person: 'elena', query: 'v=1' })
		await expect.poll(() => late.hellos().length).toBe(1)
		late.socket.send(QUERY_AWARENESS)
		await waitForPong(late)
		viktor.socket.close()
		await expect.poll(() => irina.awareness.getStates().has(7)).toBe(false)
		await Promise.all([waitForPong(early), waitForPong(late)])
		const received = [...early.frames, ...late.frames].flatMap((frame) =>
			frame.type === 'awareness' ? (decodePresence(frame.update) ?? []) : []
		)
		expect(received).toEqual([])
	})
})

describe('[P6] hello', () => {
	it('[P6] is the first frame, with the right, the limits and the participants', async () => {
		const { url } = await start()
		const irina = await openLine(url, plan, { person: 'irina', query: 'v=1' })
		await expect.poll(() => irina.frames[0]?.type).toBe('hello')
		expect(irina.hellos()[0]).toMatchObject({
			right: 'edit',
			epoch: 1,
			sequence: 0,
			limits: { frameBytes: 8 * 1024 * 1024, documentBytes: 32 * 1024 * 1024 },
			participants: [
				{ personId: 'viktor', haveSequence: 0, seenSequence: 0, lastSeenAt: null },
				{ personId: 'irina', haveSequence: 0, seenSequence: 0, lastSeenAt: expect.any(String) as string }
			]
		})
	})

	it('[P6][P7] Viktor learns that Irina has and has seen his edit', async () => {
		const { url, deviceChanges } = await start({ settings: { helloMs: 20 } })
		const viktor = await openLine(url, plan, { person: 'viktor', query: 'v=1' })
		const irina = await openLine(url, plan, { person: 'irina', query: 'v=1' })
		askForAll(irina)
		viktor.socket.send(encodeUpdate(anEdit('one')))
		await expect.poll(() => irina.acks().at(-1)?.sequence).toBe(1)
		irina.socket.send(encodeHello(report({ haveSequence: 1, seenSequence: 1 })))
		await expect
			.poll(() =>
				viktor
					.hellos()
					.at(-1)
					?.participants.find(({ personId }) => personId === 'irina')
			)
			.toMatchObject({ haveSequence: 1, seenSequence: 1 })
		expect(deviceChanges).toContain(plan)
	})

	it('[P6] says so at most as often as agreed', async () => {
		const { url } = await start({ settings: { helloMs: 60_000 } })
		const viktor = await openLine(url, plan, { person: 'viktor', query: 'v=1' })
		await expect.poll(() => viktor.hellos().length).toBe(1)
		for (let time = 0; time < 3; time++) {
			const irina = await openLine(url, plan, { person: 'irina', query: 'v=1' })
			await expect.poll(() => irina.hellos().length).toBe(1)
			irina.socket.close()
		}
		expect(viktor.hellos()).toHaveLength(1)
	})

	it('[P7] a device cannot claim to have what it was never sent', async () => {
		const { url, devices } = await start()
		const viktor = await openLine(url, plan, { person: 'viktor', query: 'v=1' })
		const irina = await openLine(url, plan, { person: 'irina', query: 'v=1' })
		irina.socket.send(encodeHello(report({ haveSequence: 900, seenSequence: 900 })))
		viktor.socket.send(encodeUpdate(anEdit('one')))
		await expect.poll(() => viktor.acks().length).toBe(1)
		await expect.poll(() => readDevice(devices, 'phone-1')).toMatchObject({ haveSequence: 0, seenSequence: 0 })
		askForAll(irina)
		await expect.poll(() => irina.acks().at(-1)?.sequence).toBe(1)
		irina.socket.send(encodeHello(report({ haveSequence: 900, seenSequence: 1, unsent: 3 })))
		await expect
			.poll(() => readDevice(devices, 'phone-1'))
			.toMatchObject({ haveSequence: 1, seenSequence: 1, unsent: 3, appVersion: '1.0' })
	})

	it('[P6] the best of Irina’s devices counts', async () => {
		const { url, devices } = await start()
		const at = '2026-11-20T08:00:00.000Z'
		const known = {
			documentId: plan,
			personId: 'irina',
			appVersion: '1.0',
			unsent: 0,
			freeBytes: null,
			isPersisted: null,
			lastSeenAt: at
		}
		await devices.record({ ...known, deviceId: 'phone', haveSequence: 5, seenSequence: 2 })
		await devices.record({ ...known, deviceId: 'laptop', haveSequence: 3, seenSequence: 3 })
		const viktor = await openLine(url, plan, { person: 'viktor', query: 'v=1' })
		await expect
			.poll(() => viktor.hellos()[0]?.participants[1])
			.toEqual({ personId: 'irina', haveSequence: 5, seenSequence: 3, lastSeenAt: at })
	})

	it('[P7] of reports that come faster than agreed the newest is taken, also when the device leaves', async () => {
		const { url, devices, deviceChanges } = await start({ settings: { reportMs: 60_000 } })
		const irina = await openLine(url, plan, { person: 'irina', query: 'v=1' })
		await expect.poll(() => irina.hellos().length).toBe(1)
		for (let unsent = 1; unsent <= 500; unsent++) irina.socket.send(encodeHello(report({ unsent })))
		await expect.poll(() => readDevice(devices, 'phone-1')).toMatchObject({ unsent: 1 })
		irina.socket.close()
		await expect.poll(() => readDevice(devices, 'phone-1')).toMatchObject({ unsent: 500 })
		expect(deviceChanges.length).toBeLessThan(10)
	})

	it('[P7] what a device says of its storage is kept', async () => {
		const { url, devices } = await start()
		const irina = await openLine(url, plan, { person: 'irina', query: 'v=1' })
		irina.socket.send(encodeHello(report({ freeBytes: 12_000_000, isPersisted: true })))
		await expect.poll(() => readDevice(devices, 'phone-1')).toMatchObject({ freeBytes: 12_000_000, isPersisted: true })
	})

	it('[P7] a connection is one device’s: the first it names', async () => {
		const { url, devices } = await start({ settings: { reportMs: 0 } })
		const named = await openLine(url, plan, { person: 'irina', query: 'v=1&device=phone-1' })
		named.socket.send(encodeHello(report({ deviceId: 'phone-2' })))
		expect(await named.closed).toBe(4422)
		const unnamed = await openLine(url, plan, { person: 'irina', query: 'v=1' })
		unnamed.socket.send(encodeHello(report({ deviceId: 'phone-3' })))
		await expect.poll(() => readDevice(devices, 'phone-3')).toBeDefined()
		unnamed.socket.send(encodeHello(report({ deviceId: 'phone-4' })))
		expect(await unnamed.closed).toBe(4422)
		expect(await readDevice(devices, 'phone-2')).toBeUndefined()
		expect(await readDevice(devices, 'phone-4')).toBeUndefined()
	})

	it('a report that is none closes the connection', async () => {
		const { url } = await start()
		const irina = await openLine(url, plan, { person: 'irina', query: 'v=1' })
		irina.socket.send(encodeHello({ ...report({}), unsent: -1 }))
		expect(await irina.closed).toBe(4422)
	})
})

describe('signs of life', () => {
	it('[R8][P4] something is sent even when nobody writes', async () => {
		const { url } = await start({ settings: { keepAliveMs: 20, sweepMs: 5 } })
		const irina = await openLine(url, plan, { person: 'irina' })
		await expect.poll(() => irina.frames.filter(({ type }) => type === 'awareness').length).toBeGreaterThan(3)
		const silence = irina.frames.find(({ type }) => type === 'awareness')
		expect(silence?.type === 'awareness' && decodePresence(silence.update)).toEqual([])
	})

	it('[R8] as the relay is set, that is at least every 20 s', () => {
		expect(defaultSettings.keepAliveMs + defaultSettings.sweepMs).toBeLessThanOrEqual(20_000)
	})

	it('a phone that vanished without a word is found out', async () => {
		const { url, relay } = await start({ settings: { pingMs: 20, sweepMs: 5 } })
		const irina = await openLine(url, plan, { person: 'irina', autoPong: false })
		const viktor = await openLine(url, plan, { person: 'viktor' })
		await irina.closed
		await expect.poll(() => relay.isOnline(plan, 'irina')).toBe(false)
		expect(viktor.socket.readyState).toBe(1)
	})

	it('a phone that is merely connected counts as seen', async () => {
		let minute = 0
		const now = () => new Date(Date.UTC(2026, 10, 21, 9, minute++))
		const { url, devices } = await start({ now, settings: { pingMs: 10, seenMs: 20, sweepMs: 5 } })
		await openLine(url, plan, { person: 'irina', query: 'v=1&device=phone-1' })
		await expect.poll(async () => (await readDevice(devices, 'phone-1'))?.lastSeenAt ?? '').not.toBe('')
		const first = (await readDevice(devices, 'phone-1'))?.lastSeenAt ?? ''
		await expect.poll(async () => ((await readDevice(devices, 'phone-1'))?.lastSeenAt ?? '') > first).toBe(true)
	})
})

function connect(url: string, person: string) {
	const provider = connectProvider(url, { person, documentId: plan, doc: new Y.Doc() })
	onTestFinished(() => provider.destroy())
	return provider
}

function presence(clientId: number, clock: number, state: Record<string, unknown> | null): Uint8Array {
	return encodeAwareness(encodePresence([{ clientId, clock, state }]))
}

function report(said: Partial<DeviceReport>): DeviceReport {
	const numbers = { haveSequence: 0, seenSequence: 0, unsent: 0, underWay: 0, freeBytes: null, isPersisted: null }
	return { deviceId: 'phone-1', appVersion: '1.0', ...numbers, ...said }
}

/** When the pong has come, everything that the relay sent before it has come, too. */
async function waitForPong({ socket }: Line): Promise<void> {
	const answered = once(socket, 'pong')
	socket.ping()
	await answered
}

async function readDevice(devices: RelayFixture['devices'], deviceId: string) {
	return (await devices.forDocument(plan)).find((state) => state.deviceId === deviceId)
}

async function start(options: RelayFixtureOptions = {}): Promise<RelayFixture> {
	fixture = await startRelayFixture(options)
	return fixture
}
