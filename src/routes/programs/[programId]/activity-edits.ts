/** Edits of an activity or a meeting as a person makes them: each shows what was done and offers to undo it. */
import type * as Y from 'yjs'
import type { IsoDate } from '#domain/calendar.ts'
import { type Activity, isToCancel } from '#domain/plan/activity.ts'
import { deleteActivity, deleteMeeting, markActivity, restoreActivity, restoreMeeting } from '#domain/plan/edit.ts'
import type { Status } from '#domain/plan/mark.ts'
import { m } from '#lib/paraglide/messages.js'
import type { ProgramContext } from '#lib/state/program.svelte.ts'
import { splitTitle, statusLabel } from './words.ts'

/** The same status again is written only when another person set a different one meanwhile. */
export function markStatus(program: ProgramContext, activity: Activity, status: Status): void {
	if (activity.status === status && activity.concurrentMarks.length === 0) return
	const { status: previous, doneOn } = activity
	const { today } = program
	mark(program, activity.id, status, today.date)
	const isProposal = isToCancel({ ...activity, status }, program.approved)
	offerUndo(program, saidOf(activity, isProposal ? m.program_to_cancel() : statusLabel(status)), () => {
		mark(program, activity.id, previous, doneOn ?? today.date)
	})
}

export function removeActivity(program: ProgramContext, activity: Activity): void {
	const { id } = activity
	const { doc } = program.session.plan
	deleteActivity(doc, id, program.author())
	const isProposal = program.approved?.planned.includes(id) === true
	const said = isProposal ? m.program_to_cancel() : m.program_activity_deleted()
	offerUndo(program, saidOf(activity, said), () => restoreActivity(doc, id))
}

export function removeMeeting(program: ProgramContext, id: string): void {
	const { doc } = program.session.plan
	deleteMeeting(doc, id, program.author())
	offerUndo(program, m.program_meeting_deleted(), () => restoreMeeting(doc, id))
}

function mark({ session, author, newId }: ProgramContext, id: string, status: Status, doneOn: IsoDate): void {
	markActivity(session.plan.doc, id, { markId: newId(), status, doneOn }, author())
}

/** «Выполнено: Охрана труда»: what was done, and to which activity. A toast cuts a long title to its lines (Toaster.svelte). */
export function saidOf({ title }: Pick<Activity, 'title'>, said: string): string {
	const topic = splitTitle(title).topic.replace(QUOTED, '$1') || m.program_activity_untitled()
	return `${said}: ${topic}`
}

/** In quotation marks as a whole; «Финансы школы», 72 часа is not. */
const QUOTED = /^«((?:[^«»]|«[^«»]*»)*)»$/u

/** By plan document: functions that remove the toasts which are still on the screen. */
const takeBacksOf = new WeakMap<Y.Doc, Set<() => void>>()

/**
 * Says what was done and offers to undo it while the programme is open and may be edited. Later there is no document to write to.
 * Returns a function that takes the offer back.
 */
export function offerUndo(program: ProgramContext, text: string, undo: () => void): () => void {
	const takeBacks = openTakeBacks(program.session.plan.doc)
	const forget = () => void takeBacks.delete(takeBack)
	const takeBack = program.toasts.show(text, {
		action: {
			label: m.program_undo(),
			onClick: () => {
				if (program.canEdit) undo()
			}
		},
		duration: 8000,
		onDismiss: forget
	})
	takeBacks.add(takeBack)
	return takeBack
}

function openTakeBacks(doc: Y.Doc): Set<() => void> {
	const known = takeBacksOf.get(doc)
	if (known !== undefined) return known
	const takeBacks = new Set<() => void>()
	takeBacksOf.set(doc, takeBacks)
	doc.once('destroy', () => takeBacks.forEach((takeBack) => takeBack()))
	return takeBacks
}
