import type { Entry, Ledger } from '../ledger/ledger.ts'
import type { ConsentKind } from '../regulation/schema.ts'
import type { SignedConsent } from './facts.ts'

/** Each with the text it was given to, and what has become of it. */
export function signedConsents(entries: readonly Entry[], ledger: Ledger): SignedConsent[] {
	return entries.flatMap(({ id, at, by, sequence, statement }) => {
		if (statement.type !== 'consent') return []
		const { kind, text, representative } = statement
		const ending = entries.find((later) => later.sequence > sequence && endsConsent(later, by.personId, kind))
		const isHeld = ledger.consents.some((one) => one.id === id)
		const ended = isHeld ? null : endedBy(kind, ending)
		return [{ id, personId: by.personId, name: by.name, kind, text, representative, at, ended }]
	})
}

/** Whoever never took part is not told what ended their duties. */
function endedBy(kind: ConsentKind, ending: Entry | undefined): SignedConsent['ended'] {
	if (ending?.statement.type === 'withdraw-consent') return { by: 'withdrawal', at: ending.at }
	return kind === 'duties' ? { by: 'proposal' } : null
}

/** A consent to the duties is one to work with the people of a proposal, or of the group one comes into anew. */
function endsConsent({ by, statement }: Entry, personId: string, kind: ConsentKind): boolean {
	if (statement.type === 'withdraw-consent') return by.personId === personId && statement.kind === kind
	if (kind !== 'duties') return false
	if (statement.type === 'raise' && statement.matter.type === 'join') return statement.matter.menteeId === personId
	return statement.type === 'propose' || statement.type === 'refuse-proposal'
}
