import type { News } from '#domain/ledger/chronicle.ts'
import { isPageVisible, watchPage } from '#lib/sync/line/retry.ts'
import { recallRead, rememberRead } from '#lib/sync/ledger/outbox.ts'
import type { LedgerState } from '#lib/state/ledger.svelte.ts'

/**
 * For a screen that shows these news of a programme: they are told nowhere else on this device any more, once the page was looked
 * at. Answers the way to stop.
 */
export function noteNewsRead(
	{ personId, programId }: Pick<LedgerState, 'personId' | 'programId'>,
	shown: readonly News[]
): () => void {
	const ids = shown.map(({ id }) => id)
	const note = () => {
		if (ids.length > 0 && isPageVisible()) void rememberRead(personId, programId, ids)
	}
	note()
	return watchPage({ onVisible: note })
}

/** Ids of the programme's news that were on this device's screen. */
export function newsReadBefore({
	personId,
	programId
}: Pick<LedgerState, 'personId' | 'programId'>): Promise<readonly string[]> {
	return recallRead(personId, programId)
}
