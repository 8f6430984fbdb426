import type { PaperFacts } from './facts.ts'
import type { Mark } from './paper.ts'
import { shortDate } from './russian-date.ts'
import { editionInForce } from './subject.ts'

/** The edition in force, or in force at the instant, by its hash (design.md §2); before there is one, the entry of the ledger. */
export function markOf({ origin, ledger }: PaperFacts, entryId: string, at: string | null = null): Mark {
	const edition = editionInForce(ledger, at)
	const address = `${origin}/papers/${ledger.programId}`
	if (edition === null) return { address: `${address}?entry=${entryId}`, lines: ['Запись в системе «Тандем»'] }
	return {
		address: `${address}?edition=${edition.hash}`,
		lines: [`Редакция ${edition.number} от ${shortDate(edition.on)}`, `SHA-256: ${edition.hash.slice(0, 16)}…`]
	}
}
