/**
 * A plan after two years of use, as the updates the relay received: about 300 sittings of mentor and mentee,
 * their typing coalesced as the app does it. Always the same, so that runs can be compared.
 */
import * as Y from 'yjs'
import { activityNotes, markActivity, readActivities } from '#domain/plan/activity.ts'
import { addAgreement } from '#domain/plan/agreement.ts'
import { addMeeting, meetingMinutes } from '#domain/plan/meeting.ts'
import { fillPlanFromRoadmap } from '#domain/roadmaps/plan-from-roadmap.ts'
import { beginnerHead } from '#domain/roadmaps/tomsk-beginner-head.ts'

export interface PlanUpdate {
	bytes: Uint8Array
	personId: string
	/** ISO instant. */
	at: string
}

const SITTINGS = 312
/** Coalesced: one frame per 150 ms of typing. */
const FRAMES_PER_SITTING = 23
const KEYSTROKES_PER_FRAME = 7
const SENTENCE = 'Обсудили открытый урок, согласовали порядок подготовки и дату следующей встречи. '

/** `endsAt`: the instant of the newest update; the first is 24 months before. About 7,500 updates. */
export function writeTwoYearPlan(endsAt: Date): PlanUpdate[] {
	const startsAt = new Date(endsAt)
	startsAt.setUTCMonth(startsAt.getUTCMonth() - 24)
	const pace = (endsAt.getTime() - startsAt.getTime()) / SITTINGS
	const updates: PlanUpdate[] = []
	const whole = new Y.Doc()
	whole.clientID = 1
	const instant = (sitting: number, frame: number) =>
		new Date(startsAt.getTime() + sitting * pace + frame * 10_000).toISOString()

	let sitting = 0
	let frame = 0
	let author = 'server'
	whole.on('update', (bytes: Uint8Array) =>
		updates.push({ bytes, personId: author, at: instant(sitting, Math.min(frame, 100)) })
	)
	fillPlanFromRoadmap(
		whole,
		beginnerHead,
		{ title: 'Начинающий руководитель', startsOn: startsAt.toISOString().slice(0, 10), termMonths: 24 },
		{ personId: 'server', at: startsAt.toISOString() }
	)
	const activityIds = readActivities(whole).map(({ id }) => id)

	for (sitting = 1; sitting < SITTINGS; sitting++) {
		frame = 0
		author = sitting % 2 === 0 ? 'mentor-1' : 'mentee-1'
		// Each sitting is a visit of the app, hence a client of its own.
		whole.clientID = 1000 + sitting
		type(sittingText(sitting))
	}
	return updates

	function sittingText(index: number): Y.XmlText | null {
		const by = { personId: author, at: instant(index, 0) }
		const activityId = activityIds[index % activityIds.length] ?? ''
		if (index % 8 === 0) {
			const meetingId = `meeting-${index}`
			addMeeting(whole, meetingId, { heldOn: by.at.slice(0, 10), topic: `Встреча ${index}`, place: 'Школа' }, by)
			addAgreement(whole, meetingId, `agreement-${index}`, { text: SENTENCE, ownerId: author, dueOn: null }, by)
			return paragraphIn(meetingMinutes(whole, meetingId))
		}
		if (index % 5 === 0) {
			markActivity(whole, activityId, { markId: `mark-${index}`, status: 'done', doneOn: by.at.slice(0, 10) }, by)
		}
		return paragraphIn(activityNotes(whole, activityId))
	}

	function paragraphIn(fragment: Y.XmlFragment | null): Y.XmlText | null {
		if (fragment === null) return null
		const paragraph = new Y.XmlElement('paragraph')
		const text = new Y.XmlText()
		whole.transact(() => {
			paragraph.insert(0, [text])
			fragment.insert(fragment.length, [paragraph])
		})
		return text
	}

	function type(text: Y.XmlText | null): void {
		for (frame = 1; frame <= FRAMES_PER_SITTING && text !== null; frame++) {
			const from = ((frame - 1) * KEYSTROKES_PER_FRAME) % SENTENCE.length
			whole.transact(() => {
				for (const key of SENTENCE.slice(from, from + KEYSTROKES_PER_FRAME)) text.insert(text.length, key)
				// People take back what they mistyped.
				if (frame % 9 === 0) text.delete(text.length - 2, 2)
			})
		}
	}
}
