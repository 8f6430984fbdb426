/** What a device shows and does once the relay accepts nothing of its person: the right has ended, or the document is deleted. */
import 'fake-indexeddb/auto'
import * as Y from 'yjs'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { eventually } from '../../../../tests/support/eventually.ts'
import { createSharedPlan, status, type SharedPlan } from './testing/shared-plan.ts'
import { stubPage } from './testing/stub-page.ts'
import { tickOf } from './status.ts'

let plan: SharedPlan
let relay: SharedPlan['relay']
let device: SharedPlan['device']
let openSynced: SharedPlan['openSynced']
beforeEach(() => {
	plan = createSharedPlan()
	;({ relay, device, openSynced } = plan)
})
afterEach(() => plan.close())

describe('[R11] [D6] a right that comes back', () => {
	it('is heard by itself within a minute by a page nobody looks at, and until then nothing says that Viktor may write', async () => {
		const page = stubPage('hidden')
		const viktor = await openSynced()
		relay.right = null
		vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
		relay.cutAll('no-right')
		const refusals: unknown[] = []
		viktor.open.subscribe(() => refusals.push(status(viktor).refusal))
		await vi.advanceTimersByTimeAsync(600_000)
		expect(relay.attempts).toBeGreaterThan(8)
		expect(relay.attempts).toBeLessThan(40)
		expect(new Set(refusals)).toEqual(new Set(['no-right']))
		relay.right = 'edit'
		await vi.advanceTimersByTimeAsync(60_000)
		expect(status(viktor)).toMatchObject({ connection: 'connected', refusal: null, right: 'edit' })

		relay.right = null
		relay.cutAll('no-right')
		const { attempts } = relay
		page.turn('visible')
		expect(relay.attempts - attempts).toBe(1)
	})

	it('is heard within ten seconds while Viktor looks at the screen, however long it was ended', async () => {
		stubPage('visible')
		const viktor = await openSynced()
		relay.right = null
		const { attempts } = relay
		vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
		relay.cutAll('no-right')
		await vi.advanceTimersByTimeAsync(600_000)
		expect(relay.attempts - attempts).toBeGreaterThanOrEqual(60)
		expect(relay.attempts - attempts).toBeLessThanOrEqual(150)
		relay.right = 'edit'
		await vi.advanceTimersByTimeAsync(10_000)
		expect(status(viktor)).toMatchObject({ connection: 'connected', refusal: null, right: 'edit' })
	})

	it('is heard at once when he taps', async () => {
		const viktor = await openSynced()
		relay.right = null
		relay.cutAll('no-right')
		relay.right = 'edit'
		viktor.open.reconnect()
		expect(status(viktor)).toMatchObject({ connection: 'connecting', refusal: 'no-right' })
		await eventually(() => expect(status(viktor)).toMatchObject({ connection: 'connected', refusal: null }))
	})
})

describe('a copy of what was, brought over HTTP', () => {
	it('is kept on the device, and is nobody’s edit: nothing of it counts as unsent, or is sent', async () => {
		relay.right = null
		const viktor = device.open(relay)
		await eventually(() => expect(status(viktor).refusal).toBe('no-right'))
		const past = new Y.Doc()
		past.getText('text').insert(0, 'as it was')
		viktor.open.take(Y.encodeStateAsUpdate(past))
		await eventually(() => expect(status(viktor)).toMatchObject({ isLoaded: true, unsent: 0, unsaved: 0 }))
		await viktor.close()
		const again = device.open(relay)
		await eventually(() => expect(again.open.doc.getText('text').toString()).toBe('as it was'))
		expect(status(again)).toMatchObject({ unsent: 0 })
		expect(relay.doc.getText('text').toString()).toBe('')
	})
})

describe('[R15] a programme the curator deleted', () => {
	it('leaves a mentor who changed nothing with nothing unsent, and is known as deleted without a network, too', async () => {
		const irina = await openSynced()
		relay.cutAll('gone')
		expect(status(irina)).toMatchObject({ isGone: true, unsent: 0 })
		expect(tickOf(status(irina))).toBe('gone')
		await irina.close()
		const again = device.open()
		await eventually(() => expect(status(again)).toMatchObject({ isGone: true, unsent: 0, localStore: 'ready' }))
		expect(tickOf(status(again))).toBe('gone')
	})

	it('keeps what was not sent yet counted as it was', async () => {
		const irina = await openSynced()
		relay.pause()
		irina.write('not sent')
		relay.cutAll('gone')
		await eventually(() => expect(status(irina)).toMatchObject({ isGone: true, unsent: 1, unsaved: 0 }))
		expect(tickOf(status(irina))).toBe('gone')
	})

	it('is in doubt when a backup brings it back: all of it is offered once more', async () => {
		const irina = await openSynced()
		irina.write('mine')
		await eventually(() => expect(status(irina).unsent).toBe(0))
		relay.cutAll('gone')
		relay.log.empty()
		irina.open.reconnect()
		await eventually(() => expect(relay.doc.getText('text').toString()).toBe('mine'))
		await eventually(() => expect(status(irina)).toMatchObject({ isGone: false, unsent: 0 }))
	})
})
