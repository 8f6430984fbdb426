/**
 * Of one plain field that two people change apart, Yjs keeps one value. So that the other does not vanish unseen, who
 * changes a field (edit-fields.ts) also writes beside it what they wrote, under the field and their client of the document, and takes
 * away what they have in sight there from others. Whatever stands there besides was written apart.
 */
import { isSameValue, type PlanItem } from './layout.ts'

export interface FieldChoice {
	/** As in the plan's layout; null: emptied. */
	value: unknown
	/** Id of the person who wrote it; '' where that is not known. */
	by: string
}

/** A field that was changed apart. */
export interface RivalValues {
	/** Of the item, as in the plan's layout. */
	field: string
	/** What the plan says, and what it could say instead: no two with the same value. */
	choices: readonly [present: FieldChoice, other: FieldChoice, ...others: FieldChoice[]]
}

/** In the order of the fields' names, the same on each device. Empty in the ordinary case. */
export function readRivalValues(item: PlanItem): RivalValues[] {
	const written = [...item.keys()].filter(isBesideField).sort()
	// One alone is who wrote last.
	if (written.length < 2) return []
	const fields = new Set(written.map((key) => key.slice(0, key.indexOf(MARK))))
	return [...fields].flatMap((field) => {
		const keys = written.filter((key) => key.startsWith(field + MARK))
		return keys.length < 2 ? [] : readField(item, field, keys)
	})
}

/** Between a field and the client who wrote it; no field has it in its name. */
const MARK = '~'

/** Under which what `client` wrote into the field stands beside it. */
export function keyBeside(field: string, client: number): string {
	return `${field}${MARK}${client}`
}

/** Of all that was written into the field and stands beside it. */
export function keysBeside(item: PlanItem, field: string): string[] {
	return [...item.keys()].filter((key) => key.startsWith(field + MARK))
}

/** Whether what stands in an item under `key` is beside a field, and no field itself. */
export function isBesideField(key: string): boolean {
	return key.includes(MARK)
}

function readField(item: PlanItem, field: string, keys: readonly string[]): RivalValues[] {
	const value = item.get(field) ?? null
	const written = keys.flatMap((key) => readChoice(item.get(key)))
	const present = written.find((choice) => isSameValue(choice.value, value)) ?? { value, by: '' }
	const others = new Map(
		written
			.filter((choice) => !isSameValue(choice.value, value))
			.map((choice) => [JSON.stringify(choice.value), choice])
	)
	const [other, ...more] = others.values()
	return other === undefined ? [] : [{ field, choices: [present, other, ...more] }]
}

function readChoice(written: unknown): FieldChoice[] {
	if (typeof written !== 'object' || written === null) return []
	const { value, by } = written as Record<string, unknown>
	return [{ value: value ?? null, by: typeof by === 'string' ? by : '' }]
}
