import { describe, expect, it, vi } from 'vitest'
import * as Y from 'yjs'
import { restorePlan } from '#domain/plan/history/restore.ts'
import { activityNotes, readActivity } from '#domain/plan/activity.ts'
import {
	addAgreement,
	addMeeting,
	deleteActivity,
	deleteMeeting,
	editActivity,
	markActivity
} from '#domain/plan/edit.ts'
import { addActivity } from '#domain/plan/position.ts'
import type { Author } from '#domain/plan/layout.ts'
import type { Status } from '#domain/plan/mark.ts'
import { contentOf } from '#domain/plan/imported-content.ts'
import { addFileImport } from '#domain/plan/event.ts'
import { setPlainText } from '#domain/plan/edit-text.ts'
import { readStages } from '#domain/plan/stage.ts'
import type { HistoryEntry } from '#protocol/api/program.ts'
import { createPlanLog, planMadeAt, type PlanLog } from '../../../tests/support/plan-log.ts'
import { irina } from '../../../tests/support/plan-pair.ts'
import { groupThinnable, rowOfGroup, takeThinnable, thinningBounds } from '../compaction/thinning.ts'
import { compactionWork, type CompactionWork } from '../compaction/work.ts'
import { thinDocument } from '../compaction/document.ts'
import { createMemoryStorage } from '../storage/testing/memory.ts'
import type { DocumentStorage } from '../storage/storage.ts'
import { createHistory, type History } from './history.ts'
import { eventually } from '../../../tests/support/eventually.ts'

const mark = (id: string, status: Status) => (doc: Y.Doc, author: Author) =>
	markActivity(doc, id, { markId: `${id} ${author.at}`, status, doneOn: author.at.slice(0, 10) }, author)
const minute = (at: number) => new Date(Date.UTC(2026, 10, 20, 9, at)).toISOString()

/** An entry in short: who, and what happened to what. */
const summarise = ({ kind, authorIds, changes }: HistoryEntry) =>
	`${kind === 'sitting' ? '' : `${kind} `}${authorIds.join('+')}: ${changes
		.map((change) => `${change.type === 'marked' ? change.status : change.type} ${change.itemId}`)
		.join(', ')}`

async function summariseAll({ storage, documentId }: PlanLog): Promise<string[]> {
	return (await createHistory(storage).readPage(documentId, null)).entries.map(summarise)
}

describe('the history of a plan', () => {
	it('tells sittings, the newest first, down to the making of the plan', async () => {
		const log = await createPlanLog()
		await log.edit('irina', minute(0), mark('a1-1', 'inProgress'))
		await log.edit('irina', minute(5), mark('a1-2', 'done'))
		await log.edit('irina', minute(40), mark('a1-1', 'done'))
		const page = await createHistory(log.storage).readPage(log.documentId, null)
		expect(page.entries.map(summarise)).toEqual(['irina: done a1-1', 'irina: inProgress a1-1, done a1-2', 'start : '])
		expect(page.nextBefore).toBeNull()
		expect(page.entries[1]).toMatchObject({ sequence: 3, from: minute(0), at: minute(5), moreChanges: 0 })
		expect(page.entries[2]).toMatchObject({ sequence: 1, at: planMadeAt })
	})

	it('tells each of two people who wrote at the same time what they did', async () => {
		const log = await createPlanLog()
		await log.edit('viktor', minute(0), (doc, author) => editActivity(doc, 'a1-1', { place: 'Школа № 14' }, author))
		await log.edit('irina', minute(1), mark('a1-2', 'inProgress'))
		await log.edit('viktor', minute(2), (doc, author) => editActivity(doc, 'a1-1', { place: 'Лицей № 2' }, author))
		await log.edit('irina', minute(3), mark('a1-2', 'done'))
		const { entries } = await createHistory(log.storage).readPage(log.documentId, null)
		expect(entries.map(summarise)).toEqual(['irina: done a1-2', 'viktor: changed a1-1', 'start : '])
		expect(entries[1]?.changes).toMatchObject([{ field: 'place', before: null, after: 'Лицей № 2' }])
	})

	it('passes over what came to nothing', async () => {
		const log = await createPlanLog()
		await log.edit('viktor', minute(0), (doc, author) => {
			addActivity(doc, { id: 'new', stageId: 's1', title: 'Разбор' }, author)
			deleteActivity(doc, 'new', author)
		})
		expect(await summariseAll(log)).toEqual(['start : '])
	})

	it('tells all that a plan brought back may change, of what is beyond it how much more it is, and of each entry of a full page some', async () => {
		const log = await createPlanLog()
		for (const sitting of [0, 1, 2, 3, 4]) {
			await log.edit('viktor', minute(sitting * 30), (doc, author) =>
				doc.transact(() => {
					for (let index = 0; index < 505; index++)
						addMeeting(doc, `${sitting} ${index}`, { topic: `Урок ${index}` }, author)
				})
			)
		}
		const { entries } = await createHistory(log.storage).readPage(log.documentId, null)
		expect(entries.map(({ changes, moreChanges }) => [changes.length, moreChanges])).toEqual([
			...Array.from({ length: 4 }, () => [500, 5]),
			[20, 485],
			[0, 0]
		])
	})

	it('tells an edit that came before the one it depends on when that has come', async () => {
		const log = await createPlanLog()
		const { storage, documentId, doc } = log
		const [first, second] = [[], []] as Uint8Array[][]
		doc.on('update', (update) => void (first!.length === 0 ? first : second)!.push(update))
		editActivity(doc, 'a1-1', { place: 'Школа' }, irina())
		editActivity(doc, 'a1-1', { place: 'Лицей' }, irina())
		const store = (bytes: Uint8Array | undefined, at: string) =>
			storage.append(documentId, { bytes: bytes!, personId: 'irina', deviceId: 'phone', at })
		await store(second![0], minute(0))
		await store(first![0], minute(30))
		expect(await summariseAll(log)).toEqual(['irina: changed a1-1', 'start : '])
	})

	it('tells a restore by itself; the state before it stays to be shown, and what follows is another sitting', async () => {
		const log = await createPlanLog()
		const past = new Y.Doc()
		Y.applyUpdate(past, Y.encodeStateAsUpdate(log.doc))
		await log.edit('viktor', minute(0), mark('a1-1', 'done'))
		const spoiled = await log.edit('viktor', minute(1), (doc, author) => deleteActivity(doc, 'a1-2', author))
		const restored = await log.edit('viktor', minute(2), (doc, author) => {
			restorePlan(doc, { doc: past, at: planMadeAt }, author)
		})
		await log.edit('viktor', minute(3), mark('a1-3', 'done'))
		const history = createHistory(log.storage)
		const { entries } = await history.readPage(log.documentId, null)
		expect(entries.map(summarise)).toEqual([
			'viktor: done a1-3',
			'viktor: planned a1-1, restored a1-2',
			'viktor: done a1-1, deleted a1-2',
			'start : '
		])
		expect(entries.map(({ sequence, events }) => [sequence, events])).toEqual([
			[restored + 1, []],
			[restored, [{ type: 'restored', of: planMadeAt, at: minute(2) }]],
			[spoiled, []],
			[1, []]
		])
		const doc = new Y.Doc()
		Y.applyUpdate(doc, (await history.readMoment(log.documentId, spoiled))!.update)
		expect(readActivity(doc, 'a1-2')?.deletedAt).not.toBeNull()
	})

	it('tells apart what Irina wrote and what she brought in Viktor’s file', async () => {
		const log = await createPlanLog()
		const addImport = (doc: Y.Doc, author: Author) => addFileImport(doc, 'viktor', null, author)
		await log.edit('irina', minute(0), mark('a1-1', 'done'))
		await log.edit('irina', minute(1), (doc, author) =>
			doc.transact(() => {
				editActivity(doc, 'a1-2', { place: 'Школа' }, author)
				addImport(doc, author)
			})
		)
		await log.edit('irina', minute(2), mark('a1-3', 'done'))
		await log.edit('irina', minute(30), addImport)
		const { entries } = await createHistory(log.storage).readPage(log.documentId, null)
		expect(entries.map((entry) => [summarise(entry), entry.events])).toEqual([
			['irina: done a1-3', []],
			['irina: changed a1-2', [{ type: 'brought', from: 'viktor' }]],
			['irina: done a1-1', []],
			['start : ', []]
		])
	})

	it('tells what Irina’s phone sent together as hers and as what Viktor’s file brought, after 30 days, too', async () => {
		const log = await createPlanLog()
		const phone = new Y.Doc()
		Y.applyUpdate(phone, Y.encodeStateAsUpdate(log.doc))
		const viktor = new Y.Doc()
		Y.applyUpdate(viktor, Y.encodeStateAsUpdate(log.doc))
		editActivity(viktor, 'a1-2', { place: 'Школа' }, { personId: 'viktor', at: minute(0) })
		mark('a1-1', 'done')(phone, { personId: 'irina', at: minute(0) })
		const file = Y.encodeStateAsUpdate(viktor, Y.encodeStateVector(phone))
		Y.applyUpdate(phone, file)
		addFileImport(phone, 'viktor', contentOf([file]), { personId: 'irina', at: minute(5) })
		await log.edit('irina', minute(30), (doc) => Y.applyUpdate(doc, Y.encodeStateAsUpdate(phone)))
		const withFiles = async () =>
			(await createHistory(log.storage).readPage(log.documentId, null)).entries.map((entry) => [
				summarise(entry),
				entry.file
			])
		const fileInfo = { from: 'viktor', takenAt: minute(5) }
		expect(await withFiles()).toEqual([
			['irina: done a1-1', null],
			['irina: changed a1-2', fileInfo],
			['start : ', null]
		])

		await log.edit('viktor', minute(31), mark('a1-3', 'done'))
		const [, ...rows] = await log.storage.load(log.documentId)
		await log.storage.thin(log.documentId, rowOfGroup(rows, Y.mergeUpdates(rows.map(({ bytes }) => bytes)))!)
		expect(await withFiles()).toEqual([
			['day irina+viktor: done a1-1, done a1-3', null],
			['day irina: changed a1-2', fileInfo],
			['start : ', null]
		])
	})

	it('tells as one what the same file brought in the same millisecond, however often a phone says so', async () => {
		const log = await createPlanLog()
		const phone = new Y.Doc()
		Y.applyUpdate(phone, Y.encodeStateAsUpdate(log.doc))
		for (const id of ['a1-1', 'a1-2']) {
			const before = Y.encodeStateVector(phone)
			editActivity(phone, id, { place: 'Школа' }, { personId: 'viktor', at: minute(0) })
			const content = contentOf([Y.encodeStateAsUpdate(phone, before)])
			const event = { type: 'brought', from: 'viktor', by: 'irina', at: minute(5), content }
			phone.getMap('events').set(`of ${id}`, event)
		}
		await log.edit('irina', minute(30), (doc) => Y.applyUpdate(doc, Y.encodeStateAsUpdate(phone)))
		const { entries } = await createHistory(log.storage).readPage(log.documentId, null)
		expect(entries.map((entry) => [summarise(entry), entry.file])).toEqual([
			['irina: changed a1-1, changed a1-2', { from: 'viktor', takenAt: minute(5) }],
			['start : ', null]
		])
	})

	it('of what came in a file alone, as into a plan on the screen, tells one entry', async () => {
		const log = await createPlanLog()
		const phone = new Y.Doc()
		Y.applyUpdate(phone, Y.encodeStateAsUpdate(log.doc))
		editActivity(phone, 'a1-2', { place: 'Школа' }, { personId: 'viktor', at: minute(0) })
		const file = Y.encodeStateAsUpdate(phone, Y.encodeStateVector(log.doc))
		addFileImport(phone, 'viktor', contentOf([file]), { personId: 'irina', at: minute(0) })
		await log.edit('irina', minute(0), (doc) => Y.applyUpdate(doc, Y.encodeStateAsUpdate(phone)))
		const { entries } = await createHistory(log.storage).readPage(log.documentId, null)
		expect(entries.map((entry) => [summarise(entry), entry.file?.from])).toEqual([
			['irina: changed a1-2', 'viktor'],
			['start : ', undefined]
		])
	})

	it('tells of each change of a sitting after which edit the plan can be shown', async () => {
		const log = await createPlanLog()
		const first = await log.edit('irina', minute(0), mark('a1-1', 'inProgress'))
		await log.edit('irina', minute(1), (doc, author) => editActivity(doc, 'a1-2', { place: 'Школа' }, author))
		await log.edit('viktor', minute(1), mark('a1-4', 'done'))
		const last = await log.edit('irina', minute(2), (doc, author) =>
			editActivity(doc, 'a1-2', { place: 'Лицей' }, author)
		)
		const { entries } = await createHistory(log.storage).readPage(log.documentId, null)
		expect(entries[0]?.changes).toMatchObject([
			{ type: 'marked', sequence: first, at: minute(0) },
			{ type: 'changed', before: null, after: 'Лицей', sequence: last, at: minute(2) }
		])
	})

	it('takes what is typed without a pause for one edit', async () => {
		const log = await createPlanLog()
		const at = (ms: number) => new Date(Date.parse(minute(0)) + ms).toISOString()
		const place = (ms: number, words: string) =>
			log.edit('irina', at(ms), (doc, author) => editActivity(doc, 'a1-2', { place: words }, author))
		await place(0, 'Ш')
		await log.edit('irina', at(200), mark('a1-1', 'done'))
		const last = await place(400, 'Школа')
		await log.edit('irina', at(2000), mark('a1-3', 'done'))
		const { entries } = await createHistory(log.storage).readPage(log.documentId, null)
		expect(entries[0]?.changes.map(({ sequence }) => sequence)).toEqual([last, last, last + 1])
	})

	it('passes over what one of two who write at the same time did and took back', async () => {
		const log = await createPlanLog()
		const aside = (at: number) => log.edit('viktor', minute(at), mark('a1-4', at % 2 === 0 ? 'done' : 'inProgress'))
		await log.edit('irina', minute(0), (doc, author) => {
			addActivity(doc, { id: 'new', stageId: 's1', title: 'Разбор' }, author)
			addMeeting(doc, 'meet', { topic: 'План ФХД' }, author)
			mark('a1-1', 'done')(doc, author)
		})
		await aside(1)
		await log.edit('irina', minute(2), (doc, author) => {
			mark('new', 'done')(doc, author)
			editActivity(doc, 'new', { place: 'Школа' }, author)
			addAgreement(doc, 'meet', 'agreed', { text: 'Принести смету' }, author)
		})
		await aside(3)
		await log.edit('irina', minute(4), (doc, author) => {
			deleteActivity(doc, 'new', author)
			deleteMeeting(doc, 'meet', author)
			mark('a1-1', 'planned')(doc, author)
		})
		expect(await summariseAll(log)).toEqual(['viktor: inProgress a1-4', 'start : '])
	})

	it('tells the words that were written into a text, also while the other wrote elsewhere', async () => {
		const log = await createPlanLog()
		const write = (personId: string, at: number, id: string, text: string) =>
			log.edit(personId, minute(at), (doc) => setPlainText(activityNotes(doc, id)!, [text]))
		await write('irina', 0, 'a1-1', 'Посетить')
		await write('viktor', 1, 'a1-2', 'Взять журнал')
		await write('irina', 2, 'a1-1', 'Посетить урок')
		await write('irina', 30, 'a1-1', 'Посетить открытый урок')
		const { entries } = await createHistory(log.storage).readPage(log.documentId, null)
		expect(entries.flatMap(({ changes }) => changes)).toMatchObject([
			{ field: 'notes', before: null, after: 'открытый' },
			{ field: 'notes', before: null, after: 'Посетить урок' },
			{ field: 'notes', before: null, after: 'Взять журнал' }
		])
	})

	it('of a document nobody made is empty', async () => {
		const history = createHistory(createMemoryStorage())
		expect(await history.readPage('plan:unknown', null)).toEqual({ entries: [], nextBefore: null })
		expect(await history.readMoment('plan:unknown', 1)).toBeNull()
	})
})

it('pages follow each other without a gap', async () => {
	const log = await createPlanLog()
	for (let sitting = 0; sitting < 120; sitting++) {
		await log.edit('irina', minute(sitting * 20), mark('a1-1', sitting % 2 === 0 ? 'inProgress' : 'planned'))
		await log.edit('viktor', minute(sitting * 20 + 1), (doc, author) =>
			editActivity(doc, 'a1-2', { place: `Школа ${sitting}` }, author)
		)
	}
	const history = createHistory(log.storage)
	const pages: HistoryEntry[][] = []
	let before: number | null = null
	do {
		const page = await history.readPage(log.documentId, before)
		pages.push(page.entries)
		before = page.nextBefore
	} while (before !== null)
	expect(pages.map((entries) => entries.length)).toEqual([50, 50, 50, 50, 41])
	expect(pages.flat().map(({ sequence }) => sequence)).toEqual(Array.from({ length: 241 }, (_, index) => 241 - index))
})

describe('the plan at a moment', () => {
	const at = async ({ storage, documentId }: PlanLog, sequence: number) => {
		const moment = await createHistory(storage).readMoment(documentId, sequence)
		if (moment === null) return null
		const doc = new Y.Doc()
		Y.applyUpdate(doc, moment.update)
		return doc
	}

	it('is as it was right after that edit', async () => {
		const log = await createPlanLog()
		const done = await log.edit('irina', minute(0), mark('a1-1', 'done'))
		await log.edit('irina', minute(30), mark('a1-1', 'planned'))
		expect(readActivity((await at(log, done))!, 'a1-1')?.status).toBe('done')
		expect(readActivity((await at(log, done + 1))!, 'a1-1')?.status).toBe('planned')
		expect(readActivity((await at(log, 1))!, 'a1-1')?.marks).toEqual([])
	})

	it('that has not come yet, or lies within a thinned day, is not there', async () => {
		const log = await createPlanLog()
		await log.edit('irina', minute(0), mark('a1-1', 'done'))
		await log.edit('irina', minute(1), mark('a1-2', 'done'))
		const [, first, second] = await log.storage.load(log.documentId)
		const bytes = Y.mergeUpdates([first!.bytes, second!.bytes])
		expect(await log.storage.thin(log.documentId, { ...second!, bytes, count: 2, from: first!.from })).toBe(true)
		expect([await at(log, 2), await at(log, 4)]).toEqual([null, null])
		expect(readActivity((await at(log, 3))!, 'a1-2')?.status).toBe('done')
		expect(await summariseAll(log)).toEqual(['day irina: done a1-1, done a1-2', 'start : '])
	})
})

it('what was thinned is told by days and weeks, and every end of them can be shown', async () => {
	const log = await createPlanLog()
	const { storage, documentId } = log
	for (let day = 0; day < 800; day += 2) {
		const at = (hour: number) => new Date(Date.parse(planMadeAt) + (day * 24 + hour) * 3_600_000).toISOString()
		const place = (words: string) => (doc: Y.Doc, author: Author) => editActivity(doc, 'a1-1', { place: words }, author)
		await log.edit('irina', at(1), place(`Школа ${day}`))
		await log.edit('viktor', at(2), place(`Лицей ${day}`))
	}
	const bounds = thinningBounds(
		new Date(Date.parse(planMadeAt) + 800 * 24 * 3_600_000),
		(await storage.findDocument(documentId))!
	)
	const thinnable = takeThinnable(await storage.load(documentId), bounds)
	for (const group of groupThinnable(thinnable, bounds, 0)) {
		await storage.thin(documentId, rowOfGroup(group, Y.mergeUpdates(group.map(({ bytes }) => bytes)))!)
	}
	const history = createHistory(storage)
	const entries: HistoryEntry[] = []
	for (let before: number | null | undefined; before !== null;) {
		const page = await history.readPage(documentId, before ?? null)
		entries.push(...page.entries)
		before = page.nextBefore
	}
	const kinds = [...new Set(entries.map(({ kind }) => kind))]
	expect(kinds).toEqual(['sitting', 'day', 'week', 'start'])
	const week = entries.find(({ kind }) => kind === 'week')!
	expect(week.authorIds).toEqual(['irina', 'viktor'])
	expect(week.changes).toMatchObject([{ type: 'changed', field: 'place' }])
	for (const { sequence } of entries.slice(-60)) expect(await history.readMoment(documentId, sequence)).not.toBeNull()
})

it('[R5] of a plan Irina fills letter by letter nothing reads many rows at once, and none is lost', async () => {
	const log = await createPlanLog()
	const { storage, documentId } = log
	await log.edit('irina', minute(0), (doc) => setPlainText(activityNotes(doc, 'a1-1')!, ['Итоги']))
	const words = activityNotes(log.doc, 'a1-1') as Y.Text
	for (let letter = 0; letter < 1750; letter++) {
		const at = new Date(Date.parse(minute(1)) + letter * 100).toISOString()
		await log.edit('irina', at, () => words.insert(words.length, 'а'))
	}
	let reading = 0
	let most = 0
	const counting: DocumentStorage = {
		...storage,
		async load(...asked) {
			const rows = await storage.load(...asked)
			most = Math.max(most, (reading += rows.length))
			return rows
		}
	}
	const work: CompactionWork = {
		...compactionWork,
		mergeGroups(groups) {
			reading = 0
			return compactionWork.mergeGroups(groups)
		}
	}
	const limits = { mostRecentRows: 1000, rowsPerTurn: 1000 }
	for (let after: number | null = 0; after !== null;)
		after = await thinDocument({ storage: counting, work, ...limits }, documentId, new Date(minute(70)), { after })
	expect(most).toBeLessThanOrEqual(1500)
	const merged = (await storage.load(documentId)).filter(({ count }) => count > 1)
	expect(merged.map(({ from, count }) => [from, count])).toEqual([[minute(0), 999]])

	reading = 0
	most = 0
	const { entries } = await createHistory(counting).readPage(documentId, null)
	expect(entries.map(({ sequence }) => sequence).at(0)).toBe(1752)
	expect(most).toBeLessThanOrEqual(1500)
	const doc = new Y.Doc()
	Y.applyUpdate(doc, (await createHistory(storage).readMoment(documentId, 1752))!.update)
	expect((activityNotes(doc, 'a1-1') as Y.Text).toDelta()).toEqual(words.toDelta())
})

it('a damaged row is passed over, in the history and in every moment after it', async () => {
	const log = await createPlanLog()
	await log.storage.append(log.documentId, {
		bytes: new Uint8Array([1, 2, 3]),
		personId: 'viktor',
		deviceId: 'phone',
		at: minute(0)
	})
	const done = await log.edit('irina', minute(30), mark('a1-1', 'done'))
	expect(await summariseAll(log)).toEqual(['irina: done a1-1', 'start : '])
	const doc = new Y.Doc()
	const moment = await createHistory(log.storage).readMoment(log.documentId, done)
	expect(moment?.at).toBe(minute(30))
	Y.applyUpdate(doc, moment!.update)
	expect([readActivity(doc, 'a1-1')?.status, readStages(doc).length]).toEqual(['done', 4])
})

describe('the cost', () => {
	it('of the same question by many at once is that of one, and new edits are in the next answer', async () => {
		const log = await createPlanLog()
		const load = vi.fn(log.storage.load)
		const history = createHistory({ ...log.storage, load })
		await log.edit('irina', minute(0), mark('a1-1', 'done'))
		await Promise.all([1, 2, 3, 4].map(() => history.readPage(log.documentId, null)))
		await Promise.all([1, 2, 3, 4].map(() => history.readMoment(log.documentId, 2)))
		expect(load).toHaveBeenCalledTimes(2)
		await log.edit('irina', minute(30), mark('a1-2', 'done'))
		expect((await history.readPage(log.documentId, null)).entries[0]?.changes).toMatchObject([{ itemId: 'a1-2' }])
	})

	it('[R5] a day merged of parts that were merged is read anew: nothing is told of a moment that is gone', async () => {
		const log = await createPlanLog()
		const { storage, documentId } = log
		for (const at of [0, 1, 2, 3]) await log.edit('irina', minute(at), mark(`a1-${at + 1}`, 'done'))
		const merge = async (after: number, through: number) => {
			const rows = (await storage.load(documentId, after)).filter(({ sequence }) => sequence <= through)
			const bytes = Y.mergeUpdates(rows.map((row) => row.bytes))
			expect(await storage.thin(documentId, rowOfGroup(rows, bytes)!)).toBe(true)
		}
		await merge(1, 3)
		await merge(3, 5)
		const history = createHistory(storage)
		const read = async ({ readPage, findNewest, readMoment }: History) => {
			const { entries } = await readPage(documentId, null)
			return [
				entries.map(({ sequence }) => sequence),
				await findNewest(documentId, minute(1)),
				await readMoment(documentId, 3)
			]
		}
		expect(await read(history)).toMatchObject([[5, 3, 1], 3, { at: minute(1) }])
		await merge(1, 5)
		expect(await read(history)).toEqual([[5, 1], 1, null])
	})

	it('a failed reading is not kept', async () => {
		const log = await createPlanLog()
		let isBroken = true
		const history = createHistory({
			...log.storage,
			load: (...asked) => (isBroken ? Promise.reject(new Error('The disk is gone')) : log.storage.load(...asked))
		})
		await expect(history.readPage(log.documentId, null)).rejects.toThrow('The disk is gone')
		isBroken = false
		expect((await history.readPage(log.documentId, null)).entries).toHaveLength(1)
	})

	it('two are read at once, the others wait for their turn', async () => {
		const log = await createPlanLog()
		const loading: (() => void)[] = []
		const history = createHistory({
			...log.storage,
			load: async (...asked) => {
				await new Promise<void>((resolve) => loading.push(resolve))
				return log.storage.load(...asked)
			}
		})
		for (const place of ['А', 'Б', 'В'])
			await log.edit('irina', minute(0), (doc, author) => editActivity(doc, 'a1-1', { place }, author))
		const moments = [2, 3, 4].map((sequence) => history.readMoment(log.documentId, sequence))
		await eventually(() => expect(loading).toHaveLength(2))
		loading[0]?.()
		await moments[0]
		await eventually(() => expect(loading).toHaveLength(3))
		loading.forEach((go) => go())
		expect((await Promise.all(moments)).every((moment) => moment !== null)).toBe(true)
	})
})
