/** What opens over a screen: where "back" leads from it, and what it leaves in sight. */
import type { Page } from '@playwright/test'
import { expect, PROGRAM, test } from './actors.ts'
import { stopOf, waitForRoad } from './program-page.ts'

test.use({ contextOptions: { reducedMotion: 'no-preference' } })

const DECISIONS = '/decisions/program-1'

/** As from a link in a messenger: the app begins with this screen, and the history has another page before it. */
async function arriveAt(page: Page, path: string): Promise<void> {
	await page.goto('/settings')
	await page.goto(path)
}

test('"back" leaves a window also on the screen the app was opened with, and then the screen with one press', async ({
	mentor: { page }
}) => {
	const remark = page.getByRole('button', { name: /Сделать замечание/ })
	const sheet = page.getByRole('dialog')
	await arriveAt(page, DECISIONS)
	await remark.click()
	await sheet.getByRole('textbox').fill('Отчёты приходят поздно')
	await page.goBack()
	await expect(sheet).toHaveCount(0)
	await expect(page).toHaveURL(new RegExp(`${DECISIONS}$`))

	await remark.click()
	await expect(sheet.getByRole('textbox')).toHaveValue('Отчёты приходят поздно')
	await sheet.getByRole('button', { name: 'Закрыть' }).click()
	await expect(sheet).toHaveCount(0)
	await page.goBack()
	await expect(page).toHaveURL(/\/settings$/)
})

test('a screen a menu led to is come back from with one press, and the one before it with another', async ({
	mentor: { page }
}) => {
	await page.goto(`${PROGRAM}/meetings`)
	// It has no agreements yet, so deleting it asks no question.
	const ahead = page.locator('section').filter({ has: page.getByRole('heading', { name: 'Предстоят' }) })
	const meeting = await ahead.getByRole('link').first().getAttribute('href')
	await arriveAt(page, meeting!)
	await page.getByRole('button', { name: /^Действия: / }).click()
	await page.getByRole('menuitem', { name: 'Удалить встречу' }).click()
	await expect(page).toHaveURL(/\/meetings$/)
	await page.goBack()
	await expect(page).toHaveURL(/\/meetings\/.+/)
	await page.goBack()
	await expect(page).toHaveURL(/\/settings$/)
})

test('"back" on a form with something unsaved asks, and leaves the form where it was among the screens', async ({
	curator: { page }
}) => {
	const asking = page.getByRole('alertdialog', { name: 'Уйти без сохранения?' })
	const name = page.getByLabel('Фамилия', { exact: true })
	await page.goto('/curator/people')
	await page.getByRole('link', { name: 'Добавить наставника' }).first().click()
	await name.fill('Петренко')
	await page.goBack()
	await expect(asking).toBeVisible()
	await expect(page).toHaveURL(/\/curator\/people\/new/)
	await asking.getByRole('button', { name: 'Отмена' }).click()
	await expect(asking).toHaveCount(0)
	await expect(name).toHaveValue('Петренко')
	await page.reload()
	await expect(name).toHaveValue('Петренко')

	await page.goBack()
	await asking.getByRole('button', { name: 'Уйти' }).click()
	await expect(page).toHaveURL(/\/curator\/people$/)
})

test('a menu whose labels take two lines opens upwards where it would not fit below', async ({ mentor: { page } }) => {
	await page.setViewportSize({ width: 1280, height: 800 })
	await page.goto(PROGRAM)
	await waitForRoad(page)
	const actions = stopOf(page, 'Охрана труда: нормативно-правовая база').getByRole('button', { name: /^Действия: / })
	const menu = page.getByRole('dialog')
	await actions.evaluate((element) => element.scrollIntoView({ block: 'center' }))
	await actions.click()
	const { height } = (await menu.boundingBox())!
	await page.keyboard.press('Escape')
	await expect(menu).toHaveCount(0)

	const button = (await actions.boundingBox())!
	await page.setViewportSize({ width: 1280, height: Math.floor(button.y + button.height + height) })
	await actions.click()
	const { y } = (await actions.boundingBox())!
	// The menu moves into its place.
	await expect.poll(() => menu.boundingBox().then((box) => box!.y + box!.height)).toBeLessThanOrEqual(y)
})

for (const [width, height] of [
	[844, 390],
	[740, 360]
] as const) {
	test(`a menu is whole in the window of a phone on its side, ${width} × ${height}`, async ({ mentor: { page } }) => {
		await page.setViewportSize({ width, height })
		await page.goto(PROGRAM)
		await waitForRoad(page)
		const actions = page.getByRole('button', { name: /^Действия: / }).first()
		const menu = page.getByRole('dialog')
		for (const block of ['start', 'end'] as const) {
			await actions.evaluate((element, block) => element.scrollIntoView({ block }), block)
			await actions.evaluate((element: HTMLElement) => element.click())
			await expect.poll(() => menu.boundingBox().then((box) => box?.y)).toBeGreaterThanOrEqual(0)
			await expect.poll(() => menu.boundingBox().then((box) => box!.y + box!.height)).toBeLessThanOrEqual(height)
			await page.keyboard.press('End')
			await expect(page.getByRole('menuitem').last()).toBeInViewport({ ratio: 0.95 })
			await page.keyboard.press('Escape')
			await expect(menu).toHaveCount(0)
		}
	})
}

test('the menu of an activity’s states leaves its title in sight at a desktop', async ({ mentor: { page } }) => {
	await page.setViewportSize({ width: 1280, height: 800 })
	await page.goto(PROGRAM)
	await waitForRoad(page)
	const stop = stopOf(page, 'Охрана труда: нормативно-правовая база')
	const mark = stop.getByText('Отметить', { exact: true })
	await expect(mark).toBeInViewport()
	// Rather low, but with room below.
	await mark.evaluate((element) => element.scrollIntoView({ block: 'center' }))
	await mark.click()
	const title = await stop.getByRole('heading').elementHandle()
	const menu = await page.getByRole('dialog').elementHandle()
	// Both at once: the road may still scroll to today.
	const gap = () =>
		page.evaluate(
			([above, below]) => below!.getBoundingClientRect().top - above!.getBoundingClientRect().bottom,
			[title, menu]
		)
	await expect.poll(gap).toBeGreaterThanOrEqual(0)
})
