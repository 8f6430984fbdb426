/** What a programme's ledger waits for from one person in one of their roles. */
import type { ConsentKind, Regulation } from '../regulation/schema.ts'
import { awaitedConsents } from './consents.ts'
import { consultationWaitsFor } from './consultations.ts'
import { isInvolved, type Ledger, type Member, type RaisedMatter, type Speaker, unansweredRemarks } from './ledger.ts'
import { endingsOf } from './parts.ts'
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

export interface MissingAcquaintance {
	personId: string
	role: Member['role']
	matterId: string
}

/**
 * Participants who have not signed it: of the newest order that is of them, too, and of what has come into force since they joined, the order on that included. Whose part has ended,
 * of what ended it, though they may have asked for it themselves: the order is another's word.
 */
export function missingAcquaintances(ledger: Ledger): MissingAcquaintance[] {
	const inForce = ledger.matters.filter(({ outcome }) => outcome === 'in-force')
	const newestOrder = inForce.findLast(({ matter }) => matter.type === 'order')
	return ledger.members.flatMap((member) => {
		const { personId, role } = member
		return inForce
			.filter((raised) =>
				member.until === null ? isOf(member, raised) : endingsOf(ledger, personId).includes(raised.id)
			)
			.map(({ id }) => ({ personId, role, matterId: id }))
			.filter(({ matterId }) => !isAcquainted(ledger, matterId, personId))
	})

	function isOf({ personId, from, isSuspended }: Member, raised: RaisedMatter): boolean {
		if (isSuspended) return false
		const joined = inForce.findLast(({ matter }) => matter.type === 'join' && matter.menteeId === personId)
		// They agreed before it was ordered.
		if (raised === joined) return true
		const isSince = raised.matter.type === 'order' ? raised === newestOrder : (raised.settledOn ?? '') >= from
		const isBefore = joined !== undefined && inForce.indexOf(raised) < inForce.indexOf(joined)
		return isSince && !isBefore && !raised.signatures.some(({ by }) => by.personId === personId)
	}
}

function isAcquainted({ acquaintances }: Ledger, matterId: string, personId: string): boolean {
	return acquaintances.some((one) => one.matterId === matterId && one.personId === personId)
}
