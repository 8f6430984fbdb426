import type { IsoDate } from '#domain/calendar.ts'
import { draftedOrder, type Ledger, type Phase } from '#domain/ledger/ledger.ts'
import { isOrderDue, standingNotice } from '#domain/ledger/consents.ts'
import { missingSigners, type Signer } from '#domain/ledger/signing.ts'
import type { Regulation } from '#domain/regulation/schema.ts'
import { formatDay } from '#lib/ui/dates.ts'
import { m } from '#lib/paraglide/messages.js'
import { startWords } from './term-words.ts'

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
