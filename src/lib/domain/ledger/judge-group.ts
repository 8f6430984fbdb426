/** Who comes into a group that goes on, and who leaves it: with bounds the group has from the first order on (domain.md T13, D3). */
import type { MentoringForm, Regulation, Signatory } from '../regulation/schema.ts'
import type { Facts, Refusal } from './refusal.ts'
import { judgeMentee } from './judge-forming.ts'
import { formsToChoose, judgeForms, judgeGroupSize } from './judge-forms.ts'
import { lastingMenteeIds, type Ledger, type Member, type Speaker } from './ledger.ts'
import { missingConsentsToJoin } from './missing-consents.ts'
import type { Matter } from './statement.ts'

type Of<Type extends Matter['type']> = Extract<Matter, { type: Type }>

/** Whoever may end the whole programme for a reason in words (domain.md T42, T43) may end one part; where nobody may, each side. */
export function raisersOfLeaving({ completion }: Regulation): readonly Signatory[] {
	const raisers = completion
		.filter(({ needs }) => needs === 'ground')
		.flatMap(({ by }) => by)
		.filter((role) => role !== 'head')
	return raisers.length > 0 ? raisers : ['mentor', 'mentee', 'curator']
}

/** The last one does not leave: that is the end of the programme. Where one remains, it is no group any more. */
export function judgeLeaving(
	ledger: Ledger,
	{ menteeId, forms }: Of<'leave'>,
	by: Speaker,
	{ regulation }: Facts
): Refusal | null {
	if (by.role === 'mentee' && by.personId !== menteeId) return { reason: 'not-your-role' }
	if (!takesPartAs(ledger, menteeId, 'mentee')) return { reason: 'unknown-subject' }
	const left = lastingMenteeIds(ledger).length - 1
	if (left === 0) return { reason: 'last-mentee' }
	if (judgeGroupSize(left, regulation) !== null) {
		return { reason: 'group-too-small', min: regulation.groupSize.value.min }
	}
	if (forms === null && left > 1) return null
	// They may have been changed already, when somebody was sent away.
	const unfit = judgeForms(1, forms ?? ledger.forms, regulation)
	return unfit?.reason === 'group-size' ? { reason: 'no-group-left' } : unfit
}

/**
 * Of two mentees, one leaves: in which forms the other may go on with the mentors they have (domain.md T13). Where nothing would be left
 * to choose, all but the group's, so that nobody is kept in it: with several mentors one to one is not offered, yet it is not refused.
 */
export function formsToGoOnIn({ members }: Ledger, { forms }: Regulation): readonly MentoringForm[] {
	const mentors = members.filter(({ role, until }) => role === 'mentor' && until === null)
	const fitting = formsToChoose(forms.value, 1, mentors.length)
	return fitting.length > 0 ? fitting : forms.value.filter((form) => form !== 'group')
}

/** By the curator in the mentee's name; the notes of a pair are the pair's, so nobody comes into one. Consents come first (domain.md T16). */
export function judgeJoining(ledger: Ledger, { menteeId }: Of<'join'>, by: Speaker, facts: Facts): Refusal | null {
	if (takesPartAs(ledger, menteeId, 'mentee')) return { reason: 'already-said' }
	if (takesPartAs(ledger, menteeId, 'mentor')) return { reason: 'not-a-mentee', personId: menteeId }
	const isAfterConsents = by.role !== 'curator' && by.role !== 'mentor'
	const missing = isAfterConsents ? missingConsentsToJoin(ledger, facts.regulation, menteeId) : []
	if (missing.length > 0) return { reason: 'consents-missing', missing }
	const count = lastingMenteeIds(ledger).length
	if (count < 2) return { reason: 'not-a-group' }
	return judgeMentee(menteeId, ledger.request?.categoryId ?? '', facts) ?? judgeGroupSize(count + 1, facts.regulation)
}

/** By the order, whether or not they may write now. */
function takesPartAs({ members }: Ledger, personId: string, role: Member['role']): boolean {
	return members.some((member) => member.personId === personId && member.role === role && member.until === null)
}
