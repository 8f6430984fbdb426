import { formsOf, isAwaited, lastingMenteeIds, mentorIdsOf, type Ledger } from '../ledger/ledger.ts'
import type { Regulation } from '../regulation/schema.ts'
import type { ConsentFacts } from './consent-sheet.ts'
import { lastDayOf, standingMatters } from './subject.ts'

/** To what somebody in the role consents: to the proposal that is awaited, or to the programme as it goes on, which they join. */
export function consentTerms(
	ledger: Ledger,
	regulation: Pick<Regulation, 'programTerm'>,
	role: ConsentFacts['role']
): Pick<ConsentFacts, 'title' | 'forms' | 'term'> & { partnerIds: readonly string[] } {
	const proposal = isAwaited(ledger) ? ledger.proposal : null
	const mentorIds = proposal?.mentorIds ?? mentorIdsOf(ledger)
	return {
		partnerIds: role === 'mentor' ? lastingMenteeIds(ledger) : mentorIds,
		title: proposal?.title ?? ledger.title,
		forms: proposal?.forms ?? formsOf(ledger),
		term: termToConsentTo(ledger, regulation)
	}
}

/** What is left of it; before it begins by the order that is drafted, or else as the regulation says. */
function termToConsentTo(ledger: Ledger, { programTerm }: Pick<Regulation, 'programTerm'>): ConsentFacts['term'] {
	if (ledger.term !== null) return { until: lastDayOf(ledger.term.startsOn, ledger.term.months) }
	const months = standingMatters(ledger, 'order').at(-1)?.matter.termMonths
	return months === undefined ? (programTerm?.value ?? null) : { minMonths: months, maxMonths: months }
}
