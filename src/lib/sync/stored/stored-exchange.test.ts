import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import * as Y from 'yjs'
import { markActivity } from '#domain/plan/edit.ts'
import { metaMap } from '#domain/plan/layout.ts'
import { summarisePlan } from '#domain/summary.ts'
import { closeCodes } from '#protocol/close-codes.ts'
import type { CarriedAnswer } from '#protocol/exchange.ts'
import { decodeFrame, encodeStep2, parseDeviceReport } from '#protocol/frames.ts'
import { databaseName, UPDATES } from '../document/store-database.ts'
import { storesWitnessed } from '../document/store-witness.ts'
import { appendStored, readStoredDocument, updatesDuring } from './stored-document.ts'
import { exchangeStored, type StoredExchangeOptions } from './stored-exchange.ts'
import { readStored } from './stored-programs.ts'
import { createFakeDevice } from '../document/testing/fake-device.ts'
import { eventually } from '../../../../tests/support/eventually.ts'
import { createPlan, viktor as viktors } from '../../../../tests/support/plan-pair.ts'
import { createFakeExchangeServer, type FakeExchangeServer } from '../document/testing/fake-exchange-server.ts'

const viktor = { personId: 'mentor-1', deviceId: 'phone-1', appVersion: 'test' }

let device: ReturnType<typeof createFakeDevice>
let server: FakeExchangeServer
beforeEach(() => {
	device = createFakeDevice('mentor-1')
	server = createFakeExchangeServer()
})
afterEach(async () => {
	vi.restoreAllMocks()
	await device.closeAll()
	vi.unstubAllGlobals()
})

const exchange = (documentIds = ['plan:1'], options: StoredExchangeOptions = {}) =>
	exchangeStored(viktor, documentIds, options)

async function stored(documentId = 'plan:1') {
	const { doc, records } = await readStoredDocument(databaseName('mentor-1', documentId))
	const program = await readStored('mentor-1', documentId)
	return { text: doc.getText('text').toString(), unsent: program?.snapshot.unsent, record: records.state }
}

/** Viktor writes without a network, and leaves. */
async function writeOffline(...texts: string[]): Promise<void> {
	const tab = device.open()
	await eventually(() => expect(tab.open.snapshot().localStore).toBe('ready'))
	for (const text of texts) tab.write(text)
	await tab.close()
}

/** What the device has said of itself, by document. */
const reports = () =>
	server.requests.flat().flatMap(({ documentId, frames }) =>
		frames.flatMap((bytes) => {
			const frame = decodeFrame(bytes)
			return frame?.type === 'hello' ? [{ documentId, ...parseDeviceReport(frame.json)! }] : []
		})
	)

function isStep2(bytes: Uint8Array): boolean {
	const frame = decodeFrame(bytes)
	return frame?.type === 'update' && frame.isOffer
}

/** How many requests brought the document's content. */
const offersOf = (documentId: string) =>
	server.requests.filter((requests) =>
		requests.some((request) => {
			if (request.documentId !== documentId) return false
			const frames = request.frames.map(decodeFrame)
			return frames.some((frame) => frame?.type === 'update' && frame.update.byteLength > 2)
		})
	).length

/** What is written within a moment leaves together where somebody looks at the page. */
function lookAtThePage(): void {
	vi.stubGlobal('document', { visibilityState: 'visible', addEventListener: () => undefined })
	vi.stubGlobal('addEventListener', () => undefined)
}

it('[D7] the first visit brings every programme to the device in one round trip, and the second one says so', async () => {
	lookAtThePage()
	const documentIds = Array.from({ length: 20 }, (_, index) => `plan:${index}`)
	for (const documentId of documentIds) server.write(documentId, `text of ${documentId}`)
	server.relay('plan:7').edit((doc) => metaMap(doc).set('schemaVersion', 1))

	const { results, failure } = await exchange(documentIds)
	expect(failure).toBeNull()
	expect([...results]).toEqual(documentIds.map((documentId) => [documentId, 'done']))
	expect(server.requests[0]).toHaveLength(20)
	expect(reports()).toHaveLength(20)
	expect(reports().every(({ haveSequence, unsent }) => haveSequence > 0 && unsent === 0)).toBe(true)
	expect(await stored('plan:19')).toMatchObject({ text: 'text of plan:19', unsent: 0, record: { epoch: 1 } })
	expect((await readStored('mentor-1', 'plan:7'))?.summary).toMatchObject({ total: 0 })
})

it('the list shows what Viktor did last, though he left so fast that only his edits were stored', async () => {
	lookAtThePage()
	const plan = createPlan()
	const before = summarisePlan(plan)
	const created = Y.encodeStateAsUpdate(plan)
	const [done] = updatesDuring(plan, () =>
		markActivity(plan, 'a1-1', { markId: 'a', status: 'done', doneOn: '2026-11-20' }, viktors())
	)
	const edited = [created, done!]
	await appendStored(databaseName('mentor-1', 'plan:1'), { edited, count: { own: 2, others: 0 }, summary: before })
	expect((await readStored('mentor-1', 'plan:1'))?.summary?.done).toBe(0)
	await exchange()
	expect((await readStored('mentor-1', 'plan:1'))?.summary?.done).toBe(1)
})

it('[D7] of more programmes than the device takes at a time, all are exchanged', async () => {
	lookAtThePage()
	const documentIds = Array.from({ length: 45 }, (_, index) => `plan:${index}`)
	for (const documentId of documentIds) server.write(documentId, 'text')
	const { results } = await exchange(documentIds)
	expect([...results]).toEqual(documentIds.map((documentId) => [documentId, 'done']))
	const first = new Set(
		documentIds.map((id) => server.requests.findIndex((carried) => carried.some(({ documentId }) => documentId === id)))
	)
	expect([...first].map((index) => server.requests[index]?.length)).toEqual([20, 20, 5])
	// What each asks, offers and reports.
	expect(server.requests.flat().length).toBeLessThanOrEqual(3 * 45)
})

it('[D7] a later visit with nothing new is two short requests, and writes no row', async () => {
	server.write('plan:1', 'text')
	await exchange()
	const add = vi.fn()
	const original = IDBObjectStore.prototype.add
	vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(function (this: IDBObjectStore, value, key) {
		if (this.name === UPDATES) add()
		return original.call(this, value, key)
	})
	server.requests.length = 0
	expect((await exchange()).results.get('plan:1')).toBe('done')
	expect(server.requests).toHaveLength(2)
	for (const [request] of server.requests) {
		const bytes = request!.frames.reduce((sum, { byteLength }) => sum + byteLength, request!.query.length)
		expect(bytes).toBeLessThan(400)
	}
	expect(add).not.toHaveBeenCalled()
})

it('[D7] [D2] what was written offline reaches the server from a closed programme, and counts as sent once it is answered', async () => {
	await writeOffline('one ', 'two')
	expect(await stored()).toMatchObject({ unsent: 2, record: { lastSyncedAt: null } })
	await exchange()
	expect(server.text('plan:1')).toBe('one two')
	expect(await stored()).toMatchObject({
		unsent: 0,
		record: { ackedSequence: 1, lastSyncedAt: expect.any(String) as string }
	})
})

it('[D2] a deletion alone reaches the server too', async () => {
	await writeOffline('goal')
	await exchange()
	const tab = device.open()
	await eventually(() => expect(tab.text()).toBe('goal'))
	tab.erase(4)
	await tab.close()
	await exchange()
	expect(server.text('plan:1')).toBe('')
	expect((await stored()).unsent).toBe(0)
})

it('[R2] an answer that is lost credits nothing, and the next one everything, once', async () => {
	await writeOffline('kept')
	server.answers = 'lost'
	expect((await exchange()).failure).toBe('offline')
	expect(await stored()).toMatchObject({ text: 'kept', unsent: 1 })
	server.answers = 'arrive'
	await exchange()
	expect(await stored()).toMatchObject({ text: 'kept', unsent: 0 })
	expect(server.text('plan:1')).toBe('kept')
})

it('[P13] two exchanges at a time change nothing that is true', async () => {
	server.write('plan:1', 'theirs ')
	await writeOffline('ours')
	await Promise.all([exchange(), exchange(), exchange()])
	expect((await stored()).unsent).toBe(0)
	expect((await stored()).text).toBe(server.text('plan:1'))
	expect(server.text('plan:1')).toContain('ours')
})

it('[D2] an edit made while the exchange is under way is not credited by its answer, and the tab that made it sees what came', async () => {
	await writeOffline('before ')
	server.write('plan:1', 'theirs ')
	let tab: ReturnType<typeof device.open> | null = null
	server.meanwhile = async () => {
		server.meanwhile = () => {}
		const opened = (tab = device.open())
		await eventually(() => expect(opened.open.snapshot()).toMatchObject({ localStore: 'ready', unsent: 1 }))
		opened.write('meanwhile')
		await eventually(() => expect(opened.open.snapshot().unsaved).toBe(0))
	}
	const answered: (number | undefined)[] = []
	server.alter = (answers) => {
		answered.push(tab?.open.snapshot().unsent)
		return answers
	}
	await exchange()
	// The first answer meets both edits. The second one acknowledges what the device sent, and the third one the other edit.
	expect(answered.slice(0, 2)).toEqual([2, 2])
	expect(answered.at(-1)).toBe(0)
	expect(await stored()).toMatchObject({ unsent: 0 })
	expect(server.text('plan:1')).toContain('meanwhile')
	await eventually(() => expect(tab?.text()).toContain('theirs'))
	expect(tab!.text()).toContain('meanwhile')
})

it('[D7] a document open in a tab is left to that tab', async () => {
	server.write('plan:1', 'theirs')
	const tab = device.open()
	await eventually(() => expect(tab.open.snapshot().localStore).toBe('ready'))
	tab.write('ours')
	expect((await exchange()).results.get('plan:1')).toBe('in-use')
	expect(server.requests).toEqual([])
	await exchange(['plan:2'], { isOpen: () => true })
	expect(server.requests).toEqual([])
})

it('[D7] a tab that takes the line meanwhile keeps it', async () => {
	await writeOffline('ours')
	server.meanwhile = async () => {
		server.meanwhile = () => {}
		lookAtThePage()
		const tab = device.open(server.relay('plan:1'))
		await eventually(() => expect(tab.open.snapshot()).toMatchObject({ isSynced: true, unsent: 0 }))
		tab.write(' and more')
		await eventually(() => expect(tab.open.snapshot()).toMatchObject({ unsaved: 0, unsent: 0 }))
	}
	expect((await exchange()).results.get('plan:1')).toBe('in-use')
	await eventually(async () => expect(await stored()).toMatchObject({ text: 'ours and more', unsent: 0 }))
	expect(server.text('plan:1')).toBe('ours and more')
})

it('[D7] what a frozen tab has not sent is brought, but nothing is counted in its place', async () => {
	server.write('plan:1', 'theirs ')
	const tab = device.open()
	await eventually(() => expect(tab.open.snapshot().localStore).toBe('ready'))
	tab.write('ours')
	await eventually(() => expect(tab.open.snapshot().unsaved).toBe(0))
	expect((await exchange(['plan:1'], { isForFrozenTabs: true })).results.get('plan:1')).toBe('done')
	expect(server.text('plan:1')).toContain('ours')
	expect(await stored()).toMatchObject({ unsent: 1, record: { epoch: 0, have: 0, ackedSequence: null } })
	expect((await stored()).text).toContain('ours')
	expect(storesWitnessed('unsent')).toEqual([databaseName('mentor-1', 'plan:1')])
	expect(reports().every(({ haveSequence }) => haveSequence === 0)).toBe(true)
})

it('[D4] the exchange names whose device it is; when somebody else is signed in nothing is taken and nothing given', async () => {
	server.write('plan:1', 'of the mentee alone')
	await writeOffline('ours')
	server.personId = 'mentee-1'
	expect((await exchange()).failure).toBe('signed-out')
	expect(server.text('plan:1')).toBe('of the mentee alone')
	expect(await stored()).toMatchObject({ text: 'ours', unsent: 1 })
})

it('[R3] what is refused of one document stays unsent, costs the others nothing, and is not sent over and over', async () => {
	await writeOffline('ours')
	server.write('plan:2', 'theirs')
	server.relay('plan:1').right = null
	const refused = new Map<string, number>()
	await exchange(['plan:1', 'plan:2'], { refused })
	expect([...refused]).toEqual([['plan:1', 1]])
	expect((await stored('plan:2')).text).toBe('theirs')
	expect((await exchange(['plan:1'], { refused })).results.get('plan:1')).toBe('skipped')
	expect(offersOf('plan:1')).toBe(1)
	expect(await stored()).toMatchObject({ text: 'ours', unsent: 1, record: { ackedSequence: null, lastSyncedAt: null } })
	expect((await readStored('mentor-1', 'plan:1'))?.snapshot).toMatchObject({ refused: 1, isUnderReview: true })

	await writeOffline(' and more')
	await exchange(['plan:1'], { refused })
	expect(offersOf('plan:1')).toBe(2)
	server.relay('plan:1').right = 'edit'
	await exchange(['plan:1'], { refused })
	await exchange(['plan:1'], { refused })
	expect(server.text('plan:1')).toBe('')
	await exchange(['plan:1'])
	expect(server.text('plan:1')).toBe('ours and more')
	await writeOffline(', later')
	expect((await readStored('mentor-1', 'plan:1'))?.snapshot).toMatchObject({
		unsent: 1,
		refused: 0,
		isUnderReview: false
	})
})

it('[P15] what the curator has accepted, or set aside, is known of a closed programme, too', async () => {
	await writeOffline('ours')
	const relay = server.relay('plan:1')
	relay.right = null
	await exchange()
	expect((await readStored('mentor-1', 'plan:1'))?.snapshot).toMatchObject({ unsent: 1, isUnderReview: true })
	relay.reviewState = 'set-aside'
	await exchange()
	const setAside = { unsent: 1, refused: 1, isUnderReview: true, reviewOutcome: 'set-aside' }
	expect((await readStored('mentor-1', 'plan:1'))?.snapshot).toMatchObject(setAside)
	relay.reviewState = 'accepted'
	server.write('plan:1', 'of the mentee, and of the curator')
	await exchange()
	expect(await stored()).toMatchObject({ unsent: 0, record: { ackedSequence: 1 } })
	expect((await readStored('mentor-1', 'plan:1'))?.snapshot).toMatchObject({ unsent: 0, refused: 0 })
})

it('[R15] edits of another epoch are neither lost nor claimed', async () => {
	await exchange()
	await writeOffline('ours')
	server.relay('plan:1').epoch = 2
	expect((await exchange()).results.get('plan:1')).toBe('other-epoch')
	expect(await stored()).toMatchObject({ text: 'ours', unsent: 1, record: { epoch: 1 } })
	expect(server.text('plan:1')).toBe('')
})

it('[R6] a server restored from a backup gets back what it acknowledged and lost', async () => {
	await writeOffline('first ')
	await exchange()
	const backup = server.relay('plan:1').log.backUp()
	await writeOffline('second')
	await exchange()
	expect(await stored()).toMatchObject({ unsent: 0 })
	server.relay('plan:1').restart(backup)
	await exchange()
	expect(server.text('plan:1')).toBe('first second')
	expect(await stored()).toMatchObject({ unsent: 0, record: { run: server.relay('plan:1').log.run() } })
})

it('[R6] a device that stops between the two rounds with a restored server has not forgotten the second', async () => {
	await writeOffline('first')
	await exchange()
	const backup = server.relay('plan:1').log.backUp()
	// A deletion: no state vector shows that the server lacks it.
	const tab = device.open()
	await eventually(() => expect(tab.text()).toBe('first'))
	tab.erase(5)
	await tab.close()
	await exchange()
	server.relay('plan:1').restart(backup)
	server.alter = (answers) => {
		server.answers = 'gone'
		return answers
	}
	await exchange()
	expect(server.text('plan:1')).toBe('first')
	server.answers = 'arrive'
	server.alter = (answers) => answers
	await exchange()
	expect(server.text('plan:1')).toBe('')
})

it('[D7] an answer that is not what it should be changes nothing', async () => {
	await writeOffline('ours')
	const spoilt: ((answer: CarriedAnswer) => CarriedAnswer)[] = [
		(answer) => ({ ...answer, frames: [] }),
		(answer) => ({ ...answer, frames: answer.frames.map(() => Uint8Array.of(0, 1)) }),
		(answer) => ({ ...answer, frames: answer.frames.map((bytes) => bytes.slice(0, -1)) })
	]
	for (const alter of spoilt) {
		server.alter = (answers) => answers.map(alter)
		expect((await exchange()).results.get('plan:1')).not.toBe('done')
		expect(await stored()).toMatchObject({ text: 'ours', unsent: 1 })
	}
	vi.stubGlobal('fetch', () => Promise.resolve(new Response('<html>a school’s gateway</html>')))
	expect((await exchange()).failure).toBe('offline')
})

it('[D1] what cannot be stored is not said to be here', async () => {
	server.write('plan:1', 'theirs')
	await writeOffline('ours')
	vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(() => {
		throw new DOMException('Full', 'QuotaExceededError')
	})
	expect((await exchange()).results.get('plan:1')).toBe('not-stored')
	vi.restoreAllMocks()
	expect(await stored()).toMatchObject({ text: 'ours', unsent: 1, record: { have: 0, lastSyncedAt: null } })
})

it('[D1] where nothing more can be stored, what is unsent goes to the server all the same', async () => {
	await writeOffline('ours')
	vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(() => {
		throw new DOMException('Full', 'QuotaExceededError')
	})
	expect((await exchange()).results.get('plan:1')).toBe('not-stored')
	expect(server.text('plan:1')).toBe('ours')
})

it('[D1] a browser with no room, or with no store at all, does not fetch the same over and over', async () => {
	server.write('plan:1', 'theirs')
	const unkept = new Set<string>()
	vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(() => {
		throw new DOMException('Full', 'QuotaExceededError')
	})
	await exchange(['plan:1'], { unkept })
	await exchange(['plan:1'], { unkept })
	expect(server.requests).toHaveLength(0)
	vi.stubGlobal('indexedDB', undefined)
	unkept.clear()
	await exchange(['plan:1'], { unkept })
	await exchange(['plan:1'], { unkept })
	expect(server.requests).toHaveLength(0)
})

it('[P7] nobody is told that everything is here while Yjs waits for a part of it', async () => {
	const source = new Y.Doc()
	source.getText('text').insert(0, 'first ')
	const before = Y.encodeStateVector(source)
	source.getText('text').insert(6, 'second')
	server.relay('plan:1').edit((doc) => Y.applyUpdate(doc, Y.encodeStateAsUpdate(source)))
	const gap = encodeStep2(Y.encodeStateAsUpdate(source, before))
	server.alter = (answers) =>
		answers.map((answer) => ({ ...answer, frames: answer.frames.map((frame) => (isStep2(frame) ? gap : frame)) }))
	await exchange()
	expect(await stored()).toMatchObject({ text: '', record: { have: 0 } })
	expect(reports().every(({ haveSequence }) => haveSequence === 0)).toBe(true)
	server.alter = (answers) => answers
	await exchange()
	expect((await stored()).text).toBe('first second')
	expect(reports().at(-1)?.haveSequence).toBe(1)
})

it('[D7] what does not arrive in time all at once arrives in parts', async () => {
	const documentIds = ['plan:1', 'plan:2', 'plan:3', 'plan:4', 'plan:5']
	for (const documentId of documentIds) server.write(documentId, 'text')
	server.mostInTime = 2
	const { failure, results } = await exchange(documentIds)
	expect(failure).toBeNull()
	expect([...results.values()]).toEqual(documentIds.map(() => 'done'))
})

it('[D7] without a network one attempt tells so', async () => {
	server.answers = 'gone'
	expect((await exchange(['plan:1', 'plan:2', 'plan:3', 'plan:4'])).failure).toBe('offline')
	expect(server.requests.length).toBeLessThan(4)
	expect(await stored()).toMatchObject({ text: '', record: { epoch: 0, have: 0 } })
})

it('[D4] an answer that comes after the person has left is not written any more', async () => {
	server.write('plan:1', 'theirs')
	const leaving = new AbortController()
	server.meanwhile = () => leaving.abort()
	expect((await exchange(['plan:1'], { signal: leaving.signal })).failure).toBe('cancelled')
	expect(await stored()).toMatchObject({ text: '', record: { epoch: 0, have: 0 } })
})

it('[D4] in the name of a person who has left nothing is asked, and no database is made', async () => {
	expect((await exchange(['plan:1'], { signal: AbortSignal.abort() })).failure).toBe('cancelled')
	expect(await indexedDB.databases()).toEqual([])
	expect(server.requests).toEqual([])
})

it('[D7] a document that the server cannot answer does not hold up the others', async () => {
	const documentIds = Array.from({ length: 21 }, (_, index) => `plan:${index}`)
	server.alter = (answers) =>
		answers.map((answer, index) =>
			server.requests.at(-1)?.[index]?.documentId === 'plan:0'
				? { closeCode: closeCodes['storage-failed'].code, frames: [] }
				: answer
		)
	const { results, failure } = await exchange(documentIds)
	expect(failure).toBeNull()
	expect(results.get('plan:0')).toBe('offline')
	expect(results.get('plan:20')).toBe('done')
})

it('[D5] an empty store that held unsent edits is left for the programme to tell of', async () => {
	await writeOffline('lost')
	vi.stubGlobal('indexedDB', new IDBFactory())
	server.write('plan:1', 'theirs')
	await exchange()
	const tab = device.open()
	await eventually(() => expect(tab.open.snapshot().localStoreLost).toBe(true))
})

it('[D5] on a new phone nothing is lost: the visit brings a programme whose notes nobody has written in', async () => {
	server.write('plan:1', 'text')
	await exchange(['plan:1', 'notes:1'])
	for (const documentId of ['plan:1', 'notes:1']) {
		const tab = device.open(undefined, { documentId })
		await eventually(() => expect(tab.open.snapshot()).toMatchObject({ localStore: 'ready', localStoreLost: false }))
	}
})

it('[P7] the list of programmes reports nothing as seen that is on no screen, and nothing less than was', async () => {
	vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'visible' }))
	vi.stubGlobal('addEventListener', () => undefined)
	const relay = server.relay('plan:1')
	server.write('plan:1', 'text')
	await exchange()
	expect(relay.reports.at(-1)).toMatchObject({ haveSequence: 1, seenSequence: 0 })
	relay.report('mentor-1', { haveSequence: 1, seenSequence: 1 })
	server.write('plan:1', 'more ')
	await exchange()
	expect(relay.reports.at(-1)).toMatchObject({ haveSequence: 2, seenSequence: 1 })
})
