/** A mentee's educational route (domain.md T10, S11, T59). */
import type { Page } from '@playwright/test'
import { expect, PROGRAM, test } from './actors.ts'
import { onDevice, onServer, openProgramSheet, tickOf } from './program-page.ts'
import { overflowOf, smallTargetsOn, violationsOn } from './screen-checks.ts'

const COURSE = 'Курс «Управление современной школой»'
const BOOK = 'Прочитать «Пятую дисциплину»'

async function begin(page: Page): Promise<string> {
	await page.goto('/')
	await page.getByRole('button', { name: /^Мой образовательный маршрут/ }).click()
	await page.getByRole('button', { name: 'Начать маршрут' }).click()
	await expect(page.getByText('Маршрут пока пуст')).toBeVisible()
	return new URL(page.url()).pathname
}

/** Adds an item, as far as its own screen. */
async function add(page: Page, title: string): Promise<void> {
	await page.getByRole('button', { name: 'Добавить в маршрут' }).click()
	await page.getByRole('textbox', { name: 'Название: курс, стажировка, тема' }).fill(title)
	await page.keyboard.press('Enter')
	await expect(page.getByLabel('Окончание')).toBeVisible()
}

const back = (page: Page) => page.getByRole('banner').getByRole('link').first().click()
/** Not a toast that names it. */
const itemOf = (page: Page, title: string) => page.getByRole('main').getByRole('listitem').filter({ hasText: title })

test('[T10] [S11] Ирина writes her route on the phone, also without a network; Виктор reads it', async ({
	mentor,
	mentee
}) => {
	const { page } = mentee
	await page.setViewportSize({ width: 360, height: 740 })
	await begin(page)
	await expect(page.getByText('Выполнено 0 из 0')).toHaveCount(0)
	await add(page, COURSE)
	await page.getByRole('button', { name: 'Курс повышения квалификации' }).click()
	await page.getByLabel('Начало').fill('2029-03-01')
	await page.getByLabel('Окончание').fill('2031-04-30')
	await page.getByLabel('Из чего выбрано и почему').fill('Был ещё курс в Москве, здесь больше практики')
	await back(page)
	await expect(page.getByRole('region', { name: '2031' })).toContainText(COURSE)
	await expect(tickOf(page)).toHaveText(onServer)

	await mentee.goOffline()
	await add(page, BOOK)
	await page.getByRole('button', { name: 'Выполнено', exact: true }).click()
	await page.getByRole('button', { name: 'Сертификат' }).click()
	await page.getByLabel('Номер документа').fill('72-1180')
	await page.getByLabel('Адрес документа в интернете').fill('javascript:alert(1)')
	await page.getByLabel('Номер документа').focus()
	await expect(page.getByText('Адрес начинается с https://')).toBeVisible()
	await page.getByLabel('Адрес документа в интернете').fill('example.org/72')
	await page.getByLabel('Номер документа').focus()
	await expect(page.getByLabel('Адрес документа в интернете')).toHaveValue('https://example.org/72')
	await back(page)
	await expect(itemOf(page, BOOK).getByRole('checkbox')).toBeChecked()
	await expect(tickOf(page)).toHaveText(onDevice)
	await page.reload()
	await expect(itemOf(page, BOOK).getByRole('checkbox')).toBeChecked()

	// Deleting is undone, from the toast and from the list.
	await itemOf(page, COURSE).getByRole('link').click()
	await page.getByRole('button', { name: 'Удалить из маршрута' }).click()
	await expect(itemOf(page, COURSE)).toHaveCount(0)
	await page.getByRole('button', { name: 'Вернуть как было' }).click()
	await expect(itemOf(page, COURSE)).toHaveCount(1)
	await mentee.goOnline()
	await expect(tickOf(page)).toHaveText(onServer)

	await mentor.page.goto(`${PROGRAM}/about`)
	await mentor.page.getByRole('link', { name: /^Образовательный маршрут: Ирина Лаптева/ }).click()
	await expect(mentor.page.getByText('Пишет в нём только наставляемый')).toBeVisible()
	await expect(mentor.page.getByRole('heading', { level: 1, name: 'Ирина Лаптева' })).toBeVisible()
	await expect(itemOf(mentor.page, BOOK).getByRole('checkbox')).toBeDisabled()
	await itemOf(mentor.page, BOOK).getByRole('link').click()
	await expect(mentor.page.getByText('72-1180')).toBeVisible()
	await expect(mentor.page.getByRole('link', { name: 'https://example.org/72' })).toBeVisible()
	await expect(mentor.page.getByRole('button', { name: 'Удалить из маршрута' })).toHaveCount(0)
	await mentor.page.goto('/')
	await expect(mentor.page.getByRole('heading', { name: 'Мои программы' })).toBeVisible()
	await expect(mentor.page.getByRole('link', { name: /маршрут/i })).toHaveCount(0)
})

test('[T10] a curator reads the route of Ирина only as long as she allows it', async ({
	mentee: { page },
	curator
}) => {
	const path = await begin(page)
	await add(page, COURSE)
	await back(page)
	await expect(tickOf(page)).toHaveText(onServer)
	await curator.page.goto(path)
	await expect(curator.page.getByText('Такой программы')).toBeVisible()
	await page.getByLabel('куратор и руководитель муниципалитета').check()
	await expect(page.getByText('Сохранено, кто читает маршрут')).toBeVisible()
	await curator.page.goto(`${PROGRAM}/about`)
	await curator.page.getByRole('link', { name: /^Образовательный маршрут: Ирина Лаптева/ }).click()
	await expect(itemOf(curator.page, COURSE)).toHaveCount(1)
	await page.getByLabel('куратор и руководитель муниципалитета').uncheck()
	await expect(curator.page.getByText('Такой программы')).toBeVisible()
})

test('[T10] the route stays with Ирина when Виктор’s access ends: he finds it no more', async ({
	mentor,
	mentee,
	curator
}) => {
	const path = await begin(mentee.page)
	await add(mentee.page, COURSE)
	await back(mentee.page)
	await expect(tickOf(mentee.page)).toHaveText(onServer)
	await mentor.page.goto(path)
	await expect(itemOf(mentor.page, COURSE)).toHaveCount(1)

	const sheet = await openProgramSheet(curator.page)
	await sheet
		.getByRole('button', { name: /^Закрыть доступ.*Ковалёв/ })
		.first()
		.click()
	await curator.page.getByRole('alertdialog').getByRole('button', { name: 'Закрыть доступ' }).click()
	await expect(mentor.page.getByText('Такой программы')).toBeVisible()
	await expect(itemOf(mentor.page, COURSE)).toHaveCount(0)
	await add(mentee.page, BOOK)
	await back(mentee.page)
	await expect(tickOf(mentee.page)).toHaveText(onServer)
})

test('[T59] Ирина takes the route as a paper, and it fits a small phone, light and dark', async ({
	mentee: { page }
}) => {
	const found: string[] = []
	async function check(where: string) {
		await page.setViewportSize({ width: 360, height: 740 })
		found.push(...(await smallTargetsOn(page)).map((target) => `${where}: ${target}`))
		for (const width of [360, 180]) {
			await page.setViewportSize({ width, height: 740 })
			if ((await overflowOf(page)) > 0) found.push(`${where}: scrolls sideways at ${width}`)
		}
		await page.setViewportSize({ width: 360, height: 5000 })
		found.push(...(await violationsOn(page, where)))
	}
	await begin(page)
	await check('the empty route')
	await add(page, COURSE)
	await page.getByLabel('Окончание').fill('2031-04-30')
	await check('an item')
	await page.getByRole('button', { name: 'Выполнено', exact: true }).click()
	await back(page)
	await check('the route')
	await page.getByRole('button', { name: 'Показать на бумаге' }).click()
	await page.getByLabel('Заголовок бумаги').selectOption('Индивидуальный план подготовки резервиста')
	await expect(page.getByRole('article')).toContainText('ИНДИВИДУАЛЬНЫЙ ПЛАН ПОДГОТОВКИ')
	await expect(page.getByRole('article')).toContainText('Лаптева Ирина Сергеевна')
	await check('the paper')
	const saving = page.waitForEvent('download')
	await page.getByRole('button', { name: 'Скачать DOCX' }).click()
	expect((await saving).suggestedFilename()).toBe('Индивидуальный план подготовки, И. С. Лаптева.docx')
	await page.emulateMedia({ media: 'print' })
	await expect(page.getByRole('button', { name: 'Скачать DOCX' })).toBeHidden()
	await expect(page.getByRole('article')).toBeVisible()
	expect(found).toEqual([])
})
