import { PLAN_NAME_LETTERS } from '#domain/text.ts'
import { expect, PROGRAM, test } from './actors.ts'
import { addActivity, openSyncSheet, stopOf, waitForRoad } from './program-page.ts'
import { overflowOf, violationsOn } from './screen-checks.ts'

test('no window over a screen has an accessibility violation, light or dark', async ({ mentor, curator }) => {
	for (const { page } of [mentor, curator]) await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
	await mentor.page.goto(PROGRAM)
	await waitForRoad(mentor.page)
	await openSyncSheet(mentor.page)
	expect(await violationsOn(mentor.page, 'the sync sheet')).toEqual([])
	await mentor.page.goto('/settings')
	await mentor.page.getByRole('button', { name: 'Выйти' }).click()
	await expect(mentor.page.getByRole('dialog')).toBeVisible()
	expect(await violationsOn(mentor.page, 'signing out')).toEqual([])
	await curator.page.goto('/curator')
	await curator.page.getByRole('button', { name: /Устройства, доступ и отчёты:.*Лаптева/ }).click()
	await expect(curator.page.getByRole('dialog')).toContainText('Устройство 1')
	expect(await violationsOn(curator.page, 'devices and access')).toEqual([])
})

test('a word without end does not widen the page, on the road or among the deleted', async ({ mentor }) => {
	await mentor.page.goto(PROGRAM)
	await waitForRoad(mentor.page)
	await addActivity(mentor.page, 'Ж'.repeat(PLAN_NAME_LETTERS))
	expect(await overflowOf(mentor.page)).toBeLessThanOrEqual(0)
	await stopOf(mentor.page, 'ЖЖЖ').getByRole('button', { name: 'Действия:' }).click()
	await mentor.page.getByRole('menuitem', { name: 'Удалить' }).click()
	await mentor.page.getByText('Удалённые мероприятия (1)').click()
	expect(await overflowOf(mentor.page)).toBeLessThanOrEqual(0)
	await mentor.page.getByRole('button', { name: 'Вернуть' }).click()
	await expect(stopOf(mentor.page, 'ЖЖЖ')).toHaveCount(1)
})

test('the status of an activity is said in words, to a reader of the plan too', async ({ curator }) => {
	await curator.page.goto(PROGRAM)
	await waitForRoad(curator.page)
	await expect(curator.page.getByRole('heading', { name: /Охрана труда.*, В работе/ })).toBeVisible()
})
