/** Edits of an activity as a person makes them: with their word about it and the way back. */
import type { Activity } from '#domain/plan/activity.ts'
import { deleteActivity, markActivity, restoreActivity } from '#domain/plan/edit.ts'
import type { IsoDate } from '#domain/calendar.ts'
import type { Status } from '#domain/plan/mark.ts'
import { m } from '#lib/paraglide/messages.js'
import type { ProgramContext } from '#lib/state/program.svelte.ts'
import { statusLabel } from './status-words.ts'
import { offerUndo } from './undo-toast.ts'

/** Marking again what already counts is said only where somebody else said otherwise. */
export function markStatus(program: ProgramContext, activity: Activity, status: Status): void {
	if (activity.status === status && activity.rivalMarks.length === 0) return
	const { status: previous, doneOn } = activity
	const { today } = program
	mark(program, activity.id, status, today.date)
	offerUndo(program, m.program_marked({ status: statusLabel(status) }), () => {
		mark(program, activity.id, previous, doneOn ?? today.date)
	})
}

export function removeActivity(program: ProgramContext, { id }: Activity): void {
	const { doc } = program.session.plan
	deleteActivity(doc, id, program.author())
	offerUndo(program, m.program_activity_deleted(), () => restoreActivity(doc, id))
}

function mark({ session, author, newId }: ProgramContext, id: string, status: Status, doneOn: IsoDate): void {
	markActivity(session.plan.doc, id, { markId: newId(), status, doneOn }, author())
}
