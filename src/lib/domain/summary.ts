/**
 * Summarises one programme for the curator and «Мои программы», without opening its plan. A stored summary must not age: it
 * does not use the clock, but lists the days of open activities; the reader counts what is overdue. Also counts progress.
 */
import type * as Y from 'yjs'
import type { IsoDate } from './calendar.ts'
import { type Activity, readActivities } from './plan/activity.ts'
import { isBlank, readMeetings } from './plan/meeting.ts'
import { currentStageIndex, readStages, type Stage } from './plan/stage.ts'

/** After every calendar day. */
const NEVER = '9999-12-31'

export interface SummaryActivity {
	id: string
	title: string
	dueOn: IsoDate | null
}

export interface SummaryStage {
	id: string
	title: string
	startsOn: IsoDate | null
	endsOn: IsoDate | null
	done: number
	total: number
	/** Neither done nor cancelled, in road order. */
	open: SummaryActivity[]
}

export interface SummaryAgreement {
	text: string
	ownerId: string | null
	dueOn: IsoDate | null
	meetingId: string
}

export interface SummaryMeeting {
	id: string
	heldOn: IsoDate
	startsAt: string | null
	topic: string
	/** Nobody has written into it: it was created by mistake, or is still ahead. */
	isBlank?: true
}

export interface ProgramSummary {
	done: number
	total: number
	stages: SummaryStage[]
	/** All meetings with a day, newest first. */
	meetings: SummaryMeeting[]
	openAgreements: SummaryAgreement[]
}

export function summarisePlan(doc: Y.Doc): ProgramSummary {
	const stages = readStages(doc)
	const activities = readActivities(doc).filter(({ status }) => status !== 'cancelled')
	const meetings = readMeetings(doc)
	return {
		done: activities.filter(isDone).length,
		total: activities.length,
		stages: stages.map(({ id, title, startsOn, endsOn }) => {
			const inStage = activities.filter(({ stageId }) => stageId === id)
			return {
				id,
				title,
				startsOn,
				endsOn,
				done: inStage.filter(isDone).length,
				total: inStage.length,
				open: inStage
					.filter((activity) => !isDone(activity))
					.map((activity) => ({
						id: activity.id,
						title: activity.title,
						dueOn: effectiveDueOn(activity, stages)
					}))
			}
		}),
		meetings: meetings.flatMap((meeting) => {
			const { id, heldOn, startsAt, topic } = meeting
			return heldOn === null
				? []
				: [{ id, heldOn, startsAt, topic, ...(isBlank(meeting) && { isBlank: true as const }) }]
		}),
		openAgreements: meetings
			.flatMap(({ agreements }) => agreements)
			.filter(({ isKept }) => !isKept)
			.map(({ text, ownerId, dueOn, meetingId }) => ({ text, ownerId, dueOn, meetingId }))
	}
}

export function overdueOf(summary: ProgramSummary, today: IsoDate): number {
	return openActivities(summary).filter(({ dueOn }) => dueOn !== null && dueOn < today).length
}

/** The stage of today: the first stage before it begins, the last one after it has ended; null without stages. */
export function currentStageOf(summary: ProgramSummary, today: IsoDate): SummaryStage | null {
	return summary.stages[currentStageIndex(summary.stages, today)] ?? null
}

/** The next activity to do: the earliest due first, so what is late comes before the rest; then in road order. Null when none is open. */
export function nextActivityOf(summary: ProgramSummary): SummaryActivity | null {
	return openActivities(summary).reduce<SummaryActivity | null>(
		(next, each) => (next === null || (each.dueOn ?? NEVER) < (next.dueOn ?? NEVER) ? each : next),
		null
	)
}

/** The last meeting by `today`, or null. Ignores a blank meeting: nothing shows that it took place. */
export function lastMeetingOf(summary: ProgramSummary, today: IsoDate): SummaryMeeting | null {
	return summary.meetings.find(({ heldOn, isBlank }) => heldOn <= today && isBlank !== true) ?? null
}

function openActivities(summary: ProgramSummary): SummaryActivity[] {
	return summary.stages.flatMap(({ open }) => open)
}

function isDone({ status }: Activity): boolean {
	return status === 'done'
}

export interface Progress {
	done: number
	/** Without cancelled and deleted activities. */
	total: number
	overdue: number
}

/** Counts over any activities of a plan. `today` is the date where the pair works. */
export function countProgress(activities: readonly Activity[], stages: readonly Stage[], today: IsoDate): Progress {
	const counted = activities.filter(({ status }) => status !== 'cancelled')
	return {
		done: counted.filter(({ status }) => status === 'done').length,
		total: counted.length,
		overdue: counted.filter((activity) => isOverdue(activity, stages, today)).length
	}
}

/** The last planned day: the activity's or its stage's; null where neither is set. */
export function effectiveDueOn(activity: Activity, stages: readonly Stage[]): IsoDate | null {
	return activity.dueOn ?? stages.find(({ id }) => id === activity.stageId)?.endsOn ?? null
}

/** Open, and its last planned day has passed (domain.md T38). */
export function isOverdue(activity: Activity, stages: readonly Stage[], today: IsoDate): boolean {
	if (activity.status === 'done' || activity.status === 'cancelled') return false
	const dueOn = effectiveDueOn(activity, stages)
	return dueOn !== null && dueOn < today
}
