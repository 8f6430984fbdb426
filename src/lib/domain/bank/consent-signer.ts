import { addMonthsTo, type IsoDate } from '../calendar.ts'
import type { ConsentKind, Regulation } from '../regulation/schema.ts'

const ADULT_MONTHS = 18 * 12

export type ConsentSigner = 'participant' | 'representative'

/**
 * Who signs a participant's consent on the day: the legal representative for somebody under 18, where the regulation has
 * minors (domain.md R11). An unknown date of birth is an adult's: only pupils and students are asked for it.
 */
export function consentSigner(
	{ consents }: Pick<Regulation, 'consents'>,
	consent: { kind: ConsentKind; by: 'mentor' | 'mentee'; bornOn: IsoDate | null },
	on: IsoDate
): ConsentSigner {
	const asked = consents.find(({ kind, by }) => kind === consent.kind && by === consent.by)
	if (asked?.ofMinors !== 'representative' || consent.bornOn === null) return 'participant'
	return addMonthsTo(consent.bornOn, ADULT_MONTHS) > on ? 'representative' : 'participant'
}
