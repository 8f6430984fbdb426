/** Each row of the table of fields, through everything that follows from it. */
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { createPair, createPlan, irina, meet, viktor } from '../../../../tests/support/plan-pair.ts'
import { agreementsMap, findItemAt, type ItemPlace } from './agreement.ts'
import { isConcurrentKey, readConcurrentValues } from './concurrent.ts'
import { addAgreement, addMeeting, deleteActivity, deleteMeeting, deleteProfileItem, markActivity } from './edit.ts'
import { chooseValue, editFields } from './edit-fields.ts'
import { editionText, plannedList, plannedRecord } from './edition.ts'
import { changesOfEdition } from './history/changes.ts'
import { isLongText, type ItemKind, readFields, type Rows, rowsOf, type ValueKind } from './fields.ts'
import { describeChanges } from './history/changes.ts'
import { restorePlan } from './history/restore.ts'
import { itemMaps, itemsOf, type PlanItem } from './layout.ts'
import { addProfileItem } from './position.ts'
import type { Check } from './visit.ts'

const samples: Record<ValueKind, readonly [first: unknown, second: unknown]> = {
	text: ['Школа', 'Лицей'],
	day: ['2026-10-01', '2026-10-02'],
	time: ['14:00', '15:30'],
	months: [12, 24],
	person: ['irina', 'viktor'],
	people: [['irina'], ['viktor', 'irina']],
	activities: [['a1-1'], ['a1-2', 'a1-1']],
	meetingSort: ['first', 'final'],
	check: [checkOf(0), checkOf(1)]
}

function checkOf(answer: number): Check {
	return { list: 'Урок', order: 0, question: 'Цель ясна', scale: 'yesNo', answer, comment: '' }
}

const places: { [Kind in ItemKind]: ItemPlace & { kind: Kind } } = {
	stage: { kind: 'stage', id: 's1' },
	activity: { kind: 'activity', id: 'a1-1' },
	meeting: { kind: 'meeting', id: 'm' },
	agreement: { kind: 'agreement', id: 'g', meetingId: 'm' },
	profile: { kind: 'profile', id: 'p' }
}
const kinds = Object.keys(places) as ItemKind[]
const editable = kinds.flatMap((kind) =>
	rowsOf[kind].flatMap(([field, row]) => (row.kind === 'long' ? [] : [{ kind, field, row, values: samples[row.kind] }]))
)

function fillIn(doc: Y.Doc): Y.Doc {
	addMeeting(doc, 'm', {}, viktor())
	addAgreement(doc, 'm', 'g', {}, viktor())
	addProfileItem(doc, 'p', 'goal', '', viktor())
	// The day on which an activity took place counts while it is marked done.
	markActivity(doc, 'a1-1', { markId: 'mark', status: 'done', doneOn: '2026-09-20' }, viktor())
	return doc
}

function itemIn(doc: Y.Doc, kind: ItemKind): PlanItem {
	const item = findItemAt(doc, places[kind])
	if (item === null) throw new Error(`No ${kind}`)
	return item
}

function write(doc: Y.Doc, kind: ItemKind, field: string, value: unknown, author = irina()): void {
	doc.transact(() => editFields(itemIn(doc, kind), { [field]: value }, author))
}

function copyOf(doc: Y.Doc): Y.Doc {
	const copy = new Y.Doc()
	Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
	return copy
}

describe.each(editable)('the field $field of a $kind', ({ kind, field, row, values: [first, second] }) => {
	it('is read as it was written, and of another type as empty', () => {
		const doc = fillIn(createPlan())
		write(doc, kind, field, first)
		expect(readFields(kind, itemIn(doc, kind))).toHaveProperty(field, first)
		itemIn(doc, kind).set(field, { of: 'a newer app' })
		expect(['', null, []]).toContainEqual(readFields(kind, itemIn(doc, kind))[field as never])
	})

	it('keeps what two people wrote apart, until one of them chooses', () => {
		const [viktors, irinas] = createPair()
		fillIn(viktors)
		meet(viktors, irinas)
		write(viktors, kind, field, first, viktor())
		write(irinas, kind, field, second)
		meet(viktors, irinas)
		const [concurrent, ...others] = readConcurrentValues(itemIn(viktors, kind), kind)
		expect(others).toEqual([])
		expect(concurrent?.field).toBe(field)
		expect(concurrent?.choices.map(({ value }) => value)).toEqual(expect.arrayContaining([first, second]))
		chooseValue(viktors, places[kind], { field, value: first }, viktor())
		expect(readConcurrentValues(itemIn(viktors, kind), kind)).toEqual([])
	})

	it('[T44] is in the history, and in the edition if it is planned', () => {
		const doc = fillIn(createPlan())
		write(doc, kind, field, first)
		const before = copyOf(doc)
		write(doc, kind, field, second)
		const change = { type: 'changed', kind, field, itemId: places[kind].id }
		expect(describeChanges(before, doc)).toEqual([expect.objectContaining(change)])
		const isPlanned = row.edition !== undefined && row.edition !== 'never'
		expect(editionText(doc) !== editionText(before)).toBe(isPlanned)
		expect(changesOfEdition(before, doc)).toEqual(isPlanned ? [expect.objectContaining(change)] : [])
	})

	it('is restored with the plan', () => {
		const doc = fillIn(createPlan())
		write(doc, kind, field, first)
		const past = copyOf(doc)
		write(doc, kind, field, second)
		restorePlan(doc, { doc: past, at: '2026-11-20T10:00:00.000Z' }, irina('2026-11-20T11:00:00.000Z'))
		expect(readFields(kind, itemIn(doc, kind))).toHaveProperty(field, first)
	})
})

it('everything that an item stores is a field, its position, a record of who wrote it, or set with it', () => {
	const known = {
		position: ['stageId', 'order'],
		record: ['createdBy', 'createdAt', 'addedOn', 'deletedBy', 'deletedAt', 'deletedContent'],
		fixed: ['kind', 'number', 'deadlineWording']
	}
	const doc = fillIn(createPlan())
	for (const { kind, field, values } of editable) write(doc, kind, field, values[0])
	deleteActivity(doc, 'a1-1', irina())
	deleteProfileItem(doc, 'p', irina())
	const agreements = itemsOf(agreementsMap(itemIn(doc, 'meeting'))!)
	deleteMeeting(doc, 'm', irina())
	const items = Object.entries(itemMaps).flatMap(([kind, mapOf]) =>
		itemsOf(mapOf(doc)).map(([, item]) => [kind as ItemKind, item] as const)
	)
	const unknown = [...items, ...agreements.map(([, item]) => ['agreement' as const, item] as const)].flatMap(
		([kind, item]) =>
			[...item]
				.filter(([key, value]) => !isConcurrentKey(key) && !(value instanceof Y.AbstractType))
				.map(([key]) => key)
				.filter((key) => !rowsOf[kind].some(([name]) => name === key))
	)
	expect(unknown.filter((key) => !Object.values(known).flat().includes(key))).toEqual([])
})

it('a kind or a field that only a newer app knows is no long text', () => {
	const newer = (kind: string, field: string) => isLongText({ kind: kind as ItemKind, field })
	expect([newer('activity', 'colour'), newer('activity', 'constructor'), newer('visit', 'notes')]).toEqual([
		false,
		false,
		false
	])
	expect(newer('activity', 'notes')).toBe(true)
})

it('[T44] a later field is in an edition only where it is filled, so that approved editions keep their marks', () => {
	const rows: Rows = [
		['title', { kind: 'text', edition: 'always' }],
		['doneOn', { kind: 'day', edition: 'never' }],
		['tools', { kind: 'text', edition: 'filled' }],
		['helpers', { kind: 'people', edition: 'filled' }]
	]
	const bare = { title: 'Урок', doneOn: '2026-10-01', tools: '', helpers: [] }
	expect(plannedList(rows, bare)).toEqual(['Урок'])
	expect(JSON.stringify(plannedRecord(rows, bare))).toBe('{"title":"Урок"}')
	const filled = { ...bare, helpers: ['viktor', 'irina'] }
	expect(plannedList(rows, filled)).toEqual(['Урок', { helpers: ['irina', 'viktor'] }])
	expect(JSON.stringify(plannedRecord(rows, filled))).toBe('{"title":"Урок","helpers":["irina","viktor"]}')
})
