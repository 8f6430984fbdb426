import { PLAN_NAME_LETTERS } from '#domain/text.ts'
import { expect, PROGRAM, test } from './actors.ts'
import { addActivity, stopOf, waitForRoad } from './program-page.ts'
import { overflowOf } from './screen-checks.ts'

test('a word without end does not widen the page, on the road or among the deleted', async ({ mentor }) => {
	await mentor.page.goto(PROGRAM)
	await waitForRoad(mentor.page)
	await addActivity(mentor.page, 'Ж'.repeat(PLAN_NAME_LETTERS))
	expect(await overflowOf(mentor.page)).toBeLessThanOrEqual(0)
	await stopOf(mentor.page, 'ЖЖЖ').getByRole('button', { name: 'Действия:' }).click()
	await mentor.page.getByRole('menuitem', { name: 'Удалить' }).click()
	await mentor.page.getByText('Удалённые мероприятия (1)').click()
	expect(await overflowOf(mentor.page)).toBeLessThanOrEqual(0)
	await mentor.page.getByRole('button', { name: /^Вернуть ?: Ж/ }).click()
	await expect(stopOf(mentor.page, 'ЖЖЖ')).toHaveCount(1)
})

test('the status of an activity is said in words, to a reader of the plan too', async ({ curator }) => {
	await curator.page.goto(PROGRAM)
	await waitForRoad(curator.page)
	await expect(curator.page.getByRole('heading', { name: /Охрана труда.*, В работе/ })).toBeVisible()
})
