import { addDaysTo, addMonthsTo, type IsoDate } from '#domain/calendar.ts'
import { isOrderDue, standingNotice } from '#domain/ledger/consents.ts'
import { draftedOrder, type Ledger, type Phase } from '#domain/ledger/ledger.ts'
import { missingSigners, type Signer } from '#domain/ledger/signing.ts'
import type { Matter } from '#domain/ledger/statement.ts'
import type { PaperKind } from '#domain/papers/kinds.ts'
import type { Regulation } from '#domain/regulation/schema.ts'
import { m } from '#lib/paraglide/messages.js'
import { formatDay, formatDaySpan } from '#lib/ui/dates.ts'

const phases: Record<Phase, () => string> = {
	requested: m.decision_phase_requested,
	proposed: m.decision_phase_proposed,
	active: m.decision_phase_active,
	closed: m.decision_phase_closed
}

interface Known {
	/** Null: not known here. */
	regulation: Regulation | null
	today: IsoDate
	/** Says who is waited for. */
	signers: (missing: readonly Signer[]) => string
}

/** How far a programme has come, at the head of its decisions. */
export function phaseWords(ledger: Ledger, { regulation, today, signers }: Known): string {
	const { phase, requestWithdrawal, requestFulfilment } = ledger
	if (requestWithdrawal !== null) return m.decision_phase_withdrawn()
	if (requestFulfilment !== null) return m.decision_phase_fulfilled({ title: requestFulfilment.title })
	const notice = standingNotice(ledger)
	if (notice !== null) return m.decision_phase_ending({ day: formatDay(notice.matter.lastDay) })
	if (phase === 'proposed' && regulation !== null && isOrderDue(ledger, regulation)) return m.decision_phase_consented()
	const order = draftedOrder(ledger)
	if (order === null || phase !== 'proposed') return startWords(ledger, today) ?? phases[phase]()
	return m.decision_phase_ordered({ people: signers(missingSigners(ledger, order).next) })
}

/** Where the card of a matter or of a consultation stands on the page. */
export function cardAnchor(id: string): string {
	return `card-${id}`
}

/** How long a programme may last when it is made longer (domain.md T44). */
const MOST_MONTHS = 60

/** In months, of a programme that lasts so many now. */
export function newTermBounds(months: number): { min: number; max: number } {
	return { min: months + 1, max: MOST_MONTHS }
}

/** False for what is no number, and for one that makes nothing longer. */
export function isNewTerm(months: number, now: number): boolean {
	const { min, max } = newTermBounds(now)
	return Number.isInteger(months) && months >= min && months <= max
}

/** The order that a matter becomes by its signatures; an edition is read beside the plan. */
export const orderPapers: Readonly<Record<Exclude<Matter['type'], 'edition'>, PaperKind>> = {
	order: 'order-pairs',
	extend: 'order-extend',
	change: 'order-change',
	release: 'order-release',
	replace: 'order-replace',
	join: 'order-join',
	leave: 'order-leave',
	closure: 'order-closure'
}

/** How the days of a programme are told at its head. */

/** «Начнётся 23 ноября»; null: it has begun, goes on until a known day or is not ordered. */
export function startWords({ phase, term }: Ledger, today: IsoDate): string | null {
	return phase !== 'active' || term === null || term.startsOn <= today
		? null
		: m.decision_phase_starting({ day: formatDay(term.startsOn) })
}

/** «23 ноября 2026 г. – 22 ноября 2028 г.»; '' where nothing is ordered. */
export function spanWords(ledger: Ledger): string {
	if (ledger.term === null) return ''
	const { startsOn, months } = ledger.term
	const lastDay =
		ledger.closure?.lastDay ?? standingNotice(ledger)?.matter.lastDay ?? addDaysTo(addMonthsTo(startsOn, months), -1)
	if (lastDay >= startsOn) return formatDaySpan(startsOn, lastDay)
	const days = { day: formatDay(lastDay), start: formatDay(startsOn) }
	return ledger.closure === null ? m.decision_term_ends_before(days) : m.decision_term_ended_before(days)
}
