import Ban from '@lucide/svelte/icons/ban'
import Circle from '@lucide/svelte/icons/circle'
import CircleCheck from '@lucide/svelte/icons/circle-check'
import Contrast from '@lucide/svelte/icons/contrast'
import type { Activity } from '#domain/plan/activity.ts'
import { statuses, type Status } from '#domain/plan/mark.ts'
import type { MenuItem } from '#lib/ui/MenuList.svelte'
import type { ProgramContext } from '#lib/state/program.svelte.ts'
import { markStatus } from './activity-edits.ts'
import { statusChoice } from './words.ts'

export const statusIcons = { planned: Circle, inProgress: Contrast, done: CircleCheck, cancelled: Ban } as const

export function statusItems(program: ProgramContext, activity: Activity): MenuItem[] {
	return statuses.map((status: Status) => ({
		label: statusChoice(program, activity, status),
		icon: statusIcons[status],
		isCurrent: status === activity.status,
		onselect: () => markStatus(program, activity, status)
	}))
}
