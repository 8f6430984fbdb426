/** The reports that mentors of a programme owe (domain.md T3, T55), matched with what they have recorded. */
import { addDaysTo, addMonthsTo } from '../calendar.ts'
import { mentorReports, reportDates } from '../plan/due-dates.ts'
import type { Stage } from '../plan/stage.ts'
import type { Regulation } from '../regulation/schema.ts'
import { knownLastDay } from './consents.ts'
import { coverReports, type ReportState } from './incentive.ts'
import { currentMembers, type Ledger } from './ledger.ts'

export interface MentorReport extends ReportState {
	mentorId: string
	/** The regulation's wording. */
	wording: string
}

/** The reports of each current mentor, by due date; none before the order or after a known last day. `stages`: of the current plan. */
export function reportsOfMentors(
	ledger: Ledger,
	regulation: Regulation,
	stages: readonly Pick<Stage, 'endsOn'>[]
): MentorReport[] {
	if (ledger.term === null) return []
	const { startsOn, months } = ledger.term
	const plannedEnd = addDaysTo(addMonthsTo(startsOn, months), -1)
	const lastDay = knownLastDay(ledger) ?? plannedEnd
	const until = lastDay < plannedEnd ? lastDay : plannedEnd
	const reports = mentorReports(regulation, ledger.request?.categoryId ?? null)
	return currentMembers(ledger, 'mentor').flatMap(({ personId, from }) => {
		const life = { from: from > startsOn ? from : startsOn, until }
		const records = ledger.evidence.filter(({ mentorId }) => mentorId === personId)
		const dates = reportDates({ ...regulation, reports }, life, stages)
		return coverReports(dates, records).map((report) => ({
			...report,
			mentorId: personId,
			wording: reports.find(({ id }) => id === report.reportId)?.wording ?? report.reportId
		}))
	})
}
