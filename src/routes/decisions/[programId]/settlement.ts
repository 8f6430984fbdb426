import { addDaysTo, type IsoDate } from '#domain/calendar.ts'
import { takesPart } from '#domain/ledger/judge-forming.ts'
import { lastingMenteeIds, type Ledger, type ConsentWithdrawal } from '#domain/ledger/ledger.ts'
import type { Statement } from '#domain/ledger/statement.ts'
import type { ConsentKind } from '#domain/regulation/schema.ts'
import { formatDay } from '#lib/ui/dates.ts'
import { personOf, type Wording } from '#lib/ui/words/regulation.ts'
import { m } from '#lib/paraglide/messages.js'

/** From the day the consent was taken back (152-ФЗ, article 21 part 5). */
const DAYS_TO_STOP = 30

export interface SettlementFields {
	/** Empty: not chosen yet, and nobody chooses it for the curator. */
	decision: string
	ground: string
}

export const noSettlement: SettlementFields = { decision: '', ground: '' }

/** Null while something is not filled in. */
export function settlementOf(
	{ id, personId }: Pick<ConsentWithdrawal, 'id' | 'personId'>,
	fields: SettlementFields
): Extract<Statement, { type: 'settle-consent-withdrawal' }> | null {
	const ground = fields.ground.trim()
	const { decision } = fields
	if (ground === '' || (decision !== 'stopped' && decision !== 'other-ground')) return null
	return { type: 'settle-consent-withdrawal', withdrawalId: id, personId, decision, ground }
}

/** Whose consent to personal data was taken back, and on which day. */
export function withdrawalTitle(
	{ personId, on }: Pick<ConsentWithdrawal, 'personId' | 'on'>,
	{ nameOf }: Pick<Wording, 'nameOf'>
): string {
	return m.decision_withdrawal_title({ name: personOf(personId, nameOf), day: formatDay(on) })
}

/** Of a consent taken back on the day: by when processing stops. In words, for a sentence. */
export function dayToStop(on: IsoDate): string {
	return formatDay(addDaysTo(on, DAYS_TO_STOP))
}

/**
 * What follows for the programme and the data, for whoever is about to take the consent back `today`; each a paragraph. `curator`: as the
 * programme's regulation calls them.
 */
export function withdrawalFollows(
	ledger: Ledger,
	{ personId, kind, today, curator }: { personId: string; kind: ConsentKind; today: IsoDate; curator: string }
): string[] {
	if (kind !== 'personal-data') return []
	const ofProgram = takesPart(ledger, personId) ? m.decision_consent_withdraw_part : m.decision_consent_withdraw_apart
	return [ofProgram({ curator }), m.decision_consent_withdraw_data({ day: dayToStop(today), curator })]
}

/** To whoever has taken their consent back, until it is settled: that it was received, and what comes next. Null: nothing is open. */
export function withdrawalReceived(
	{ consentWithdrawals }: Ledger,
	{ personId, curator }: { personId: string; curator: string }
): string | null {
	const open = consentWithdrawals.findLast((one) => one.personId === personId)
	if (open === undefined) return null
	return m.decision_withdrawal_received({ on: formatDay(open.on), day: dayToStop(open.on), curator })
}

/** What the curator does first where the processing is to stop. */
export function withdrawalWays(ledger: Ledger, personId: string): string {
	if (!takesPart(ledger, personId)) {
		const hadPart = ledger.members.some((member) => member.personId === personId)
		return hadPart ? m.decision_withdrawal_of_former() : m.decision_withdrawal_of_apart()
	}
	const part = ledger.members.find((member) => member.personId === personId && member.until === null)
	if (part === undefined) return m.decision_withdrawal_of_proposed()
	if (part.role === 'mentor') return m.decision_withdrawal_of_mentor()
	return lastingMenteeIds(ledger).length > 1 ? m.decision_withdrawal_of_group() : m.decision_withdrawal_of_mentee()
}
