import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Me, ProgramListing } from '#protocol/api/program.ts'
import { resetClock } from '../../../../tests/support/reset-clock.ts'
import { hearServerClock } from '../clock.ts'
import { ME_KEY, recall, remember } from '../device.ts'
import { forgetPerson } from './forget.ts'
import { rememberPrograms, vanishedPrograms } from './remembered-programs.ts'
import { databaseName, openDatabase } from '../document/store-database.ts'
import { createFakeDevice } from '../document/testing/fake-device.ts'

let device: ReturnType<typeof createFakeDevice>
beforeEach(() => void (device = createFakeDevice('viktor')))
afterEach(async () => {
	await device.closeAll()
	vi.unstubAllGlobals()
})

const listing = (id: string, role = 'mentor') =>
	({
		id,
		title: `Programme ${id}`,
		role,
		endedAt: null,
		documents: { plan: `plan:${id}` }
	}) as unknown as ProgramListing
const meWith = (...programs: ProgramListing[]) => ({ person: { id: 'viktor' }, programs }) as unknown as Me

async function store(...ids: string[]): Promise<void> {
	for (const id of ids) (await openDatabase(databaseName('viktor', `plan:${id}`))).close()
}

/** Stores the server's answer, as the open app does. */
async function rememberAnswer(me: Me): Promise<void> {
	await remember(ME_KEY, me)
	await rememberPrograms('viktor')
}

it('a programme that was deleted is known as long as this device holds something of it', async () => {
	await store('1', '2')
	await rememberAnswer(meWith(listing('1'), listing('2'), listing('never opened here')))
	const now = meWith(listing('2'))
	for (let start = 0; start < 2; start += 1) {
		expect(await vanishedPrograms(now)).toMatchObject([{ id: '1', title: 'Programme 1', endedAt: expect.any(String) }])
		await rememberAnswer(now)
	}
	await new Promise((resolve) => (indexedDB.deleteDatabase(databaseName('viktor', 'plan:1')).onsuccess = resolve))
	expect(await vanishedPrograms(now)).toEqual([])
})

it('a programme that was deleted ended by the server’s clock, not by that of a device two days slow', async () => {
	await store('1')
	await rememberAnswer(meWith(listing('1')))
	vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-19T18:00:00.000Z') })
	try {
		hearServerClock('Sat, 21 Nov 2026 18:00:00 GMT', Date.now())
		expect(await vanishedPrograms(meWith())).toMatchObject([{ endedAt: '2026-11-21T18:00:00.000Z' }])
	} finally {
		vi.useRealTimers()
		resetClock()
	}
})

it('what a curator only read, and what is in the list, has not vanished', async () => {
	await store('1', '2')
	await rememberAnswer(meWith(listing('1', 'curator'), listing('2')))
	expect(await vanishedPrograms(meWith(listing('2')))).toEqual([])
})

it('[D4] nothing of it is left when the person leaves, and nothing is told to another', async () => {
	await store('1')
	await rememberAnswer(meWith(listing('1')))
	await rememberPrograms('irina')
	expect(await recall('programs:irina')).toBeNull()
	await remember(ME_KEY, null)
	await forgetPerson('viktor')
	expect(await recall('programs:viktor')).toBeNull()
})
