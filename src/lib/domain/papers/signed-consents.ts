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
		const ended: SignedConsent['ended'] =
			isHeld || ending === undefined
				? null
				: { by: ending.statement.type === 'withdraw-consent' ? 'withdrawal' : 'proposal', at: ending.at }
		return [{ id, personId: by.personId, name: by.name, kind, text, representative, at, ended }]
	})
}

/** A consent to the duties is one to work with the people of a proposal, or of the group one comes into anew. */
function endsConsent({ by, statement }: Entry, personId: string, kind: ConsentKind): boolean {
	if (statement.type === 'withdraw-consent') return by.personId === personId && statement.kind === kind
	if (kind !== 'duties') return false
	if (statement.type === 'raise' && statement.matter.type === 'join') return statement.matter.menteeId === personId
	return statement.type === 'propose' || statement.type === 'refuse-proposal'
}
