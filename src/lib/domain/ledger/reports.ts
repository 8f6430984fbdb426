/** The reports that mentors of a programme owe (domain.md T3, T55), matched with what they have submitted. */
import { type IsoDate, lastDayOfTerm } from '../calendar.ts'
import { type DueDate, mentorReports, reportDates, type ReportState } from '../plan/due-dates.ts'
import type { StageResult } from '../stage-results.ts'
import type { Stage } from '../plan/stage.ts'
import type { Regulation } from '../regulation/schema.ts'
import { knownLastDay } from './consents.ts'
import { currentMentorIds, lastMentoring, type Ledger } from './ledger.ts'
import type { Statement } from './statement.ts'

type Submission = Extract<Statement, { type: 'submit-report' }>

export interface MentorReport extends ReportState {
	mentorId: string
	/** The regulation's wording. */
	wording: string
	/** The curator signs it in the mentor's place (domain.md L2). Absent: the mentor submits it. */
	signedBy?: 'curator'
}

/**
 * The reports of each current mentor, by due date; none before the order or after a known last day. Then what was submitted besides: by
 * former mentors, also those of a closed programme. `stages`: of the current plan. `results`: what its stages end in, if it is known;
 * what the regulation asks for after such a stage is this (`reportsOfStages`).
 */
export function reportsOfMentors(
	ledger: Ledger,
	regulation: Regulation,
	stages: readonly Pick<Stage, 'id' | 'endsOn'>[],
	results: readonly StageResult[] = []
): MentorReport[] {
	if (ledger.term === null) return []
	const asking = stages.filter(({ id }) => !results.some(({ stageId }) => stageId === id))
	const plannedEnd = lastDayOfTerm(ledger.term.startsOn, ledger.term.months)
	const lastDay = knownLastDay(ledger) ?? plannedEnd
	const until = lastDay < plannedEnd ? lastDay : plannedEnd
	const reports = mentorReports(regulation, ledger.request?.categoryId ?? null)
	const wordingOf = ({ reportId, result }: Pick<ReportState, 'reportId' | 'result'>) =>
		result?.title ?? reports.find(({ id }) => id === reportId)?.wording ?? reportId
	const signerOf = ({ reportId }: Pick<ReportState, 'reportId'>) => {
		const signedBy = reports.find(({ id }) => id === reportId)?.signedBy
		return signedBy === undefined ? {} : { signedBy }
	}
	const asked = currentMentorIds(ledger).flatMap((mentorId) => {
		const life = { from: reportsFrom(ledger, mentorId), until }
		const dates = reportDates({ ...regulation, reports }, life, asking)
		const records = reportRecords(ledger, mentorId).filter(
			({ result }) => !results.some(({ activityId }) => activityId === result?.activityId)
		)
		return coverReports(dates, records, reports).map((report) => ({
			...report,
			mentorId,
			wording: wordingOf(report),
			...signerOf(report)
		}))
	})
	const mentorIds = [...new Set([...ledger.reports, ...ledger.evidence].map(({ mentorId }) => mentorId))]
	const covered = new Set(asked.flatMap(({ submissionId }) => submissionId ?? []))
	const besides = mentorIds.flatMap((mentorId) =>
		reportRecords(ledger, mentorId)
			.filter(({ submittedOn, submissionId }) => {
				const isOwn = ledger.reports.some((one) => one.id === submissionId && one.mentorId === mentorId)
				return isOwn && submittedOn !== null && submissionId !== null && !covered.has(submissionId)
			})
			.map((record) => ({ ...record, mentorId, wording: wordingOf(record), ...signerOf(record) }))
	)
	return [...besides, ...asked].sort(byDue)
}

/**
 * The results of the stages, each with what became of it, whichever mentor submitted it (domain.md T54). Then those that were submitted and
 * are not in the plan any more. After the closure only what was submitted. What is owed is the reader's, or of the first mentor where the
 * reader is none; `mentorId` '': the programme has no mentor.
 */
export function reportsOfStages(
	ledger: Ledger,
	regulation: Regulation,
	results: readonly StageResult[],
	{ readerId, today }: { readerId: string; today: IsoDate }
): MentorReport[] {
	const { id: reportId, signedBy } = stageReport(regulation, ledger.request?.categoryId ?? null)
	const signer = signedBy === undefined ? {} : { signedBy }
	const mentorIds = currentMentorIds(ledger)
	const owedBy = mentorIds.includes(readerId) ? readerId : (mentorIds[0] ?? '')
	// Nobody has this id: only the results of stages count for everybody.
	const records = new Map(reportRecords(ledger, '').map((record) => [record.result?.activityId, record]))
	// A stage may have no end yet: a mentor submits its result on any day, a curator signs it at the end of the programme.
	const anyDay =
		signedBy === undefined || ledger.term === null ? today : lastDayOfTerm(ledger.term.startsOn, ledger.term.months)
	const planned = results.map(({ activityId, title, endsOn }): MentorReport => {
		const { status, submittedOn, submissionId } = records.get(activityId) ?? OWED
		const owed = { reportId, dueOn: endsOn ?? anyDay, result: { activityId, title } }
		return { ...owed, status, submittedOn, submissionId, mentorId: owedBy, wording: title, ...signer }
	})
	const open = planned.filter(({ submittedOn }) => submittedOn === null && ledger.phase !== 'closed')
	const isOpen = new Set(open.map(({ result }) => result?.activityId))
	const others = [...records.values()].flatMap((record): MentorReport[] => {
		const submitted = ledger.reports.find(({ id }) => id === record.submissionId)
		if (submitted === undefined || isOpen.has(record.result?.activityId)) return []
		if (record.submittedOn === null && ledger.phase === 'closed') return []
		const mentorId = record.submittedOn === null ? owedBy : submitted.mentorId
		return [{ ...record, mentorId, wording: record.result?.title ?? record.reportId, ...signer }]
	})
	return [...open, ...others].sort(byDue)
}

/**
 * The reports of mentors and the results of the stages that have an end, each once, by due day; none before the order. `readerId`: the
 * mentor who owes the results; of another reader they are the first mentor's.
 */
export function reportsOfProgram(
	ledger: Ledger,
	regulation: Regulation,
	{ stages, results = [] }: PlannedReports,
	readerId: string
): MentorReport[] {
	if (ledger.term === null) return []
	const ended = results.filter(({ endsOn }) => endsOn !== null)
	// Only a stage without an end would need the day. While there is no mentor nobody can submit what is open.
	const ofStages = reportsOfStages(ledger, regulation, ended, { readerId, today: '' }).filter(
		({ mentorId }) => mentorId !== ''
	)
	const ofMentors = reportsOfMentors(ledger, regulation, stages, results).filter(
		({ submissionId }) => submissionId === null || ofStages.every((one) => one.submissionId !== submissionId)
	)
	return [...ofMentors, ...ofStages].sort(byDue)
}

/** What the server's summary of a plan tells of its reports. */
export interface PlannedReports {
	stages: readonly Pick<Stage, 'id' | 'endsOn'>[]
	/** Absent: made by an older server. */
	results?: readonly StageResult[] | undefined
}

/** The report after each stage, where the regulation asks for one (domain.md T55); else the results of stages go under this id. */
export function stageReport(
	regulation: Regulation,
	categoryId: string | null
): { id: string; signedBy?: 'curator' | undefined } {
	const asked = mentorReports(regulation, categoryId).find(({ schedule }) => schedule.type === 'each-stage')
	return asked ?? { id: 'stage-result' }
}

/** Of these results those that nobody has submitted, or that wait to be submitted again. */
export function missingResults({ reports }: Pick<Ledger, 'reports'>, activityIds: readonly string[]): string[] {
	const isThere = (activityId: string) =>
		reports.some(({ result, answer }) => result?.activityId === activityId && (answer?.remarks ?? null) === null)
	return activityIds.filter((id) => !isThere(id))
}

/** The first day that a mentor reports on: of the membership, or of the programme if that is later; '' before the order. */
export function reportsFrom(ledger: Pick<Ledger, 'members' | 'term'>, mentorId: string): IsoDate {
	const [since, startsOn] = [lastMentoring(ledger, mentorId)?.from ?? '', ledger.term?.startsOn ?? '']
	return since > startsOn ? since : startsOn
}

/**
 * What a mentor has submitted or declared: the newest record of each report. The result of a stage counts for every mentor, whichever
 * of them has submitted it.
 */
export function reportRecords(
	{ evidence, reports }: Pick<Ledger, 'evidence' | 'reports'>,
	mentorId: string
): ReportState[] {
	const declared = evidence.flatMap((one): ReportState[] => {
		if (one.mentorId !== mentorId || one.evidence.kind !== 'report') return []
		const { reportId, dueOn } = one.evidence
		return [{ reportId, dueOn, status: 'declared', submittedOn: one.on, submissionId: null, result: null }]
	})
	const replaced = new Set(reports.flatMap(({ insteadOf }) => insteadOf ?? []))
	const submitted = reports
		.filter((one) => (one.mentorId === mentorId || one.result !== undefined) && !replaced.has(one.id))
		.map(({ id, reportId, dueOn, result = null, on, answer }): ReportState => {
			const status = answer === null ? 'submitted' : answer.remarks === null ? 'accepted' : 'returned'
			return { reportId, dueOn, status, submittedOn: status === 'returned' ? null : on, submissionId: id, result }
		})
	const keyed = [...declared, ...submitted].map(
		(one) => [`${keyOf(one)} ${one.result?.activityId ?? ''}`, one] as const
	)
	return [...new Map(keyed).values()]
}

/**
 * Matches each due date with its record. The day of a stage may have moved since: its record then covers, in order, the first date after
 * a stage that has no record. `reports`: of the regulation.
 */
export function coverReports(
	dates: readonly DueDate[],
	records: readonly ReportState[],
	reports: Regulation['reports']
): ReportState[] {
	const moving = reports.flatMap(({ id, schedule }) => (schedule.type === 'each-stage' ? id : []))
	const leftOver = records.filter(
		(record) => moving.includes(record.reportId) && !dates.some((date) => keyOf(date) === keyOf(record))
	)
	return dates.map(({ reportId, dueOn }) => {
		const exact = records.find((record) => keyOf(record) === keyOf({ reportId, dueOn }))
		const index = exact === undefined ? leftOver.findIndex((record) => record.reportId === reportId) : -1
		const [moved] = index < 0 ? [] : leftOver.splice(index, 1)
		const { status, submittedOn, submissionId, result } = exact ?? moved ?? OWED
		return { reportId, dueOn, status, submittedOn, submissionId, result }
	})
}

/** Whether it submits this report of its mentor: what a stage ends in by its activity, as its day may have moved. */
export function isOfReport(
	submission: Pick<Submission, 'reportId' | 'dueOn' | 'result'>,
	{ reportId, dueOn, result }: { reportId: string; dueOn: IsoDate; result?: { activityId: string } | null | undefined }
): boolean {
	const isSame = submission.reportId === reportId && submission.result?.activityId === result?.activityId
	return isSame && (submission.result !== undefined || submission.dueOn === dueOn)
}

/** For sorting: the first one due comes first. */
export function byDue(one: DueDate, other: DueDate): number {
	return one.dueOn < other.dueOn ? -1 : one.dueOn > other.dueOn ? 1 : 0
}

const OWED = { status: 'owed', submittedOn: null, submissionId: null, result: null } as const

function keyOf({ reportId, dueOn }: DueDate): string {
	return `${reportId} ${dueOn}`
}
