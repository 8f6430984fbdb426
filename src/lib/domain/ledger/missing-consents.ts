import { isEmployed } from '../regulation/labour-law.ts'
import type { ConsentKind, Regulation, Relation } from '../regulation/schema.ts'
import { menteeIdsOf, type Ledger } from './ledger.ts'

export interface MissingConsent {
	personId: string
	role: 'mentor' | 'mentee'
	kind: ConsentKind
}

/**
 * What must be consented to before the order, by whom (domain.md T16, S18, R11, L1, L3). Empty without a proposal: nobody
 * knows yet with whom.
 */
export function missingConsents(ledger: Ledger, regulation: Regulation): MissingConsent[] {
	if (ledger.proposal === null) return []
	const people = { mentor: ledger.proposal.mentorIds, mentee: menteeIdsOf(ledger) }
	return askedConsents(regulation, ledger.proposal.relation)
		.flatMap(({ kind, by }) => people[by].map((personId) => ({ personId, role: by, kind })))
		.filter(
			({ personId, kind }) => !ledger.consents.some((given) => given.personId === personId && given.kind === kind)
		)
}

/** The regulation's own, and those the law adds; the Labour Code's only to employees (domain.md L1). */
export function askedConsents({ consents }: Regulation, relation: Relation | null): Regulation['consents'] {
	return consents.filter(({ kind, source }) => kind !== 'duties' || source.rule !== 'L1' || isEmployed(relation))
}
