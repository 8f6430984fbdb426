/** Where in a regulation something stands, in words: `categories.0.roadmapId` → «Категории наставляемых → Резервист → Дорожная карта». */
import type { Regulation } from '#domain/regulation/schema.ts'
import { fieldNames, partNames } from './part-names.ts'
import { itemWords } from './stands-words.ts'

/** `packs`: those the path may be of; an item is named by its wording in the first that has it. */
export function placeWords(path: string, packs: readonly unknown[]): string {
	const keys = path.split('.')
	const names = keys.flatMap((key, index) => {
		if (index === 0) return isPart(key) ? partNames[key]() : []
		const named = fieldNames[`${keys[0]}.${key}`] ?? fieldNames[key]
		// An item may be called as a field is: it is the list that says which.
		const wording = packs.map((pack) => wordingOf(itemAt(pack, keys.slice(0, index), key))).find(Boolean)
		return wording ?? named?.() ?? []
	})
	return names.join(' → ')
}

function isPart(key: string): key is keyof Regulation {
	return Object.hasOwn(partNames, key)
}

/** By index, or by the item's id. */
function itemAt(pack: unknown, parents: readonly string[], key: string): unknown {
	const list = parents.reduce<unknown>((value, each) => childOf(value, each), pack)
	return Array.isArray(list) ? childOf(list, key) : undefined
}

function childOf(value: unknown, key: string): unknown {
	if (Array.isArray(value)) {
		const items: unknown[] = value
		return items[Number(key)] ?? items.find((item) => isObject(item) && item.id === key)
	}
	return isObject(value) ? value[key] : undefined
}

function wordingOf(item: unknown): string | undefined {
	if (!isObject(item)) return undefined
	if (typeof item.wording === 'string' && item.wording !== '') return item.wording
	return ['kind', 'unit', 'role', 'salaries'].some((key) => key in item) ? itemWords(item) : undefined
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value)
}
