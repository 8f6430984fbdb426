/** Whether the stored state of each ledger is what its entries replay to. */
import { reachDay } from '#domain/ledger/apply-decision.ts'
import { replayEntries } from '#domain/ledger/statements/all.ts'
import type { Registry } from '../../../database/database.ts'
import { todayIn } from '../../../people/municipalities.ts'
import { keepLedger, readEntries } from '../ledger-log.ts'

/**
 * Replays every entry up to now. Resolves with the programmes whose stored state was different and is repaired; the approved edition that is
 * kept beside the programme stays as it is.
 */
export async function replayLedgers(registry: Registry, now: Date): Promise<string[]> {
	const kept = await registry.query
		.selectFrom('ledgers')
		.select(['program_id', 'municipality_id', 'state'])
		.orderBy('program_id')
		.execute()
	const mended: string[] = []
	for (const { program_id, municipality_id, state } of kept) {
		const entries = await readEntries(registry, program_id)
		const replayed = reachDay(replayEntries(program_id, entries), await todayIn(registry, municipality_id, now))
		if (JSON.stringify(replayed) === state) continue
		mended.push(program_id)
		await registry.commitTogether(keepLedger(registry, replayed))
	}
	return mended
}
