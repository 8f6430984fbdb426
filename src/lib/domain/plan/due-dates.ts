/** Computes the due dates of a regulation's schedules. A schedule without a day in the regulation has none here; the curator sets it. */
import { addMonthsTo, type IsoDate, lastDayOfTerm } from '../calendar.ts'
import { lastDay, type Span } from './deadline.ts'
import type { Stage } from './stage.ts'
import type { Regulation, Schedule } from '../regulation/schema.ts'

/** The longest repeat interval that `schema.ts` allows, plus a year. */
const LONGEST_MONTHS = 72

export interface DueDate {
	/** The id of the report or of the curator's task. */
	reportId: string
	/** The last day on which it is on time. */
	dueOn: IsoDate
}

/** `declared`: an app older than submitted reports recorded only the day. `returned`: the curator asks for it once more. */
export type ReportStatus = 'owed' | 'declared' | 'submitted' | 'returned' | 'accepted'

/** A report that the regulation asks for, and what became of it. */
export interface ReportState extends DueDate {
	status: ReportStatus
	/** Null: it is owed, or returned. */
	submittedOn: IsoDate | null
	/** The id of the ledger's entry with its text, of the newest submission; null: there is none. */
	submissionId: string | null
	/** The result of a stage that it is (stage-results.ts); null: it reports on a period. */
	result: ReportedResult | null
}

export interface ReportedResult {
	activityId: string
	/** As it was when it was submitted. */
	title: string
}

export interface ComingDate extends DueDate {
	/** The list of the regulation it is in. */
	list: 'reports' | 'monitoring'
}

/**
 * The due dates of one programme's reports while it lasts, by day (domain.md T3, T55). A programme that began under a regulation
 * keeps its duties after the regulation's end.
 */
export function reportDates(
	{ reports, inForce }: Regulation,
	life: Span,
	stages: readonly Pick<Stage, 'endsOn'>[]
): DueDate[] {
	return datesOf(reports, { from: inForce.value.from, until: null }, life, stages)
}

/** The reports of a mentor whose programme has that category. Null: the category is unknown; then only the reports of all categories. */
export function mentorReports(
	{ reports }: Pick<Regulation, 'reports'>,
	categoryId: string | null
): Regulation['reports'] {
	return reports.filter(
		({ by, categories }) =>
			by === 'mentor' && (categories === undefined || (categoryId !== null && categories.includes(categoryId)))
	)
}

/**
 * The due dates of the curator's tasks, without those of one programme; by day (domain.md T19, S20, V12–V18). A task due every
 * N months is counted from the first day of `period`: pass the day on which it was last done.
 */
export function monitoringDates({ monitoring, inForce }: Regulation, period: Span): DueDate[] {
	return datesOf(monitoring, inForce.value, period, [])
}

/**
 * The regulation without its end, if the end has passed: a municipality that still works by it keeps its duties until it chooses
 * another one.
 */
export function beyondItsEnd(regulation: Regulation, today: IsoDate): Regulation {
	const { value, source } = regulation.inForce
	return isOver(regulation, today)
		? { ...regulation, inForce: { value: { ...value, until: null }, source } }
		: regulation
}

export function isOver({ inForce }: Pick<Regulation, 'inForce'>, today: IsoDate): boolean {
	return inForce.value.until !== null && inForce.value.until < today
}

/**
 * The first due date of a task after `since`, the day it was last done or taken up. Null: the regulation has no such task, sets
 * no day for it, or is out of force by then.
 */
export function nextMonitoringDate(regulation: Regulation, taskId: string, since: IsoDate): IsoDate | null {
	const monitoring = regulation.monitoring.filter(({ id }) => id === taskId)
	const period = { from: since, until: addMonthsTo(since, LONGEST_MONTHS) }
	return monitoringDates({ ...regulation, monitoring }, period).find(({ dueOn }) => dueOn > since)?.dueOn ?? null
}

/**
 * «Что и когда»: the due dates of a whole municipality in the twelve months from today. Includes a report only where all
 * programmes share its day. `since`: by task id, the day from which a repeated task is counted: when it was last done or taken
 * up. The next day of such a task is included however far it is. A late task keeps its day until it is done; only then are
 * later days counted. `setDays`: by task id, the day that the curator has set for a task without a day; it stands until the task
 * is done. A regulation that has ended goes on.
 */
export function comingDates(
	given: Regulation,
	today: IsoDate,
	since: Readonly<Record<string, IsoDate>>,
	setDays: Readonly<Record<string, IsoDate>>
): ComingDate[] {
	const regulation = beyondItsEnd(given, today)
	const until = lastDayOfTerm(today, 12)
	const isRepeated = ({ schedule }: { schedule: Schedule }) => schedule.type === 'every'
	const reports = regulation.reports.filter((report) => !isRepeated(report))
	const onDays = regulation.monitoring.filter((task) => !isRepeated(task))
	const life = { from: today, until }
	const repeated = regulation.monitoring.filter(isRepeated).flatMap((task) => {
		const from = since[task.id] ?? regulation.inForce.value.from
		const far = addMonthsTo(today, LONGEST_MONTHS)
		const [first, ...later] = monitoringDates({ ...regulation, monitoring: [task] }, { from, until: far })
		if (first === undefined) return []
		return [first, ...later.filter(({ dueOn }) => first.dueOn >= today && dueOn <= until)]
	})
	const set = regulation.monitoring.flatMap(({ id, schedule }) => {
		const dueOn = schedule.type === 'undated' ? setDays[id] : undefined
		return dueOn === undefined ? [] : [{ reportId: id, dueOn }]
	})
	return [
		...reportDates({ ...regulation, reports }, life, []).map((date) => ({ ...date, list: 'reports' as const })),
		...[...monitoringDates({ ...regulation, monitoring: onDays }, life), ...repeated, ...set].map((date) => ({
			...date,
			list: 'monitoring' as const
		}))
	].sort(byDay)
}

function datesOf(
	tasks: readonly { id: string; schedule: Schedule }[],
	inForce: { from: IsoDate; until: IsoDate | null },
	period: Span,
	stages: readonly Pick<Stage, 'endsOn'>[]
): DueDate[] {
	const from = inForce.from > period.from ? inForce.from : period.from
	const until = inForce.until !== null && inForce.until < period.until ? inForce.until : period.until
	return tasks
		.flatMap(({ id, schedule }) => daysOf(schedule, { from, until }, stages).map((dueOn) => ({ reportId: id, dueOn })))
		.filter(({ dueOn }) => dueOn >= from && dueOn <= until)
		.sort(byDay)
}

function byDay(one: DueDate, other: DueDate): number {
	return one.dueOn === other.dueOn ? 0 : one.dueOn < other.dueOn ? -1 : 1
}

function daysOf(schedule: Schedule, period: Span, stages: readonly Pick<Stage, 'endsOn'>[]): IsoDate[] {
	switch (schedule.type) {
		case 'yearly':
			return yearsOf(period).flatMap((year) => schedule.days.map((day) => lastOf(year, day)))
		case 'yearly-months':
			return yearsOf(period).flatMap((year) => schedule.months.map((month) => lastDay(year, month)))
		case 'once':
			return [schedule.on]
		case 'each-stage':
			return stages.flatMap(({ endsOn }) => (endsOn === null ? [] : [endsOn]))
		case 'every': {
			const days: IsoDate[] = []
			for (let count = 1; ; count++) {
				const day = addMonthsTo(period.from, count * schedule.months)
				if (day > period.until) return days
				days.push(day)
			}
		}
		case 'undated':
			return []
	}
}

function yearsOf({ from, until }: Span): number[] {
	const first = Number(from.slice(0, 4))
	return Array.from({ length: Math.max(0, Number(until.slice(0, 4)) - first + 1) }, (_, index) => first + index)
}

/** «02-29» means the last day of February in every year. */
function lastOf(year: number, yearDay: string): IsoDate {
	const day = `${year}-${yearDay}`
	const last = lastDay(year, Number(yearDay.slice(0, 2)))
	return day > last ? last : day
}
