import { describe, expect, it, vi } from 'vitest'
import * as Y from 'yjs'
import { activityNotes } from '#domain/plan/activity.ts'
import { addMeeting } from '#domain/plan/edit.ts'
import { meetingMinutes } from '#domain/plan/meeting.ts'
import { findRoadmap } from '#domain/roadmaps/all.ts'
import { startProjector, type ProjectorOptions } from './projector.ts'
import { createProjectionThread } from './thread.ts'
import { createProjectionWork } from './work.ts'
import { createProgram } from '../../programs/create-program.ts'
import { createSqliteRegistry } from '../../database/sqlite/registry.ts'
import { insertMunicipality } from '../../people/municipalities.ts'
import { readSummaries } from '../../programs/summaries.ts'
import { openMigrated } from '../../data.ts'
import { createMemoryStorage } from '../../documents/storage/testing/memory.ts'

const now = new Date('2026-09-30T05:00:00.000Z')

async function setUp(programIds: readonly string[], changes: Partial<ProjectorOptions> = {}) {
	const database = openMigrated(':memory:')
	const registry = createSqliteRegistry(database)
	const storage = changes.storage ?? createMemoryStorage()
	await registry.commitTogether([
		insertMunicipality(
			registry,
			{ id: 'town', name: 'Город', timeZone: 'Asia/Tomsk', isDemo: false },
			now.toISOString()
		)
	])
	const roadmap = findRoadmap('tomsk-beginner-head')
	if (roadmap === null) throw new Error('The roadmap is gone')
	for (const id of programIds) {
		const program = { id, municipalityId: 'town', title: id, organisation: '', startsOn: '2026-09-01', termMonths: 24 }
		await createProgram(registry, storage, { ...program, roadmap, members: [] }, now)
	}
	const onProjected = vi.fn()
	const log = { error: vi.fn() }
	const projector = startProjector({
		registry,
		storage,
		now: () => now,
		log,
		onProjected,
		work: inProcess(),
		...changes
	})
	return { registry, storage, projector, onProjected, log }
}

/** As at a start, until these plans have their summaries. */
async function catchUp({ projector, onProjected }: Awaited<ReturnType<typeof setUp>>, programIds: readonly string[]) {
	await projector.catchUp()
	await expect.poll(() => new Set(onProjected.mock.calls.flat(2))).toEqual(new Set(programIds))
}

/** Tests of the thread itself are below. Its work counts as none: on a busy machine the rests would be long. */
function inProcess() {
	return { ...createProjectionWork(), spentMs: () => 0, stop: async () => undefined }
}

function meetingUpdate(id: string): Uint8Array {
	const doc = new Y.Doc()
	addMeeting(doc, id, { heldOn: '2026-09-29' }, { personId: 'viktor', at: now.toISOString() })
	return Y.encodeStateAsUpdate(doc)
}

const at = (personId: string) => ({ personId, deviceId: 'd', at: now.toISOString() })

/** Types into the notes of the first activity, by default. */
async function openPhone(
	storage: ProjectorOptions['storage'],
	textOf = (doc: Y.Doc) => activityNotes(doc, 'a1-1') as Y.Text
) {
	const doc = new Y.Doc()
	for (const { bytes } of await storage.load('plan:one')) Y.applyUpdate(doc, bytes)
	return {
		write(words: string) {
			const before = Y.encodeStateVector(doc)
			textOf(doc).insert(textOf(doc).length, words)
			return { ...at('viktor'), bytes: Y.encodeStateAsUpdate(doc, before) }
		}
	}
}

describe('the projector', () => {
	it('at start catches up with what was stored before the server was killed', async () => {
		const server = await setUp(['one', 'two'])
		await catchUp(server, ['one', 'two'])
		const summaries = await readSummaries(server.registry, ['one', 'two'])
		expect([...summaries.values()].map(({ total }) => total)).toEqual([22, 22])
		await server.projector.stop()
	})

	it('stops without the thousands of plans that a start found behind, and the next start reads them', async () => {
		const towns = Array.from({ length: 60 }, (_, index) => `program-${index}`)
		const stopped = await setUp(towns)
		await stopped.projector.catchUp()
		await vi.waitFor(() => expect(stopped.onProjected).toHaveBeenCalled())
		await stopped.projector.stop()
		expect(stopped.onProjected.mock.calls.flat(2).length).toBeLessThan(towns.length)
		const { registry, storage, projector } = stopped
		const next = await setUp([], { registry, storage })
		await next.projector.catchUp()
		await expect.poll(async () => (await readSummaries(registry, towns)).size).toBe(towns.length)
		await Promise.all([projector.stop(), next.projector.stop()])
	})

	it('reads what Viktor writes before the plans that a start found behind', async () => {
		const towns = Array.from({ length: 60 }, (_, index) => `program-${index}`)
		const server = await setUp([...towns, 'one'])
		await server.projector.catchUp()
		server.projector.enqueue('plan:one')
		await catchUp(server, [...towns, 'one'])
		expect(server.onProjected.mock.calls[0]?.[0]).toContain('one')
		await server.projector.stop()
	})

	it('rests after a plan that took long, before it reads the next', async () => {
		const work = inProcess()
		const { read } = work
		let spent = 0
		work.spentMs = () => spent
		work.read = (news) => {
			spent += 200
			return read(news)
		}
		const server = await setUp(['one', 'two'], { work })
		await catchUp(server, ['one', 'two'])
		expect(server.onProjected.mock.calls).toEqual([[['one']], [['two']]])
		await server.projector.stop()
	})

	it('[T44] counts a plan anew against the edition that has come into force, though nobody has edited it', async () => {
		const { registry, projector } = await setUp(['one', 'two'])
		const counted = async () => [...(await readSummaries(registry, ['one', 'two'])).values()].map(({ total }) => total)
		await projector.catchUp()
		await expect.poll(counted).toEqual([22, 22])
		const approved = { hash: 'first', on: '2026-09-12', planned: ['a1-1', 'a1-2', 'a1-3'], cancelled: ['a1-4'] }
		await registry.commitTogether([
			registry.query
				.updateTable('programs')
				.set({ approved: JSON.stringify(approved) })
				.where('id', '=', 'one')
		])
		// As after a crash between the commit and the projection.
		await projector.catchUp()
		await expect.poll(counted).toEqual([3, 22])
		await projector.stop()
		expect((await readSummaries(registry, ['one'])).get('one')).toMatchObject({ cancelled: 1, toCancel: 0 })
	})

	it('passes over a row damaged on the disk, and shows what stands behind it', async () => {
		const server = await setUp(['one'])
		const { registry, storage, projector } = server
		const edit = { personId: 'viktor', deviceId: 'd', at: now.toISOString() }
		await storage.append('plan:one', { ...edit, bytes: Uint8Array.of(7, 7, 7) })
		await storage.append('plan:one', { ...edit, bytes: meetingUpdate('m1') })
		await catchUp(server, ['one'])
		await projector.stop()
		expect((await readSummaries(registry, ['one'])).get('one')?.meetings).toHaveLength(1)
	})

	it('takes a burst of edits for one projection, and goes on from where it was', async () => {
		const { registry, storage, projector, onProjected } = await setUp(['one'])
		for (const id of ['m1', 'm2', 'm3']) {
			const bytes = meetingUpdate(id)
			await storage.append('plan:one', { bytes, personId: 'viktor', deviceId: 'd', at: now.toISOString() })
			projector.enqueue('plan:one')
		}
		await projector.stop()
		expect(onProjected.mock.calls).toEqual([[['one']]])
		expect((await readSummaries(registry, ['one'])).get('one')?.meetings).toHaveLength(3)
		const edits = await registry.query.selectFrom('last_edits').selectAll().execute()
		expect(edits).toMatchObject([{ program_id: 'one', person_id: 'viktor', sequence: 4 }])
	})

	it('does not open a plan into which people only type, and still knows who did', async () => {
		const work = inProcess()
		const read = vi.spyOn(work, 'read')
		const { registry, storage, projector } = await setUp(['one'], { work })
		const phone = await openPhone(storage)
		const words = phone.write('Журналы')
		await storage.append('plan:one', { ...words, personId: 'viktor' })
		projector.enqueue('plan:one')
		await expect.poll(() => read.mock.calls.length).toBe(1)
		await storage.append('plan:one', { ...phone.write(' проверены'), personId: 'irina' })
		projector.enqueue('plan:one')
		await projector.stop()
		expect(read).toHaveBeenCalledOnce()
		const { sequence } = await registry.query.selectFrom('summaries').select('sequence').executeTakeFirstOrThrow()
		const edits = await registry.query
			.selectFrom('last_edits')
			.select(['person_id', 'sequence'])
			.orderBy('sequence')
			.execute()
		expect([sequence, edits]).toEqual([
			3,
			[
				{ person_id: 'viktor', sequence: 2 },
				{ person_id: 'irina', sequence: 3 }
			]
		])
	})

	it('opens a plan with a meeting nobody has written into, for words may tell that it took place', async () => {
		const { registry, storage, projector } = await setUp(['one'])
		await storage.append('plan:one', { ...at('viktor'), bytes: meetingUpdate('m1') })
		projector.enqueue('plan:one')
		const meeting = async () => (await readSummaries(registry, ['one'])).get('one')?.meetings[0]
		await expect.poll(meeting).toMatchObject({ id: 'm1', isBlank: true })
		const phone = await openPhone(storage, (doc) => meetingMinutes(doc, 'm1') as Y.Text)
		await storage.append('plan:one', { ...phone.write('Обс'), personId: 'irina' })
		await storage.append('plan:one', { ...phone.write('удили'), personId: 'irina' })
		projector.enqueue('plan:one')
		await projector.stop()
		expect(await meeting()).not.toHaveProperty('isBlank')
	})

	it('reads plans in a thread of its own', async () => {
		const work = createProjectionThread()
		const { registry, storage, projector, log } = await setUp(['one'], { work })
		const meetings = async () => (await readSummaries(registry, ['one'])).get('one')?.meetings.length
		const edit = async (id: string) => {
			await storage.append('plan:one', { ...at('viktor'), bytes: meetingUpdate(id) })
			projector.enqueue('plan:one')
		}
		await edit('m1')
		await expect.poll(meetings, { timeout: 10_000 }).toBe(1)
		await edit('m2')
		await expect.poll(meetings).toBe(2)
		await projector.stop()
		expect(log.error).not.toHaveBeenCalled()
	})

	it('says once of a plan that other software has made unreadable, and goes on', async () => {
		const work = inProcess()
		const { read } = work
		work.read = (news) => (news.programId === 'one' ? Promise.resolve('unreadable') : read(news))
		const server = await setUp(['one', 'two'], { work })
		const { registry, projector, log } = server
		await catchUp(server, ['two'])
		await projector.stop()
		expect([...(await readSummaries(registry, ['one', 'two'])).keys()]).toEqual(['two'])
		expect(log.error.mock.calls).toEqual([[{ programId: 'one' }, 'A plan is unreadable']])
	})

	it('tries a plan again a minute after the disk was full', async () => {
		vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
		try {
			const { registry, projector, log } = await setUp(['one'])
			const store = registry.commitTogether
			registry.commitTogether = () => Promise.reject(new Error('disk full'))
			projector.enqueue('plan:one')
			await vi.waitFor(() => expect(log.error).toHaveBeenCalledOnce())
			registry.commitTogether = store
			await vi.advanceTimersByTimeAsync(60_000)
			await projector.stop()
			expect((await readSummaries(registry, ['one'])).size).toBe(1)
		} finally {
			vi.useRealTimers()
		}
	})

	it('still knows whose edits they were after summaries could not be stored', async () => {
		const { registry, storage, projector, log } = await setUp(['one'])
		const store = registry.commitTogether
		registry.commitTogether = () => {
			throw new Error('disk full')
		}
		const at = now.toISOString()
		await storage.append('plan:one', { bytes: meetingUpdate('m1'), personId: 'viktor', deviceId: 'd', at })
		projector.enqueue('plan:one')
		await expect.poll(() => log.error.mock.calls.length).toBe(1)
		registry.commitTogether = store
		await storage.append('plan:one', { bytes: meetingUpdate('m2'), personId: 'irina', deviceId: 'd', at })
		projector.enqueue('plan:one')
		await projector.stop()
		const edits = await registry.query.selectFrom('last_edits').select('person_id').execute()
		expect(edits.map(({ person_id }) => person_id).sort()).toEqual(['irina', 'viktor'])
	})

	it('reads a compacted plan from its snapshot, and whose edits they were from merged rows', async () => {
		const { registry, storage, projector } = await setUp(['one'])
		const at = now.toISOString()
		for (const [id, personId] of [
			['m1', 'viktor'],
			['m2', 'irina'],
			['m3', 'irina']
		] as const) {
			await storage.append('plan:one', { bytes: meetingUpdate(id), personId, deviceId: 'd', at })
		}
		const rows = await storage.load('plan:one')
		const whole = new Y.Doc()
		for (const { bytes } of rows) Y.applyUpdate(whole, bytes)
		const covers = Y.encodeSnapshot(Y.snapshot(whole))
		await storage.saveSnapshot('plan:one', { epoch: 1, sequence: 3, bytes: Y.encodeStateAsUpdate(whole), covers })
		const last = rows.at(-1)
		if (last === undefined) throw new Error('Nothing is stored')
		const bytes = Y.mergeUpdates(rows.slice(1).map((row) => row.bytes))
		await storage.thin('plan:one', { ...last, bytes, count: 3, from: at, authorIds: ['viktor', 'irina'] })
		projector.enqueue('plan:one')
		await projector.stop()
		expect((await readSummaries(registry, ['one'])).get('one')?.meetings).toHaveLength(3)
		const edits = await registry.query.selectFrom('last_edits').select(['person_id', 'sequence']).execute()
		expect(edits.map(({ person_id, sequence }) => [person_id, sequence]).sort()).toEqual([
			['irina', 4],
			['viktor', 4]
		])
	})

	it('reads a plan from its rows when its snapshot is damaged', async () => {
		const { registry, storage, projector } = await setUp(['one'])
		const edit = { personId: 'viktor', deviceId: 'd', at: now.toISOString() }
		await storage.append('plan:one', { ...edit, bytes: meetingUpdate('m1') })
		const damaged = Uint8Array.of(1, 1, 255)
		await storage.saveSnapshot('plan:one', { epoch: 1, sequence: 2, bytes: damaged, covers: Uint8Array.of(0, 0) })
		projector.enqueue('plan:one')
		await projector.stop()
		expect((await readSummaries(registry, ['one'])).get('one')).toMatchObject({ total: 22, meetings: [{}] })
	})

	it('passes over notes, unknown programmes and nonsense', async () => {
		const { projector, onProjected, log } = await setUp(['one'])
		for (const documentId of ['notes:one', 'plan:nowhere', 'nonsense']) projector.enqueue(documentId)
		await projector.stop()
		expect(onProjected).not.toHaveBeenCalled()
		expect(log.error).not.toHaveBeenCalled()
	})

	it('is not stopped by a plan that cannot be read', async () => {
		const storage = createMemoryStorage()
		const { registry, projector, log } = await setUp(['one', 'two'], {
			storage: {
				...storage,
				load: (id, after) => (id === 'plan:one' ? Promise.reject(new Error('disk')) : storage.load(id, after))
			}
		})
		projector.enqueue('plan:one')
		projector.enqueue('plan:two')
		await projector.stop()
		expect([...(await readSummaries(registry, ['one', 'two'])).keys()]).toEqual(['two'])
		expect(log.error).toHaveBeenCalledOnce()
	})
})
