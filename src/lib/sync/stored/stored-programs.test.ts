import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type * as Y from 'yjs'
import { exchangeStored } from './stored-exchange.ts'
import { editStoredDocument } from './stored-edits.ts'
import { readStored, readStoredProgram } from './stored-programs.ts'
import { createFakeDevice } from '../document/testing/fake-device.ts'
import { eventually } from '../../../../tests/support/eventually.ts'
import { createFakeRelay } from '../document/testing/fake-relay.ts'
import { tickOf } from '../document/status.ts'

let device: ReturnType<typeof createFakeDevice>
beforeEach(() => void (device = createFakeDevice('mentor-1')))
afterEach(async () => {
	await device.closeAll()
	vi.unstubAllGlobals()
})

it('a programme never opened here is not known, and looking leaves nothing behind', async () => {
	expect(await readStored('mentor-1', 'plan:1')).toBeNull()
	expect(await indexedDB.databases()).toEqual([])
})

it('«Мои программы» shows the last summary, what is unsent and what the partner has, without opening the plan', async () => {
	const relay = createFakeRelay({ people: ['mentor-1', 'mentee-1'] })
	const tab = device.open(relay, { summarise: (doc) => ({ total: doc.getText('text').length, stages: [] }) })
	await eventually(() => expect(tab.open.snapshot()).toMatchObject({ isSynced: true, localStore: 'ready' }))
	tab.write('four')
	await eventually(() => expect(tab.open.snapshot().unsent).toBe(0))
	relay.report('mentee-1', { haveSequence: relay.sequence })
	await eventually(() => expect(tab.open.snapshot().partners[0]?.has).toBe(true))
	relay.pause()
	tab.write('!')
	await tab.close()

	expect(await readStored('mentor-1', 'plan:1')).toMatchObject({
		summary: { total: 5 },
		snapshot: {
			unsent: 1,
			lastSyncedAt: expect.any(String) as string,
			partners: [{ personId: 'mentee-1', has: true, sees: false, lastSeenAt: null }]
		}
	})
	expect(await readStored('mentee-1', 'plan:1')).toBeNull()
})

it('Viktor edits a plan that he has not opened: the edit waits as his own, and the exchange sends it', async () => {
	const relay = createFakeRelay({ people: ['mentor-1', 'mentee-1'] })
	const tab = device.open(relay)
	await eventually(() => expect(tab.open.snapshot()).toMatchObject({ isSynced: true, localStore: 'ready' }))
	tab.write('four')
	await eventually(() => expect(tab.open.snapshot().unsent).toBe(0))
	await tab.close()

	const write = (doc: Y.Doc) => doc.getText('text').insert(4, '!')
	expect(await editStoredDocument('mentor-1', 'plan:1', () => undefined)).toBe(false)
	expect(await editStoredDocument('mentor-1', 'plan:1', write)).toBe(true)
	expect((await readStored('mentor-1', 'plan:1'))?.snapshot).toMatchObject({ unsent: 1, hasOwn: true })

	vi.stubGlobal('fetch', relay.fetch)
	await exchangeStored({ personId: 'mentor-1', deviceId: 'd', appVersion: '1' }, ['plan:1'])
	expect((await readStored('mentor-1', 'plan:1'))?.snapshot.unsent).toBe(0)
	expect(relay.doc.getText('text').toJSON()).toBe('four!')
})

it('[R7] a programme nobody has open says how much it still takes, also as the exchange has told', async () => {
	const relay = createFakeRelay({ people: ['mentor-1', 'mentee-1'] })
	relay.bytesLeft = 3_000_000
	const tab = device.open(relay)
	await eventually(() => expect(tab.open.snapshot()).toMatchObject({ isSynced: true, localStore: 'ready' }))
	tab.write('long')
	await eventually(() => expect(tab.open.snapshot().unsent).toBe(0))
	await tab.close()
	expect((await readStored('mentor-1', 'plan:1'))?.snapshot.bytesLeft).toBe(3_000_000)

	vi.stubGlobal('fetch', relay.fetch)
	for (const [sentBytes, shown] of [
		[2_000_000, 2_000_000],
		[null, null]
	]) {
		relay.bytesLeft = sentBytes ?? null
		relay.edit((doc) => doc.getText('text').insert(0, 'from the mentee. '))
		await exchangeStored({ personId: 'mentor-1', deviceId: 'phone', appVersion: '1' }, ['plan:1'])
		expect((await readStored('mentor-1', 'plan:1'))?.snapshot.bytesLeft).toBe(shown)
	}
})

it('[D9] an app that is too old keeps what is unsent of a programme nobody has open, and calls none of it refused', async () => {
	const relay = createFakeRelay({ people: ['mentor-1', 'mentee-1'] })
	const tab = device.open(relay)
	await eventually(() => expect(tab.open.snapshot()).toMatchObject({ isSynced: true, localStore: 'ready' }))
	relay.pause()
	tab.write('kept')
	await eventually(() => expect(tab.open.snapshot().unsaved).toBe(0))
	await tab.close()
	relay.cutAll()
	relay.resume()
	vi.stubGlobal('fetch', relay.fetch)
	relay.isTooOld = true
	const mentor = { personId: 'mentor-1', deviceId: 'phone', appVersion: '1' }
	expect((await exchangeStored(mentor, ['plan:1'])).results.get('plan:1')).toBe('app-too-old')
	expect((await readStored('mentor-1', 'plan:1'))?.snapshot).toMatchObject({ unsent: 1, refused: 0 })
	relay.isTooOld = false
	await exchangeStored(mentor, ['plan:1'])
	expect((await readStored('mentor-1', 'plan:1'))?.snapshot).toMatchObject({ unsent: 0, refused: 0 })
	expect(relay.doc.getText('text').toString()).toBe('kept')
})

it.each([
	['refused', false],
	['underReview', true]
] as const)(
	'[R3] what the relay has refused is told as %s after the programme was closed, until it is sent',
	async (tick, isReviewing) => {
		const relay = createFakeRelay({ people: ['mentor-1', 'mentee-1'] })
		const tab = device.open(relay)
		await eventually(() => expect(tab.open.snapshot()).toMatchObject({ isSynced: true, localStore: 'ready' }))
		Object.assign(relay, { refusal: 'revoked', isReviewing })
		tab.write('late')
		await eventually(() => expect(tickOf(tab.open.snapshot())).toBe(tick))
		await tab.close()
		const closed = await readStored('mentor-1', 'plan:1')
		expect(closed?.snapshot).toMatchObject({ unsent: 1, refused: 1, isUnderReview: isReviewing })
		expect(closed && tickOf(closed.snapshot)).toBe(tick)

		const offline = device.open()
		await eventually(() => expect(offline.open.snapshot().localStore).toBe('ready'))
		await offline.close()
		expect((await readStored('mentor-1', 'plan:1'))?.snapshot).toMatchObject({
			unsent: 1,
			refused: 1,
			isUnderReview: isReviewing
		})

		relay.refusal = null
		const again = device.open(relay)
		await eventually(() => expect(again.open.snapshot()).toMatchObject({ isSynced: true, unsent: 0 }))
		relay.pause()
		again.write('later')
		await again.close()
		expect((await readStored('mentor-1', 'plan:1'))?.snapshot).toMatchObject({
			unsent: 1,
			refused: 0,
			isUnderReview: false
		})
	}
)

it('a browser without IndexedDB knows nothing', async () => {
	vi.stubGlobal('indexedDB', undefined)
	expect(await readStoredProgram('mentor-1', { plan: 'plan:1' })).toBeNull()
})

it('a programme is as safe as the less safe of its plan and its notes', async () => {
	const notes = device.open(undefined, { documentId: 'notes:1' })
	await eventually(() => expect(notes.open.snapshot().localStore).toBe('ready'))
	notes.write('only here')
	await notes.close()
	expect(await readStoredProgram('mentor-1', { plan: 'plan:1', notes: 'notes:1' })).toBeNull()
	const plan = device.open()
	await eventually(() => expect(plan.open.snapshot().localStore).toBe('ready'))
	await plan.close()
	expect((await readStoredProgram('mentor-1', { plan: 'plan:1', notes: 'notes:1' }))?.snapshot.unsent).toBe(1)
	expect((await readStoredProgram('mentor-1', { plan: 'plan:1', notes: 'notes:2' }))?.snapshot.unsent).toBe(0)
})

it('of a programme whose notes cannot be read it is told what waits of the plan, but not that nothing does', async () => {
	const notes = device.open(undefined, { documentId: 'notes:1' })
	await eventually(() => expect(notes.open.snapshot().localStore).toBe('ready'))
	await notes.close()
	const plan = device.open()
	await eventually(() => expect(plan.open.snapshot().localStore).toBe('ready'))
	const documents = { plan: 'plan:1', notes: 'notes:1' }
	expect((await readStoredProgram('mentor-1', documents))?.snapshot.unsent).toBe(0)

	const open = indexedDB.open.bind(indexedDB)
	vi.spyOn(indexedDB, 'open').mockImplementation((name, version) => {
		if (name.includes('notes')) throw new DOMException('The disk cannot be read', 'UnknownError')
		return open(name, version)
	})
	expect(await readStoredProgram('mentor-1', documents)).toBeNull()
	plan.write('only here')
	await eventually(() => expect(plan.open.snapshot()).toMatchObject({ unsaved: 0, unsent: 1 }))
	expect((await readStoredProgram('mentor-1', documents))?.snapshot.unsent).toBe(1)
})
