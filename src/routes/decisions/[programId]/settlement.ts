import { addDaysTo, type IsoDate } from '#domain/calendar.ts'
import { isCurrentMember } from '#domain/ledger/memberships.ts'
import { lastingMenteeIds, type Ledger, type ConsentWithdrawal } from '#domain/ledger/ledger.ts'
import type { ConsentKind } from '#domain/regulation/schema.ts'
import { formatDay } from '#lib/ui/dates.ts'
import { personOf, type Wording } from '#lib/ui/words/regulation.ts'
import { m } from '#lib/paraglide/messages.js'

/** From the day of the withdrawal (152-ФЗ, article 21 part 5). */
const DAYS_TO_STOP = 30

/** Who withdrew the consent to personal data, and on which day. */
export function withdrawalTitle(
	{ personId, on }: Pick<ConsentWithdrawal, 'personId' | 'on'>,
	{ nameOf }: Pick<Wording, 'nameOf'>
): string {
	return m.decision_withdrawal_title({ name: personOf(personId, nameOf), day: formatDay(on) })
}

/** The day by which processing stops, for a consent withdrawn on `on`. In words, for a sentence. */
export function dayToStop(on: IsoDate): string {
	return formatDay(addDaysTo(on, DAYS_TO_STOP))
}

/**
 * What follows for the programme and the data when the person withdraws the consent `today`; each item is a paragraph. `curator`: the
 * name of the role in the programme's regulation.
 */
export function withdrawalFollows(
	ledger: Ledger,
	{ personId, kind, today, curator }: { personId: string; kind: ConsentKind; today: IsoDate; curator: string }
): string[] {
	if (kind !== 'personal-data') return []
	const ofProgram = isCurrentMember(ledger, personId)
		? m.decision_consent_withdraw_member
		: m.decision_consent_withdraw_candidate
	return [ofProgram({ curator }), m.decision_consent_withdraw_data({ day: dayToStop(today), curator })]
}

/** For a person who withdrew their consent, until it is settled: it was received, and what comes next. Null: nothing is open. */
export function withdrawalReceived(
	{ consentWithdrawals }: Ledger,
	{ personId, curator }: { personId: string; curator: string }
): string | null {
	const open = consentWithdrawals.findLast((one) => one.personId === personId)
	if (open === undefined) return null
	return m.decision_withdrawal_received({ on: formatDay(open.on), day: dayToStop(open.on), curator })
}

/** What the curator does first where the processing must stop. */
export function withdrawalWays(ledger: Ledger, personId: string): string {
	if (!isCurrentMember(ledger, personId)) {
		const wasMember = ledger.members.some((member) => member.personId === personId)
		return wasMember ? m.decision_withdrawal_of_former() : m.decision_withdrawal_of_candidate()
	}
	const membership = ledger.members.find((member) => member.personId === personId && member.until === null)
	if (membership === undefined) return m.decision_withdrawal_of_proposed()
	if (membership.role === 'mentor') return m.decision_withdrawal_of_mentor()
	return lastingMenteeIds(ledger).length > 1 ? m.decision_withdrawal_of_group() : m.decision_withdrawal_of_mentee()
}
