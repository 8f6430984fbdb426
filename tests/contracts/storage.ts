/** What every storage of documents promises (server/documents/storage/storage.ts), in one suite for all of them. */
import { describe, expect, it } from 'vitest'
import type { DocumentStorage, NewUpdate, Snapshot, StoredUpdate } from '../../server/documents/storage/storage.ts'

/** What survives a restart of the server. */
export interface StorageDisk {
	/** A start of the server: the storage opened before is not used afterwards. */
	open(): DocumentStorage
	/** A backup of the current state. */
	copy(): StorageDisk
}

const plan = 'plan:program-1'

export function describeStorage(name: string, createDisk: () => StorageDisk): void {
	const create = () => createDisk().open()

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
				thinnedThrough: 0,
				thinnings: 0,
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
			expect(stored[1]).toEqual({
				sequence: 2,
				...update,
				count: 1,
				from: update.at,
				authorIds: ['irina'],
				acceptedBy: []
			})
			expect([...(stored[1]?.bytes ?? [])]).toEqual([0, 255, 7])
		})

		it('[ST2] who accepted an update of somebody’s stays with it, alone and merged with others', async () => {
			const storage = await withPlan(create())
			const updates = [byViktor(1), { ...byViktor(2), personId: 'irina', acceptedBy: 'elena' }, byViktor(3)]
			for (const update of updates) await storage.append(plan, update)
			const rows = await storage.load(plan)
			expect(rows.map(({ personId, acceptedBy }) => [personId, acceptedBy])).toEqual([
				['viktor', []],
				['irina', ['elena']],
				['viktor', []]
			])
			const merged = { ...mergedRow(2, 2, updates.slice(0, 2)), acceptedBy: ['elena', 'arkady'] }
			expect(await storage.thin(plan, merged)).toBe(true)
			expect((await storage.load(plan)).map(({ acceptedBy }) => acceptedBy)).toEqual([['elena', 'arkady'], []])
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
			expect((await storage.load(plan, 1, 2)).map(({ sequence }) => sequence)).toEqual([2, 3])
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
			await expect(storage.loadSnapshot(plan)).rejects.toThrow()
			await expect(storage.saveSnapshot(plan, snapshotOf(1))).rejects.toThrow()
			await expect(storage.thin(plan, mergedRow(1, 1, [byViktor(1)]))).rejects.toThrow()
			await expect(storage.deleteDocument(plan, '2026-11-21T10:00:00.000Z')).rejects.toThrow()
			await expect(storage.listDocuments('', 1)).rejects.toThrow()
		})

		it('[R5] the newest snapshot is kept, whatever order they are saved in, and covers can be read alone', async () => {
			const storage = await withPlan(create())
			for (const index of [1, 2, 3]) await storage.append(plan, byViktor(index))
			expect(await storage.loadSnapshot(plan)).toBeNull()
			expect(await storage.loadCoverage(plan)).toBeNull()
			await storage.saveSnapshot(plan, snapshotOf(2))
			await storage.saveSnapshot(plan, snapshotOf(3))
			await storage.saveSnapshot(plan, snapshotOf(2))
			await storage.saveSnapshot(plan, { ...snapshotOf(3), bytes: Uint8Array.of(99) })
			expectSnapshot(await storage.loadSnapshot(plan), snapshotOf(3))
			const { epoch, sequence, covers } = snapshotOf(3)
			const coverage = await storage.loadCoverage(plan)
			expect({ ...coverage, covers: [...(coverage?.covers ?? [])] }).toEqual({ epoch, sequence, covers: [...covers] })
		})

		it('[R5] a snapshot takes nothing away from the rows it was made of', async () => {
			const storage = await withPlan(create())
			for (const index of [1, 2]) await storage.append(plan, byViktor(index))
			await storage.saveSnapshot(plan, snapshotOf(2))
			expect((await storage.load(plan)).map(({ sequence }) => sequence)).toEqual([1, 2])
			expect(await storage.findDocument(plan)).toMatchObject({ sequence: 2, bytes: 2 })
		})

		it('[R5] a snapshot of more than is stored, of another epoch or of no document is not taken', async () => {
			const storage = await withPlan(create())
			await storage.append(plan, byViktor(1))
			await storage.saveSnapshot(plan, snapshotOf(2))
			await storage.saveSnapshot(plan, { ...snapshotOf(1), epoch: 2 })
			await storage.saveSnapshot('plan:unknown', snapshotOf(0))
			expect(await storage.loadSnapshot(plan)).toBeNull()
			expect(await storage.loadSnapshot('plan:unknown')).toBeNull()
		})

		it('[R5] thinning puts one row in the place of several, with all their authors and times', async () => {
			const storage = await withPlan(create())
			const [first, second] = [byViktor(1), { ...byViktor(2), personId: 'irina', at: '2026-11-21T18:00:00.000Z' }]
			for (const update of [first, second, byViktor(3)]) await storage.append(plan, update)
			const day = mergedRow(2, 2, [first, second])
			expect(await storage.thin(plan, day)).toBe(true)
			const rows = await storage.load(plan)
			expect({ ...rows[0], bytes: [...(rows[0]?.bytes ?? [])] }).toEqual({ ...day, bytes: [...day.bytes] })
			expect(rows.map(({ sequence, count }) => [sequence, count])).toEqual([
				[2, 2],
				[3, 1]
			])
			expect(await storage.findDocument(plan)).toMatchObject({ sequence: 3, bytes: 4, thinnedThrough: 2 })
		})

		it('[R5] what came after a sequence within a merged row is loaded with the whole row', async () => {
			const storage = await withPlan(create())
			for (const index of [1, 2, 3]) await storage.append(plan, byViktor(index))
			await storage.thin(plan, mergedRow(2, 2, [byViktor(1), byViktor(2)]))
			expect((await storage.load(plan, 1)).map(({ sequence }) => sequence)).toEqual([2, 3])
			expect((await storage.load(plan, 2)).map(({ sequence }) => sequence)).toEqual([3])
		})

		it('[R5] merged rows are merged again, and a row that is alone in its day counts as thinned once', async () => {
			const storage = await withPlan(create())
			const updates = [1, 2, 3].map(byViktor)
			for (const update of updates) await storage.append(plan, update)
			const thinnings = async () => (await storage.findDocument(plan))?.thinnings
			expect(await storage.thin(plan, mergedRow(1, 1, updates.slice(0, 1)))).toBe(true)
			expect(await storage.thin(plan, mergedRow(1, 1, updates.slice(0, 1)))).toBe(false)
			expect(await storage.thin(plan, mergedRow(3, 2, updates.slice(1)))).toBe(true)
			expect(await thinnings()).toBe(2)
			expect(await storage.thin(plan, mergedRow(3, 3, updates))).toBe(true)
			expect(await thinnings()).toBe(3)
			expect((await storage.load(plan)).map(({ sequence, count }) => [sequence, count])).toEqual([[3, 3]])
		})

		it.each([
			['done already', mergedRow(2, 2, [byViktor(1), byViktor(2)])],
			['done by halves', mergedRow(3, 2, [byViktor(2), byViktor(3)])],
			['beyond the newest row', mergedRow(4, 2, [byViktor(3), byViktor(4)])],
			['before the first row', mergedRow(1, 2, [byViktor(0), byViktor(1)])],
			[
				'of other instants',
				{ ...mergedRow(4, 2, [byViktor(3), byViktor(4)]), sequence: 3, count: 1, from: 'yesterday' }
			]
		])('[R5] thinning that is %s changes nothing', async (_what, row) => {
			const storage = await withPlan(create())
			for (const index of [1, 2, 3]) await storage.append(plan, byViktor(index))
			await storage.thin(plan, mergedRow(2, 2, [byViktor(1), byViktor(2)]))
			const before = [await storage.load(plan), await storage.findDocument(plan)]
			expect(await storage.thin(plan, row)).toBe(false)
			expect(await storage.thin('plan:unknown', row)).toBe(false)
			expect([await storage.load(plan), await storage.findDocument(plan)]).toEqual(before)
		})

		it('[R15] a deleted document leaves its tombstone: no rows, no snapshot, the next epoch', async () => {
			const storage = await withPlan(create())
			await storage.append(plan, byViktor(1))
			await storage.saveSnapshot(plan, snapshotOf(1))
			const at = '2026-11-21T10:00:00.000Z'
			await storage.deleteDocument(plan, at)
			await storage.deleteDocument(plan, '2026-11-22T10:00:00.000Z')
			await storage.deleteDocument('plan:unknown', at)
			expect(await storage.findDocument(plan)).toEqual({
				documentId: plan,
				epoch: 2,
				sequence: 0,
				bytes: 0,
				thinnedThrough: 0,
				thinnings: 0,
				deletedAt: at
			})
			expect(await storage.load(plan)).toEqual([])
			expect(await storage.loadSnapshot(plan)).toBeNull()
			expect(await storage.isSameLog(plan, storage.run, 0)).toBe(false)
			await expect(storage.append(plan, byViktor(2))).rejects.toThrow()
			expect(await storage.findDocument('plan:unknown')).toBeNull()
		})

		it('[R15] a deleted document made anew is an empty one, and takes no snapshot of what it was', async () => {
			const storage = await withPlan(create())
			for (const index of [1, 2]) await storage.append(plan, byViktor(index))
			await storage.deleteDocument(plan, '2026-11-21T10:00:00.000Z')
			expect(await storage.createDocument(plan)).toBe(true)
			expect(await storage.findDocument(plan)).toMatchObject({ epoch: 2, sequence: 0, deletedAt: null })
			await storage.append(plan, { ...byViktor(7), at: '2026-11-21T10:01:00.000Z' })
			await storage.saveSnapshot(plan, snapshotOf(1))
			expect(await storage.loadSnapshot(plan)).toBeNull()
			expect(await storage.thin(plan, mergedRow(1, 1, [byViktor(1)]))).toBe(false)
			expect((await storage.load(plan)).map(({ bytes }) => bytes[0])).toEqual([7])
		})

		it('[R16] a sequence given out in a run is the same place after restarts', async () => {
			const disk = createDisk()
			const monday = await withPlan(disk.open())
			await monday.append(plan, byViktor(1))
			const tuesday = disk.open()
			expect(tuesday.run).not.toBe(monday.run)
			await tuesday.append(plan, byViktor(2))
			expect(await tuesday.isSameLog(plan, monday.run, 0)).toBe(true)
			expect(await tuesday.isSameLog(plan, monday.run, 1)).toBe(true)
			expect(await tuesday.isSameLog(plan, tuesday.run, 2)).toBe(true)
		})

		it('[R16] a run nobody has heard of, a sequence beyond the newest and an unknown document are no place', async () => {
			const storage = await withPlan(create())
			await storage.append(plan, byViktor(1))
			expect(await storage.isSameLog(plan, 'another-server', 1)).toBe(false)
			expect(await storage.isSameLog(plan, 'another-server', 0)).toBe(false)
			expect(await storage.isSameLog(plan, storage.run, 2)).toBe(false)
			expect(await storage.isSameLog('plan:unknown', storage.run, 0)).toBe(false)
		})

		it('[R16] after a restored backup, numbers given out since the backup are no place, those before it are', async () => {
			const disk = createDisk()
			const live = await withPlan(disk.open())
			await live.append(plan, byViktor(1))
			const backup = disk.copy()
			await live.append(plan, byViktor(2))
			const later = disk.open()
			await later.append(plan, byViktor(3))

			const restored = backup.open()
			expect(await restored.isSameLog(plan, live.run, 2)).toBe(false)
			for (const index of [21, 22, 23]) await restored.append(plan, byViktor(index))
			expect(await restored.isSameLog(plan, live.run, 1)).toBe(true)
			expect(await restored.isSameLog(plan, live.run, 2)).toBe(false)
			expect(await restored.isSameLog(plan, later.run, 1)).toBe(false)
			expect(await restored.isSameLog(plan, later.run, 3)).toBe(false)
			expect(await restored.isSameLog(plan, restored.run, 3)).toBe(true)
		})

		it('[R16] a row merged of two runs belongs to the later one', async () => {
			const disk = createDisk()
			const monday = await withPlan(disk.open())
			await monday.append(plan, byViktor(1))
			const tuesday = disk.open()
			await tuesday.append(plan, byViktor(2))
			await tuesday.thin(plan, mergedRow(2, 2, [byViktor(1), byViktor(2)]))
			expect(await tuesday.isSameLog(plan, monday.run, 2)).toBe(false)
			expect(await tuesday.isSameLog(plan, tuesday.run, 2)).toBe(true)
		})

		it('[ST6] living documents are listed in order of id, page by page', async () => {
			const storage = create()
			for (const id of ['plan:b', 'notes:a', 'plan:a', 'plan:c']) await storage.createDocument(id)
			await storage.deleteDocument('plan:b', '2026-11-21T10:00:00.000Z')
			expect(await storage.listDocuments('', 2)).toEqual(['notes:a', 'plan:a'])
			expect(await storage.listDocuments('plan:a', 2)).toEqual(['plan:c'])
			expect(await storage.listDocuments('plan:c', 2)).toEqual([])
		})

		it('[R7][ST6] living documents are counted by what is stored of them, the newest rows and a merged one included', async () => {
			const storage = create()
			for (const id of ['notes:a', 'plan:a', 'plan:b']) await storage.createDocument(id)
			for (const id of ['plan:a', 'plan:b']) for (const byte of [1, 2, 3, 4]) await storage.append(id, byViktor(byte))
			expect([await storage.countDocuments(4), await storage.countDocuments(5)]).toEqual([2, 0])
			await storage.thin('plan:a', mergedRow(4, 4, [byViktor(1), byViktor(4)]))
			expect([await storage.countDocuments(3), await storage.countDocuments(4)]).toEqual([2, 1])
			await storage.append('plan:a', byViktor(5))
			expect(await storage.countDocuments(4)).toBe(2)
			await storage.deleteDocument('plan:b', '2026-11-21T10:00:00.000Z')
			expect([await storage.countDocuments(4), await storage.countDocuments(0)]).toEqual([1, 2])
		})

		it('[ST6] what was stored in one run is there in the next', async () => {
			const disk = createDisk()
			const before = await withPlan(disk.open())
			await before.append(plan, byViktor(1))
			await before.saveSnapshot(plan, snapshotOf(1))
			await before.close()
			const after = disk.open()
			expect(await after.load(plan)).toHaveLength(1)
			expectSnapshot(await after.loadSnapshot(plan), snapshotOf(1))
			expect(await after.append(plan, byViktor(2))).toBe(2)
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

/** A storage does not read the bytes. */
function snapshotOf(sequence: number): Snapshot {
	return { epoch: 1, sequence, bytes: Uint8Array.of(1, sequence), covers: Uint8Array.of(2, sequence) }
}

function expectSnapshot(found: Snapshot | null, { bytes, covers, ...rest }: Snapshot): void {
	const read = found && { ...found, bytes: [...found.bytes], covers: [...found.covers] }
	expect(read).toEqual({ ...rest, bytes: [...bytes], covers: [...covers] })
}

function mergedRow(sequence: number, count: number, updates: readonly NewUpdate[]): StoredUpdate {
	const last = updates.at(-1) ?? byViktor(0)
	return {
		sequence,
		count,
		bytes: Uint8Array.of(50, 51, 52),
		personId: last.personId,
		deviceId: last.deviceId,
		at: last.at,
		from: updates[0]?.at ?? last.at,
		authorIds: [...new Set(updates.map(({ personId }) => personId))],
		acceptedBy: []
	}
}
