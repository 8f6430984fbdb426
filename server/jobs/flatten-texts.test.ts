import { expect, it, vi } from 'vitest'
import * as Y from 'yjs'
import { activityNotes } from '#domain/plan/activity.ts'
import { activitiesMap, metaMap, readPlanMeta } from '#domain/plan/layout.ts'
import { plainTextOf } from '#domain/plan/rich-text.ts'
import { findRoadmap } from '#domain/roadmaps/all.ts'
import { element, words, writeOldText } from '../../tests/support/old-texts.ts'
import { openMigrated } from '../data.ts'
import { createSqliteRegistry } from '../database/sqlite/registry.ts'
import { createMemoryStorage } from '../documents/storage/testing/memory.ts'
import { insertMunicipality } from '../people/municipalities.ts'
import { deleteProgram } from '../people/programs.ts'
import { SERVER_AUTHOR } from '../documents/storage/storage.ts'
import { contentFromRoadmap, createProgram } from '../programs/create-program.ts'
import { createFlattening } from './flatten-texts.ts'
import { startProjector } from './projection/projector.ts'
import { createProjectionWork } from './projection/work.ts'

const at = '2026-09-30T05:00:00.000Z'
const PLAN = 'plan:one'

/** A programme whose plan an older server has made. */
async function createOldProgram() {
	const registry = createSqliteRegistry(openMigrated(':memory:'))
	const storage = createMemoryStorage()
	await registry.commitTogether([
		insertMunicipality(registry, { id: 'town', name: 'Город', timeZone: 'Asia/Tomsk', isDemo: false }, at)
	])
	const roadmap = findRoadmap('tomsk-beginner-head')!
	const program = { id: 'one', municipalityId: 'town', title: 'one', organisation: '', startsOn: '2026-09-01' }
	const made = { ...program, termMonths: 24, roadmap, members: [] }
	const content = contentFromRoadmap(made, new Date(at))
	const fill = (doc: Y.Doc) => {
		content.fill(doc)
		for (const item of activitiesMap(doc).values()) writeOldText(item, 'notes', [])
		writeOldText(activitiesMap(doc).get('a1-2')!, 'notes', ['Журналы'])
		metaMap(doc).set('schemaVersion', 1)
	}
	await createProgram(registry, storage, made, new Date(at), { ...content, fill })
	return { registry, storage }
}

type OldProgram = Awaited<ReturnType<typeof createOldProgram>>

/** `store` null: the server ends before the update is stored. */
function startServer({ registry, storage }: OldProgram, isCutOff = false) {
	const log = { error: vi.fn() }
	const store = vi.fn(async (documentId: string, author: { personId: string }, bytes: Uint8Array) => {
		if (isCutOff) throw new Error('The server ends')
		await storage.append(documentId, { bytes, deviceId: SERVER_AUTHOR, at, personId: author.personId })
		projector.enqueue(documentId)
		return 'stored' as const
	})
	const onProjected = vi.fn()
	const flattening = createFlattening({ registry, relay: { store }, log })
	const projector = startProjector({
		registry,
		storage,
		now: () => new Date(at),
		log,
		work: { ...createProjectionWork(), spentMs: () => 0, stop: async () => undefined },
		onOldTexts: (...plan) => flattening.flatten(...plan),
		onProjected
	})
	return { projector, store, log, onProjected }
}

/** From its start until the plan is read, or cannot be, and then until its stop. */
async function runOnce({ projector, onProjected, log }: ReturnType<typeof startServer>): Promise<void> {
	await projector.catchUp()
	await vi.waitFor(() => expect(onProjected.mock.calls.length + log.error.mock.calls.length).toBeGreaterThan(0))
	await projector.stop()
}

async function readPlan({ storage }: OldProgram): Promise<Y.Doc> {
	const doc = new Y.Doc()
	for (const { bytes } of await storage.load(PLAN)) Y.applyUpdate(doc, bytes)
	return doc
}

it('a server that knows flat texts writes each plan anew once, and says so to older apps', async () => {
	const program = await createOldProgram()
	const server = startServer(program)
	const { store, log } = server
	await runOnce(server)
	const plan = await readPlan(program)
	expect(activityNotes(plan, 'a1-2')).toBeInstanceOf(Y.Text)
	expect(plainTextOf(activityNotes(plan, 'a1-2')!)).toBe('Журналы')
	expect(readPlanMeta(plan).schemaVersion).toBe(2)
	expect([store.mock.calls.length, log.error.mock.calls.length]).toEqual([1, 0])
	const again = startServer(program)
	again.projector.enqueue(PLAN)
	await again.projector.stop()
	expect(again.store).not.toHaveBeenCalled()
})

it('a phone that was away with the older app brings its words, which are its person’s in the history', async () => {
	const program = await createOldProgram()
	const phone = await readPlan(program)
	await runOnce(startServer(program))

	const before = Y.encodeStateVector(phone)
	const notes = activitiesMap(phone).get('a1-2')!.get('notes') as Y.XmlFragment
	notes.push([element('paragraph', words('Смета'))])
	const tablet = await readPlan(program)
	const tabletBefore = Y.encodeStateVector(tablet)
	;(activityNotes(tablet, 'a1-2') as Y.Text).insert(0, 'Все ')
	const written = { deviceId: 'd', at, bytes: Y.encodeStateAsUpdate(tablet, tabletBefore) }
	await program.storage.append(PLAN, { ...written, personId: 'viktor' })

	// Each finds what the one before left.
	const second = startServer(program)
	await runOnce(second)
	const third = startServer(program)
	await program.storage.append(PLAN, { ...written, bytes: Y.encodeStateAsUpdate(phone, before), personId: 'irina' })
	third.projector.enqueue(PLAN)
	await third.projector.stop()
	expect(second.store).not.toHaveBeenCalled()
	expect(third.store.mock.calls[0]?.[1]).toMatchObject({ personId: 'irina' })
	expect(plainTextOf(activityNotes(await readPlan(program), 'a1-2')!)).toBe('Все Журналы\nСмета')
})

it('a server that was killed between bridge and plan goes on after its next start', async () => {
	const program = await createOldProgram()
	await runOnce(startServer(program, true))
	expect(activityNotes(await readPlan(program), 'a1-2')).toBeInstanceOf(Y.XmlFragment)
	await runOnce(startServer(program))
	const plan = await readPlan(program)
	expect(plainTextOf(activityNotes(plan, 'a1-2')!)).toBe('Журналы')
	expect(plan.store.pendingStructs).toBeNull()
})

it('a deleted programme leaves no words in the bridge', async () => {
	const program = await createOldProgram()
	await runOnce(startServer(program))
	const bridges = () => program.registry.query.selectFrom('text_bridges').select('program_id').execute()
	expect(await bridges()).toHaveLength(1)
	await deleteProgram(program.registry, 'one', at, null)
	expect(await bridges()).toEqual([])
})
