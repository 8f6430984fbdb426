/** A curator's own copy of a pack, and what it says otherwise. */
import type { Regulation } from './schema.ts'

/** Of a copy, too: it then is one of the same original. */
export function copyRegulation(regulation: Regulation, id: string, title: string): Regulation {
	return { ...regulation, id, copyOf: regulation.copyOf ?? regulation.id, title }
}

/** Whether somebody who reads the list could not tell them apart. */
export function isTitleTaken(title: string, taken: readonly string[]): boolean {
	return taken.some((one) => plain(one) === plain(title))
}

/** The title, or where another regulation of the list has it «… (копия)», «… (копия 2)». */
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
	if (parts === null || others === null) {
		return isRows(before) && isRows(after) ? compareRows(path, before, after) : [{ path, before, after }]
	}
	const keys = new Set([...parts.keys(), ...others.keys()])
	return [...keys].flatMap((key) => compare(path === '' ? key : `${path}.${key}`, parts.get(key), others.get(key)))
}

/** Rows without ids. Those between the first and the last that differ: each by its place, or all where some came or went. */
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

/** By field, or by an item's id; null for what has no parts: a value, one of several shapes, a list whose order or length is its meaning. */
function partsOf(value: unknown): Map<string, unknown> | null {
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
