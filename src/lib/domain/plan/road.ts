/**
 * Builds the road: the plan as a line of stages, with activities as stops and today's position. The mini road is the same line
 * drawn from a summary, for lists and the curator's board.
 */
import { addMonthsTo, type DayBounds, daysBetween, isIsoDate, type IsoDate, YEARS } from '../calendar.ts'
import {
	countProgress,
	effectiveDueOn,
	isOpen,
	isOverdue,
	type ProgramSummary,
	type Progress,
	type SummaryStage
} from '../summary.ts'
import { type Activity, isToCancel } from './activity.ts'
import type { ApprovedPlan } from './edition.ts'
import { roadStates } from './mark.ts'
import { currentStageIndex, type Stage } from './stage.ts'

export interface Road {
	stages: RoadStage[]
}

export interface RoadStage {
	stage: Stage
	/** By its days: a stage that has ended is past, even with open activities. */
	state: 'past' | 'current' | 'ahead'
	progress: Progress
	stops: RoadStop[]
}

export type RoadStop = ActivityStop | { kind: 'today' }

export interface ActivityStop {
	kind: 'activity'
	activity: Activity
	/** `soon`: due within a week. `doing`: in progress and not late; see `daysLeft`. */
	state: 'done' | 'doing' | 'late' | 'soon' | 'ahead' | 'cancelled'
	/** Its cancellation is only proposed: it is still open. */
	isToCancel: boolean
	/** Its own last day, or its stage's. */
	dueOn: IsoDate | null
	/** 0 on the last day, negative when late; null when it is closed or has no day. */
	daysLeft: number | null
}

export interface MiniRoad {
	/** `weight` in days, or 1 each if any stage has no days; `share` done, 0…1. */
	segments: { weight: number; share: number; title: string }[]
	/** 0…1 of the whole width. */
	todayAt: number
	/** The due days of late activities, 0…1 of the whole width, ascending, without duplicates. */
	lateAt: number[]
}

const SOON_DAYS = 7

/**
 * Puts exactly one stop for today: in the stage that began last, after its last activity that is done or was due before today.
 * Leaves out activities of unknown stages. Deleted activities are no stops, but count in the progress of their stage if the approved
 * edition contains them.
 */
export function buildRoad(
	stages: readonly Stage[],
	activities: readonly Activity[],
	today: IsoDate,
	approved: ApprovedPlan | null
): Road {
	const current = currentStageIndex(stages, today)
	return {
		stages: stages.map((stage, index) => {
			const inStage = activities.filter(({ stageId }) => stageId === stage.id)
			const stops = inStage
				.filter(({ deletedAt }) => deletedAt === null)
				.map((activity) => toStop(activity, stages, today, approved))
			return {
				stage,
				state: index > current ? 'ahead' : stateOf(stage, index === current, today),
				progress: countProgress(inStage, stages, today, approved),
				stops: index === current ? withToday(stops, today) : stops
			}
		})
	}
}

/** The road without its stages and today. */
export function activityStops(...plan: Parameters<typeof buildRoad>): ActivityStop[] {
	return buildRoad(...plan).stages.flatMap(({ stops }) => stops.filter((stop) => stop.kind === 'activity'))
}

export function buildMiniRoad(summary: ProgramSummary, today: IsoDate): MiniRoad {
	const { stages } = summary
	const lengths = stages.map(lengthOf)
	const weights = lengths.every((length) => length !== null) ? lengths : stages.map(() => 1)
	const whole = weights.reduce((sum, weight) => sum + weight, 0)
	const at = (index: number, within: number): number =>
		(weights.slice(0, index).reduce((sum, weight) => sum + weight, 0) + within * (weights[index] ?? 0)) / whole

	const current = currentStageIndex(stages, today)
	const currentStage = stages[current]
	const late = stages.flatMap((stage, index) =>
		stage.open.flatMap(({ dueOn }) =>
			dueOn === null || dueOn >= today ? [] : [at(index, positionWithin(stage, dueOn))]
		)
	)
	return {
		segments: stages.map((stage, index) => ({
			weight: weights[index] ?? 1,
			share: shareOf(stage),
			title: stage.title
		})),
		todayAt: currentStage === undefined ? 0 : at(current, positionWithin(currentStage, today)),
		lateAt: [...new Set(late)].sort((one, other) => one - other)
	}
}

function stateOf({ startsOn, endsOn }: Stage, isLastBegun: boolean, today: IsoDate): RoadStage['state'] {
	if (endsOn !== null && endsOn < today) return 'past'
	if (startsOn !== null && startsOn > today) return 'ahead'
	return isLastBegun || endsOn !== null ? 'current' : 'past'
}

function toStop(
	activity: Activity,
	stages: readonly Stage[],
	today: IsoDate,
	approved: ApprovedPlan | null
): ActivityStop {
	const dueOn = effectiveDueOn(activity, stages)
	const daysLeft = isOpen(activity, approved) && dueOn !== null ? daysBetween(today, dueOn) : null
	const isLate = isOverdue(activity, stages, today, approved)
	const isProposed = isToCancel(activity, approved)
	const status = isProposed ? 'planned' : activity.status
	return {
		kind: 'activity',
		activity,
		state: stopState(status, isLate, daysLeft),
		isToCancel: isProposed,
		dueOn,
		daysLeft
	}
}

function stopState(status: Activity['status'], isLate: boolean, daysLeft: number | null): ActivityStop['state'] {
	const state = roadStates[status]
	if (state === 'done' || state === 'cancelled') return state
	if (isLate) return 'late'
	return state === 'ahead' && daysLeft !== null && daysLeft <= SOON_DAYS ? 'soon' : state
}

function withToday(stops: readonly ActivityStop[], today: IsoDate): RoadStop[] {
	const behind = stops.findLastIndex(({ state, dueOn }) => state === 'done' || (dueOn !== null && dueOn < today))
	return [...stops.slice(0, behind + 1), { kind: 'today' }, ...stops.slice(behind + 1)]
}

function lengthOf({ startsOn, endsOn }: SummaryStage): number | null {
	if (startsOn === null || endsOn === null) return null
	return Math.max(1, daysBetween(startsOn, endsOn) + 1)
}

/** 0…1 of the stage: the middle of the day. For a stage without days: the share that is done. */
function positionWithin(stage: SummaryStage, day: IsoDate): number {
	const length = lengthOf(stage)
	if (length === null || stage.startsOn === null) return shareOf(stage)
	if (stage.endsOn !== null && day > stage.endsOn) return 1
	return Math.min(1, Math.max(0, (daysBetween(stage.startsOn, day) + 0.5) / length))
}

function shareOf({ done, total }: SummaryStage): number {
	return total === 0 ? 0 : done / total
}

/** Activities agreed before the order, or left to do after the term, are within a year of it. */
const MONTHS_AROUND = 12

/** The days that a plan may name. A plan that has not arrived has no first day: then every plausible year is allowed. */
export function planDays({ startsOn, termMonths }: { startsOn: IsoDate; termMonths: number }): Required<DayBounds> {
	return !isIsoDate(startsOn)
		? { min: `${YEARS.first}-01-01`, max: `${YEARS.last}-12-31` }
		: { min: addMonthsTo(startsOn, -MONTHS_AROUND), max: addMonthsTo(startsOn, termMonths + MONTHS_AROUND) }
}
