/** What every review log promises (server/documents/storage/review-log.ts), beside the storage of its documents. */
import { describe, expect, it } from 'vitest'
import type { ArrivedUpdate, ReviewLog } from '../../server/documents/storage/review-log.ts'
import type { DocumentStorage } from '../../server/documents/storage/storage.ts'

const plan = 'plan:program-1'
const notes = 'notes:program-1'
const otherPlan = 'plan:program-2'

const byViktor: ArrivedUpdate = {
	documentId: plan,
	epoch: 1,
	personId: 'viktor',
	deviceId: 'laptop',
	receivedAt: '2026-11-21T09:30:00.000Z',
	bytes: Uint8Array.of(0, 255, 7)
}
const byElena = { decidedBy: 'elena', decidedAt: '2026-11-22T08:00:00.000Z' }
const wide = { most: 100, mostBytes: 1000 }

interface Opened {
	storage: DocumentStorage
	log: ReviewLog
}

export function describeReviewLog(name: string, create: () => Opened): void {
	async function open() {
		const { storage, log } = create()
		for (const documentId of [plan, notes, otherPlan]) await storage.createDocument(documentId)
		const all = () => log.list([plan, notes, otherPlan], 100)
		const add = (changes: Partial<ArrivedUpdate> = {}, bounds = wide) => log.add({ ...byViktor, ...changes }, bounds)
		const idOf = async (index: number) => (await all())[index]?.id ?? ''
		return { storage, log, all, add, idOf }
	}

	describe(`${name} holding log`, () => {
		it('[R3] holds what came byte for byte, waiting, with its author, device and time', async () => {
			const { log, add } = await open()
			expect(await add()).toBe('added')
			const [listed] = await log.list([plan], 100)
			const { id, ...rest } = listed ?? { id: '' }
			expect(rest).toEqual({
				documentId: plan,
				personId: 'viktor',
				deviceId: 'laptop',
				receivedAt: '2026-11-21T09:30:00.000Z',
				state: 'waiting',
				decidedBy: null,
				decidedAt: null,
				enteredAt: null
			})
			const { bytes, ...found } = (await log.find(id)) ?? { bytes: [] }
			expect([...bytes]).toEqual([0, 255, 7])
			expect(found).toEqual(listed)
		})

		it('[R3] holds the same bytes once, also from another device, also after a decision', async () => {
			const { log, all, add, idOf } = await open()
			await add()
			expect(await add({ deviceId: 'phone', receivedAt: '2026-11-21T09:31:00.000Z' })).toBe('known')
			await log.decide(await idOf(0), { state: 'set-aside', ...byElena })
			expect(await add()).toBe('known')
			expect((await all()).map(({ deviceId, state }) => [deviceId, state])).toEqual([['laptop', 'set-aside']])
		})

		it('[R3] the same bytes of another person, or for another document, are something else', async () => {
			const { all, add } = await open()
			for (const changes of [{}, { personId: 'irina' }, { documentId: notes }]) expect(await add(changes)).toBe('added')
			expect(await all()).toHaveLength(3)
		})

		it('[R3] lists what waits before what is decided, each newest first, of the documents asked for, the first of them', async () => {
			const { log, add } = await open()
			const received = [32, 31, 32, 33].map((minute) => `2026-11-21T09:${minute}:00.000Z`)
			for (const [index, receivedAt] of received.entries())
				await add({ receivedAt, deviceId: `device-${index}`, bytes: Uint8Array.of(index) })
			await add({ documentId: otherPlan })
			const devices = async (limit: number) => (await log.list([plan], limit)).map(({ deviceId }) => deviceId)
			expect(await devices(100)).toEqual(['device-3', 'device-2', 'device-0', 'device-1'])
			const [newest] = await log.list([plan], 1)
			await log.decide(newest?.id ?? '', { state: 'accepted', ...byElena })
			expect(await devices(100)).toEqual(['device-2', 'device-0', 'device-1', 'device-3'])
			expect(await devices(2)).toEqual(['device-2', 'device-0'])
			expect(await log.list([], 100)).toEqual([])
		})

		it('[P15] holds as many and as much as it is told, of one person and document', async () => {
			const { all, add } = await open()
			const of = (...bytes: number[]) => ({ bytes: Uint8Array.of(...bytes) })
			expect(await add(of(1), { most: 2, mostBytes: 3 })).toBe('added')
			expect(await add(of(2, 2, 2), { most: 2, mostBytes: 3 })).toBe('too-large')
			expect(await add(of(2, 2), { most: 2, mostBytes: 3 })).toBe('added')
			expect(await add(of(3), { most: 2, mostBytes: 100 })).toBe('too-large')
			expect(await add(of(1), { most: 2, mostBytes: 3 })).toBe('known')
			for (const elsewhere of [{ personId: 'irina' }, { documentId: notes }])
				expect(await add({ ...of(3), ...elsewhere }, { most: 2, mostBytes: 3 })).toBe('added')
			expect(await all()).toHaveLength(4)
		})

		it('[P15] what is decided makes room', async () => {
			const { log, add, idOf } = await open()
			for (const state of ['accepted', 'set-aside'] as const) {
				await add({ bytes: Buffer.from(state) }, { most: 1, mostBytes: 10 })
				expect(await add({ bytes: Uint8Array.of(9) }, { most: 1, mostBytes: 10 })).toBe('too-large')
				await log.decide(await idOf(0), { state, ...byElena })
			}
			expect(await add({ bytes: Uint8Array.of(9) }, { most: 1, mostBytes: 10 })).toBe('added')
		})

		it('[R15] what is held of a document is deleted with it, and nothing more of that epoch is held', async () => {
			const { storage, log, all, add, idOf } = await open()
			for (const documentId of [plan, notes, otherPlan]) await add({ documentId })
			const ids = await Promise.all([0, 1, 2].map(idOf))
			for (const documentId of [plan, notes]) await storage.deleteDocument(documentId, byElena.decidedAt)
			expect((await all()).map(({ documentId }) => documentId)).toEqual([otherPlan])
			expect((await Promise.all(ids.map((id) => log.find(id)))).filter((found) => found !== null)).toHaveLength(1)
			expect(await add({ bytes: Uint8Array.of(1) })).toBe('gone')
			await storage.createDocument(plan)
			expect(await add({ bytes: Uint8Array.of(1) })).toBe('gone')
			expect(await add({ documentId: 'plan:never-made' })).toBe('gone')
			expect(await log.countWaiting()).toBe(1)
			const { epoch = 0 } = (await storage.findDocument(plan)) ?? {}
			expect(await add({ epoch })).toBe('added')
		})

		it('[R3] what is set aside can be accepted later; what is accepted stays so', async () => {
			const { log, add, idOf } = await open()
			await add()
			const id = await idOf(0)
			expect(await log.decide(id, { state: 'set-aside', ...byElena })).toBe(true)
			expect(await log.find(id)).toMatchObject({ state: 'set-aside', ...byElena })
			const nextDay = { decidedBy: 'larisa', decidedAt: '2026-11-23T08:00:00.000Z' }
			expect(await log.decide(id, { state: 'accepted', ...nextDay })).toBe(true)
			expect(await log.decide(id, { state: 'set-aside', ...byElena })).toBe(false)
			expect(await log.find(id)).toMatchObject({ state: 'accepted', ...nextDay })
		})

		it('[R3] knows nothing of an edit nobody held', async () => {
			const { log } = await open()
			expect(await log.find('held-99')).toBeNull()
			expect(await log.decide('held-99', { state: 'accepted', ...byElena })).toBe(false)
		})

		it('[R3] counts what waits for a decision, and whose it is, in each document, beside what was set aside', async () => {
			const { log, add, idOf } = await open()
			expect(await log.countWaiting()).toBe(0)
			expect(await log.countUndecidedByDocument([plan, otherPlan])).toEqual(new Map())
			for (const changes of [{}, { documentId: otherPlan }, { personId: 'irina' }]) await add(changes)
			expect(await log.countWaiting()).toBe(3)
			const asked = [plan, notes, otherPlan]
			const counted = await log.countUndecidedByDocument(asked)
			expect([...counted.keys()].sort()).toEqual([plan, otherPlan])
			const of = (personId: string, waiting: number, setAside = 0) => ({ personId, waiting, setAside })
			expect(counted.get(plan)).toHaveLength(2)
			expect(counted.get(plan)).toEqual(expect.arrayContaining([of('viktor', 1), of('irina', 1)]))
			const elsewhere = new Map([[otherPlan, [of('viktor', 1)]]])
			expect(await log.countUndecidedByDocument([otherPlan])).toEqual(elsewhere)
			// Newest first: Irina's edit of the plan is accepted, Viktor's of the other document set aside.
			await log.decide(await idOf(0), { state: 'accepted', ...byElena })
			await log.decide(await idOf(0), { state: 'set-aside', ...byElena })
			expect(await log.countWaiting()).toBe(1)
			expect(await log.countUndecidedByDocument(asked)).toEqual(
				new Map([
					[plan, [of('viktor', 1)]],
					[otherPlan, [of('viktor', 0, 1)]]
				])
			)
		})

		it('[R3] what entered its document waits no more, and there is nothing to decide; what is decided does not enter', async () => {
			const { log, add, idOf } = await open()
			await add()
			const setAside = await idOf(0)
			await log.decide(setAside, { state: 'set-aside', ...byElena })
			const enteredAt = '2026-11-24T08:00:00.000Z'
			expect(await log.enter(setAside, enteredAt)).toBe(false)
			expect(await log.find(setAside)).toMatchObject({ state: 'set-aside', enteredAt: null, ...byElena })
			await add({ bytes: Uint8Array.of(1) })
			const waiting = await idOf(0)
			expect(await log.enter(waiting, enteredAt)).toBe(true)
			expect(await log.enter(waiting, '2026-11-25T08:00:00.000Z')).toBe(false)
			expect(await log.countWaiting()).toBe(0)
			for (const state of ['set-aside', 'accepted'] as const)
				expect(await log.decide(waiting, { state, ...byElena })).toBe(false)
			expect(await log.find(waiting)).toMatchObject({ state: 'entered', decidedBy: null, enteredAt })
			expect(await log.enter('held-99', enteredAt)).toBe(false)
		})

		it('[R3] names what waits, whoever sent it, the oldest first', async () => {
			const { log, add } = await open()
			expect(await log.listWaiting()).toEqual([])
			const received = [33, 31, 32, 30].map((minute) => `2026-11-21T09:${minute}:00.000Z`)
			for (const [index, receivedAt] of received.entries()) await add({ receivedAt, bytes: Uint8Array.of(index) })
			const [newest = '', second = '', third, oldest] = (await log.list([plan], 10)).map(({ id }) => id)
			await add({ documentId: otherPlan, receivedAt: '2026-11-21T09:34:00.000Z' })
			const [other] = (await log.list([otherPlan], 10)).map(({ id }) => id)
			await log.decide(newest, { state: 'accepted', ...byElena })
			await log.decide(second, { state: 'set-aside', ...byElena })
			expect(await log.listWaiting()).toEqual([
				{ id: oldest, documentId: plan, personId: 'viktor' },
				{ id: third, documentId: plan, personId: 'viktor' },
				{ id: other, documentId: otherPlan, personId: 'viktor' }
			])
		})

		it('[R3] keeps its own copy of the bytes', async () => {
			const { log, add, idOf } = await open()
			const bytes = Uint8Array.of(1)
			await add({ bytes })
			bytes[0] = 99
			expect((await log.find(await idOf(0)))?.bytes[0]).toBe(1)
		})
	})
}
