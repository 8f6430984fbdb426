/** What every storage of documents promises (server/storage/storage.ts), in one suite for all of them. */
import { describe, expect, it } from 'vitest'
import type { DocumentStorage, NewUpdate } from '../../server/storage/storage.ts'

const plan = 'plan:program-1'

export function describeStorage(name: string, create: () => DocumentStorage): void {
	describe(`${name} storage`, () => {
		it('[ST1] a document is made once: a second making changes nothing', async () => {
			const storage = create()
			expect(await storage.createDocument(plan)).toBe(true)
			await storage.append(plan, byViktor(1))
			expect(await storage.createDocument(plan)).toBe(false)
			expect(await storage.findDocument(plan)).toEqual({
				documentId: plan,
				epoch: 1,
				sequence: 1,
				bytes: 1,
				deletedAt: null
			})
		})

		it('[ST1] a document nobody made is not found, holds nothing and takes nothing', async () => {
			const storage = create()
			expect(await storage.findDocument(plan)).toBeNull()
			expect(await storage.load(plan)).toEqual([])
			await expect(storage.append(plan, byViktor(1))).rejects.toThrow()
			expect(await storage.findDocument(plan)).toBeNull()
		})

		it('[ST2] updates come back byte for byte, oldest first, with author, device and time', async () => {
			const storage = await withPlan(create())
			const update = {
				bytes: Uint8Array.of(0, 255, 7),
				personId: 'irina',
				deviceId: 'phone',
				at: '2026-11-21T09:40:00.000Z'
			}
			await storage.append(plan, byViktor(1))
			await storage.append(plan, update)
			const stored = await storage.load(plan)
			expect(stored.map(({ sequence }) => sequence)).toEqual([1, 2])
			expect({ ...stored[1] }).toEqual({ sequence: 2, ...update })
			expect([...(stored[1]?.bytes ?? [])]).toEqual([0, 255, 7])
		})

		it('[ST2] keeps its own copy of the bytes', async () => {
			const storage = await withPlan(create())
			const update = byViktor(1)
			await storage.append(plan, update)
			update.bytes[0] = 99
			expect((await storage.load(plan))[0]?.bytes[0]).toBe(1)
		})

		it('[ST3] sequence numbers follow the order of the calls, per document, without gaps', async () => {
			const storage = await withPlan(create())
			await storage.createDocument('notes:program-1')
			const calls = Array.from({ length: 50 }, (_, index) => storage.append(plan, byViktor(index)))
			const notes = storage.append('notes:program-1', byViktor(1))
			expect(await Promise.all(calls)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1))
			expect(await notes).toBe(1)
			expect((await storage.load(plan)).map(({ bytes }) => bytes[0])).toEqual(Array.from({ length: 50 }, (_, i) => i))
		})

		it('[ST3] an update that is refused leaves those appended beside it alone', async () => {
			const storage = await withPlan(create())
			const [before, refused, after] = await Promise.allSettled([
				storage.append(plan, byViktor(1)),
				storage.append('plan:unknown', byViktor(2)),
				storage.append(plan, byViktor(3))
			])
			expect(before).toEqual({ status: 'fulfilled', value: 1 })
			expect(refused.status).toBe('rejected')
			expect(after).toEqual({ status: 'fulfilled', value: 2 })
		})

		it('[ST4] what came after a sequence is loaded alone', async () => {
			const storage = await withPlan(create())
			for (const index of [1, 2, 3, 4]) await storage.append(plan, byViktor(index))
			expect((await storage.load(plan, 2)).map(({ sequence }) => sequence)).toEqual([3, 4])
			expect(await storage.load(plan, 4)).toEqual([])
		})

		it('[ST4] an update is there to load, and counted, once its append has resolved', async () => {
			const storage = await withPlan(create())
			const sequence = await storage.append(plan, byViktor(1))
			expect((await storage.load(plan)).at(-1)?.sequence).toBe(sequence)
			expect(await storage.findDocument(plan)).toMatchObject({ sequence, bytes: 1 })
		})

		it('[ST5] closing stores what is queued; afterwards every call is refused', async () => {
			const storage = await withPlan(create())
			const queued = storage.append(plan, byViktor(1))
			await storage.close()
			expect(await queued).toBe(1)
			await expect(storage.append(plan, byViktor(2))).rejects.toThrow()
			await expect(storage.load(plan)).rejects.toThrow()
			await expect(storage.findDocument(plan)).rejects.toThrow()
			await expect(storage.createDocument('plan:program-2')).rejects.toThrow()
		})
	})
}

async function withPlan(storage: DocumentStorage): Promise<DocumentStorage> {
	await storage.createDocument(plan)
	return storage
}

function byViktor(byte: number): NewUpdate {
	return { bytes: Uint8Array.of(byte), personId: 'viktor', deviceId: 'laptop', at: '2026-11-21T09:30:00.000Z' }
}
