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
	activitiesMap,
	asDate,
	asText,
	asTextList,
	compareOrder,
	isPlanCreated,
	itemsOf,
	meetingsMap,
	type Ordered,
	type PlanItem,
	profileMap,
	readLongText,
	readOptionalText,
	readPlanMeta,
	readText,
	stagesMap,
	type TextField
} from '../layout.ts'
import { readMarks, type Mark } from '../mark.ts'
import { plainTextOf, readLines } from '../rich-text.ts'
import { readConcurrentValues } from '../concurrent.ts'
import type { ItemKind } from './change.ts'

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
	const { title, startsOn, termMonths } = readPlanMeta(doc)
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
		program: new Map([
			['title', shown(title)],
			['startsOn', shown(startsOn)],
			['termMonths', shown(termMonths === 0 ? '' : String(termMonths))]
		]),
		items,
		events: readEvents(doc)
	}
}

type Reader = (value: unknown) => FieldFact

const text: Reader = (value) => shown(asText(value))
const day: Reader = (value) => shown(asDate(value) ?? '')
const people: Reader = (value) => shown(asTextList(value).join(', '))
const activities: Reader = (value) => ({ value: asTextList(value).join(' '), words: '', show: 'list' })
/** Formatting counts; empty lines alone do not. Equal in both layouts of a text: the server writing it anew is no change. */
function longText(item: PlanItem, field: TextField): FieldFact {
	const text = readLongText(item, field)
	const words = text === null ? '' : plainTextOf(text)
	return { value: words === '' || text === null ? '' : JSON.stringify(readLines(text)), words, show: 'long' }
}

function shown(value: string): FieldFact {
	return { value, words: value, show: 'text' }
}

const readers: Readonly<Record<ItemKind, readonly (readonly [field: string, read: Reader])[]>> = {
	stage: [
		['title', text],
		['startsOn', day],
		['endsOn', day]
	],
	activity: [
		['title', text],
		['startsOn', day],
		['dueOn', day],
		['responsible', people],
		['resultForm', text],
		['place', text]
	],
	meeting: [
		['topic', text],
		['heldOn', day],
		['startsAt', text],
		['place', text],
		['attendees', people],
		['activityIds', activities]
	],
	agreement: [
		['text', text],
		['ownerId', text],
		['dueOn', day]
	],
	profile: [['text', text]]
}

const longTexts: Partial<Record<ItemKind, readonly TextField[]>> = { activity: ['notes'], meeting: ['minutes'] }

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
		fields: new Map([
			...readers[kind].map(([field, read]) => [field, read(item.get(field))] as const),
			...(longTexts[kind] ?? []).map((field) => [field, longText(item, field)] as const)
		]),
		concurrentValues: new Map(readConcurrentFacts(kind, item))
	}
}

function readConcurrentFacts(
	kind: ItemKind,
	item: PlanItem
): (readonly [field: string, concurrentValues: readonly FieldFact[]])[] {
	return readConcurrentValues(item, kind).flatMap(({ field, choices: [, ...concurrentValues] }) => {
		const read = field === 'doneOn' ? day : readers[kind].find(([known]) => known === field)?.[1]
		return read === undefined ? [] : [[field, concurrentValues.map(({ value }) => read(value))] as const]
	})
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
