/**
 * A demonstration programme as data: what happened on which day, counted from today, so that the demonstration never gets old. The
 * domain's own edits write it into the plan.
 */
import type * as Y from 'yjs'
import { addDaysTo, type IsoDate } from '#domain/calendar.ts'
import { activityNotes } from '#domain/plan/activity.ts'
import { addAgreement, addMeeting, editActivity, markActivity, markAgreement } from '#domain/plan/edit.ts'
import { addProfileItem, moveActivity } from '#domain/plan/position.ts'
import type { Author } from '#domain/plan/layout.ts'
import type { Status } from '#domain/plan/mark.ts'
import { meetingMinutes } from '#domain/plan/meeting.ts'
import { profileKinds, type ProfileKind } from '#domain/plan/stage.ts'
import { setPlainText } from '#domain/plan/rich-text.ts'

/** Days from today; negative: ago. A day on a weekend becomes the Friday before, so do not use 0, 1 and 2. */
export type Day = number

export interface Story {
	profile: Record<ProfileKind, readonly string[]>
	/** By their numbers in the roadmap. */
	activities: Readonly<Record<string, StoryActivity>>
	meetings: readonly StoryMeeting[]
}

export interface StoryActivity {
	from?: Day
	due?: Day
	begun?: StoryMark
	done?: StoryMark
	cancelled?: StoryMark
	/** Moved by the pair: the number of the activity before it. */
	behind?: string
	responsible?: readonly string[]
	place?: string
	notes?: readonly string[]
}

export type StoryMark = readonly [on: Day, personId: string]

export interface StoryMeeting {
	on: Day
	at: string
	place: string
	topic: string
	by: string
	/** Numbers of the activities it was about. */
	about: readonly string[]
	attendees: readonly string[]
	minutes?: readonly string[]
	agreements?: readonly { text: string; owner: string; due: Day; kept?: Day }[]
}

/** Writes the story into a plan just made from its roadmap. The same story and day give the same content. */
export function writeStory(doc: Y.Doc, story: Story, today: IsoDate, writerId: string, startsOn: IsoDate): void {
	doc.transact(() => {
		const author: Author = { personId: writerId, at: `${startsOn}T06:00:00.000Z` }
		for (const kind of profileKinds) {
			story.profile[kind].forEach((text, index) => addProfileItem(doc, `${kind}-${index + 1}`, kind, text, author))
		}
		for (const [number, activity] of Object.entries(story.activities))
			writeActivity(doc, number, activity, today, author)
		story.meetings.forEach((meeting, index) => writeMeeting(doc, `meeting-${index + 1}`, meeting, today))
	})
}

/** The last working day on or before the day `offset` days from today. */
export function workingDay(today: IsoDate, offset: Day): IsoDate {
	const day = addDaysTo(today, offset)
	const weekday = new Date(day).getUTCDay()
	return addDaysTo(day, weekday === 0 ? -2 : weekday === 6 ? -1 : 0)
}

function writeActivity(doc: Y.Doc, number: string, activity: StoryActivity, today: IsoDate, author: Author): void {
	const id = activityIdOf(number)
	const { from, due, responsible, place, behind, notes } = activity
	editActivity(
		doc,
		id,
		{
			...(from !== undefined && { startsOn: workingDay(today, from) }),
			...(due !== undefined && { dueOn: workingDay(today, due) }),
			...(responsible && { responsible: [...responsible] }),
			...(place !== undefined && { place })
		},
		author
	)
	if (behind !== undefined) moveActivity(doc, id, `s${number.split('.')[0]}`, activityIdOf(behind))
	const fragment = activityNotes(doc, id)
	if (notes && fragment) setPlainText(fragment, notes)
	mark('inProgress', activity.begun)
	mark('done', activity.done)
	mark('cancelled', activity.cancelled)

	function mark(status: Status, made: StoryMark | undefined): void {
		if (made === undefined) return
		const [on, personId] = made
		const doneOn = workingDay(today, on)
		markActivity(doc, id, { markId: `${id}-${status}`, status, doneOn }, { personId, at: `${doneOn}T09:40:00.000Z` })
	}
}

function writeMeeting(doc: Y.Doc, id: string, meeting: StoryMeeting, today: IsoDate): void {
	const { on, at, place, topic, by, about, attendees, minutes, agreements = [] } = meeting
	const heldOn = workingDay(today, on)
	// Recorded on its day; a future one was arranged some days ago.
	const author = { personId: by, at: `${on < 0 ? heldOn : workingDay(today, -3)}T10:15:00.000Z` }
	const fields = { heldOn, startsAt: at, place, topic, attendees: [...attendees], activityIds: about.map(activityIdOf) }
	addMeeting(doc, id, fields, author)
	const fragment = meetingMinutes(doc, id)
	if (minutes && fragment) setPlainText(fragment, minutes)
	agreements.forEach(({ text, owner, due, kept }, index) => {
		const agreementId = `${id}-agreement-${index + 1}`
		addAgreement(doc, id, agreementId, { text, ownerId: owner, dueOn: workingDay(today, due) }, author)
		if (kept === undefined) return
		const keeper = { personId: owner, at: `${workingDay(today, kept)}T11:20:00.000Z` }
		markAgreement(doc, id, agreementId, { markId: `${agreementId}-kept`, isKept: true }, keeper)
	})
}

function activityIdOf(number: string): string {
	return `a${number.replace('.', '-')}`
}
