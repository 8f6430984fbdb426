import { fold, foldOrganisation } from './fold.ts'
import { groupBy } from '../../group-by.ts'
import type { ImportContext } from './known.ts'

export type Found = { type: 'found'; id: string } | { type: 'unknown'; nearest: string | null }

type Finder = (name: string) => Found

const finders = new WeakMap<ImportContext['organisations'], Finder>()

/** By its name, or by what is left of it without the words of law where only one is left with just that. */
export function recogniseOrganisation(organisations: ImportContext['organisations'], name: string): Found {
	const known = finders.get(organisations)
	const find = known ?? createFinder(organisations)
	if (known === undefined) finders.set(organisations, find)
	return find(name)
}

/** Thousands of rows ask for the same few. */
function createFinder(organisations: ImportContext['organisations']): Finder {
	const byName = new Map(organisations.map((one) => [fold(one.name), one]))
	const loosely = groupBy(organisations, ({ name }) => foldOrganisation(name))
	return (name) => {
		const exact = byName.get(fold(name))
		if (exact !== undefined) return { type: 'found', id: exact.id }
		const folded = foldOrganisation(name)
		const alike = folded === '' ? [] : (loosely.get(folded) ?? [])
		const [only] = alike
		if (only !== undefined && alike.length === 1) return { type: 'found', id: only.id }
		const number = /\d+/.exec(folded)?.[0]
		const nearest = only ?? organisations.find((one) => number !== undefined && /\d+/.exec(one.name)?.[0] === number)
		return { type: 'unknown', nearest: nearest?.name ?? null }
	}
}
