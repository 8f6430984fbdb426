/**
 * Of one plain field that two people change apart, Yjs keeps one value. So that the other does not vanish unseen, who
 * changes a field (edit-fields.ts) also writes beside it what they wrote, under the field and their client of the document,
 * and takes away what they have in sight there from others. Whatever stands there and says otherwise was written apart.
 */
import * as Y from 'yjs'
import { isSameValue, type PlanItem } from './layout.ts'

export interface FieldChoice {
	/** As in the plan's layout; null: emptied. */
	value: unknown
	/** Id of the person who wrote it; '' where that is not known. */
	by: string
}

/** A field that was changed apart. */
export interface RivalValues {
	/** Editable, as in the plan's layout. */
	field: string
	/** What the plan says, and what it could say instead: no two with the same value, and no more than eight. */
	choices: readonly [present: FieldChoice, other: FieldChoice, ...others: FieldChoice[]]
}

/** More devices than a pair has; a foreign hand may write any number. */
const MOST_CHOICES = 8

/** In the order of the fields' names, the same on each device. Empty in the ordinary case. */
export function readRivalValues(item: PlanItem, kind: EditableKind): RivalValues[] {
	const written = new Map<string, FieldChoice[]>()
	for (const key of [...item.keys()].filter(isBesideField).sort()) {
		const field = key.slice(0, key.indexOf(MARK))
		const choice = isEditableField(kind, field) ? readChoice(item.get(key)) : null
		if (choice !== null) written.set(field, [...(written.get(field) ?? []).slice(0, MOST_CHOICES), choice])
	}
	return [...written].flatMap(([field, choices]) => readField(field, item.get(field) ?? null, choices))
}

/** Between a field and the client who wrote it; no field has it in its name. */
const MARK = '~'

/** Under which something stands beside a field: what a client wrote into it, under the client. */
export function keyBeside(field: string, name: number | string): string {
	return `${field}${MARK}${name}`
}

/** Of all that was written into the field and stands beside it. */
export function keysBeside(item: PlanItem, field: string): string[] {
	return [...item.keys()].filter((key) => key.startsWith(field + MARK))
}

/** Whether what stands in an item under `key` is beside a field, and no field itself. */
export function isBesideField(key: string): boolean {
	return key.includes(MARK)
}

function readField(field: string, value: unknown, written: readonly FieldChoice[]): RivalValues[] {
	if (value instanceof Y.AbstractType) return []
	const present = written.find((choice) => isSameValue(choice.value, value)) ?? { value, by: '' }
	const different = new Map([present, ...written].map((choice) => [JSON.stringify(choice.value), choice]))
	different.delete(JSON.stringify(value))
	const [other, ...more] = different.values()
	return other === undefined ? [] : [{ field, choices: [present, other, ...more.slice(0, MOST_CHOICES - 2)] }]
}

/** What stands in a key beside a field; null for what no app of ours wrote. */
export function readChoice(written: unknown): FieldChoice | null {
	if (typeof written !== 'object' || written === null || written instanceof Y.AbstractType) return null
	const { value, by } = written as Record<string, unknown>
	return { value: value ?? null, by: typeof by === 'string' ? by : '' }
}

/** What people change of what stands in a plan, field by field; co-edited texts and marks are no fields. */
const editableFields = {
	stage: ['title', 'startsOn', 'endsOn'],
	activity: ['title', 'startsOn', 'dueOn', 'doneOn', 'responsible', 'resultForm', 'place'],
	meeting: ['topic', 'heldOn', 'startsAt', 'place', 'attendees', 'activityIds'],
	agreement: ['text', 'ownerId', 'dueOn'],
	profile: ['text']
} as const

export type EditableKind = keyof typeof editableFields
export type EditableField<Kind extends EditableKind> = (typeof editableFields)[Kind][number]

export function isEditableField(kind: EditableKind, field: string): boolean {
	const fields: readonly string[] = editableFields[kind]
	return fields.includes(field)
}
