import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import * as Y from 'yjs'
import { decodeFrame } from '#protocol/frames.ts'
import { checkAll } from './check-all.ts'
import { databaseName } from '../document/store-database.ts'
import { exchangeStored } from './stored-exchange.ts'
import { readStoredDocument } from './stored-document.ts'
import { unsentOfPerson } from './forget.ts'
import { createFakeDevice, type OpenTab } from '../document/testing/fake-device.ts'
import { eventually } from '../../../../tests/support/eventually.ts'
import { createFakeExchangeServer, type FakeExchangeServer } from '../document/testing/fake-exchange-server.ts'

const viktor = { personId: 'mentor-1', deviceId: 'phone-1', appVersion: 'test' }
const programs = ['1', '2', '3'].map((id) => ({ id, title: '', documents: { plan: `plan:${id}` } }))

let device: ReturnType<typeof createFakeDevice>
let server: FakeExchangeServer
beforeEach(async () => {
	device = createFakeDevice('mentor-1')
	server = createFakeExchangeServer()
	for (const { documents } of programs) server.write(documents.plan, 'text ')
	await exchangeStored(
		viktor,
		programs.map(({ documents }) => documents.plan)
	)
	server.requests.length = 0
})
afterEach(async () => {
	vi.restoreAllMocks()
	await device.closeAll()
	vi.unstubAllGlobals()
})

async function open(): Promise<OpenTab> {
	const tab = device.open()
	await eventually(() => expect(tab.open.snapshot().localStore).toBe('ready'))
	return tab
}

/** As `open`, with a line to the server. */
async function openOnline(): Promise<OpenTab> {
	const tab = device.open(server.relay('plan:1'))
	vi.stubGlobal('fetch', server.fetch)
	await eventually(() => expect(tab.open.snapshot()).toMatchObject({ localStore: 'ready', isSynced: true }))
	return tab
}

const results = async () => (await checkAll(viktor, programs)).programs.map(({ result }) => result)

async function storedText(documentId = 'plan:1'): Promise<string> {
	const { doc } = await readStoredDocument(databaseName('mentor-1', documentId))
	return doc.getText('text').toString()
}

it('what is the same on both sides is said to be, programme by programme, and nothing but the question is sent', async () => {
	const progress: string[] = []
	const report = await checkAll(viktor, programs, { onProgress: (done, of) => progress.push(`${done}/${of}`) })
	expect(report).toEqual({
		isCancelled: false,
		programs: programs.map(({ id }) => ({
			programId: id,
			result: 'equal',
			hasDeviceLacked: false,
			hasServerLacked: false
		}))
	})
	expect(progress).toEqual(['0/3', '1/3', '2/3', '3/3'])
	const sent = server.requests.flatMap((requests) => requests.flatMap(({ frames }) => frames.map(decodeFrame)))
	expect(new Set(sent.map((frame) => frame?.type))).toEqual(new Set(['step1', 'hello']))
})

it('[P13] what the server has lost although it acknowledged it is given back, a deletion too', async () => {
	const tab = await open()
	tab.erase(2)
	await tab.close()
	await exchangeStored(viktor, ['plan:1'])
	expect((await unsentOfPerson('mentor-1')).edits).toBe(0)
	// The same run and sequence: only the contents differ.
	server.relay('plan:1').log.lose()
	expect(server.text('plan:1')).toBe('text ')

	const { programs: checked } = await checkAll(viktor, programs)
	expect(checked[0]).toMatchObject({ result: 'repaired', hasDeviceLacked: false, hasServerLacked: true })
	expect(server.text('plan:1')).toBe('xt ')
	expect(await results()).toEqual(['equal', 'equal', 'equal'])
})

it('[P13] what the device lacks although it was counted as here is brought', async () => {
	const { records } = await readStoredDocument(databaseName('mentor-1', 'plan:2'))
	// Without a number of its own.
	server.relay('plan:2').doc.getText('text').insert(0, 'never arrived ')
	expect(records.state.have).toBe(server.relay('plan:2').sequence)
	const { programs: checked } = await checkAll(viktor, programs)
	expect(checked[1]).toMatchObject({ result: 'repaired', hasDeviceLacked: true, hasServerLacked: false })
	expect(await storedText('plan:2')).toBe('never arrived text ')
})

it('a programme that was never on this device is loaded, and not called repaired; one that was lost is', async () => {
	server.write('plan:4', 'text ')
	const programs = ['plan:1', 'plan:4'].map((plan) => ({ id: plan, title: '', documents: { plan } }))
	const before = await checkAll(viktor, programs)
	expect(before.programs.map(({ result }) => result)).toEqual(['equal', 'first-loaded'])
	expect(await storedText('plan:4')).toBe('text ')

	await new Promise((resolve) => (indexedDB.deleteDatabase(databaseName('mentor-1', 'plan:1')).onsuccess = resolve))
	const after = await checkAll(viktor, programs)
	expect(after.programs.map(({ result }) => result)).toEqual(['repaired', 'equal'])
})

it('what was not sent yet goes with it, and counts as sent', async () => {
	const tab = await open()
	tab.write('offline')
	await tab.close()
	expect((await checkAll(viktor, programs)).programs[0]).toMatchObject({ result: 'repaired' })
	expect(server.text('plan:1')).toContain('offline')
	expect((await unsentOfPerson('mentor-1')).edits).toBe(0)
})

it('a programme on the screen is checked with what is on it, and shows what was brought', async () => {
	const tab = await openOnline()
	tab.write('ours')
	await eventually(() => expect(tab.open.snapshot().unsent).toBe(0))
	server.relay('plan:1').log.lose()
	server.relay('plan:1').doc.getText('text').insert(0, 'theirs ')
	const { programs: checked } = await checkAll(viktor, programs, { open: [tab.open] })
	expect(checked[0]).toMatchObject({ result: 'repaired', hasDeviceLacked: true, hasServerLacked: true })
	expect(tab.text()).toContain('theirs')
	expect(server.text('plan:1')).toContain('ours')
	expect(tab.open.snapshot().unsent).toBe(0)
	expect((await checkAll(viktor, programs, { open: [tab.open] })).programs[0]?.result).toBe('equal')
})

it('[R3] a programme on the screen whose edits the server refuses is not waited for', async () => {
	const tab = await openOnline()
	Object.assign(server.relay('plan:1'), { refusal: 'too-large' })
	tab.write('ours')
	await eventually(() => expect(tab.open.snapshot().refused).toBe(1))
	expect((await checkAll(viktor, programs, { open: [tab.open] })).programs[0]?.result).toBe('refused')
	expect(tab.open.snapshot().unsent).toBe(1)
})

it('a programme open in another tab shows what was brought, too, and the server gets what it has', async () => {
	const tab = await open()
	server.write('plan:1', 'theirs ')
	tab.write('ours')
	await eventually(() => expect(tab.open.snapshot().unsaved).toBe(0))
	expect(await results()).toEqual(['repaired', 'equal', 'equal'])
	await eventually(() => expect(tab.text()).toContain('theirs'))
	expect(server.text('plan:1')).toContain('ours')
	// The acknowledgement is left to its own connection.
	expect(tab.open.snapshot().unsent).toBe(1)
})

it('[R3] what the server refuses stays on the device, and does not stop the check of the others', async () => {
	const tab = await open()
	tab.write('ours')
	await tab.close()
	server.relay('plan:1').refusal = 'too-large'
	server.write('plan:3', 'news ')
	expect(await results()).toEqual(['refused', 'equal', 'repaired'])
	expect(await storedText()).toContain('ours')
	expect((await unsentOfPerson('mentor-1')).edits).toBe(1)
})

it('[R15] a document that the server has begun anew is not mended with the old one', async () => {
	for (const { documents } of programs) server.relay(documents.plan).epoch = 2
	expect(await results()).toEqual(['refused', 'refused', 'refused'])
})

it('[D4] nothing is compared in the name of somebody else', async () => {
	server.personId = 'mentee-1'
	expect(await results()).toEqual(['refused', 'refused', 'refused'])
})

it('without a network the check says that, and with a broken store that', async () => {
	server.answers = 'gone'
	expect(await results()).toEqual(['no-network', 'no-network', 'no-network'])
	server.answers = 'arrive'
	server.write('plan:1', 'news ')
	vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(() => {
		throw new DOMException('Full', 'QuotaExceededError')
	})
	expect(await results()).toEqual(['not-stored', 'equal', 'equal'])
})

it('a server that says it has less than it gives is not called equal', async () => {
	const snapshot = Buffer.from(Y.encodeSnapshot(Y.emptySnapshot)).toString('base64')
	server.alterCheck = (check) => ({ ...check, snapshot })
	expect((await results())[0]).toBe('different')
})

it('a check that is cancelled ends after the document under way', async () => {
	const stopping = new AbortController()
	const report = await checkAll(viktor, programs, {
		signal: stopping.signal,
		onProgress: (done) => {
			if (done === 1) stopping.abort()
		}
	})
	expect(report).toMatchObject({ isCancelled: true, programs: [{ programId: '1' }] })
})
