/**
 * What a curator and «Мои программы» see of one programme without opening its plan. The projection
 * knows no clock: it lists the dates still open, and `overdue` is counted when it is read, so a
 * stored summary does not age overnight.
 */
import type * as Y from 'yjs'
import type { IsoDate } from './calendar.ts'
import { type Activity, readActivities } from './plan/activity.ts'
import type { IsoInstant } from './plan/layout.ts'
import { isBlank, readMeetings } from './plan/meeting.ts'
import { currentStageIndex, readStages, type Stage } from './plan/stage.ts'

/** Behind every day of the calendar. */
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
	/** Not done and not cancelled, in road order. */
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
	/** Nothing is written into it: a visit begun by mistake, or one that is still to come. */
	isBlank?: true
}

export interface ProgramSummary {
	done: number
	total: number
	stages: SummaryStage[]
	/** Days of all meetings that have one, newest first. */
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

/** The stage today falls into; before the first its first, behind the last its last; null without stages. */
export function currentStageOf(summary: ProgramSummary, today: IsoDate): SummaryStage | null {
	return summary.stages[currentStageIndex(summary.stages, today)] ?? null
}

/** The next thing to do that is not late: earliest due first, then in road order. Null when nothing is open ahead. */
export function nextActivityOf(summary: ProgramSummary, today: IsoDate): SummaryActivity | null {
	const ahead = openActivities(summary).filter(({ dueOn }) => dueOn === null || dueOn >= today)
	return ahead.reduce<SummaryActivity | null>(
		(next, each) => (next === null || (each.dueOn ?? NEVER) < (next.dueOn ?? NEVER) ? each : next),
		null
	)
}

/** The last meeting that has taken place by `today`, or null: one into which nobody has written anything is not known to have. */
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

/**
 * How long a participant's devices have not spoken to the relay, and when that should worry a curator.
 * Silence is measured from the last word; of somebody who never came in, from the first day of their part.
 */

/** More days than this: ask what is the matter. */
const SILENCE_WARNING_DAYS = 21
/** More days than this, a school quarter: a person must act. */
const SILENCE_ALARM_DAYS = 90

export type SilenceLevel = 'inTouch' | 'warning' | 'alarm'

/** Whole days of 24 hours; 0 for a last word or a first day that is still ahead. */
export function silentDays(lastSeenAt: IsoInstant | null, startsOn: IsoDate, now: IsoInstant): number {
	const elapsed = (Date.parse(now) - Date.parse(lastSeenAt ?? startsOn)) / DAY_MS
	return Number.isFinite(elapsed) ? Math.max(0, Math.floor(elapsed)) : 0
}

export function silenceLevelOf(days: number): SilenceLevel {
	if (days > SILENCE_ALARM_DAYS) return 'alarm'
	return days > SILENCE_WARNING_DAYS ? 'warning' : 'inTouch'
}

/** Whether a programme counts as silent on the board: one silent participant is enough. */
export function isSilent(
	participants: readonly { lastSeenAt: IsoInstant | null; startsOn: IsoDate }[],
	now: IsoInstant
): boolean {
	return participants.some(
		({ lastSeenAt, startsOn }) => silenceLevelOf(silentDays(lastSeenAt, startsOn, now)) !== 'inTouch'
	)
}

const DAY_MS = 24 * 60 * 60 * 1000
