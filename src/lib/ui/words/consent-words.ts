/** Consents in words: to what, and whose are missing. */
import { groupBy } from '#domain/group-by.ts'
import type { MissingConsent } from '#domain/ledger/consents.ts'
import type { ConsentKind } from '#domain/regulation/schema.ts'
import { m } from '#lib/paraglide/messages.js'

/** After «Согласие». */
export const consentKindWords: Record<ConsentKind, () => string> = {
	duties: m.decision_kind_duties,
	'personal-data': m.decision_kind_personal_data,
	publication: m.decision_kind_publication
}

/** Of each person once, in the order in which they are missing: «на участие в наставничестве, на обработку персональных данных». */
export function consentsByPerson(missing: readonly MissingConsent[]): { personId: string; kinds: string }[] {
	return [...groupBy(missing, ({ personId }) => personId)].map(([personId, consents]) => ({
		personId,
		kinds: consents.map(({ kind }) => consentKindWords[kind]()).join(', ')
	}))
}
