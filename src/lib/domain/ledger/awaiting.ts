/** What a programme's ledger waits for from one person in one of their roles. */
import type { ConsentKind, Regulation } from '../regulation/schema.ts'
import { consultationWaitsFor } from './consultations.ts'
import { isInvolved, unansweredRemarks, type Ledger, type Speaker } from './ledger.ts'
import { missingAcquaintances } from './missing-acquaintances.ts'
import { awaitedConsents } from './missing-consents.ts'
import { missingSigners } from './signing.ts'

export type Awaited =
	| { type: 'consent'; kind: ConsentKind }
	| { type: 'sign'; matterId: string }
	| { type: 'acquaint'; matterId: string }
	| { type: 'answer'; remarkId: string }
	| { type: 'settle-consent-withdrawal'; withdrawalId: string }
	| { type: 'answer-consultation'; consultationId: string }
	| { type: 'refer-consultation'; consultationId: string }

/** In the order in which it is best done. Consents that nobody must give are not among them. */
export function awaitedFrom(
	ledger: Ledger,
	regulation: Regulation,
	speaker: Pick<Speaker, 'personId' | 'role'>
): Awaited[] {
	// What ended it: the order on a notice may come after its last day.
	if (ledger.phase === 'closed')
		return [
			...awaitedSignatures(ledger, speaker),
			...awaitedSettlements(ledger, speaker),
			...awaitedAcquaintances(ledger, speaker)
		]
	return [
		...consentsOf(ledger, regulation, speaker),
		...awaitedSignatures(ledger, speaker),
		...awaitedSettlements(ledger, speaker),
		...awaitedConsultations(ledger, speaker),
		...awaitedAcquaintances(ledger, speaker),
		...awaitedAnswers(ledger, speaker)
	]
}

type Of = Pick<Speaker, 'personId' | 'role'>

function consentsOf(ledger: Ledger, regulation: Regulation, { personId, role }: Of): Awaited[] {
	return awaitedConsents(ledger, regulation)
		.filter((missing) => missing.personId === personId && missing.role === role)
		.map(({ kind }) => ({ type: 'consent', kind }))
}

function awaitedSignatures(ledger: Ledger, { personId, role }: Of): Awaited[] {
	return ledger.matters
		.filter(({ outcome }) => outcome === 'open')
		.filter((raised) =>
			missingSigners(ledger, raised).next.some(
				(signer) => signer.role === role && (signer.personId === null || signer.personId === personId)
			)
		)
		.map(({ id }) => ({ type: 'sign', matterId: id }))
}

function awaitedSettlements({ consentWithdrawals }: Ledger, { role }: Of): Awaited[] {
	if (role !== 'curator') return []
	return consentWithdrawals.map(({ id }) => ({ type: 'settle-consent-withdrawal', withdrawalId: id }))
}

function awaitedAcquaintances(ledger: Ledger, { personId, role }: Of): Awaited[] {
	return missingAcquaintances(ledger)
		.filter((missing) => missing.personId === personId && missing.role === role)
		.map(({ matterId }) => ({ type: 'acquaint', matterId }))
}

function awaitedConsultations(ledger: Ledger, { personId, role }: Of): Awaited[] {
	const type = role === 'curator' ? 'refer-consultation' : 'answer-consultation'
	return ledger.consultations
		.filter((one) =>
			consultationWaitsFor(ledger, one).some(
				(signer) => signer.role === role && (signer.personId === null || signer.personId === personId)
			)
		)
		.map(({ id }) => ({ type, consultationId: id }))
}

/** Of those who work on the programme; the head reads. */
function awaitedAnswers(ledger: Ledger, { personId, role }: Of): Awaited[] {
	if (role === 'head' || (role !== 'curator' && !isInvolved(ledger, personId, role))) return []
	return unansweredRemarks(ledger)
		.filter(({ by }) => by.personId !== personId)
		.map(({ id }) => ({ type: 'answer', remarkId: id }))
}
