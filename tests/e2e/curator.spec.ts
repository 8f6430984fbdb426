import type { Locator, Route } from '@playwright/test'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { decodeFrame, encodeStep1, encodeUpdate, type Frame } from '#protocol/frames.ts'
import { expect, PROGRAM, test } from './actors.ts'
import { markDone, openProgramSheet, waitForRoad } from './program-page.ts'

const SAFETY = 'Охрана труда: нормативно-правовая база'

test('the curator sees a change within five seconds, without touching anything', async ({ mentor, curator }) => {
	await mentor.page.goto(PROGRAM)
	await waitForRoad(mentor.page)
	await curator.page.goto('/curator')
	const row = curator.page.getByRole('row').filter({ hasText: 'Лаптева' })
	await expect(row).toContainText('9 из 22')
	await markDone(mentor.page, SAFETY)
	await expect(row).toContainText('10 из 22', { timeout: 5_000 })
})

test('the curator reads a programme and finds nothing to edit', async ({ curator }) => {
	await curator.page.goto('/curator')
	await curator.page
		.getByRole('link', { name: /Лаптева/ })
		.first()
		.click()
	await waitForRoad(curator.page)
	await expect(curator.page.getByText('Вы читаете программу')).toBeVisible()
	await expect(curator.page.getByRole('button', { name: 'Добавить мероприятие' })).toHaveCount(0)
	await expect(curator.page.getByRole('button', { name: /Отметить/ })).toHaveCount(0)
	await curator.page.goto(`${PROGRAM}/activities/a2-5`)
	await expect(curator.page.getByText('Ждём заключение')).toBeVisible()
	await expect(curator.page.getByRole('textbox')).toHaveCount(0)
})

test('[R11] who takes part is as it is now where a curator reads the programme, also when that changes meanwhile', async ({
	curator
}) => {
	const { page } = curator
	const sheet = await openProgramSheet(page)
	await sheet.getByRole('button', { name: /^Закрыть доступ ?: Ковалёв/ }).click()
	// The list that the programme's pages use is requested with the change, not only when they open.
	const listed = page.waitForResponse('**/api/me?*', { timeout: 20_000 })
	await page.getByRole('alertdialog').getByRole('button', { name: 'Закрыть доступ' }).click()
	await listed
	await expect(sheet.getByRole('button', { name: /^Вернуть доступ ?: Ковалёв/ })).toBeVisible()
	await page.keyboard.press('Escape')
	await page
		.getByRole('link', { name: /Лаптева/ })
		.first()
		.click()
	await waitForRoad(page)
	const header = page.getByRole('banner')
	await expect(header).toContainText('Ирина Лаптева')
	await expect(header).not.toContainText('Ковалёв')
	await page.getByRole('link', { name: 'О программе', exact: true }).first().click()
	const people = page.getByRole('region', { name: 'Участники' }).getByRole('listitem')
	await expect(people).toHaveText([/^\s*\S*\s*Лаптева/])

	// Another tab, as another curator.
	const otherTab = await curator.context.newPage()
	const board = await openProgramSheet(otherTab)
	await board.getByRole('button', { name: /^Вернуть доступ ?: Ковалёв/ }).click()
	await otherTab.getByRole('alertdialog').getByRole('button', { name: 'Вернуть доступ' }).click()
	await expect(people).toHaveCount(2)
	await expect(people.filter({ hasText: 'Ковалёв' })).toContainText('наставник', { ignoreCase: true })
	await expect(header).toContainText('Виктор Ковалёв, Ирина Лаптева')
})

test('[R14] the relay refuses the curator’s edit, whatever sends it', async ({ mentor, curator, server }) => {
	await mentor.page.goto(PROGRAM)
	await waitForRoad(mentor.page)
	const cookies = await curator.context.cookies()
	const forged = new Y.Doc()
	forged.getMap('activities').set('forged', new Y.Map([['title', 'Вписано куратором']]))

	const nack = await new Promise<Frame>((resolve, reject) => {
		const socket = new WebSocket(`${server.origin.replace('http', 'ws')}/sync/plan:program-1?v=1`, {
			headers: { cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; ') }
		})
		socket.on('error', reject)
		socket.on('open', () => {
			socket.send(encodeStep1(Y.encodeStateVector(new Y.Doc())))
			socket.send(encodeUpdate(Y.encodeStateAsUpdate(forged)))
		})
		socket.on('message', (bytes: Buffer) => {
			const frame = decodeFrame(new Uint8Array(bytes))
			if (frame?.type !== 'nack') return
			socket.close()
			resolve(frame)
		})
	})
	expect(nack).toMatchObject({ type: 'nack', nack: { reason: 'read-only' } })
	await mentor.page.reload()
	await waitForRoad(mentor.page)
	await expect(mentor.page.getByText('Вписано куратором')).toHaveCount(0)
})

test('a board that does not load says so at once, and its button beside that', async ({ curator }) => {
	let answer = (route: Route) => route.fulfill({ status: 500 })
	await curator.page.route(
		(url) => url.pathname === '/api/board',
		(route) => answer(route)
	)
	await curator.page.goto('/curator')
	const alert = curator.page.getByRole('alert')
	await expect(alert).toHaveText(/Программы не загрузились/)
	await expect(alert.getByRole('button')).toHaveCount(0)
	// The board also asks by itself, so no request gets an answer until the button is pressed.
	const pressed = Promise.withResolvers<void>()
	answer = async (route) => {
		await pressed.promise
		await route.continue()
	}
	await curator.page.getByRole('button', { name: 'Повторить' }).click()
	pressed.resolve()
	await expect(curator.page.getByRole('row').filter({ hasText: 'Лаптева' })).toBeVisible()
})

test('a mentor is told that the board is not theirs', async ({ mentor }) => {
	await mentor.page.goto('/curator')
	await expect(mentor.page.getByText('Этот раздел — для кураторов')).toBeVisible()
})

test('[T2] with a unit chosen, the tiles count what the list shows', async ({ curator }) => {
	const { page } = curator
	await page.goto('/curator')
	const running = page.getByRole('group', { name: 'Показать' }).getByRole('button').first()
	const rows = page.getByRole('row').filter({ has: page.getByRole('link') })
	await expect(running).toHaveText(/^5/)
	await page.getByLabel('Подразделение').selectOption('Комитет по дошкольному образованию')
	await expect(rows).toHaveCount(1)
	await expect(running).toHaveText(/^1/)
	// Where the department has no programmes, there is still a way back to all.
	await page.getByLabel('Подразделение').selectOption('Отдел воспитания и дополнительного образования')
	await expect(running).toHaveText(/^0/)
	await page.getByRole('link', { name: 'Показать все' }).click()
	await expect(running).toHaveText(/^5/)
})

test('[T3] Elena sees first who needs her, and opens only the programmes without a report', async ({ curator }) => {
	const { page } = curator
	await page.goto('/curator')
	const rows = page.getByRole('row').filter({ has: page.getByRole('link') })
	await expect(rows.getByRole('rowheader')).toHaveText([/Седых/, /Лаптева/, /Гуров/, /Бахтин/, /Яковлева/])
	await expect(rows.first()).toContainText('не сдано: 3')
	// The whole of a title that one line cuts.
	await expect(rows.nth(1)).toHaveAttribute('title', /^Ближайшее: Консультационный \S+/)
	const boxes = await Promise.all((await rows.all()).map((row) => row.boundingBox()))
	const heights = boxes.map((box) => box!.height)
	const eightRows = boxes[0]!.y + (8 * heights.reduce((sum, height) => sum + height)) / heights.length
	expect(eightRows).toBeLessThanOrEqual(900)
	await page.getByRole('button', { name: /не сдан отчёт/ }).click()
	await expect(rows.getByRole('rowheader')).toHaveText([/Седых/, /Лаптева/, /Гуров/, /Бахтин/])
})

test('Elena sorts by progress, and comes back to who needs her', async ({ curator }) => {
	const { page } = curator
	await page.goto('/curator')
	const rows = page.getByRole('row').filter({ has: page.getByRole('link') })
	const names = rows.getByRole('rowheader')
	const byNeed = [/Седых/, /Лаптева/, /Гуров/, /Бахтин/, /Яковлева/]
	const head = page.getByRole('columnheader', { name: 'Дорога' })
	const button = head.getByRole('button')
	await expect(names).toHaveText(byNeed)
	await expect(head).not.toHaveAttribute('aria-sort')
	expect((await button.boundingBox())!.height).toBeGreaterThanOrEqual(44)
	await button.click()
	await expect(head).toHaveAttribute('aria-sort', 'ascending')
	await expect.poll(() => areSharesSorted(rows, 'ascending')).toBe(true)
	await page.keyboard.press('Enter')
	await expect(head).toHaveAttribute('aria-sort', 'descending')
	await expect.poll(() => areSharesSorted(rows, 'descending')).toBe(true)
	// A filter, a reload and the way back keep the order.
	await page.getByRole('button', { name: /не сдан отчёт/ }).click()
	await expect(rows).toHaveCount(4)
	expect(await areSharesSorted(rows, 'descending')).toBe(true)
	await page.reload()
	await expect(rows).toHaveCount(4)
	await expect(head).toHaveAttribute('aria-sort', 'descending')
	await page.goBack()
	await expect(rows).toHaveCount(5)
	expect(await areSharesSorted(rows, 'descending')).toBe(true)
	await button.click()
	await expect(head).not.toHaveAttribute('aria-sort')
	await expect(names).toHaveText(byNeed)
	expect(new URL(page.url()).search).toBe('')

	// On a phone.
	await page.setViewportSize({ width: 390, height: 844 })
	const cards = page.getByRole('list', { name: 'Программы муниципалитета' }).locator('> li')
	await expect(cards).toHaveText(byNeed)
	const order = page.getByLabel('Сортировать')
	await expect(order).toHaveValue('')
	await order.selectOption('Сначала меньше выполнено')
	await expect.poll(() => areSharesSorted(cards, 'ascending')).toBe(true)
	await page.reload()
	await expect(order).toHaveValue('road')
	await expect.poll(() => areSharesSorted(cards, 'ascending')).toBe(true)
	await order.selectOption('Сначала требующие внимания')
	await expect(cards).toHaveText(byNeed)
})

/** By «9 из 22»; and no programme is like the others. */
async function areSharesSorted(rows: Locator, direction: 'ascending' | 'descending'): Promise<boolean> {
	const shares = (await rows.allInnerTexts()).map((text) => {
		const [, done, total] = /(\d+) из (\d+)/.exec(text) ?? []
		return Number(done) / Number(total)
	})
	const sorted = shares.toSorted((one, other) => (direction === 'ascending' ? one - other : other - one))
	return new Set(shares).size > 1 && shares.join() === sorted.join()
}
