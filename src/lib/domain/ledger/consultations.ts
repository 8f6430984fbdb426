/**
 * How a request for a consultation stands: first with the mentors of the programme, then with the curator, who names somebody else
 * (domain.md D18). It follows from who mentors now: a request that is open goes over to a new mentor, and whoever has left is not asked.
 */
import type { IsoDate } from '../calendar.ts'
import { currentMembers, lastingMenteeIds, type Consultation, type Ledger } from './ledger.ts'
import type { Signer } from './signing.ts'
import type { Statement } from './statement.ts'

type Referring = Extract<Statement, { type: 'refer-consultation' }>
type Referral = NonNullable<Consultation['referral']>

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

/**
 * The same once more, and where: of one face to face that was recorded while a day alone would do (domain.md D18). Whoever referred it
 * stays who did.
 */
export function addsPlace<One extends Placed>(
	consultation: One,
	{ to, on, words }: Pick<Referring, 'to' | 'on' | 'words'>
): consultation is One & { referral: Referral } {
	if (!lacksPlace(consultation)) return false
	const { referral } = consultation
	return words !== null && on === referral.on && isSameConsultant(to, referral.to)
}

/** Whose place is asked for: until its day is over, from when on it helps nobody. `today`: a day of the municipality. */
export function wantsPlace<One extends Placed>(
	consultation: One,
	today: IsoDate
): consultation is One & { referral: Referral } {
	if (!lacksPlace(consultation)) return false
	const { on } = consultation.referral
	return on === null || on >= today
}

type Placed = Pick<Consultation, 'mode' | 'referral'>

/** Face to face, and nobody has said where. */
function lacksPlace<One extends Placed>(consultation: One): consultation is One & { referral: Referral } {
	return consultation.mode === 'in-person' && consultation.referral !== null && consultation.referral.words === null
}

function isSameConsultant(one: Referral['to'], other: Referral['to']): boolean {
	return one.kind === 'mentor'
		? other.kind === 'mentor' && one.mentorId === other.mentorId
		: other.kind === 'other' && one.name === other.name
}

function mentorsToAnswer(ledger: Ledger, { passes }: Consultation): string[] {
	return currentMembers(ledger, 'mentor')
		.map(({ personId }) => personId)
		.filter((personId) => !passes.some(({ by }) => by.personId === personId))
}
