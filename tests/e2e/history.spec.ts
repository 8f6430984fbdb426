import type { APIRequestContext } from '@playwright/test'
import * as Y from 'yjs'
import { addMeeting } from '#domain/plan/edit.ts'
import { encodeUpdate } from '#protocol/frames.ts'
import { expect, PROGRAM, test, type Actor } from './actors.ts'
import { carry } from './over-requests.ts'
import { addActivity, markDone, onServer, stopOf, tickOf, waitForRoad } from './program-page.ts'

const SAFETY = 'Охрана труда: нормативно-правовая база'
const HISTORY = `${PROGRAM}/history`
const showMoment = /^Показать план на этот момент/

async function openRoad({ page }: Actor): Promise<void> {
	await page.goto(PROGRAM)
	await waitForRoad(page)
}

/** Viktor adds an activity, Irina marks another done; both are on the server. */
async function writeTogether(mentor: Actor, mentee: Actor): Promise<void> {
	await openRoad(mentor)
	await openRoad(mentee)
	await addActivity(mentor.page, 'Разбор открытого урока')
	await expect(stopOf(mentee.page, 'Разбор открытого урока')).toBeVisible()
	await markDone(mentee.page, SAFETY)
	await expect(tickOf(mentee.page)).toContainText(onServer)
}

/** Sends meetings of Viktor, from a device of his that reaches the server over HTTPS alone. */
async function sendMeetings(request: APIRequestContext, count: number): Promise<void> {
	const doc = new Y.Doc()
	Y.applyUpdate(doc, await (await request.get('/api/programs/program-1/history/newest')).body())
	const known = Y.encodeStateVector(doc)
	for (let index = 1; index <= count; index++) {
		const author = { personId: 'mentor-1', at: new Date(Date.UTC(2026, 8, index)).toISOString() }
		addMeeting(doc, `lesson-${index}`, { topic: `Урок ${index}` }, author)
	}
	const update = encodeUpdate(Y.encodeStateAsUpdate(doc, known))
	expect((await carry(request, 'mentor-1', 'plan:program-1', [update])).acks.at(-1)).toMatchObject({ counter: 1 })
}

test('who did what is told in words; the plan is shown as it was, brought back, and the bringing back undone', async ({
	mentor,
	mentee
}) => {
	await writeTogether(mentor, mentee)
	const { page } = mentor
	await page.getByRole('banner').getByRole('link', { name: 'История' }).click()
	const entries = page.getByRole('listitem').filter({ has: page.getByRole('link', { name: showMoment }) })
	await expect(entries.first()).toContainText(/Ирина Лаптева.*Отмечено выполненным: .*Охрана труда/s)
	await expect(entries.nth(1)).toContainText(/Вы.*Добавлено мероприятие: Разбор открытого урока/s)

	// The entry before both.
	await page.getByRole('link', { name: showMoment }).nth(2).click()
	await expect(page.getByRole('heading', { name: /^План, каким он был/ })).toBeVisible()
	await expect(page.getByText('Выполнено 9 из 22')).toHaveCount(1)
	// The header has no figures of today beside those of that state.
	await expect(page.getByText('Выполнено 10 из 22')).toHaveCount(0)
	await expect(page.getByText('Разбор открытого урока')).toHaveCount(0)

	await page.getByRole('button', { name: 'Вернуть план к этому состоянию' }).click()
	const sheet = page.getByRole('dialog')
	await expect(sheet).toContainText(/Пропадёт.*Мероприятие: Разбор открытого урока.*Изменится/s)
	await expect(sheet).toContainText(/Отметка: .*станет: (Запланировано|В работе)/s)
	await sheet.getByRole('button', { name: 'Вернуть', exact: true }).click()
	await expect(stopOf(mentee.page, 'Разбор открытого урока')).toHaveCount(0)
	await expect(mentee.page.getByText('Выполнено 9 из 22')).toBeVisible()
	await expect(mentee.page.getByText(/^Кто вернул: Виктор Ковалёв/)).toBeVisible()
	// The plan opens at today, so a toast says it as well.
	await expect(mentee.page.getByRole('button', { name: 'Посмотреть' })).toHaveCount(2)
	await mentee.page.getByRole('main').getByRole('button', { name: 'Посмотреть' }).click()
	await expect(mentee.page.getByRole('dialog')).toContainText('Удалено мероприятие: Разбор открытого урока')
	await mentee.page.getByRole('button', { name: 'Закрыть' }).click()

	await page.getByRole('button', { name: 'Вернуть как было' }).click()
	await expect(mentee.page.getByText(/^Кто вернул/)).toHaveCount(0)
	await expect(stopOf(mentee.page, 'Разбор открытого урока')).toBeVisible()
	await expect(mentee.page.getByText('Выполнено 10 из 22')).toBeVisible()

	await mentee.page.goto(HISTORY)
	const restore = mentee.page.getByRole('listitem').filter({ hasText: 'План возвращён к состоянию на' })
	await expect(restore).toContainText(/Виктор Ковалёв.*Удалено мероприятие: Разбор открытого урока/s)
})

test('one item is brought back alone; of a whole restore the other is told on the plan and at home, and undoes it', async ({
	mentor,
	mentee
}) => {
	await writeTogether(mentor, mentee)
	const { page } = mentor
	await page.goto(HISTORY)
	await page.getByRole('link', { name: showMoment }).nth(2).click()
	await page.getByRole('button', { name: /^Вернуть это.*Охрана труда/ }).click()
	await expect(mentee.page.getByText('Выполнено 9 из 22')).toBeVisible()
	await expect(stopOf(mentee.page, 'Разбор открытого урока')).toBeVisible()

	await page.getByRole('button', { name: 'Вернуть план к этому состоянию' }).click()
	const sheet = page.getByRole('dialog')
	await expect(sheet).toContainText(/Ирина.* сейчас в программе/)
	await sheet.getByRole('button', { name: 'Вернуть', exact: true }).click()
	await expect(stopOf(mentee.page, 'Разбор открытого урока')).toHaveCount(0)
	await expect(mentee.page.getByText(/^Кто вернул: Виктор Ковалёв/)).toBeVisible()
	await mentee.page.goto('/')
	await mentee.page.getByRole('link', { name: /^План возвращён к состоянию на/ }).click()
	await mentee.page.getByRole('button', { name: 'Отменить' }).click()
	const question = mentee.page.getByRole('alertdialog')
	await expect(question).toContainText('Вернётся то, чего с тех пор никто не менял.')
	await question.getByRole('button', { name: 'Отменить возврат' }).click()
	await expect(stopOf(mentee.page, 'Разбор открытого урока')).toBeVisible()
	await expect(stopOf(page, 'Разбор открытого урока')).toBeVisible()
	await expect(mentee.page.getByText(/^Кто вернул/)).toHaveCount(0)
	// Whoever restored is told in turn.
	await expect(page.getByText(/^Кто отменил: Ирина Лаптева/)).toBeVisible()
	await page.goto('/')
	await page.getByRole('link', { name: 'Возврат плана отменён' }).click()
	// An undoing is read, and not undone in turn.
	await expect(page.getByRole('button', { name: 'Отменить' })).toHaveCount(0)
	await page.getByRole('button', { name: 'Понятно' }).click()
	await expect(page.getByText(/^Кто отменил/)).toHaveCount(0)
})

test('the months before are there: what each did on which day, the plan of an earlier day, and two editions to compare', async ({
	mentor: { page }
}) => {
	await page.goto(HISTORY)
	const entries = page.getByRole('listitem').filter({ has: page.getByRole('link', { name: showMoment }) })
	await expect(entries.last()).toContainText('План создан')
	const moved = /^Переставлено: 2\.7/
	await expect(entries.filter({ hasText: 'Ирина Лаптева' }).getByText(moved)).toBeVisible()
	await expect(
		entries.filter({ hasText: /^\s*Вы/ }).getByText('Добавлена встреча: Знакомство и диагностика')
	).toBeVisible()

	const fiftyDaysAgo = new Date(Date.now() - 50 * 24 * 60 * 60 * 1000)
	await page.getByLabel('План на дату').fill(fiftyDaysAgo.toLocaleDateString('sv-SE', { timeZone: 'Asia/Tomsk' }))
	await page.getByRole('button', { name: 'Показать', exact: true }).click()
	await expect(page.getByText(/^План, каким он был/).first()).toBeVisible()
	await expect(page.getByText(SAFETY).first()).toBeVisible()

	await page.goto(`${PROGRAM}/editions`)
	await page.getByText('Сравнить с редакцией 2').click()
	const difference = page.getByRole('region', { name: 'Чем редакция 2 отличается от редакции 1' })
	await expect(difference.getByText(moved)).toBeVisible()
})

test('a sitting opens into its edits, each with the plan right after it', async ({ mentor: { page }, mentor }) => {
	await openRoad(mentor)
	await addActivity(page, 'Разбор открытого урока')
	await expect(tickOf(page)).toContainText(onServer)
	const addedAt = Date.now()
	// Edits within half a second are one step.
	await expect.poll(() => Date.now()).toBeGreaterThan(addedAt + 1_000)
	await markDone(page, SAFETY)
	await expect(tickOf(page)).toContainText(onServer)
	await page.goto(HISTORY)
	await page.getByRole('button', { name: 'По шагам' }).first().click()
	const steps = page.getByRole('listitem').filter({ has: page.getByText('Показать план', { exact: true }) })
	await steps.filter({ hasText: 'Добавлено мероприятие: Разбор' }).last().getByRole('link').first().click()
	await expect(page.getByText('Разбор открытого урока')).toBeVisible()
	await expect(page.getByText('Выполнено 9 из 22')).toHaveCount(1)
})

test('all that was done at once can be read: the button that shows the rest hands the focus on to it', async ({
	mentor: { page }
}) => {
	await sendMeetings(page.request, 30)
	await page.goto(HISTORY)
	await expect(page.getByText('Время\u00a0— когда правки вошли в план на сервере')).toBeVisible()
	const entry = page
		.getByRole('listitem')
		.filter({ has: page.getByRole('link', { name: showMoment }) })
		.first()
	const rest = entry.getByRole('button', { name: 'Ещё 24 правки' })
	expect((await rest.boundingBox())?.height).toBeGreaterThanOrEqual(44)
	await expect(entry.getByText('Добавлена встреча: Урок 7', { exact: true })).toHaveCount(0)
	await rest.press('Enter')
	await expect(entry.getByText('Добавлена встреча: Урок 30', { exact: true })).toBeVisible()
	await expect(page.locator(':focus')).toHaveText('Добавлена встреча: Урок 7')
	await expect(entry).not.toContainText(/ещё \d+ прав/i)
})

test('a long change is cut where the screen is narrow, and only there it can be shown in full', async ({ mentor }) => {
	const { page } = mentor
	const title = `Разбор открытого урока: ${'что получилось, что изменить и кого позвать, '.repeat(4)}итог`
	await openRoad(mentor)
	await addActivity(page, title)
	await expect(tickOf(page)).toContainText(onServer)
	await page.setViewportSize({ width: 1440, height: 900 })
	await page.goto(HISTORY)
	const change = page
		.getByRole('listitem')
		.filter({ hasText: `Добавлено мероприятие: ${title}` })
		.last()
	const whole = change.getByRole('button', { name: 'Показать больше' })
	await expect(change).toBeVisible()
	await expect(whole).toHaveCount(0)
	await page.setViewportSize({ width: 360, height: 740 })
	const cutHeight = (await change.getByText(title).boundingBox())?.height ?? 0
	await whole.click()
	await expect(whole).toHaveCount(0)
	await expect(change).toBeFocused()
	expect((await change.getByText(title).boundingBox())?.height).toBeGreaterThan(cutHeight)
})

test('of notes that two write in turn each one’s words are told as theirs', async ({ mentor, mentee }) => {
	const notesOf = ({ page }: Actor) => page.getByRole('textbox', { name: 'Заметки', exact: true })
	for (const { page } of [mentor, mentee]) await page.goto(`${PROGRAM}/activities/a2-5`)
	for (const [actor, line] of [
		[mentor, 'Смету обсудили.'],
		[mentee, 'Штат пришлю.'],
		[mentor, 'Закупки позже.'],
		[mentee, 'Отчёт готов.']
	] as const) {
		await notesOf(actor).click()
		await actor.page.keyboard.press('Control+End')
		await actor.page.keyboard.type(` ${line}`)
		for (const each of [mentor, mentee]) await expect(notesOf(each)).toContainText(line)
	}
	await expect(tickOf(mentee.page)).toContainText(onServer)
	await mentor.page.goto(HISTORY)
	const entries = mentor.page.getByRole('listitem').filter({ has: mentor.page.getByRole('link', { name: showMoment }) })
	await expect(entries.filter({ hasText: 'Смету обсудили' })).toContainText(
		/Вы.*добавлено: «Смету обсудили\. … Закупки позже\.»/s
	)
	await expect(entries.filter({ hasText: 'Штат пришлю' })).toContainText(
		/Ирина Лаптева.*добавлено: «Штат пришлю\. … Отчёт готов\.»/s
	)
})

test('the plan on a day is that of its last edit; before the plan there was none', async ({ mentor }) => {
	const { page } = mentor
	await page.goto(HISTORY)
	const field = page.getByLabel('План на дату')
	await field.fill('2020-01-01')
	await page.getByRole('button', { name: 'Показать', exact: true }).click()
	await expect(page.getByText('В этот день плана ещё не было.')).toBeVisible()
	await field.fill(new Date().toLocaleDateString('sv-SE', { timeZone: 'Asia/Tomsk' }))
	await page.getByRole('button', { name: 'Показать', exact: true }).click()
	await expect(page.getByRole('heading', { name: /^План, каким он был/ })).toBeVisible()
	await expect(page).toHaveTitle(/^История · Ирина Лаптева · /)
	const wayBack = page.getByRole('link', { name: 'Закрыть просмотр' })
	await expect(wayBack).toHaveCount(1)
	await page.getByRole('heading', { name: 'Профиль' }).scrollIntoViewIfNeeded()
	await expect(wayBack).toHaveCount(2)
	await wayBack.last().click()
	await waitForRoad(page)
	await expect(page).toHaveTitle(/^План · /)
})

test('a curator reads the history and is told who may bring the plan back', async ({ curator }) => {
	const { page } = curator
	await page.goto(HISTORY)
	await page.getByRole('link', { name: showMoment }).first().click()
	await expect(page.getByRole('button', { name: 'Вернуть план к этому состоянию' })).toBeDisabled()
	await expect(page.getByText('Вернуть план могут наставник и наставляемый.')).toBeVisible()
})

test('without a network the history says so, and comes by itself when there is one', async ({ mentor }) => {
	await openRoad(mentor)
	await mentor.goOffline()
	await mentor.page.goto(HISTORY)
	await expect(mentor.page.getByText('История показывается, когда есть сеть')).toBeVisible()
	await mentor.goOnline()
	await expect(mentor.page.getByText('План создан')).toBeVisible()
})

test('[R3] edits of somebody whose access has ended wait for the curator, who reads them and accepts them', async ({
	mentor,
	mentee,
	curator
}) => {
	await openRoad(mentor)
	await openRoad(mentee)
	await mentee.goOffline()
	await markDone(mentee.page, SAFETY)
	const ended = await curator.context.request.post('/api/programs/program-1/participants/mentee-1/end', {
		data: {},
		headers: { 'content-type': 'application/json' }
	})
	expect(ended.status()).toBe(204)
	await mentee.goOnline()

	const { page } = curator
	await page.goto('/curator')
	await page.getByRole('link', { name: /на рассмотрении/ }).click()
	await expect(page.getByRole('heading', { name: 'Правки на рассмотрении' })).toBeVisible()
	await expect(async () => {
		await page.reload()
		await expect(page.getByText(/Отмечено выполненным: .*Охрана труда/)).toBeVisible({ timeout: 2000 })
	}).toPass()
	await page.getByRole('button', { name: 'Принять' }).click()
	await page.getByRole('alertdialog').getByRole('button', { name: 'Принять' }).click()
	await expect(page.getByText('Принято', { exact: true })).toBeVisible()
	await expect(page.getByRole('button', { name: 'Принять' })).toHaveCount(0)
	await expect(mentor.page.getByText('Выполнено 10 из 22')).toBeVisible()

	await page.reload()
	await page.getByRole('button', { name: 'Показать, что принято' }).click()
	await expect(page.getByText('В плане изменилось:')).toBeVisible()
	await expect(page.getByText(/Отмечено выполненным: .*Охрана труда/)).toBeVisible()

	await mentor.page.goto(HISTORY)
	const entry = mentor.page.getByRole('listitem').filter({ hasText: /Отмечено выполненным: 2\.5.*Охрана труда/ })
	await expect(entry.filter({ hasText: 'Ирина Лаптева' })).toHaveCount(1)
	await expect(entry.filter({ hasText: 'Ирина Лаптева' })).toContainText(
		/Принято на рассмотрении: Елена Воронцова, \d+\s\S+, \d+:\d+/
	)
})
