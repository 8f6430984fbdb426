/** Consents of mentors and mentees, their withdrawal, and what the curator does about it. */
import { consentSigner } from '../../people/bank-entry.ts'
import { fold } from '../../people/import/cells.ts'
import { consentKinds } from '../../regulation/choices.ts'
import type { ConsentKind, Signatory } from '../../regulation/schema.ts'
import { askedConsents, requisitesLacking } from '../consents.ts'
import { isAwaited, isInvolved, joiningIds, type Ledger, type Asker } from '../ledger.ts'
import { isCurrentMember, wasMember } from '../memberships.ts'
import type { Facts, Refusal } from '../refusal.ts'
import type { OfferFacts, SaidOf, StatementRows } from './row.ts'

export const consentStatements = {
	consent: {
		statedWith: 'take-part',
		check: checkConsent,
		apply: (ledger, { kind }, { id, by, at }) => {
			const proposalId = kind === 'duties' ? (ledger.proposal?.id ?? null) : null
			const given = { id, personId: by.personId, kind, at, proposalId }
			const consentWithdrawals =
				kind === 'personal-data' ? withdrawalsBut(ledger, by.personId) : ledger.consentWithdrawals
			return { ...ledger, consents: [...consentsBut(ledger, by.personId, kind), given], consentWithdrawals }
		},
		/** Of each kind, the consent or its withdrawal. */
		offers: (ledger, by, known) => {
			const relation = ledger.relation ?? ledger.proposal?.relation ?? null
			const demanded = askedConsents(known.regulation, relation).filter((one) => one.by === by.role)
			return consentKinds.flatMap((kind): ConsentOffer[] => {
				if (checkConsentWithdrawal(ledger, kind, by) === null) return [{ type: 'withdraw-consent', kind }]
				if (isGiven(ledger, kind, by) || checkConsentBut(ledger, kind, by, known) !== null) return []
				return [{ type: 'consent', kind, isDemanded: demanded.some((one) => one.kind === kind) }]
			})
		}
	},
	'withdraw-consent': {
		statedWith: 'take-part',
		check: (ledger, { kind }, by) => checkConsentWithdrawal(ledger, kind, by),
		apply: (ledger, { kind }, { id, by, on }) => {
			const withdrawn = kind === 'personal-data' ? [{ id, personId: by.personId, on }] : []
			return {
				...ledger,
				consents: consentsBut(ledger, by.personId, kind),
				consentWithdrawals: [...ledger.consentWithdrawals, ...withdrawn]
			}
		}
	},
	'settle-consent-withdrawal': {
		statedWith: 'curate',
		check: checkSettlement,
		apply: (ledger, { personId }) => ({ ...ledger, consentWithdrawals: withdrawalsBut(ledger, personId) }),
		peopleOf: ({ personId }) => [personId]
	}
} satisfies StatementRows<'consent' | 'withdraw-consent' | 'settle-consent-withdrawal'>

/** `isDemanded`: the regulation or the law asks for it. */
type ConsentOffer =
	{ type: 'withdraw-consent'; kind: ConsentKind } | { type: 'consent'; kind: ConsentKind; isDemanded: boolean }

/** Who signs the sheet, and for which proposal, beside what `checkConsentBut` asks for. */
function checkConsent(ledger: Ledger, consent: SaidOf<'consent'>, by: Asker, facts: Facts): Refusal | null {
	const refusal = checkConsentBut(ledger, consent.kind, by, facts, consent.proposalId)
	if (refusal !== null) return refusal
	const bornOn = facts.birthDays.get(by.personId) ?? null
	const signer = consentSigner(facts.regulation, { by: by.role, bornOn }, facts.today)
	if ((signer === 'representative') !== (consent.representative !== null)) return { reason: 'wrong-signer', signer }
	const known = facts.representatives.get(by.personId) ?? consent.representative
	if (known !== null && consent.representative !== null && fold(known) !== fold(consent.representative)) {
		return { reason: 'other-representative' }
	}
	return isGiven(ledger, consent.kind, by) ? { reason: 'already-said' } : null
}

/**
 * People consent to the duties only when the other side is known (domain.md T16, S18, L1), and to data at any time before the
 * closure (L3), a minor through a representative (R11). Not asked here: who signs, and whether it was signed before.
 * `proposalId`: that of the sheet; undefined: an older app did not say.
 */
function checkConsentBut(
	ledger: Ledger,
	kind: ConsentKind,
	by: Asker,
	{ regulation, missingRequisites = [] }: OfferFacts,
	proposalId?: string | null
): Refusal | null {
	if (!isInvolved(ledger, by.personId, by.role)) return { reason: 'not-your-programme' }
	if (ledger.phase === 'closed') return { reason: 'wrong-phase', phase: ledger.phase }
	if (kind === 'duties' && !areDutiesAhead(ledger, by)) return { reason: 'wrong-phase', phase: ledger.phase }
	// The sheet may have been signed offline while another proposal was made: a consent holds only for the people its sheet names. A
	// mentee who joins a group does not see the group's proposal.
	const isOfAnother = proposalId !== undefined && proposalId !== (ledger.proposal?.id ?? null)
	if (kind === 'duties' && !isJoining(ledger, by) && isOfAnother) return { reason: 'superseded' }
	// Consent to publication is voluntary, so it may be given under every regulation.
	const asked = askedConsents(regulation, ledger.proposal?.relation ?? null)
	const isAsked = kind === 'publication' || asked.some((one) => one.kind === kind && one.by === by.role)
	if (!isAsked) return { reason: 'not-in-regulation', field: 'consent' }
	// The sheet names the operator, and is kept as signed (152-FZ, article 9).
	const missing = requisitesLacking(kind, missingRequisites)
	return missing.length > 0 ? { reason: 'requisites-missing', missing } : null
}

/**
 * A consent to data may be withdrawn at any time: also in a closed programme, and when the membership is over or never began
 * (152-FZ, article 9). After the order a mentor leaves by a petition or a notice, not by withdrawing the consent to the duties.
 */
function checkConsentWithdrawal(ledger: Ledger, kind: ConsentKind, by: Asker): Refusal | null {
	if (kind !== 'duties') {
		if (isGiven(ledger, kind, by)) return null
		return { reason: wasConcerned(ledger, by.personId, by.role) ? 'already-said' : 'not-your-programme' }
	}
	if (!isInvolved(ledger, by.personId, by.role)) return { reason: 'not-your-programme' }
	if (ledger.phase === 'closed' || !areDutiesAhead(ledger, by)) return { reason: 'wrong-phase', phase: ledger.phase }
	return isGiven(ledger, kind, by) ? null : { reason: 'already-said' }
}

function areDutiesAhead(ledger: Ledger, by: Asker): boolean {
	return isAwaited(ledger) || isJoining(ledger, by)
}

function isJoining(ledger: Ledger, by: Asker): boolean {
	return by.role === 'mentee' && joiningIds(ledger).includes(by.personId)
}

function isGiven({ consents }: Ledger, kind: ConsentKind, by: Asker): boolean {
	return consents.some((given) => given.personId === by.personId && given.kind === kind)
}

/** Whether the programme ever concerned the person. If so, a consent that is missing now was withdrawn before. */
function wasConcerned(ledger: Ledger, personId: string, role: Signatory): boolean {
	const isWithdrawn = ledger.consentWithdrawals.some((one) => one.personId === personId)
	return isWithdrawn || isInvolved(ledger, personId, role) || wasMember(ledger, personId, role)
}

/**
 * The curator settles it, also in a closed programme: the law still asks for it. Data of a person who still takes part are
 * processed, so nobody may record that processing has stopped (152-FZ, article 21).
 */
function checkSettlement(
	ledger: Ledger,
	{ withdrawalId, personId, decision }: SaidOf<'settle-consent-withdrawal'>
): Refusal | null {
	const isOpen = ledger.consentWithdrawals.some((one) => one.id === withdrawalId && one.personId === personId)
	if (!isOpen) return { reason: 'unknown-subject' }
	return decision === 'stopped' && isCurrentMember(ledger, personId) ? { reason: 'part-goes-on', personId } : null
}

function consentsBut(ledger: Ledger, personId: string, kind: ConsentKind): Ledger['consents'] {
	return ledger.consents.filter((consent) => consent.personId !== personId || consent.kind !== kind)
}

function withdrawalsBut(ledger: Ledger, personId: string): Ledger['consentWithdrawals'] {
	return ledger.consentWithdrawals.filter((withdrawal) => withdrawal.personId !== personId)
}
