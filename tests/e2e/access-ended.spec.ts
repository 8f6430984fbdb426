/** A curator ends a mentor's right (sync.md R3, R11): it takes effect at once, and nothing written is lost. */
import type { Locator, Page } from '@playwright/test'
import { readFile } from 'node:fs/promises'
import * as Y from 'yjs'
import { readActivities } from '#domain/plan/activity.ts'
import { decodeTransfer } from '#protocol/transfer-file.ts'
import { transferTools } from '#lib/sync/stored/transfer.ts'
import { type Actor, expect, PROGRAM, test } from './actors.ts'
import {
	addActivity,
	handOver,
	onDevice,
	onServer,
	openProgramSheet,
	remembersOnDevice,
	stopOf,
	tickOf,
	waitForRoad
} from './program-page.ts'

test('[R11] a mentor at work is told within two seconds, reads on, and writes again when the right is given back', async ({
	mentor,
	curator,
	directory
}) => {
	await mentor.page.goto(PROGRAM)
	await waitForRoad(mentor.page)
	await expect(tickOf(mentor.page)).toHaveText(onServer)
	await openProgramSheet(curator.page)
	await endAccessOf(curator.page, 'Ковалёв')
	await expect(mentor.page.getByText('Доступ к программе закрыт')).toBeVisible({ timeout: 2_000 })
	await expect(mentor.page.getByText(/Доступ к программе закрыт: сегодня, \d/)).toBeVisible()
	await expect(mentor.page.getByRole('button', { name: 'Добавить мероприятие' })).toHaveCount(0)
	await expect(mentor.page.locator('li[data-today]')).toBeVisible()

	await mentor.goOffline()
	await mentor.page.goto('/')
	await expect(mentor.page.getByRole('heading', { name: 'Прошлые программы' })).toBeVisible()
	await mentor.page.getByRole('link', { name: 'Ирина Лаптева' }).click()
	await waitForRoad(mentor.page)
	const file = await handOver(mentor.page, mentor.page.locator('.notices'), directory)
	expect(await titlesIn(file)).not.toEqual([])
	await mentor.goOnline()

	await askToReturnAccessOf(curator.page, 'Ковалёв')
	await returnAccessOf(curator.page, 'Ковалёв')
	// Nobody reloads anything: a visible page asks the server at least every ten seconds.
	await expect(mentor.page.getByRole('button', { name: 'Добавить мероприятие', exact: true }).last()).toBeVisible({
		timeout: 12_000
	})
	await addActivity(mentor.page, 'Снова можно писать')
	await expect(tickOf(mentor.page)).toHaveText(onServer)
})

test('[R3] what was written before the word arrived is held, and enters the programme when the curator accepts it', async ({
	mentor,
	mentee,
	curator
}) => {
	await mentee.page.goto(PROGRAM)
	await mentor.page.goto(PROGRAM)
	await waitForRoad(mentor.page)
	await expect(tickOf(mentor.page)).toHaveText(onServer)
	await mentor.goOffline()
	await addActivity(mentor.page, 'Написано, пока доступ закрывали')
	await expect(tickOf(mentor.page)).toHaveText(onDevice)
	await openProgramSheet(curator.page)
	await endAccessOf(curator.page, 'Ковалёв')

	await mentor.goOnline()
	await expect(mentor.page.getByText('Ваши последние правки у куратора').first()).toBeVisible({
		timeout: 20_000
	})
	await expect(tickOf(mentor.page)).toHaveText('На рассмотрении')
	expect(
		await tickOf(mentor.page)
			.locator('span')
			.evaluate((words) => words.scrollWidth - words.clientWidth)
	).toBe(0)
	await expect(stopOf(mentee.page, 'Написано, пока доступ закрывали')).toHaveCount(0)
	const second = await mentor.page.context().newPage()
	await second.goto('/')
	await expect(second.getByRole('article').filter({ hasText: 'решит куратор' })).toBeVisible()
	await second.close()
	await curator.page.keyboard.press('Escape')
	await curator.page.getByRole('link', { name: /Правки на рассмотрении \(\d+\)/ }).click()
	await expect(curator.page.getByText('Написано, пока доступ закрывали')).toBeVisible()
	await curator.page
		.getByRole('button', { name: /^Принять/ })
		.first()
		.click()
	await curator.page
		.getByRole('alertdialog')
		.getByRole('button', { name: /^Принять/ })
		.click()
	await expect(stopOf(mentee.page, 'Написано, пока доступ закрывали')).toHaveCount(1)
	await expect(mentor.page.getByText('Куратор принял ваши последние правки').first()).toBeVisible({ timeout: 70_000 })
	await expect(tickOf(mentor.page)).toHaveText(onServer)
	await mentor.page.reload()
	await waitForRoad(mentor.page)
	await expect(tickOf(mentor.page)).toHaveText(onServer)
})

test('[R3] what was held enters once access is given back, though its device stays away: the curator is told so before and after', async ({
	mentor,
	mentee,
	curator
}) => {
	await mentee.page.goto(PROGRAM)
	await bringLate(mentor, curator.page, 'Ждёт, пока доступ закрыт')
	await openProgramSheet(curator.page)
	const asking = await askToReturnAccessOf(curator.page, 'Ковалёв')
	await expect(asking).toContainText(/ждут решения, войдут сразу: [1-9]/)
	await expect(asking).not.toContainText('Отклонённые')
	await returnAccessOf(curator.page, 'Ковалёв')
	await expect(stopOf(mentee.page, 'Ждёт, пока доступ закрыт')).toHaveCount(1)
	await curator.page.goto('/curator/held')
	const decided = curator.page.getByRole('region', { name: /^Решённые/ })
	await expect(decided).toContainText('Вошли в программу')
	await expect(decided).toContainText('После возврата доступа: сегодня')
	await expect(curator.page.getByRole('button', { name: 'Принять' })).toHaveCount(0)
	await mentor.goOnline()
	await expect(tickOf(mentor.page)).toHaveText(onServer, { timeout: 70_000 })
	await expect(stopOf(mentee.page, 'Ждёт, пока доступ закрыт')).toHaveCount(1)
})

test('[R3] what was set aside stays so once access is given back, and comes only with its device: the curator is told so', async ({
	mentor,
	mentee,
	curator
}) => {
	const { page } = curator
	await mentee.page.goto(PROGRAM)
	await bringLate(mentor, page, 'Отклонено, пока доступ был закрыт')
	await page.goto('/curator/held')
	const waiting = page.getByRole('region', { name: /^Ждут решения/ })
	await expect(waiting).toContainText('Отклонено, пока доступ был закрыт')
	await expect(waiting.getByRole('heading')).toHaveText(/^Ждут решения 1\s*$/)
	await page.getByRole('button', { name: 'Отклонить' }).click()
	const decided = page.getByRole('region', { name: /^Решённые/ })
	await expect(decided).toContainText('Отклонено')
	await expect(page.getByText('Доступ автору возвращён')).toHaveCount(0)

	await openProgramSheet(page)
	const asking = await askToReturnAccessOf(page, 'Ковалёв')
	await expect(asking).toContainText(/Отклонённые правки сами не войдут.*: [1-9]/)
	await expect(asking).not.toContainText('ждут решения')
	await expect(asking.getByRole('link', { name: 'Посмотреть правки' })).toBeVisible()
	await returnAccessOf(page, 'Ковалёв')
	await page.goto('/curator/held')
	await expect(decided).toContainText(
		'Доступ автору возвращён. Хотя эти правки отклонены, их может прислать устройство'
	)
	await expect(stopOf(mentee.page, 'Отклонено, пока доступ был закрыт')).toHaveCount(0)

	await mentor.goOnline()
	await expect(stopOf(mentee.page, 'Отклонено, пока доступ был закрыт')).toHaveCount(1, { timeout: 70_000 })
	await page.reload()
	await expect(decided).toContainText('Отклонено')
})

test('the curator’s sheet says what a device said and when, and what it never said is not guessed', async ({
	mentor,
	curator
}) => {
	await mentor.page.goto(PROGRAM)
	await waitForRoad(mentor.page)
	await expect(tickOf(mentor.page)).toHaveText(onServer)
	await openProgramSheet(curator.page)
	const sheet = curator.page.getByRole('dialog')
	const viktor = sheet.getByRole('region', { name: 'Ковалёв' })
	await expect(viktor).toContainText('Устройство 1 · данные: сегодня')
	await expect(viktor).toContainText('всё отправлено')
	await expect(viktor).toContainText(/Свободное место\s*[\d,]+/)
	await expect(sheet.getByRole('region', { name: 'Лаптева' })).toContainText('нет данных')
})

test('a programme is deleted only by its name, and is then in nobody’s list', async ({ mentor, curator }) => {
	await mentor.page.goto('/')
	await expect(mentor.page.getByText('Ирина Лаптева').first()).toBeVisible()
	await openProgramSheet(curator.page)
	const sheet = curator.page.getByRole('dialog')
	await curator.page.setViewportSize({ width: 390, height: 600 })
	await sheet.getByText('Удалить программу').click()
	await expect(sheet.getByText('Удалить навсегда')).toBeInViewport({ ratio: 1 })
	await expect(sheet.getByText('программа исчезнет с сервера навсегда')).toBeFocused()
	await sheet.getByRole('textbox').fill('что-то другое')
	await sheet.getByRole('button', { name: 'Удалить навсегда' }).click()
	await expect(sheet.getByText('Фамилия не совпадает')).toBeVisible()
	await sheet.getByRole('textbox').fill('Лаптева')
	await sheet.getByRole('button', { name: 'Удалить навсегда' }).click()
	await expect(curator.page.getByText('Программа удалена: Ковалёв В. А., Лаптева И. С.')).toBeVisible()
	await expect(curator.page.getByRole('row').filter({ hasText: 'Лаптева' })).toHaveCount(0)
	await mentor.page.goto('/')
	await expect(mentor.page.getByText('Павел Гуров').first()).toBeVisible()
	// The phone's copy stays there, as ended (the next story).
	const named = mentor.page.getByRole('listitem').filter({ hasText: 'Ирина Лаптева' })
	await expect(named.filter({ hasNotText: 'Программа удалена куратором' })).toHaveCount(0)
})

test('what a phone holds of a deleted programme is read there, handed over, and taken away on a second word', async ({
	mentor,
	curator,
	directory
}) => {
	const { page } = mentor
	await page.goto(PROGRAM)
	await waitForRoad(page)
	await expect.poll(() => remembersOnDevice(page, 'programs:mentor-1')).toBe(true)
	await mentor.goOffline()
	await addActivity(page, 'Осталось только здесь')
	await expect(tickOf(page)).toHaveText(onDevice)
	const deleted = await curator.context.request.delete('/api/programs/program-1')
	expect(deleted.status()).toBe(204)

	await mentor.goOnline()
	await page.goto('/')
	const card = page.getByRole('region', { name: 'Прошлые программы' }).getByRole('article')
	await expect(card).toContainText('Ирина Лаптева')
	await expect(card).toContainText('Программа удалена куратором')
	expect(await titlesIn(await handOver(page, card, directory))).toContain('Осталось только здесь')
	await card.getByRole('link', { name: 'Ирина Лаптева' }).click()
	await expect(stopOf(page, 'Осталось только здесь')).toHaveCount(1)
	await expect(page.getByRole('button', { name: 'Добавить мероприятие' })).toHaveCount(0)

	await page.goto('/settings')
	await page.getByRole('button', { name: 'Выйти' }).click()
	const leaving = page.getByRole('dialog')
	await expect(leaving.getByRole('listitem').filter({ hasText: 'Ирина Лаптева' })).toContainText('Передать файлом')
	await leaving.getByRole('button', { name: 'Остаться' }).click()

	await page.goto('/')
	await card.getByRole('button', { name: 'Убрать с этого устройства' }).click()
	const asking = page.getByRole('alertdialog')
	await expect(asking).toContainText('Часть правок не на сервере')
	await asking.getByRole('button', { name: 'Отмена' }).click()
	await expect(card).toHaveCount(1)
	await card.getByRole('button', { name: 'Убрать с этого устройства' }).click()
	await asking.getByRole('button', { name: 'Убрать' }).click()
	await expect(card).toHaveCount(0)
	await page.goto(PROGRAM)
	await expect(page.getByText('Такой программы у вас нет')).toBeVisible()
})

test('a mentor who changed nothing is told that the curator deleted the programme, and of no edits', async ({
	mentor,
	curator
}) => {
	const { page } = mentor
	await page.goto(PROGRAM)
	await waitForRoad(page)
	await expect(tickOf(page)).toHaveText(onServer)
	expect((await curator.context.request.delete('/api/programs/program-1')).status()).toBe(204)
	await expect(page.getByText('Программа удалена куратором')).toBeVisible()
	await expect(tickOf(page)).toHaveText('Удалена')
	for (const name of ['Добавить мероприятие', 'Начать визит'])
		await expect(page.getByRole('button', { name, exact: true })).toHaveCount(0)
	await tickOf(page).click()
	const sheet = page.getByRole('dialog', { name: 'Где ваши правки' })
	await expect(sheet).toContainText('Куратор удалил эту программу')
	await expect(sheet).not.toContainText('уйдут сами')
})

/** Titles of the activities in a transfer file of the mentor. */
async function titlesIn(file: string): Promise<string[]> {
	const decoded = await decodeTransfer(await readFile(file), transferTools)
	if (!decoded.ok) throw new Error(decoded.reason)
	expect(decoded.transfer.header).toMatchObject({ programId: 'program-1', personId: 'mentor-1' })
	const plan = new Y.Doc()
	for (const { documentId, update } of decoded.transfer.documents)
		if (documentId === 'plan:program-1') Y.applyUpdate(plan, update)
	return readActivities(plan).map(({ title }) => title)
}

async function endAccessOf(page: Page, familyName: string): Promise<void> {
	await page.getByRole('button', { name: new RegExp(`Закрыть доступ ?: ${familyName}`) }).click()
	await page.getByRole('alertdialog').getByRole('button', { name: 'Закрыть доступ' }).click()
	await expect(page.getByRole('button', { name: new RegExp(`Вернуть доступ ?: ${familyName}`) })).toBeVisible()
	await expect(page.getByRole('status').filter({ hasText: `Доступ закрыт: ${familyName}` })).toBeVisible()
}

/** The mentor writes without a network; their right ends; they bring it, and go again. */
async function bringLate(mentor: Actor, curator: Page, title: string): Promise<void> {
	await mentor.page.goto(PROGRAM)
	await waitForRoad(mentor.page)
	await expect(tickOf(mentor.page)).toHaveText(onServer)
	await mentor.goOffline()
	await addActivity(mentor.page, title)
	await expect(tickOf(mentor.page)).toHaveText(onDevice)
	await openProgramSheet(curator)
	await endAccessOf(curator, 'Ковалёв')
	await mentor.goOnline()
	await expect(tickOf(mentor.page)).toHaveText('На рассмотрении')
	await mentor.goOffline()
}

async function askToReturnAccessOf(page: Page, familyName: string): Promise<Locator> {
	await page.getByRole('button', { name: new RegExp(`Вернуть доступ ?: ${familyName}`) }).click()
	return page.getByRole('alertdialog')
}

/** Confirms the question. */
async function returnAccessOf(page: Page, familyName: string): Promise<void> {
	await page.getByRole('alertdialog').getByRole('button', { name: 'Вернуть доступ' }).click()
	await expect(page.getByRole('button', { name: new RegExp(`Закрыть доступ ?: ${familyName}`) })).toBeVisible()
}
