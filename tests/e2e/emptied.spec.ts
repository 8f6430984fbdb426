/** Texts of a plan that people delete letter by letter. */
import type { Locator, Page } from '@playwright/test'
import { expect, PROGRAM, test } from './actors.ts'
import { onServer, tickOf, waitForRoad } from './program-page.ts'

test('Enter in a title taken away letter by letter says why it is not kept, and the title is whole', async ({
	mentor: { page }
}) => {
	await page.goto(`${PROGRAM}/activities/a2-8`)
	const title = page.getByRole('textbox', { name: 'Название мероприятия' })
	await title.fill('Семинар')
	await title.blur()
	await takeAway(title, 'Семинар')
	await title.press('Enter')
	await expect(title).not.toBeFocused()
	await expect(page.getByRole('alert').filter({ hasText: 'Без названия нельзя: осталось прежнее.' })).toBeVisible()
	await expect(title).toHaveValue('Семинар')
})

test('a page closed or put aside over a title taken away leaves it whole for both', async ({ mentor, mentee }) => {
	const { page } = mentor
	const activity = `${PROGRAM}/activities/a2-8`
	const titleOn = (phone: Page) => phone.getByRole('textbox', { name: 'Название мероприятия' })
	await page.goto(activity)
	await titleOn(page).fill('Семинар')
	await titleOn(page).blur()
	await mentee.page.goto(activity)
	await expect(titleOn(mentee.page)).toHaveValue('Семинар')

	await takeAway(titleOn(page), 'Семинар')
	await expect(titleOn(mentee.page)).toHaveValue('С')
	await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
	await expect(titleOn(mentee.page)).toHaveValue('Семинар')
	await expect(titleOn(page)).toHaveValue('')
	await titleOn(page).pressSequentially('к')
	await titleOn(page).press('Backspace')
	await expect(titleOn(mentee.page)).toHaveValue('к')

	await page.reload()
	await expect(titleOn(page)).toHaveValue('Семинар')
	await expect(titleOn(mentee.page)).toHaveValue('Семинар')
	await expect(tickOf(page)).toHaveText(onServer)
})

test('a new entry, activity or agreement taken away letter by letter is not in the plan, and written on it is again', async ({
	mentor,
	mentee
}) => {
	const { page } = mentor
	const ready = page.getByRole('button', { name: 'Готово' })
	await page.goto(`${PROGRAM}/about`)
	await mentee.page.goto(`${PROGRAM}/about`)
	const strengths = page.getByRole('region', { name: 'Сильные стороны' })
	const irinas = mentee.page.getByRole('region', { name: 'Сильные стороны' }).getByRole('textbox')
	await expect(irinas.first()).toBeVisible()
	const before = await irinas.count()
	await strengths.getByRole('button', { name: 'Добавить сильную сторону' }).click()
	const entry = strengths.getByRole('textbox').last()
	await entry.pressSequentially('Надёжность')
	await expect(irinas.last()).toHaveValue('Надёжность')
	await takeAway(entry, 'Надёжность')
	await expect(irinas).toHaveCount(before)
	await entry.pressSequentially('Он')
	await expect(irinas.last()).toHaveValue('Он')
	await takeAway(entry, 'Он')
	await ready.click()
	await expect(strengths.getByRole('textbox')).toHaveCount(before)
	await expect(irinas).toHaveCount(before)
	for (const phone of [page, mentee.page]) await expect(phone.getByText(/Удал[её]нные записи/)).toHaveCount(0)

	await page.goto(PROGRAM)
	await waitForRoad(page)
	const stops = page.locator('li[id^="stop-"]')
	const planned = await stops.count()
	await page.getByRole('button', { name: 'Добавить мероприятие', exact: true }).last().click()
	const title = page.getByRole('textbox', { name: 'Что запланировать' })
	await title.pressSequentially('Яр')
	await takeAway(title, 'Яр')
	await title.pressSequentially('Эр')
	await takeAway(title, 'Эр')
	await title.press('Enter')
	await expect(title).toHaveCount(0)
	await expect(stops).toHaveCount(planned)
	await expect(page.getByText(/Удал[её]нные мероприятия/)).toHaveCount(0)

	await page.goto(`${PROGRAM}/meetings`)
	await page.getByRole('button', { name: /^(Начать визит|Визит)$/ }).click()
	await page.getByRole('button', { name: 'Добавить договорённость' }).click()
	const agreement = page.getByRole('textbox', { name: 'О чём договорились' }).last()
	await agreement.pressSequentially('Да')
	await takeAway(agreement, 'Да')
	// The person chooses an owner, and the deleted words do not come back with it.
	await page.getByLabel('Кто делает').selectOption({ index: 1 })
	await expect(agreement).toHaveValue('')
	await page.getByLabel('Кто делает').selectOption({ index: 0 })
	await agreement.pressSequentially('Ну')
	await takeAway(agreement, 'Ну')
	await ready.click()
	await expect(page.locator('[data-agreement]')).toHaveCount(0)
	await expect(page.getByText(/Удал[её]нные договор[её]нности/)).toHaveCount(0)
})

test('an agreement that was emptied says why it stays as it was, and holds its form open no longer', async ({
	mentor: { page }
}) => {
	await page.goto(`${PROGRAM}/meetings`)
	await page.getByRole('button', { name: /^(Начать визит|Визит)$/ }).click()
	await page.getByRole('button', { name: 'Добавить договорённость' }).click()
	const agreement = page.getByRole('textbox', { name: 'О чём договорились' }).last()
	const ready = page.getByRole('button', { name: 'Готово' })
	await agreement.fill('Показать смету')
	await ready.click()
	const row = page.locator('[data-agreement]')
	await row.getByRole('button', { name: /Изменить/ }).click()
	await takeAway(agreement, 'Показать смету')
	await page.keyboard.press('Tab')
	await expect(page.getByRole('alert').filter({ hasText: 'осталась прежняя' })).toBeVisible()
	await expect(agreement).toHaveValue('Показать смету')
	await ready.click()
	await expect(agreement).toHaveCount(0)
	await expect(page.getByText('осталась прежняя')).toBeVisible()
	await expect(row).toContainText('Показать смету')
	// Nobody was chosen to do it.
	await expect(row).not.toContainText('Не выбрано')
})

/** Empties the field key by key, without leaving it. */
async function takeAway(field: Locator, text: string): Promise<void> {
	await field.press('End')
	for (const _ of text) await field.press('Backspace')
	await expect(field).toHaveValue('')
}
