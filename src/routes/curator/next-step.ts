/** The line «Ближайшее»: what comes next, or where nothing is ahead, what is late for longest. */
import { nextActivityOf, type ProgramSummary, type SummaryActivity } from '#domain/summary.ts'
import { daysBetween, type IsoDate } from '#domain/calendar.ts'

export type NextStep =
	| { kind: 'ahead'; activity: SummaryActivity }
	| { kind: 'late'; activity: SummaryActivity; days: number }
	| { kind: 'finished' }
	| { kind: 'nothing' }

export function nextStepOf(summary: ProgramSummary, today: IsoDate): NextStep {
	const ahead = nextActivityOf(summary, today)
	const open = summary.stages.flatMap((stage) => stage.open)
	const late = open.filter(({ dueOn }) => dueOn !== null && dueOn < today).sort(byDueOn)[0]
	// An activity without a date is no next step while something dated is late.
	if (ahead !== null && (ahead.dueOn !== null || late === undefined)) return { kind: 'ahead', activity: ahead }
	if (late !== undefined) return { kind: 'late', activity: late, days: daysBetween(late.dueOn ?? today, today) }
	return summary.total > 0 ? { kind: 'finished' } : { kind: 'nothing' }
}

function byDueOn(one: SummaryActivity, other: SummaryActivity): number {
	return (one.dueOn ?? '') < (other.dueOn ?? '') ? -1 : 1
}
