/** Edits of an activity as a person makes them: with their word about it and the way back. */
import type * as Y from 'yjs'
import type { IsoDate } from '#domain/calendar.ts'
import type { Activity } from '#domain/plan/activity.ts'
import { deleteActivity, markActivity, restoreActivity } from '#domain/plan/edit.ts'
import type { Status } from '#domain/plan/mark.ts'
import { moveActivity } from '#domain/plan/place.ts'
import type { Stage } from '#domain/plan/stage.ts'
import { m } from '#lib/paraglide/messages.js'
import type { ProgramContext } from '#lib/state/program.svelte.ts'
import { statusLabel } from './words.ts'

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

/** Moves of an activity as a person makes them: with their word about it and the way back. */

/** One place up (-1) or down (1) within its stage. */
export function shiftActivity({ plan, session, toasts }: ProgramContext, { id, stageId }: Activity, by: -1 | 1): void {
	const siblings = plan.activities.filter((activity) => activity.stageId === stageId)
	const index = siblings.findIndex((activity) => activity.id === id)
	const after = by === 1 ? siblings[index + 1] : siblings[index - 2]
	moveActivity(session.plan.doc, id, stageId, after?.id ?? null)
	toasts.show(by === 1 ? m.program_moved_down() : m.program_moved_up(), { id: 'shifted', duration: 1500 })
}

/** To the end of another stage. */
export function moveToStage(program: ProgramContext, activity: Activity, stage: Stage): void {
	const { plan, session } = program
	const siblings = plan.activities.filter(({ stageId }) => stageId === activity.stageId)
	const before = siblings[siblings.findIndex(({ id }) => id === activity.id) - 1]?.id ?? null
	const last = plan.activities.filter(({ stageId }) => stageId === stage.id).at(-1)
	moveActivity(session.plan.doc, activity.id, stage.id, last?.id ?? null)
	offerUndo(program, m.program_moved_to({ stage: stage.title }), () =>
		moveActivity(session.plan.doc, activity.id, activity.stageId, before)
	)
}

/** By a programme's plan: the ways to take back what still stands on the screen. */
const takeBacksOf = new WeakMap<Y.Doc, Set<() => void>>()

/**
 * Says what was done and offers to take it back, as long as the programme is open and may be edited: later there is nothing
 * to write to.
 */
export function offerUndo(program: ProgramContext, text: string, undo: () => void): void {
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
		onAutoClose: forget,
		onDismiss: forget
	})
	takeBacks.add(takeBack)
}

function openTakeBacks(doc: Y.Doc): Set<() => void> {
	const known = takeBacksOf.get(doc)
	if (known !== undefined) return known
	const takeBacks = new Set<() => void>()
	takeBacksOf.set(doc, takeBacks)
	doc.once('destroy', () => takeBacks.forEach((takeBack) => takeBack()))
	return takeBacks
}
