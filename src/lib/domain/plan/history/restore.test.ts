import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { editsArbitrary, makeEdit, type Edit } from '../../../../../tests/support/plan-edits.ts'
import { createPair, createPlan, irina, meet, viktor } from '../../../../../tests/support/plan-pair.ts'
import { activityNotes, readActivities, readActivity, readDeletedActivities } from '../activity.ts'
import {
	addAgreement,
	addMeeting,
	deleteActivity,
	deleteMeeting,
	editActivity,
	markActivity,
	restoreMeeting
} from '../edit.ts'
import { addActivity } from '../position.ts'
import { hasEvent, markRestoreRead, readEvents, readUnreadRestore } from '../event.ts'
import { eventsMap, metaMap, readPlanMeta, setFields, setPlanTerm } from '../layout.ts'
import { meetingMinutes, readDeletedMeetings, readMeetings } from '../meeting.ts'
import { setPlainText } from '../edit-text.ts'
import { plainTextOf, readLines, wordsOf } from '../rich-text.ts'
import { summarisePlan } from '../../summary.ts'
import { describeChanges } from './changes.ts'
import { followFacts, readFacts } from './facts.ts'
import type { PlanChange } from './change.ts'
import { isRestorable, previewRestore, restoreOne, restorePlan, splitLosses, undoRestore } from './restore.ts'

function copyOf(doc: Y.Doc): Y.Doc {
	const copy = new Y.Doc()
	Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
	return copy
}

const momentOf = (doc: Y.Doc) => ({ doc, at: '2026-09-30T09:00:00.000Z' })
const later = viktor('2027-01-15T09:00:00.000Z')

function notesOf(doc: Y.Doc, id: string): Y.Text {
	const notes = activityNotes(doc, id)
	if (!(notes instanceof Y.Text)) throw new Error('No notes')
	return notes
}

describe('properties', () => {
	const edit = (doc: Y.Doc, edits: readonly Edit[], personId: string, from: number) =>
		edits.forEach((each, index) => makeEdit(doc, each, personId, from + index))

	it('the plan is as it was, and undoing makes it as it had become', () => {
		fc.assert(
			fc.property(editsArbitrary(25), editsArbitrary(25), (earlier, since) => {
				const doc = createPlan()
				edit(doc, earlier, 'irina', 0)
				const past = copyOf(doc)
				edit(doc, since, 'viktor', 1000)
				const become = copyOf(doc)
				const preview = previewRestore(doc, momentOf(past), later)
				expect(describeChanges(become, doc)).toEqual([])
				const { changes, undo } = restorePlan(doc, momentOf(past), later, ['irina'])
				expect(describeChanges(past, doc)).toEqual([])
				expect(changes).toEqual(preview)
				expect(changes).toEqual(describeChanges(become, doc))
				const others = copyOf(doc)
				const told = readUnreadRestore(others)
				if (told !== null) undoRestore(others, told, { before: become, after: doc }, irina())
				expect(describeChanges(become, others)).toEqual([])
				undo()
				expect(describeChanges(become, doc)).toEqual([])
			}),
			{ numRuns: 150 }
		)
	})

	it('who follows a plan reads the same as who reads it anew', () => {
		fc.assert(
			fc.property(editsArbitrary(40), (edits) => {
				const doc = createPlan()
				const read = followFacts(doc)
				edits.forEach((each, index) => {
					makeEdit(doc, each, 'irina', index)
					expect(read()).toEqual(readFacts(doc))
				})
			}),
			{ numRuns: 40 }
		)
	})

	it('both devices agree when one restores while the other edits', () => {
		fc.assert(
			fc.property(editsArbitrary(15), editsArbitrary(15), editsArbitrary(10), (earlier, since, meanwhile) => {
				const [viktors, irinas] = createPair()
				edit(viktors, earlier, 'viktor', 0)
				const past = copyOf(viktors)
				edit(viktors, since, 'viktor', 1000)
				meet(viktors, irinas)
				restorePlan(viktors, momentOf(past), later)
				edit(irinas, meanwhile, 'irina', 2000)
				meet(viktors, irinas)
				expect(describeChanges(viktors, irinas)).toEqual([])
				expect(describeChanges(irinas, viktors)).toEqual([])
			}),
			{ numRuns: 60 }
		)
	})

	it('a copy of a plan differs in nothing', () => {
		fc.assert(
			fc.property(editsArbitrary(40), (edits) => {
				const doc = createPlan()
				edit(doc, edits, 'irina', 0)
				expect(describeChanges(doc, copyOf(doc))).toEqual([])
			}),
			{ numRuns: 60 }
		)
	})
})

it('restoring what is already so leaves no update behind', () => {
	const doc = createPlan()
	markActivity(doc, 'a1-1', { markId: 'm1', status: 'done', doneOn: '2026-09-10' }, irina())
	const past = copyOf(doc)
	let updates = 0
	doc.on('update', () => (updates += 1))
	expect(restorePlan(doc, momentOf(past), later).changes).toEqual([])
	expect(updates).toBe(0)
})

it('is one edit, which the other device takes at once', () => {
	const doc = createPlan()
	const past = copyOf(doc)
	editActivity(doc, 'a1-2', { place: 'Лицей № 2' }, irina())
	deleteActivity(doc, 'a1-3', irina())
	let updates = 0
	doc.on('update', () => (updates += 1))
	restorePlan(doc, momentOf(past), later)
	expect(updates).toBe(1)
})

it('says of itself that it is a restore, and of which moment, until it is undone', () => {
	const doc = createPlan()
	const past = copyOf(doc)
	editActivity(doc, 'a1-2', { place: 'Лицей № 2' }, irina())
	const updates: Uint8Array[] = []
	doc.on('update', (update) => void updates.push(update))
	const { undo } = restorePlan(doc, momentOf(past), later)
	expect([...readEvents(doc).values()]).toEqual([{ type: 'restored', of: '2026-09-30T09:00:00.000Z', at: later.at }])
	editActivity(doc, 'a1-3', { place: 'events' }, irina())
	undo()
	expect(readEvents(doc).size).toBe(0)
	expect(updates.map(hasEvent)).toEqual([true, false, false])
})

it('marks by the person who restores, and does not touch the marks there are', () => {
	const doc = createPlan()
	markActivity(doc, 'a1-1', { markId: 'm1', status: 'done', doneOn: '2026-09-10' }, irina('2026-09-10T08:00:00.000Z'))
	const past = copyOf(doc)
	markActivity(doc, 'a1-1', { markId: 'm2', status: 'planned', doneOn: '2026-09-12' }, irina())
	restorePlan(doc, momentOf(past), later)
	const activity = readActivity(doc, 'a1-1')
	expect(activity).toMatchObject({ status: 'done', doneOn: '2026-09-10', concurrentMarks: [] })
	expect(activity?.marks.map(({ by, status }) => [by, status])).toEqual([
		['viktor', 'done'],
		['irina', 'planned'],
		['irina', 'done']
	])
})

it('the day it was done comes back, though it is done now too', () => {
	const doc = createPlan()
	const mark = (markId: string, status: 'done' | 'planned', doneOn: string) =>
		markActivity(doc, 'a1-1', { markId, status, doneOn }, irina())
	mark('m1', 'done', '2026-09-10')
	const past = copyOf(doc)
	mark('m2', 'planned', '2026-09-12')
	mark('m3', 'done', '2026-09-25')
	restorePlan(doc, momentOf(past), later)
	expect(readActivity(doc, 'a1-1')).toMatchObject({ status: 'done', doneOn: '2026-09-10' })
	expect(readActivity(doc, 'a1-1')?.marks).toHaveLength(3)
})

it('what was added since is deleted as a person deletes it, and can be brought back', () => {
	const doc = createPlan()
	const past = copyOf(doc)
	addActivity(doc, { id: 'new', stageId: 's1', title: 'Открытый урок' }, irina())
	addMeeting(doc, 'meet', { topic: 'План ФХД' }, irina())
	addAgreement(doc, 'meet', 'agreed', { text: 'Принести смету' }, irina())
	expect(restorePlan(doc, momentOf(past), later).changes).toMatchObject([
		{ type: 'deleted', itemId: 'new' },
		{ type: 'deleted', itemId: 'meet' }
	])
	expect(readDeletedActivities(doc)).toMatchObject([{ id: 'new', deletedBy: 'viktor', deletedAt: later.at }])
	restoreMeeting(doc, 'meet')
	expect(readMeetings(doc)).toMatchObject([{ id: 'meet', agreements: [{ id: 'agreed' }] }])
})

it('who deleted what stays as it was', () => {
	const doc = createPlan()
	addMeeting(doc, 'meet', { topic: 'План ФХД' }, irina())
	deleteMeeting(doc, 'meet', irina())
	const past = copyOf(doc)
	restoreMeeting(doc, 'meet')
	restorePlan(doc, momentOf(past), later)
	expect(readDeletedMeetings(doc)).toMatchObject([{ deletedBy: 'viktor' }])
	deleteActivity(doc, 'a1-1', irina())
	const deleted = copyOf(doc)
	editActivity(doc, 'a1-1', { place: 'Лицей № 2' }, irina())
	restorePlan(doc, momentOf(deleted), later)
	expect(readDeletedActivities(doc)).toMatchObject([{ deletedBy: 'irina', place: '' }])
})

it('a moment before the plan was made changes nothing', () => {
	const doc = createPlan()
	expect(restorePlan(doc, momentOf(new Y.Doc()), later).changes).toEqual([])
	expect(readActivities(doc)).toHaveLength(22)
})

describe('while Irina writes in the same notes', () => {
	/** Three paragraphs; Viktor has spoiled the second. */
	function createSpoiled(): [viktors: Y.Doc, irinas: Y.Doc, past: Y.Doc] {
		const [viktors, irinas] = createPair()
		setPlainText(notesOf(viktors, 'a1-2'), ['Журналы', 'Инструктажи — до 5 числа', 'Смета'])
		const past = copyOf(viktors)
		const notes = notesOf(viktors, 'a1-2')
		notes.delete('Журналы+Инструктажи'.length, 13)
		notes.insert('Журналы+Инструктажи'.length, '?')
		meet(viktors, irinas)
		return [viktors, irinas, past]
	}
	const writeBehind = (doc: Y.Doc, words: string, written: string) => {
		const notes = notesOf(doc, 'a1-2')
		// A marker takes one place, as a line end does.
		const lines = readLines(notes).map(({ runs }) => wordsOf(runs))
		notes.insert(lines.join('+').indexOf(words) + words.length, written)
	}

	it('in another paragraph, both are kept', () => {
		const [viktors, irinas, past] = createSpoiled()
		restorePlan(viktors, momentOf(past), later)
		writeBehind(irinas, 'Смета', ' на год')
		meet(viktors, irinas)
		expect(plainTextOf(notesOf(viktors, 'a1-2'))).toBe('Журналы\nИнструктажи — до 5 числа\nСмета на год')
		expect(plainTextOf(notesOf(irinas, 'a1-2'))).toBe(plainTextOf(notesOf(viktors, 'a1-2')))
	})

	it('in the very paragraph, her words are kept beside those that came back', () => {
		const [viktors, irinas, past] = createSpoiled()
		restorePlan(viktors, momentOf(past), later)
		writeBehind(irinas, 'Журналы+', 'Важно! ')
		meet(viktors, irinas)
		expect(plainTextOf(notesOf(irinas, 'a1-2'))).toContain('Важно! Инструктажи — до 5 числа')
	})

	it('undoing takes back only what restoring wrote', () => {
		const [viktors, irinas, past] = createSpoiled()
		const { undo } = restorePlan(viktors, momentOf(past), later)
		meet(viktors, irinas)
		writeBehind(irinas, 'Журналы', ' за два года')
		editActivity(irinas, 'a1-2', { place: 'Лицей № 2' }, irina())
		addActivity(irinas, { id: 'new', stageId: 's1', title: 'Открытый урок' }, irina())
		meet(viktors, irinas)
		undo()
		expect(plainTextOf(notesOf(viktors, 'a1-2'))).toBe('Журналы за два года\nИнструктажи?\nСмета')
		expect(readActivity(viktors, 'a1-2')?.place).toBe('Лицей № 2')
		expect(readActivity(viktors, 'new')?.deletedAt).toBeNull()
	})
})

it('formatting and pictures of speech outside the basic plane come back whole', () => {
	const doc = createPlan()
	setPlainText(notesOf(doc, 'a1-2'), ['Важно 👍🏽 всем', 'Обычное'])
	const words = notesOf(doc, 'a1-2')
	const plain = copyOf(doc)
	words.format(0, 5, { strong: true })
	const formatted = copyOf(doc)
	words.delete(6, 4)
	words.insert(6, '👎')
	restorePlan(doc, momentOf(formatted), later)
	expect(readLines(words)).toEqual(readLines(notesOf(formatted, 'a1-2')))
	restorePlan(doc, momentOf(plain), later)
	expect(readLines(words)).toEqual(readLines(notesOf(plain, 'a1-2')))
})

describe('the other participants', () => {
	/** Irina has written minutes with an agreement, and notes; Viktor has restored the plan of before. */
	function restoreAway() {
		const [viktors, irinas] = createPair()
		setPlainText(notesOf(viktors, 'a1-2'), ['Журналы'])
		meet(viktors, irinas)
		const past = copyOf(viktors)
		setPlainText(notesOf(irinas, 'a1-2'), ['Журналы', 'Инструктажи'])
		addMeeting(irinas, 'meet', { topic: 'План ФХД' }, irina())
		addAgreement(irinas, 'meet', 'agreed', { text: 'Принести смету' }, irina())
		setPlainText(meetingMinutes(irinas, 'meet')!, ['Смета готова'])
		editActivity(irinas, 'a1-2', { place: 'Лицей № 2' }, irina())
		meet(viktors, irinas)
		const before = copyOf(viktors)
		restorePlan(viktors, momentOf(past), later, ['irina', 'anna'])
		meet(viktors, irinas)
		const restore = readUnreadRestore(irinas)
		if (restore === null) throw new Error('Nobody is told')
		return { viktors, irinas, restore, moments: { before, after: copyOf(viktors) } }
	}

	it('are told who restored which moment until each has read it, and the event keeps no words of theirs', () => {
		const { viktors, irinas, restore } = restoreAway()
		const told = { of: '2026-09-30T09:00:00.000Z', by: 'viktor', at: later.at, unreadBy: ['irina', 'anna'] }
		expect(restore).toEqual({ id: restore.id, ...told })
		expect([...eventsMap(irinas).values()]).toEqual([{ type: 'restored', ...told }])
		expect(summarisePlan(irinas).restores).toHaveLength(1)
		markRestoreRead(irinas, restore, 'irina')
		const left = readUnreadRestore(irinas)
		expect(left?.unreadBy).toEqual(['anna'])
		markRestoreRead(irinas, left!, 'anna')
		meet(viktors, irinas)
		expect(readUnreadRestore(viktors)).toBeNull()
		expect(readEvents(viktors).size).toBe(1)
	})

	it('are told of the newest one alone: what an earlier one did is overtaken', () => {
		const { viktors, irinas, restore } = restoreAway()
		restorePlan(viktors, momentOf(copyOf(irinas)), viktor('2027-02-01T09:00:00.000Z'), ['irina'])
		expect(readUnreadRestore(viktors)).toEqual(restore)
		editActivity(viktors, 'a1-2', { place: 'Школа № 5' }, viktor())
		restorePlan(viktors, momentOf(copyOf(irinas)), viktor('2027-02-02T09:00:00.000Z'), ['irina'])
		const newest = readUnreadRestore(viktors)
		expect(newest?.at).toBe('2027-02-02T09:00:00.000Z')
		markRestoreRead(viktors, newest!, 'irina')
		expect(readUnreadRestore(viktors)).toBeNull()
	})

	it('undo it, of which whoever restored is told: what was changed since stays, and a text gets its lost paragraph back', () => {
		const { viktors, irinas, restore, moments } = restoreAway()
		notesOf(irinas, 'a1-2').insert(7, ' за год')
		editActivity(viktors, 'a1-2', { place: 'Школа № 5' }, viktor())
		meet(viktors, irinas)
		const undo = undoRestore(irinas, restore, moments, irina('2027-01-16T09:00:00.000Z'), ['viktor'])
		meet(viktors, irinas)
		expect(readMeetings(viktors)).toMatchObject([{ id: 'meet', agreements: [{ id: 'agreed' }] }])
		expect(plainTextOf(notesOf(viktors, 'a1-2'))).toBe('Журналы за год\nИнструктажи')
		expect(readActivity(viktors, 'a1-2')?.place).toBe('Школа № 5')
		const told = { by: 'irina', of: later.at, unreadBy: ['viktor'], isUndo: true }
		expect(readUnreadRestore(viktors)).toMatchObject(told)
		undo()
		expect(readMeetings(irinas)).toEqual([])
		expect(readUnreadRestore(irinas)).toEqual(restore)
	})
})

it('[T44] a restore leaves the term that an order has set, and the layout of the plan', () => {
	const doc = createPlan()
	const past = copyOf(doc)
	setFields(metaMap(doc), { schemaVersion: 2 })
	setPlanTerm(doc, { title: 'Новый директор', startsOn: '2026-09-01', termMonths: 30 })
	editActivity(doc, 'a1-2', { place: 'Лицей № 2' }, irina())
	expect(restorePlan(doc, momentOf(past), later).changes).toMatchObject([{ type: 'changed', field: 'place' }])
	expect(readPlanMeta(doc)).toMatchObject({ title: 'Новый директор', termMonths: 30, schemaVersion: 2 })
})

it('names what goes and what comes back apart from all other changes', () => {
	const doc = createPlan()
	const past = copyOf(doc)
	addMeeting(doc, 'meet', { topic: 'План ФХД' }, irina())
	addAgreement(doc, 'meet', 'agreed', { text: 'Принести смету' }, irina())
	setPlainText(meetingMinutes(doc, 'meet')!, ['Смета готова'])
	setPlainText(notesOf(doc, 'a1-2'), ['Журналы'])
	editActivity(doc, 'a1-2', { place: 'Лицей № 2' }, irina())
	deleteActivity(doc, 'a1-1', irina())
	addActivity(doc, { id: 'new', stageId: 's1', title: 'Открытый урок' }, irina())
	const { losses, returns, others } = splitLosses(doc, previewRestore(doc, momentOf(past), later))
	expect(losses).toMatchObject([
		{ type: 'changed', itemId: 'a1-2', field: 'notes', before: 'Журналы' },
		{ type: 'deleted', itemId: 'new' },
		{ type: 'deleted', itemId: 'meet' },
		{ type: 'deleted', itemId: 'agreed', label: 'Принести смету' },
		{ type: 'changed', itemId: 'meet', field: 'minutes', before: 'Смета готова' }
	])
	expect(returns).toMatchObject([{ type: 'restored', itemId: 'a1-1' }])
	expect(others).toMatchObject([{ type: 'changed', itemId: 'a1-2', field: 'place' }])
})

describe('one item', () => {
	it('is brought back alone with its stage, and what was added to it since stays', () => {
		const doc = createPlan()
		addMeeting(doc, 'meet', { topic: 'План ФХД' }, irina())
		const past = copyOf(doc)
		deleteActivity(doc, 'a1-1', irina())
		editActivity(doc, 'a1-2', { place: 'Лицей № 2' }, irina())
		addAgreement(doc, 'meet', 'agreed', { text: 'Принести смету' }, irina())
		deleteMeeting(doc, 'meet', irina())
		const undo = restoreOne(doc, past, { kind: 'activity', id: 'a1-1' }, later)
		expect(readActivity(doc, 'a1-1')?.deletedAt).toBeNull()
		expect(readActivity(doc, 'a1-2')?.place).toBe('Лицей № 2')
		restoreOne(doc, past, { kind: 'meeting', id: 'meet' }, later)
		expect(readMeetings(doc)).toMatchObject([{ id: 'meet', agreements: [{ id: 'agreed' }] }])
		undo()
		expect(readDeletedActivities(doc)).toMatchObject([{ id: 'a1-1' }])
	})

	it('gives back one text and leaves the rest of the item', () => {
		const doc = createPlan()
		setPlainText(notesOf(doc, 'a1-2'), ['Журналы'])
		const past = copyOf(doc)
		setPlainText(notesOf(doc, 'a1-2'), ['?'])
		editActivity(doc, 'a1-2', { place: 'Лицей № 2' }, irina())
		restoreOne(doc, past, { kind: 'activity', id: 'a1-2', text: 'notes' }, later)
		expect(plainTextOf(notesOf(doc, 'a1-2'))).toBe('Журналы')
		expect(readActivity(doc, 'a1-2')?.place).toBe('Лицей № 2')
	})
})

it('an item is brought back where it is missing or differs, and a text by itself where the item is still there', () => {
	const notes = { type: 'changed', field: 'notes', before: null, after: 'Журналы', label: '' } as const
	const changes: PlanChange[] = [
		{ type: 'restored', kind: 'activity', itemId: 'gone', label: '' },
		{ ...notes, kind: 'activity', itemId: 'gone' },
		{ ...notes, kind: 'activity', itemId: 'here' },
		{ ...notes, before: 'Смета', after: null, kind: 'activity', itemId: 'written' },
		{ type: 'deleted', kind: 'activity', itemId: 'new', label: '' },
		{ type: 'restored', kind: 'agreement', itemId: 'agreed', label: '' }
	]
	const past = createPlan()
	addMeeting(past, 'meet', { topic: 'Смета' }, viktor())
	addAgreement(past, 'meet', 'agreed', { text: 'Прислать журнал' }, viktor())
	const differs = (id: string, text?: 'notes') =>
		isRestorable(changes, past, { kind: 'activity', id, ...(text && { text }) })
	expect([differs('gone'), differs('gone', 'notes')]).toEqual([true, false])
	expect([differs('here'), differs('here', 'notes')]).toEqual([false, true])
	expect(differs('written', 'notes')).toBe(false)
	expect([differs('new'), differs('same'), differs('same', 'notes')]).toEqual([false, false, false])
	expect(isRestorable(changes, past, { kind: 'meeting', id: 'meet' })).toBe(true)
	expect(isRestorable([], past, { kind: 'meeting', id: 'meet' })).toBe(false)
})
