import { isEmployed } from '../regulation/labour-law.ts'
import type { ConsentKind, Regulation, Relation } from '../regulation/schema.ts'
import { draftedOrder, isAwaited, joiningIds, menteeIdsOf, type Ledger } from './ledger.ts'

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
		.filter((missing) => !isGiven(ledger, missing))
}

/** Whether the order is what is waited for: whoever is to consent has, and nobody has drafted it (domain.md T16). */
export function isOrderDue(ledger: Ledger, regulation: Regulation): boolean {
	return isAwaited(ledger) && draftedOrder(ledger) === null && missingConsents(ledger, regulation).length === 0
}

/** What is waited for now: before an order that is awaited, and of those who are to join. */
export function awaitedConsents(ledger: Ledger, regulation: Regulation): MissingConsent[] {
	return [
		...(isAwaited(ledger) ? missingConsents(ledger, regulation) : []),
		...joiningIds(ledger).flatMap((menteeId) => missingConsentsToJoin(ledger, regulation, menteeId))
	]
}

/** Of whoever is to join a group that goes on. */
export function missingConsentsToJoin(ledger: Ledger, regulation: Regulation, menteeId: string): MissingConsent[] {
	return askedConsents(regulation, ledger.relation)
		.filter(({ by }) => by === 'mentee')
		.map(({ kind }) => ({ personId: menteeId, role: 'mentee' as const, kind }))
		.filter((missing) => !isGiven(ledger, missing))
}

function isGiven({ consents }: Ledger, { personId, kind }: MissingConsent): boolean {
	return consents.some((given) => given.personId === personId && given.kind === kind)
}

/** The regulation's own, and those the law adds; the Labour Code's only to employees (domain.md L1). */
export function askedConsents({ consents }: Regulation, relation: Relation | null): Regulation['consents'] {
	return consents.filter(({ kind, source }) => kind !== 'duties' || source.rule !== 'L1' || isEmployed(relation))
}
