/** Reads and writes the queries of lists in the address, and highlights changed cells of the board. */
import type { Action } from 'svelte/action'
import { type BoardColumn, type BoardQuery, type BoardSort, boardSorts } from '#protocol/api/program.ts'

/** A list's query in the address: it can be shared, and the back button undoes it. */

export type ListQuery = Readonly<Record<string, string | number | undefined>>

/** `?…` with only the values that narrow the list; '' for the whole list. */
export function writeQuery(query: ListQuery): '' | `?${string}` {
	const parameters = new URLSearchParams()
	for (const [name, value] of Object.entries(query)) {
		if (value !== undefined && value !== '' && value !== 1) parameters.set(name, String(value))
	}
	return parameters.size === 0 ? '' : `?${parameters}`
}

/** Never fails: an invalid page gives the first page. */
export function readPage(parameters: URLSearchParams): number | undefined {
	const page = Number(parameters.get('page'))
	return Number.isSafeInteger(page) && page > 1 ? page : undefined
}

/** Undefined for an unknown value. */
export function readChoice<Choice extends string>(
	parameters: URLSearchParams,
	name: string,
	choices: readonly Choice[]
): Choice | undefined {
	return choices.find((known) => known === parameters.get(name))
}

export function readText(parameters: URLSearchParams, name: string): string | undefined {
	return parameters.get(name)?.trim() || undefined
}

/** The values of a choice in a query, with the words for each. */
export type ChoiceWords = Readonly<Record<string, () => string>>

/** The query of a list of people or organisations. A value that no choice has is left out. */
export function readListQuery<Choices extends Readonly<Record<string, ChoiceWords>>>(
	parameters: URLSearchParams,
	choices: Choices
): { q: string | undefined; page: number | undefined } & { [Name in keyof Choices]: keyof Choices[Name] | undefined } {
	const chosen = Object.entries(choices).map(([name, words]) => [
		name,
		readChoice(parameters, name, Object.keys(words))
	])
	return { q: readText(parameters, 'q'), page: readPage(parameters), ...Object.fromEntries(chosen) }
}

/** One choice of a list, as `ListScreen` shows it; `all`: the label for no choice. */
export function toChoice(name: string, label: string, all: string, words: ChoiceWords) {
	return { name, label, all, options: Object.entries(words).map(([value, word]) => ({ value, label: word() })) }
}

export type Attention = NonNullable<BoardQuery['attention']>
/** Which rows the board shows; one filter at a time. */
export type BoardFilter = Pick<BoardQuery, 'attention' | 'phase'>

export const PAGE_SIZE = 100

export function readBoardQuery(parameters: URLSearchParams): BoardQuery {
	return {
		q: readText(parameters, 'q'),
		attention: readChoice(parameters, 'attention', attentions),
		phase: readChoice(parameters, 'phase', ['closed']),
		unit: readText(parameters, 'unit'),
		sort: readChoice(parameters, 'sort', boardSorts),
		page: readPage(parameters)
	}
}

export function writeBoardQuery({ q, attention, phase, unit, sort, page }: BoardQuery): '' | `?${string}` {
	return writeQuery({ q, attention, phase, unit, sort, page })
}

/** What a tap on a column's head asks for: first the direction that shows whom to help, or what ended last; then the other; then need. */
export function sortAfterTap({ sort, phase }: BoardQuery, column: BoardColumn): BoardSort | undefined {
	const [up, down] = [column, `-${column}` as const]
	const [first, second] = phase === 'closed' && column === 'next' ? [down, up] : [up, down]
	return sort === first ? second : sort === second ? undefined : first
}

/** For `aria-sort`; undefined: not sorted by this column. */
export function directionOf(sort: BoardSort | undefined, column: BoardColumn): 'ascending' | 'descending' | undefined {
	return sort === column ? 'ascending' : sort === `-${column}` ? 'descending' : undefined
}

const attentions: readonly Attention[] = ['overdue', 'silent', 'reports', 'behind']

/** Lets a cell glow once when its value changes while it is shown, never when it first appears. */
export const highlightChange: Action<HTMLElement, string> = (node, value) => {
	let shown = value
	return {
		update(next) {
			if (next === shown) return
			shown = next
			if (!matchMedia('(prefers-reduced-motion: no-preference)').matches) return
			node.animate([{ backgroundColor: 'var(--accent-soft)' }, { backgroundColor: 'transparent' }], {
				duration: 1600,
				easing: 'ease-out'
			})
		}
	}
}
