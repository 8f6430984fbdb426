/** Who comes into a group that goes on, and who leaves it: with bounds the group has from the first order on (domain.md T13, D3). */
import type { DayBounds, IsoDate } from '../calendar.ts'
import { addWorkingDays } from '../regulation/labour-law.ts'
import type { MentoringForm, Regulation, Signatory } from '../regulation/schema.ts'
import { missingConsentsToJoin, standingNotice } from './consents.ts'
import { formsToChoose, judgeForms, judgeGroupSize, judgeHorizon, judgeMentee, latestDay } from './judge-forming.ts'
import { lastingMenteeIds, type Ledger, type Member, type Speaker } from './ledger.ts'
import type { Facts, Refusal } from './refusal.ts'
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

/** The end of a programme: with a reason of the regulation (domain.md T41–T43), or by notice, which the law gives (L1). */

/** Working days between the word and the last day (domain.md L1). */
const NOTICE_DAYS = 3
/** Both sides of the employment contract (domain.md L1), whatever the regulation says. */
const givesNotice: readonly Signatory[] = ['mentor', 'curator', 'head']

/** The head raises nothing but a notice. */
export function raisersOfClosure(reasonId: string, { completion }: Regulation): readonly Signatory[] {
	const reason = completion.find(({ id }) => id === reasonId)
	const by: readonly Signatory[] = reason?.by ?? ['curator']
	return reason?.needs === 'notice' ? [...by, ...givesNotice] : by.filter((role) => role !== 'head')
}

/** The last days of which notice can be given on a day. */
export function noticeBounds(today: IsoDate): Required<DayBounds> {
	return { min: addWorkingDays(today, NOTICE_DAYS), max: latestDay(today) }
}

export function judgeClosure(
	ledger: Ledger,
	closure: Extract<Matter, { type: 'closure' }>,
	by: Speaker,
	{ regulation, plan, today }: Facts
): Refusal | null {
	const reason = regulation.completion.find(({ id }) => id === closure.reasonId)
	if (reason === undefined) return { reason: 'not-in-regulation', field: 'reason' }
	if (reason.needs !== 'notice' && closure.lastDay !== null) return { reason: 'not-in-regulation', field: 'reason' }
	switch (reason.needs) {
		case 'plan': {
			const { done = 0, total = 0 } = plan ?? {}
			return total > 0 && done === total ? null : { reason: 'plan-unfulfilled', done, total }
		}
		case 'ground':
			return closure.ground === null ? { reason: 'ground-missing' } : null
		case 'notice': {
			const { min: earliest } = noticeBounds(today)
			if (closure.lastDay === null || closure.lastDay < earliest) return { reason: 'notice-too-short', earliest }
			const standing = standingNotice(ledger)
			// One's own that nobody has taken note of yet may be given anew.
			const isOwn = standing?.raisedBy.personId === by.personId && standing.outcome === 'open'
			if (standing !== null && !isOwn && standing.matter.lastDay <= closure.lastDay) return { reason: 'already-said' }
			return judgeHorizon(closure.lastDay, today)
		}
	}
}
