import { dinskoyCentre } from './dinskoy-centre.ts'
import { ownPlan } from './own-plan.ts'
import type { Roadmap } from './roadmap.ts'
import { speedMeeting } from './speed-meeting.ts'
import { beginnerHead } from './tomsk-beginner-head.ts'
import { lowAssessment } from './tomsk-low-assessment.ts'
import { lowResultsSchool } from './tomsk-low-results-school.ts'
import { tomskRegionMeetings } from './tomsk-region-meetings.ts'
import { reservist } from './tomsk-reservist.ts'

/** The category of the mentee chooses among them (domain.md T34). */
export const roadmaps: readonly Roadmap[] = [
	beginnerHead,
	reservist,
	lowResultsSchool,
	lowAssessment,
	tomskRegionMeetings,
	dinskoyCentre,
	ownPlan,
	speedMeeting
]

/** The roadmap with this id, or null: a plan may come from one that is no longer shipped. */
export function findRoadmap(id: string): Roadmap | null {
	return roadmaps.find((roadmap) => roadmap.id === id) ?? null
}
