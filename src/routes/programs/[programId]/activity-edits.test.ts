import { afterEach, expect, it, vi } from 'vitest'
import * as Y from 'yjs'
import { readActivity, type Activity } from '#domain/plan/activity.ts'
import { editMeeting } from '#domain/plan/edit.ts'
import { meetingNotes } from '#domain/plan/notes.ts'
import { PlanState } from '#lib/state/plan.svelte.ts'
import type { ProgramContext } from '#lib/state/program.svelte.ts'
import { Toasts, type ToastOrder } from '#lib/state/toasts.svelte.ts'
import { createPlan, viktor } from '../../../../tests/support/plan-pair.ts'
import { overwriteGetLocale } from '#lib/paraglide/runtime.js'
import { markStatus, removeActivity } from './activity-edits.ts'
import { startVisit } from './open-meeting.ts'

overwriteGetLocale(() => 'ru')

afterEach(() => vi.unstubAllGlobals())

/** Viktor’s programme on his screen, and the toasts it shows. */
function openPlan() {
	const doc = createPlan()
	const said: ToastOrder[] = []
	const toasts = new Toasts()
	toasts.subscribe((order) => said.push(order))
	let ids = 0
	const program = {
		session: { plan: { doc } },
		today: { date: '2026-11-21' },
		toasts,
		canEdit: true,
		author: () => viktor(),
		newId: () => `mark-${++ids}`
	}
	const context = program as unknown as ProgramContext
	const activity = (): Activity => readActivity(doc, 'a1-1')!
	const undo = () => {
		const order = said.findLast(({ text }) => text !== null)
		const action = order?.text == null ? undefined : order.options.action
		if (typeof action === 'object' && action !== null && 'onClick' in action)
			action.onClick({} as Parameters<typeof action.onClick>[0])
	}
	return { doc, program, context, said, activity, undo }
}

it('taking back a mark brings back the day on which it was done', () => {
	const { program, context, activity, undo } = openPlan()
	program.today.date = '2026-11-10'
	markStatus(context, activity(), 'done')
	program.today.date = '2026-11-21'
	markStatus(context, activity(), 'cancelled')
	expect(activity()).toMatchObject({ status: 'cancelled', doneOn: null })
	undo()
	expect(activity()).toMatchObject({ status: 'done', doneOn: '2026-11-10' })
})

it('what was offered to be taken back stays when the programme may be edited no more', () => {
	const { program, context, activity, undo } = openPlan()
	markStatus(context, activity(), 'done')
	program.canEdit = false
	undo()
	expect(activity().status).toBe('done')
})

it('offers go with the programme, and it is listened to once, however many there are', () => {
	const { doc, context, activity, said } = openPlan()
	const listenersBefore = doc._observers.get('destroy')?.size ?? 0
	markStatus(context, activity(), 'done')
	markStatus(context, activity(), 'planned')
	expect(doc._observers.get('destroy')?.size).toBe(listenersBefore + 1)
	doc.destroy()
	expect(said.filter(({ text }) => text === null)).toHaveLength(2)
})

it.each(['the visit', 'the notes of the pair'])(
	'the offer to undo a visit goes with the first word of %s',
	(written) => {
		const { doc, context, said, undo } = openPlan()
		const plan = new PlanState(doc)
		const notes = new Y.Doc()
		vi.stubGlobal('document', { querySelector: () => null })
		const listing = { id: 'program-1', organisation: 'Школа № 14', participants: [] }
		const visiting = { ...context, plan, listing, session: { plan: { doc }, notes: { doc: notes } } }
		startVisit(visiting as unknown as ProgramContext)
		const { id } = plan.meetings[0]!
		expect(said).toMatchObject([{ text: 'Визит начат' }])
		editMeeting(doc, id, { place: 'Гимназия № 6' }, viktor())
		expect(said).toHaveLength(1)
		if (written === 'the visit') editMeeting(doc, id, { topic: 'С' }, viktor())
		else meetingNotes(notes, id).insert(0, 'З')
		expect(said.slice(1)).toEqual([{ id: said[0]!.id, text: null }])
		// It may be tapped while it goes.
		undo()
		expect(plan.meeting(id)?.deletedAt).toBe(null)
	}
)

it('a toast says what was done, and then to which activity, with its whole name', () => {
	const { context, activity, said } = openPlan()
	markStatus(context, { ...activity(), title: 'Консультационный семинар «Охрана труда: нормативная база»' }, 'done')
	expect(said[0]).toMatchObject({ text: 'Выполнено: Охрана труда: нормативная база' })
})

it.each([
	['Курс «Финансы школы», 72 часа', '«Финансы школы», 72 часа'],
	['Семинары «Финансы» и «Кадры»', '«Финансы» и «Кадры»'],
	['Курс «Школа «Сибирь» сегодня»', 'Школа «Сибирь» сегодня']
])('of «%s» a toast leaves out only quotation marks around all of it', (title, topic) => {
	const { context, activity, said } = openPlan()
	markStatus(context, { ...activity(), title }, 'done')
	expect(said[0]).toMatchObject({ text: `Выполнено: ${topic}` })
})

it('[T44] whoever deletes what is approved is told one thing: that its cancellation is proposed', () => {
	const { context, activity, said } = openPlan()
	const approved = { hash: 'h', on: '2026-09-02', planned: ['a1-1'], cancelled: [] }
	removeActivity({ ...context, approved }, { ...activity(), title: 'Урок' })
	expect(said[0]).toMatchObject({ text: 'Предложено отменить: Урок' })
})
