import 'fake-indexeddb/auto'
import * as fc from 'fast-check'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import * as Y from 'yjs'
import { divideUpdate } from '#domain/plan/history/divide-update.ts'
import { hasEvent, readEvents } from '#domain/plan/event.ts'
import { metaMap } from '#domain/plan/layout.ts'
import { encodeTransfer, type Transfer } from '#protocol/transfer-file.ts'
import { databaseName } from '../document/store-database.ts'
import { exchangeStored } from './stored-exchange.ts'
import { readStoredDocument } from './stored-document.ts'
import { readStored } from './stored-programs.ts'
import { createFakeDevice, type OpenTab } from '../document/testing/fake-device.ts'
import { eventually } from '../../../../tests/support/eventually.ts'
import { resetClock } from '../../../../tests/support/reset-clock.ts'
import { createFakeRelay } from '../document/testing/fake-relay.ts'
import { createFakeExchangeServer } from '../document/testing/fake-exchange-server.ts'
import {
	applyTransferFile,
	carriesNotes,
	makeTransferFile,
	readTransferFile,
	type TransferFile,
	transferTools
} from './transfer.ts'
import { hearServerClock, setCityZone } from '../clock.ts'

const program = { id: '1', title: 'Вхождение в должность', documents: { plan: 'plan:1', notes: 'notes:1' } }
const viktor = { personId: 'mentor-1', appVersion: 'test' }

let device: ReturnType<typeof createFakeDevice>
beforeEach(() => void (device = createFakeDevice('mentor-1')))
afterEach(async () => {
	await device.closeAll()
	vi.unstubAllGlobals()
})

async function open(personId = 'mentor-1'): Promise<OpenTab> {
	const tab = device.open(undefined, { personId })
	await eventually(() => expect(tab.open.snapshot().localStore).toBe('ready'))
	return tab
}

async function write(personId: string, text: string): Promise<void> {
	const tab = await open(personId)
	tab.write(text)
	await tab.close()
}

/** A file of Viktor's plan. Fails where there is none. */
async function file(open?: OpenTab): Promise<File> {
	const made = await makeTransferFile(viktor, program, open === undefined ? [] : [open.open])
	expect(made).not.toBeNull()
	return made!
}

async function read(from: Blob): Promise<TransferFile> {
	const reading = await readTransferFile(from, [program])
	expect(reading).toMatchObject({ ok: true })
	return (reading as { file: TransferFile }).file
}

async function stored(personId: string) {
	const { doc, records } = await readStoredDocument(databaseName(personId, 'plan:1'))
	const known = await readStored(personId, 'plan:1')
	return { text: doc.getText('text').toString(), unsent: known?.snapshot.unsent ?? null, record: records.state }
}

it('[D8] Viktor carries his plan to Irina in a file, without a network, and it goes on to the server from her phone', async () => {
	vi.stubGlobal('fetch', () => Promise.reject(new TypeError('No network')))
	await write('mentor-1', 'Посетить урок')
	const carried = await file()
	expect(carried.name).toMatch(/^Вхождение в должность \d{4}-\d\d-\d\d\.tandem$/)

	const received = await read(carried)
	expect(received.header).toMatchObject({ programId: '1', title: program.title, personId: 'mentor-1' })
	expect(await applyTransferFile('mentee-1', received)).toMatchObject({ ok: true })
	expect(await stored('mentee-1')).toMatchObject({ text: 'Посетить урок', unsent: 1 })

	const server = createFakeExchangeServer('mentee-1')
	await exchangeStored({ personId: 'mentee-1', deviceId: 'phone-2', appVersion: 'test' }, ['plan:1'])
	expect(server.text('plan:1')).toBe('Посетить урок')
	expect(await stored('mentee-1')).toMatchObject({ unsent: 0 })
})

it('[D8] the same file a second time changes nothing and leaves nothing unsent, be the plan open or not', async () => {
	await write('mentor-1', 'text')
	const received = await read(await file())
	const first = await applyTransferFile('mentee-1', received)
	expect(first.ok && first.newBytes).toBeGreaterThan(0)
	expect(await applyTransferFile('mentee-1', received)).toEqual({ ok: true, newBytes: 0 })
	expect(await stored('mentee-1')).toMatchObject({ unsent: 1 })

	const tab = await open('mentor-1')
	expect(tab.open.snapshot().unsent).toBe(1)
	expect(await applyTransferFile('mentor-1', received, [tab.open])).toEqual({ ok: true, newBytes: 0 })
	expect(tab.open.snapshot().unsent).toBe(1)
})

it('[D8] into a plan on the screen it comes at once, as one unsent edit that survives a power cut', async () => {
	await write('mentor-1', 'his ')
	const received = await read(await file())
	const tab = await open('mentee-1')
	tab.write('hers ')
	expect(await applyTransferFile('mentee-1', received, [tab.open])).toMatchObject({ ok: true })
	expect(tab.text()).toContain('his')
	expect(tab.open.snapshot().unsent).toBe(2)
	await eventually(() => expect(tab.open.snapshot().unsaved).toBe(0))
	await device.cutPower()
	expect(await stored('mentee-1')).toMatchObject({ unsent: 2 })
})

it('[D8] who brought what from whose file is said with it, once, and not of one’s own file', async () => {
	await write('mentor-1', 'his')
	const received = await read(await file())
	await applyTransferFile('mentee-1', received)
	await applyTransferFile('mentee-1', received)
	const { doc } = await readStoredDocument(databaseName('mentee-1', 'plan:1'))
	expect([...readEvents(doc).values()]).toEqual([{ type: 'brought', from: 'mentor-1' }])
	const tab = await open('mentee-2')
	const updates: Uint8Array[] = []
	tab.doc.on('update', (update) => void updates.push(update))
	await applyTransferFile('mentee-2', received, [tab.open])
	expect(updates.map(hasEvent)).toEqual([true])
	const { doc: other } = await readStoredDocument(databaseName('mentor-1', 'plan:1'))
	other.getText('text').insert(0, 'of his other phone ')
	await applyTransferFile('mentor-1', await read(await fileOf([wholeOf(other)])))
	const { doc: own } = await readStoredDocument(databaseName('mentor-1', 'plan:1'))
	expect([own.getText('text').toString(), readEvents(own).size]).toEqual(['of his other phone his', 0])
})

it.each([
	['that nobody has open', false],
	['on the screen', true]
])(
	'[D8] [P16] of a plan %s it is said which of it the file has brought, and nothing of what she wrote',
	async (_, isOpen) => {
		await write('mentor-1', 'his')
		const received = await read(await file())
		await write('mentee-1', 'hers')
		const tab = isOpen ? [await open('mentee-1')] : []
		tab.forEach((each) => each.write(' and this'))
		await applyTransferFile(
			'mentee-1',
			received,
			tab.map((each) => each.open)
		)
		const doc = tab[0]?.doc ?? (await readStoredDocument(databaseName('mentee-1', 'plan:1'))).doc
		const slices = divideUpdate(Y.encodeStateAsUpdate(doc))
		expect(slices.map(({ fileImport }) => fileImport?.from ?? null).sort()).toEqual(['mentor-1', null])
		const own = new Y.Doc()
		for (const { fileImport, bytes } of slices) if (fileImport === null) Y.applyUpdate(own, bytes)
		expect(own.getText('text').toString()).toBe(isOpen ? 'hers and this' : 'hers')
	}
)

it('[D8] [P16] of a file that goes on from what nobody has it is not said what it has brought', async () => {
	const whole = writtenBy('of before')
	const before = Y.encodeStateVector(whole)
	whole.getText('text').insert(9, ' and after')
	await write('mentee-1', 'hers')
	const lacking = { ...wholeOf(whole), update: Y.encodeStateAsUpdate(whole, before) }
	await applyTransferFile('mentee-1', { header: viktor, documents: [lacking] })
	const { doc } = await readStoredDocument(databaseName('mentee-1', 'plan:1'))
	expect([...readEvents(doc).values()]).toEqual([{ type: 'brought', from: 'mentor-1' }])
	expect(divideUpdate(Y.encodeStateAsUpdate(doc))).toHaveLength(1)
})

it.each([
	['over HTTPS', false],
	['over the socket', true]
])(
	'[D8] what Irina sends of Viktor’s %s is not her last edit, of which she would be told who has it',
	async (_, isOpen) => {
		await write('mentor-1', 'his')
		await applyTransferFile('mentee-1', await read(await file()))
		const known = async () => (await stored('mentee-1')).record.ackedSequence
		const unsent = async () => (await stored('mentee-1')).unsent
		expect((await readStored('mentee-1', 'plan:1'))?.snapshot).toMatchObject({ unsent: 1, unsentOfOthers: 1 })
		if (isOpen) {
			const tab = device.open(createFakeRelay({ people: ['mentor-1', 'mentee-1'] }), { personId: 'mentee-1' })
			await tab.whenSynced
			await eventually(() => expect(tab.open.snapshot()).toMatchObject({ unsent: 0, unsentOfOthers: 0 }))
			expect(tab.open.snapshot().hasOwn).toBe(false)
		} else {
			createFakeExchangeServer('mentee-1')
			await exchangeStored({ personId: 'mentee-1', deviceId: 'phone-2', appVersion: 'test' }, ['plan:1'])
		}
		await eventually(async () => expect([await unsent(), await known()]).toEqual([0, null]))
	}
)

it('[D8] what Irina brings of Viktor’s is not told to the curator as unsent edits of hers', async () => {
	await write('mentor-1', 'his')
	await applyTransferFile('mentee-1', await read(await file()))
	const relay = createFakeRelay({ people: ['mentor-1', 'mentee-1'] })
	relay.refusal = 'too-large'
	const tab = device.open(relay, { personId: 'mentee-1' })
	await eventually(() => expect(tab.open.snapshot()).toMatchObject({ refused: 1, unsent: 1, unsentOfOthers: 1 }))
	await eventually(() => expect(relay.reports.map(({ unsent }) => unsent)).toEqual([0]))
	tab.write('hers')
	await eventually(() => expect(relay.reports.at(-1)?.unsent).toBe(1))
})

it('[D8] a plan open in another tab takes it from there and sees to it that it is sent', async () => {
	await write('mentor-1', 'his')
	const received = await read(await file())
	const other = await open('mentee-1')
	await applyTransferFile('mentee-1', received)
	await eventually(() => expect(other.text()).toBe('his'))
	expect(other.open.snapshot().unsent).toBe(1)
})

it('[D8] what is typed and not yet stored is in the file of an open plan', async () => {
	const tab = await open()
	tab.write('the last word')
	expect((await read(await file(tab))).documents[0]?.update).toEqual(Y.encodeStateAsUpdate(tab.doc))
})

it('[D1] a plan that no local store holds is in the file as it is on the screen', async () => {
	vi.stubGlobal('indexedDB', undefined)
	const tab = device.open()
	tab.write('only here')
	expect((await read(await file(tab))).documents).toHaveLength(1)
})

it('[D8] a file is dated by the city’s clock, on a device two days slow in another zone', async () => {
	await write('mentor-1', 'own')
	vi.stubEnv('TZ', 'Europe/Moscow')
	setCityZone(() => 'Asia/Tomsk')
	vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-19T18:00:00.000Z') })
	hearServerClock('Sat, 21 Nov 2026 18:00:00 GMT', Date.now())
	try {
		const made = await file()
		expect(made.name).toMatch(/ 2026-11-22\.tandem$/)
		expect((await read(made)).header.madeAt).toBe('2026-11-21T18:00:00.000Z')
	} finally {
		vi.useRealTimers()
		resetClock()
		vi.unstubAllEnvs()
	}
})

it('[D8] there is no file of a programme this device has nothing of, and asking leaves nothing behind', async () => {
	expect(await makeTransferFile(viktor, program)).toBeNull()
	expect(await indexedDB.databases()).toEqual([])
})

it('[D8] a programme not yet on the device is filled from the file, summary and all', async () => {
	const doc = new Y.Doc()
	metaMap(doc).set('schemaVersion', 1)
	const received = await read(await fileOf([{ documentId: 'plan:1', epoch: 4, update: Y.encodeStateAsUpdate(doc) }]))
	await applyTransferFile('mentee-1', received)
	expect((await readStored('mentee-1', 'plan:1'))?.summary).toMatchObject({ total: 0 })
	expect((await stored('mentee-1')).record.epoch).toBe(4)
})

it.each([
	{ made: 'before the server began the document anew', known: 5, reason: 'older-epoch' },
	{ made: 'after it did, which this phone has not heard', known: 1, reason: 'newer-epoch' }
])('[R15] a file made $made is refused as such, and nothing of it is taken', async ({ known, reason }) => {
	const server = createFakeExchangeServer('mentee-1')
	server.relay('plan:1').epoch = known
	await exchangeStored({ personId: 'mentee-1', deviceId: 'phone-2', appVersion: 'test' }, ['plan:1'])
	expect((await stored('mentee-1')).record.epoch).toBe(known)
	const update = Y.encodeStateAsUpdate(writtenBy('of another'))
	const received = await read(
		await fileOf([
			{ documentId: 'notes:1', epoch: 1, update },
			{ documentId: 'plan:1', epoch: 3, update }
		])
	)
	expect(await applyTransferFile('mentee-1', received)).toEqual({ ok: false, reason })
	expect(await stored('mentee-1')).toMatchObject({ text: '', unsent: 0 })
	expect(await readStored('mentee-1', 'notes:1')).toBeNull()
})

it('[D8] a file of another programme, or of nobody’s here, is told apart', async () => {
	await write('mentor-1', 'text')
	const made = await file()
	const others = [{ ...program, id: '2' }, program]
	expect(await readTransferFile(made, others, '2')).toEqual({ ok: false, reason: 'other-programme' })
	expect(await readTransferFile(made, others, '1')).toMatchObject({ ok: true })
	expect(await readTransferFile(made, [others[0]!])).toEqual({ ok: false, reason: 'unknown-programme' })
})

it('[D4] notes are not taken by somebody whose list has none', async () => {
	const update = Y.encodeStateAsUpdate(writtenBy('the pair’s own'))
	const both = await fileOf([
		{ documentId: 'plan:1', epoch: 1, update },
		{ documentId: 'notes:1', epoch: 1, update }
	])
	const reading = await readTransferFile(both, [{ ...program, documents: { plan: 'plan:1' } }])
	expect(reading.ok && reading.file.documents.map(({ documentId }) => documentId)).toEqual(['plan:1'])
})

it('[R9] a whole file with a document that is none, or bottomless, is damaged, and nothing throws', async () => {
	const bottomless = new Y.Doc()
	let place = bottomless.getMap('root')
	for (let depth = 0; depth < 500; depth++) place = place.set('in', new Y.Map())
	for (const update of [Uint8Array.of(1, 1, 1), new Uint8Array(), Y.encodeStateAsUpdate(bottomless)]) {
		expect(await readTransferFile(await fileOf([{ documentId: 'plan:1', epoch: 1, update }]), [program])).toEqual({
			ok: false,
			reason: 'damaged'
		})
	}
	await fc.assert(
		fc.asyncProperty(fc.uint8Array({ maxLength: 60 }), async (update) => {
			const reading = await readTransferFile(await fileOf([{ documentId: 'plan:1', epoch: 1, update }]), [program])
			if (reading.ok) expect(await applyTransferFile('mentee-1', reading.file)).toMatchObject({ ok: true })
			else expect(reading.reason).toBe('damaged')
		}),
		{ numRuns: 200 }
	)
})

it('[D8] whether a file holds notes is told by what this device has: a replaced mentor’s copy has none', async () => {
	await write('mentor-1', 'Посетить урок')
	expect(await carriesNotes('mentor-1', program, [])).toBe(false)
	const tab = device.open(undefined, { personId: 'mentor-1', documentId: 'notes:1' })
	await eventually(() => expect(tab.open.snapshot().localStore).toBe('ready'))
	tab.write('Только между нами')
	expect(await carriesNotes('mentor-1', program, [tab.open])).toBe(true)
	await tab.close()
	expect(await carriesNotes('mentor-1', program, [])).toBe(true)
	expect(await carriesNotes('curator-1', { documents: { plan: 'plan:1' } }, [])).toBe(false)
})

it('[D8] any bytes, any cut and any flipped bit are a reason, and the plan stays as it was', async () => {
	await write('mentor-1', 'text')
	const good = new Uint8Array(await (await file()).arrayBuffer())
	await fc.assert(
		fc.asyncProperty(fc.nat(good.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
			const flipped = good.slice()
			flipped[at]! ^= change
			for (const bytes of [flipped, good.slice(0, at), Uint8Array.of(...good, change), good.slice(at + 1)])
				expect((await readTransferFile(new Blob([bytes]), [program])).ok).toBe(false)
		}),
		{ numRuns: 100 }
	)
	expect(await stored('mentor-1')).toMatchObject({ text: 'text', unsent: 1 })
})

it('[D8] a body that unpacks without end is stopped, not unpacked', async () => {
	const zeros = await transferTools.deflate(new Uint8Array(3_000_000))
	expect(zeros.length).toBeLessThan(4_000)
	expect(await transferTools.inflate(zeros, 2_999_999)).toBe('too-large')
	expect((await transferTools.inflate(zeros, 3_000_000)).length).toBe(3_000_000)
})

it('[D1] a full disk is told, and counts nothing as taken', async () => {
	await write('mentor-1', 'text')
	const received = await read(await file())
	const full = vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(() => {
		throw new DOMException('Full', 'QuotaExceededError')
	})
	expect(await applyTransferFile('mentee-1', received)).toEqual({ ok: false, reason: 'not-stored' })
	full.mockRestore()
	expect(await stored('mentee-1')).toMatchObject({ text: '', unsent: 0 })
	expect(await applyTransferFile('mentee-1', received)).toMatchObject({ ok: true })
})

function wholeOf(doc: Y.Doc): Transfer['documents'][number] {
	return { documentId: 'plan:1', epoch: 0, update: Y.encodeStateAsUpdate(doc) }
}

function writtenBy(text: string): Y.Doc {
	const doc = new Y.Doc()
	doc.getText('text').insert(0, text)
	return doc
}

async function fileOf(documents: Transfer['documents']): Promise<Blob> {
	const header = { ...viktor, programId: '1', title: program.title, madeAt: '2026-11-21T09:00:00.000Z' }
	return new Blob([(await encodeTransfer({ header, documents }, transferTools)) as BlobPart])
}
