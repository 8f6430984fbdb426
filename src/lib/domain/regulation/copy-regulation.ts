/** A curator's own copy of a pack, and what it says otherwise. */
import type { Regulation } from './schema.ts'

/** Of a copy, too: it then is one of the same original. */
export function copyRegulation(regulation: Regulation, id: string, title: string): Regulation {
	return { ...regulation, id, copyOf: regulation.copyOf ?? regulation.id, title }
}

export interface Difference {
	/** `programTerm.value.maxMonths`; of a list whose items have ids `categories.pupil.wording`. */
	path: string
	/** Undefined: it is not there. */
	before: unknown
	after: unknown
}

/** Everything that differs but for which copy it is, in the order of the pack: the smallest parts, and whole new or lost items. */
export function compareRegulations(before: Regulation, after: Regulation): Difference[] {
	const { id: _id, copyOf: _copyOf, ...one } = before
	const { id: _otherId, copyOf: _otherCopyOf, ...other } = after
	return compare('', one, other)
}

function compare(path: string, before: unknown, after: unknown): Difference[] {
	if (JSON.stringify(before) === JSON.stringify(after)) return []
	const parts = partsOf(before)
	const others = partsOf(after)
	if (parts === null || others === null) return [{ path, before, after }]
	const keys = new Set([...parts.keys(), ...others.keys()])
	return [...keys].flatMap((key) => compare(path === '' ? key : `${path}.${key}`, parts.get(key), others.get(key)))
}

/** By field, or by an item's id; null for what has no parts: a value, or a list whose order or length is its meaning. */
function partsOf(value: unknown): Map<string, unknown> | null {
	if (Array.isArray(value)) {
		const items: unknown[] = value
		const ids = items.map(idOf)
		return ids.every((id) => id !== null) && new Set(ids).size === ids.length
			? new Map(items.map((item, index) => [ids[index] ?? '', item]))
			: null
	}
	return typeof value === 'object' && value !== null ? new Map(Object.entries(value)) : null
}

function idOf(item: unknown): string | null {
	return typeof item === 'object' && item !== null && 'id' in item && typeof item.id === 'string' ? item.id : null
}
