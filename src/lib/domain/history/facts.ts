/**
 * A plan's state as facts that can be compared: what people see of it, deleted items included, without
 * who wrote what. Reading is tolerant, as everywhere: a foreign value is an empty one.
 */
import type * as Y from 'yjs'
import { readDoneOn } from '../plan/activity.ts'
import { agreementsMap } from '../plan/agreement.ts'
import {
	activitiesMap,
	isPlanCreated,
	itemsOf,
	meetingsMap,
	profileMap,
	readDate,
	readFragment,
	readOptionalText,
	readPlanMeta,
	readText,
	readTextList,
	stagesMap,
	type IsoDate,
	type PlanItem
} from '../plan/layout.ts'
import { readMarks, type Mark } from '../plan/mark.ts'
import { compareOrder, type Ordered } from '../plan/order.ts'
import { hasText } from '../plan/rich-text.ts'
import type { ItemKind } from './plan-change.ts'

export interface FieldFact {
	/** Equal values are equal texts; '' is empty. */
	value: string
	/** As a person reads it, where that is not the value; null: its wording is not shown. */
	shown?: string | null
}

export interface ItemFacts extends Ordered {
	kind: ItemKind
	label: string
	/** Order counts among the items of one list; null: the kind has no order. */
	listId: string | null
	isDeleted: boolean
	/** An agreement in a deleted meeting. */
	isOutOfSight: boolean
	/** Newest first; empty for what is not marked. */
	marks: readonly Mark[]
	/** The day an activity that is done took place. */
	doneOn: IsoDate | null
	fields: ReadonlyMap<string, FieldFact>
}

export interface PlanFacts {
	isCreated: boolean
	program: ReadonlyMap<string, FieldFact>
	/** In the order a person would read them; keyed by kind and id. */
	items: ReadonlyMap<string, ItemFacts>
}

export function readFacts(doc: Y.Doc): PlanFacts {
	const { title, startsOn, termMonths } = readPlanMeta(doc)
	const stages = readKind('stage', stagesMap(doc), () => 'stages')
	const activities = readKind('activity', activitiesMap(doc), (item) => readText(item, 'stageId'))
	const stageIndex = new Map(stages.map(({ id }, index) => [id, index]))
	const stageOf = ({ listId }: ItemFacts) => stageIndex.get(listId ?? '') ?? stages.length
	activities.sort((one, other) => stageOf(one) - stageOf(other) || compareOrder(one, other))
	const labels = new Map(activities.map(({ id, label }) => [id, label]))
	const items = new Map<string, ItemFacts>()
	const put = (item: ItemFacts, within = '') => items.set(`${item.kind} ${within}${item.id}`, item)
	stages.forEach((stage) => put(stage))
	activities.forEach((activity) => put(activity))
	for (const [id, item] of itemsOf(meetingsMap(doc)).sort(byCreation)) {
		const meeting = readItem('meeting', id, item, null, labels)
		put(meeting)
		const agreements = agreementsMap(item)
		if (agreements === null) continue
		for (const [agreementId, agreement] of itemsOf(agreements).sort(byCreation)) {
			const isOutOfSight = meeting.isDeleted
			put({ ...readItem('agreement', agreementId, agreement, null), isOutOfSight }, `${id} `)
		}
	}
	readKind('profile', profileMap(doc), (item) => readText(item, 'kind')).forEach((item) => put(item))
	return {
		isCreated: isPlanCreated(doc),
		program: new Map([
			['title', { value: title }],
			['startsOn', { value: startsOn }],
			['termMonths', { value: termMonths === 0 ? '' : String(termMonths) }]
		]),
		items
	}
}

type Reader = (item: PlanItem, field: string, labels: Labels) => FieldFact
/** How people know the activities, by id. */
type Labels = ReadonlyMap<string, string>

const text: Reader = (item, field) => ({ value: readText(item, field) })
const day: Reader = (item, field) => ({ value: readDate(item, field) ?? '' })
const people: Reader = (item, field) => ({ value: readTextList(item, field).join(', ') })
const activities: Reader = (item, field, labels) => {
	const ids = readTextList(item, field)
	const shown = ids.map((id) => labels.get(id) ?? '').filter((label) => label !== '')
	return { value: ids.join(', '), shown: shown.join('; ') }
}
/** Formatting counts; an editor opened and left does not. */
const longText: Reader = (item, field) => {
	const fragment = readFragment(item, field)
	return { value: fragment !== null && hasText(fragment) ? fragment.toString() : '', shown: null }
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
		['place', text],
		['notes', longText]
	],
	meeting: [
		['topic', text],
		['heldOn', day],
		['startsAt', text],
		['place', text],
		['attendees', people],
		['activityIds', activities],
		['minutes', longText]
	],
	agreement: [
		['text', text],
		['ownerId', text],
		['dueOn', day]
	],
	profile: [['text', text]]
}

function readKind(kind: ItemKind, map: Y.Map<PlanItem>, listOf: (item: PlanItem) => string): ItemFacts[] {
	return itemsOf(map)
		.map(([id, item]) => readItem(kind, id, item, listOf(item)))
		.sort(compareOrder)
}

const noLabels: Labels = new Map()

function readItem(kind: ItemKind, id: string, item: PlanItem, listId: string | null, labels = noLabels): ItemFacts {
	const marks = readMarks(item)
	return {
		kind,
		id,
		label: labelOf(kind, item),
		listId,
		order: listId === null ? '' : readText(item, 'order'),
		isDeleted: readOptionalText(item, 'deletedAt') !== null,
		isOutOfSight: false,
		marks,
		doneOn: kind === 'activity' ? readDoneOn(item, marks) : null,
		fields: new Map(readers[kind].map(([field, read]) => [field, read(item, field, labels)]))
	}
}

function labelOf(kind: ItemKind, item: PlanItem): string {
	switch (kind) {
		case 'stage':
			return readText(item, 'title')
		case 'activity':
			return `${readText(item, 'number')} ${readText(item, 'title')}`.trim()
		case 'meeting':
			return readOptionalText(item, 'topic') ?? readDate(item, 'heldOn') ?? ''
		case 'agreement':
		case 'profile':
			return readText(item, 'text')
	}
}

function byCreation([id, item]: [string, PlanItem], [otherId, other]: [string, PlanItem]): number {
	return `${readText(item, 'createdAt')} ${id}` < `${readText(other, 'createdAt')} ${otherId}` ? -1 : 1
}
