/**
 * The fields of the plan: one row each. Reading and editing an item, concurrent values, the text of an edition and the history
 * follow from the rows. The words for them (ui/words/fields.ts) do not compile without those of each row.
 *
 * A row has the name by which the field is stored: names are data and never change. Rows are in the order in which editions and the
 * history list them: a new one is the last of its kind, before the long text.
 */
import type * as Y from 'yjs'
import { isIsoDate, type IsoDate } from '../calendar.ts'

export interface Row {
	/** How a value is read and shown. `long`: a text that people write together, under its key in `textKeys` (layout.ts). */
	kind: ValueKind | 'long'
	/** `mark`: it counts only with a mark that says done, and the history shows it with the mark. */
	history?: 'mark'
	/**
	 * `always`: one of the fields that editions had from the beginning. A later one is `filled`: only where it is filled is it in
	 * the text, so that approved editions keep their marks. `never`: it is not planned.
	 */
	edition?: 'always' | 'filled' | 'never'
}

type Table = Readonly<Record<string, Row>>
/** Of a kind that belongs to an edition. */
type PlannedTable = Readonly<Record<string, Row & { edition: string }>>

const fields = {
	/** The plan itself: orders set these, nobody edits them. */
	program: {
		title: { kind: 'text', edition: 'always' },
		startsOn: { kind: 'day', edition: 'always' },
		termMonths: { kind: 'months', edition: 'always' }
	},
	stage: {
		title: { kind: 'text', edition: 'always' },
		/** First and last day, both inclusive; null where the pair has not set it. */
		startsOn: { kind: 'day', edition: 'always' },
		endsOn: { kind: 'day', edition: 'always' },
		/** Titles, and addresses if there are any, of what is examined at the end: a concept, a programme of development (domain.md T60). */
		products: { kind: 'text', edition: 'filled' }
	},
	activity: {
		title: { kind: 'text', edition: 'always' },
		/** The planned first and last day. Usually only `dueOn` is set. Both null: the term of the stage applies. */
		startsOn: { kind: 'day', edition: 'always' },
		dueOn: { kind: 'day', edition: 'always' },
		/** The day it took place; null unless it is done. */
		doneOn: { kind: 'day', history: 'mark', edition: 'never' },
		/** Person ids; empty: both. */
		responsible: { kind: 'people', edition: 'always' },
		/** «Информационная справка» and the like (domain.md T54). */
		resultForm: { kind: 'text', edition: 'always' },
		place: { kind: 'text', edition: 'always' },
		/** «Семинар-практикум» and the like (domain.md T56). Also where the title begins with it (`kindBeside`). */
		kind: { kind: 'text', edition: 'filled' },
		/** For whom it is held, beside the pair (domain.md T61). */
		audience: { kind: 'text', edition: 'filled' },
		/** Why it is due later than in the approved edition (domain.md T38). */
		carryOverReason: { kind: 'text', edition: 'never' },
		/** Of an item of an educational route (route.ts), like the next three: among which alternatives it was chosen, and why (domain.md S11). */
		choice: { kind: 'text', edition: 'never' },
		/** «Удостоверение о повышении квалификации», its number, and its address. */
		certificate: { kind: 'text', edition: 'never' },
		certificateNumber: { kind: 'text', edition: 'never' },
		certificateLink: { kind: 'text', edition: 'never' },
		notes: { kind: 'long', edition: 'never' }
	},
	meeting: {
		topic: { kind: 'text' },
		/** Null until a day is agreed. */
		heldOn: { kind: 'day' },
		/** `HH:MM`, local time; null: not set. */
		startsAt: { kind: 'time' },
		place: { kind: 'text' },
		/** Person ids of the people who came. */
		attendees: { kind: 'people' },
		/** Ids of the activities it was about. */
		activityIds: { kind: 'activities' },
		/** Its place in the sequence of meetings (domain.md R19). */
		sort: { kind: 'meetingSort' },
		/** The address of a meeting by video (domain.md T45). */
		link: { kind: 'text' },
		/** What was agreed as the result; each participant confirms it. */
		summary: { kind: 'text' },
		minutes: { kind: 'long' }
	},
	agreement: {
		text: { kind: 'text' },
		/** The person who promised; null until chosen. */
		ownerId: { kind: 'person' },
		dueOn: { kind: 'day' }
	},
	profile: { text: { kind: 'text', edition: 'always' } }
} as const satisfies Record<'program' | 'stage' | 'activity' | 'profile', PlannedTable> &
	Record<'meeting' | 'agreement', Table>

type Fields = typeof fields
export type FieldKind = keyof Fields

/** A meeting has a field of this kind for each answered question of its checklists (visit.ts): `check:<list>/<question>`. */
export const CHECK = 'check:'
export const checkRow = { kind: 'check' } as const satisfies Row
/** The kinds of items; people edit the fields of all of them. */
export type ItemKind = Exclude<FieldKind, 'program'>
export type FieldName<Kind extends FieldKind> = keyof Fields[Kind] & string
/** The fields that an item has beside its long text, with their values. */
export type FieldValues<Kind extends FieldKind> = {
	-readonly [
		Name in keyof Fields[Kind] as Fields[Kind][Name] extends { kind: ValueKind } ? Name : never
	]: Fields[Kind][Name] extends { kind: infer Of extends ValueKind } ? Value<Of> : never
}
type LongNames<Of> = { [Name in keyof Of]: Of[Name] extends { kind: 'long' } ? Name : never }[keyof Of]
/** The long texts of items. */
export type TextField = { [Kind in FieldKind]: LongNames<Fields[Kind]> }[FieldKind]

/** Reading is tolerant: a value of another type, from an older or newer app, is empty. */
const readers = {
	text: asText,
	day: asDate,
	time: (value: unknown) => (/^([01]\d|2[0-3]):[0-5]\d$/.test(asText(value)) ? asText(value) : null),
	months: (value: unknown) => (typeof value === 'number' && Number.isFinite(value) ? value : 0),
	person: asOptionalText,
	people: asTextList,
	activities: asTextList,
	/** One of `meetingSorts` (visit.ts), or one that only a newer app knows. */
	meetingSort: asOptionalText,
	/** Read in visit.ts: the first screen needs no checklist. */
	check: (value: unknown) => value
}
export type ValueKind = keyof typeof readers
type Value<Kind extends ValueKind> = ReturnType<(typeof readers)[Kind]>

/** The rows of a kind, in order. */
export type Rows = readonly (readonly [name: string, row: Row])[]

export const rowsOf: Readonly<Record<FieldKind, Rows>> = {
	program: Object.entries<Row>(fields.program),
	stage: Object.entries<Row>(fields.stage),
	activity: Object.entries<Row>(fields.activity),
	meeting: Object.entries<Row>(fields.meeting),
	agreement: Object.entries<Row>(fields.agreement),
	profile: Object.entries<Row>(fields.profile)
}

/** Null for a field that only a newer app knows. */
export function findRow(kind: FieldKind, name: string): Row | null {
	if (name.startsWith(CHECK)) return checkRow
	const rows: Table | undefined = fields[kind]
	return rows !== undefined && Object.hasOwn(rows, name) ? (rows[name] ?? null) : null
}

export function readFields<Kind extends ItemKind>(kind: Kind, item: Pick<Y.Map<unknown>, 'get'>): FieldValues<Kind> {
	const values: Record<string, unknown> = {}
	for (const [name, row] of rowsOf[kind]) if (row.kind !== 'long') values[name] = readers[row.kind](item.get(name))
	return values as FieldValues<Kind>
}

/** One value, for callers that do not know its field beforehand. */
export function readValue(kind: ValueKind, written: unknown): Value<ValueKind> {
	return readers[kind](written)
}

export function isEmpty(value: unknown): boolean {
	return value === '' || value === null || value === 0 || (Array.isArray(value) && value.length === 0)
}

/** A co-edited text, of which the history shows only the difference. A newer app may have fields that this one does not know. */
export function isLongText({ kind, field }: { kind: FieldKind; field: string }): boolean {
	return findRow(kind, field)?.kind === 'long'
}

/** Whether no field of the item is filled, apart from `others`. Long texts do not count. */
export function isEmptyBut<Kind extends ItemKind>(
	kind: Kind,
	item: Readonly<FieldValues<Kind>>,
	others: readonly (keyof FieldValues<Kind>)[]
): boolean {
	const values: Readonly<Record<string, unknown>> = item
	const ignored: readonly PropertyKey[] = others
	return rowsOf[kind].every(([name, row]) => row.kind === 'long' || ignored.includes(name) || isEmpty(values[name]))
}

function asOptionalText(value: unknown): string | null {
	return asText(value) || null
}

export function asText(value: unknown): string {
	return typeof value === 'string' ? value : ''
}

/** Null also for a value that is not a calendar day, so that no caller computes with it. */
export function asDate(value: unknown): IsoDate | null {
	return typeof value === 'string' && isIsoDate(value) ? value : null
}

export function asTextList(value: unknown): string[] {
	return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : []
}
