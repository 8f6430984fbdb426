/** What the mentors of a programme report, by when, and what was recorded of it (domain.md T3, T55). */
import { addDaysTo, addMonthsTo, type IsoDate } from '../calendar.ts'
import { mentorReports, reportDates } from '../plan/due-dates.ts'
import { coverReports, type ReportState } from './incentive-evidence.ts'
import type { Stage } from '../plan/stage.ts'
import type { Regulation } from '../regulation/schema.ts'
import { currentMembers, type Ledger } from './ledger.ts'

/** As far ahead as «Ближайшее» looks; a report is written in weeks. */
const NEAR_DAYS = 21

export interface MentorReport extends ReportState {
	mentorId: string
	/** As the regulation has it. */
	wording: string
}

/** Of each mentor at work, while their part lasts, by day; none before the order. `stages`: as the plan has them now. */
export function reportsOfMentors(
	ledger: Ledger,
	regulation: Regulation,
	stages: readonly Pick<Stage, 'endsOn'>[]
): MentorReport[] {
	if (ledger.term === null) return []
	const { startsOn, months } = ledger.term
	const lastDay = addDaysTo(addMonthsTo(startsOn, months), -1)
	const reports = mentorReports(regulation, ledger.request?.categoryId ?? null)
	return currentMembers(ledger, 'mentor').flatMap(({ personId, from }) => {
		const life = { from: from > startsOn ? from : startsOn, until: lastDay }
		const records = ledger.evidence.filter(({ mentorId }) => mentorId === personId)
		const dates = reportDates({ ...regulation, reports }, life, stages)
		return coverReports(dates, records).map((report) => ({
			...report,
			mentorId: personId,
			wording: reports.find(({ id }) => id === report.reportId)?.wording ?? report.reportId
		}))
	})
}

/** Those not submitted that were due by the day, or are soon. */
export function reportsToTell<Report extends Pick<ReportState, 'dueOn' | 'submittedOn'>>(
	reports: readonly Report[],
	today: IsoDate
): Report[] {
	const near = addDaysTo(today, NEAR_DAYS)
	return reports.filter(({ submittedOn, dueOn }) => submittedOn === null && dueOn <= near)
}
