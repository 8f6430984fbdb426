/**
 * Counts the progress of a programme, and summarises it for the curator and «Мои программы» without opening its plan. A stored
 * summary must not age: it does not use the clock, but lists the days of open activities; the reader counts what is overdue.
 *
 * Progress counts against the last approved edition (domain.md T41, T44). Its activities are the total, except those cancelled in it.
 * One that is marked cancelled or deleted since then stays open: its cancellation is only proposed. One added since then is open or
 * done as any other, but is not in `done` and `total`. Before any edition is approved, all activities count that are neither
 * cancelled nor deleted.
 */
import type * as Y from 'yjs'
import type { IsoDate } from './calendar.ts'
import { type Activity, isToCancel, readAllActivities } from './plan/activity.ts'
import type { ApprovedPlan } from './plan/edition.ts'
import { readUnreadRestore, type UnreadRestore } from './plan/event.ts'
import { isClosed } from './plan/mark.ts'
import { isBlank, type Meeting, readMeetings } from './plan/meeting.ts'
import { type ProfileItem, type ProfileKind, readProfile, readStages, type Stage } from './plan/stage.ts'
import type { StageResult } from './stage-results.ts'

/** After every calendar day. */
const NEVER = '9999-12-31'

export interface SummaryActivity {
	id: string
	title: string
	dueOn: IsoDate | null
	/** Person ids; empty: everybody. Absent in a summary from an older server or app. */
	responsible?: readonly string[]
}

export interface SummaryStage {
	id: string
	title: string
	startsOn: IsoDate | null
	endsOn: IsoDate | null
	done: number
	total: number
	/** In road order; with those whose cancellation is only proposed. */
	open: SummaryActivity[]
}

export interface SummaryAgreement {
	/** Absent in a summary from an older server or app. */
	id?: string
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
	/** Absent: nobody has named one, or an older server or app made the summary. */
	place?: string
	/** Nobody has written into it: it was created by mistake, or is still ahead. */
	isBlank?: true
}

/** A part of the plan that two people wrote differently, without knowing of each other. */
export interface SummaryConflict {
	kind: 'activity' | 'meeting' | 'stage' | 'profile'
	id: string
	/** May be empty. */
	title: string
	/** One person deleted it, the other changed it. */
	isDeleted?: true
}

export interface ProgramSummary {
	done: number
	total: number
	/** Cancelled in the approved edition; before any, all cancelled ones. Absent in a summary from an older server or app. */
	cancelled?: number
	/** In the approved edition, and cancelled or deleted since then. Absent in a summary from an older server or app. */
	toCancel?: number
	stages: SummaryStage[]
	/** All meetings with a day, newest first. */
	meetings: SummaryMeeting[]
	openAgreements: SummaryAgreement[]
	/** Absent in a summary from an older server or app. */
	conflicts?: SummaryConflict[]
	/** The newest one, or none. Absent as above. */
	restores?: UnreadRestore[]
	/** The documents in which its stages end (domain.md T54). Only the server knows them. */
	results?: StageResult[]
}

/** A summary that knows no approved edition: a device stores it with the plan, and counts it when it is read. */
export interface PlanSummary extends ProgramSummary {
	stages: (SummaryStage & { activities: (SummaryActivity & Pick<Activity, 'status' | 'deletedAt'>)[] })[]
}

/** What a summary counts, as read from a plan. */
export interface PlanContent {
	stages: readonly Stage[]
	/** With the deleted ones. */
	activities: readonly Activity[]
	meetings: readonly Meeting[]
	profile: Readonly<Record<ProfileKind, readonly ProfileItem[]>>
	unreadRestore: UnreadRestore | null
}

export function readContent(doc: Y.Doc): PlanContent {
	return {
		stages: readStages(doc),
		activities: readAllActivities(doc),
		meetings: readMeetings(doc),
		profile: readProfile(doc),
		unreadRestore: readUnreadRestore(doc)
	}
}

/**
 * Whether words that are typed into the plan's texts may change its summary: a meeting is blank without any, and who types into a
 * deleted activity has changed it since its deletion.
 */
export function dependsOnWords({ activities, meetings }: PlanContent): boolean {
	return meetings.some(isBlank) || activities.some(({ deletedAt }) => deletedAt !== null)
}

/** The last summary of each plan, and of what it was made. */
const summaries = new WeakMap<Y.Doc, { parts: readonly unknown[]; summary: PlanSummary }>()

/**
 * As if no edition were approved; `countSummary` counts it. The same object until something that it counts has changed. `content`: as
 * read from the plan now.
 */
export function summarisePlan(doc: Y.Doc, content = readContent(doc)): PlanSummary {
	const { stages, activities, meetings, profile, unreadRestore } = content
	// What an edit has not touched is the same object (plan/read-once.ts).
	const items = [stages, activities, meetings, ...Object.values(profile)].flat()
	const parts = [...items, JSON.stringify(unreadRestore)]
	const last = summaries.get(doc)
	if (last?.parts.length === parts.length && parts.every((part, index) => part === last.parts[index]))
		return last.summary
	const summary = summariseContent(content)
	summaries.set(doc, { parts, summary })
	return summary
}

function summariseContent(content: PlanContent): PlanSummary {
	const { stages, activities, meetings, unreadRestore } = content
	const { done, total, cancelled, toCancel } = count(activities, null)
	return {
		done,
		total,
		cancelled,
		toCancel,
		stages: stages.map(({ id, title, startsOn, endsOn }) => {
			const inStage = activities
				.filter(({ stageId }) => stageId === id)
				.map((activity) => ({
					id: activity.id,
					title: activity.title,
					dueOn: effectiveDueOn(activity, stages),
					responsible: activity.responsible,
					status: activity.status,
					deletedAt: activity.deletedAt
				}))
			return { id, title, startsOn, endsOn, ...countStage(inStage, null), activities: inStage }
		}),
		meetings: meetings.flatMap((meeting) => {
			const { id, heldOn, startsAt, topic, place } = meeting
			return heldOn === null
				? []
				: [
						{
							...{ id, heldOn, startsAt, topic },
							...(place !== '' && { place }),
							...(isBlank(meeting) && { isBlank: true as const })
						}
					]
		}),
		openAgreements: meetings
			.flatMap(({ agreements }) => agreements)
			.filter(({ isKept }) => !isKept)
			.map(({ id, text, ownerId, dueOn, meetingId }) => ({ id, text, ownerId, dueOn, meetingId })),
		conflicts: conflictsOf(content),
		restores: unreadRestore === null ? [] : [unreadRestore]
	}
}

function conflictsOf({ activities, meetings, stages, profile }: PlanContent): SummaryConflict[] {
	const isDisputed = ({ concurrentValues }: Pick<Activity, 'concurrentValues'>) => concurrentValues.length > 0
	return [
		...activities
			.filter(({ isChangedSinceDeletion }) => isChangedSinceDeletion)
			.map(({ id, title }) => ({ kind: 'activity' as const, id, title, isDeleted: true as const })),
		...activities
			.filter((activity) => activity.deletedAt === null)
			.filter((activity) => isDisputed(activity) || activity.concurrentMarks.length > 0)
			.map(({ id, title }) => ({ kind: 'activity' as const, id, title })),
		...meetings
			.filter((meeting) => isDisputed(meeting) || meeting.agreements.some(isDisputed))
			.map(({ id, topic }) => ({ kind: 'meeting' as const, id, title: topic })),
		...stages.filter(isDisputed).map(({ id, title }) => ({ kind: 'stage' as const, id, title })),
		...Object.values(profile)
			.flat()
			.filter(isDisputed)
			.map(({ id, text }) => ({ kind: 'profile' as const, id, title: text }))
	]
}

/** The summary against the approved edition; null: none is approved. */
export function countSummary(summary: PlanSummary, approved: ApprovedPlan | null): ProgramSummary {
	const all = summary.stages.flatMap(({ activities }) => activities)
	return {
		...summary,
		// An activity that other software has removed from the plan is not done either.
		...(approved !== null && { ...count(all, approved), total: approved.planned.length }),
		stages: summary.stages.map(({ activities, ...stage }) => ({ ...stage, ...countStage(activities, approved) }))
	}
}

function countStage<Each extends Counted & SummaryActivity>(inStage: readonly Each[], approved: ApprovedPlan | null) {
	const { done, total } = count(inStage, approved)
	const open = inStage
		.filter((activity) => isOpen(activity, approved))
		.map(({ id, title, dueOn, responsible }) => ({ id, title, dueOn, ...(responsible && { responsible }) }))
	return { done, total, open }
}

/** What a device has stored; null: nothing, or the summary of an older app, which cannot be counted. */
export function toPlanSummary(stored: unknown): PlanSummary | null {
	const summary = stored as Partial<PlanSummary> | null
	return summary?.stages?.every((stage) => 'activities' in stage) === true ? (summary as PlanSummary) : null
}

/** The programme is carried out in full, and nothing else is open. */
export function isFulfilled({ done, total, stages }: ProgramSummary): boolean {
	return total > 0 && done === total && stages.every(({ open }) => open.length === 0)
}

export function overdueOf(summary: ProgramSummary, today: IsoDate): number {
	return openActivities(summary).filter(({ dueOn }) => dueOn !== null && dueOn < today).length
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

export interface Progress {
	done: number
	total: number
	overdue: number
}

/** Counts over any activities of a plan, with its deleted ones. `today` is the date where the pair works. */
export function countProgress(
	activities: readonly Activity[],
	stages: readonly Stage[],
	today: IsoDate,
	approved: ApprovedPlan | null
): Progress {
	const { done, total } = count(activities, approved)
	const overdue = activities.filter((activity) => isOverdue(activity, stages, today, approved)).length
	return { done, total, overdue }
}

type Counted = Pick<Activity, 'id' | 'status' | 'deletedAt'>

function count(activities: readonly Counted[], approved: ApprovedPlan | null) {
	const left = activities.filter(({ deletedAt }) => deletedAt === null)
	const isCounted = ({ id, status }: Counted) =>
		approved === null ? status !== 'cancelled' : approved.planned.includes(id)
	const toCancel = activities.filter((activity) => isToCancel(activity, approved)).length
	return {
		done: left.filter((activity) => activity.status === 'done' && isCounted(activity)).length,
		total: (approved === null ? left : activities).filter(isCounted).length,
		cancelled: approved?.cancelled.length ?? left.filter(({ status }) => status === 'cancelled').length,
		toCancel
	}
}

/** Still to be done. */
export function isOpen(activity: Counted, approved: ApprovedPlan | null): boolean {
	const { status, deletedAt } = activity
	return isToCancel(activity, approved) || (deletedAt === null && !isClosed(status))
}

/**
 * The last planned day: the activity's or its stage's; null where neither is set. Null also for one that the pair added after its stage
 * had ended: it would be overdue from its first minute, so it waits for a day of its own.
 */
export function effectiveDueOn(activity: Activity, stages: readonly Stage[]): IsoDate | null {
	if (activity.dueOn !== null) return activity.dueOn
	const endsOn = stages.find(({ id }) => id === activity.stageId)?.endsOn ?? null
	const isAddedLater = activity.number === null && endsOn !== null && activity.addedOn > endsOn
	return isAddedLater ? null : endsOn
}

/** Open, and its last planned day has passed (domain.md T38). */
export function isOverdue(
	activity: Activity,
	stages: readonly Stage[],
	today: IsoDate,
	approved: ApprovedPlan | null
): boolean {
	const dueOn = effectiveDueOn(activity, stages)
	return isOpen(activity, approved) && dueOn !== null && dueOn < today
}
