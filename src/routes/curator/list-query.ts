import type { Action } from 'svelte/action'
import type { BoardQuery } from '#lib/sync/api-program.ts'

/** What a list is asked, as it stands in the address: shareable, and the back button undoes it. */

export type ListQuery = Readonly<Record<string, string | number | undefined>>

/** `?…` with only what differs from the whole list, or an empty text. */
export function writeQuery(query: ListQuery): '' | `?${string}` {
	const parameters = new URLSearchParams()
	for (const [name, value] of Object.entries(query)) {
		if (value !== undefined && value !== '' && value !== 1) parameters.set(name, String(value))
	}
	return parameters.size === 0 ? '' : `?${parameters}`
}

/** Tolerant: an address typed or shortened by somebody asks for the first page. */
export function readPage(parameters: URLSearchParams): number | undefined {
	const page = Number(parameters.get('page'))
	return Number.isSafeInteger(page) && page > 1 ? page : undefined
}

/** Undefined for what is no choice. */
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

/** What the board is asked, as it stands in the address. */
export type Attention = NonNullable<BoardQuery['attention']>
/** Which rows are shown; one thing at a time. */
export type BoardFilter = Pick<BoardQuery, 'attention' | 'phase'>

export const PAGE_SIZE = 100

export function readBoardQuery(parameters: URLSearchParams): BoardQuery {
	return {
		q: readText(parameters, 'q'),
		attention: readChoice(parameters, 'attention', attentions),
		phase: readChoice(parameters, 'phase', ['closed']),
		unit: readText(parameters, 'unit'),
		page: readPage(parameters)
	}
}

export function writeBoardQuery({ q, attention, phase, unit, page }: BoardQuery): '' | `?${string}` {
	return writeQuery({ q, attention, phase, unit, page })
}

const attentions: readonly Attention[] = ['overdue', 'silent', 'behind']

/** Lets a cell glow once when the text it stands for changes under the reader's eyes; never on first sight. */
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
