/**
 * Checks who may join or leave a group that goes on, with the same size limits as for the first order (domain.md T13, D3), and how
 * a programme ends: with a reason of the regulation (T41–T43), by notice, which the law gives (L1), or by a participant's departure.
 */
import type { DayBounds, IsoDate } from '../calendar.ts'
import { addWorkingDays, isEmployed, isMenteeEmployed } from '../regulation/labour-law.ts'
import type { CompletionReason, MentoringForm, Regulation, Signatory } from '../regulation/schema.ts'
import { missingConsentsToJoin, currentNotice } from './consents.ts'
import { formsToChoose, checkForms, checkGroupSize, checkHorizon, checkMentee, latestDay } from './check-forming.ts'
import {
	approvedEdition,
	lastingMenteeIds,
	type Ledger,
	type Member,
	type RaisedDecision,
	type Speaker
} from './ledger.ts'
import type { Facts, Refusal } from './refusal.ts'
import type { Decision } from './statement.ts'

type Of<Type extends Decision['type']> = Extract<Decision, { type: Type }>

/**
 * The roles that may end the whole programme for a reason in words may also end one membership (domain.md T42, T43). If there is no
 * such reason, either side and the curator may.
 */
export function raisersOfLeaving({ completion }: Regulation): readonly Signatory[] {
	const raisers = completion
		.filter(({ needs }) => needs === 'ground')
		.flatMap(({ by }) => by)
		.filter((role) => role !== 'head')
	return raisers.length > 0 ? raisers : ['mentor', 'mentee', 'curator']
}

/** The last mentee cannot leave: the programme is closed instead. If one mentee remains, the programme is no group any more. */
export function checkLeaving(
	ledger: Ledger,
	{ menteeId, forms }: Of<'leave'>,
	by: Speaker,
	{ regulation }: Facts
): Refusal | null {
	if (by.role === 'mentee' && by.personId !== menteeId) return { reason: 'not-your-role' }
	if (!isCurrentMemberAs(ledger, menteeId, 'mentee')) return { reason: 'unknown-subject' }
	const left = lastingMenteeIds(ledger).length - 1
	if (left === 0) return { reason: 'last-mentee' }
	if (checkGroupSize(left, regulation) !== null) {
		return { reason: 'group-too-small', min: regulation.groupSize.value.min }
	}
	if (forms === null && left > 1) return null
	// The forms may be those of a pair already, if they were changed while a mentee was suspended.
	const unfit = checkForms(1, forms ?? ledger.forms, regulation)
	return unfit?.reason === 'group-size' ? { reason: 'no-group-left' } : unfit
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
export function checkJoining(ledger: Ledger, { menteeId }: Of<'join'>, by: Speaker, facts: Facts): Refusal | null {
	if (isCurrentMemberAs(ledger, menteeId, 'mentee')) return { reason: 'already-said' }
	if (isCurrentMemberAs(ledger, menteeId, 'mentor')) return { reason: 'not-a-mentee', personId: menteeId }
	const isAfterConsents = by.role !== 'curator' && by.role !== 'mentor'
	const missing = isAfterConsents ? missingConsentsToJoin(ledger, facts.regulation, menteeId) : []
	if (missing.length > 0) return { reason: 'consents-missing', missing }
	const count = lastingMenteeIds(ledger).length
	if (count < 2) return { reason: 'not-a-group' }
	return checkMentee(menteeId, ledger.request?.categoryId ?? '', facts) ?? checkGroupSize(count + 1, facts.regulation)
}

/** Whether the person takes part by the order, suspended or not. */
function isCurrentMemberAs({ members }: Ledger, personId: string, role: Member['role']): boolean {
	return members.some((member) => member.personId === personId && member.role === role && member.until === null)
}

/** Working days between the notice and its last day (domain.md L1). */
const NOTICE_DAYS = 3

/**
 * The roles that may close for this reason. The head raises only notices: both sides of the mentor's employment contract may give
 * one, whatever the regulation says, and nobody where there is no contract (domain.md L1). An employed mentor gives a notice instead
 * of a departure.
 */
export function raisersOfClosure(
	reasonId: string,
	{ relation }: Pick<Ledger, 'relation'>,
	{ completion }: Regulation
): readonly Signatory[] {
	const { by = ['curator'], needs = 'ground' } = completion.find(({ id }) => id === reasonId) ?? {}
	switch (needs) {
		case 'plan':
		case 'ground':
			return by.filter((role) => role !== 'head')
		case 'notice':
			return isEmployed(relation) ? ['mentor', 'head', ...by.filter((role) => role === 'mentee')] : []
		case 'statement':
			return by.filter((role) => role === 'mentee' || (role === 'mentor' && !isEmployed(relation)))
	}
}

/**
 * The range of last days for whoever ends the programme today by a notice or a departure. A departure takes effect at once where
 * the person has no employment contract. A mentee who has one gives notice like the mentor, whose work ends with the programme.
 */
export function lastDayBounds(
	{ relation }: Pick<Ledger, 'relation'>,
	{ needs }: Pick<CompletionReason, 'needs'>,
	role: Signatory,
	today: IsoDate
): Required<DayBounds> {
	const hasContract = role === 'mentee' ? isMenteeEmployed(relation) : isEmployed(relation)
	const isAtOnce = needs === 'statement' && !hasContract
	return { min: isAtOnce ? today : addWorkingDays(today, NOTICE_DAYS), max: latestDay(today) }
}

/**
 * The last day of paid work if the mentor is released on this day: the order is then the employer's notice, which an employed mentor
 * has not asked for (domain.md L1). Null: no notice is due, and the work ends with the order.
 */
export function lastPaidDay({ relation }: Pick<Ledger, 'relation'>, raisedBy: Signatory, on: IsoDate): IsoDate | null {
	return raisedBy !== 'mentor' && isEmployed(relation) ? addWorkingDays(on, NOTICE_DAYS) : null
}

/**
 * The last day of pay that a decision in force on this day leaves after the work: early ends that the mentor has not asked for, also
 * when a pupil leaves at once (domain.md L1). Null: pay ends with the work.
 */
export function lastDayOfPay(
	ledger: Pick<Ledger, 'relation'>,
	{ completion }: Pick<Regulation, 'completion'>,
	{ matter, raisedBy }: Pick<RaisedDecision, 'matter' | 'raisedBy'>,
	on: IsoDate
): IsoDate | null {
	const closure = matter.type === 'closure' ? matter : null
	const needs = completion.find(({ id }) => id === closure?.reasonId)?.needs
	const isEarly = closure === null || needs === 'ground' || needs === 'statement'
	const lastDay = isEarly ? lastPaidDay(ledger, raisedBy.role, on) : null
	return lastDay === null || lastDay <= (closure?.lastDay ?? '') ? null : lastDay
}

/** Whether pay of the mentor is left to end: there is a contract (domain.md L1), and the head has not cancelled the incentive (T48). */
export function isInPay(
	{ relation, cancelledIncentives }: Pick<Ledger, 'relation' | 'cancelledIncentives'>,
	mentorId: string
): boolean {
	return isEmployed(relation) && !cancelledIncentives.some((one) => one.mentorId === mentorId)
}

/** Whether a closure would end pay: not without a mentor, nor where the incentive of all is cancelled. */
export function hasMentorInPay(ledger: Ledger): boolean {
	return ledger.members.some(
		({ role, personId, until }) => role === 'mentor' && until === null && isInPay(ledger, personId)
	)
}

/** Whether the others may go on without the person: then they leave alone, and do not end the programme by a departure. */
function isOneOfSeveral(ledger: Ledger, { role }: Speaker, regulation: Regulation): boolean {
	if (role === 'mentor') {
		return ledger.members.filter((member) => member.role === 'mentor' && member.until === null).length > 1
	}
	const left = lastingMenteeIds(ledger).length - 1
	if (left === 0 || checkGroupSize(left, regulation) !== null) return false
	return left > 1 || formsToGoOnIn(ledger, regulation).length > 0
}

export function checkClosure(
	ledger: Ledger,
	closure: Extract<Decision, { type: 'closure' }>,
	by: Speaker,
	{ regulation, plan, today }: Facts
): Refusal | null {
	const reason = regulation.completion.find(({ id }) => id === closure.reasonId)
	if (reason === undefined) return { reason: 'not-in-regulation', field: 'reason' }
	const isDated = reason.needs === 'notice' || reason.needs === 'statement'
	if (!isDated && closure.lastDay !== null) return { reason: 'not-in-regulation', field: 'reason' }
	switch (reason.needs) {
		case 'plan': {
			// Without an approved programme nothing says what was to be fulfilled (domain.md T36, T41).
			if (regulation.programRequired !== null && approvedEdition(ledger) === null) return { reason: 'edition-missing' }
			const { done = 0, total = 0 } = plan ?? {}
			return total > 0 && done === total ? null : { reason: 'plan-unfulfilled', done, total }
		}
		case 'ground':
			return closure.ground === null ? { reason: 'ground-missing' } : null
		case 'notice':
		case 'statement': {
			if (reason.needs === 'statement' && isOneOfSeveral(ledger, by, regulation)) return { reason: 'others-go-on' }
			const { min: earliest } = lastDayBounds(ledger, reason, by.role, today)
			if (closure.lastDay === null || closure.lastDay < earliest) return { reason: 'notice-too-short', earliest }
			const earlier = currentNotice(ledger)
			// A person may give their own notice again while it is open.
			const isOwn = earlier?.raisedBy.personId === by.personId && earlier.outcome === 'open'
			if (earlier !== null && !isOwn && earlier.matter.lastDay <= closure.lastDay) return { reason: 'already-said' }
			return checkHorizon(closure.lastDay, today)
		}
	}
}
