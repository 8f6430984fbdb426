import type { Page } from '@sveltejs/kit'
import { m } from '#lib/paraglide/messages.js'
import type { PlanState } from '#lib/state/plan.svelte.ts'
import { meetingTitle } from './meeting-words.ts'

type Place = Pick<Page, 'params' | 'route'>

/** What the browser's title calls a screen of a programme; history entries and tabs are told apart by it. */
export function screenName({ params, route }: Place, plan: Pick<PlanState, 'activity' | 'meeting'>): string {
	const { activityId, meetingId } = params
	if (activityId !== undefined) return plan.activity(activityId)?.title || m.program_tab_plan()
	if (meetingId !== undefined) return meetingTitle(plan.meeting(meetingId) ?? { topic: '', place: '' })
	const id = route.id ?? ''
	if (id.includes('/meetings')) return m.program_tab_meetings()
	if (id.includes('/history')) return m.sync_history()
	return id.includes('/about') ? m.program_tab_about() : m.program_tab_plan()
}
