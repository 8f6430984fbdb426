/**
 * Reads concurrent values. When two people change one plain field independently, Yjs keeps one value. So that the other does
 * not vanish unnoticed, editFields (edit-fields.ts) also writes the value under a concurrent key, `field~client`, and deletes
 * the concurrent keys of that field which the writer has received from others. A concurrent key with another value than the
 * field was therefore written independently.
 */
import * as Y from 'yjs'
import { findRow, type ItemKind } from './fields.ts'
import { isSameValue, type PlanItem } from './layout.ts'

export interface FieldChoice {
	/** As in the plan's layout; null: the field was emptied. */
	value: unknown
	/** Id of the person who wrote it; '' when unknown. */
	by: string
}

/** A field with concurrent values. */
export interface ConcurrentValues {
	/** The name of an editable field, as in the plan's layout. */
	field: string
	/** The plan's value, then the concurrent ones. No two have the same value; at most eight. */
	choices: readonly [present: FieldChoice, other: FieldChoice, ...others: FieldChoice[]]
}

/** More than the devices of a pair. Software other than ours may write any number. */
const MOST_CHOICES = 8

/** In the order of the field names, the same on each device. Usually empty. */
export function readConcurrentValues(item: PlanItem, kind: ItemKind): ConcurrentValues[] {
	const written = new Map<string, FieldChoice[]>()
	for (const key of [...item.keys()].filter(isConcurrentKey).sort()) {
		const field = key.slice(0, key.indexOf(MARK))
		const choice = isEditableField(kind, field) ? readChoice(item.get(key)) : null
		if (choice !== null) written.set(field, [...(written.get(field) ?? []).slice(0, MOST_CHOICES), choice])
	}
	return [...written].flatMap(([field, choices]) => readField(field, item.get(field) ?? null, choices))
}

/** Divides the field from its client in a concurrent key; no field name contains it. */
const MARK = '~'

/** The concurrent key of a field. */
export function concurrentKey(field: string, client: number): string {
	return `${field}${MARK}${client}`
}

/** All concurrent keys of the field. */
export function listConcurrentKeys(item: PlanItem, field: string): string[] {
	return [...item.keys()].filter((key) => key.startsWith(field + MARK))
}

export function isConcurrentKey(key: string): boolean {
	return key.includes(MARK)
}

function readField(field: string, value: unknown, written: readonly FieldChoice[]): ConcurrentValues[] {
	if (value instanceof Y.AbstractType) return []
	const present = written.find((choice) => isSameValue(choice.value, value)) ?? { value, by: '' }
	const different = new Map([present, ...written].map((choice) => [JSON.stringify(choice.value), choice]))
	different.delete(JSON.stringify(value))
	const [other, ...more] = different.values()
	return other === undefined ? [] : [{ field, choices: [present, other, ...more.slice(0, MOST_CHOICES - 2)] }]
}

/** Reads the value of a concurrent key; null for a value that no app of ours wrote. */
export function readChoice(written: unknown): FieldChoice | null {
	if (typeof written !== 'object' || written === null || written instanceof Y.AbstractType) return null
	const { value, by } = written as Record<string, unknown>
	return { value: value ?? null, by: typeof by === 'string' ? by : '' }
}

/** Whether two people can write the field apart: a co-edited text merges. */
export function isEditableField(kind: ItemKind, field: string): boolean {
	const row = findRow(kind, field)
	return row !== null && row.kind !== 'long'
}
