/** Requests, shortlists, and the ledgers a person is concerned with. */
import type { Weights } from '#domain/people/matching.ts'
import type { FormingChoices, LedgerListing, LedgerListings, Shortlist, ShortlistFilter } from '#protocol/api/ledger.ts'
import { get, type ApiResult } from './api.ts'

export interface ShortlistQuery {
	text: string
	only: readonly ShortlistFilter[]
	weights: Weights
	page: number
}

export function fetchChoices(text: string): Promise<ApiResult<FormingChoices>> {
	return get<FormingChoices>(`/api/forming/choices?${new URLSearchParams({ q: text })}`)
}

export function fetchShortlist(
	programId: string,
	{ text, only, weights, page }: ShortlistQuery
): Promise<ApiResult<Shortlist>> {
	const asked = { q: text, only: only.join(','), page, ...weights }
	const query = new URLSearchParams(Object.entries(asked).map(([name, value]) => [name, String(value)]))
	return get<Shortlist>(`/api/programs/${encodeURIComponent(programId)}/shortlist?${query}`)
}

/** All that are open, page after page. */
export async function fetchLedgers(): Promise<ApiResult<LedgerListing[]>> {
	const ledgers: LedgerListing[] = []
	for (let after: string | null = ''; after !== null;) {
		const page: ApiResult<LedgerListings> = await get(`/api/ledgers?${new URLSearchParams({ after })}`)
		if (!page.ok) return page
		ledgers.push(...page.value.ledgers)
		after = page.value.nextAfter
	}
	return { ok: true, value: ledgers }
}
