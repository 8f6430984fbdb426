/** Meetings in calendars outside: a file of one meeting, and an address that a calendar reads by itself (domain.md L4). */
import { readFile } from 'node:fs/promises'
import { expect, PROGRAM, test } from './actors.ts'

test('[L4] Viktor subscribes his calendar to his meetings, and revokes the address', async ({ mentor, request }) => {
	const { page } = mentor
	await page.goto('/settings')
	await page.getByRole('button', { name: 'Получить адрес' }).click()
	const address = await page.getByRole('textbox', { name: 'Адрес календаря' }).inputValue()
	const answer = await request.get(address)
	expect(answer.headers()['content-type']).toContain('text/calendar')
	const calendar = await answer.text()
	expect(calendar).toContain('SUMMARY:Встреча')
	expect(calendar).not.toContain('Лаптева')

	await page.reload()
	await expect(page.getByText(/^Адрес создан/)).toBeVisible()
	await expect(page.getByRole('textbox', { name: 'Адрес календаря' })).toHaveCount(0)
	await page.getByRole('button', { name: 'Отозвать адрес' }).click()
	await page.getByRole('alertdialog').getByRole('button', { name: 'Отозвать адрес' }).click()
	await expect(page.getByRole('button', { name: 'Получить адрес' })).toBeVisible()
	expect((await request.get(address)).status()).toBe(404)
})

test('one meeting as a calendar file, without a network', async ({ mentor }) => {
	const { page } = mentor
	await page.goto(`${PROGRAM}/meetings/meeting-1`)
	await expect(page.getByRole('textbox', { name: 'Протокол' })).toBeVisible()
	await mentor.goOffline()
	await page
		.getByRole('button', { name: /^Действия/ })
		.first()
		.click()
	const saving = page.waitForEvent('download')
	await page.getByRole('menuitem', { name: 'В календарь телефона' }).click()
	const file = await (await saving).path()
	expect(await readFile(file, 'utf8')).toMatch(/BEGIN:VEVENT.*SUMMARY:Встреча.*END:VEVENT/s)
})
