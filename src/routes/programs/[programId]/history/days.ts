import type * as Y from 'yjs'
import type { IsoDate } from '#domain/calendar.ts'
import { activityNotes, readAllActivities } from '#domain/plan/activity.ts'
import type { ApprovedPlan } from '#domain/plan/edition.ts'
import { type IsoInstant, isPlanCreated, type PlanMeta, readPlanMeta } from '#domain/plan/layout.ts'
import { type Meeting, meetingMinutes, readMeetings } from '#domain/plan/meeting.ts'
import { type LongText, plainTextOf } from '#domain/plan/rich-text.ts'
import { type ActivityStop, buildRoad, type RoadStage } from '#domain/plan/road.ts'
import { type ProfileItem, type ProfileKind, readProfile, readStages } from '#domain/plan/stage.ts'
import { countProgress, type Progress } from '#domain/summary.ts'
import { m } from '#lib/paraglide/messages.js'
import type { ProgramContext } from '#lib/state/program.svelte.ts'
import { formatClock, formatDay, formatDaySpan, formatHour } from '#lib/ui/dates.ts'
import { cityDay } from '#lib/sync/clock.ts'
import { formatMeetingTime } from '#lib/ui/format.ts'
import { otherFacts } from '#lib/ui/words/fields.ts'
import type { HistoryChange, HistoryEntry } from '#protocol/api/program.ts'
import { namesIn } from '../words.ts'

export interface HistoryDay {
	date: IsoDate
	entries: HistoryEntry[]
}

/** Groups by the day on which an entry ended, in the city; the order stays. */
export function groupByDay(entries: readonly HistoryEntry[]): HistoryDay[] {
	const days: HistoryDay[] = []
	for (const entry of entries) {
		const date = cityDay(entry.at)
		const day = days.find((known) => known.date === date)
		if (day !== undefined) day.entries.push(entry)
		else days.push({ date, entries: [entry] })
	}
	return days
}

/** Key of one entry of a list. Imported entries have the sequence of the entry they came with, so the order distinguishes them. */
export function keyOf(entries: readonly HistoryEntry[], index: number): string {
	const sequence = entries[index]?.sequence
	return `${sequence} ${index - entries.findIndex((entry) => entry.sequence === sequence)}`
}

/** «14:05», «14:05–14:40» within one day, or «3 – 9 ноября» for a longer span. */
export function formatSpan({ from, at }: HistoryEntry): string {
	const [first, last] = [cityDay(from), cityDay(at)]
	if (first !== last) return formatDaySpan(first, last)
	const [begun, ended] = [formatClock(from), formatClock(at)]
	return begun === ended ? ended : `${begun}–${ended}`
}

export interface HistoryMoment {
	sequence: number
	at: IsoInstant
	changes: HistoryChange[]
}

/** The changes of an entry, grouped by the edit that completed them, the earliest edit first. */
export function momentsOf({ changes }: HistoryEntry): HistoryMoment[] {
	const moments = new Map<number, HistoryMoment>()
	for (const change of changes) {
		const { sequence, at } = change
		const moment = moments.get(sequence) ?? { sequence, at, changes: [] }
		moment.changes.push(change)
		moments.set(sequence, moment)
	}
	return [...moments.values()].sort((one, other) => one.sequence - other.sequence)
}

/** «6 ноября, 14:40»; with the zone if this device's time differs. */
export function formatInstant(at: IsoInstant): string {
	return `${formatDay(cityDay(at))}, ${formatHour(at)}`
}

/** «24 ноября · 14:00 · Лицей · Вы и Ирина». */
export function pastMeetingFacts(program: ProgramContext, meeting: Meeting): string {
	const { heldOn, startsAt, place, topic, attendees } = meeting
	const names = namesIn(program)
	return [
		heldOn === null ? m.program_meeting_no_day() : formatDay(heldOn),
		startsAt === null ? '' : formatMeetingTime(heldOn, startsAt),
		topic === '' ? '' : place,
		names.people(attendees),
		...otherFacts('meeting', meeting, ['topic', 'heldOn', 'startsAt', 'place', 'attendees', 'activityIds'], names)
	]
		.filter((fact) => fact !== '')
		.join(' · ')
}

/** What the screen of a past plan shows, read once: its document does not change. */
export interface PastPlan {
	isCreated: boolean
	meta: PlanMeta
	/** False: which edition was approved then is not known here. */
	isCounted: boolean
	progress: Progress
	stages: { roadStage: RoadStage; stops: { stop: ActivityStop; notes: string }[] }[]
	meetings: { meeting: Meeting; minutes: string }[]
	profile: Record<ProfileKind, ProfileItem[]>
}

/**
 * `day`: the date of that past moment; it decides what was late. `approved`: the present edition; undefined: not known. What was
 * approved before it is not known either: then only marks count, and there is no progress to show.
 */
export function readPastPlan(doc: Y.Doc, day: IsoDate, approved: ApprovedPlan | null | undefined): PastPlan {
	const stages = readStages(doc)
	const activities = readAllActivities(doc)
	const isCounted = approved === null || (approved !== undefined && approved.on <= day)
	const then = isCounted ? approved : null
	const textOf = (text: LongText | null) => (text === null ? '' : plainTextOf(text))
	return {
		isCreated: isPlanCreated(doc),
		meta: readPlanMeta(doc),
		isCounted,
		progress: countProgress(activities, stages, day, then),
		stages: buildRoad(stages, activities, day, then).stages.map((roadStage) => ({
			roadStage,
			stops: roadStage.stops.flatMap((stop) =>
				stop.kind === 'today' ? [] : [{ stop, notes: textOf(activityNotes(doc, stop.activity.id)) }]
			)
		})),
		meetings: readMeetings(doc).map((meeting) => ({ meeting, minutes: textOf(meetingMinutes(doc, meeting.id)) })),
		profile: readProfile(doc)
	}
}
