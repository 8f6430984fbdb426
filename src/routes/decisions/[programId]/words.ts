import { type IsoDate, lastDayOfTerm } from '#domain/calendar.ts'
import { currentNotice, isNotice, isOrderDue, knownLastDay } from '#domain/ledger/consents.ts'
import {
	draftedOrder,
	type Entry,
	type Ledger,
	type Phase,
	type RaisedDecision,
	type Speaker
} from '#domain/ledger/ledger.ts'
import { isSigner, missingSigners, type Signer } from '#domain/ledger/signing.ts'
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
	/** Names those who are waited for. */
	signers: (missing: readonly Signer[]) => string
}

/** The phase of a programme, for the header of its decisions. */
export function phaseWords(ledger: Ledger, { regulation, today, signers }: Known): string {
	const { phase, requestWithdrawal, requestFulfilment } = ledger
	if (requestWithdrawal !== null) return m.decision_phase_withdrawn()
	if (requestFulfilment !== null) return m.decision_phase_fulfilled({ title: requestFulfilment.title })
	const notice = currentNotice(ledger)
	if (notice !== null) return m.decision_phase_ending({ day: formatDay(notice.matter.lastDay) })
	if (phase === 'proposed' && regulation !== null && isOrderDue(ledger, regulation)) return m.decision_phase_consented()
	const order = draftedOrder(ledger)
	if (order === null || phase !== 'proposed') return startWords(ledger, today) ?? phases[phase]()
	return m.decision_phase_ordered({ people: signers(missingSigners(ledger, order).next) })
}

/**
 * Whose turn it is. A notice asks for nobody's consent: staff only take note of it (domain.md L1). `reader`: the person who reads, if
 * they are asked to sign.
 */
export function turnWords(
	raised: RaisedDecision,
	next: readonly Signer[],
	{ signers, reader }: Pick<Known, 'signers'> & { reader: Pick<Speaker, 'role' | 'personId'> | null }
): string {
	if (isNotice(raised)) return m.decision_turn_note({ people: signers(next) })
	const others = next.filter((signer) => reader === null || !isSigner(signer, reader))
	if (others.length === next.length) return m.decision_turn({ people: signers(next) })
	return others.length === 0 ? m.decision_turn_own() : m.decision_turn_own_and({ people: signers(others) })
}

/** Once a statement of this device is entered. */
export function enteredWords(statement: Entry['statement']): string {
	return statement.type === 'sign' ? m.decision_signed() : m.decision_sent()
}

/** Element id of the card of a decision or a consultation. */
export function cardAnchor(id: string): string {
	return `card-${id}`
}

/** The longest a programme may last after an extension, in months (domain.md T44). */
const MOST_MONTHS = 60

/** In months; `months`: the current term. */
export function newTermBounds(months: number): { min: number; max: number } {
	return { min: months + 1, max: MOST_MONTHS }
}

/** False for a value that is not a whole number, and for one outside the bounds. */
export function isNewTerm(months: number, now: number): boolean {
	const { min, max } = newTermBounds(now)
	return Number.isInteger(months) && months >= min && months <= max
}

/** «Начнётся 23 ноября»; null: it has begun or is not ordered. */
export function startWords({ phase, term }: Ledger, today: IsoDate): string | null {
	return phase !== 'active' || term === null || term.startsOn <= today
		? null
		: m.decision_phase_starting({ day: formatDay(term.startsOn) })
}

/** «23 ноября 2026 г. – 22 ноября 2028 г.»; '' where nothing is ordered. */
export function spanWords(ledger: Ledger): string {
	if (ledger.term === null) return ''
	const { startsOn, months } = ledger.term
	const lastDay = knownLastDay(ledger) ?? lastDayOfTerm(startsOn, months)
	if (lastDay >= startsOn) return formatDaySpan(startsOn, lastDay)
	const days = { day: formatDay(lastDay), start: formatDay(startsOn) }
	return ledger.closure === null ? m.decision_term_ends_before(days) : m.decision_term_ended_before(days)
}
