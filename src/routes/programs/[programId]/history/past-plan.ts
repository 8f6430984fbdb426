/** What the screen of a past plan shows, read once: that document does not change any more. */
import type * as Y from 'yjs'
import { activityNotes, readActivities } from '#domain/plan/activity.ts'
import type { IsoDate } from '#domain/calendar.ts'
import { isPlanCreated, readPlanMeta, type PlanMeta } from '#domain/plan/layout.ts'
import { meetingMinutes, readMeetings, type Meeting } from '#domain/plan/meeting.ts'
import { type ProfileItem, type ProfileKind, readProfile, readStages } from '#domain/plan/stage.ts'
import { plainTextOf } from '#domain/plan/rich-text.ts'
import { countProgress, type Progress } from '#domain/summary.ts'
import { buildRoad, type ActivityStop, type RoadStage } from '#domain/plan/road.ts'

export interface PastPlan {
	isCreated: boolean
	meta: PlanMeta
	progress: Progress
	stages: { roadStage: RoadStage; stops: { stop: ActivityStop; notes: string }[] }[]
	meetings: { meeting: Meeting; minutes: string }[]
	profile: Record<ProfileKind, ProfileItem[]>
}

/** `day`: what was today then, for what was late. */
export function readPastPlan(doc: Y.Doc, day: IsoDate): PastPlan {
	const stages = readStages(doc)
	const activities = readActivities(doc)
	const textOf = (fragment: Y.XmlFragment | null) => (fragment === null ? '' : plainTextOf(fragment))
	return {
		isCreated: isPlanCreated(doc),
		meta: readPlanMeta(doc),
		progress: countProgress(activities, stages, day),
		stages: buildRoad(stages, activities, day).stages.map((roadStage) => ({
			roadStage,
			stops: roadStage.stops.flatMap((stop) =>
				stop.kind === 'today' ? [] : [{ stop, notes: textOf(activityNotes(doc, stop.activity.id)) }]
			)
		})),
		meetings: readMeetings(doc).map((meeting) => ({ meeting, minutes: textOf(meetingMinutes(doc, meeting.id)) })),
		profile: readProfile(doc)
	}
}
