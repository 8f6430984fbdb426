import type { Activity } from './plan/activity.ts'
import type { IsoDate } from './calendar.ts'
import type { Stage } from './plan/stage.ts'

export interface Progress {
	done: number
	/** Without cancelled and deleted activities. */
	total: number
	overdue: number
}

/** Counts over any part of a plan. `today` is the calendar date where the pair works. */
export function countProgress(activities: readonly Activity[], stages: readonly Stage[], today: IsoDate): Progress {
	const counted = activities.filter(({ status }) => status !== 'cancelled')
	return {
		done: counted.filter(({ status }) => status === 'done').length,
		total: counted.length,
		overdue: counted.filter((activity) => isOverdue(activity, stages, today)).length
	}
}

/** The last planned day: the activity's own, or its stage's; null where neither is set. */
export function effectiveDueOn(activity: Activity, stages: readonly Stage[]): IsoDate | null {
	return activity.dueOn ?? stages.find(({ id }) => id === activity.stageId)?.endsOn ?? null
}

/** Open, and its last planned day has passed (domain.md T38). */
export function isOverdue(activity: Activity, stages: readonly Stage[], today: IsoDate): boolean {
	if (activity.status === 'done' || activity.status === 'cancelled') return false
	const dueOn = effectiveDueOn(activity, stages)
	return dueOn !== null && dueOn < today
}
