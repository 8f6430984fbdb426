import { addMonthsTo, type IsoDate } from '../calendar.ts'
import type { Regulation } from '../regulation/schema.ts'

const ADULT_MONTHS = 18 * 12

export type ConsentSigner = 'participant' | 'representative'

/**
 * Who signs a participant's consents on the day, whatever they are to: the legal representative for somebody under 18, where
 * the regulation has minors in that part (domain.md R11). An unknown date of birth is an adult's: only pupils and students
 * are asked for it.
 */
export function consentSigner(
	{ consents }: Pick<Regulation, 'consents'>,
	participant: { by: 'mentor' | 'mentee'; bornOn: IsoDate | null },
	on: IsoDate
): ConsentSigner {
	const hasMinors = consents.some(({ by, ofMinors }) => by === participant.by && ofMinors === 'representative')
	if (!hasMinors || participant.bornOn === null) return 'participant'
	return addMonthsTo(participant.bornOn, ADULT_MONTHS) > on ? 'representative' : 'participant'
}
