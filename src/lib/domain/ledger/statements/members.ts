/**
 * Who leaves or joins a programme that goes on, and whose access is suspended. A group keeps the size limits of the first order
 * (domain.md T13, D3).
 */
import { can } from '../../access.ts'
import type { IsoDate } from '../../calendar.ts'
import type { MentoringForm, Regulation, Signatory } from '../../regulation/schema.ts'
import { missingConsentsToJoin } from '../consents.ts'
import { currentMentorIds, isLastingMember, lastingMenteeIds, type Ledger, type Member, type Asker } from '../ledger.ts'
import type { Facts, Refusal } from '../refusal.ts'
import { checkForms, checkGroupSize, checkMentee, formsToChoose, checkRaising } from '../checks.ts'
import { newMember } from './order.ts'
import type { DecisionOf, DecisionRow, DecisionRows, SaidOf, StatementRow, StatementRows } from './row.ts'

const suspension = {
	statedWith: 'represent',
	check: checkSuspension,
	apply: (ledger, { type, personId }) => ({
		...ledger,
		members: ledger.members.map((member) =>
			member.personId === personId && member.until === null ? { ...member, isSuspended: type === 'suspend' } : member
		)
	}),
	peopleOf: ({ personId }) => [personId]
} satisfies StatementRow<SaidOf<'suspend' | 'reinstate'>>

export const memberStatements = { suspend: suspension, reinstate: suspension } satisfies StatementRows<
	'suspend' | 'reinstate'
>

const endMentor: DecisionRow<DecisionOf<'release' | 'replace'>>['enact'] = (ledger, { mentorId }, _raised, on) =>
	endMembership(ledger, mentorId, 'mentor', on)

export const memberDecisions = {
	release: {
		raisersOf: (_ledger, _decision, { decisions }) => decisions.release.value,
		check: (ledger, { mentorId }, by) => checkRelease(ledger, mentorId, by),
		enact: endMentor,
		offers: (ledger, by, { regulation }) => {
			const may = checkRaising(ledger, 'release', by, regulation.decisions.release.value) === null
			const mentorIds = may ? currentMentorIds(ledger).filter((id) => checkRelease(ledger, id, by) === null) : []
			return mentorIds.length > 0 ? [{ type: 'release' as const, mentorIds }] : []
		}
	},
	replace: {
		raisersOf: (_ledger, _decision, { decisions }) => decisions.replace.value,
		check: (ledger, { mentorId }) => checkCurrentMentor(ledger, mentorId),
		enact: endMentor,
		offers: (ledger, by, { regulation }) => {
			const may = checkRaising(ledger, 'replace', by, regulation.decisions.replace.value) === null
			const mentorIds = may ? currentMentorIds(ledger) : []
			return mentorIds.length > 0 ? [{ type: 'replace' as const, mentorIds }] : []
		}
	},
	leave: {
		raisersOf: (_ledger, _decision, regulation) => raisersOfLeaving(regulation),
		check: checkLeaving,
		enact: (ledger, { menteeId, forms }, _raised, on) => {
			const after = endMembership(ledger, menteeId, 'mentee', on)
			return forms === null || lastingMenteeIds(after).length > 1 ? after : { ...after, forms }
		},
		offers: (ledger, by, { regulation }) => {
			const mentees = lastingMenteeIds(ledger)
			const isPairLeft = mentees.length === 2
			if (isPairLeft && formsToGoOnIn(ledger, regulation).length === 0) return []
			const may = checkRaising(ledger, 'leave', by, raisersOfLeaving(regulation)) === null
			const menteeIds = may ? mentees.filter((id) => checkLeaver(ledger, id, by, regulation) === null) : []
			return menteeIds.length > 0 ? [{ type: 'leave' as const, menteeIds }] : []
		}
	},
	join: {
		raisersOf: () => RAISERS_OF_JOINING,
		check: checkJoining,
		enact: (ledger, { menteeId }, _raised, on) => ({
			...ledger,
			members: [...ledger.members, newMember(menteeId, 'mentee', on)]
		}),
		isSameDraft: (one, other) => one.menteeId === other.menteeId,
		offers: (ledger, by, { regulation }) =>
			checkRaising(ledger, 'join', by, RAISERS_OF_JOINING) === null && checkRoomInGroup(ledger, regulation) === null
				? [{ type: 'join' as const }]
				: []
	}
} satisfies DecisionRows<'release' | 'replace' | 'leave' | 'join'>

const RAISERS_OF_JOINING: readonly Signatory[] = ['curator']

/** Only the mentor lays down their own duties; the curator may release any of them (domain.md T35). */
function checkRelease(ledger: Ledger, mentorId: string, by: Asker): Refusal | null {
	if (can(by.role, 'guide') && by.personId !== mentorId) return { reason: 'not-your-role' }
	return checkCurrentMentor(ledger, mentorId)
}

function checkCurrentMentor(ledger: Ledger, mentorId: string): Refusal | null {
	return currentMentorIds(ledger).includes(mentorId) ? null : { reason: 'unknown-subject' }
}

function endMembership(ledger: Ledger, personId: string, role: Member['role'], on: IsoDate): Ledger {
	return {
		...ledger,
		members: ledger.members.map((member) =>
			member.personId === personId && member.role === role && member.until === null ? { ...member, until: on } : member
		)
	}
}

/**
 * The roles that may end the whole programme for a reason in words may also end one membership (domain.md T42, T43). If there is no
 * such reason, either side and the curator may.
 */
function raisersOfLeaving({ completion }: Regulation): readonly Signatory[] {
	const raisers = completion
		.filter(({ needs }) => needs === 'ground')
		.flatMap(({ by }) => by)
		.filter((role) => role !== 'head')
	return raisers.length > 0 ? raisers : ['mentor', 'mentee', 'curator']
}

/** The last mentee cannot leave: the programme is closed instead. If one mentee remains, the programme is no group any more. */
function checkLeaving(
	ledger: Ledger,
	{ menteeId, forms }: DecisionOf<'leave'>,
	by: Asker,
	{ regulation }: Facts
): Refusal | null {
	const refusal = checkLeaver(ledger, menteeId, by, regulation)
	if (refusal !== null) return refusal
	if (forms === null && lastingMenteeIds(ledger).length > 2) return null
	// The forms may be those of a pair already, if they were changed while a mentee was suspended.
	const unfit = checkForms(1, forms ?? ledger.forms, regulation)
	return unfit?.reason === 'group-size' ? { reason: 'no-group-left' } : unfit
}

/** Who leaves, and whether the others may go on without them. */
function checkLeaver(ledger: Ledger, menteeId: string, by: Asker, regulation: Regulation): Refusal | null {
	if (can(by.role, 'learn') && by.personId !== menteeId) return { reason: 'not-your-role' }
	if (!isLastingMember(ledger, menteeId, 'mentee')) return { reason: 'unknown-subject' }
	const left = lastingMenteeIds(ledger).length - 1
	if (left === 0) return { reason: 'last-mentee' }
	return checkGroupSize(left, regulation) === null
		? null
		: { reason: 'group-too-small', min: regulation.groupSize.value.min }
}

/**
 * The forms for the remaining mentee when one of two leaves, with the current mentors (domain.md T13). If no form fits, all forms
 * but the group's, so that nobody has to stay in a group. That may be one to one with several mentors, which `checkForms` does not
 * refuse.
 */
export function formsToGoOnIn({ members }: Ledger, { forms }: Regulation): readonly MentoringForm[] {
	const mentors = members.filter(({ role, until }) => role === 'mentor' && until === null)
	const fitting = formsToChoose(forms.value, 1, mentors.length)
	return fitting.length > 0 ? fitting : forms.value.filter((form) => form !== 'group')
}

/**
 * The curator raises a joining in the mentee's name. Nobody joins a pair: its notes belong to the pair. Consents come first
 * (domain.md T16).
 */
function checkJoining(ledger: Ledger, { menteeId }: DecisionOf<'join'>, by: Asker, facts: Facts): Refusal | null {
	if (isLastingMember(ledger, menteeId, 'mentee')) return { reason: 'already-said' }
	if (isLastingMember(ledger, menteeId, 'mentor')) return { reason: 'not-a-mentee', personId: menteeId }
	const isAfterConsents = by.role === 'mentee' || by.role === 'head'
	const missing = isAfterConsents ? missingConsentsToJoin(ledger, facts.regulation, menteeId) : []
	if (missing.length > 0) return { reason: 'consents-missing', missing }
	const full = checkRoomInGroup(ledger, facts.regulation)
	if (full?.reason === 'not-a-group') return full
	return checkMentee(menteeId, ledger.request?.categoryId ?? '', facts) ?? full
}

function checkRoomInGroup(ledger: Ledger, regulation: Regulation): Refusal | null {
	const count = lastingMenteeIds(ledger).length
	return count < 2 ? { reason: 'not-a-group' } : checkGroupSize(count + 1, regulation)
}

/** Staff suspend or reinstate a member by the order. */
function checkSuspension(ledger: Ledger, { type, personId }: SaidOf<'suspend' | 'reinstate'>): Refusal | null {
	if (ledger.phase !== 'active') return { reason: 'wrong-phase', phase: ledger.phase }
	const member = ledger.members.find((one) => one.personId === personId && one.until === null)
	if (member === undefined) return { reason: 'unknown-subject' }
	return member.isSuspended === (type === 'suspend') ? { reason: 'already-said' } : null
}
