/** What can be done with an activity: from its row on the road, and from its own screen. */
import ArrowDown from '@lucide/svelte/icons/arrow-down'
import ArrowUp from '@lucide/svelte/icons/arrow-up'
import CornerDownRight from '@lucide/svelte/icons/corner-down-right'
import Trash from '@lucide/svelte/icons/trash-2'
import { tick } from 'svelte'
import { goto } from '$app/navigation'
import { resolve } from '$app/paths'
import type { Activity } from '#domain/plan/activity.ts'
import type { RoadStage } from '#domain/plan/road.ts'
import type { MenuItem } from '#lib/ui/MenuList.svelte'
import { m } from '#lib/paraglide/messages.js'
import type { ProgramContext } from '#lib/state/program.svelte.ts'
import { moveToStage, removeActivity, shiftActivity } from '../activity-edits.ts'
import { planPath } from '../words.ts'

export function stopItems(
	program: ProgramContext,
	activity: Activity,
	allStages: readonly RoadStage[]
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
		...allStages
			.filter(({ stage }) => stage.id !== activity.stageId)
			.map(({ stage }) => ({
				label: m.program_move_to_stage({ stage: stage.title }),
				icon: CornerDownRight,
				onselect: () => {
					moveToStage(program, activity, stage)
					void focusStop(activity.id)
				}
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

/** Moving or deleting a row takes the focus from the page; it goes on from the row a person would look at. */
async function focusStop(id: string): Promise<void> {
	await tick()
	document.getElementById(`stop-${id}`)?.querySelector<HTMLElement>('h4 a')?.focus()
}

export function activityItems(program: ProgramContext, activity: Activity): readonly MenuItem[] {
	return [
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
