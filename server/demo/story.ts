/**
 * A demonstration programme as data: what happened on which day, counted from today, so that the demonstration never gets old. Each
 * person's phone writes their part into the plan with the domain's own edits, at the time of the story.
 */
import * as Y from 'yjs'
import { addDaysTo, type IsoDate } from '#domain/calendar.ts'
import { type ActivityFields, activityNotes } from '#domain/plan/activity.ts'
import { addAgreement, addMeeting, editActivity, markActivity, markAgreement } from '#domain/plan/edit.ts'
import { addProfileItem, moveActivity } from '#domain/plan/position.ts'
import type { Author } from '#domain/plan/layout.ts'
import type { Status } from '#domain/plan/mark.ts'
import { meetingMinutes } from '#domain/plan/meeting.ts'
import { type ProfileKind } from '#domain/plan/stage.ts'
import { setPlainText } from '#domain/plan/edit-text.ts'
import { SERVER_AUTHOR, type NewUpdate } from '../documents/storage/storage.ts'

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
	/** Moved behind the activity of this number, and given its days, which makes another edition of the plan. */
	moved?: { behind: string; made: StoryMark }
	responsible?: readonly string[]
	place?: string
	notes?: readonly string[]
	/** Who wrote the notes, and when; by default whoever marked it, with the mark. */
	written?: StoryMark
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

/** One edit of the story: one update from the person's phone. */
interface StoryEvent {
	/** ISO instant. */
	at: string
	personId: string
	write(doc: Y.Doc, author: Author): void
}

export interface StorySetting {
	today: IsoDate
	startsOn: IsoDate
	/** The mentor first. */
	people: readonly [mentor: string, ...mentees: string[]]
}

/** Of everybody in the demonstration, in every document. */
export const DEMO_DEVICE = 'demo-phone'

/**
 * The updates of the plan in the order in which the server stored them, oldest first: `make` is the server's, the others come from
 * the people's phones. Each phone has everything that came before, so nothing is written concurrently.
 */
export function writeStory(story: Story, setting: StorySetting, make: (doc: Y.Doc) => void): NewUpdate[] {
	const made = new Y.Doc()
	make(made)
	const first = Y.encodeStateAsUpdate(made)
	const updates: NewUpdate[] = [
		{ bytes: first, personId: SERVER_AUTHOR, deviceId: SERVER_AUTHOR, at: instantOf(setting.startsOn, '12:00') }
	]
	const phones = new Map(setting.people.map((personId) => [personId, new Y.Doc()]))
	for (const phone of phones.values()) Y.applyUpdate(phone, first)
	for (const { personId, at, write } of eventsOf(story, setting)) {
		const phone = phones.get(personId)
		if (phone === undefined) throw new Error(`${personId} does not take part`)
		const others = [...phones.values()].filter((other) => other !== phone)
		const send = (bytes: Uint8Array) => {
			updates.push({ bytes, personId, deviceId: DEMO_DEVICE, at })
			for (const other of others) Y.applyUpdate(other, bytes)
		}
		phone.on('update', send)
		phone.transact(() => write(phone, { personId, at }))
		phone.off('update', send)
	}
	for (const doc of [made, ...phones.values()]) doc.destroy()
	return updates
}

/** The days on which the content of an edition changed after the beginning (domain.md T44), oldest first. */
export function replannedDays({ activities }: Story, today: IsoDate): IsoDate[] {
	const marks = Object.values(activities).flatMap(({ moved, cancelled }) => [moved?.made, cancelled])
	return marks.flatMap((made) => (made === undefined ? [] : workingDay(today, made[0]))).sort()
}

/** Oldest first. */
function eventsOf(story: Story, setting: StorySetting): StoryEvent[] {
	const events = [
		...profileEvents(story, setting),
		...Object.entries(story.activities).flatMap(([number, activity]) => activityEvents(number, activity, setting)),
		...story.meetings.flatMap((meeting, index) => meetingEvents(`meeting-${index + 1}`, meeting, setting))
	]
	return events.sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0))
}

/** The last working day on or before the day `offset` days from today. */
export function workingDay(today: IsoDate, offset: Day): IsoDate {
	const day = addDaysTo(today, offset)
	const weekday = new Date(day).getUTCDay()
	return addDaysTo(day, weekday === 0 ? -2 : weekday === 6 ? -1 : 0)
}

/** The mentor writes down where the programme leads on its first day, the mentees what they bring along on the next. */
function profileEvents({ profile }: Story, { startsOn, people }: StorySetting): StoryEvent[] {
	const [mentor, mentee = mentor, lastMentee = mentee] = people
	return [
		...itemsOf('goal', 0, mentor, '13:00'),
		...itemsOf('direction', 0, mentor, '13:20'),
		...itemsOf('form', 0, mentor, '13:40'),
		...itemsOf('image', 1, mentee, '13:40'),
		...itemsOf('difficulty', 1, mentee, '13:00'),
		...itemsOf('strength', 1, lastMentee, '13:20')
	]

	function itemsOf(kind: ProfileKind, day: Day, personId: string, clock: string): StoryEvent[] {
		return profile[kind].map((text, index) => ({
			at: instantOf(workingDay(startsOn, day), clock, 3 * index),
			personId,
			write: (doc, author) => addProfileItem(doc, `${kind}-${index + 1}`, kind, text, author)
		}))
	}
}

function activityEvents(
	number: string,
	activity: StoryActivity,
	{ today, startsOn, people }: StorySetting
): StoryEvent[] {
	const id = activityIdOf(number)
	const { begun, done, cancelled, moved, notes } = activity
	const [stage = 1, position = 1] = number.split('.').map(Number)
	// The pair plans a stage a day, in the first days, and takes turns.
	const planner = people[(stage - 1) % people.length] ?? people[0]
	const planned = plannedFields(activity, today)
	const written = activity.written ?? done ?? begun ?? cancelled ?? moved?.made
	const events: StoryEvent[] = []
	if (moved !== undefined) {
		const { behind, made } = moved
		add(made, '15:00', 0, (doc) => moveActivity(doc, id, `s${stage}`, activityIdOf(behind)))
		add(made, '15:00', 4, (doc, author) => editActivity(doc, id, planned, author))
	} else if (Object.keys(planned).length > 0) {
		events.push({
			at: instantOf(workingDay(startsOn, 1 + stage), '14:00', 2 * position),
			personId: planner,
			write: (doc, author) => editActivity(doc, id, planned, author)
		})
	}
	mark('inProgress', begun)
	mark('done', done)
	mark('cancelled', cancelled)
	if (notes !== undefined && written !== undefined) {
		add(written, '16:12', 9 * position, (doc) => {
			const fragment = activityNotes(doc, id)
			if (fragment !== null) setPlainText(fragment, notes)
		})
	}
	return events

	function add([on, personId]: StoryMark, clock: string, minutesLater: number, write: StoryEvent['write']): void {
		events.push({ at: instantOf(workingDay(today, on), clock, minutesLater), personId, write })
	}

	function mark(status: Status, made: StoryMark | undefined): void {
		if (made === undefined) return
		const doneOn = workingDay(today, made[0])
		add(made, '16:00', 9 * position, (doc, author) =>
			markActivity(doc, id, { markId: `${id}-${status}`, status, doneOn }, author)
		)
	}
}

function plannedFields({ from, due, responsible, place }: StoryActivity, today: IsoDate): ActivityFields {
	return {
		...(from !== undefined && { startsOn: workingDay(today, from) }),
		...(due !== undefined && { dueOn: workingDay(today, due) }),
		...(responsible && { responsible: [...responsible] }),
		...(place !== undefined && { place })
	}
}

function meetingEvents(id: string, meeting: StoryMeeting, { today }: StorySetting): StoryEvent[] {
	const { on, at, place, topic, by, about, attendees, minutes, agreements = [] } = meeting
	const heldOn = workingDay(today, on)
	// Recorded on its day, when it was over; a future one was arranged some days ago.
	const recordedOn = on < 0 ? heldOn : workingDay(today, -3)
	const fields = { heldOn, startsAt: at, place, topic, attendees: [...attendees], activityIds: about.map(activityIdOf) }
	const events: StoryEvent[] = [
		{
			at: instantOf(recordedOn, at, 75),
			personId: by,
			write: (doc, author) => addMeeting(doc, id, fields, author)
		}
	]
	if (minutes !== undefined) {
		events.push({
			at: instantOf(recordedOn, at, 84),
			personId: by,
			write(doc) {
				const fragment = meetingMinutes(doc, id)
				if (fragment !== null) setPlainText(fragment, minutes)
			}
		})
	}
	agreements.forEach(({ text, owner, due, kept }, index) => {
		const agreementId = `${id}-agreement-${index + 1}`
		events.push({
			at: instantOf(recordedOn, at, 87 + 2 * index),
			personId: by,
			write: (doc, author) =>
				addAgreement(doc, id, agreementId, { text, ownerId: owner, dueOn: workingDay(today, due) }, author)
		})
		if (kept === undefined) return
		events.push({
			at: instantOf(workingDay(today, kept), '18:40', 7 * index),
			personId: owner,
			write: (doc, author) =>
				markAgreement(doc, id, agreementId, { markId: `${agreementId}-kept`, isKept: true }, author)
		})
	})
	return events
}

/** `clock`: in the municipality's time. */
function instantOf(day: IsoDate, clock: string, minutesLater = 0): string {
	return new Date(Date.parse(`${day}T${clock}:00+07:00`) + minutesLater * 60_000).toISOString()
}

function activityIdOf(number: string): string {
	return `a${number.replace('.', '-')}`
}
