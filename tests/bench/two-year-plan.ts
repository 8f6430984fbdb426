/**
 * The log of a plan that two people have edited for two years: 500 sittings, each with a client of its own, 15 updates each; typed
 * text arrives coalesced, some words in an update (sync.md D10).
 */
import * as Y from 'yjs'
import { activityNotes, readActivities } from '#domain/plan/activity.ts'
import { addAgreement, addMeeting, markActivity, markAgreement } from '#domain/plan/edit.ts'
import { meetingMinutes, readMeetings } from '#domain/plan/meeting.ts'
import { appendLines, setPlainText } from '#domain/plan/edit-text.ts'
import type { LongText } from '#domain/plan/rich-text.ts'
import type { NewUpdate } from '../../server/documents/storage/storage.ts'
import { createPlan } from '../support/plan-pair.ts'

const SITTINGS = 500
const UPDATES_EACH = 15

export function writeTwoYears(): NewUpdate[] {
	const doc = createPlan('2026-09-01')
	const log: NewUpdate[] = []
	let personId = 'server'
	let at = new Date('2026-09-01T05:00:00.000Z')
	const store = (bytes: Uint8Array) =>
		void log.push({ bytes, personId, deviceId: `${personId}-phone`, at: at.toISOString() })
	store(Y.encodeStateAsUpdate(doc))
	doc.on('update', store)
	for (let sitting = 0; sitting < SITTINGS; sitting++) {
		personId = sitting % 2 === 0 ? 'viktor' : 'irina'
		at = new Date(Date.UTC(2026, 8, 1, 6) + (sitting * 730 * 86_400_000) / SITTINGS)
		doc.clientID = 1000 + sitting
		writeSitting(doc, sitting, { personId, at: at.toISOString() }, () => {
			at = new Date(at.getTime() + 20_000)
		})
	}
	doc.destroy()
	return log
}

function writeSitting(doc: Y.Doc, sitting: number, author: { personId: string; at: string }, pass: () => void): void {
	const activity = readActivities(doc)[sitting % 22]!
	const day = author.at.slice(0, 10)
	const edits: (() => void)[] = []
	if (sitting % 6 === 0) {
		edits.push(() => addMeeting(doc, `m${sitting}`, { heldOn: day, topic: `Визит ${sitting}` }, author))
		edits.push(() => addAgreement(doc, `m${sitting}`, `g${sitting}`, { text: 'Принести смету', dueOn: day }, author))
	} else {
		const meeting = readMeetings(doc)[0]
		const agreement = meeting?.agreements[0]
		const status = sitting % 4 === 0 ? 'done' : 'inProgress'
		edits.push(() => markActivity(doc, activity.id, { markId: `k${sitting}`, status, doneOn: day }, author))
		if (meeting && agreement)
			edits.push(() => markAgreement(doc, meeting.id, agreement.id, { markId: `k${sitting}`, isKept: true }, author))
	}
	const text = sitting % 6 === 0 ? meetingMinutes(doc, `m${sitting}`) : activityNotes(doc, activity.id)
	for (let index = 0; index < UPDATES_EACH; index++) {
		pass()
		const edit = edits[index]
		const written = text ?? meetingMinutes(doc, `m${sitting}`)
		if (edit !== undefined) edit()
		else if (written !== null) type(written, index)
	}
}

/** Adds a line now and then, and words at its end. */
function type(text: LongText, index: number): void {
	if (!(text instanceof Y.Text)) return
	if (text.length === 0) setPlainText(text, ['Итоги'])
	else if (index === 8) appendLines(text, [{ kind: 'paragraph', indent: 0, runs: [{ text: 'Далее', marks: {} }] }])
	else text.insert(text.length, ' проверили журналы')
}
