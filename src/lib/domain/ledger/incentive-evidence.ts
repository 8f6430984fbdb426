/** What was recorded of a mentor's work, matched with what a regulation asks for (domain.md T3, T48, T55). */
import type { IsoDate } from '../calendar.ts'
import type { DueDate } from '../plan/due-dates.ts'
import type { Statement } from './statement.ts'

export interface ReportState extends DueDate {
	/** Null: not yet. */
	submittedOn: IsoDate | null
}

/** As far as it matters here: the ledger's `RecordedEvidence` has more. */
interface EvidenceOfDay {
	evidence: Extract<Statement, { type: 'record-evidence' }>['evidence']
	on: IsoDate
}

/**
 * Each report is of the day it was recorded for. A stage's day may have been moved since: what then belongs to no day is, in
 * order, of the first that nothing else is of.
 */
export function coverReports(dates: readonly DueDate[], records: readonly EvidenceOfDay[]): ReportState[] {
	const reports = records.flatMap(({ evidence, on }) => (evidence.kind === 'report' ? [{ ...evidence, on }] : []))
	const isOf = (date: DueDate, report: DueDate) => date.reportId === report.reportId && date.dueOn === report.dueOn
	const leftOver = reports.filter((report) => !dates.some((date) => isOf(date, report)))
	return dates.map(({ reportId, dueOn }) => {
		const exact = reports.find((report) => isOf({ reportId, dueOn }, report))
		const index = exact === undefined ? leftOver.findIndex((report) => report.reportId === reportId) : -1
		const [moved] = index < 0 ? [] : leftOver.splice(index, 1)
		return { reportId, dueOn, submittedOn: (exact ?? moved)?.on ?? null }
	})
}

/** Which a report may be recorded for on the day: those not submitted so far, and of each kind the next one. */
export function openReports(reports: readonly ReportState[], on: IsoDate): DueDate[] {
	const missing = reports.filter(({ submittedOn }) => submittedOn === null)
	return missing
		.filter(
			(report) =>
				report.dueOn <= on || missing.find((one) => one.reportId === report.reportId && one.dueOn > on) === report
		)
		.map(({ reportId, dueOn }) => ({ reportId, dueOn }))
}
