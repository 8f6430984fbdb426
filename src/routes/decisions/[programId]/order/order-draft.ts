/** What an order on a pair or a group begins with, and what stands against it (domain.md T16, T40, T47, L1). */
import type { IsoDate } from '#domain/calendar.ts'
import { menteeIdsOf, type Ledger } from '#domain/ledger/ledger.ts'
import { missingConsents, type MissingConsent } from '#domain/ledger/missing-consents.ts'
import type { Regulation } from '#domain/regulation/schema.ts'
import { addWorkingDays } from '#domain/regulation/working-days.ts'

export interface OrderDraft {
	/** Null: cleared, and another day not chosen yet. */
	startsOn: IsoDate | null
	termMonths: number
	pay: string
}

/** Where the regulation sets no term: a school year with its preparation. */
const USUAL_MONTHS = 12

/** The first working day after today; the longest term; `payOf` words the regulation's salaries for so many mentees. */
export function beginOrder(
	ledger: Ledger,
	regulation: Regulation,
	today: IsoDate,
	payOf: (salaries: number) => string
): OrderDraft {
	const mentees = menteeIdsOf(ledger).length
	const salaries = regulation.incentive?.tiers.value.findLast((tier) => tier.mentees <= mentees)?.salaries
	return {
		startsOn: addWorkingDays(today, 1),
		// A new mentor changes nothing about how long the programme lasts.
		termMonths: ledger.term?.months ?? regulation.programTerm?.value.maxMonths ?? USUAL_MONTHS,
		pay: salaries === undefined ? '' : payOf(salaries)
	}
}

/** From, and up to; one number where the regulation leaves no choice. */
export function termBounds(ledger: Ledger, { programTerm }: Regulation): { min: number; max: number } {
	if (ledger.term !== null) return { min: ledger.term.months, max: ledger.term.months }
	return programTerm === null
		? { min: 1, max: 60 }
		: { min: programTerm.value.minMonths, max: programTerm.value.maxMonths }
}

export function consentsOf(ledger: Ledger, regulation: Regulation): (MissingConsent & { isGiven: boolean })[] {
	const missing = missingConsents(ledger, regulation)
	const all = missingConsents({ ...ledger, consents: [] }, regulation)
	return all.map((consent) => ({
		...consent,
		isGiven: !missing.some(({ personId, kind }) => personId === consent.personId && kind === consent.kind)
	}))
}
