/** The evidence for a mentor's incentive, and its cancelling by the head (domain.md T47, T48). */
import { can } from '../../access.ts'
import { addDaysTo, type IsoDate } from '../../calendar.ts'
import { type DueDate, mentorReports, reportDates } from '../../plan/due-dates.ts'
import type { Regulation } from '../../regulation/schema.ts'
import { currentMembers, type Ledger, type Asker } from '../ledger.ts'
import type { Facts, Refusal } from '../refusal.ts'
import { checkUnderWay } from '../checks.ts'
import type { SaidOf, StatementRows } from './row.ts'

export const incentiveStatements = {
	'record-evidence': {
		statedWith: 'support',
		check: checkEvidence,
		apply: (ledger, { mentorId, evidence, on: day }, { id, by, at }) => ({
			...ledger,
			evidence: [...ledger.evidence, { id, mentorId, evidence, on: day, by, at }]
		}),
		offers: (ledger, by, { regulation }) => {
			const isAsked = regulation.incentive !== null || reportsAsked(ledger, regulation).length > 0
			const mentorIds = isAsked ? mentorIdsWhere(ledger, (id) => checkAbout(ledger, id, by) === null) : []
			return mentorIds.length > 0 ? [{ type: 'record-evidence' as const, mentorIds }] : []
		},
		peopleOf: ({ mentorId }) => [mentorId]
	},
	'withdraw-evidence': {
		statedWith: 'support',
		check: checkEvidenceWithdrawal,
		apply: (ledger, { evidenceId }) => ({
			...ledger,
			evidence: ledger.evidence.filter((one) => one.id !== evidenceId)
		})
	},
	'cancel-incentive': {
		statedWith: 'reward',
		check: (ledger, { mentorId, groundIds }, _, { regulation }) => {
			const refusal = checkIncentive(ledger, mentorId)
			if (refusal !== null) return refusal
			if (isCancelled(ledger, mentorId)) return { reason: 'already-said' }
			const grounds = new Set<string>(regulation.incentive?.grounds.map(({ id }) => id))
			return groundIds.every((id) => grounds.has(id)) ? null : { reason: 'not-in-regulation', field: 'ground' }
		},
		apply: (ledger, { mentorId, groundIds, ground }, { on }) => ({
			...ledger,
			cancelledIncentives: [...ledger.cancelledIncentives, { mentorId, groundIds, ground, on }]
		}),
		// Before the duties begin nothing is paid, and nothing can be reproached.
		offers: (ledger, _, { regulation, today }) => {
			const hasGrounds = (regulation.incentive?.grounds.length ?? 0) > 0
			const mentorIds = mentorIdsWhere(
				ledger,
				(id, from) => hasGrounds && from <= today && checkIncentive(ledger, id) === null && !isCancelled(ledger, id)
			)
			return mentorIds.length > 0 ? [{ type: 'cancel-incentive' as const, mentorIds }] : []
		},
		peopleOf: ({ mentorId }) => [mentorId]
	},
	'restore-incentive': {
		statedWith: 'reward',
		check: (ledger, { mentorId }) =>
			checkIncentive(ledger, mentorId) ?? (isCancelled(ledger, mentorId) ? null : { reason: 'already-said' }),
		apply: (ledger, { mentorId }) => ({
			...ledger,
			cancelledIncentives: ledger.cancelledIncentives.filter((one) => one.mentorId !== mentorId)
		}),
		offers: (ledger) => {
			const mentorIds = mentorIdsWhere(ledger, (id) => checkIncentive(ledger, id) === null && isCancelled(ledger, id))
			return mentorIds.length > 0 ? [{ type: 'restore-incentive' as const, mentorIds }] : []
		},
		peopleOf: ({ mentorId }) => [mentorId]
	}
} satisfies StatementRows<'record-evidence' | 'withdraw-evidence' | 'cancel-incentive' | 'restore-incentive'>

/** Current mentors; `from`: the first day of their membership. */
function mentorIdsWhere(ledger: Ledger, isFit: (mentorId: string, from: IsoDate) => boolean): string[] {
	return currentMembers(ledger, 'mentor').flatMap(({ personId, from }) => (isFit(personId, from) ? [personId] : []))
}

/** The head cancels an incentive on grounds of the regulation, and restores it (domain.md T47, T48). */
function checkIncentive(ledger: Ledger, mentorId: string): Refusal | null {
	if (ledger.phase !== 'active') return { reason: 'wrong-phase', phase: ledger.phase }
	const isMentor = currentMembers(ledger, 'mentor').some(({ personId }) => personId === mentorId)
	return isMentor ? null : { reason: 'unknown-subject' }
}

function isCancelled({ cancelledIncentives }: Ledger, mentorId: string): boolean {
	return cancelledIncentives.some((one) => one.mentorId === mentorId)
}

function reportsAsked(ledger: Ledger, regulation: Regulation): Regulation['reports'] {
	return mentorReports(regulation, ledger.request?.categoryId ?? null)
}

/** A mentor records evidence about themselves, the curator about any mentor of the programme, also a former one (domain.md T48). */
function checkAbout(ledger: Ledger, mentorId: string, by: Asker): Refusal | null {
	const refusal = checkUnderWay(ledger, by)
	if (refusal !== null) return refusal
	const isMentor = ledger.members.some((member) => member.role === 'mentor' && member.personId === mentorId)
	return isMentor && (can(by.role, 'curate') || by.personId === mentorId) ? null : { reason: 'unknown-subject' }
}

function checkEvidence(
	ledger: Ledger,
	{ mentorId, evidence, on }: SaidOf<'record-evidence'>,
	by: Asker,
	{ regulation, today }: Facts
): Refusal | null {
	const refusal = checkAbout(ledger, mentorId, by)
	if (refusal !== null) return refusal
	// A report is due with or without an incentive (domain.md T3).
	if (regulation.incentive === null && evidence.kind !== 'report') {
		return { reason: 'not-in-regulation', field: 'ground' }
	}
	if (on > today) return { reason: 'still-to-come' }
	if (evidence.kind !== 'report') return null
	const isAsked = reportsAsked(ledger, regulation).some(({ id }) => id === evidence.reportId)
	if (!isAsked) return { reason: 'not-in-regulation', field: 'report' }
	const isSaid = ledger.evidence.some(
		(one) =>
			one.mentorId === mentorId &&
			one.evidence.kind === 'report' &&
			one.evidence.reportId === evidence.reportId &&
			one.evidence.dueOn === evidence.dueOn
	)
	return isSaid ? { reason: 'already-said' } : checkReportHasBegun(ledger, { ...evidence, mentorId, on }, regulation)
}

/**
 * A report may be submitted from the day after the previous one was due (domain.md T3). `on` counts, not the day of sending: a device
 * may send later. Reports on stages have no first day here, because the plan moves their days.
 */
function checkReportHasBegun(
	{ members, term }: Ledger,
	{ mentorId, reportId, dueOn, on }: DueDate & { mentorId: string; on: IsoDate },
	regulation: Regulation
): Refusal | null {
	const membership = members.findLast((member) => member.role === 'mentor' && member.personId === mentorId)
	if (membership === undefined || term === null) return null
	const from = membership.from > term.startsOn ? membership.from : term.startsOn
	const reports = regulation.reports.filter(({ id }) => id === reportId)
	const earlier = reportDates({ ...regulation, reports }, { from, until: addDaysTo(dueOn, -1) }, []).at(-1)
	return earlier !== undefined && on <= earlier.dueOn
		? { reason: 'report-not-begun', earliest: addDaysTo(earlier.dueOn, 1) }
		: null
}

function checkEvidenceWithdrawal(
	ledger: Ledger,
	{ evidenceId }: SaidOf<'withdraw-evidence'>,
	by: Asker
): Refusal | null {
	const refusal = checkUnderWay(ledger, by)
	if (refusal !== null) return refusal
	const recorded = ledger.evidence.find(({ id }) => id === evidenceId)
	const isTheirs = can(by.role, 'curate') || recorded?.by.personId === by.personId
	return recorded !== undefined && isTheirs ? null : { reason: 'unknown-subject' }
}
