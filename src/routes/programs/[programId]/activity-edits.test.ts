import { expect, it } from 'vitest'
import { readActivity, type Activity } from '#domain/plan/activity.ts'
import type { ProgramContext } from '#lib/state/program.svelte.ts'
import { Toasts, type ToastOrder } from '#lib/state/toasts.svelte.ts'
import { createPlan, viktor } from '../../../../tests/support/plan-pair.ts'
import { overwriteGetLocale } from '#lib/paraglide/runtime.js'
import { markStatus, removeActivity } from './activity-edits.ts'

overwriteGetLocale(() => 'ru')

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
