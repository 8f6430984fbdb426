/** Moves of an activity as a person makes them: with their word about it and the way back. */
import type { Activity } from '#domain/plan/activity.ts'
import { moveActivity } from '#domain/plan/place.ts'
import type { Stage } from '#domain/plan/stage.ts'
import { m } from '#lib/paraglide/messages.js'
import type { ProgramContext } from '#lib/state/program.svelte.ts'
import { offerUndo } from './undo-toast.ts'

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
