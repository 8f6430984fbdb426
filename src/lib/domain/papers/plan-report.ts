/**
 * A report drawn from the plan (domain.md T3, T55, L2): what was planned for a period and what became of it, so that nobody types it
 * again. Every line is an item of the plan.
 */
import type * as Y from 'yjs'
import { addDaysTo, type IsoDate } from '../calendar.ts'
import { type Activity, readActivities } from '../plan/activity.ts'
import type { Agreement } from '../plan/agreement.ts'
import type { ReportState } from '../plan/due-dates.ts'
import { isClosed } from '../plan/mark.ts'
import { isBlank, type Meeting, readMeetings } from '../plan/meeting.ts'
import { type ProfileItem, readProfile, readStages } from '../plan/stage.ts'

/** Both days belong to it. */
export interface ReportPeriod {
	from: IsoDate
	until: IsoDate
}

export interface ReportedActivity {
	activity: Activity
	/** The own last day, or the last day of the stage; null: neither is set. */
	dueOn: IsoDate | null
}

export interface PlanReport {
	/** Due in the period, without those that are cancelled. */
	planned: ReportedActivity[]
	/** Done in the period, whenever they were due; by the day on which they took place. */
	done: ReportedActivity[]
	/** Due before today and by the end of the period, and not done by then, also from before it; of a stage, all not done. By due day. */
	undone: ReportedActivity[]
	/** Of those that were due in the period: what will not take place. */
	cancelled: ReportedActivity[]
	/** How many of the planned ones were done by the end of the period. */
	plannedDone: number
	/** Held in the period and before tomorrow, without visits that were begun and left empty; the first one first. */
	meetings: Meeting[]
	/** Made at these meetings, without blank ones. By due day. */
	agreements: Agreement[]
	difficulties: ProfileItem[]
	/** Open, and due today or later, or after the period; of a stage's result, after the stage. By due day, at most ten. */
	next: ReportedActivity[]
}

/**
 * `today`: nothing later has taken place. `stageId`: the result of this stage, with all its activities, whenever they are due and done
 * (domain.md T54); null: of a period, with those of all stages.
 */
export function reportOn(
	doc: Y.Doc,
	{ from, until }: ReportPeriod,
	today: IsoDate,
	stageId: string | null = null
): PlanReport {
	const ends = new Map(readStages(doc).map(({ id, endsOn }) => [id, endsOn]))
	const every = readActivities(doc).map((activity) => ({
		activity,
		dueOn: activity.dueOn ?? ends.get(activity.stageId) ?? null
	}))
	const all = stageId === null ? every : every.filter(({ activity }) => activity.stageId === stageId)
	// The days count only for a period.
	const isIn = (day: IsoDate | null) => stageId !== null || (day !== null && day >= from && day <= until)
	const isBy = (day: IsoDate | null) => stageId !== null || (day !== null && day <= until)
	// A report may be submitted before its day: what is due between the two is no failure yet.
	const isMissed = (day: IsoDate | null) => stageId !== null || (day !== null && day <= until && day < today)
	const isAhead = (day: IsoDate | null) => day !== null && (day > until || (stageId === null && day >= today))
	const isDue = ({ dueOn }: ReportedActivity) => isIn(dueOn)
	const isDone = ({ activity }: ReportedActivity) => activity.status === 'done'
	const isDoneBy = (one: ReportedActivity) => isDone(one) && (one.activity.doneOn === null || isBy(one.activity.doneOn))
	const isCancelled = ({ activity }: ReportedActivity) => activity.status === 'cancelled'
	const planned = all.filter((one) => isDue(one) && !isCancelled(one))
	const meetings = readMeetings(doc)
		.filter((meeting) => !isBlank(meeting))
		.filter(({ heldOn }) => heldOn !== null && heldOn >= from && heldOn <= until && heldOn <= today)
		.toSorted(by(({ heldOn }) => heldOn))
	return {
		planned,
		done: all.filter((one) => isDone(one) && isIn(one.activity.doneOn)).toSorted(by(({ activity }) => activity.doneOn)),
		undone: all
			.filter((one) => isMissed(one.dueOn) && !isCancelled(one) && !isDoneBy(one))
			.toSorted(by(({ dueOn }) => dueOn)),
		cancelled: all.filter((one) => isDue(one) && isCancelled(one)),
		plannedDone: planned.filter(isDoneBy).length,
		meetings,
		agreements: meetings
			.flatMap(({ agreements }) => agreements.filter(({ text }) => text !== ''))
			.toSorted(by(({ dueOn }) => dueOn)),
		difficulties: readProfile(doc).difficulty,
		next: every
			.filter(({ activity, dueOn }) => isAhead(dueOn) && !isClosed(activity.status))
			.toSorted(by(({ dueOn }) => dueOn))
			.slice(0, MOST_NEXT)
	}
}

/** A report names the next steps; the plan has all of them. */
const MOST_NEXT = 10

function by<Item>(dayOf: (item: Item) => IsoDate | null): (one: Item, other: Item) => number {
	return (one, other) => {
		const [first, second] = [dayOf(one) ?? '', dayOf(other) ?? '']
		return first < second ? -1 : first > second ? 1 : 0
	}
}

/**
 * The period of a report that is due on a day: from the end of the one before it, or from the beginning. One that was submitted before
 * its day ends on that day, and the next one begins there, so that nothing falls between them. `reports`: of the same kind and mentor, by
 * day. `startsOn`: of the mentor's work in the programme.
 */
export function periodOf(
	dueOn: IsoDate,
	reports: readonly Pick<ReportState, 'dueOn' | 'submittedOn'>[],
	startsOn: IsoDate
): ReportPeriod {
	const before = reports.filter((one) => one.dueOn < dueOn && one.dueOn >= startsOn).at(-1)
	if (before === undefined) return { from: startsOn, until: dueOn }
	const { submittedOn } = before
	const isEarly = submittedOn !== null && submittedOn < before.dueOn
	return { from: isEarly ? submittedOn : addDaysTo(before.dueOn, 1), until: dueOn }
}
