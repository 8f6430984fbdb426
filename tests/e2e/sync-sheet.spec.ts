/** The sheet behind the tick: what is where, and what can be done. */
import type { Locator } from '@playwright/test'
import { expect, fetchApp, PROGRAM, test } from './actors.ts'
import {
	addActivity,
	onDevice,
	onServer,
	openSyncSheet,
	remembersOnDevice,
	tickOf,
	waitForRoad
} from './program-page.ts'

test('[D2] says what waits on this device, since when, and that it leaves by itself', async ({ mentor }) => {
	await mentor.page.goto(PROGRAM)
	await waitForRoad(mentor.page)
	await addActivity(mentor.page, 'Ещё с сетью')
	await expect(tickOf(mentor.page)).toHaveText(onServer)
	await mentor.goOffline()
	await addActivity(mentor.page, 'Уже без сети')
	await expect(tickOf(mentor.page)).toHaveText(onDevice)

	const sheet = await openSyncSheet(mentor.page)
	await expect(sheet).toContainText('Неотправленные правки на этом устройстве уйдут сами')
	await expect(sheet).toContainText('Всё сохранено и останется')
	await expect(sheet).toContainText('Всё было на сервере: сегодня')
	await expect(sheet).toContainText('Ирина Лаптева')
	await expect(sheet.getByRole('button', { name: 'Подключиться сейчас' })).toBeVisible()

	await mentor.goOnline()
	await expect(sheet).toContainText('Все ваши правки на сервере')
	await expect(sheet.getByRole('button', { name: 'Подключиться сейчас' })).toHaveCount(0)
})

test('[D6] a tap on «Подключиться сейчас» without a network is answered: it tries, and then says that all is kept', async ({
	mentor
}) => {
	await mentor.page.goto(PROGRAM)
	await waitForRoad(mentor.page)
	await mentor.goOffline()
	await addActivity(mentor.page, 'Без сети')
	const sheet = await openSyncSheet(mentor.page)
	const connect = sheet.getByRole('button', { name: 'Подключиться сейчас' })
	const answer = sheet.locator('footer').getByRole('status')
	await expect(answer).toHaveText('')
	const answers = answer.evaluate(
		(status) =>
			new Promise<string[]>((resolve) => {
				const said = new Set<string>()
				const watching = new MutationObserver(() => {
					said.add(status.textContent.trim())
					if (said.size === 2) resolve([...said])
				})
				watching.observe(status, { childList: true, characterData: true, subtree: true })
			})
	)
	await connect.click()
	expect(await answers).toEqual(['Подключаемся…', 'Связи всё ещё нет. Всё сохранено и уйдёт само, когда она появится.'])
	await mentor.goOnline()
	await connect.waitFor({ state: 'detached' })
	await expect(sheet).toContainText('Все ваши правки на сервере')
})

test('on a phone that is new to the app says that it is still being kept, and then that it opens without a network', async ({
	mentor: { page }
}) => {
	await page.goto(PROGRAM)
	await waitForRoad(page)
	const sheet = await openSyncSheet(page)
	await expect(sheet).toContainText('Приложение ещё сохраняется на это устройство')
	await expect(sheet).not.toContainText('откроется и без интернета')
	await fetchApp(page)
	await expect(sheet).toContainText('Приложение откроется и без интернета')
	await expect(sheet).not.toContainText('ещё сохраняется')
})

test('home says that work without a network is being prepared, and then that it is', async ({ mentee: { page } }) => {
	await page.goto('/')
	await expect(page.getByText('Готовим работу без сети…')).toBeVisible()
	await fetchApp(page)
	await expect(page.getByText('Готово: откроется и без сети')).toBeVisible()
	await expect(page.getByText('Готовим работу без сети…')).toHaveCount(0)
})

test('on a slow network there are words before the app has arrived', async ({ mentee: { page } }) => {
	await page.route('**/_app/immutable/entry/**', () => undefined)
	await page.goto('/', { waitUntil: 'commit' })
	await expect(page.getByText('Открываем')).toBeVisible()
	await page.unrouteAll()
	await page.goto('/')
	await expect(page.getByRole('article').first()).toBeVisible()
	await expect(page.getByText('Открываем')).toBeHidden()
})

test('where the network goes in the first minute, the screen says so, and opens when it is back', async ({
	mentee: { page, context }
}) => {
	await page.goto('/')
	const card = page.getByRole('article').getByRole('link').first()
	await expect(card).toBeVisible()
	await context.setOffline(true)
	await page.getByRole('link', { name: 'Вы', exact: true }).click()
	const title = page.getByRole('heading', { name: 'Эта часть ещё не загружена' })
	await expect(title).toBeVisible()
	// As a screen of the app, and not as bare text in a corner.
	await expect(page.getByRole('main').last()).toHaveCSS('text-align', 'center')
	await context.setOffline(false)
	await expect(page.getByRole('heading', { name: 'Вы', exact: true })).toBeVisible()
})

test('a programme opened where the network goes in the first minute says what is missing, and completes itself', async ({
	mentee: { page, context }
}) => {
	await page.goto('/')
	const card = page.getByRole('article').getByRole('link').first()
	await expect(card).toBeVisible()
	await context.setOffline(true)
	await card.click()
	await expect(page.getByText('Она догрузится, как только будет связь с сервером.')).toBeVisible()
	await context.setOffline(false)
	await waitForRoad(page)
})

test('says that the partner is here with the last edit, and that it was delivered once they have left', async ({
	mentor,
	mentee
}) => {
	await mentee.page.goto(PROGRAM)
	await mentor.page.goto(PROGRAM)
	await waitForRoad(mentor.page)
	await addActivity(mentor.page, 'Увидит Ирина')
	await expect(tickOf(mentor.page)).toHaveText('Ирина здесь')
	const sheet = await openSyncSheet(mentor.page)
	await expect(sheet).toContainText('дошли до Ирины')
	await expect(sheet).toContainText('сейчас на экране')
	await mentee.page.goto('/settings')
	await expect(sheet).toContainText('На связи: сегодня')
	await expect(sheet).not.toContainText('сейчас на экране')
	await expect(tickOf(mentor.page)).toHaveText('Доставлено')
})

test('closing it leaves the plan where it was', async ({ mentor: { page } }) => {
	await page.goto(PROGRAM)
	await waitForRoad(page)
	// The road itself scrolls to today, two frames after it is shown.
	await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(0)
	await page.evaluate(() => scrollTo(0, 900))
	// A late notice above may move the page, but not what is seen of it.
	const where = async () => Math.round((await page.locator('li[data-today]').boundingBox())!.y)
	const before = await where()
	const sheet = page.getByRole('dialog', { name: 'Где ваши правки' })
	// Where a finger taps: Playwright's own click scrolls away from what is sticky.
	const tap = async (button: Locator) => {
		const { x, y } = (await button.boundingBox())!
		await page.mouse.click(x + 10, y + 10)
	}
	await tap(tickOf(page))
	await expect(sheet).toBeVisible()
	await tap(sheet.getByRole('button', { name: 'Закрыть' }))
	await expect(sheet).toHaveCount(0)
	expect(Math.abs((await where()) - before)).toBeLessThan(3)
})

test('[D5] a programme the first screen brought to a new phone is not said to have been lost', async ({ mentor }) => {
	const { page } = mentor
	await page.goto('/')
	await expect.poll(() => page.evaluate(() => localStorage.getItem('tandem:mentor-1:plan:program-1:kept'))).toBe('sent')
	await expect.poll(() => remembersOnDevice(page, 'programs:mentor-1')).toBe(true)
	await page.goto(PROGRAM)
	await waitForRoad(page)
	await expect(tickOf(page)).toHaveText(onServer)
	await expect(page.getByText('Браузер очистил своё хранилище')).toHaveCount(0)
})

test('«Проверить всё» compares every programme with the server and says so in words', async ({ mentor }) => {
	await mentor.page.goto(PROGRAM)
	await waitForRoad(mentor.page)
	await expect(tickOf(mentor.page)).toHaveText(onServer)
	const sheet = await openSyncSheet(mentor.page)
	await sheet.getByRole('button', { name: 'Проверить всё' }).click()
	await expect(sheet).toContainText('Всё в порядке: на устройстве и на сервере одно и то же')
	// A document that is not open may still have been on its way to this phone: then the check has loaded it, and nothing was wrong.
	await expect(sheet.getByRole('listitem').filter({ hasText: /[Сс]овпадает с сервером/ })).toHaveCount(2)
	await sheet.getByRole('button', { name: 'Проверить всё' }).click()
	await expect(sheet.getByRole('listitem').filter({ hasText: /Совпадает с сервером/ })).toHaveCount(2)

	await mentor.goOffline()
	await sheet.getByRole('button', { name: 'Проверить всё' }).click()
	await expect(sheet).toContainText('Не всё удалось проверить')
	await expect(sheet).toContainText('Не проверено: нет связи')
})

test('«Проверить всё» sends what was written without a network', async ({ mentor, mentee }) => {
	await mentor.page.goto(PROGRAM)
	await waitForRoad(mentor.page)
	await mentor.goOffline()
	await addActivity(mentor.page, 'Дойдёт проверкой')
	await expect(tickOf(mentor.page)).toHaveText(onDevice)
	await mentor.page.goto('/settings')
	// From here no programme is open, and no socket sends anything.
	await mentor.goOnline()
	await mentor.page.getByRole('button', { name: 'Проверить всё' }).click()
	await expect(mentor.page.getByText('Всё в порядке')).toBeVisible()
	await mentee.page.goto(PROGRAM)
	await expect(mentee.page.getByRole('heading', { name: 'Дойдёт проверкой' })).toBeVisible()
})

test('a part of the app that does not load says so, and is there once the server answers', async ({
	openPhone,
	server
}) => {
	const mentor = await openPhone({ baseURL: server.origin, serviceWorkers: 'block' })
	await mentor.signIn('mentor-1')
	await mentor.page.goto(PROGRAM)
	await waitForRoad(mentor.page)
	await mentor.context.route('**/_app/immutable/**', (route) => route.abort())
	await tickOf(mentor.page).click()
	// On a slow machine other parts of the screen may be missing, too.
	const missing = mentor.page.locator('header + *')
	await expect(missing.getByText('Эта часть ещё не загружена')).toBeVisible()
	await missing.getByRole('button', { name: 'Повторить' }).click()
	await expect(missing.getByRole('button', { name: 'Обновить страницу' })).toBeVisible()
	await mentor.context.unroute('**/_app/immutable/**')
	await expect(mentor.page.getByRole('dialog')).toContainText('Где ваши правки')
	// The rules of styles that failed to load cannot be read: this would throw.
	await mentor.page.evaluate(() => [...document.styleSheets].map(({ cssRules }) => cssRules.length))
})

test('a part that could not be loaded without a network is there once there is one', async ({ openPhone, server }) => {
	const mentor = await openPhone({ baseURL: server.origin, serviceWorkers: 'block' })
	await mentor.signIn('mentor-1')
	await mentor.page.goto(PROGRAM)
	await waitForRoad(mentor.page)
	await mentor.context.setOffline(true)
	await tickOf(mentor.page).click()
	await expect(mentor.page.getByText('Эта часть ещё не загружена').first()).toBeVisible()
	await mentor.context.setOffline(false)
	await expect(mentor.page.getByRole('dialog')).toContainText('Где ваши правки')
})
