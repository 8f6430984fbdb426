/** A mentor submits a report; the curator accepts it, or returns it with remarks (domain.md T3, T55), or signs it for a teacher (L2). */
import { can } from '../../access.ts'
import { addDaysTo } from '../../calendar.ts'
import { mentorReports, reportDates } from '../../plan/due-dates.ts'
import { checkUnderWay } from '../checks.ts'
import { type Asker, currentMentorIds, type Entry, type Ledger, type SubmittedReport } from '../ledger.ts'
import type { Facts, Refusal } from '../refusal.ts'
import { reportsFrom, stageReport } from '../reports.ts'
import { staffObstacle } from '../signing.ts'
import type { SaidOf, StatementRows } from './row.ts'

export const reportStatements = {
	'submit-report': {
		statedWith: 'support',
		check: checkSubmission,
		apply: (ledger, { mentorId, reportId, dueOn, result, insteadOf }, { id, by, on }) => {
			// Whoever signs it for the mentor has accepted it.
			const answer = mentorId === undefined ? null : { by, on, remarks: null }
			const submitted = { id, mentorId: mentorId ?? by.personId, reportId, dueOn, on, insteadOf, answer }
			return { ...ledger, reports: [...ledger.reports, { ...submitted, ...(result && { result }) }] }
		},
		peopleOf: ({ mentorId }) => (mentorId === undefined ? [] : [mentorId])
	},
	'accept-report': {
		statedWith: 'curate',
		check: (ledger, { submissionId }, by) => checkAnswer(ledger, submissionId, by),
		apply: (ledger, { submissionId }, entry) => answer(ledger, submissionId, entry, null),
		subjectOf: ({ submissionId }) => submissionId
	},
	'return-report': {
		statedWith: 'curate',
		// Nobody submits it again after the closure.
		check: (ledger, { submissionId }, by) => checkUnderWay(ledger, by) ?? checkAnswer(ledger, submissionId, by),
		apply: (ledger, { submissionId, remarks }, entry) => answer(ledger, submissionId, entry, remarks),
		subjectOf: ({ submissionId }) => submissionId
	}
} satisfies StatementRows<'submit-report' | 'accept-report' | 'return-report'>

function checkSubmission(
	ledger: Ledger,
	{ mentorId: signedFor, reportId, dueOn, result, insteadOf, content }: SaidOf<'submit-report'>,
	by: Asker,
	{ regulation, today }: Facts
): Refusal | null {
	const refusal = checkUnderWay(ledger, by)
	if (refusal !== null) return refusal
	const categoryId = ledger.request?.categoryId ?? null
	const report = mentorReports(regulation, categoryId).find(({ id }) => id === reportId)
	// The plan says which results its stages have; the regulation may ask for none of them as a report.
	const isKnown = result === undefined ? report !== undefined : reportId === stageReport(regulation, categoryId).id
	if (!isKnown || content.until !== dueOn || content.from > dueOn) {
		return { reason: 'not-in-regulation', field: 'report' }
	}
	const { signedBy } = result === undefined ? (report ?? {}) : stageReport(regulation, categoryId)
	const isForMentor = can(by.role, 'curate')
	if (isForMentor !== (signedBy === 'curator')) return { reason: 'not-your-role' }
	const mentorId = isForMentor ? signedFor : by.personId
	const isMentor = mentorId !== undefined && currentMentorIds(ledger).includes(mentorId)
	if (!isMentor || (!isForMentor && signedFor !== undefined)) return { reason: 'unknown-subject' }
	const isMentee = (id: string) => ledger.members.some(({ personId, role }) => personId === id && role === 'mentee')
	if (!content.menteeIds.every(isMentee)) return { reason: 'unknown-subject' }
	const obstacle = staffObstacle(ledger, { signatures: [] }, by)
	if (obstacle !== null) return { reason: obstacle }
	// The plan moves the days of stages: their reports have no first day, and one that replaces another may have another day.
	const hasMovingDay = result !== undefined || report?.schedule.type === 'each-stage'
	const earlier = submissionsOf(ledger, mentorId, { reportId, result })
	if (!isNext(hasMovingDay ? earlier : earlier.filter((one) => one.dueOn === dueOn), { dueOn, result, insteadOf })) {
		return { reason: 'already-said' }
	}
	if (report === undefined || hasMovingDay) return null
	const life = { from: reportsFrom(ledger, mentorId), until: dueOn }
	const dates = reportDates({ ...regulation, reports: [report] }, life, [])
	if (dates.at(-1)?.dueOn !== dueOn) return { reason: 'not-in-regulation', field: 'report' }
	const before = dates.at(-2)
	if (before === undefined || today > before.dueOn) return null
	return { reason: 'report-not-begun', earliest: addDaysTo(before.dueOn, 1) }
}

/** The first submission for the day, or the first one after the newest was returned: a device may have it queued since before. */
function isNext(
	own: readonly SubmittedReport[],
	{ dueOn, result, insteadOf }: Pick<SubmittedReport, 'dueOn' | 'result' | 'insteadOf'>
): boolean {
	if (insteadOf === null) return !own.some((one) => result !== undefined || one.dueOn === dueOn)
	const replaced = own.find(({ id }) => id === insteadOf)
	const isReturned = replaced !== undefined && replaced.answer !== null && replaced.answer.remarks !== null
	return isReturned && !own.some((one) => one.insteadOf === insteadOf)
}

/** Of a stage's result those of all mentors: the programme owes it, and a new mentor does not write it again. */
function submissionsOf(
	{ reports }: Ledger,
	mentorId: string,
	{ reportId, result }: Pick<SubmittedReport, 'reportId' | 'result'>
): SubmittedReport[] {
	if (result !== undefined) return reports.filter((one) => one.result?.activityId === result.activityId)
	return reports.filter((one) => one.mentorId === mentorId && one.reportId === reportId && one.result === undefined)
}

/** Once, also after the closure. Nobody answers as staff in a programme that they take part in. */
function checkAnswer(ledger: Ledger, submissionId: string, by: Asker): Refusal | null {
	const submitted = ledger.reports.find(({ id }) => id === submissionId)
	if (submitted === undefined) return { reason: 'unknown-subject' }
	if (submitted.answer !== null) return { reason: 'already-said' }
	const obstacle = staffObstacle(ledger, { signatures: [] }, by)
	return obstacle === null ? null : { reason: obstacle }
}

function answer(ledger: Ledger, submissionId: string, { by, on }: Entry, remarks: string | null): Ledger {
	const given: SubmittedReport['answer'] = { by, on, remarks }
	return {
		...ledger,
		reports: ledger.reports.map((one) => (one.id === submissionId ? { ...one, answer: given } : one))
	}
}
