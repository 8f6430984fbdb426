/** From the request to the consents: what comes before the order. */
import { addMonthsTo, type IsoDate } from '../calendar.ts'
import { consentSigner } from '../people/bank-entry.ts'
import { fold } from '../people/import/cells.ts'
import type { MentoringForm, Regulation } from '../regulation/schema.ts'
import { askedConsents } from './consents.ts'
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
import { hadPart } from './parts.ts'
import type { Facts, Refusal } from './refusal.ts'
import type { Statement } from './statement.ts'

type Of<Type extends Statement['type']> = Extract<Statement, { type: Type }>

/** By a mentee for themselves, or by a curator for a mentee or a group (domain.md T13, T33, T34, D3). */
export function judgeRequest(ledger: Ledger, request: Of<'request'>, by: Speaker, facts: Facts): Refusal | null {
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
	const unfit = judgeGroupSize(menteeIds.size, regulation)
	if (unfit !== null) return unfit
	for (const personId of menteeIds) {
		const refusal = judgeMentee(personId, request.categoryId, facts)
		if (refusal !== null) return refusal
	}
	return null
}

/** Of the bank, in no other open programme, and of the category. */
export function judgeMentee(personId: string, categoryId: string, facts: Facts): Refusal | null {
	const title = facts.openPrograms.get(personId)
	if (title === undefined) return { reason: 'not-a-mentee', personId }
	if (title !== null) return { reason: 'open-program', personId, title }
	const isUnfit = facts.unfitCategories.get(personId)?.includes(categoryId) === true
	return isUnfit ? { reason: 'unfit-category', personId } : null
}

/** By a curator, or by the mentee it is for; a group's by a curator only. What was ordered is closed, not withdrawn. */
export function judgeRequestWithdrawal(ledger: Ledger, by: Speaker): Refusal | null {
	const menteeIds = ledger.request?.menteeIds ?? []
	const isOwn = by.role === 'mentee' && menteeIds.length === 1 && menteeIds[0] === by.personId
	if (!isOwn && by.role !== 'curator') return { reason: 'not-your-role' }
	if (ledger.requestWithdrawal !== null) return { reason: 'already-said' }
	return formingPhases.includes(ledger.phase) ? null : { reason: 'wrong-phase', phase: ledger.phase }
}

/** By the curator: before the order, or in an active programme that needs another mentor (domain.md T20, T37). */
export function judgeProposal(ledger: Ledger, proposal: Of<'propose'>, by: Speaker, facts: Facts): Refusal | null {
	if (by.role !== 'curator') return { reason: 'not-your-role' }
	const isOpen = ledger.phase !== 'closed' && (ledger.phase !== 'active' || needsMentor(ledger))
	if (!isOpen) return { reason: 'wrong-phase', phase: ledger.phase }
	// Of two curators who choose at once, the second looks first at what the other has proposed.
	if ((ledger.proposal?.id ?? null) !== proposal.insteadOf) return { reason: 'superseded' }
	const { relations } = facts.regulation
	if (!relations.value.includes(proposal.relation)) return { reason: 'not-in-regulation', field: 'relation' }
	const unfit = judgeForms(menteeIdsOf(ledger).length, proposal.forms, facts.regulation)
	if (unfit !== null) return unfit
	const mentees = menteeIdsOf(ledger)
	const stranger = proposal.mentorIds.find((id) => !facts.unmetConditions.has(id) || mentees.includes(id))
	return stranger === undefined ? null : { reason: 'not-a-mentor', personId: stranger }
}

/** By those it names, until the order is in force; afterwards duties are laid down by a petition. */
export function judgeProposalRefusal(
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

/** Recorded with the head's name: who does not meet a condition may be appointed all the same. */
export function judgeException(ledger: Ledger, exception: Of<'except'>, by: Speaker, facts: Facts): Refusal | null {
	if (by.role !== 'head') return { reason: 'not-your-role' }
	if (!isAwaited(ledger)) return { reason: 'wrong-phase', phase: ledger.phase }
	if (ledger.proposal?.mentorIds.includes(exception.mentorId) !== true) return { reason: 'unknown-subject' }
	const known = new Set(facts.regulation.mentorConditions.map(({ id }) => id))
	return exception.conditionIds.every((id) => known.has(id))
		? null
		: { reason: 'not-in-regulation', field: 'condition' }
}

/**
 * To the duties only once it is known with whom (domain.md T16, S18, L1); to data at any time (L3), by whoever may (R11). What was
 * given to data may be taken back for ever, also when the programme is closed, or one's own part is over or never began (152-FZ, article 9).
 */
export function judgeConsent(
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
		// From the order on the duties are laid down by a petition or with notice, not by taking the consent back.
		if (!areDutiesAhead) return { reason: 'wrong-phase', phase: ledger.phase }
		return isGiven ? null : { reason: 'already-said' }
	}
	if (kind === 'duties' && !areDutiesAhead) return { reason: 'wrong-phase', phase: ledger.phase }
	// Signed without a network perhaps, while another was proposed: nobody consents to work with whom their sheet did not name. Whoever
	// joins a group is not told of its proposal.
	if (kind === 'duties' && !isJoining && isOfAnotherProposal(ledger, consent)) return { reason: 'superseded' }
	// Publication is nobody's duty: it may be consented to under every regulation.
	const asked = askedConsents(facts.regulation, ledger.proposal?.relation ?? null)
	const isAsked = kind === 'publication' || asked.some((one) => one.kind === kind && one.by === by.role)
	if (!isAsked) return { reason: 'not-in-regulation', field: 'consent' }
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

/** Be their part over, or the programme closed: who has nothing to take back any more may have said so before. */
function wasConcerned(ledger: Ledger, personId: string, role: Member['role']): boolean {
	const isWithdrawn = ledger.consentWithdrawals.some((one) => one.personId === personId)
	return isWithdrawn || isInvolved(ledger, personId, role) || hadPart(ledger, personId, role)
}

/**
 * By the curator, also when the programme is closed: the law goes on asking for it. Of whoever still takes part the data are
 * processed, and nobody records that they are not (152-FZ, article 21).
 */
export function judgeSettlement(
	ledger: Ledger,
	{ withdrawalId, personId, decision }: Of<'settle-consent-withdrawal'>,
	by: Speaker
): Refusal | null {
	if (by.role !== 'curator') return { reason: 'not-your-role' }
	const isOpen = ledger.consentWithdrawals.some((one) => one.id === withdrawalId && one.personId === personId)
	if (!isOpen) return { reason: 'unknown-subject' }
	return decision === 'stopped' && takesPart(ledger, personId) ? { reason: 'part-goes-on', personId } : null
}

/** Or is awaited; whom a curator has shut out for a time, too. */
export function takesPart(ledger: Ledger, personId: string): boolean {
	if (ledger.phase === 'closed') return false
	const isMember = ledger.members.some((member) => member.personId === personId && member.until === null)
	return isMember || involvedPeople(ledger).includes(personId)
}

function needsMentor(ledger: Ledger): boolean {
	return currentMembers(ledger, 'mentor').length === 0
}

/** In which forms mentors and mentees work together (domain.md T13, S15): as proposed, and as changed later. */

/** One form, or several together; whoever has several mentees has a group, which is not one to one. */
export function judgeForms(
	menteeCount: number,
	forms: readonly MentoringForm[],
	{ forms: known, groupSize }: Regulation
): Refusal | null {
	if (!forms.every((form) => known.value.includes(form))) return { reason: 'not-in-regulation', field: 'forms' }
	const isGroup = menteeCount > 1
	const areFitting = forms.includes('group') === isGroup && !(isGroup && forms.includes('traditional'))
	return areFitting ? null : { reason: 'group-size', ...groupSize.value }
}

/** A group has the size the regulation gives it; so has a management team, which is one whatever its size (domain.md T13, D3). */
export function judgeGroupSize(menteeCount: number, { groupSize, mentee }: Regulation): Refusal | null {
	const { min, max } = groupSize.value
	const isGroup = menteeCount > 1 || mentee.value === 'team'
	const isFitting = menteeCount >= min && menteeCount <= (max ?? Infinity)
	return isGroup && !isFitting ? { reason: 'group-size', min, max } : null
}

/**
 * What is left to choose: that it is a group, or not, follows from how many mentees there are; one to one is neither with several
 * of them nor with several mentors (domain.md T13). What was said with several mentors before is not judged by that.
 */
export function formsToChoose(
	known: readonly MentoringForm[],
	menteeCount: number,
	mentorCount: number
): readonly MentoringForm[] {
	const isOneToOne = menteeCount === 1 && mentorCount === 1
	return known.filter((form) => form !== 'group' && (form !== 'traditional' || isOneToOne))
}

/** The chosen ones, and what follows from how many mentees there are. */
export function withGroup(chosen: readonly MentoringForm[], menteeCount: number): readonly MentoringForm[] {
	return menteeCount > 1 ? ['group', ...chosen] : chosen
}

/** Orders and notices name days within a year: what lies further ahead is decided when its time comes. */
const MONTHS_AHEAD = 12

export function latestDay(today: IsoDate): IsoDate {
	return addMonthsTo(today, MONTHS_AHEAD)
}

export function judgeHorizon(day: IsoDate, today: IsoDate): Refusal | null {
	const latest = latestDay(today)
	return day > latest ? { reason: 'too-far-ahead', latest } : null
}
