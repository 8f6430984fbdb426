/** The menu of an activity: on its row of the road, and on its own screen. */
import ArrowDown from '@lucide/svelte/icons/arrow-down'
import ArrowUp from '@lucide/svelte/icons/arrow-up'
import CornerDownRight from '@lucide/svelte/icons/corner-down-right'
import ListOrdered from '@lucide/svelte/icons/list-ordered'
import Trash from '@lucide/svelte/icons/trash-2'
import { tick } from 'svelte'
import { goto } from '$app/navigation'
import { resolve } from '$app/paths'
import type { RoadStage } from '#domain/plan/road.ts'
import type { MenuItem } from '#lib/ui/MenuList.svelte'
import { removeActivity, offerUndo, saidOf } from '../activity-edits.ts'
import { planPath } from '../words.ts'
import type { Activity } from '#domain/plan/activity.ts'
import { moveActivity } from '#domain/plan/position.ts'
import type { Stage } from '#domain/plan/stage.ts'
import { m } from '#lib/paraglide/messages.js'
import type { ProgramContext } from '#lib/state/program.svelte.ts'

export function stopItems(
	program: ProgramContext,
	activity: Activity,
	allStages: readonly RoadStage[],
	onplace: () => void
): readonly MenuItem[] {
	const siblings = program.plan.activities.filter(({ stageId }) => stageId === activity.stageId)
	const index = siblings.findIndex(({ id }) => id === activity.id)
	return [
		{
			label: m.program_move_up(),
			icon: ArrowUp,
			isDisabled: index <= 0,
			onselect: () => shift(program, activity, -1)
		},
		{
			label: m.program_move_down(),
			icon: ArrowDown,
			isDisabled: index === siblings.length - 1,
			onselect: () => shift(program, activity, 1)
		},
		{ label: m.program_place_after(), icon: ListOrdered, onselect: onplace },
		...allStages
			.filter(({ stage }) => stage.id !== activity.stageId)
			.map(({ stage }) => ({
				label: m.program_move_to_stage({ stage: stage.title }),
				icon: CornerDownRight,
				onselect: () => moveToStage(program, activity, stage)
			})),
		{ label: m.program_delete(), icon: Trash, isDanger: true, onselect: () => remove(program, activity) }
	]
}

function shift(program: ProgramContext, activity: Activity, by: -1 | 1): void {
	shiftActivity(program, activity, by)
	void focusStop(activity.id)
}

function remove(program: ProgramContext, activity: Activity): void {
	const stop = document.getElementById(`stop-${activity.id}`)
	const near = stop?.nextElementSibling ?? stop?.previousElementSibling
	const nearId = near?.id.replace('stop-', '')
	removeActivity(program, activity)
	if (nearId) void focusStop(nearId)
}

/** Moving or deleting a row removes the focus from the page; this puts it on the row where a person would look. */
async function focusStop(id: string): Promise<void> {
	await tick()
	document.getElementById(`stop-${id}`)?.querySelector<HTMLElement>('h4 a')?.focus()
}

export function activityItems(program: ProgramContext, activity: Activity, onplace: () => void): readonly MenuItem[] {
	return [
		{ label: m.program_place_after(), icon: ListOrdered, onselect: onplace },
		...program.plan.stages
			.filter(({ id }) => id !== activity.stageId)
			.map((stage) => ({
				label: m.program_move_to_stage({ stage: stage.title }),
				icon: CornerDownRight,
				onselect: () => moveToStage(program, activity, stage)
			})),
		{
			label: m.program_delete(),
			icon: Trash,
			isDanger: true,
			onselect: () => {
				removeActivity(program, activity)
				void goto(resolve(planPath(program.listing.id)))
			}
		}
	]
}

/** Moves it one position up (-1) or down (1) within its stage. */
function shiftActivity({ plan, session, toasts }: ProgramContext, activity: Activity, by: -1 | 1): void {
	const { id, stageId } = activity
	const siblings = plan.activities.filter((other) => other.stageId === stageId)
	const index = siblings.findIndex((other) => other.id === id)
	const after = by === 1 ? siblings[index + 1] : siblings[index - 2]
	moveActivity(session.plan.doc, id, stageId, after?.id ?? null)
	toasts.show(saidOf(activity, by === 1 ? m.program_moved_down() : m.program_moved_up()), {
		id: 'shifted',
		duration: 1500
	})
}

/** Moves it to the end of another stage. */
function moveToStage(program: ProgramContext, activity: Activity, { id: stageId }: Stage): void {
	const last = program.plan.activities.filter((other) => other.stageId === stageId).at(-1)
	placeActivity(program, activity, stageId, last?.id ?? null)
}

/** Moves it after another activity (null: first) of a stage, and offers to undo that. */
export function placeActivity(
	program: ProgramContext,
	activity: Activity,
	stageId: string,
	afterId: string | null
): void {
	const { plan, session } = program
	const siblings = plan.activities.filter((other) => other.stageId === activity.stageId)
	const before = siblings[siblings.findIndex(({ id }) => id === activity.id) - 1]?.id ?? null
	moveActivity(session.plan.doc, activity.id, stageId, afterId)
	offerUndo(program, saidOf(activity, m.program_moved()), () =>
		moveActivity(session.plan.doc, activity.id, activity.stageId, before)
	)
	void focusStop(activity.id)
}
