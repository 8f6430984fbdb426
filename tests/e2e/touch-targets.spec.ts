/** What opens over a screen can be worked with a finger, on a phone of today and on a small one; so can a phone's first screens. */
import { expect, PROGRAM, test } from './actors.ts'
import { openSyncSheet, waitForRoad } from './program-page.ts'
import { smallTargetsOn } from './screen-checks.ts'

for (const viewport of [
	{ width: 390, height: 844 },
	{ width: 360, height: 740 }
]) {
	const size = `${viewport.width} × ${viewport.height}`

	test(`every window over a screen can be worked with a finger, ${size}`, async ({ mentor, curator }) => {
		for (const { page } of [mentor, curator]) await page.setViewportSize(viewport)
		const { page } = mentor
		await page.goto(PROGRAM)
		await waitForRoad(page)
		const sheet = await openSyncSheet(page)
		await sheet.getByRole('button', { name: 'Проверить всё' }).click()
		await expect(sheet).toContainText('Всё в порядке')
		await expect.poll(() => smallTargetsOn(page), 'the sync sheet').toEqual([])
		await page.keyboard.press('Escape')
		await page.getByRole('button', { name: 'Действия:' }).first().click()
		await expect(page.getByRole('menu')).toBeVisible()
		await expect.poll(() => smallTargetsOn(page), 'the menu of an activity').toEqual([])
		await page.goto('/settings')
		await page.getByRole('button', { name: 'Выйти' }).click()
		await expect(page.getByRole('dialog')).toBeVisible()
		await expect.poll(() => smallTargetsOn(page), 'signing out').toEqual([])
		await curator.page.goto('/curator')
		await curator.page.getByRole('button', { name: /Устройства, доступ и отчёты:.*Лаптева/ }).click()
		await expect(curator.page.getByRole('dialog')).toContainText('Устройство 1')
		await expect.poll(() => smallTargetsOn(curator.page), 'devices and access').toEqual([])
	})

	test(`who is not signed in can do so with a finger, ${size}`, async ({
		curator,
		openPhone,
		server,
		startAnother
	}) => {
		const { page } = await openPhone({ baseURL: server.origin, viewport })
		await page.goto('/sign-in')
		await expect(page.getByRole('button', { name: /Лаптева/ })).toBeVisible()
		await expect.poll(() => smallTargetsOn(page), 'sign-in of the demonstration').toEqual([])

		await curator.page.goto('/curator/people/invitations')
		await curator.page.getByLabel('Фамилия').fill('Новикова')
		await curator.page.getByRole('textbox', { name: 'Имя' }).fill('Анна')
		await curator.page.getByLabel('Роль').selectOption({ label: 'Наставник' })
		await curator.page.getByRole('button', { name: 'Создать ссылку' }).click()
		await page.goto(await curator.page.getByRole('textbox', { name: 'Ссылка-приглашение' }).inputValue())
		await expect(page.getByText('Здравствуйте, ')).toBeVisible()
		await expect.poll(() => smallTargetsOn(page), 'an invitation').toEqual([])

		const real = await startAnother({ TANDEM_DEMO: '0' })
		const phone = await openPhone({ baseURL: real.origin, viewport })
		await phone.page.goto('/sign-in')
		await expect(phone.page.getByLabel('Логин')).toBeVisible()
		await expect.poll(() => smallTargetsOn(phone.page), 'sign-in').toEqual([])
	})
}
