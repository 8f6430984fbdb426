/** «Назад» leads where the person came from, by keyboard at a desktop and by touch on the phone. */
import type { Page } from '@playwright/test'
import { expect, PROGRAM, test } from './actors.ts'

const DECISIONS = '/decisions/program-1'
const PAPERS = '/papers/program-1'

/** The link on the page «О программе», not the one of the navigation. */
function toDecisions(page: Page) {
	return page.locator('#content').getByRole('link', { name: /^Решения/ })
}

async function goBack(page: Page, to: string): Promise<void> {
	await page.getByRole('link', { name: 'Назад', exact: true }).focus()
	await page.keyboard.press('Enter')
	await expect(page).toHaveURL(new RegExp(`${to}$`))
}

test('Воронцова comes back to her list from the ledger and its papers, and to the programme from there', async ({
	curator: { page }
}) => {
	await page.goto('/decisions')
	await page.getByRole('link', { name: /Лаптева/ }).click()
	await page.getByRole('link', { name: 'Документы' }).click()
	await page
		.getByRole('link', { name: /Приказ/ })
		.first()
		.click()
	await expect(page.getByRole('button', { name: 'Скачать DOCX' })).toBeVisible()
	await goBack(page, PAPERS)
	await goBack(page, DECISIONS)
	await goBack(page, '/decisions')

	await page.goto(`${PROGRAM}/about`)
	await toDecisions(page).click()
	await page.getByRole('link', { name: 'Документы' }).click()
	await goBack(page, DECISIONS)
	await goBack(page, `${PROGRAM}/about`)
	await page.goto(DECISIONS)
	await goBack(page, '/decisions')
})

test('Ковалёв comes back from the ledger to the tab of the programme, also after a look at the editions', async ({
	openPhone,
	server
}) => {
	const { page, signIn } = await openPhone({ baseURL: server.origin, hasTouch: true })
	await signIn('mentor-1')
	await page.goto(`${PROGRAM}/about`)
	await page.getByRole('link', { name: /^Утверждённая редакция/ }).tap()
	await page.getByRole('link', { name: 'О программе', exact: true }).first().tap()
	await expect(page).toHaveURL(new RegExp(`${PROGRAM}/about$`))
	await toDecisions(page).tap()
	await page.getByRole('link', { name: 'Редакции программы' }).first().tap()
	await page.getByRole('link', { name: 'Решения', exact: true }).tap()
	await expect(page).toHaveURL(new RegExp(`${DECISIONS}$`))
	await page.getByRole('link', { name: 'Документы' }).tap()
	await expect(page.getByText('Можно составить')).toBeVisible()
	await page.goBack()
	await page.getByRole('link', { name: 'Назад', exact: true }).tap()
	await expect(page).toHaveURL(new RegExp(`${PROGRAM}/about$`))
})

test('Ковалёв comes back to the road from the document of a stage', async ({ mentor: { page } }) => {
	await page.goto(PROGRAM)
	await page.getByRole('link', { name: /^Информационная справка: этап «Деятельностный»/ }).click()
	await expect(page.getByRole('heading', { name: 'Итоги этапа' })).toBeVisible()
	await goBack(page, PROGRAM)
})

test('Шубина, who asks for a mentor, comes back to her home', async ({ openPhone, server }) => {
	const { page, signIn } = await openPhone({ baseURL: server.origin, hasTouch: true })
	await signIn('mentee-7')
	await page.goto('/')
	await page.getByRole('link', { name: 'Попросить наставника' }).tap()
	await goBack(page, '/')
	await page.getByRole('link', { name: 'Попросить наставника' }).tap()
	await page.getByRole('button', { name: 'Отправить запрос' }).tap()
	await expect(page.getByText(/^Запрос на наставника:/)).toBeVisible()
	await goBack(page, '/')
})

test('Ковалёв comes back to the same place of a long list of meetings', async ({ mentor: { page } }) => {
	await page.goto(`${PROGRAM}/meetings`)
	await page.getByRole('link', { name: /Подготовка к семинару по ФХД/ }).click()
	await page.getByRole('button', { name: 'Действия: Подготовка к семинару по ФХД, охрана труда' }).click()
	await page.getByRole('menuitem', { name: 'Повторять встречу' }).click()
	await page.getByLabel('Как часто').selectOption('Каждую неделю')
	await page.getByLabel('По какой день').fill('2027-06-20')
	await page.getByRole('button', { name: 'Добавить 30 встреч' }).click()
	await page.getByRole('link', { name: 'Встречи', exact: true }).last().click()
	const meetings = page.getByRole('link', { name: /Подготовка к семинару/ })
	await expect(meetings).toHaveCount(31)

	await meetings.nth(28).scrollIntoViewIfNeeded()
	const placeOf = () => page.evaluate(() => scrollY)
	const place = await placeOf()
	expect(place).toBeGreaterThan(page.viewportSize()!.height)
	await meetings.nth(28).click()
	await page.waitForURL(/\/meetings\/./)
	await page.goBack()
	await expect(meetings).toHaveCount(31)
	await expect.poll(placeOf).toBe(place)
})
