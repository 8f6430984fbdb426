/** What an order on a pair or a group begins with, and what stands against it (domain.md T16, T40, T47, L1). */
import { addDaysTo, addMonthsTo, type IsoDate } from '#domain/calendar.ts'
import { groupBy } from '#domain/group-by.ts'
import { salariesFor } from '#domain/ledger/incentive.ts'
import { menteeIdsOf, type Ledger } from '#domain/ledger/ledger.ts'
import { missingConsents, type MissingConsent } from '#domain/ledger/consents.ts'
import type { Regulation } from '#domain/regulation/schema.ts'
import { addWorkingDays } from '#domain/regulation/labour-law.ts'

export interface OrderDraft {
	/** Null: cleared, and another day not chosen yet. */
	startsOn: IsoDate | null
	termMonths: number
	pay: string
}

/** Where the regulation sets no term: a school year with its preparation. */
const USUAL_MONTHS = 12

/** By mentor, those they are paid for already (`#domain/ledger/incentive.ts`). */
export type PaidMentees = ReadonlyMap<string, readonly string[]>

/** An order begins on the first working day after. */
export function firstDay(today: IsoDate): IsoDate {
	return addWorkingDays(today, 1)
}

/** The longest term; `payOf` words the regulation's salaries for the mentees each mentor then has, be it elsewhere. */
export function beginOrder(
	ledger: Ledger,
	regulation: Regulation,
	today: IsoDate,
	paid: PaidMentees,
	payOf: (pay: { mentorIds: readonly string[]; salaries: number }) => string
): OrderDraft {
	const { incentive } = regulation
	const salariesOf = (mentorId: string) =>
		incentive === null
			? 0
			: salariesFor(incentive, new Set([...(paid.get(mentorId) ?? []), ...menteeIdsOf(ledger)]).size)
	const bySalaries = groupBy(ledger.proposal?.mentorIds ?? [], salariesOf)
	return {
		startsOn: firstDay(today),
		// A new mentor changes nothing about how long the programme lasts.
		termMonths: ledger.term?.months ?? regulation.programTerm?.value.maxMonths ?? USUAL_MONTHS,
		pay: [...bySalaries]
			.filter(([salaries]) => salaries > 0)
			.map(([salaries, mentorIds]) => payOf({ salaries, mentorIds: bySalaries.size === 1 ? [] : mentorIds }))
			.join('; ')
	}
}

/** Of a term that runs already, or of the one the draft begins; null: its first day is not chosen yet. */
export function lastDayOf({ term }: Ledger, { startsOn, termMonths }: OrderDraft): IsoDate | null {
	const from = term?.startsOn ?? startsOn
	return from === null ? null : addDaysTo(addMonthsTo(from, term?.months ?? termMonths), -1)
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
