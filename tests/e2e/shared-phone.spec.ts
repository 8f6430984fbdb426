/** One phone, several people (sync.md D4): a person who signs out is warned of what is only here, and leaves nothing behind. */
import type { Page } from '@playwright/test'
import { expect, PROGRAM, test, type Actor } from './actors.ts'
import { addActivity, onDevice, onServer, remembersOnDevice, stopOf, tickOf, waitForRoad } from './program-page.ts'

const ONLY_HERE = 'Записано только здесь'

test('[D4] who signs out leaves nothing, and who signs in next sees nothing of theirs', async ({ mentor }) => {
	// The phone goes to the next person at once: nothing waits for a server that does not answer.
	await mentor.context.route('**/api/sign-out', () => {})
	await mentor.page.goto('/programs/program-2')
	await waitForRoad(mentor.page)
	await addActivity(mentor.page, 'Секрет Виктора')
	await expect(tickOf(mentor.page)).toHaveText(onServer)
	await leaveFromSettings(mentor.page)
	await expect(mentor.page.getByRole('dialog')).toContainText('Все ваши правки на сервере')
	await mentor.page.getByRole('dialog').getByRole('button', { name: 'Выйти' }).click()
	await expect(mentor.page).toHaveURL(/\/sign-in/)
	await expect.poll(() => keptOf(mentor.page, 'mentor-1'), { timeout: 5_000 }).toEqual([])
	expect(await remembersOnDevice(mentor.page, 'me')).toBe(false)

	await mentor.context.unroute('**/api/sign-out')
	await mentor.signIn('mentee-1')
	await mentor.page.goto('/programs/program-2')
	await expect(mentor.page.getByText('Такой программы у вас нет')).toBeVisible()
	await mentor.page.goto(PROGRAM)
	await waitForRoad(mentor.page)
	await mentor.page.goto('/')
	await expect(mentor.page.getByText('Виктор Ковалёв').first()).toBeVisible()
	await expect(mentor.page.getByText('Павел Гуров')).toHaveCount(0)
	expect(await keptOf(mentor.page, 'mentor-1')).toEqual([])
})

test('who would leave unsent edits behind is told of which programmes, and sends them first', async ({
	mentor,
	mentee
}) => {
	await writeOffline(mentor)
	await leaveFromSettings(mentor.page)
	const dialog = mentor.page.getByRole('dialog', { name: 'Выйти на этом устройстве?' })
	await expect(dialog).toContainText('Часть правок есть только на этом устройстве')
	await expect(dialog.getByRole('listitem').filter({ hasText: 'Ирина Лаптева' })).toBeVisible()
	await expect(dialog.getByRole('button', { name: 'Передать файлом' })).toBeVisible()
	await expect(dialog.getByRole('button', { name: 'Отправить сейчас' })).toHaveCount(0)
	await dialog.getByRole('button', { name: 'Остаться' }).click()
	await expect(dialog).toHaveCount(0)

	await mentor.goOnline()
	await leaveFromSettings(mentor.page)
	// The app may send the edits by itself meanwhile, and the button disappears.
	const send = dialog.getByRole('button', { name: 'Отправить сейчас' })
	await expect(async () => {
		if (await send.isVisible()) await send.click({ timeout: 1_000 })
		await expect(dialog).toContainText('Все ваши правки на сервере', { timeout: 1_000 })
	}).toPass()
	await dialog.getByRole('button', { name: 'Выйти' }).click()
	await expect(mentor.page).toHaveURL(/\/sign-in/)
	await mentee.page.goto(PROGRAM)
	await expect(stopOf(mentee.page, ONLY_HERE)).toHaveCount(1)
})

test('unsent edits are given up only after a second word', async ({ mentor }) => {
	await writeOffline(mentor)
	await leaveFromSettings(mentor.page)
	await mentor.page.getByRole('button', { name: 'Выйти и удалить неотправленное' }).click()
	const asking = mentor.page.getByRole('alertdialog')
	await asking.getByRole('button', { name: 'Отмена' }).click()
	expect(await keptOf(mentor.page, 'mentor-1')).not.toEqual([])
	await mentor.page.getByRole('button', { name: 'Выйти и удалить неотправленное' }).click()
	await asking.getByRole('button', { name: 'Удалить и выйти' }).click()
	await expect(mentor.page).toHaveURL(/\/sign-in/)
	await expect(mentor.page.getByText('Сейчас нет сети')).toBeVisible()
	await expect.poll(() => keptOf(mentor.page, 'mentor-1')).toEqual([])
	await expect(mentor.page.getByText('Когда вы войдёте, «Тандем» будет работать и без сети')).toBeVisible()
	await expect(mentor.page.getByText('Правки хранятся здесь и уйдут')).toHaveCount(0)
})

test('whoever has sent everything can leave without a network, and the app then opens for nobody', async ({
	mentor
}) => {
	await mentor.page.goto(PROGRAM)
	await waitForRoad(mentor.page)
	await expect(tickOf(mentor.page)).toHaveText(onServer)
	await mentor.goOffline()
	await leaveFromSettings(mentor.page)
	await mentor.page.getByRole('dialog').getByRole('button', { name: 'Выйти' }).click()
	await expect(mentor.page).toHaveURL(/\/sign-in/)
	await expect.poll(() => keptOf(mentor.page, 'mentor-1')).toEqual([])
	await mentor.page.goto(PROGRAM)
	await expect(mentor.page).toHaveURL(/\/sign-in/)
	await mentor.goOnline()
	await mentor.page.goto(PROGRAM)
	await expect(mentor.page).toHaveURL(/\/sign-in/)
})

async function writeOffline({ page, goOffline }: Actor): Promise<void> {
	await page.goto(PROGRAM)
	await waitForRoad(page)
	await goOffline()
	await addActivity(page, ONLY_HERE)
	await expect(tickOf(page)).toHaveText(onDevice)
}

async function leaveFromSettings(page: Page): Promise<void> {
	await page.goto('/settings')
	await page.getByRole('button', { name: 'Выйти' }).click()
}

/** Everything on the device that is stored under this person's name. */
async function keptOf(page: Page, personId: string): Promise<string[]> {
	const named = await page.evaluate(async (id) => {
		const databases = await indexedDB.databases()
		return [...databases.map(({ name }) => name ?? ''), ...Object.keys(localStorage)].filter((name) =>
			name.includes(id)
		)
	}, personId)
	const list = `programs:${personId}`
	return (await remembersOnDevice(page, list)) ? [...named, list] : named
}
