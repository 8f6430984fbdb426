/** Makes a curator's own copy of a pack, and compares two packs. */
import type { Regulation } from './schema.ts'

/**
 * A copy of a copy is a copy of the same original. The end of a shipped regulation is not the copy's: the municipality sets its
 * own, or none.
 */
export function copyRegulation(regulation: Regulation, id: string, title: string): Regulation {
	const { value, source } = regulation.inForce
	const inForce =
		value.until === null || regulation.copyOf !== null
			? { value, source }
			: { value: { ...value, until: null }, source: { rule: null, clause: 'приказ муниципалитета' } }
	return { ...regulation, id, copyOf: regulation.copyOf ?? regulation.id, title, inForce }
}

/** Whether the title looks the same as another one of the list. */
export function isTitleTaken(title: string, taken: readonly string[]): boolean {
	return taken.some((one) => plain(one) === plain(title))
}

/** The title; if another regulation of the list has it, «… (копия)», «… (копия 2)». */
export function freeTitle(title: string, taken: readonly string[]): string {
	if (!isTitleTaken(title, taken)) return title
	const original = title.replace(/ \(копия(?: \d+)?\)$/, '')
	for (let count = 1; ; count++) {
		const next = `${original} (${count === 1 ? 'копия' : `копия ${count}`})`
		if (!isTitleTaken(next, taken)) return next
	}
}

function plain(title: string): string {
	return title.trim().replaceAll(/\s+/g, ' ').toLowerCase()
}

export interface Difference {
	/** `programTerm.value.maxMonths`; in a list whose items have ids: `categories.pupil.wording`. */
	path: string
	/** Undefined: it is absent. */
	before: unknown
	after: unknown
}

/** All differences except `id` and `copyOf`, in the order of the pack: the smallest differing values, and whole added or lost items. */
export function compareRegulations(before: Regulation, after: Regulation): Difference[] {
	const { id: _id, copyOf: _copyOf, ...one } = before
	const { id: _otherId, copyOf: _otherCopyOf, ...other } = after
	return compare('', one, other)
}

function compare(path: string, before: unknown, after: unknown): Difference[] {
	if (JSON.stringify(before) === JSON.stringify(after)) return []
	const fields = fieldsOf(before)
	const others = fieldsOf(after)
	if (fields === null || others === null) {
		return isRows(before) && isRows(after) ? compareRows(path, before, after) : [{ path, before, after }]
	}
	const keys = new Set([...fields.keys(), ...others.keys()])
	return [...keys].flatMap((key) => compare(path === '' ? key : `${path}.${key}`, fields.get(key), others.get(key)))
}

/**
 * Compares lists whose items have no ids, from the first to the last differing row: row by row if their number is equal, else as
 * one difference.
 */
function compareRows(path: string, before: readonly object[], after: readonly object[]): Difference[] {
	const isSame = (one: number, other: number) => JSON.stringify(before.at(one)) === JSON.stringify(after.at(other))
	const shorter = Math.min(before.length, after.length)
	let start = 0
	while (start < shorter && isSame(start, start)) start++
	let end = 0
	while (end < shorter - start && isSame(-1 - end, -1 - end)) end++
	const rows = before.slice(start, before.length - end)
	const others = after.slice(start, after.length - end)
	return rows.length === others.length
		? rows.flatMap((row, index) => compare(`${path}.${start + index}`, row, others[index]))
		: [{ path, before: rows, after: others }]
}

function isRows(value: unknown): value is object[] {
	return Array.isArray(value) && value.every((row) => typeof row === 'object' && row !== null)
}

/**
 * The value's parts by field, or by item id. Null for a value without parts: a plain value, an object with a `type`, a list whose
 * order or length has a meaning.
 */
function fieldsOf(value: unknown): Map<string, unknown> | null {
	if (Array.isArray(value)) {
		const items: unknown[] = value
		const ids = items.map(idOf)
		return ids.every((id) => id !== null) && new Set(ids).size === ids.length
			? new Map(items.map((item, index) => [ids[index] ?? '', item]))
			: null
	}
	return typeof value === 'object' && value !== null && !('type' in value) ? new Map(Object.entries(value)) : null
}

function idOf(item: unknown): string | null {
	return typeof item === 'object' && item !== null && 'id' in item && typeof item.id === 'string' ? item.id : null
}
