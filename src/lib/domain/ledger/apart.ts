/**
 * Whoever was proposed or asked and never took part, but has consented to something about their data: what they said there stays theirs
 * to read and to take back (152-FZ, article 9). Of the programme they know what it was called then, and of nobody in it.
 */
import { requestWithoutPeople, type BareFacts } from './joining.ts'
import { playLastConcern } from './last-part.ts'
import type { Entry, Ledger, Member } from './ledger.ts'

/**
 * `stands`: to their personal data. `withdrawn`: this one was taken back, and the curator has not settled what follows. `publication`: only
 * the one to publish stands. `over`: nothing stands, and nothing waits to be settled.
 */
export type OwnConsent = 'stands' | 'withdrawn' | 'publication' | 'over'

/** Null: they have consented to nothing about their data. `entries`: of the whole programme. */
export function apartFacts(programId: string, entries: readonly Entry[], personId: string): BareFacts | null {
	if (consentedAs(entries, personId).length === 0) return null
	const then = playLastConcern(programId, entries, personId)
	if (then === null) return null
	return {
		since: '',
		isApart: true,
		// For them it is over, however it has gone on.
		phase: 'closed',
		request: requestWithoutPeople(then),
		proposal: null,
		members: [],
		term: null,
		title: then.title ?? then.proposal?.title ?? null,
		forms: [],
		relation: null
	}
}

/** As whom the person has consented to something about their data, whatever has become of it. */
export function consentedAs(entries: readonly Entry[], personId: string): Member['role'][] {
	const own = entries.filter(({ by, statement }) => by.personId === personId && isDataConsent(statement))
	return (['mentor', 'mentee'] as const).filter((role) => own.some(({ by }) => by.role === role))
}

/** Of whoever has consented to something about their data. */
export function ownConsent({ consents, consentWithdrawals }: Ledger, personId: string): OwnConsent {
	const kinds = consents.flatMap((given) => (given.personId === personId ? given.kind : []))
	if (kinds.includes('personal-data')) return 'stands'
	if (consentWithdrawals.some((one) => one.personId === personId)) return 'withdrawn'
	return kinds.includes('publication') ? 'publication' : 'over'
}

function isDataConsent(statement: Entry['statement']): boolean {
	return statement.type === 'consent' && statement.kind !== 'duties'
}
