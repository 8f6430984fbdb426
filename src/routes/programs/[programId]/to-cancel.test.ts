import { expect, it } from 'vitest'
import type { Activity } from '#domain/plan/activity.ts'
import type { ApprovedPlan } from '#domain/plan/edition.ts'
import type { Mark } from '#domain/plan/mark.ts'
import type { Stage } from '#domain/plan/stage.ts'
import { m } from '#lib/paraglide/messages.js'
import { overwriteGetLocale } from '#lib/paraglide/runtime.js'
import { type ProgramContext, setProgram } from '#lib/state/program.svelte.ts'
import { setToday, type Today } from '#lib/state/today.svelte.ts'
import { createPlan, viktor } from '../../../../tests/support/plan-pair.ts'
import { renderWithin } from '../../../../tests/support/render-within.ts'
import ActivityFields from './(plan)/activities/[activityId]/ActivityFields.svelte'
import DeletedActivities from './(plan)/DeletedActivities.svelte'
import StatusChoice from './(plan)/activities/[activityId]/StatusChoice.svelte'
import Overview from './(plan)/Overview.svelte'
import ConcurrentMarks from './concurrent/ConcurrentMarks.svelte'
import PastPlan from './history/PastPlan.svelte'
import { markActivity } from '#domain/plan/edit.ts'
import { countProgress } from '#domain/summary.ts'

overwriteGetLocale(() => 'ru')

const day = '2026-11-25'
const dates = { startsOn: '2026-09-01', endsOn: '2026-11-20' }
const stage = { id: 's1', order: 'a0', title: 'Организационный', ...dates, products: '', concurrentValues: [] } as Stage
const lesson: Activity = {
	...{ id: 'lesson', stageId: 's1', order: 'a0', number: null, title: 'Открытый урок', startsOn: null, dueOn: null },
	...{ deadlineWording: '', doneOn: null, responsible: [], resultForm: '', place: '', status: 'planned', marks: [] },
	...{ concurrentMarks: [], concurrentValues: [], hasNotes: false, addedOn: '', deletedAt: null, deletedBy: null },
	...{ kind: '', audience: '', carryOverReason: '' },
	...{ choice: '', certificate: '', certificateNumber: '', certificateLink: '' },
	isChangedSinceDeletion: false
}
const cancelled: Activity = { ...lesson, status: 'cancelled' }
const approved: ApprovedPlan = { hash: 'h1', on: '2026-09-02', planned: ['lesson'], cancelled: [] }

interface Known {
	activities: readonly Activity[]
	approved?: ApprovedPlan | null
	isCounted?: boolean
	canEdit?: boolean
}

function provide({ activities, approved: plan = approved, isCounted = true, canEdit = false }: Known) {
	const left = activities.filter(({ deletedAt }) => deletedAt === null)
	const open = activities.filter(({ status }) => status === 'planned')
	const program = {
		...{
			day,
			approved: plan,
			isCounted,
			canEdit,
			listing: { id: 'program-1', participants: [], approved: plan },
			me: { id: 'tamara' }
		},
		summary: { ...countProgress(activities, [stage], day, plan), stages: [{ open }] },
		plan: {
			...{ stages: [stage], activities: left, allActivities: activities, meetings: [] },
			...{ deletedActivities: activities.filter((one) => !left.includes(one)) },
			meta: { startsOn: '2026-09-01', termMonths: 12 }
		},
		presence: { others: [] },
		...{ nameOf: () => 'Ирина Лаптева', givenNameOf: () => 'Ирина' }
	}
	return () => {
		setProgram(program as unknown as ProgramContext)
		setToday({ date: day } as unknown as Today)
	}
}

const plain = (body: string) => body.replace(/<!--.*?-->/g, '').replaceAll('\u00a0', ' ')

it('[T44] a cancellation that is only proposed reads so in the past plan and among marks that differ', () => {
	const doc = createPlan()
	markActivity(doc, 'a1-2', { markId: 'mark', status: 'cancelled', doneOn: day }, viktor())
	const pastPlan = (on: string) => {
		const known = { activities: [], approved: { ...approved, on, planned: ['a1-2'] } }
		return plain(renderWithin(provide(known), PastPlan, { past: { doc, at: `${day}T05:00:00.000Z` } }))
	}
	expect(pastPlan('2026-09-02')).toContain(m.program_to_cancel())
	expect(pastPlan('2026-09-02')).not.toContain(m.program_status_cancelled())
	expect(pastPlan('2026-09-02')).toContain('0 из 1')
	expect(pastPlan('2026-12-01')).not.toContain('0 из 1')

	const at = '2026-11-20T05:00:00.000Z'
	const markOf = (by: string, status: Mark['status']): Mark => ({ id: by, status, by, at, follows: [], doneOn: null })
	const marks = [markOf('irina', 'cancelled')]
	const activity: Activity = { ...cancelled, marks, concurrentMarks: [markOf('viktor', 'done')] }
	const words = (known: Partial<Known>) =>
		plain(renderWithin(provide({ activities: [activity], ...known }), ConcurrentMarks, { activity }))
	expect(words({})).toContain(m.program_to_cancel())
	expect(words({ approved: null })).toContain(m.program_status_cancelled())
})

it('[T44] an approved activity that was deleted is listed beside the road until an edition cancels it', () => {
	const deleted = { ...lesson, deletedAt: '2026-11-20T05:00:00.000Z' }
	const body = renderWithin(provide({ activities: [deleted] }), Overview, {})
	for (const words of [lesson.title, m.program_to_cancel(), m.program_to_cancel_by()]) expect(body).toContain(words)
	expect(body).not.toContain(m.program_overview_empty())
	expect(renderWithin(provide({ activities: [deleted], approved: null }), Overview, {})).toContain(
		m.program_overview_empty()
	)
})

it('[T44] an approved activity that was deleted reads as proposed to cancel, and nowhere as deleted', () => {
	const deleted = { ...lesson, deletedAt: '2026-11-20T05:00:00.000Z' }
	const shown = (known: Partial<Known>) =>
		plain(renderWithin(provide({ activities: [deleted], canEdit: true, ...known }), DeletedActivities, {}))
	expect(shown({})).toContain('Предложено отменить (1)')
	expect(shown({})).not.toContain('Удалённые мероприятия')
	expect(shown({ approved: null })).toContain('Удалённые мероприятия (1)')
	const choice = renderWithin(provide({ activities: [deleted], canEdit: true }), StatusChoice, { activity: deleted })
	expect(choice).toContain(m.program_to_cancel())
	expect(choice).not.toContain(m.program_propose_cancel())
})

it('beside a road with nothing open there are words, also where this device does not know what is approved', () => {
	const done: Activity = { ...lesson, status: 'done' }
	const beside = (known: Known) => renderWithin(provide(known), Overview, {})
	expect(beside({ activities: [done] })).toContain(m.program_overview_all_done())
	expect(beside({ activities: [done], approved: null, isCounted: false })).toContain(m.program_overview_none_open())
	expect(beside({ activities: [cancelled], approved: null })).toContain(m.program_overview_none_open())
	expect(beside({ activities: [lesson] })).not.toContain(m.program_overview_none_open())
})

it('Tamara, who only reads, is not asked to set a day, and of a closed activity nobody is told the next one', () => {
	const weekly: Activity = { ...lesson, deadlineWording: 'по запросу', place: 'Лицей' }
	const monthly: Activity = { ...lesson, deadlineWording: 'ежемесячно' }
	const shown = (activity: Activity, canEdit: boolean) =>
		plain(renderWithin(provide({ activities: [activity], canEdit }), ActivityFields, { activity }))
	expect(shown(weekly, true)).toContain(m.program_deadline_on_request())
	expect(shown(weekly, false)).not.toContain(m.program_deadline_on_request())
	const next = m.program_deadline_next({ days: '' }).trim()
	expect(shown(monthly, false)).toContain(next)
	expect(shown({ ...monthly, status: 'done' }, false)).not.toContain(next)
})
