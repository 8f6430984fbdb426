import type { Facts, Refusal } from './refusal.ts'
import { judgeOpen } from './judge-matter.ts'
import { findMatter, type Ledger, type Speaker } from './ledger.ts'
import type { Statement } from './statement.ts'

/** By the curator, of an edition that is open, where the regulation has presentations (domain.md D17). */
export function judgePresentation(
	ledger: Ledger,
	{ matterId, presentedOn }: Extract<Statement, { type: 'present' }>,
	by: Speaker,
	{ regulation, today }: Facts
): Refusal | null {
	if (by.role !== 'curator') return { reason: 'not-your-role' }
	if (regulation.presentation === null) return { reason: 'not-in-regulation', field: 'presentation' }
	const raised = findMatter(ledger, matterId)
	if (raised?.matter.type !== 'edition') return { reason: 'unknown-subject' }
	return judgeOpen(ledger, raised, by) ?? (presentedOn > today ? { reason: 'presented-later' } : null)
}
