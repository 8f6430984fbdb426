/** What is typed into a form: leaving it needs a confirmation, it survives the end of a session, and nobody else sees it. */
import type { Page } from '@playwright/test'
import { expect, PROGRAM, test } from './actors.ts'
import { stopOf, waitForRoad } from './program-page.ts'

test('Воронцова is asked before she leaves a form of the bank that she has changed, and of no other', async ({
	curator
}) => {
	const { page } = curator
	const form = page.getByRole('form', { name: 'Наставник' })
	const hours = form.getByLabel('Часов в месяц')
	const question = page.getByRole('alertdialog', { name: 'Уйти без сохранения?' })
	const openForm = async () => {
		await page.goto('/curator/people/mentor-1')
		await page.getByRole('region', { name: 'Наставник' }).getByRole('button', { name: 'Изменить' }).click()
	}
	await openForm()
	await expect(hours).toBeVisible()
	await page.getByRole('link', { name: 'Организации' }).click()
	await expect(page).toHaveURL(/organisations$/)

	await openForm()
	await hours.fill('9')
	await page.getByRole('link', { name: 'Организации' }).click()
	await question.getByRole('button', { name: 'Отмена' }).click()
	await expect(page).toHaveURL(/mentor-1$/)
	await expect(hours).toHaveValue('9')
	const ofBrowser = page.waitForEvent('dialog')
	const reloading = page.evaluate(() => location.reload())
	const asked = await ofBrowser
	expect(asked.type()).toBe('beforeunload')
	await asked.dismiss()
	await reloading
	await page.getByRole('link', { name: 'Организации' }).click()
	await question.getByRole('button', { name: 'Уйти' }).click()
	await expect(page).toHaveURL(/organisations$/)

	await openForm()
	await expect(hours).not.toHaveValue('9')
	await expect(page.getByText('ваш несохранённый черновик')).toHaveCount(0)
	await hours.fill('9')
	await form.getByRole('button', { name: 'Сохранить' }).click()
	await expect(page.getByRole('region', { name: 'Наставник' })).toContainText('9 ч в месяц')
	await page.getByRole('link', { name: 'Организации' }).click()
	await expect(page).toHaveURL(/organisations$/)
})

test('[D4] a request that Вера was writing when her session ended is there when she is back, and not for Воронцова between', async ({
	openPhone,
	server
}) => {
	const phone = await openPhone({ baseURL: server.origin })
	const { page } = phone
	const wish = page.getByLabel('Основной запрос')
	await phone.signIn('mentee-7')
	await page.goto('/decisions/new')
	await wish.fill('Как выстроить работу с финансами школы')
	await page.getByRole('textbox', { name: 'Затруднение 1', exact: true }).fill('Не хватает опыта закупок')
	await endSession(page)
	await page.getByRole('button', { name: /Воронцова/ }).click()
	await expect(page).toHaveURL(/\/decisions\/new$/)
	await expect(wish).toHaveValue('')
	await expect(page.getByText('ваш несохранённый черновик')).toHaveCount(0)
	await wish.fill('Запрос от куратора')
	await endSession(page)
	await page.getByRole('button', { name: /Шубина/ }).click()
	await expect(page.getByText('ваш несохранённый черновик')).toBeVisible()
	await expect(wish).toHaveValue('Как выстроить работу с финансами школы')
	await expect(page.getByRole('textbox', { name: 'Затруднение 1', exact: true })).toHaveValue(
		'Не хватает опыта закупок'
	)
	await page.getByRole('radio').first().check()

	// Pasted text is never cut off: the form says that it is too long, and sends nothing until it is shorter.
	const send = page.getByRole('button', { name: 'Отправить запрос' })
	const difficulty = page.getByRole('textbox', { name: 'Затруднение 3', exact: true })
	await difficulty.focus()
	await page.keyboard.insertText('Не хватает опыта. '.repeat(20))
	await expect(page.getByText('Не длиннее 300 знаков, сейчас 359')).toBeVisible()
	await wish.fill('Как выстроить работу с финансами школы. '.repeat(101))
	await expect(page.getByText('Не длиннее 4000 знаков, сейчас 4039')).toBeVisible()
	await send.click()
	await expect(wish).toBeFocused()
	await wish.fill('Как выстроить работу с финансами школы. '.repeat(75))
	await send.click()
	await expect(difficulty).toBeFocused()
	await expect(difficulty).toHaveValue('Не хватает опыта. '.repeat(20))
	await difficulty.fill('Не хватает опыта')
	await send.click()
	await expect(page).toHaveURL(/\/decisions\/[\w-]{10,}$/)

	// The row of a long request shows its beginning, and does not fill the list.
	await page.goto('/decisions')
	const row = page.getByRole('link', { name: /Как выстроить работу с финансами школы/ })
	// The row is drawn anew when the server has the request.
	await expect.poll(async () => (await row.boundingBox())?.height ?? Infinity).toBeLessThan(240)
})

test('a year that nobody can mean is told at its field, and is kept out of the plan and of an order', async ({
	mentor,
	curator
}) => {
	await mentor.page.goto(`${PROGRAM}/activities/a2-8`)
	const due = mentor.page.getByLabel('Срок', { exact: true })
	await due.fill('2026-12-20')
	await due.fill('0001-03-01')
	await expect(due).toHaveAttribute('aria-invalid', 'true')
	await expect(mentor.page.getByText('Проверьте год: от 1900 до 2100')).toBeVisible()
	await due.fill('2099-03-01')
	await expect(mentor.page.getByText(/^Не позднее /)).toBeVisible()
	await mentor.page.reload()
	await expect(due).toHaveValue('2026-12-20')

	const { page } = curator
	await page.goto('/curator/people/mentor-1')
	await page.getByRole('button', { name: /приказ.*: наставник|Изменить: наставник/i }).click()
	const order = page.getByRole('form', { name: /^Приказ: / })
	await order.getByLabel('Номер приказа').fill('о назначении '.repeat(6))
	await order.getByLabel('Дата приказа').fill('0026-03-01')
	await order.getByRole('button', { name: 'Сохранить' }).click()
	await expect(order.getByText('Не длиннее 60 знаков, сейчас 77')).toBeVisible()
	await expect(order.getByText('Проверьте год: от 1900 до 2100')).toBeVisible()
	await expect(order.getByLabel('Номер приказа')).toBeFocused()
	await order.getByLabel('Номер приказа').fill('31-к')
	await order.getByLabel('Дата приказа').fill('2026-03-01')
	await order.getByRole('button', { name: 'Сохранить' }).click()
	await expect(page.getByText('приказ № 31‑к')).toBeVisible()
})

test('«Готово» of a new activity and of an agreement keeps the form open while its day is refused or its name missing', async ({
	mentor
}) => {
	const { page } = mentor
	const due = page.getByLabel('Срок', { exact: true })
	const ready = page.getByRole('button', { name: 'Готово' })
	const refusal = page.getByText('Проверьте год: от 1900 до 2100')
	await page.goto(PROGRAM)
	await waitForRoad(page)
	await page.getByRole('button', { name: 'Добавить мероприятие', exact: true }).last().click()
	const title = page.getByRole('textbox', { name: 'Что запланировать' })

	// A day alone would be lost with the form.
	await due.fill('2026-12-20')
	await ready.click()
	await expect(page.getByText('Напишите, что запланировать: один срок не сохранится.')).toBeVisible()
	await expect(title).toBeFocused()
	await expect(due).toHaveValue('2026-12-20')
	await due.fill('2222-12-20')
	await title.press('Enter')
	await expect(title).toBeFocused()
	await expect(refusal).toBeVisible()

	await title.fill('Сдать отчёт о ремонте')
	await ready.click()
	await expect(due).toBeFocused()
	await expect(due).toHaveValue('2222-12-20')
	await expect(refusal).toBeVisible()
	await due.fill('2026-12-22')
	await ready.click()
	await expect(title).toHaveValue('')
	await title.press('Escape')
	await expect(title).toHaveCount(0)
	await stopOf(page, 'Сдать отчёт о ремонте').getByRole('link', { name: 'Сдать отчёт о ремонте' }).click()
	await expect(page).toHaveURL(/\/activities\//)
	await expect(due).toHaveValue('2026-12-22')

	await page.goto(`${PROGRAM}/meetings`)
	await page.getByRole('button', { name: /^(Начать визит|Визит)$/ }).click()
	await page.getByRole('button', { name: 'Добавить договорённость' }).click()
	await page.getByRole('textbox', { name: 'О чём договорились' }).last().fill('Показать смету')
	await due.fill('0001-12-20')
	await ready.click()
	await expect(due).toBeFocused()
	await expect(refusal).toBeVisible()
	// Within the plan's days, but agreed at a meeting that is later.
	await due.fill('2026-09-10')
	await ready.click()
	await expect(due).toBeFocused()
	await expect(page.getByText(/^Не раньше дня встречи \(\d+/)).toBeVisible()
	await due.fill('2026-12-20')
	await ready.click()
	await expect(due).toHaveCount(0)
	await expect(page.getByRole('listitem').filter({ hasText: 'Показать смету' })).toContainText('20 дек')
})

/** Ends the session from elsewhere, while the form is open. */
async function endSession(page: Page): Promise<void> {
	await page.request.post('/api/sign-out', { data: {} })
	await page.evaluate(() => window.dispatchEvent(new Event('online')))
	await expect(page).toHaveURL(/\/sign-in\?to=/)
}
