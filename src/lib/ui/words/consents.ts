/** Words for requests for a consultation and their status (domain.md D18), and for consents. */
import { groupBy } from '#domain/group-by.ts'
import type { MissingConsent } from '#domain/ledger/consents.ts'
import type { ConsultationStatus } from '#domain/ledger/statements/consultation.ts'
import type { Consultation } from '#domain/ledger/ledger.ts'
import type { ConsentKind, ConsultationMode } from '#domain/regulation/schema.ts'
import { m } from '#lib/paraglide/messages.js'
import { formatDay } from '../dates.ts'

type Referral = NonNullable<Consultation['referral']>
interface Naming {
	/** '' for people this device does not know. */
	nameOf(personId: string): string
}

export const consultationModeWords: Readonly<Record<ConsultationMode, () => string>> = {
	'in-person': m.consultation_in_person,
	remote: m.consultation_remote
}

/**
 * `day`: the ISO calendar date of an accepted consultation; `consultant`: the person it was referred to; `curator`: the
 * regulation's title for the curator.
 */
export function consultationStatusWords(
	status: ConsultationStatus,
	{ day, consultant, curator }: { day: string; consultant: string; curator: string }
): string {
	switch (status) {
		case 'asked':
			return m.consultation_asked()
		case 'passed':
			return m.consultation_passed({ curator })
		case 'taken':
			return m.consultation_taken({ day: formatDay(day) })
		case 'referred':
			return m.consultation_said_refer({ name: consultant })
		case 'withdrawn':
			return m.consultation_said_withdraw()
		case 'lapsed':
			return m.consultation_lapsed()
	}
}

export function consultantName(to: Referral['to'], { nameOf }: Naming): string {
	return to.kind === 'mentor' ? nameOf(to.mentorId) || m.consultation_somebody() : to.name
}

/** When and how, one line each. */
export function referralWords({ on, words }: Pick<Referral, 'on' | 'words'>): string {
	const day = on === null ? null : m.consultation_on({ day: formatDay(on) })
	return [day, words].filter((line) => line !== null).join('\n')
}

/** Continues «Согласие». */
export const consentKindWords: Record<ConsentKind, () => string> = {
	duties: m.decision_kind_duties,
	'personal-data': m.decision_kind_personal_data,
	publication: m.decision_kind_publication
}

/** Each person once, in the order of `missing`: «на участие в наставничестве, на обработку персональных данных». */
export function consentsByPerson(missing: readonly MissingConsent[]): { personId: string; kinds: string }[] {
	return [...groupBy(missing, ({ personId }) => personId)].map(([personId, consents]) => ({
		personId,
		kinds: consents.map(({ kind }) => consentKindWords[kind]()).join(', ')
	}))
}
