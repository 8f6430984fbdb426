/**
 * How a programme ends: with a reason of the regulation (domain.md T41–T43), by notice, which the law gives (L1), or by a
 * participant's departure; and how long a mentor is paid then.
 */
import type { DayBounds, IsoDate } from '../../calendar.ts'
import { addWorkingDays, isEmployed, isMenteeEmployed } from '../../regulation/labour-law.ts'
import type { CompletionReason, Regulation, Signatory } from '../../regulation/schema.ts'
import { currentNotice, isNotice } from '../consents.ts'
import { approvedEdition, lastingMenteeIds, type Ledger, type RaisedDecision, type Asker } from '../ledger.ts'
import type { Facts, Refusal } from '../refusal.ts'
import { checkGroupSize, checkHorizon, latestDay, checkRaising } from '../checks.ts'
import { formsToGoOnIn } from './members.ts'
import { missingResults } from '../reports.ts'
import type { DecisionOf, DecisionRows } from './row.ts'

export const closureDecisions = {
	closure: {
		raisersOf: (ledger, { reasonId }, regulation) => raisersOfClosure(reasonId, ledger, regulation),
		check: checkClosure,
		// A notice ends the programme without signatures, signed or not (`apply-decision.ts`).
		enact: (ledger, closure, raised, on) => (isNotice(raised) ? ledger : close(ledger, raised.id, closure, on)),
		offers: (ledger, by, { regulation, today }) => {
			const reasons = regulation.completion.filter((reason) => {
				const refusal = checkRaising(ledger, 'closure', by, raisersOfClosure(reason.id, ledger, regulation))
				const isDated = reason.needs === 'notice' || reason.needs === 'statement'
				if (refusal !== null || !isDated) return refusal === null
				const { min } = lastDayBounds(ledger, reason, by.role, today)
				return checkEarlyEnd(ledger, reason, min, by, regulation) === null
			})
			return reasons.length > 0 ? [{ type: 'closure' as const, reasons }] : []
		}
	}
} satisfies DecisionRows<'closure'>

export function close(
	ledger: Ledger,
	decisionId: string,
	{ reasonId, conclusion }: DecisionOf<'closure'>,
	lastDay: IsoDate
): Ledger {
	return {
		...ledger,
		phase: 'closed',
		members: ledger.members.map((member) => ({ ...member, until: member.until ?? lastDay })),
		specialists: ledger.specialists.map((one) => ({ ...one, until: one.until ?? lastDay })),
		closure: { reasonId, lastDay, conclusion, matterId: decisionId }
	}
}

/** Working days between the notice and its last day (domain.md L1). */
const NOTICE_DAYS = 3

/**
 * The roles that may close for this reason. The head raises only notices: both sides of the mentor's employment contract may give
 * one, whatever the regulation says, and nobody where there is no contract (domain.md L1). An employed mentor gives a notice instead
 * of a departure.
 */
function raisersOfClosure(
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
function isOneOfSeveral(ledger: Ledger, { role }: Asker, regulation: Regulation): boolean {
	if (role === 'mentor') {
		return ledger.members.filter((member) => member.role === 'mentor' && member.until === null).length > 1
	}
	const left = lastingMenteeIds(ledger).length - 1
	if (left === 0 || checkGroupSize(left, regulation) !== null) return false
	return left > 1 || formsToGoOnIn(ledger, regulation).length > 0
}

function checkClosure(
	ledger: Ledger,
	closure: DecisionOf<'closure'>,
	by: Asker,
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
			const { done = 0, total = 0, results = [] } = plan ?? {}
			// Where the regulation knows reports on stages, each stage ends in its document (domain.md T54).
			const hasResults = regulation.reports.some(({ schedule }) => schedule.type === 'each-stage')
			const missing = hasResults ? missingResults(ledger, results).length : 0
			if (total === 0 || done < total) {
				return { reason: 'plan-unfulfilled', done, total, ...(missing > 0 && { missing }) }
			}
			return missing === 0 ? null : { reason: 'results-missing', missing }
		}
		case 'ground':
			return closure.ground === null ? { reason: 'ground-missing' } : null
		case 'notice':
		case 'statement': {
			const { lastDay } = closure
			const { min: earliest } = lastDayBounds(ledger, reason, by.role, today)
			const refusal = checkEarlyEnd(ledger, reason, lastDay ?? earliest, by, regulation)
			if (refusal?.reason === 'others-go-on') return refusal
			if (lastDay === null || lastDay < earliest) return { reason: 'notice-too-short', earliest }
			return refusal ?? checkHorizon(lastDay, today)
		}
	}
}

/** Whether a participant may end the programme of all, and nobody has done so for an earlier day. */
function checkEarlyEnd(
	ledger: Ledger,
	{ needs }: CompletionReason,
	lastDay: IsoDate,
	by: Asker,
	regulation: Regulation
): Refusal | null {
	if (needs === 'statement' && isOneOfSeveral(ledger, by, regulation)) return { reason: 'others-go-on' }
	const earlier = currentNotice(ledger)
	// A person may give their own notice again while it is open.
	const isOwn = earlier?.raisedBy.personId === by.personId && earlier.outcome === 'open'
	return earlier !== null && !isOwn && earlier.matter.lastDay <= lastDay ? { reason: 'already-said' } : null
}
