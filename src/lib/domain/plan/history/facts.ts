/**
 * Reads a plan's state as facts that can be compared: what people see of it, deleted items included, without who wrote what.
 * Reading is tolerant, as everywhere: a value of another type counts as empty.
 */
import type * as Y from 'yjs'
import { readDoneOn } from '../activity.ts'
import { agreementsMap } from '../agreement.ts'
import { readEvents, type PlanEvent } from '../event.ts'
import type { IsoDate } from '../../calendar.ts'
import {
	asDate,
	asTextList,
	type FieldKind,
	findRow,
	type ItemKind,
	readValue,
	type TextField,
	type ValueKind
} from '../fields.ts'
import {
	activitiesMap,
	compareOrder,
	isPlanCreated,
	itemsOf,
	meetingsMap,
	metaMap,
	type Ordered,
	type PlanItem,
	profileMap,
	readLongText,
	readOptionalText,
	readText,
	stagesMap
} from '../layout.ts'
import { readMarks, type Mark } from '../mark.ts'
import { plainTextOf, readLines } from '../rich-text.ts'
import { readConcurrentValues } from '../concurrent.ts'
import { asCheck, rowsIn } from '../visit.ts'

export interface FieldFact {
	/** Equal values are equal texts; '' is empty. */
	value: string
	/** The text that a person reads; empty for a list, see `show`. */
	words: string
	/** `list`: ids of activities, shown by their labels; `long`: a text of which only the difference is shown. */
	show: 'text' | 'list' | 'long'
}

export interface ItemFacts extends Ordered {
	kind: ItemKind
	label: string
	/** The list within which the order counts; null: the kind has no order. */
	listId: string | null
	isDeleted: boolean
	/** The meeting of an agreement. */
	meetingId: string | null
	/** An agreement in a deleted meeting. */
	isOutOfSight: boolean
	/** Newest first; empty for kinds without marks. */
	marks: readonly Mark[]
	/** The day a done activity took place. */
	doneOn: IsoDate | null
	fields: ReadonlyMap<string, FieldFact>
	/** Concurrent values, by field. */
	concurrentValues: ReadonlyMap<string, readonly FieldFact[]>
}

export interface PlanFacts {
	isCreated: boolean
	program: ReadonlyMap<string, FieldFact>
	/** In reading order; by `keyOfItem`. */
	items: ReadonlyMap<string, ItemFacts>
	events: ReadonlyMap<string, PlanEvent>
}

export function readFacts(doc: Y.Doc): PlanFacts {
	return readKnownFacts(doc, new Map())
}

/**
 * For callers that read the facts of one document repeatedly: an item that has not changed is not read again, and is the same
 * object. Ends with the document.
 */
export function followFacts(doc: Y.Doc): () => PlanFacts {
	const known: Known = new Map()
	doc.on('afterTransaction', ({ changedParentTypes }: Y.Transaction) => {
		for (const type of changedParentTypes.keys()) known.delete(type)
	})
	return () => readKnownFacts(doc, known)
}

/** Agreements of several meetings may have the same id. */
export function keyOfItem({ kind, meetingId, id }: Pick<ItemFacts, 'kind' | 'meetingId' | 'id'>): string {
	return meetingId === null ? `${kind} ${id}` : `${kind} ${meetingId} ${id}`
}

/** The facts of items read before, by the item's map in the document. */
type Known = Map<unknown, ItemFacts>

function readKnownFacts(doc: Y.Doc, known: Known): PlanFacts {
	const { readItem, readKind } = createReader(known)
	const stages = readKind('stage', stagesMap(doc), () => 'stages')
	const activities = readKind('activity', activitiesMap(doc), (item) => readText(item, 'stageId'))
	const stageIndex = new Map(stages.map(({ id }, index) => [id, index]))
	const stageOf = ({ listId }: ItemFacts) => stageIndex.get(listId ?? '') ?? stages.length
	activities.sort((one, other) => stageOf(one) - stageOf(other) || compareOrder(one, other))
	const items = new Map<string, ItemFacts>()
	const put = (item: ItemFacts) => items.set(keyOfItem(item), item)
	stages.forEach((stage) => put(stage))
	activities.forEach((activity) => put(activity))
	for (const [id, item] of itemsOf(meetingsMap(doc)).sort(byCreation)) {
		const meeting = readItem('meeting', id, item)
		put(meeting)
		const agreements = agreementsMap(item)
		if (agreements === null) continue
		for (const [agreementId, agreement] of itemsOf(agreements).sort(byCreation)) {
			const facts = readItem('agreement', agreementId, agreement, { meetingId: id })
			put(meeting.isDeleted ? { ...facts, isOutOfSight: true } : facts)
		}
	}
	readKind('profile', profileMap(doc), (item) => readText(item, 'kind')).forEach((item) => put(item))
	return {
		isCreated: isPlanCreated(doc),
		program: readFieldFacts('program', metaMap(doc)),
		items,
		events: readEvents(doc)
	}
}

function toFact(kind: ValueKind, written: unknown): FieldFact {
	const value = readValue(kind, written)
	if (kind === 'activities') return { value: asTextList(value).join(' '), words: '', show: 'list' }
	if (kind === 'check') {
		const check = asCheck(written)
		return { value: check === null ? '' : JSON.stringify(check), words: check?.question ?? '', show: 'text' }
	}
	const words = Array.isArray(value) ? value.join(', ') : String(value || '')
	return { value: words, words, show: 'text' }
}

/** Formatting counts; empty lines alone do not. Equal in both layouts of a text: the server writing it anew is no change. */
function longText(item: PlanItem, field: TextField): FieldFact {
	const text = readLongText(item, field)
	const words = text === null ? '' : plainTextOf(text)
	return { value: words === '' || text === null ? '' : JSON.stringify(readLines(text)), words, show: 'long' }
}

function createReader(known: Known) {
	function readItem(kind: ItemKind, id: string, item: PlanItem, place: Partial<Place> = {}): ItemFacts {
		const facts = known.get(item) ?? readAnew(kind, id, item, { listId: null, meetingId: null, ...place })
		known.set(item, facts)
		return facts
	}

	return {
		readItem,
		readKind: (kind: ItemKind, map: Y.Map<PlanItem>, listOf: (item: PlanItem) => string) =>
			itemsOf(map)
				.map(([id, item]) => readItem(kind, id, item, { listId: listOf(item) }))
				.sort(compareOrder)
	}
}

type Place = Pick<ItemFacts, 'listId' | 'meetingId'>

function readAnew(kind: ItemKind, id: string, item: PlanItem, { listId, meetingId }: Place): ItemFacts {
	const marks = readMarks(item)
	return {
		kind,
		id,
		label: labelOf(kind, item),
		listId,
		order: listId === null ? '' : readText(item, 'order'),
		isDeleted: readOptionalText(item, 'deletedAt') !== null,
		meetingId,
		isOutOfSight: false,
		marks,
		doneOn: kind === 'activity' ? readDoneOn(item, marks) : null,
		fields: readFieldFacts(kind, item),
		concurrentValues: readConcurrentFacts(kind, item)
	}
}

function readFieldFacts(kind: FieldKind, item: PlanItem): ReadonlyMap<string, FieldFact> {
	const facts = new Map<string, FieldFact>()
	for (const [field, row] of rowsIn(kind, item)) {
		if (row.history === 'mark') continue
		facts.set(field, row.kind === 'long' ? longText(item, field as TextField) : toFact(row.kind, item.get(field)))
	}
	return facts
}

function readConcurrentFacts(kind: ItemKind, item: PlanItem): ItemFacts['concurrentValues'] {
	const facts = new Map<string, FieldFact[]>()
	for (const { field, choices } of readConcurrentValues(item, kind)) {
		const of = findRow(kind, field)?.kind ?? 'long'
		if (of !== 'long')
			facts.set(
				field,
				choices.slice(1).map(({ value }) => toFact(of, value))
			)
	}
	return facts
}

function labelOf(kind: ItemKind, item: PlanItem): string {
	switch (kind) {
		case 'stage':
			return readText(item, 'title')
		case 'activity':
			return `${readText(item, 'number')} ${readText(item, 'title')}`.trim()
		case 'meeting':
			return readOptionalText(item, 'topic') ?? asDate(item.get('heldOn')) ?? ''
		case 'agreement':
		case 'profile':
			return readText(item, 'text')
	}
}

function byCreation([id, item]: [string, PlanItem], [otherId, other]: [string, PlanItem]): number {
	return `${readText(item, 'createdAt')} ${id}` < `${readText(other, 'createdAt')} ${otherId}` ? -1 : 1
}
