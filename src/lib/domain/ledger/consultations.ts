/**
 * How a request for a consultation stands: first with the mentors of the programme, then with the curator, who names somebody else
 * (domain.md D18). It follows from who mentors now: a request that is open goes over to a new mentor, and whoever has left is not asked.
 */
import { currentMembers, lastingMenteeIds, type Consultation, type Ledger } from './ledger.ts'
import type { Signer } from './signing.ts'

/**
 * `asked`: a mentor has still to answer. `passed`: none of those who mentor now takes it, or nobody mentors now. `lapsed`: the programme
 * or the part of whoever asked ended before an answer.
 */
export type ConsultationStanding = 'asked' | 'passed' | 'taken' | 'referred' | 'withdrawn' | 'lapsed'

export function consultationStanding(ledger: Ledger, consultation: Consultation): ConsultationStanding {
	const { by, appointment, referral, withdrawnAt } = consultation
	if (appointment !== null) return 'taken'
	if (referral !== null) return 'referred'
	if (withdrawnAt !== null) return 'withdrawn'
	if (ledger.phase !== 'active' || !lastingMenteeIds(ledger).includes(by.personId)) return 'lapsed'
	return mentorsToAnswer(ledger, consultation).length > 0 ? 'asked' : 'passed'
}

/** As `missingSigners` has it of a matter. */
export function consultationWaitsFor(ledger: Ledger, consultation: Consultation): readonly Signer[] {
	switch (consultationStanding(ledger, consultation)) {
		case 'asked':
			return mentorsToAnswer(ledger, consultation).map((personId) => ({ role: 'mentor', personId }))
		case 'passed':
			return [{ role: 'curator', personId: null }]
		case 'taken':
		case 'referred':
		case 'withdrawn':
		case 'lapsed':
			return []
	}
}

export function findConsultation({ consultations }: Ledger, consultationId: string): Consultation | null {
	return consultations.find(({ id }) => id === consultationId) ?? null
}

/** Face to face, and nobody has said where: as it was recorded while a day alone would do (domain.md D18). Its place may still be said. */
export function lacksPlace({ mode, referral }: Pick<Consultation, 'mode' | 'referral'>): boolean {
	return mode === 'in-person' && referral !== null && referral.words === null
}

function mentorsToAnswer(ledger: Ledger, { passes }: Consultation): string[] {
	return currentMembers(ledger, 'mentor')
		.map(({ personId }) => personId)
		.filter((personId) => !passes.some(({ by }) => by.personId === personId))
}
