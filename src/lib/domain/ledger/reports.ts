/** The reports that mentors of a programme owe (domain.md T3, T55), matched with what they have submitted. */
import { addDaysTo, addMonthsTo, type IsoDate } from '../calendar.ts'
import { type DueDate, mentorReports, reportDates, type ReportState } from '../plan/due-dates.ts'
import type { Stage } from '../plan/stage.ts'
import type { Regulation } from '../regulation/schema.ts'
import { knownLastDay } from './consents.ts'
import { currentMembers, type Ledger } from './ledger.ts'

export interface MentorReport extends ReportState {
	mentorId: string
	/** The regulation's wording. */
	wording: string
}

/**
 * The reports of each current mentor, by due date; none before the order or after a known last day. Then what was submitted besides: by
 * former mentors, also those of a closed programme. `stages`: of the current plan.
 */
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
	const wordingOf = (reportId: string) => reports.find(({ id }) => id === reportId)?.wording ?? reportId
	const asked = currentMembers(ledger, 'mentor').flatMap(({ personId }) => {
		const life = { from: reportsFrom(ledger, personId), until }
		const dates = reportDates({ ...regulation, reports }, life, stages)
		return coverReports(dates, reportRecords(ledger, personId)).map((report) => ({
			...report,
			mentorId: personId,
			wording: wordingOf(report.reportId)
		}))
	})
	const mentorIds = [...new Set([...ledger.reports, ...ledger.evidence].map(({ mentorId }) => mentorId))]
	const covered = new Set(asked.flatMap(({ submissionId }) => submissionId ?? []))
	const besides = mentorIds.flatMap((mentorId) =>
		reportRecords(ledger, mentorId)
			.filter(
				({ submittedOn, submissionId }) => submittedOn !== null && submissionId !== null && !covered.has(submissionId)
			)
			.map((record) => ({ ...record, mentorId, wording: wordingOf(record.reportId) }))
	)
	return [...besides, ...asked].sort((one, other) => (one.dueOn < other.dueOn ? -1 : one.dueOn > other.dueOn ? 1 : 0))
}

/** The first day that a mentor reports on: of the membership, or of the programme if that is later; '' before the order. */
export function reportsFrom({ members, term }: Pick<Ledger, 'members' | 'term'>, mentorId: string): IsoDate {
	const membership = members.findLast(({ role, personId }) => role === 'mentor' && personId === mentorId)
	const [since, startsOn] = [membership?.from ?? '', term?.startsOn ?? '']
	return since > startsOn ? since : startsOn
}

/** What a mentor has submitted or declared: the newest record of each report. */
export function reportRecords(
	{ evidence, reports }: Pick<Ledger, 'evidence' | 'reports'>,
	mentorId: string
): ReportState[] {
	const declared = evidence.flatMap((one): ReportState[] => {
		if (one.mentorId !== mentorId || one.evidence.kind !== 'report') return []
		const { reportId, dueOn } = one.evidence
		return [{ reportId, dueOn, status: 'declared', submittedOn: one.on, submissionId: null }]
	})
	const replaced = new Set(reports.flatMap(({ insteadOf }) => insteadOf ?? []))
	const submitted = reports
		.filter((one) => one.mentorId === mentorId && !replaced.has(one.id))
		.map(({ id, reportId, dueOn, on, answer }): ReportState => {
			const status = answer === null ? 'submitted' : answer.remarks === null ? 'accepted' : 'returned'
			return { reportId, dueOn, status, submittedOn: status === 'returned' ? null : on, submissionId: id }
		})
	return [...new Map([...declared, ...submitted].map((one) => [keyOf(one), one])).values()]
}

/**
 * Matches each due date with its record. A stage's date may have moved since: a record that matches no due date covers, in order, the
 * first one of its kind without a record.
 */
export function coverReports(dates: readonly DueDate[], records: readonly ReportState[]): ReportState[] {
	const leftOver = records.filter((record) => !dates.some((date) => keyOf(date) === keyOf(record)))
	return dates.map(({ reportId, dueOn }) => {
		const exact = records.find((record) => keyOf(record) === keyOf({ reportId, dueOn }))
		const index = exact === undefined ? leftOver.findIndex((record) => record.reportId === reportId) : -1
		const [moved] = index < 0 ? [] : leftOver.splice(index, 1)
		const { status, submittedOn, submissionId } = exact ?? moved ?? OWED
		return { reportId, dueOn, status, submittedOn, submissionId }
	})
}

const OWED = { status: 'owed', submittedOn: null, submissionId: null } as const

function keyOf({ reportId, dueOn }: DueDate): string {
	return `${reportId} ${dueOn}`
}
