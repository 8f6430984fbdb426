import { expect, it } from 'vitest'
import { readActivity } from '#domain/plan/activity.ts'
import { editActivity, editStage } from '#domain/plan/edit.ts'
import { readStages } from '#domain/plan/stage.ts'
import { overwriteGetLocale } from '#lib/paraglide/runtime.js'
import { PlanState } from '#lib/state/plan.svelte.ts'
import { type ProgramContext, setProgram } from '#lib/state/program.svelte.ts'
import { setToday, type Today } from '#lib/state/today.svelte.ts'
import { createPlan, irina } from '../../../../../tests/support/plan-pair.ts'
import { renderWithin } from '../../../../../tests/support/render-within.ts'
import ActivityFields from '../(plan)/activities/[activityId]/ActivityFields.svelte'
import RouteItem from '../(plan)/RouteItem.svelte'
import Stages from '../about/Stages.svelte'

overwriteGetLocale(() => 'ru')

const id = 'a1-2'

/** A programme from 8 September 2026 to 7 September 2028. */
function openPlan() {
	const doc = createPlan('2026-09-08')
	const provide = () => {
		setProgram({
			...{ canEdit: true, day: '2026-11-27', approved: null, me: { id: 'irina' } },
			listing: { id: 'program-1', participants: [], formerParticipants: [] },
			...{ plan: new PlanState(doc), session: { plan: { doc } }, presence: { others: [] } }
		} as unknown as ProgramContext)
		setToday({ date: '2026-11-27' } as unknown as Today)
	}
	const hintsIn = (body: string) =>
		[...body.replaceAll('\u00a0', ' ').matchAll(/class="caution fine[^>]*>([^<]*)/g)].map(([, words]) => words)
	return { doc, provide, hintsIn }
}

const early = 'Раньше начала программы (8 сентября 2026 г.)'
const late = 'Позже окончания программы (7 сентября 2028 г.)'

it('an activity due before the programme begins, or after it ends, says so beside its day', () => {
	const { doc, provide, hintsIn } = openPlan()
	const screen = () => hintsIn(renderWithin(provide, ActivityFields, { activity: readActivity(doc, id)! }))
	editActivity(doc, id, { dueOn: '2025-10-01' }, irina())
	expect(screen()).toEqual([early])
	editActivity(doc, id, { dueOn: '2028-12-10' }, irina())
	expect(screen()).toEqual([late])
	editActivity(doc, id, { dueOn: '2028-09-07' }, irina())
	expect(screen()).toEqual([])
})

it('the days of a stage say the same', () => {
	const { doc, provide, hintsIn } = openPlan()
	editStage(doc, readStages(doc)[0]!.id, { startsOn: '2026-09-01', endsOn: '2028-10-01' }, irina())
	expect(hintsIn(renderWithin(provide, Stages, {}))).toEqual([early, late])
})

it('an item of an educational route, which outlives programmes, is never outside of a term', () => {
	const { doc, provide, hintsIn } = openPlan()
	editActivity(doc, id, { startsOn: '2025-10-01', dueOn: '2028-12-10' }, irina())
	expect(hintsIn(renderWithin(provide, RouteItem, { id }))).toEqual([])
})
