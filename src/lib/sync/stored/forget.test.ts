import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { LedgerListing } from '#protocol/api/ledger.ts'
import type { ProgramListing } from '#protocol/api/program.ts'
import { keepTyped, ME_KEY, recall, recallTyped, remember } from '../device.ts'
import {
	forgetAgain,
	forgetDocuments,
	forgetLostRoutes,
	forgetPerson,
	hasUnsentHere,
	startForgetting,
	stopForgetting,
	unsentOfDocuments,
	unsentOfPerson
} from './forget.ts'
import { recallLedgers, rememberLedgers, rememberRead, withoutRead } from '../ledger/outbox.ts'
import { rememberPrograms } from './remembered-programs.ts'
import { recallOverseen, rememberOverseen } from './overseen-programs.ts'
import { moveAside } from '../document/start-anew.ts'
import { databaseName, openDatabase } from '../document/store-database.ts'
import { createFakeDevice, type OpenTab } from '../document/testing/fake-device.ts'
import { eventually } from '../../../../tests/support/eventually.ts'

let device: ReturnType<typeof createFakeDevice>
beforeEach(() => void (device = createFakeDevice('mentor-1')))
afterEach(async () => {
	vi.useRealTimers()
	await device.closeAll()
	vi.unstubAllGlobals()
})

async function write(personId: string, ...texts: string[]): Promise<OpenTab> {
	const tab = device.open(undefined, { personId })
	await eventually(() => expect(tab.open.snapshot().localStore).toBe('ready'))
	for (const text of texts) tab.write(text)
	await eventually(() => expect(tab.open.snapshot().unsaved).toBe(0))
	return tab
}

const names = async () => (await indexedDB.databases()).map(({ name }) => name).sort()

it('[D4] what Viktor has not sent is counted over all his documents, and nothing of Irina’s', async () => {
	await (await write('mentor-1', 'one', 'two')).close()
	await (await write('mentee-1', 'hers')).close()
	;(await openDatabase(databaseName('mentor-1', 'notes:1'))).close()
	expect(await unsentOfPerson('mentor-1')).toEqual({ edits: 2, documentIds: ['plan:1'], unreadable: [] })
	expect(await unsentOfPerson('mentee')).toEqual({ edits: 0, documentIds: [], unreadable: [] })
})

it('[D4] edits that wait for whoever made them are told from none, from a copy given up and from those of somebody leaving', async () => {
	expect(await hasUnsentHere()).toBe(false)
	await (await write('mentor-1', 'given up')).close()
	expect(await hasUnsentHere()).toBe(true)
	await moveAside(databaseName('mentor-1', 'plan:1'))
	expect(await hasUnsentHere()).toBe(false)

	await (await write('mentee-1', 'hers')).close()
	await startForgetting('mentee')
	expect(await hasUnsentHere()).toBe(true)
	await startForgetting('mentee-1')
	expect(await hasUnsentHere()).toBe(false)
})

it('[R15] a copy that Viktor has given up is not waiting to be sent, and is forgotten with him', async () => {
	await (await write('mentor-1', 'given up')).close()
	await moveAside(databaseName('mentor-1', 'plan:1'))
	expect(await names()).toHaveLength(1)
	expect(await unsentOfPerson('mentor-1')).toEqual({ edits: 0, documentIds: [], unreadable: [] })
	await forgetPerson('mentor-1')
	expect(await names()).toEqual(['tandem:device'])
})

it('[D4] what Viktor was listed and has read is forgotten with him, and nothing of Irina’s', async () => {
	const listing = { programId: 'program-1', news: [{ id: 'declined-one' }] } as unknown as LedgerListing
	for (const personId of ['mentor-1', 'mentee-1']) {
		await rememberLedgers(personId, [listing])
		await rememberRead(personId, 'program-1', ['declined-one'])
		await rememberOverseen(personId, [
			{ listing: { id: 'program-1' } as ProgramListing, askedAt: new Date().toISOString() }
		])
	}
	await forgetPerson('mentor-1')
	expect(await recallLedgers('mentor-1')).toBe(null)
	expect([await recallOverseen('mentor-1'), await recallOverseen('mentee-1')]).toMatchObject([
		[],
		[{ listing: { id: 'program-1' } }]
	])
	expect(await withoutRead('mentor-1', [listing])).toEqual([listing])
	expect(await withoutRead('mentee-1', (await recallLedgers('mentee-1')) ?? [])).toMatchObject([{ news: [] }])
})

it('[D4] what Viktor has typed into forms is forgotten with him, and nothing of Irina’s', async () => {
	await keepTyped('mentor-1', 'remark:program-1', 'Перенести семинар')
	await keepTyped('mentee-1', 'request', 'Финансы школы')
	await forgetPerson('mentor-1')
	expect(await recallTyped('mentor-1', 'remark:program-1')).toBe(null)
	expect(await recallTyped('mentee-1', 'request')).toBe('Финансы школы')
})

it('[D4] a browser that lists no databases is asked for those a word was kept of, and for the remembered programmes', async () => {
	await (await write('mentor-1', 'one')).close()
	indexedDB.databases = () => Promise.reject(new TypeError('Not a function'))
	expect((await unsentOfPerson('mentor-1')).edits).toBe(1)
	device.stored.clear()
	expect((await unsentOfPerson('mentor-1')).edits).toBe(0)
	await remember(ME_KEY, { person: { id: 'mentor-1' }, programs: [{ documents: { plan: 'plan:1' } }] })
	expect((await unsentOfPerson('mentor-1')).edits).toBe(1)
})

it('[D4] a document that cannot be read is said to be one, not taken for one with nothing unsent', async () => {
	await (await write('mentor-1', 'one')).close()
	const open = indexedDB.open.bind(indexedDB)
	indexedDB.open = (name: string, version?: number) => {
		if (name === databaseName('mentor-1', 'plan:1')) throw new DOMException('Broken', 'UnknownError')
		return open(name, version)
	}
	expect(await unsentOfPerson('mentor-1')).toEqual({ edits: 0, documentIds: [], unreadable: ['plan:1'] })
})

it('[D4] forgetting Viktor leaves nothing of him and all of Irina', async () => {
	await (await write('mentor-1', 'his')).close()
	await (await write('mentee-1', 'hers')).close()
	expect(await forgetPerson('mentor-1')).toEqual({ remaining: [] })
	expect(await names()).toEqual(['tandem:device', 'tandem:mentee-1:plan:1'])
	expect([...device.stored.keys()]).toEqual(['tandem:mentee-1:plan:1:kept'])
	const again = await write('mentor-1')
	expect(again.open.snapshot()).toMatchObject({ localStoreLost: false, unsent: 0 })
})

it('[D4] the account of whoever uses the device now is not forgotten with another’s', async () => {
	const me = { person: { id: 'mentee-1' }, programs: [] }
	await remember(ME_KEY, me)
	await (await write('mentor-1', 'his')).close()
	await forgetPerson('mentor-1')
	expect(await recall(ME_KEY)).toEqual(me)
})

it('[D4] a document that a tab holds open is named, and stays as it is', async () => {
	const tab = await write('mentor-1', 'in the middle of a word')
	expect(await forgetPerson('mentor-1')).toEqual({ remaining: ['plan:1'] })
	expect(tab.open.snapshot()).toMatchObject({ localStore: 'ready', unsent: 1, unsaved: 0 })
})

it('[D4] a database that somebody does not let go of is named', async () => {
	const database = await openDatabase(databaseName('mentor-1', 'plan:1'))
	vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
	const asked = new Promise((resolve) => (database.onversionchange = resolve))
	const forgetting = forgetPerson('mentor-1')
	// Opening other databases has such a timer too, so this waits until the deletion has begun.
	await asked
	await vi.advanceTimersByTimeAsync(5_000)
	expect(await forgetting).toEqual({ remaining: ['plan:1'] })
	database.close()
})

it('[D4] one that lets go when it is told to is removed', async () => {
	const database = await openDatabase(databaseName('mentor-1', 'plan:1'))
	database.onversionchange = () => database.close()
	expect(await forgetPerson('mentor-1')).toEqual({ remaining: [] })
	expect(await names()).toEqual(['tandem:device'])
})

it('[D4] what a tab held when Viktor left is removed when the app is started again, once', async () => {
	const tab = await write('mentor-1', 'in the middle of a word')
	await forgetPerson('mentor-1')
	await tab.close()
	await forgetAgain()
	expect(await names()).toEqual(['tandem:device'])
	await (await write('mentor-1', 'written since')).close()
	await forgetAgain()
	expect(await names()).toContain('tandem:mentor-1:plan:1')
})

it.each([
	['is signed in', () => remember(ME_KEY, { person: { id: 'mentor-1' }, programs: [] })],
	['has been here since', () => stopForgetting('mentor-1')]
])('[D4] nothing is removed of Viktor when he %s', async (_how, comeBack) => {
	const tab = await write('mentor-1', 'one')
	await forgetPerson('mentor-1')
	await tab.close()
	await comeBack()
	await forgetAgain()
	expect(await names()).toContain('tandem:mentor-1:plan:1')
})

it('[D4] Viktor, who has signed in again, keeps what is still here of him', async () => {
	await (await write('mentor-1', 'one')).close()
	;(await openDatabase(databaseName('mentor-1', 'plan:2'))).close()
	const deleteDatabase = indexedDB.deleteDatabase.bind(indexedDB)
	indexedDB.deleteDatabase = (name: string) => {
		void remember(ME_KEY, { person: { id: 'mentor-1' }, programs: [] })
		return deleteDatabase(name)
	}
	expect(await forgetPerson('mentor-1')).toEqual({ remaining: [] })
	expect(await names()).toEqual(['tandem:device', 'tandem:mentor-1:plan:2'])
	expect(await forgetPerson('mentor-1')).toEqual({ remaining: [] })
	expect(await names()).toEqual(['tandem:device', 'tandem:mentor-1:plan:2'])
})

it('[D4] what there was no time to remove when Viktor left is removed when the app is started again', async () => {
	await (await write('mentor-1', 'his')).close()
	await startForgetting('mentor-1')
	await forgetAgain()
	expect(await names()).toEqual(['tandem:device'])
})

it('[D4] one programme is counted and removed without the others', async () => {
	await (await write('mentor-1', 'one')).close()
	;(await openDatabase(databaseName('mentor-1', 'plan:2'))).close()
	expect((await unsentOfDocuments('mentor-1', ['plan:2'])).edits).toBe(0)
	expect((await unsentOfDocuments('mentor-1', ['plan:1'])).edits).toBe(1)
	expect(await forgetDocuments('mentor-1', ['plan:1'])).toEqual([])
	expect(await names()).toEqual(['tandem:mentor-1:plan:2'])
})

it('[D4] where nobody knows of tabs, one that is open lets go, says that it keeps nothing, and does not bring it back', async () => {
	vi.stubGlobal('navigator', {})
	const tab = await write('mentor-1', 'his')
	expect(await forgetPerson('mentor-1')).toEqual({ remaining: [] })
	vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
	tab.write(', written later')
	await vi.advanceTimersByTimeAsync(120_000)
	expect(tab.open.snapshot()).toMatchObject({ localStore: 'failed', unsaved: 1 })
	expect(await names()).not.toContain('tandem:mentor-1:plan:1')
})

it('[T10] Irina’s educational route leaves Viktor’s device when he may not read it any more; his own and the programmes stay', async () => {
	const listing = (id: string, personId?: string) =>
		({
			...{ id, role: 'mentor', documents: { plan: `plan:${id}` }, participants: [] },
			...(personId !== undefined && { route: { personId, shownTo: [] }, editors: [{ id: personId }] })
		}) as unknown as ProgramListing
	const me = (...programs: ProgramListing[]) => remember(ME_KEY, { person: { id: 'mentor-1' }, programs })
	for (const id of ['program', 'hers', 'his']) (await openDatabase(databaseName('mentor-1', `plan:${id}`))).close()
	const own = [listing('program'), listing('his', 'mentor-1')]
	await me(...own, listing('hers', 'mentee-1'))
	await forgetLostRoutes('mentor-1')
	await rememberPrograms('mentor-1')
	expect(await names()).toHaveLength(4)
	await me()
	await forgetLostRoutes('mentor-1')
	const left = await names()
	expect(left).toContain(databaseName('mentor-1', 'plan:program'))
	expect(left).toContain(databaseName('mentor-1', 'plan:his'))
	expect(left).not.toContain(databaseName('mentor-1', 'plan:hers'))
})
