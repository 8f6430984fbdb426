import type { Me } from '#protocol/api/program.ts'
import { m } from '#lib/paraglide/messages.js'
import type { LedgerListingsState } from '#lib/state/ledger-listings.svelte.ts'
import { groupListings } from '../decisions/listing-groups.ts'

/** How much waits for whoever looks, as «Решения» counts it; '' when nothing does, or nobody has said yet. */
export function awaitedWords(
	{ ledgers, waiting }: Pick<LedgerListingsState, 'ledgers' | 'waiting'>,
	me: Pick<Me, 'person' | 'roles'>
): string {
	const count = groupListings(ledgers ?? [], me, '', waiting).mine.length
	return count === 0 ? '' : m.curator_awaits_decision({ count })
}
