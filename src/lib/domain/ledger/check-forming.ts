/**
 * Checks the statements before the order, from the request to the consents, and the forms, group sizes and dates that later checks
 * share.
 */
import { addMonthsTo, type IsoDate } from '../calendar.ts'
import { consentSigner } from '../people/bank-entry.ts'
import { fold } from '../people/import/cells.ts'
import { allowedRelations } from '../regulation/roles.ts'
import type { MentoringForm, Regulation } from '../regulation/schema.ts'
import { askedConsents, requisitesLacking } from './consents.ts'
import {
	currentMembers,
	formingPhases,
	involvedPeople,
	isAwaited,
	isInvolved,
	joiningIds,
	type Ledger,
	type Member,
	menteeIdsOf,
	type Speaker
} from './ledger.ts'
import { wasMember } from './memberships.ts'
import type { Facts, Refusal } from './refusal.ts'
import type { Statement } from './statement.ts'

type Of<Type extends Statement['type']> = Extract<Statement, { type: Type }>

/** A mentee requests for themselves, a curator for a mentee or a group (domain.md T13, T33, T34, D3). */
export function checkRequest(ledger: Ledger, request: Of<'request'>, by: Speaker, facts: Facts): Refusal | null {
	if (ledger.request !== null) return { reason: 'already-said' }
	const isOwn = by.role === 'mentee' && request.menteeIds.length === 1 && request.menteeIds[0] === by.personId
	if (!isOwn && by.role !== 'curator') return { reason: 'not-your-role' }
	const { regulation } = facts
	if (request.regulationId !== regulation.id) return { reason: 'not-in-regulation', field: 'regulation' }
	if (!regulation.categories.some(({ id }) => id === request.categoryId)) {
		return { reason: 'not-in-regulation', field: 'category' }
	}
	const menteeIds = new Set(request.menteeIds)
	if (menteeIds.size !== request.menteeIds.length) return { reason: 'already-said' }
	const unfit = checkGroupSize(menteeIds.size, regulation)
	if (unfit !== null) return unfit
	for (const personId of menteeIds) {
		const refusal = checkMentee(personId, request.categoryId, facts)
		if (refusal !== null) return refusal
	}
	return null
}

/** The mentee must be in the bank, in no other open programme, and fit the category. */
export function checkMentee(personId: string, categoryId: string, facts: Facts): Refusal | null {
	const title = facts.openPrograms.get(personId)
	if (title === undefined) return { reason: 'not-a-mentee', personId }
	if (title !== null) return { reason: 'open-program', personId, title }
	const isUnfit = facts.unfitCategories.get(personId)?.includes(categoryId) === true
	return isUnfit ? { reason: 'unfit-category', personId } : null
}

/**
 * A curator may withdraw a request, or the mentee it is for; only a curator that of a group. After an order the programme is
 * closed, not withdrawn.
 */
export function checkRequestWithdrawal(ledger: Ledger, by: Speaker): Refusal | null {
	const menteeIds = ledger.request?.menteeIds ?? []
	const isOwn = by.role === 'mentee' && menteeIds.length === 1 && menteeIds[0] === by.personId
	if (!isOwn && by.role !== 'curator') return { reason: 'not-your-role' }
	if (ledger.requestWithdrawal !== null) return { reason: 'already-said' }
	return formingPhases.includes(ledger.phase) ? null : { reason: 'wrong-phase', phase: ledger.phase }
}

/** The curator proposes before the order, or in an active programme without a mentor (domain.md T20, T37). */
export function checkProposal(ledger: Ledger, proposal: Of<'propose'>, by: Speaker, facts: Facts): Refusal | null {
	if (by.role !== 'curator') return { reason: 'not-your-role' }
	const isOpen = ledger.phase !== 'closed' && (ledger.phase !== 'active' || needsMentor(ledger))
	if (!isOpen) return { reason: 'wrong-phase', phase: ledger.phase }
	// If two curators propose at once, the second must first see the other's proposal.
	if ((ledger.proposal?.id ?? null) !== proposal.insteadOf) return { reason: 'superseded' }
	if (!allowedRelations(facts.regulation).includes(proposal.relation))
		return { reason: 'not-in-regulation', field: 'relation' }
	const unfit = checkForms(menteeIdsOf(ledger).length, proposal.forms, facts.regulation)
	if (unfit !== null) return unfit
	const mentees = menteeIdsOf(ledger)
	const stranger = proposal.mentorIds.find((id) => !facts.unmetConditions.has(id) || mentees.includes(id))
	return stranger === undefined ? null : { reason: 'not-a-mentor', personId: stranger }
}

/** The proposed mentors and the mentees may refuse until the order is in force. Afterwards a mentor petitions to lay down the duties. */
export function checkProposalRefusal(
	ledger: Ledger,
	{ proposalId }: Of<'refuse-proposal'>,
	by: Speaker
): Refusal | null {
	if (by.role !== 'mentor' && by.role !== 'mentee') return { reason: 'not-your-role' }
	const { proposal } = ledger
	const named = by.role === 'mentor' ? proposal?.mentorIds : menteeIdsOf(ledger)
	if (proposal === null || named?.includes(by.personId) !== true) return { reason: 'not-your-programme' }
	if (proposal.id !== proposalId) return { reason: 'superseded' }
	if (proposal.refusal !== null) return { reason: 'already-said' }
	return isAwaited(ledger) ? null : { reason: 'wrong-phase', phase: ledger.phase }
}

/**
 * People consent to the duties only when the other side is known (domain.md T16, S18, L1), and to data at any time before the
 * closure (L3), a minor through a representative (R11). A consent to data may be withdrawn at any time: also in a closed programme,
 * and when the membership is over or never began (152-FZ, article 9).
 */
export function checkConsent(
	ledger: Ledger,
	consent: Of<'consent'> | Of<'withdraw-consent'>,
	by: Speaker,
	facts: Facts
): Refusal | null {
	if (by.role !== 'mentor' && by.role !== 'mentee') return { reason: 'not-your-role' }
	const { kind } = consent
	const isGiven = ledger.consents.some((given) => given.personId === by.personId && given.kind === kind)
	if (consent.type === 'withdraw-consent' && kind !== 'duties') {
		if (isGiven) return null
		return { reason: wasConcerned(ledger, by.personId, by.role) ? 'already-said' : 'not-your-programme' }
	}
	if (!isInvolved(ledger, by.personId, by.role)) return { reason: 'not-your-programme' }
	if (ledger.phase === 'closed') return { reason: 'wrong-phase', phase: ledger.phase }
	const isJoining = by.role === 'mentee' && joiningIds(ledger).includes(by.personId)
	const areDutiesAhead = isAwaited(ledger) || isJoining
	if (consent.type === 'withdraw-consent') {
		// After the order a mentor leaves by a petition or a notice, not by withdrawing the consent.
		if (!areDutiesAhead) return { reason: 'wrong-phase', phase: ledger.phase }
		return isGiven ? null : { reason: 'already-said' }
	}
	if (kind === 'duties' && !areDutiesAhead) return { reason: 'wrong-phase', phase: ledger.phase }
	// The sheet may have been signed offline while another proposal was made: a consent holds only for the people its sheet names. A
	// mentee who joins a group does not see the group's proposal.
	if (kind === 'duties' && !isJoining && isOfAnotherProposal(ledger, consent)) return { reason: 'superseded' }
	// Consent to publication is voluntary, so it may be given under every regulation.
	const asked = askedConsents(facts.regulation, ledger.proposal?.relation ?? null)
	const isAsked = kind === 'publication' || asked.some((one) => one.kind === kind && one.by === by.role)
	if (!isAsked) return { reason: 'not-in-regulation', field: 'consent' }
	// The sheet names the operator, and is kept as signed (152-FZ, article 9).
	const missing = requisitesLacking(kind, facts.missingRequisites)
	if (missing.length > 0) return { reason: 'requisites-missing', missing }
	const bornOn = facts.birthDays.get(by.personId) ?? null
	const signer = consentSigner(facts.regulation, { by: by.role, bornOn }, facts.today)
	if ((signer === 'representative') !== (consent.representative !== null)) return { reason: 'wrong-signer', signer }
	const known = facts.representatives.get(by.personId) ?? consent.representative
	if (known !== null && consent.representative !== null && fold(known) !== fold(consent.representative)) {
		return { reason: 'other-representative' }
	}
	return isGiven ? { reason: 'already-said' } : null
}

function isOfAnotherProposal({ proposal }: Ledger, { proposalId }: Of<'consent'>): boolean {
	return proposalId !== undefined && proposalId !== (proposal?.id ?? null)
}

/** Whether the programme ever concerned the person. If so, a consent that is missing now was withdrawn before. */
function wasConcerned(ledger: Ledger, personId: string, role: Member['role']): boolean {
	const isWithdrawn = ledger.consentWithdrawals.some((one) => one.personId === personId)
	return isWithdrawn || isInvolved(ledger, personId, role) || wasMember(ledger, personId, role)
}

/**
 * The curator settles it, also in a closed programme: the law still asks for it. Data of a person who still takes part are
 * processed, so nobody may record that processing has stopped (152-FZ, article 21).
 */
export function checkSettlement(
	ledger: Ledger,
	{ withdrawalId, personId, decision }: Of<'settle-consent-withdrawal'>,
	by: Speaker
): Refusal | null {
	if (by.role !== 'curator') return { reason: 'not-your-role' }
	const isOpen = ledger.consentWithdrawals.some((one) => one.id === withdrawalId && one.personId === personId)
	if (!isOpen) return { reason: 'unknown-subject' }
	return decision === 'stopped' && isCurrentMember(ledger, personId) ? { reason: 'part-goes-on', personId } : null
}

/** Whether the person takes part or is awaited. A suspended person counts too. */
export function isCurrentMember(ledger: Ledger, personId: string): boolean {
	if (ledger.phase === 'closed') return false
	const isMember = ledger.members.some((member) => member.personId === personId && member.until === null)
	return isMember || involvedPeople(ledger).includes(personId)
}

function needsMentor(ledger: Ledger): boolean {
	return currentMembers(ledger, 'mentor').length === 0
}

/** Mentoring forms may be combined (domain.md T13, S15). Several mentees are a group, and a group excludes the one-to-one form. */
export function checkForms(
	menteeCount: number,
	forms: readonly MentoringForm[],
	{ forms: known, groupSize }: Regulation
): Refusal | null {
	if (!forms.every((form) => known.value.includes(form))) return { reason: 'not-in-regulation', field: 'forms' }
	const isGroup = menteeCount > 1
	const areFitting = forms.includes('group') === isGroup && !(isGroup && forms.includes('traditional'))
	return areFitting ? null : { reason: 'group-size', ...groupSize.value }
}

/** Checks the regulation's limits for a group. A management team counts as a group, whatever its size (domain.md T13, D3). */
export function checkGroupSize(menteeCount: number, { groupSize, mentee }: Regulation): Refusal | null {
	const { min, max } = groupSize.value
	const isGroup = menteeCount > 1 || mentee.value === 'team'
	const isFitting = menteeCount >= min && menteeCount <= (max ?? Infinity)
	return isGroup && !isFitting ? { reason: 'group-size', min, max } : null
}

/**
 * The forms that a curator may choose. The number of mentees decides whether it is a group. One to one needs exactly one mentee and
 * one mentor (domain.md T13). `checkForms` does not ask for one mentor, so that earlier statements stay valid.
 */
export function formsToChoose(
	known: readonly MentoringForm[],
	menteeCount: number,
	mentorCount: number
): readonly MentoringForm[] {
	const isOneToOne = menteeCount === 1 && mentorCount === 1
	return known.filter((form) => form !== 'group' && (form !== 'traditional' || isOneToOne))
}

/** The chosen forms, with `group` in front if there are several mentees. */
export function withGroup(chosen: readonly MentoringForm[], menteeCount: number): readonly MentoringForm[] {
	return menteeCount > 1 ? ['group', ...chosen] : chosen
}

/** The first day that an order may name: that of the proposal, and for a successor not before the programme's own. Null: no proposal. */
export function earliestStart({ proposal, term }: Ledger): IsoDate | null {
	if (proposal === null) return null
	return term !== null && term.startsOn > proposal.on ? term.startsOn : proposal.on
}

/** Orders and notices name days within a year, so that later days are decided in time. */
const MONTHS_AHEAD = 12

export function latestDay(today: IsoDate): IsoDate {
	return addMonthsTo(today, MONTHS_AHEAD)
}

export function checkHorizon(day: IsoDate, today: IsoDate): Refusal | null {
	const latest = latestDay(today)
	return day > latest ? { reason: 'too-far-ahead', latest } : null
}
