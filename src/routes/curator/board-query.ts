/** What the board is asked, as it stands in the address: shareable, and the back button undoes it. */
import type { BoardQuery } from '#lib/sync/api-board.ts'

export type Attention = NonNullable<BoardQuery['attention']>

export const PAGE_SIZE = 100

/** Tolerant: an address typed or shortened by somebody asks for all programmes. */
export function readBoardQuery(parameters: URLSearchParams): BoardQuery {
	const page = Number(parameters.get('page'))
	return {
		q: parameters.get('q')?.trim() || undefined,
		attention: attentions.find((known) => known === parameters.get('attention')),
		page: Number.isSafeInteger(page) && page > 1 ? page : undefined
	}
}

/** `?…` with only what differs from the whole board, or an empty text. */
export function writeBoardQuery({ q, attention, page }: BoardQuery): '' | `?${string}` {
	const parameters = new URLSearchParams()
	if (q) parameters.set('q', q)
	if (attention) parameters.set('attention', attention)
	if (page !== undefined && page > 1) parameters.set('page', String(page))
	return parameters.size === 0 ? '' : `?${parameters}`
}

const attentions: readonly Attention[] = ['overdue', 'silent', 'behind']
