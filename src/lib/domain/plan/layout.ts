/**
 * Layout of the plan, the document that a mentor and a mentee edit together, and the functions that read and set its fields.
 *
 *   meta        Y.Map   schemaVersion, title, roadmapId, startsOn, termMonths
 *   stages      Y.Map   stageId    → Y.Map { title, order, startsOn, endsOn }
 *   activities  Y.Map   activityId → Y.Map { stageId, order, number, title, …, notesText: Y.Text,
 *                                            marks: Y.Map markId → { status, by, at, follows, doneOn } }
 *   meetings    Y.Map   meetingId  → Y.Map { heldOn, place, …, minutesText: Y.Text,
 *                                            agreements: Y.Map agreementId → Y.Map }
 *   profile     Y.Map   itemId     → Y.Map { kind, text, order }
 *   events      Y.Map   eventId    → { type, by, at, … }, what one edit did as a whole (event.ts)
 *
 * An edited field has concurrent keys, `field~client` → { value, by }: the last writer and concurrent values (concurrent.ts). Long
 * texts are flat (rich-text.ts). Plans of older apps have them in `notes` and `minutes`, as trees (old-text.ts): the server wrote
 * those once into the keys of now, and carries late edits of older apps over.
 *
 * All items are under unique ids in root maps, which Yjs never creates twice. So two offline devices never create the same
 * container. Order is a fractional index on the item: a Y.Array has no "move", and two people who reorder offline would double
 * a row. Deleting sets `deletedAt`; the text stays and can be restored. A deleted activity
 * also has `deletedContent`: what its deleter saw of it. Layout changes are additive.
 */
import * as Y from 'yjs'
import type { IsoDate } from '../calendar.ts'
import { asDate, asText, type ItemKind, type TextField } from './fields.ts'

/** 2: the texts are flat. A plan of version 1 whose server has not yet written its texts anew is read, and its texts not edited. */
export const PLAN_SCHEMA_VERSION = 2
/** The name of the events map in the document. */
export const EVENTS = 'events'

/** An ISO instant in UTC, `2026-11-21T09:40:00.000Z`. */
export type IsoInstant = string

/** The person who edits, and the instant by the server's clock, as this device knows it. */
export interface Author {
	personId: string
	at: IsoInstant
}

export type PlanItem = Y.Map<unknown>

export interface PlanMeta {
	schemaVersion: number
	title: string
	roadmapId: string
	startsOn: IsoDate
	/** Months from `startsOn`; domain.md T9, S10. */
	termMonths: number
}

export function readPlanMeta(doc: Y.Doc): PlanMeta {
	const meta = metaMap(doc)
	return {
		schemaVersion: readNumber(meta, 'schemaVersion') ?? PLAN_SCHEMA_VERSION,
		title: readText(meta, 'title'),
		roadmapId: readText(meta, 'roadmapId'),
		startsOn: readText(meta, 'startsOn'),
		termMonths: readNumber(meta, 'termMonths') ?? 0
	}
}

/** Sets what the programme's papers decide. Only the server calls it. */
export function setPlanTerm(
	doc: Y.Doc,
	{ title, startsOn, termMonths }: Omit<PlanMeta, 'schemaVersion' | 'roadmapId'>
): void {
	doc.transact(() => setFields(metaMap(doc), { title, startsOn, termMonths }))
}

/** False for a document that this device has not received yet: it must not be edited. */
export function isPlanCreated(doc: Y.Doc): boolean {
	return metaMap(doc).has('schemaVersion')
}

/**
 * True for a plan whose layout a newer app wrote and this app does not know. The app still reads it and syncs edits made here,
 * but asks the person to update.
 */
export function isTooNew(doc: Y.Doc): boolean {
	return readPlanMeta(doc).schemaVersion > PLAN_SCHEMA_VERSION
}

export function metaMap(doc: Y.Doc): PlanItem {
	return doc.getMap('meta')
}

export function stagesMap(doc: Y.Doc): Y.Map<PlanItem> {
	return doc.getMap('stages')
}

export function activitiesMap(doc: Y.Doc): Y.Map<PlanItem> {
	return doc.getMap('activities')
}

export function meetingsMap(doc: Y.Doc): Y.Map<PlanItem> {
	return doc.getMap('meetings')
}

export function profileMap(doc: Y.Doc): Y.Map<PlanItem> {
	return doc.getMap('profile')
}

/** An agreement is in its meeting (agreement.ts). */
export const itemMaps = {
	stage: stagesMap,
	activity: activitiesMap,
	meeting: meetingsMap,
	profile: profileMap
} satisfies Record<Exclude<ItemKind, 'agreement'>, (doc: Y.Doc) => Y.Map<PlanItem>>

export function eventsMap(doc: Y.Doc): Y.Map<unknown> {
	return doc.getMap(EVENTS)
}

/** Skips values that are not maps: our app did not write them. */
export function itemsOf(map: Y.Map<PlanItem>): [id: string, item: PlanItem][] {
	return [...map].filter(([, item]) => item instanceof Y.Map)
}

export function findItem(map: Y.Map<PlanItem>, id: string): PlanItem | null {
	const item = map.get(id)
	return item instanceof Y.Map ? item : null
}

/** Reading is tolerant: a field of another type, from an older or newer app, is an empty text. */
export function readText(item: PlanItem, field: string): string {
	return asText(item.get(field))
}

export function readOptionalText(item: PlanItem, field: string): string | null {
	const value = item.get(field)
	return typeof value === 'string' && value !== '' ? value : null
}

export function readDate(item: PlanItem, field: string): IsoDate | null {
	return asDate(item.get(field))
}

function readNumber(item: PlanItem, field: string): number | null {
	const value = item.get(field)
	return typeof value === 'number' && Number.isFinite(value) ? value : null
}

/** The keys of the long texts in the layout. */
export const textKeys = { notes: 'notesText', minutes: 'minutesText' } as const satisfies Record<TextField, string>

/** A long text. Of older apps' only where there is none of now. */
export function readLongText(item: PlanItem, field: TextField): Y.Text | Y.XmlFragment | null {
	const text = item.get(textKeys[field])
	if (text instanceof Y.Text) return text
	const old = item.get(field)
	return old instanceof Y.XmlFragment ? old : null
}

/** Sets only the fields that differ, so that saving an unchanged form makes no update. */
export function setFields(item: PlanItem, fields: Readonly<Record<string, unknown>>): void {
	for (const [field, value] of Object.entries(fields)) {
		if (value === undefined || isSameValue(item.get(field), value)) continue
		item.set(field, value)
	}
}

/** Call it within a transaction. The id is fresh. */
export function addItem(items: Y.Map<PlanItem>, id: string, fields: object, { personId, at }: Author): PlanItem {
	const item: PlanItem = new Y.Map()
	items.set(id, item)
	setFields(item, { ...fields, createdBy: personId, createdAt: at })
	return item
}

/** Treats an absent value as null. */
export function isSameValue(one: unknown, other: unknown): boolean {
	return JSON.stringify(one ?? null) === JSON.stringify(other ?? null)
}

/** The position in a list: a fractional index on each item. Equal indexes are ordered by id (two people may insert at one position). */
export interface Ordered {
	id: string
	order: string
}

export function compareOrder(one: Ordered, other: Ordered): number {
	if (one.order !== other.order) return one.order < other.order ? -1 : 1
	return one.id < other.id ? -1 : one.id > other.id ? 1 : 0
}
