/** What the board is asked, as it stands in the address. */
import type { BoardQuery } from '#lib/sync/api-program.ts'
import { readChoice, readPage, readText, writeQuery } from './list-query.ts'

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
