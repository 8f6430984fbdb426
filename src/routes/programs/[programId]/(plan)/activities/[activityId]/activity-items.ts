/** What can be done with an activity from its own screen. */
import CornerDownRight from '@lucide/svelte/icons/corner-down-right'
import Trash from '@lucide/svelte/icons/trash-2'
import { goto } from '$app/navigation'
import { resolve } from '$app/paths'
import type { Activity } from '#domain/plan/activity.ts'
import type { MenuItem } from '#lib/ui/MenuList.svelte'
import { m } from '#lib/paraglide/messages.js'
import type { ProgramContext } from '#lib/state/program.svelte.ts'
import { moveToStage, removeActivity } from '../../../activity-edits.ts'
import { planPath } from '../../../words.ts'

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
