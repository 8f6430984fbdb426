/** A mentor submits a report; the curator accepts it, or returns it with remarks (domain.md T3, T55). */
import { addDaysTo } from '../../calendar.ts'
import { type DueDate, mentorReports, reportDates } from '../../plan/due-dates.ts'
import type { Regulation } from '../../regulation/schema.ts'
import { checkUnderWay } from '../checks.ts'
import type { Asker, Entry, Ledger, SubmittedReport } from '../ledger.ts'
import type { Facts, Refusal } from '../refusal.ts'
import { reportRecords } from '../reports.ts'
import { staffObstacle } from '../signing.ts'
import type { SaidOf, StatementRows } from './row.ts'

export const reportStatements = {
	'submit-report': {
		statedWith: 'guide',
		check: checkSubmission,
		apply: (ledger, { reportId, dueOn }, { id, by, on }) => ({
			...ledger,
			reports: [...ledger.reports, { id, mentorId: by.personId, reportId, dueOn, on, answer: null }]
		})
	},
	'accept-report': {
		statedWith: 'curate',
		check: (ledger, { submissionId }, by) => checkAnswer(ledger, submissionId, by),
		apply: (ledger, { submissionId }, entry) => answer(ledger, submissionId, entry, null),
		subjectOf: ({ submissionId }) => submissionId
	},
	'return-report': {
		statedWith: 'curate',
		check: (ledger, { submissionId }, by) => checkAnswer(ledger, submissionId, by),
		apply: (ledger, { submissionId, remarks }, entry) => answer(ledger, submissionId, entry, remarks),
		subjectOf: ({ submissionId }) => submissionId
	}
} satisfies StatementRows<'submit-report' | 'accept-report' | 'return-report'>

function checkSubmission(
	ledger: Ledger,
	{ reportId, dueOn }: SaidOf<'submit-report'>,
	by: Asker,
	{ regulation, today }: Facts
): Refusal | null {
	const refusal = checkUnderWay(ledger, by)
	if (refusal !== null) return refusal
	const reports = mentorReports(regulation, ledger.request?.categoryId ?? null)
	if (!reports.some(({ id }) => id === reportId)) return { reason: 'not-in-regulation', field: 'report' }
	const isSaid = reportRecords(ledger, by.personId).some(
		(one) => one.reportId === reportId && one.dueOn === dueOn && one.status !== 'returned'
	)
	if (isSaid) return { reason: 'already-said' }
	const earliest = firstDayOf(ledger, by.personId, { reportId, dueOn }, regulation)
	return today < earliest ? { reason: 'report-not-begun', earliest } : null
}

/**
 * The day after the one before it was due (domain.md T3). Reports on stages have none here, because the plan moves their days: ''.
 */
function firstDayOf(
	{ members, term }: Ledger,
	mentorId: string,
	{ reportId, dueOn }: DueDate,
	regulation: Regulation
): string {
	const membership = members.findLast(({ role, personId }) => role === 'mentor' && personId === mentorId)
	if (membership === undefined || term === null) return ''
	const from = membership.from > term.startsOn ? membership.from : term.startsOn
	const reports = regulation.reports.filter(({ id }) => id === reportId)
	const earlier = reportDates({ ...regulation, reports }, { from, until: addDaysTo(dueOn, -1) }, []).at(-1)
	return earlier === undefined ? '' : addDaysTo(earlier.dueOn, 1)
}

/** The curator answers a report once. Nobody answers as staff in a programme that they take part in. */
function checkAnswer(ledger: Ledger, submissionId: string, by: Asker): Refusal | null {
	const refusal = checkUnderWay(ledger, by)
	if (refusal !== null) return refusal
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
