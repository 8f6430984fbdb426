import 'fake-indexeddb/auto'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { applyAwarenessUpdate, Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { closeCodes, type CloseReason } from '#protocol/close-codes.ts'
import { parseDeviceReport, type DeviceReport, type Frame } from '#protocol/frames.ts'
import { breaksTheEnd, thrownAway, wordOverThrownAway } from '../../../../tests/support/poison.ts'
import { eventually } from '../../../../tests/support/eventually.ts'
import { createFakeRelay } from '../document/testing/fake-relay.ts'
import { createSharedPlan, status, type SharedPlan } from '../document/testing/shared-plan.ts'
import { stubPage } from '../document/testing/stub-page.ts'
import { tickOf } from '../document/status.ts'

let plan: SharedPlan
let relay: SharedPlan['relay']
let device: SharedPlan['device']
let openSynced: SharedPlan['openSynced']
beforeEach(() => {
	plan = createSharedPlan()
	;({ relay, device, openSynced } = plan)
})
afterEach(() => plan.close())

describe('[R2] an edit counts as sent only when it is acknowledged', () => {
	it('an edit the relay has not stored yet is unsent', async () => {
		const tab = await openSynced()
		relay.pause()
		tab.write('a goal')
		await eventually(() => expect(tickOf(status(tab))).toBe('onDevice'))
		relay.resume()
		await eventually(() => expect(tickOf(status(tab))).toBe('onServer'))
	})

	it('a frame that was lost with its connection is not credited by the next connection’s count', async () => {
		const tab = await openSynced()
		relay.pause()
		tab.write('lost on the way')
		relay.cutAll()
		expect(status(tab)).toMatchObject({ unsent: 1, connection: 'offline' })
		relay.resume()
		await eventually(() => expect(status(tab).unsent).toBe(0))
		expect(relay.doc.getText('text').toString()).toBe('lost on the way')
	})

	it('edits made offline and online arrive together, and the last of them is credited last', async () => {
		const tab = await openSynced()
		relay.isUp = false
		relay.cutAll()
		tab.write('offline ')
		tab.erase(3)
		relay.isUp = true
		tab.open.reconnect()
		await eventually(() => expect(status(tab).connection).toBe('connected'))
		tab.write('online')
		await eventually(() => expect(status(tab).unsent).toBe(0))
		expect(relay.doc.getText('text').toString()).toBe(tab.text())
	})

	it('what another person writes is not an edit of mine', async () => {
		const tab = await openSynced()
		relay.edit((doc) => doc.getText('text').insert(0, 'from the mentee'))
		await eventually(() => expect(tab.text()).toBe('from the mentee'))
		expect(status(tab)).toMatchObject({ unsent: 0, unsaved: 0 })
	})
})

/** The disk does not run by the fake clock. */
async function settle(isReached: () => boolean): Promise<void> {
	for (let turn = 0; turn < 1_000 && !isReached(); turn++) {
		await vi.advanceTimersByTimeAsync(1)
		await new Promise((resolve) => setImmediate(resolve))
	}
}

describe('[P10] a line that may be dead shows nobody as present', () => {
	let tab: Awaited<ReturnType<typeof openSynced>>
	let irina: Awareness
	beforeEach(async () => {
		tab = await openSynced()
		irina = new Awareness(new Y.Doc())
		irinaIsHere()
		vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
	})
	afterEach(() => irina.destroy())

	function irinaIsHere(): void {
		irina.setLocalState({ personId: 'mentee-1' })
		applyAwarenessUpdate(tab.open.awareness, encodeAwarenessUpdate(irina, [irina.clientID]), 'the relay')
	}
	const isIrinaShown = () => tab.open.awareness.getStates().has(irina.clientID)

	it('8 s after an edit that nothing answered; and again as soon as she is heard', async () => {
		relay.pause()
		tab.write('into nothing')
		await vi.advanceTimersByTimeAsync(7_900)
		expect(isIrinaShown()).toBe(true)
		await vi.advanceTimersByTimeAsync(200)
		expect(isIrinaShown()).toBe(false)
		expect(status(tab).connection).toBe('connected')
		irinaIsHere()
		expect(isIrinaShown()).toBe(true)
	})

	it('not while it answers, be it only to refuse', async () => {
		tab.write('acknowledged')
		await settle(() => status(tab).unsent === 0)
		await vi.advanceTimersByTimeAsync(10_000)
		relay.refusal = 'read-only'
		tab.write(', refused')
		await settle(() => status(tab).refused === 1)
		await vi.advanceTimersByTimeAsync(10_000)
		expect(status(tab)).toMatchObject({ unsent: 1, refused: 1 })
		expect(isIrinaShown()).toBe(true)
	})
})

describe('[P5] what has reached the partner', () => {
	it('is claimed only of my newest acknowledged edit', async () => {
		const tab = await openSynced()
		relay.edit((doc) => doc.getText('text').insert(0, 'before. '))
		tab.write('mine')
		await eventually(() => expect(tickOf(status(tab))).toBe('onServer'))
		relay.report('mentee-1', { haveSequence: relay.sequence - 1 })
		relay.report('mentee-1', { haveSequence: relay.sequence })
		await eventually(() => expect(tickOf(status(tab))).toBe('delivered'))
		relay.report('mentee-1', { seenSequence: relay.sequence })
		await eventually(() => expect(tickOf(status(tab))).toBe('seen'))
		tab.write(', and more')
		expect(tickOf(status(tab))).toBe('saving')
		await eventually(() => expect(tickOf(status(tab))).toBe('onServer'))
	})

	it('is known after a restart as it was last known', async () => {
		const tab = await openSynced()
		tab.write('mine')
		await eventually(() => expect(status(tab).unsent).toBe(0))
		relay.report('mentee-1', { haveSequence: relay.sequence, lastSeenAt: '2026-11-21T08:00:00.000Z' })
		await eventually(() => expect(tickOf(status(tab))).toBe('delivered'))
		await tab.close()
		const again = device.open()
		await eventually(() => expect(status(again).localStore).toBe('ready'))
		expect(status(again).partners).toEqual([
			{ personId: 'mentee-1', has: true, sees: false, lastSeenAt: '2026-11-21T08:00:00.000Z' }
		])
	})

	it('[R15] is forgotten when the document was begun anew, and nothing of the old one is sent', async () => {
		const tab = await openSynced()
		tab.write('mine')
		await eventually(() => expect(status(tab).unsent).toBe(0))
		relay.report('mentee-1', { haveSequence: 100, seenSequence: 100 })
		await eventually(() => expect(tickOf(status(tab))).toBe('seen'))
		relay.epoch = 2
		relay.cutAll('restarting')
		tab.open.reconnect()
		await eventually(() => expect(status(tab)).toMatchObject({ connection: 'refused', refusal: 'other-epoch' }))
		expect(relay.sockets.at(-1)!.params.get('epoch')).toBe('1')
		expect(relay.sockets.at(-1)!.received).toEqual([])
		await eventually(() => expect(tickOf(status(tab))).toBe('onDevice'))
		expect(tab.text()).toBe('mine')

		await tab.close()
		const again = device.open(relay)
		await eventually(() =>
			expect(status(again)).toMatchObject({ refusal: 'other-epoch', unsent: 1, localStore: 'ready' })
		)
		expect(again.text()).toBe('mine')
		expect(relay.requests).toEqual([])
	})
})

describe('[P7] what this device reports of itself', () => {
	const last = () => relay.reports.at(-1)

	it('has only what its local store has committed', async () => {
		relay.edit((doc) => doc.getText('text').insert(0, 'from the mentee'))
		await openSynced()
		await eventually(() => expect(last()).toMatchObject({ haveSequence: 1, seenSequence: 0, unsent: 0 }))
	})

	it('does not claim to have what a failing store could not keep', async () => {
		const tab = await openSynced()
		vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(() => {
			throw new DOMException('Full', 'QuotaExceededError')
		})
		relay.edit((doc) => doc.getText('text').insert(0, 'from the mentee'))
		await eventually(() => expect(status(tab).localStore).toBe('failed'))
		tab.write('x')
		await eventually(() => expect(last()).toMatchObject({ unsent: expect.any(Number) as number }))
		expect(relay.reports.every(({ haveSequence }) => haveSequence === 0)).toBe(true)
	})

	it('does not claim to have an update whose predecessor is missing', async () => {
		const tab = await openSynced()
		const sender = new Y.Doc()
		const updates: Uint8Array[] = []
		sender.on('update', (update) => updates.push(update))
		sender.getText('text').insert(0, 'first ')
		sender.getText('text').insert(6, 'second')
		relay.passOn(updates[1]!)
		await eventually(() => expect(relay.reports).not.toHaveLength(0))
		expect(last()).toMatchObject({ haveSequence: 0, seenSequence: 0 })
		relay.passOn(updates[0]!)
		await eventually(() => expect(tab.text()).toBe('first second'))
		await eventually(() => expect(last()).toMatchObject({ haveSequence: 2 }))
	})

	it('has been seen only while the page is visible', async () => {
		const page = stubPage('hidden')
		relay.edit((doc) => doc.getText('text').insert(0, 'from the mentee'))
		await openSynced()
		await eventually(() => expect(last()).toMatchObject({ haveSequence: 1, seenSequence: 0 }))
		page.turn('visible')
		await eventually(() => expect(last()).toMatchObject({ haveSequence: 1, seenSequence: 1 }))
	})

	it('tells apart what is on its way ahead of it, keystrokes included that had waited for a frame', async () => {
		const tab = device.open(relay)
		tab.open.subscribe(() => {
			if (!status(tab).isSynced || tab.text() !== '') return
			relay.pause()
			for (const letter of 'goal') tab.write(letter)
		})
		const sent = () => relay.sockets[0]?.sent ?? []
		await eventually(() => expect(sent().at(-1)?.type).toBe('hello'))
		expect(reportsAmong(sent())).toEqual([expect.objectContaining({ unsent: 4, underWay: 4 })])
		relay.resume()
		await eventually(() => expect(last()).toMatchObject({ unsent: 0, underWay: 0 }))
	})

	it('counts what another tab wrote as under way, once it has sent that', async () => {
		const tab = await openSynced()
		const other = await openSynced()
		relay.pause()
		tab.write('x')
		other.write('yz')
		other.write('!')
		const said = () => reportsAmong(relay.sockets[0]?.sent ?? []).at(-1)
		await eventually(() => expect(said()).toMatchObject({ unsent: 3, underWay: 3 }))
		expect(relay.sockets).toHaveLength(1)
		relay.resume()
	})

	it('counts what another tab wrote and stored while this one slept and heard nothing', async () => {
		const tab = await openSynced()
		relay.pause()
		await device.writeUnheard('unheard')
		device.room.freeBytes = 7e9
		tab.noteRoom()
		const said = () => reportsAmong(relay.sockets[0]?.sent ?? []).at(-1)
		await eventually(() => expect(said()).toMatchObject({ freeBytes: 7e9, unsent: 1 }))
		relay.resume()
		await eventually(() => expect(relay.doc.getText('text').toString()).toBe('unheard'))
	})

	it('nor is all said to be on the server then', async () => {
		const tab = await openSynced()
		await eventually(() => expect(status(tab).lastSyncedAt).not.toBeNull())
		await device.writeUnheard('unheard')
		const { lastSyncedAt } = status(tab)
		relay.pause()
		device.room.freeBytes = 7e9
		tab.noteRoom()
		await eventually(() => expect(status(tab).unsent).toBe(1))
		expect(status(tab).lastSyncedAt).toBe(lastSyncedAt)
		relay.resume()
	})

	it('all is said to be there where nothing can be stored', async () => {
		vi.stubGlobal('indexedDB', undefined)
		const tab = device.open(relay)
		await eventually(() => expect(status(tab).isSynced).toBe(true))
		tab.write('heard')
		await eventually(() => expect(status(tab)).toMatchObject({ localStore: 'failed', unsent: 0 }))
		await eventually(() => expect(status(tab).lastSyncedAt).not.toBeNull())
	})

	it('nor where the disk does not tell what they have stored', async () => {
		const tab = await openSynced()
		await eventually(() => expect(status(tab).lastSyncedAt).not.toBeNull())
		const { lastSyncedAt } = status(tab)
		device.hangDisk()
		tab.write('heard')
		await eventually(() => expect(last()).toMatchObject({ unsent: 0, underWay: 0, haveSequence: 0 }))
		await eventually(() => expect(relay.doc.getText('text').toString()).toBe('heard'))
		expect(status(tab).lastSyncedAt).toBe(lastSyncedAt)
	})

	it('counts what was refused as unsent', async () => {
		const tab = await openSynced()
		relay.refusal = 'too-large'
		tab.write('x')
		await eventually(() => expect(status(tab).refused).toBe(1))
		await eventually(() => expect(last()).toMatchObject({ unsent: 1, underWay: 0 }))
	})

	it('is said at most once a second', async () => {
		const tab = await openSynced()
		await eventually(() => expect(relay.reports).toHaveLength(1))
		for (let edit = 0; edit < 20; edit++) tab.write('x')
		await eventually(() => expect(status(tab).unsent).toBe(0))
		expect(relay.reports).toHaveLength(1)
	})
})

describe('[R3] a refusal is an answer', () => {
	it('a refused edit is counted, kept on the device, and offered again', async () => {
		const tab = await openSynced()
		relay.refusal = 'revoked'
		tab.write('refused')
		await eventually(() => expect(status(tab)).toMatchObject({ refused: 1, unsent: 1 }))
		expect(tickOf(status(tab))).toBe('refused')

		relay.refusal = null
		relay.cutAll()
		tab.open.reconnect()
		await eventually(() => expect(status(tab)).toMatchObject({ refused: 0, unsent: 0 }))
		expect(relay.doc.getText('text').toString()).toBe('refused')
	})

	it('an edit behind a refused one is not called sent, though the relay stored it', async () => {
		const tab = await openSynced()
		relay.refusal = 'too-large'
		tab.write('too much')
		await eventually(() => expect(status(tab).refused).toBe(1))
		relay.refusal = null
		tab.write('!')
		await eventually(() => expect(relay.sockets[0]?.sent.filter(({ type }) => type === 'update')).toHaveLength(3))
		relay.askAll()
		await eventually(() => expect(status(tab).isSynced).toBe(true))
		expect(status(tab).unsent).toBe(2)
	})

	it('what a reader holds of his own is refused, not waiting', async () => {
		relay.right = 'read'
		const tab = device.open(relay)
		await eventually(() => expect(status(tab)).toMatchObject({ right: 'read', isSynced: true }))
		expect(status(tab)).toMatchObject({ refused: 0, unsent: 0 })
		relay.refusal = 'read-only'
		tab.write('not mine to write')
		await eventually(() => expect(status(tab)).toMatchObject({ refused: 1, unsent: 1 }))
	})

	const final = (Object.keys(closeCodes) as CloseReason[]).filter((reason) => closeCodes[reason].isFinal)
	// Whose right has ended comes again with their late edits: request-socket.test.ts.
	it.each(final.filter((reason) => reason !== 'no-right'))(
		'a relay that closes with %s is not asked again, and nothing is dropped',
		async (reason) => {
			const tab = await openSynced()
			relay.pause()
			tab.write('kept')
			relay.cutAll(reason)
			expect(status(tab)).toMatchObject({ connection: 'refused', refusal: reason, unsent: 1 })
			const { attempts } = relay
			await eventually(() => expect(status(tab).unsaved).toBe(0))
			stubPage('visible').turn('visible')
			expect(relay.attempts).toBe(attempts)

			relay.resume()
			tab.open.reconnect()
			await eventually(() => expect(status(tab)).toMatchObject({ connection: 'connected', refusal: null, unsent: 0 }))
		}
	)
})

describe('[R7] a document that fills', () => {
	it('[R7] is told of at once, without a network and after a restart, until the relay says that it is all right', async () => {
		relay.bytesLeft = 5_000_000
		const tab = await openSynced()
		expect(status(tab).bytesLeft).toBe(5_000_000)
		relay.bytesLeft = 4_000_000
		relay.greetAll()
		await eventually(() => expect(status(tab).bytesLeft).toBe(4_000_000))
		await tab.close()

		const offline = device.open()
		await eventually(() => expect(status(offline)).toMatchObject({ localStore: 'ready', bytesLeft: 4_000_000 }))
		await offline.close()
		relay.bytesLeft = null
		const again = await openSynced()
		await eventually(() =>
			expect(status(again)).toMatchObject({ bytesLeft: null, lastSyncedAt: expect.any(String) as string })
		)
		await again.close()
		const atLast = device.open()
		await eventually(() =>
			expect(status(atLast)).toMatchObject({ localStore: 'ready', lastSyncedAt: expect.any(String) as string })
		)
		expect(status(atLast).bytesLeft).toBeNull()
	})
})

describe('[D6] coming back', () => {
	it('tries again by itself, with growing pauses', async () => {
		const tab = await openSynced()
		vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] })
		vi.spyOn(Math, 'random').mockReturnValue(0)
		relay.isUp = false
		relay.cutAll()
		const { attempts } = relay
		await vi.advanceTimersByTimeAsync(90)
		expect(relay.attempts - attempts).toBe(0)
		await vi.advanceTimersByTimeAsync(20)
		expect(relay.attempts - attempts).toBe(1)
		await vi.advanceTimersByTimeAsync(150)
		expect(relay.attempts - attempts).toBe(1)
		await vi.advanceTimersByTimeAsync(100)
		expect(relay.attempts - attempts).toBe(2)
		await vi.advanceTimersByTimeAsync(10 * 60_000)
		const late = relay.attempts
		await vi.advanceTimersByTimeAsync(60_000)
		// Requests carry the line by now; sockets are only probed.
		expect(relay.attempts - late).toBeLessThanOrEqual(2)
		expect(relay.attempts).toBeGreaterThan(late)
		expect(status(tab).connection).toBe('offline')
	})

	it.each(['online', 'visible'])('comes back at once when the page is %s', async (event) => {
		const page = stubPage('hidden')
		const tab = await openSynced()
		relay.isUp = false
		relay.cutAll()
		expect(status(tab).connection).toBe('offline')
		relay.isUp = true
		const { attempts } = relay
		if (event === 'online') page.say('online')
		else page.turn('visible')
		expect(relay.attempts - attempts).toBe(1)
		await eventually(() => expect(status(tab).connection).toBe('connected'))
	})

	it('a page without a network says so at once, and takes it back when the relay is heard', async () => {
		const page = stubPage('visible')
		const tab = await openSynced()
		page.say('offline')
		expect(status(tab).connection).toBe('offline')
		relay.askAll()
		await eventually(() => expect(status(tab).connection).toBe('connected'))
	})

	it('a tap while connected does not cut the line', async () => {
		const tab = await openSynced()
		const { attempts } = relay
		tab.open.reconnect()
		expect(relay.attempts).toBe(attempts)
	})
})

it('[D4] two tabs of one person share edits without a relay, a third person’s tab gets none', async () => {
	const first = device.open(relay)
	const second = device.open(relay)
	const stranger = device.open(createFakeRelay(), { personId: 'mentee-1' })
	for (const tab of [first, second, stranger]) await eventually(() => expect(status(tab).isSynced).toBe(true))
	relay.isUp = false
	relay.cutAll()
	first.write('across tabs')
	await eventually(() => expect(second.text()).toBe('across tabs'))
	expect(stranger.text()).toBe('')
})

it('listeners hear of changes only, and the snapshot stays the same object between them', async () => {
	const tab = await openSynced()
	const before = status(tab)
	const listener = vi.fn()
	const stop = tab.open.subscribe(listener)
	relay.askAll()
	relay.edit(() => undefined)
	await eventually(() => expect(relay.sequence).toBe(1))
	expect(status(tab)).toBe(before)
	tab.write('x')
	expect(listener).toHaveBeenCalledTimes(1)
	stop()
	tab.write('y')
	expect(listener).toHaveBeenCalledTimes(1)
})

describe('[R9] updates that Yjs cannot apply one after the other', () => {
	it('are taken, and what comes with them and after them too', async () => {
		const tab = await openSynced()
		for (const update of [thrownAway, wordOverThrownAway]) relay.passOn(update)
		relay.edit((doc) => doc.getText('text').insert(0, 'hers'))
		await eventually(() => expect(relay.reports.at(-1)).toMatchObject({ haveSequence: 3 }))
		expect(tab.text()).toBe('hers')
		expect(Y.equalSnapshots(Y.snapshot(tab.doc), Y.snapshot(relay.doc))).toBe(true)
	})

	it('are taken by another tab, too, and from the local store', async () => {
		const tab = await openSynced()
		const other = device.open()
		for (const update of [thrownAway, wordOverThrownAway]) relay.passOn(update)
		relay.edit((doc) => doc.getText('text').insert(0, 'hers'))
		await eventually(() => expect(relay.reports.at(-1)?.haveSequence).toBe(3))
		await eventually(() => expect(other.text()).toBe('hers'))
		await Promise.all([tab.close(), other.close()])
		const again = device.open()
		await eventually(() => expect(again.text()).toBe('hers'))
		await eventually(() => expect(status(again).localStore).toBe('ready'))
	})

	it('one that cannot be taken is not said to be here, nor anything after it', async () => {
		const tab = await openSynced()
		relay.edit((doc) => doc.getText('text').insert(0, 'hers '))
		await eventually(() => expect(relay.reports.at(-1)?.haveSequence).toBe(1))
		for (const update of breaksTheEnd) relay.passOn(update)
		relay.edit((doc) => doc.getText('text').insert(0, 'and more '))
		await eventually(() => expect(status(tab).isSynced).toBe(false))
		tab.write('his')
		await eventually(() => expect(status(tab)).toMatchObject({ unsent: 0, unsaved: 0 }))
		expect(relay.doc.getText('text').toString()).toContain('his')
		const all = breaksTheEnd.length + 2
		for (const { haveSequence, seenSequence } of relay.reports) {
			expect(haveSequence).toBeLessThan(all)
			expect(seenSequence).toBeLessThan(all)
		}
	})
})

function reportsAmong(frames: readonly Frame[]): (DeviceReport | null)[] {
	return frames.flatMap((frame) => (frame.type === 'hello' ? [parseDeviceReport(frame.json)] : []))
}
