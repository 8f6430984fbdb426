/** An edition of the plan is approved, and presented in public before, if the regulation asks for it (domain.md D17). */
import { missingSections } from '../../plan/edition.ts'
import { approvedEdition, findDecision, type Ledger, type RaisedDecision, type Speaker } from '../ledger.ts'
import type { Facts, Refusal } from '../refusal.ts'
import { checkRaising, checkOpen } from '../checks.ts'
import type { DecisionRows, SaidOf, StatementRows } from './row.ts'

export const editionDecisions = {
	edition: {
		raisersOf: (_ledger, _decision, { decisions }) => decisions.edition.value,
		check: (ledger, { hash }, _by, facts) => checkEdition(ledger, hash, facts),
		enact: (ledger) => ledger,
		offers: (ledger, by, { regulation }) =>
			checkRaising(ledger, 'edition', by, regulation.decisions.edition.value) === null
				? [{ type: 'edition' as const }]
				: []
	}
} satisfies DecisionRows<'edition'>

export const editionStatements = {
	present: {
		statedWith: 'curate',
		check: checkPresentation,
		apply: (ledger, { matterId, presentedOn, isPositive, conclusion }, { by, at }) => {
			const others = ledger.presentations.filter((one) => one.matterId !== matterId)
			return {
				...ledger,
				presentations: [...others, { matterId, presentedOn, isPositive, conclusion, by, at }]
			}
		},
		subjectOf: ({ matterId }) => matterId
	}
} satisfies StatementRows<'present'>

/** The edition must be the current plan and have all parts that the regulation requires (domain.md T9, S10). */
function checkEdition(ledger: Ledger, hash: string, facts: Facts): Refusal | null {
	const { planHash, planSections, regulation, hasRewritten = false } = facts
	if (approvedEdition(ledger)?.hash === hash && !hasRewritten) return { reason: 'plan-unchanged' }
	if (planHash !== hash) return { reason: 'plan-changed' }
	const missing = missingSections(regulation, planSections ?? [])
	return missing.length === 0 ? null : { reason: 'content-missing', missing }
}

/** Only the curator records a presentation, of an open edition, if the regulation has presentations (domain.md D17). */
function checkPresentation(
	ledger: Ledger,
	{ matterId: decisionId, presentedOn }: SaidOf<'present'>,
	by: Speaker,
	{ regulation, today }: Facts
): Refusal | null {
	if (regulation.presentation === null) return { reason: 'not-in-regulation', field: 'presentation' }
	const raised = findDecision(ledger, decisionId)
	if (raised?.matter.type !== 'edition') return { reason: 'unknown-subject' }
	return checkOpen(ledger, raised, by) ?? (presentedOn > today ? { reason: 'presented-later' } : null)
}

/**
 * Whether the edition was presented in public, if the regulation asks for it (domain.md D17). A bad mark is no obstacle: the
 * regulation only recommends what was marked well (Dinskoy 4.3.3).
 */
export function isPresented({ presentations }: Ledger, { id }: RaisedDecision, { regulation }: Facts): boolean {
	if (regulation.presentation === null) return true
	return presentations.some(({ matterId: decisionId }) => decisionId === id)
}
