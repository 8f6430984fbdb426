/** After any compaction and thinning at any time, everybody gets the same as from the original rows (sync.md R5). */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { compactDocument, thinDocument } from '../../server/documents/compaction/document.ts'
import { compactionWork, type CompactionWork } from '../../server/documents/compaction/work.ts'
import { createMergedLogs } from '../../server/documents/storage/merged-logs.ts'
import { openMigrated } from '../../server/data.ts'
import { createMemoryStorage } from '../../server/documents/storage/testing/memory.ts'
import { createSqliteStorage } from '../../server/documents/storage/sqlite/storage.ts'
import type { DocumentStorage, StoredUpdate } from '../../server/documents/storage/storage.ts'

const plan = 'plan:program-1'
const DAY_MS = 24 * 60 * 60 * 1000
const people = ['viktor', 'irina', 'galina'] as const

type Step =
	| { type: 'edit'; who: number; edit: number; place: number }
	/** Sends one unsent edit, perhaps not the oldest: then it must wait for the older one. */
	| { type: 'send'; who: number; which: number }
	| { type: 'pull'; who: number }
	| { type: 'wait'; hours: number }
	| { type: 'compact' }
	/** `mostRecentRows`: so few that the plan is crowded now and then; null: as in the product. */
	| { type: 'thin'; mostRecentRows: number | null }

const who = fc.nat(people.length - 1)
const step: fc.Arbitrary<Step> = fc.oneof(
	{ weight: 6, arbitrary: fc.record({ type: fc.constant('edit'), who, edit: fc.nat(5), place: fc.nat(20) }) },
	{
		weight: 6,
		arbitrary: fc.record({
			type: fc.constant('send'),
			who,
			which: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.nat(2))
		})
	},
	{ weight: 2, arbitrary: fc.record({ type: fc.constant('pull'), who }) },
	{
		weight: 3,
		arbitrary: fc.record({ type: fc.constant('wait'), hours: fc.oneof(fc.nat(30), fc.nat(300), fc.nat(3000)) })
	},
	{ weight: 1, arbitrary: fc.record({ type: fc.constant('compact') }) },
	{
		weight: 2,
		arbitrary: fc.record({ type: fc.constant('thin'), mostRecentRows: fc.option(fc.nat(8)) })
	}
)

describe('compaction', () => {
	it.each([
		['memory', () => createMemoryStorage(), 80],
		['SQLite', () => createSqliteStorage(openMigrated(':memory:')), 10]
	])(
		'[R5] in %s changes nothing for newcomers, for who resumes, and the plan of any day',
		async (_where, create, numRuns) => {
			const steps = fc.array(step, { minLength: 20, maxLength: 120, size: 'max' })
			const property = fc.asyncProperty(steps, fc.nat(), async (steps, resumeAt) => {
				const history = await live(steps, { storage: create() })
				await expectSameForNewcomers(history)
				await expectSameForResuming(history, resumeAt)
				await expectSameEveryDay(history)
			})
			await fc.assert(property, { numRuns })
		}
	)

	it('[R5] what Viktor wrote before the server had its beginning is there when the beginning comes', async () => {
		const history = await live(endBeforeBeginning)
		await expectSameForNewcomers(history)
		const [beginning] = history.unsent
		await history.storage.append(plan, { ...byViktor, bytes: beginning ?? new Uint8Array() })
		expect(await compactDocument({ storage: history.storage, work: compactionWork }, plan)).toBe('saved')
		expect(contentOf(await newcomer(history.storage)).text).toHaveLength(2)
	})

	it('[R5] a compaction that forgets what waits for its beginning would be noticed', async () => {
		const history = await live(endBeforeBeginning, { work: forgettingPending })
		await expect(expectSameForNewcomers(history)).rejects.toThrow()
	})
})

/** The second of two letters is sent, the first is not. */
const endBeforeBeginning: readonly Step[] = [
	{ type: 'edit', who: 0, edit: 0, place: 0 },
	{ type: 'edit', who: 0, edit: 0, place: 0 },
	{ type: 'send', who: 0, which: 1 },
	{ type: 'compact' },
	{ type: 'wait', hours: 24 * 40 },
	{ type: 'thin', mostRecentRows: null },
	{ type: 'compact' }
]
const byViktor = { personId: 'viktor', deviceId: 'phone', at: '2024-06-01T08:00:00.000Z' }

const forgettingPending: CompactionWork = {
	...compactionWork,
	async compact(base, updates) {
		const doc = docOf(base === null ? updates : [base, ...updates])
		Object.assign(doc.store, { pendingStructs: null, pendingDs: null })
		return { outcome: 'compacted', bytes: Y.encodeStateAsUpdate(doc), covers: Y.encodeSnapshot(Y.snapshot(doc)) }
	}
}

interface History {
	storage: DocumentStorage
	/** Every update as it was first stored. */
	raw: { bytes: Uint8Array; at: string }[]
	/** What people have not sent. */
	unsent: Uint8Array[]
	now: Date
}

async function live(
	steps: readonly Step[],
	{ storage = createMemoryStorage(), work = compactionWork }: { storage?: DocumentStorage; work?: CompactionWork } = {}
): Promise<History> {
	await storage.createDocument(plan)
	const raw: History['raw'] = []
	let nowMs = Date.parse('2024-02-26T20:00:00.000Z')
	const devices = people.map((person, index) => {
		const doc = new Y.Doc()
		doc.clientID = index + 1
		const unsent: Uint8Array[] = []
		doc.on('update', (update: Uint8Array, origin) => {
			if (origin !== 'relay') unsent.push(update)
		})
		return { person, doc, unsent }
	})
	for (const step of steps) {
		const device = 'who' in step ? devices[step.who] : undefined
		if (step.type === 'wait') nowMs += step.hours * 60 * 60 * 1000 + 1
		else if (step.type === 'compact') await compactDocument({ storage, work }, plan)
		else if (step.type === 'thin')
			await thinDocument({ storage, work, mostRecentRows: step.mostRecentRows ?? undefined }, plan, new Date(nowMs))
		else if (device === undefined) continue
		else if (step.type === 'edit') edit(device.doc, step.edit, step.place)
		else if (step.type === 'pull')
			for (const row of await storage.load(plan)) Y.applyUpdate(device.doc, row.bytes, 'relay')
		else {
			const [bytes] = device.unsent.splice(step.which % Math.max(1, device.unsent.length), 1)
			if (bytes === undefined) continue
			const at = new Date(nowMs).toISOString()
			raw.push({ bytes, at })
			await storage.append(plan, { bytes, personId: device.person, deviceId: 'phone', at })
		}
	}
	return { storage, raw, unsent: devices.flatMap(({ unsent }) => unsent), now: new Date(nowMs) }
}

function edit(doc: Y.Doc, kind: number, place: number): void {
	const text = doc.getText('text')
	const items = doc.getMap<Y.Map<unknown>>('items')
	const key = `item-${place % 4}`
	doc.transact(() => {
		if (kind === 0) text.insert(place % (text.length + 1), String.fromCharCode(97 + place))
		else if (kind === 1 && text.length > 0) text.delete(place % text.length, 1)
		else if (kind === 2) items.set(key, new Y.Map([['done', place]]))
		else if (kind === 3) items.get(key)?.set('done', place)
		else if (kind === 4) items.delete(key)
		else doc.getArray('order').insert(0, [place])
	})
}

async function expectSameForNewcomers({ storage, raw, unsent }: History): Promise<void> {
	const expected = docOf(raw.map(({ bytes }) => bytes))
	const found = await newcomer(storage)
	expectSameDoc(found, expected)
	// What waits in one waits in the other: when all updates have come, they are still equal.
	for (const update of unsent) for (const doc of [found, expected]) Y.applyUpdate(doc, update)
	expectSameDoc(found, expected)

	const asked = Y.decodeStateVector((await createMergedLogs(storage).readKnowledge(plan)).stateVector())
	const has = Y.decodeStateVector(Y.encodeStateVector(docOf(raw.map(({ bytes }) => bytes))))
	// The relay may ask for more than it lacks, never for less.
	for (const [client, clock] of asked) expect(clock).toBeLessThanOrEqual(has.get(client) ?? 0)
}

async function expectSameForResuming({ storage, raw }: History, resumeAt: number): Promise<void> {
	const since = resumeAt % (raw.length + 1)
	const device = docOf(raw.slice(0, since).map(({ bytes }) => bytes))
	for (const row of await storage.load(plan, since)) Y.applyUpdate(device, row.bytes)
	const expected = docOf(raw.map(({ bytes }) => bytes))
	expectSameDoc(device, expected)

	const asking = docOf(raw.slice(0, since).map(({ bytes }) => bytes))
	const log = await createMergedLogs(storage).read(plan)
	for (const update of log.diffs(Y.encodeStateVector(asking))) Y.applyUpdate(asking, update)
	expectSameDoc(asking, expected)
}

/** Compares every day of the last year, and every Sunday of the year before it. */
async function expectSameEveryDay({ storage, raw, now }: History): Promise<void> {
	const rows = await storage.load(plan)
	const thisDay = now.getTime() - (now.getTime() % DAY_MS)
	const dayEnds = raw.map(({ at }) => Date.parse(at) - (Date.parse(at) % DAY_MS) + DAY_MS)
	const weekEnds = dayEnds.map((end) => end + ((8 - new Date(end).getUTCDay()) % 7) * DAY_MS)
	for (const end of new Set([...dayEnds, ...weekEnds])) {
		const age = (thisDay - end) / DAY_MS
		// 720 days are less than 24 months.
		if (age > 720 || (age > 360 && !weekEnds.includes(end))) continue
		expectSameDoc(docOf(before(rows, end)), docOf(before(raw, end)))
	}
}

function before(updates: readonly Pick<StoredUpdate, 'bytes' | 'at'>[], end: number): Uint8Array[] {
	return updates.filter(({ at }) => Date.parse(at) < end).map(({ bytes }) => bytes)
}

async function newcomer(storage: DocumentStorage): Promise<Y.Doc> {
	return docOf((await createMergedLogs(storage).read(plan)).pieces)
}

function docOf(updates: readonly Uint8Array[]): Y.Doc {
	const doc = new Y.Doc()
	for (const update of updates) Y.applyUpdate(doc, update)
	return doc
}

function expectSameDoc(found: Y.Doc, expected: Y.Doc): void {
	expect(contentOf(found)).toEqual(contentOf(expected))
	expect(Y.decodeStateVector(Y.encodeStateVector(found))).toEqual(Y.decodeStateVector(Y.encodeStateVector(expected)))
	expect(Y.equalSnapshots(Y.snapshot(found), Y.snapshot(expected))).toBe(true)
}

function contentOf(doc: Y.Doc): { text: string; items: unknown; order: unknown } {
	return {
		text: doc.getText('text').toJSON(),
		items: doc.getMap('items').toJSON(),
		order: doc.getArray('order').toJSON()
	}
}
