/** Who counts as the author in the history of a plan when some edits came in a file: the code of real devices, and the real server. */
import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type * as Y from 'yjs'
import { addMeeting, editActivity, markActivity } from '#domain/plan/edit.ts'
import { contentOf } from '#domain/plan/imported-content.ts'
import { addActivity } from '#domain/plan/position.ts'
import { addFileImport } from '#domain/plan/event.ts'
import type { LateEdits, HistoryPage, Me } from '#protocol/api/program.ts'
import { databaseName } from '#lib/sync/document/store-database.ts'
import { readStoredDocument, appendStored } from '#lib/sync/stored/stored-document.ts'
import { exchangeStored } from '#lib/sync/stored/stored-exchange.ts'
import { applyTransferFile, makeTransferFile, readTransferFile } from '#lib/sync/stored/transfer.ts'
import { openTown, type Town, type Townsperson } from '../support/town.ts'

vi.setConfig({ testTimeout: 30_000 })

const PLAN = 'plan:program-1'
const at = '2026-09-30T05:00:00.000Z'
const realFetch = fetch

let town: Town
beforeEach(async () => void (town = await openTown()))
afterEach(async () => {
	vi.unstubAllGlobals()
	await town.stop()
})

/** A phone with its own local store, and the plan in it. */
async function phoneOf(personId: Townsperson) {
	const stores = new IDBFactory()
	const name = databaseName(personId, PLAN)
	const device = { personId, deviceId: `${personId}-phone`, appVersion: 'test' }
	const { programs } = (await (await town.get(personId, '/api/me')).json()) as Me
	const program = programs.find(({ id }) => id === 'program-1')!

	/** Points the browser's globals to this phone's store and session. */
	function use() {
		vi.stubGlobal('indexedDB', stores)
		vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
			// The town itself requests whole addresses.
			if (!path.startsWith('/')) return realFetch(path, init)
			const headers = { ...init.headers, cookie: town.cookieOf(personId), origin: town.server.address }
			return realFetch(town.server.address + path, { ...init, headers })
		})
	}

	const phone = {
		async exchange() {
			use()
			expect((await exchangeStored(device, [PLAN])).failure).toBeNull()
		},
		async writeOffline(edit: (doc: Y.Doc) => void) {
			use()
			const { doc } = await readStoredDocument(name)
			const updates: Uint8Array[] = []
			doc.on('update', (update) => void updates.push(update))
			edit(doc)
			doc.destroy()
			await appendStored(name, { edited: updates, count: { own: updates.length, others: 0 } })
		},
		async makeFile(): Promise<File> {
			use()
			return (await makeTransferFile(device, program))!
		},
		async take(file: File) {
			use()
			const reading = await readTransferFile(file, [program])
			if (!reading.ok) throw new Error(reading.reason)
			expect(await applyTransferFile(personId, reading.file)).toMatchObject({ ok: true })
		}
	}
	await phone.exchange()
	return phone
}

async function readHistory(): Promise<HistoryPage> {
	return (await (await town.get('elena', '/api/programs/program-1/history')).json()) as HistoryPage
}

/** Who submitted it, the author that a file names, and what they changed. */
async function summariseHistory(): Promise<[authors: string, from: string | null, changed: string][]> {
	return (await readHistory()).entries
		.filter(({ kind }) => kind !== 'start')
		.map(({ authorIds, file, changes }) => [
			authorIds.join('+'),
			file?.from ?? null,
			changes.map(({ type, itemId }) => `${type} ${itemId}`).join(', ')
		])
}

it('[D8] [P16] what Viktor wrote without a network is told as his, and what he took from Irina’s file at that moment as hers', async () => {
	const irina = await phoneOf('irina')
	const viktor = await phoneOf('viktor')
	await town.post('elena', '/api/programs/program-1/participants/irina/end', {})
	await irina.writeOffline((doc) => {
		markActivity(doc, 'a1-1', { markId: 'hers', status: 'done', doneOn: '2026-09-29' }, { personId: 'irina', at })
		addActivity(doc, { id: 'hers', stageId: 's1', title: 'Разбор урока' }, { personId: 'irina', at })
	})
	await viktor.writeOffline((doc) => editActivity(doc, 'a1-2', { place: 'Школа № 14' }, { personId: 'viktor', at }))
	await viktor.take(await irina.makeFile())
	await viktor.writeOffline((doc) => {
		editActivity(doc, 'hers', { place: 'Кабинет 12' }, { personId: 'viktor', at })
		addMeeting(doc, 'his', { heldOn: '2026-09-29' }, { personId: 'viktor', at })
	})
	await viktor.exchange()

	expect(await summariseHistory()).toEqual([
		['viktor', null, 'changed a1-2, changed hers, added his'],
		['viktor', 'irina', 'marked a1-1, added hers']
	])
	// Her right has ended, and no update in the log is hers: the history still names her.
	expect((await readHistory()).people.map(({ id }) => id).sort()).toEqual(['irina', 'viktor'])
})

it('[D8] [P16] what Irina has sent herself meanwhile stays hers, and the file is not told of', async () => {
	const irina = await phoneOf('irina')
	const viktor = await phoneOf('viktor')
	await irina.writeOffline((doc) => editActivity(doc, 'a1-1', { place: 'Школа № 4' }, { personId: 'irina', at }))
	await viktor.writeOffline((doc) => editActivity(doc, 'a1-2', { place: 'Школа № 14' }, { personId: 'viktor', at }))
	await viktor.take(await irina.makeFile())
	await irina.exchange()
	await viktor.exchange()
	expect(await summariseHistory()).toEqual([
		['viktor', null, 'changed a1-2'],
		['irina', null, 'changed a1-1']
	])
})

it('[R3] [P16] what Viktor brings after his part has ended is told, once accepted, as his and Irina’s, each as accepted', async () => {
	const irina = await phoneOf('irina')
	const viktor = await phoneOf('viktor')
	await irina.writeOffline((doc) => editActivity(doc, 'a1-1', { place: 'Школа № 4' }, { personId: 'irina', at }))
	await viktor.writeOffline((doc) => editActivity(doc, 'a1-2', { place: 'Школа № 14' }, { personId: 'viktor', at }))
	await viktor.take(await irina.makeFile())
	await town.post('elena', '/api/programs/program-1/participants/viktor/end', {})
	await viktor.exchange()
	const { held: late } = (await (await town.get('elena', '/api/held')).json()) as LateEdits
	expect((await town.post('elena', `/api/held/${late[0]!.id}`, { decision: 'accepted' })).status).toBe(204)
	expect(await summariseHistory()).toEqual([
		['viktor', null, 'changed a1-2'],
		['viktor', 'irina', 'changed a1-1']
	])
	const { entries, people } = await readHistory()
	expect(entries.map(({ acceptedBy }) => acceptedBy)).toEqual([['elena'], ['elena'], []])
	expect(people.map(({ id }) => id).sort()).toEqual(['elena', 'irina', 'viktor'])
})

it('[D8] [P16] what both wrote apart is told from the value before it, and as written apart by whose word does not count', async () => {
	const irina = await phoneOf('irina')
	const viktor = await phoneOf('viktor')
	await irina.writeOffline((doc) => editActivity(doc, 'a1-1', { place: 'Лицей № 2' }, { personId: 'irina', at }))
	await irina.exchange()
	await viktor.exchange()
	await viktor.writeOffline((doc) => {
		doc.clientID = 1
		editActivity(doc, 'a1-1', { place: 'Школа № 14' }, { personId: 'viktor', at })
	})
	await irina.writeOffline((doc) => {
		// Of two concurrent values the one of the higher client id counts.
		doc.clientID = 2
		editActivity(doc, 'a1-1', { place: 'Школа № 4' }, { personId: 'irina', at })
	})
	await viktor.take(await irina.makeFile())
	await viktor.exchange()
	const { entries } = await readHistory()
	expect(entries.map(({ file, changes }) => [file?.from ?? 'own', changes]).slice(0, 2)).toMatchObject([
		['own', [{ type: 'apart', field: 'place', value: 'Школа № 4', rival: 'Школа № 14' }]],
		['irina', [{ type: 'changed', field: 'place', before: 'Лицей № 2', after: 'Школа № 4' }]]
	])
	expect(entries.slice(0, 2).map(({ changes }) => changes.length)).toEqual([1, 1])
})

it('[D8] [P16] an activity from Irina’s file that Viktor has renamed is told as added under its name, not under none', async () => {
	const irina = await phoneOf('irina')
	const viktor = await phoneOf('viktor')
	await irina.writeOffline((doc) =>
		addActivity(doc, { id: 'hers', stageId: 's1', title: 'Разбор урока', number: '1.9' }, { personId: 'irina', at })
	)
	await viktor.take(await irina.makeFile())
	await viktor.writeOffline((doc) =>
		editActivity(doc, 'hers', { title: 'Разбор открытого урока' }, { personId: 'viktor', at })
	)
	await viktor.exchange()
	const { entries } = await readHistory()
	expect(entries.map(({ file, changes }) => [file?.from ?? 'own', changes]).slice(0, 2)).toMatchObject([
		['own', [{ type: 'changed', field: 'title', before: null, after: 'Разбор открытого урока' }]],
		['irina', [{ type: 'added', label: '1.9 Разбор открытого урока' }]]
	])
})

it('[P16] a stranger whom a made-up file names as its author is named to nobody', async () => {
	const viktor = await phoneOf('viktor')
	const write = (edit: (doc: Y.Doc) => void) => viktor.writeOffline(edit)
	const own: Uint8Array[] = []
	await write((doc) => {
		doc.on('update', (update) => void own.push(update))
		editActivity(doc, 'a1-2', { place: 'Школа № 14' }, { personId: 'viktor', at })
	})
	await write((doc) => addFileImport(doc, 'oleg', contentOf(own), { personId: 'viktor', at }))
	await viktor.exchange()
	await write((doc) => addFileImport(doc, 'oleg', null, { personId: 'viktor', at: '2026-09-30T06:00:00.000Z' }))
	await write((doc) => editActivity(doc, 'a1-3', { place: 'Школа № 14' }, { personId: 'viktor', at }))
	await viktor.exchange()
	const { entries, people } = await readHistory()
	expect(
		entries.map(({ file, events }) => [file?.from, events.map((event) => event.type === 'brought' && event.from)])
	).toEqual([
		[undefined, ['oleg']],
		['oleg', ['oleg']],
		[undefined, []]
	])
	expect(people.map(({ id }) => id)).toEqual(['viktor'])
})
