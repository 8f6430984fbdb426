import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Statement } from '#domain/ledger/statement.ts'
import type { LedgerListing } from '#protocol/api/ledger.ts'
import { dropRefused, readKnownLedger, readWaiting, storeReading, takeAnswers, takeBack } from './ledger-store.ts'
import { fetchLedger } from '../api-program.ts'
import { forgetPerson } from '../stored/forget.ts'
import { putInOutbox, recallLedgers, rememberLedgers, sendOutbox } from './outbox.ts'
import { createFakeDevice } from '../document/testing/fake-device.ts'
import { createFakeLedgerServer, type FakeLedgerServer } from '../document/testing/fake-ledger-server.ts'

/** The real locks: the fake device's are too simple for a queue. */
const { locks } = navigator
let server: FakeLedgerServer
beforeEach(() => {
	createFakeDevice('irina')
	vi.stubGlobal('navigator', { locks })
	server = createFakeLedgerServer('irina')
})
afterEach(() => {
	vi.restoreAllMocks()
	vi.unstubAllGlobals()
})

const remark = (text: string): Statement => ({ type: 'remark', about: null, text })
const consent: Statement = { type: 'consent', kind: 'duties', text: 'Даю согласие.', representative: null }

function say(statement: Statement, programId = 'program-1', personId = 'irina'): Promise<string> {
	return putInOutbox(personId, { programId, role: 'mentee', statement })
}

const known = (programId = 'program-1', personId = 'irina') => readKnownLedger(personId, programId)
const waitingIds = async () => (await readWaiting('irina')).map(({ id }) => id)
const enteredTexts = () =>
	server.entries.map(({ statement }) => ('text' in statement ? statement.text : statement.type))

it('what Irina states without a network is on her phone’s disk, and goes in the order she said it', async () => {
	server.answers = 'gone'
	for (const text of ['one', 'two', 'three']) await say(remark(text))
	expect(await sendOutbox('irina')).toMatchObject({ outcome: 'offline' })
	expect((await known()).commands).toMatchObject([{ refusal: null }, { refusal: null }, { refusal: null }])
	server.answers = 'arrive'
	expect(await sendOutbox('irina')).toEqual({ outcome: 'sent' })
	expect(enteredTexts()).toEqual(['one', 'two', 'three'])
	const { cached, commands } = await known()
	expect(commands).toEqual([])
	expect(cached?.entries.map(({ sequence }) => sequence)).toEqual([1, 2, 3])
})

it('an answer that never arrives leaves it waiting; sent again, it is heard once', async () => {
	const id = await say(consent)
	server.answers = 'lost'
	expect(await sendOutbox('irina')).toMatchObject({ outcome: 'offline' })
	expect(await waitingIds()).toEqual([id])
	server.answers = 'arrive'
	await sendOutbox('irina')
	expect(server.requests).toEqual([[id], [id]])
	expect(server.entries).toHaveLength(1)
	expect(await waitingIds()).toEqual([])
})

it('what is refused stays with its reason until she has seen it, and is not sent again', async () => {
	server.refusals.set('consent', { reason: 'already-said' })
	const [refusedId] = [await say(consent), await say(remark('also'))]
	await sendOutbox('irina')
	expect((await known()).commands).toMatchObject([{ command: { id: refusedId }, refusal: { reason: 'already-said' } }])
	expect(enteredTexts()).toEqual(['also'])
	await sendOutbox('irina')
	expect(server.requests).toHaveLength(1)
	await dropRefused('irina', refusedId)
	expect((await known()).commands).toEqual([])
})

it('what she signed just before the network went is not asked of her again by the list on her phone', async () => {
	const awaited: LedgerListing['awaited'] = [
		{ type: 'sign', matterId: 'edition' },
		{ type: 'sign', matterId: 'order' },
		{ type: 'consent', kind: 'duties' }
	]
	const listings = ['program-1', 'program-2'].map((programId) => ({ programId, awaited }) as unknown as LedgerListing)
	await rememberLedgers('irina', listings)
	server.refusals.set('consent', { reason: 'already-said' })
	await say({ type: 'sign', matterId: 'edition' })
	await say(consent)
	await sendOutbox('irina')
	expect((await recallLedgers('irina'))?.map((listing) => listing.awaited)).toEqual([awaited.slice(1), awaited])
})

it('one that waits is not dropped as if it had been refused', async () => {
	const id = await say(consent)
	await dropRefused('irina', id)
	expect(await waitingIds()).toEqual([id])
})

it('what the server cannot hear keeps only its own programme waiting, however much of it there is', async () => {
	server.deafProgramIds.add('stuck')
	for (let index = 0; index < 55; index++) await say(remark(`stuck ${index}`), 'stuck')
	await say(remark('goes past'), 'program-1')
	expect(await sendOutbox('irina')).toEqual({ outcome: 'later', afterSeconds: null })
	expect(enteredTexts()).toEqual(['goes past'])
	server.deafProgramIds.clear()
	expect(await sendOutbox('irina')).toEqual({ outcome: 'sent' })
	expect(enteredTexts().slice(0, 3)).toEqual(['goes past', 'stuck 0', 'stuck 1'])
})

it('what waits can be taken back, and is then not sent', async () => {
	const [unwanted] = [await say(consent), await say(remark('still meant'))]
	await takeBack('irina', unwanted)
	await sendOutbox('irina')
	expect(enteredTexts()).toEqual(['still meant'])
})

it('over a line that is gone already no answer is waited for', async () => {
	await say(consent)
	server.answers = 'hang'
	expect(await sendOutbox('irina', undefined, () => AbortSignal.abort())).toMatchObject({ outcome: 'offline' })
	expect(await waitingIds()).toHaveLength(1)
})

it('two tabs and the service worker send each command in one request', async () => {
	for (let index = 0; index < 3; index++) await say(remark(String(index)))
	const sent = await Promise.all([sendOutbox('irina'), sendOutbox('irina'), sendOutbox('irina')])
	expect(sent).toEqual([{ outcome: 'sent' }, { outcome: 'sent' }, { outcome: 'sent' }])
	expect(server.requests).toHaveLength(1)
})

it('a disk that is full keeps nothing, and nobody is told that it did', async () => {
	vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(() => {
		throw new DOMException('Full', 'QuotaExceededError')
	})
	await expect(say(consent)).rejects.toThrow('Full')
	vi.restoreAllMocks()
	expect(await waitingIds()).toEqual([])
})

it('a disk that fails at the commit keeps nothing either', async () => {
	vi.spyOn(IDBTransaction.prototype, 'commit').mockImplementation(function (this: IDBTransaction) {
		this.abort()
	})
	await expect(say(consent)).rejects.toThrow()
	vi.restoreAllMocks()
	expect(await waitingIds()).toEqual([])
})

it('[D4] on a shared phone the next person sees and sends nothing of hers', async () => {
	const id = await say(consent)
	server.personId = 'viktor'
	expect(await sendOutbox('viktor')).toEqual({ outcome: 'sent' })
	expect(await sendOutbox('irina')).toMatchObject({ outcome: 'not-theirs' })
	expect(server.entries).toEqual([])
	expect(await known('program-1', 'viktor')).toEqual({ cached: null, commands: [] })
	expect(await waitingIds()).toEqual([id])
})

it('[D4] is forgotten with her', async () => {
	await say(consent)
	await sendOutbox('irina')
	await say(remark('unsent'))
	expect(await forgetPerson('irina')).toEqual({ remaining: [] })
	expect((await indexedDB.databases()).map(({ name }) => name)).toEqual(['tandem:device'])
})

it('a server that hears too many, or is broken, is asked later', async () => {
	await say(consent)
	server.answers = 'too-many'
	expect(await sendOutbox('irina')).toEqual({ outcome: 'later', afterSeconds: 7 })
	server.answers = 'broken'
	expect(await sendOutbox('irina')).toEqual({ outcome: 'later', afterSeconds: null })
	expect(await waitingIds()).toHaveLength(1)
})

it('weeks offline go in as many requests as the server takes', async () => {
	for (let index = 0; index < 55; index++) await say({ ...consent, text: 'я'.repeat(8_000) })
	await sendOutbox('irina')
	expect(server.entries).toHaveLength(55)
	expect(Math.max(...server.requests.map(({ length }) => length))).toBeLessThanOrEqual(50)
	expect(server.largest).toBeLessThan(256 * 1024)
})

it('an own entry that follows others’ is shown, and what lies between is still read', async () => {
	server.enter({ id: 'first', programId: 'program-1', statement: remark('first') })
	const reading = await fetchLedger('program-1', 0)
	if (reading.ok) await storeReading('irina', 'program-1', reading.value, true)
	server.enter({ id: 'viktors', programId: 'program-1', statement: remark('between') })
	await say(remark('mine'))
	await sendOutbox('irina')
	const { cached } = await known()
	expect(cached).toMatchObject({ readUpTo: 1, entries: [{ id: 'first' }, { sequence: 3 }] })
	const rest = await fetchLedger('program-1', cached?.readUpTo ?? 0)
	if (rest.ok) await storeReading('irina', 'program-1', rest.value, false)
	expect((await known()).cached).toMatchObject({ readUpTo: 3, entries: [{ id: 'first' }, { id: 'viktors' }, {}] })
})

it('an own entry about somebody this device cannot name is read once more, for the name', async () => {
	server.enter({ id: 'first', programId: 'program-1', statement: remark('first') })
	const reading = await fetchLedger('program-1', 0)
	if (reading.ok) await storeReading('irina', 'program-1', reading.value, true)
	await say({ type: 'suspend', personId: 'viktor' })
	await sendOutbox('irina')
	const { cached } = await known()
	expect(cached).toMatchObject({ readUpTo: 1, entries: [{ id: 'first' }, { statement: { personId: 'viktor' } }] })
})

it('a reading of the whole takes the place of what a server that was restored has no more', async () => {
	await say(remark('lost with the server’s disk'))
	await sendOutbox('irina')
	server.entries = []
	server.enter({ id: 'anew', programId: 'program-1', statement: remark('anew') })
	const reading = await fetchLedger('program-1', 0)
	if (reading.ok) await storeReading('irina', 'program-1', reading.value, true)
	expect((await known()).cached?.entries).toMatchObject([{ id: 'anew' }])
})

it('an answer to what she never said changes nothing', async () => {
	await takeAnswers('irina', [{ id: 'unknown', outcome: 'refused', refusal: { reason: 'superseded' } }])
	expect(await known()).toEqual({ cached: null, commands: [] })
})
