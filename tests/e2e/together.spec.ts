import { expect, PROGRAM, test, testOfProcess } from './actors.ts'
import {
	addActivity,
	markDone,
	onDevice,
	onServer,
	openMeetingFacts,
	stopOf,
	tickOf,
	waitForRoad
} from './program-page.ts'

const SAFETY = 'Охрана труда: нормативно-правовая база'

test('the mentee sees the mentor’s mark, and who is here', async ({ mentor, mentee }) => {
	await mentor.page.goto(PROGRAM)
	await mentee.page.goto(PROGRAM)
	await waitForRoad(mentee.page)
	await expect(mentee.page.getByRole('banner').getByText('Сейчас здесь: Виктор')).toBeAttached()
	await markDone(mentor.page, SAFETY)
	await expect(stopOf(mentee.page, SAFETY)).toHaveClass(/done/)
	await expect(mentee.page.getByText('Выполнено 10 из 22')).toBeVisible()
})

test('both write in one text and see each other’s cursor', async ({ mentor, mentee }) => {
	for (const { page } of [mentor, mentee]) {
		await page.goto(`${PROGRAM}/activities/a2-5`)
		await expect(page.getByRole('textbox', { name: 'Заметки' })).toBeVisible()
	}
	await mentor.page.getByRole('textbox', { name: 'Заметки' }).click()
	await mentor.page.keyboard.press('Control+End')
	await mentor.page.keyboard.type(' Смету принесу в пятницу.')
	await expect(mentee.page.getByRole('textbox', { name: 'Заметки' })).toContainText('Смету принесу в пятницу.')
	await expect(mentee.page.locator('.partner-caret')).toContainText('Виктор Ковалёв')
	// Then the name disappears, so that the line above can be read.
	await expect(mentee.page.locator('.partner-flag')).toBeHidden()

	await mentee.page.getByRole('textbox', { name: 'Заметки' }).click()
	await mentee.page.keyboard.press('Control+Home')
	await mentee.page.keyboard.type('Читаю. ')
	await expect(mentor.page.getByRole('textbox', { name: 'Заметки' })).toContainText('Читаю. ')
	await expect(mentor.page.getByRole('textbox', { name: 'Заметки' })).toContainText('Смету принесу в пятницу.')
})

test('a visit is begun with one tap and keeps its minutes and agreements', async ({ mentor, mentee }) => {
	await mentor.page.goto(PROGRAM)
	await waitForRoad(mentor.page)
	await mentor.page.getByRole('button', { name: /^(Начать визит|Визит)$/ }).click()
	await expect(mentor.page).toHaveURL(/\/meetings\/.+/)
	// What is written at a visit is in sight at once; its day, place and people are one line of the header.
	await expect(mentor.page.getByRole('textbox', { name: 'Протокол' })).toBeInViewport({ ratio: 1 })
	await expect(mentor.page.getByRole('button', { name: 'Добавить договорённость' })).toBeInViewport({ ratio: 1 })
	await mentor.page.getByRole('textbox', { name: 'Тема встречи' }).fill('Журналы инструктажей')
	await mentor.page.getByRole('textbox', { name: 'Протокол' }).click()
	await mentor.page.keyboard.type('Журналы ведутся, два инструктажа просрочены. ')
	await mentor.page.keyboard.insertText(`https://docs.example/${'d41d8cd98f'.repeat(20)}`)
	// A link without a break makes no phone's page wider.
	expect(await mentor.page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
	await mentor.page.getByRole('button', { name: 'Добавить договорённость' }).click()
	const agreement = mentor.page.getByRole('textbox', { name: 'О чём договорились' })
	await agreement.fill('Провести повторный инструктаж')
	// Enter ends this one, and the caret is in the next, which is empty; Enter there ends the list.
	await mentor.page.keyboard.press('Enter')
	await expect(mentor.page.getByText('Провести повторный инструктаж')).toBeVisible()
	await expect(agreement).toBeFocused()
	await expect(agreement).toHaveValue('')
	await mentor.page.keyboard.press('Enter')
	await expect(agreement).toHaveCount(0)
	await expect(mentor.page.getByRole('checkbox', { name: 'Провести повторный инструктаж' })).toHaveCount(1)
	await expect(tickOf(mentor.page)).toHaveText(onServer)

	await mentee.page.goto(`${PROGRAM}/meetings`)
	await expect(mentee.page.getByText('Провести повторный инструктаж').first()).toBeVisible()
	await mentee.page
		.getByRole('link', { name: /Журналы инструктажей/ })
		.first()
		.click()
	await expect(mentee.page.getByText('Журналы ведутся, два инструктажа просрочены.')).toBeVisible()
})

test('a visit begun twice by a shaking hand is one, and is taken back', async ({ mentor }) => {
	const { page } = mentor
	await page.goto(`${PROGRAM}/meetings`)
	const meetings = page.locator('a[href*="/meetings/"]')
	await expect(meetings).not.toHaveCount(0)
	const before = await meetings.count()
	await page.getByRole('button', { name: /^(Начать визит|Визит)$/ }).dblclick()
	await expect(page).toHaveURL(/\/meetings\/.+/)
	await page.goBack()
	await expect(meetings).toHaveCount(before + 1)
	await page.getByRole('button', { name: 'Вернуть как было' }).click()
	await expect(meetings).toHaveCount(before)
})

test('Irina taps «Визит» while Viktor’s goes on, and is led to his', async ({ mentor, mentee }) => {
	for (const { page } of [mentor, mentee]) await page.goto(`${PROGRAM}/meetings`)
	const meetings = mentee.page.locator('a[href*="/meetings/"]')
	await expect(meetings).not.toHaveCount(0)
	const before = await meetings.count()
	await mentor.page.getByRole('button', { name: /^(Начать визит|Визит)$/ }).click()
	await expect(mentor.page).toHaveURL(/\/meetings\/.+/)
	await expect(meetings).toHaveCount(before + 1)

	await mentee.page.getByRole('button', { name: /^(Начать визит|Визит)$/ }).click()
	await expect(mentee.page.getByText('Этот визит уже идёт с')).toBeVisible()
	await expect(mentee.page).toHaveURL(mentor.page.url())
})

test('a visit that was begun and left empty is not listed as held, and its deletion is offered', async ({ mentor }) => {
	const { page } = mentor
	await page.goto(`${PROGRAM}/meetings`)
	await page.getByRole('button', { name: /^(Начать визит|Визит)$/ }).click()
	await page.waitForURL(/\/meetings\/.+/)
	await page.goBack()
	const blank = page.getByRole('listitem').filter({ has: page.getByRole('button', { name: /^Удалить/ }) })
	await expect(blank).toHaveCount(1)
	await blank.getByRole('button', { name: /^Удалить/ }).click()
	await expect(blank).toHaveCount(0)
	await expect(page.getByRole('heading', { name: 'Без записей' })).toHaveCount(0)
})

test('a meeting that was planned by a tap and left empty is not ahead, and its deletion is offered', async ({
	mentor
}) => {
	const { page } = mentor
	await page.goto(`${PROGRAM}/meetings`)
	const left = page.locator('section').filter({ has: page.getByRole('heading', { name: 'Без записей' }) })
	const ahead = page.locator('section').filter({ has: page.getByRole('heading', { name: 'Предстоят' }) })
	await expect(ahead).toBeVisible()
	await page.getByRole('button', { name: 'Добавить встречу' }).click()
	await page.getByLabel('Дата').waitFor()
	await page.goBack()
	await expect(left.getByText('День не выбран')).toBeVisible()
	await expect(ahead.getByText('День не выбран')).toHaveCount(0)
	await left.getByRole('button', { name: /^Удалить/ }).click()
	await expect(left).toHaveCount(0)
})

test('until the decisions are loaded, nothing is said about an approved edition', async ({ mentor }) => {
	const { page } = mentor
	const { promise, resolve } = Promise.withResolvers<void>()
	await page.route('**/api/programs/*/ledger?*', async (route) => {
		await promise
		await route.continue()
	})
	await page.goto(`${PROGRAM}/about`)
	const row = page.locator('a[href$="/editions"]')
	await expect(row).toBeVisible()
	await expect(row).not.toContainText('ещё нет')
	resolve()
	await expect(row).toContainText('Утверждённая редакция')
})

test('"back" leaves the sheet, not the screen behind it', async ({ mentor }) => {
	const { page } = mentor
	await page.goto(`${PROGRAM}/about`)
	await page.locator('a[href="/decisions/program-1"]').first().click()
	await page.getByRole('button', { name: /Сделать замечание/ }).click()
	await expect(page.getByRole('dialog')).toBeVisible()
	await page.goBack()
	await expect(page.getByRole('dialog')).toHaveCount(0)
	await expect(page).toHaveURL(/\/decisions\/program-1/)
})

test('an activity is deleted, and brought back by the other', async ({ mentor, mentee }) => {
	await mentor.page.goto(PROGRAM)
	await mentee.page.goto(PROGRAM)
	await waitForRoad(mentor.page)
	await stopOf(mentor.page, SAFETY).getByRole('button', { name: 'Действия:' }).click()
	await mentor.page.getByRole('menuitem', { name: 'Удалить' }).click()
	await expect(stopOf(mentee.page, SAFETY)).toHaveCount(0)

	await mentee.page.getByText('Предложено отменить (1)').click()
	await mentee.page.getByRole('button', { name: 'Вернуть' }).click()
	await expect(stopOf(mentor.page, SAFETY)).toHaveCount(1)
})

test('an activity deleted while the other writes in it says so beside their words, and is brought back there', async ({
	mentor,
	mentee
}) => {
	const { page } = mentee
	await page.goto(`${PROGRAM}/activities/a2-5`)
	const notes = page.getByRole('textbox', { name: 'Заметки' })
	await notes.click()
	await page.keyboard.press('Control+End')
	await page.keyboard.type(' Смету принесу')
	await mentor.page.goto(`${PROGRAM}/activities/a2-5`)
	await mentor.page.getByRole('button', { name: 'Действия:' }).click()
	await mentor.page.getByRole('menuitem', { name: 'Удалить' }).click()

	const said = page.getByRole('alert').filter({ hasText: 'Предложено отменить это мероприятие' })
	await expect(said).toContainText('Виктор Ковалёв')
	await expect(page.getByText('Всё, что вы пишете, сохраняется')).toBeVisible()
	await page.keyboard.type(' в пятницу.')
	// At any scroll position.
	await page.mouse.wheel(0, 2000)
	await expect(page.getByRole('button', { name: 'Вернуть' })).toBeInViewport()
	await expect(said).toBeInViewport()
	await page.getByRole('button', { name: 'Вернуть' }).click()
	await expect(said).toHaveCount(0)

	await mentor.page.goto(`${PROGRAM}/activities/a2-5`)
	await expect(mentor.page.getByRole('textbox', { name: 'Заметки' })).toContainText('Смету принесу в пятницу.')
})

test('what the other deletes or brings back moves nothing under the fingers of whoever writes there', async ({
	mentor,
	mentee
}) => {
	const { page } = mentee
	await page.goto(`${PROGRAM}/activities/a2-5`)
	const title = page.getByRole('textbox', { name: 'Название мероприятия' })
	await title.click()
	await page.keyboard.type('Н')
	const { y } = (await title.boundingBox())!
	const rests = async () => {
		// Two frames: the browser anchors what one types in the first.
		await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
		expect(Math.abs((await title.boundingBox())!.y - y)).toBeLessThan(1)
		await title.click({ trial: true })
		await page.keyboard.type('о')
	}

	await mentor.page.goto(`${PROGRAM}/activities/a2-5`)
	await mentor.page.getByRole('button', { name: 'Действия:' }).click()
	await mentor.page.getByRole('menuitem', { name: 'Удалить' }).click()
	await expect(page.getByRole('alert').filter({ hasText: 'Предложено отменить это мероприятие' })).toBeInViewport()
	await rests()

	await mentor.page.goto(`${PROGRAM}/history`)
	await mentor.page
		.getByRole('link', { name: /^Показать план на этот момент/ })
		.nth(1)
		.click()
	await mentor.page.getByRole('button', { name: 'Вернуть план к этому состоянию' }).click()
	await mentor.page.getByRole('dialog').getByRole('button', { name: 'Вернуть', exact: true }).click()
	await expect(page.getByText(/^Кто вернул: Виктор Ковалёв/)).toBeAttached()
	await rests()
	await expect(page.getByRole('button', { name: 'Посмотреть' }).last()).toBeInViewport()
})

test('a meeting is deleted with its open agreements only when that was said, and whoever writes in it is told', async ({
	mentor,
	mentee
}) => {
	const { page } = mentor
	await page.goto(PROGRAM)
	await waitForRoad(page)
	await page.getByRole('button', { name: /^(Начать визит|Визит)$/ }).click()
	await page.getByRole('textbox', { name: 'Тема встречи' }).fill('Журналы инструктажей')
	for (const text of ['Провести инструктаж', 'Завести журнал']) {
		await page.getByRole('button', { name: 'Добавить договорённость' }).click()
		await page.getByRole('textbox', { name: 'О чём договорились' }).last().fill(text)
		await page.getByRole('button', { name: 'Готово' }).click()
	}
	await expect(tickOf(page)).toHaveText(onServer)
	await mentee.page.goto(new URL(page.url()).pathname)
	await mentee.page.getByRole('textbox', { name: 'Протокол' }).click()
	await mentee.page.keyboard.type('Пишу протокол.')
	const placeOfMinutes = () => mentee.page.getByRole('textbox', { name: 'Протокол' }).boundingBox()
	const minutes = await placeOfMinutes()

	const asking = page.getByRole('alertdialog')
	const remove = async () => {
		await page.getByRole('button', { name: 'Действия: Журналы инструктажей' }).click()
		await page.getByRole('menuitem', { name: 'Удалить встречу' }).click()
	}
	await remove()
	await expect(asking).toContainText('Вместе с ней уйдут 2 открытые договорённости')
	await asking.getByRole('button', { name: 'Отмена' }).click()
	await expect(page.getByRole('textbox', { name: 'Тема встречи' })).toHaveValue('Журналы инструктажей')
	await remove()
	await asking.getByRole('button', { name: 'Удалить встречу' }).click()
	await expect(page.getByRole('link', { name: /Журналы инструктажей/ })).toHaveCount(0)

	const said = mentee.page.getByRole('alert').filter({ hasText: 'Эта встреча удалена' })
	await expect(said).toContainText('Виктор Ковалёв')
	await expect(said).toBeInViewport()
	expect((await placeOfMinutes())!.y).toBeCloseTo(minutes!.y, 0)
	await mentee.page.getByRole('button', { name: 'Вернуть' }).click()
	await expect(page.getByRole('link', { name: /Журналы инструктажей/ }).first()).toBeVisible()
})

testOfProcess('the server is restarted in mid-edit, and nothing is lost', async ({ mentor, mentee, server }) => {
	await mentor.page.goto(PROGRAM)
	await mentee.page.goto(PROGRAM)
	await waitForRoad(mentor.page)
	await addActivity(mentor.page, 'До перезапуска')
	await expect(tickOf(mentor.page)).toHaveText(onServer)
	await server.kill()
	await addActivity(mentor.page, 'Пока сервер лежит')
	await expect(tickOf(mentor.page)).toHaveText(onDevice)
	await server.start()

	for (const { page, context } of [mentor, mentee]) {
		// When a network comes back, the app connects at once (sync.md D6).
		await context.setOffline(true)
		await context.setOffline(false)
		await expect(stopOf(page, 'До перезапуска')).toHaveCount(1)
		await expect(stopOf(page, 'Пока сервер лежит')).toHaveCount(1)
	}
	await expect(tickOf(mentor.page)).toHaveText(onServer)
})

test('a mentor away in another zone begins a visit by the clock of the city, and reads whose clock it is', async ({
	openPhone,
	mentee,
	server
}) => {
	const mentor = await openPhone({ baseURL: server.origin, timezoneId: 'Europe/Moscow' })
	await mentor.signIn('mentor-1')
	await mentor.page.goto(PROGRAM)
	await waitForRoad(mentor.page)
	const inTomsk = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Tomsk', dateStyle: 'short', timeStyle: 'short' })
	const minuteNow = () => inTomsk.format(new Date())
	const before = minuteNow()
	await mentor.page.getByRole('button', { name: /^(Начать визит|Визит)$/ }).click()
	const hour = /\d\d:\d\d по времени города \(UTC\+7\)/
	await expect(mentor.page.getByText(hour)).toBeVisible()
	await openMeetingFacts(mentor.page)
	await expect(mentor.page.getByText('По времени города (UTC+7)', { exact: true })).toBeVisible()
	const [day, time] = await Promise.all(['Дата', 'Время'].map((label) => mentor.page.getByLabel(label).inputValue()))
	const spanned = [before, `${day} ${time}`, minuteNow()]
	expect(spanned).toEqual(spanned.toSorted())
	// Side by side, the two stand on one line, though only the hour has words below it.
	await mentor.page.setViewportSize({ width: 1280, height: 800 })
	const boxes = await Promise.all(['Дата', 'Время'].map((label) => mentor.page.getByLabel(label).boundingBox()))
	expect(boxes[0]?.x).toBeLessThan(boxes[1]?.x ?? 0)
	expect(boxes[0]?.y).toBe(boxes[1]?.y)

	// At home the clock shows the same hour, and the page does not mention zones.
	await mentee.page.goto(new URL(mentor.page.url()).pathname)
	await openMeetingFacts(mentee.page)
	await expect(mentee.page.getByLabel('Время')).toHaveValue(/\d\d:\d\d/)
	await expect(mentee.page.getByText(/по времени города/i)).toHaveCount(0)
})

test('Viktor, where it is another day than in the city, sees the city’s and marks by it', async ({
	openPhone,
	mentee,
	server
}) => {
	const dayIn = (timeZone: string) => new Intl.DateTimeFormat('sv-SE', { timeZone }).format(new Date())
	const away = ['Pacific/Kiritimati', 'Pacific/Pago_Pago'].find((zone) => dayIn(zone) !== dayIn('Asia/Tomsk'))!
	const mentor = await openPhone({ baseURL: server.origin, timezoneId: away })
	await mentor.signIn('mentor-1')
	const before = dayIn('Asia/Tomsk')
	for (const { page } of [mentor, mentee]) await page.goto(`${PROGRAM}/activities/a2-8`)
	await mentor.page.getByRole('button', { name: 'Выполнено', exact: true }).click()
	const heldOn = mentee.page.getByLabel('Проведено')
	await expect(heldOn).toBeVisible()
	expect([before, dayIn('Asia/Tomsk')]).toContain(await heldOn.inputValue())

	// Hours are the city's, too, and say so: under the mark, and in the history with its day.
	await expect(mentor.page.getByText(/Выполнено.*, \d\d:\d\d \(UTC\+7\)/)).toBeVisible()
	await mentor.page.goto(`${PROGRAM}/history`)
	await expect(mentor.page.getByText('Время правок и встреч указано по времени города (UTC+7).')).toBeVisible()
	const inWords = (day: string) =>
		new Intl.DateTimeFormat('ru', { dateStyle: 'full', timeZone: 'UTC' })
			.format(new Date(day))
			.replaceAll('\u00a0', ' ')
	const [newest] = await mentor.page.getByRole('heading', { level: 3 }).allInnerTexts()
	const days = [before, dayIn('Asia/Tomsk')].map(inWords)
	expect(days).toContain(newest?.replaceAll('\u00a0', ' ').toLowerCase())
	const [mine] = await mentee.page.getByText(/Выполнено.*, \d\d:\d\d$/).allInnerTexts()
	expect(mine).toContain('сегодня')
})
