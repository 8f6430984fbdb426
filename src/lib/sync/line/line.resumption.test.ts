import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { RelayHello } from '#protocol/frames.ts'
import { compareHello } from './line.ts'
import { requested, UPDATES } from '../document/store-database.ts'
import { type LogState, noState, readRecords } from '../document/log-records.ts'
import { eventually } from '../../../../tests/support/eventually.ts'
import { createSharedPlan, status, type SharedPlan } from '../document/testing/shared-plan.ts'
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

const lastSocket = () => relay.sockets.at(-1)!
const fromMentee = (text: string) => relay.edit((doc) => doc.getText('text').insert(0, text))

it('[R16] [P12] a device that comes back names where it stopped, and gets the updates after that as they are', async () => {
	fromMentee('первое. ')
	const tab = await openSynced()
	expect(Object.fromEntries(lastSocket().params)).toEqual({ v: '1', device: 'device-1' })
	await tab.close()

	fromMentee('второе. ')
	const again = await openSynced()
	expect(Object.fromEntries(lastSocket().params)).toEqual({
		v: '1',
		device: 'device-1',
		epoch: '1',
		since: '1',
		run: relay.log.run(),
		unsent: '0'
	})
	expect(again.text()).toBe('второе. первое. ')
	const updates = lastSocket().received.filter(({ type }) => type === 'update')
	expect(updates).toMatchObject([{ update: relay.log.after(1)[0] }, { update: Uint8Array.of(0, 0) }])
	expect(lastSocket().received.filter(({ type }) => type === 'step1')).toEqual([])
})

it('[R16] has what it had before, though nothing of it is sent again', async () => {
	fromMentee('первое. ')
	await (await openSynced()).close()
	relay.reports.length = 0
	await openSynced()
	await eventually(() => expect(relay.reports.at(-1)).toMatchObject({ haveSequence: 1, seenSequence: 0 }))
})

it('[R2] typing on a resumed connection is acknowledged at once, without a question of the relay', async () => {
	fromMentee('план')
	await (await openSynced()).close()
	const tab = await openSynced()
	tab.write('!')
	await eventually(() => expect(tickOf(status(tab))).toBe('onServer'))
	expect(lastSocket().received.filter(({ type }) => type === 'step1')).toEqual([])
})

it('[R2] what is written while the connection is being made is offered, and credited only then', async () => {
	fromMentee('план')
	await (await openSynced()).close()
	const socketClass = relay.socketClass('mentor-1') as unknown as new (url: string) => object
	relay.socketClass = () =>
		class extends socketClass {
			constructor(url: string) {
				super(url)
				tab.write('!')
			}
		} as unknown as typeof WebSocket
	const tab = device.open(relay)
	await eventually(() => expect(tab.text()).toBe('план!'))
	expect(lastSocket().params.get('unsent')).toBe('0')
	await eventually(() => expect(tickOf(status(tab))).toBe('onServer'))
	expect(relay.doc.getText('text').toString()).toBe('план!')
})

it('[P12] a device with unsent edits says so, and is asked for them', async () => {
	const tab = await openSynced()
	relay.isUp = false
	relay.cutAll()
	tab.write('offline')
	relay.isUp = true
	tab.open.reconnect()
	await eventually(() => expect(status(tab).unsent).toBe(0))
	expect(relay.doc.getText('text').toString()).toBe('offline')
})

it('[P7] nothing is resumed from what the local store has not committed', async () => {
	const tab = await openSynced()
	vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(() => {
		throw new DOMException('Full', 'QuotaExceededError')
	})
	fromMentee('lost with the power')
	await eventually(() => expect(tab.text()).toBe('lost with the power'))
	vi.restoreAllMocks()
	await device.cutPower()
	relay.cutAll()
	await tab.close()

	const again = await openSynced()
	expect(lastSocket().params.get('since')).toBeNull()
	expect(again.text()).toBe('lost with the power')
})

it('[R16] a server started anew with its log resumes', async () => {
	const tab = await openSynced()
	tab.write('mine')
	await eventually(() => expect(status(tab)).toMatchObject({ unsent: 0, unsaved: 0 }))
	relay.report('mentee-1', { haveSequence: 1 })
	await eventually(() => expect(tickOf(status(tab))).toBe('delivered'))
	// It resumes from what is committed.
	await eventually(() => expect(relay.reports.at(-1)).toMatchObject({ haveSequence: 1 }))
	relay.restart()
	tab.open.reconnect()
	await eventually(() => expect(status(tab)).toMatchObject({ isSynced: true, unsent: 0 }))
	expect(lastSocket().received.filter(({ type }) => type === 'step1')).toEqual([])
	expect(tickOf(status(tab))).toBe('delivered')
})

it('[R6] what came and is not in the local store is given back to a server that has lost it', async () => {
	vi.stubGlobal('document', { visibilityState: 'visible', addEventListener() {} })
	vi.stubGlobal('addEventListener', () => undefined)
	fromMentee('первое. ')
	const tab = await openSynced()
	await eventually(() => expect(relay.reports.at(-1)).toMatchObject({ haveSequence: 1 }))
	const backup = relay.log.backUp()
	vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(() => {
		throw new DOMException('Full', 'QuotaExceededError')
	})
	fromMentee('второе. ')
	await eventually(() => expect(relay.reports.at(-1)).toMatchObject({ haveSequence: 1, seenSequence: 2 }))
	relay.restart(backup)
	relay.reports.length = 0
	tab.open.reconnect()
	await eventually(() => expect(relay.reports).not.toEqual([]))
	expect(relay.doc.getText('text').toString()).toBe('второе. первое. ')
	expect(relay.reports[0]).toMatchObject({ haveSequence: 0, seenSequence: 2 })
	vi.restoreAllMocks()
	await eventually(() => expect(relay.reports.at(-1)).toMatchObject({ haveSequence: 2, seenSequence: 2 }))
})

it('[R15] with the first update it is stored of which life of the document it is, or after a power cut any would take it', async () => {
	fromMentee('план')
	const tab = device.open(relay)
	await eventually(() => expect(tab.text()).toBe('план'))
	const db = device.databases.at(-1)!
	await eventually(async () => expect(await requested(db.transaction(UPDATES).objectStore(UPDATES).count())).toBe(1))
	expect((await readRecords(db)).state).toMatchObject({ epoch: 1 })
})

it('[R6] a restored server is given what it has lost, and until then nothing is said to be there', async () => {
	fromMentee('план')
	const tab = await openSynced()
	const backup = relay.log.backUp()
	tab.write(', mine')
	await eventually(() => expect(status(tab)).toMatchObject({ unsent: 0, unsaved: 0 }))
	relay.report('mentee-1', { haveSequence: 2, seenSequence: 2 })
	await eventually(() => expect(tickOf(status(tab))).toBe('seen'))

	const ticks: string[] = []
	relay.restart(backup)
	tab.open.subscribe(() => {
		if (relay.doc.getText('text').toString() !== 'план, mine') ticks.push(tickOf(status(tab)))
	})
	tab.open.reconnect()
	await eventually(() => expect(relay.doc.getText('text').toString()).toBe('план, mine'))
	await eventually(() => expect(tickOf(status(tab))).toBe('onServer'))
	// Until the relay answers, its last answer counts.
	expect(ticks.slice(ticks.indexOf('onDevice'))).toEqual(expect.not.arrayContaining(['onServer', 'delivered', 'seen']))
	expect(ticks).toContain('onDevice')
	relay.report('mentee-1', { haveSequence: relay.sequence })
	await eventually(() => expect(tickOf(status(tab))).toBe('delivered'))
})

it('[R6] a deletion that a restored server has lost is made again', async () => {
	const tab = await openSynced()
	tab.write('abc')
	await eventually(() => expect(status(tab).unsent).toBe(0))
	const backup = relay.log.backUp()
	tab.erase(1)
	await eventually(() => expect(status(tab)).toMatchObject({ unsent: 0, unsaved: 0 }))
	relay.restart(backup)
	tab.open.reconnect()
	await eventually(() => expect(relay.doc.getText('text').toString()).toBe('bc'))
	await eventually(() => expect(tickOf(status(tab))).toBe('onServer'))
})

it('[R6] what is in doubt stays unsent over a restart of the app', async () => {
	const tab = await openSynced()
	const backup = relay.log.backUp()
	tab.write('mine')
	await eventually(() => expect(status(tab)).toMatchObject({ unsent: 0, unsaved: 0 }))
	relay.restart(backup)
	relay.pause()
	tab.open.reconnect()
	await eventually(() => expect(status(tab)).toMatchObject({ unsent: 1, unsaved: 0 }))
	relay.isUp = false
	relay.cutAll()
	await tab.close()
	const again = device.open()
	await eventually(() => expect(status(again)).toMatchObject({ localStore: 'ready', unsent: 1 }))
})

const known: LogState = { ...noState, epoch: 1, run: 'monday', have: 7, ackedSequence: 5 }
const hello = { epoch: 1, isResumed: false, sequence: 9 } as RelayHello
const mark = { generation: 0, key: 0, ordinal: 0 }
const resuming = { params: {}, isResuming: true, have: 7, hadAllSent: true, mark }
const asking = { ...resuming, isResuming: false }
const comparisons: [string, RelayHello, typeof resuming, LogState, ReturnType<typeof compareHello>][] = [
	['the relay resumes', { ...hello, isResumed: true }, resuming, known, 'resumed'],
	['the relay does not know where we stopped', hello, resuming, known, 'other-log'],
	[
		'the relay resumes in its run ahead of what it acknowledged',
		{ ...hello, isResumed: true, run: 'monday' },
		resuming,
		{ ...known, ackedSequence: 8 },
		'resumed'
	],
	[
		'it does so in another run, and may have lost that',
		{ ...hello, isResumed: true, run: 'tuesday' },
		resuming,
		{ ...known, ackedSequence: 8 },
		'other-log'
	],
	[
		'it does so in another run, and what came and is not stored yet may be lost',
		{ ...hello, isResumed: true, run: 'tuesday' },
		resuming,
		{ ...known, have: 9 },
		'other-log'
	],
	['nothing was named', hello, asking, known, 'begun'],
	[
		'nothing was named, and the relay has less than came and is not stored yet',
		{ ...hello, sequence: 6 },
		asking,
		known,
		'other-log'
	],
	[
		'nothing was named, and the relay has less than it acknowledged',
		{ ...hello, sequence: 4 },
		asking,
		known,
		'other-log'
	],
	['the document is another one', { ...hello, epoch: 2 }, resuming, known, 'other-epoch'],
	['the document is new here', hello, asking, noState, 'begun']
]
it.each(comparisons)('[P12] when %s', (_, said, beginning, record, comparison) => {
	expect(compareHello(said, beginning, record)).toBe(comparison)
})
