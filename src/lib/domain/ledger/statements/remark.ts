/** Remarks and their answers, a mentee's feedback at the end, and the mentor's word that an activity is done. */
import { can } from '../../access.ts'
import type { Ledger, Asker } from '../ledger.ts'
import type { Facts, Refusal } from '../refusal.ts'
import { checkRemarkSpeaker, checkUnderWay } from '../checks.ts'
import type { SaidOf, StatementRows } from './row.ts'

export const remarkStatements = {
	remark: {
		check: (ledger, { about }, by) => {
			const refusal = checkRemarkSpeaker(ledger, by)
			if (refusal !== null) return refusal
			const isDecision = about !== null && ledger.matters.some(({ id }) => id === about)
			// Only the plan knows activities, and this one may have been deleted since.
			return about === null || isDecision || ledger.phase === 'active' ? null : { reason: 'unknown-subject' }
		},
		apply: (ledger, { about, title = null, text }, { id, by, at }) => ({
			...ledger,
			remarks: [...ledger.remarks, { id, by, at, about, title, text, answers: [] }]
		}),
		offers: (ledger, by) => (checkRemarkSpeaker(ledger, by) === null ? [{ type: 'remark' as const }] : [])
	},
	answer: {
		check: (ledger, { remarkId }, by) => {
			const refusal = checkRemarkSpeaker(ledger, by)
			if (refusal !== null) return refusal
			return ledger.remarks.some(({ id }) => id === remarkId) ? null : { reason: 'unknown-subject' }
		},
		apply: (ledger, { remarkId, text }, { by, at }) => ({
			...ledger,
			remarks: ledger.remarks.map((remark) =>
				remark.id === remarkId ? { ...remark, answers: [...remark.answers, { by, at, text }] } : remark
			)
		}),
		subjectOf: ({ remarkId }) => remarkId
	},
	feedback: {
		statedWith: 'learn',
		check: (ledger, _feedback, by) => checkFeedback(ledger, by),
		apply: (ledger, { achieved, notAchieved, helped }, { id, by, at }) => ({
			...ledger,
			feedback: [
				...ledger.feedback.filter((one) => one.by.personId !== by.personId),
				{ id, by, at, achieved, notAchieved, helped }
			]
		}),
		offers: (ledger, by) => {
			const isFirst = !ledger.feedback.some((one) => one.by.personId === by.personId)
			return checkFeedback(ledger, by) === null ? [{ type: 'feedback' as const, isFirst }] : []
		}
	},
	'accept-activity': {
		statedWith: 'guide',
		check: checkAcceptance,
		apply: (ledger, { activityId, title }, { by, at }) => ({
			...ledger,
			acceptances: { ...ledger.acceptances, [activityId]: { by, at, title } }
		})
	}
} satisfies StatementRows<'remark' | 'answer' | 'feedback' | 'accept-activity'>

/** A mentee who takes part to the end writes once a closure is raised, and after it, too. Nobody awaits it. */
function checkFeedback(ledger: Ledger, by: Asker): Refusal | null {
	const { phase, matters: decisions, members, closure } = ledger
	const isEnding = decisions.some(
		({ matter: decision, outcome }) => decision.type === 'closure' && (outcome === 'open' || outcome === 'in-force')
	)
	if (phase !== 'active' && closure === null) return { reason: 'wrong-phase', phase }
	const isTheirs = members.some(
		({ personId, role, until, isSuspended }) =>
			personId === by.personId && can(role, 'learn') && until === (closure?.lastDay ?? null) && !isSuspended
	)
	if (!isTheirs) return { reason: 'not-your-programme' }
	return isEnding ? null : { reason: 'not-ending' }
}

/** A mentor accepts an activity of the plan (domain.md T35). */
function checkAcceptance(
	ledger: Ledger,
	{ activityId }: SaidOf<'accept-activity'>,
	by: Asker,
	{ plan }: Facts
): Refusal | null {
	const refusal = checkUnderWay(ledger, by)
	if (refusal !== null) return refusal
	if (plan?.activityIds.has(activityId) !== true) return { reason: 'unknown-subject' }
	return ledger.acceptances[activityId]?.by.personId === by.personId ? { reason: 'already-said' } : null
}
