/** What a mentor's incentive rests on: recorded by the mentor and the curator, for the head to look at (domain.md T48). */
import { mentorReports } from '../plan/due-dates.ts'
import { currentMembers, type Ledger, type Speaker } from './ledger.ts'
import type { Facts, Refusal } from './refusal.ts'
import type { Statement } from './statement.ts'

type Of<Type extends Statement['type']> = Extract<Statement, { type: Type }>

/** By the mentor of themselves; by the curator of any mentor of the programme, also one whose part has ended. */
export function judgeEvidence(
	ledger: Ledger,
	{ mentorId, evidence, on }: Of<'record-evidence'>,
	by: Speaker,
	{ regulation, today }: Facts
): Refusal | null {
	const refusal = judgeKeeper(ledger, by)
	if (refusal !== null) return refusal
	const isMentor = ledger.members.some((member) => member.role === 'mentor' && member.personId === mentorId)
	if (!isMentor || (by.role === 'mentor' && by.personId !== mentorId)) return { reason: 'unknown-subject' }
	// A report is due whether or not it is paid for (domain.md T3).
	if (regulation.incentive === null && evidence.kind !== 'report') {
		return { reason: 'not-in-regulation', field: 'ground' }
	}
	if (on > today) return { reason: 'still-to-come' }
	if (evidence.kind !== 'report') return null
	const asked = mentorReports(regulation, ledger.request?.categoryId ?? null)
	const isAsked = asked.some(({ id }) => id === evidence.reportId)
	if (!isAsked) return { reason: 'not-in-regulation', field: 'report' }
	const isSaid = ledger.evidence.some(
		(one) =>
			one.mentorId === mentorId &&
			one.evidence.kind === 'report' &&
			one.evidence.reportId === evidence.reportId &&
			one.evidence.dueOn === evidence.dueOn
	)
	return isSaid ? { reason: 'already-said' } : null
}

export function judgeEvidenceWithdrawal(
	ledger: Ledger,
	{ evidenceId }: Of<'withdraw-evidence'>,
	by: Speaker
): Refusal | null {
	const refusal = judgeKeeper(ledger, by)
	if (refusal !== null) return refusal
	const recorded = ledger.evidence.find(({ id }) => id === evidenceId)
	const isTheirs = by.role === 'curator' || recorded?.by.personId === by.personId
	return recorded !== undefined && isTheirs ? null : { reason: 'unknown-subject' }
}

/** By a mentor who takes part now, or by the curator, while the programme goes on. */
export function judgeKeeper(ledger: Ledger, by: Speaker): Refusal | null {
	if (by.role !== 'mentor' && by.role !== 'curator') return { reason: 'not-your-role' }
	if (ledger.phase !== 'active') return { reason: 'wrong-phase', phase: ledger.phase }
	const isMember = currentMembers(ledger, 'mentor').some(({ personId }) => personId === by.personId)
	return by.role === 'curator' || isMember ? null : { reason: 'not-your-programme' }
}
