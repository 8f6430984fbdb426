import { newsTo } from '#domain/ledger/news.ts'
import { isPageVisible, watchPage } from '#lib/sync/page.ts'
import { rememberRead } from '#lib/sync/remembered-ledgers.ts'
import type { LedgerState } from './ledger.svelte.ts'

/**
 * For a screen that shows all of a ledger: what of it is news to its reader is told nowhere else on this device any more, once the page
 * was looked at. Answers the way to stop.
 */
export function noteNewsRead({
	ledger,
	personId,
	programId
}: Pick<LedgerState, 'ledger' | 'personId' | 'programId'>): () => void {
	const ids = newsTo(ledger, personId, () => '').map(({ id }) => id)
	const note = () => {
		if (ids.length > 0 && isPageVisible()) void rememberRead(personId, programId, ids)
	}
	note()
	return watchPage({ onVisible: note })
}
