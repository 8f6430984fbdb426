import { expect, it } from 'vitest'
import { addMeeting } from '#domain/plan/edit.ts'
import { readMeeting } from '#domain/plan/meeting.ts'
import { overwriteGetLocale } from '#lib/paraglide/runtime.js'
import { PlanState } from '#lib/state/plan.svelte.ts'
import { type ProgramContext, setProgram } from '#lib/state/program.svelte.ts'
import { createPlan, irina } from '../../../../../../tests/support/plan-pair.ts'
import { renderWithin } from '../../../../../../tests/support/render-within.ts'
import MeetingActivities from './MeetingActivities.svelte'

overwriteGetLocale(() => 'ru')

function screen(canEdit: boolean, activityIds: string[]): string {
	const doc = createPlan()
	addMeeting(doc, 'm', { heldOn: '2026-11-27', activityIds }, irina())
	const provide = () =>
		setProgram({
			...{ canEdit, day: '2026-11-27', approved: null, listing: { id: 'program-1' }, plan: new PlanState(doc) }
		} as unknown as ProgramContext)
	return renderWithin(provide, MeetingActivities, { meeting: readMeeting(doc, 'm')!, onedit: () => undefined })
}

it('only whoever can choose activities for a meeting is asked to', () => {
	expect(screen(true, [])).toContain('Выберите мероприятия плана')
	expect(screen(false, [])).not.toContain('Выберите мероприятия плана')
	expect(screen(false, ['a1-2'])).toContain('О чём встреча')
})
