/** Signing in and staying signed in: codes, passkeys, one's own devices, and a curator who helps people who cannot sign in. */
import type { Page } from '@playwright/test'
import { ageSignIns } from '../support/sign-in-age.ts'
import { expect, PROGRAM, test, waitForServiceWorker, type Actor } from './actors.ts'
import { addActivity, onDevice, onServer, stopOf, tickOf, waitForRoad } from './program-page.ts'

const PASSWORD = 'три старых трамвая'

test('the curator resets Irina’s access and dictates a code, and Irina gets in with it on her new phone', async ({
	curator,
	mentee,
	openPhone,
	server
}) => {
	await mentee.page.goto(PROGRAM)
	await waitForRoad(mentee.page)
	const { page } = curator
	await page.goto('/curator/people/access')
	await page.getByLabel('Найти по имени').fill('лаптева')
	await page.getByLabel('Найти по имени').press('Enter')
	await page.getByRole('button', { name: /^Сбросить доступ .*Лаптева Ирина/ }).click()
	await page.getByRole('alertdialog').getByRole('button', { name: 'Сбросить доступ' }).click()
	await expect(page.getByRole('img', { name: /Квадрат для камеры/ })).toBeVisible()
	const code = await page.getByText(/^[А-Я\d]{5}-[А-Я\d]{5}$/).innerText()

	// Her old phone learns it at once, and keeps its data.
	await expect(mentee.page).toHaveURL(/\/sign-in/)
	await expect(mentee.page.getByText('На этом устройстве вы больше не вошли')).toBeVisible()

	const phone = await openPhone({ baseURL: server.origin })
	await phone.page.goto('/sign-in')
	await phone.page.getByText('Войти с паролем').click()
	await phone.page.getByRole('link', { name: 'Войти по коду приглашения' }).click()
	await phone.page.getByLabel('Код').fill('АВ234-КМ567')
	await phone.page.getByRole('button', { name: 'Продолжить' }).click()
	await expect(phone.page.getByText('Такого кода нет')).toBeVisible()
	await phone.page.getByLabel('Код').fill(code.toLowerCase().replace('-', ' '))
	await phone.page.getByRole('button', { name: 'Продолжить' }).click()
	await expect(phone.page.getByText('Здравствуйте, Лаптева Ирина Сергеевна')).toBeVisible()
	// At an address without a name, only a password opens an account.
	await expect(phone.page.getByText('Придумайте логин и пароль')).toBeVisible()
	await phone.page.getByLabel('Логин').fill('irina')
	const password = phone.page.getByRole('textbox', { name: 'Пароль' })
	await password.fill('Лаптева2026')
	await phone.page.getByRole('button', { name: 'Принять приглашение' }).click()
	await expect(phone.page.getByText('Такой пароль легко угадать')).toBeVisible()
	await password.fill(PASSWORD)
	await phone.page.getByRole('button', { name: 'Принять приглашение' }).click()
	await expect(phone.page).not.toHaveURL(/invite/)
	await phone.page.goto(PROGRAM)
	await waitForRoad(phone.page)

	await phone.page.goto('/settings/access')
	await expect(phone.page.getByText(/Доступ обновлён: Воронцова/)).toBeVisible()
	await expect(phone.page.getByText('Ваш логин: irina')).toBeVisible()
})

test('a sheet is printed with the square, the code and where to enter it', async ({ curator }) => {
	const { page } = curator
	// Keeps what the printer gets, for the checks below.
	await page.addInitScript(() => {
		window.print = () => {
			document.documentElement.dataset.printed = document.querySelector('.sheets')?.textContent ?? ''
		}
	})
	await page.goto('/curator/people/access')
	await page.getByLabel('Найти по имени').fill('лаптева')
	await page.getByLabel('Найти по имени').press('Enter')
	await page.getByRole('button', { name: /^Сбросить доступ .*Лаптева Ирина/ }).click()
	await page.getByRole('alertdialog').getByRole('button', { name: 'Сбросить доступ' }).click()
	const code = await page.getByText(/^[А-Я\d]{5}-[А-Я\d]{5}$/).innerText()
	await page.getByRole('button', { name: 'Напечатать лист', exact: true }).click()
	const sheet = page.locator('html')
	await expect(sheet).toHaveAttribute(
		'data-printed',
		new RegExp(`Лаптева Ирина Сергеевна.*/invite.*${code}.*На один вход, до`)
	)
	await expect(page.locator('.sheets')).toHaveCount(0)
})

test('Darya accepts her invitation with a fingerprint, signs in with it again, and it stays her last way in', async ({
	curator,
	openPhone,
	server
}) => {
	// Browsers allow passkeys for names only.
	const baseURL = server.origin.replace('127.0.0.1', 'localhost')
	const invited = await curator.context.request.post('/api/invitations', {
		data: { familyName: 'Новикова', givenName: 'Дарья', role: 'mentee' }
	})
	const { link } = (await invited.json()) as { link: string }
	const { page } = await openPhone({ baseURL })
	await keepPasskeys(page)
	await page.goto(new URL(link).pathname)
	await expect(page.getByText('Выберите, как будете входить')).toBeVisible()
	await page.getByRole('button', { name: 'По отпечатку, лицу или PIN устройства' }).click()
	await expect(page.getByText('Программ пока нет')).toBeVisible()

	await page.goto('/settings')
	await page.getByRole('button', { name: 'Выйти' }).click()
	await page.getByRole('dialog').getByRole('button', { name: 'Выйти' }).click()
	await page.getByText('Войти с паролем').click()
	await page.getByRole('button', { name: 'Войти по отпечатку, лицу или PIN устройства' }).click()
	await expect(page.getByText('Программ пока нет')).toBeVisible()

	await page.goto('/settings/access')
	await page.getByRole('button', { name: /^Удалить .*Linux, Chrome/ }).click()
	await page.getByRole('alertdialog').getByRole('button', { name: 'Удалить' }).click()
	await expect(page.getByText('Это последний способ входа')).toBeVisible()
	await page.getByRole('button', { name: 'Добавить пароль' }).click()
	await page.getByLabel('Логин').fill('darya')
	await page.getByRole('textbox', { name: 'Пароль' }).fill(PASSWORD)
	await page.getByRole('button', { name: 'Сохранить' }).click()
	await expect(page.getByText('Ваш логин: darya')).toBeVisible()
	await page.getByRole('button', { name: /^Удалить .*Linux, Chrome/ }).click()
	await page.getByRole('alertdialog').getByRole('button', { name: 'Удалить' }).click()
	await expect(page.getByText('Ключ удалён')).toBeVisible()
	await expect(page.getByRole('button', { name: /^Удалить : / })).toHaveCount(0)
})

test('long after her sign-in Darya shows that it is still her before her phone becomes a way in', async ({
	curator,
	openPhone,
	server
}) => {
	const invited = await curator.context.request.post('/api/invitations', {
		data: { familyName: 'Новикова', givenName: 'Дарья', role: 'mentee' }
	})
	const { link } = (await invited.json()) as { link: string }
	// Browsers allow passkeys for names only.
	const { page } = await openPhone({ baseURL: server.origin.replace('127.0.0.1', 'localhost') })
	await keepPasskeys(page)
	await page.goto(new URL(link).pathname)
	await page.getByLabel('Логин').fill('darya')
	await page.getByRole('textbox', { name: 'Пароль' }).fill(PASSWORD)
	await page.getByRole('button', { name: 'Принять приглашение' }).click()
	await expect(page.getByText('Программ пока нет')).toBeVisible()

	ageSignIns(server.dataDirectory, 60)
	await page.goto('/settings/access')
	await page.getByRole('button', { name: 'Добавить на этом устройстве' }).click()
	const asked = page.getByRole('dialog', { name: 'Это точно вы?' })
	await asked.getByRole('textbox', { name: 'Нынешний пароль' }).fill('чужая догадка')
	await asked.getByRole('button', { name: 'Продолжить' }).click()
	await expect(asked.getByText('Нынешний пароль другой')).toBeVisible()
	await asked.getByRole('textbox', { name: 'Нынешний пароль' }).fill(PASSWORD)
	await asked.getByRole('button', { name: 'Продолжить' }).click()
	await expect(page.getByText('Теперь можно входить по отпечатку, лицу или PIN')).toBeVisible()
	await expect(asked).toHaveCount(0)

	// The next time the finger is enough.
	ageSignIns(server.dataDirectory, 60)
	await page.getByRole('button', { name: /^Удалить .*Linux, Chrome/ }).waitFor()
	await page.getByRole('button', { name: 'Добавить на этом устройстве' }).click()
	await asked.getByRole('button', { name: 'Войти по отпечатку, лицу или PIN устройства' }).click()
	await expect(asked).toHaveCount(0)
})

test('Viktor signs a lost phone out from another device, and what it had not sent is sent after the next sign-in', async ({
	mentor,
	mentee,
	openPhone,
	server
}) => {
	await mentor.page.goto(PROGRAM)
	await waitForRoad(mentor.page)
	await expect(tickOf(mentor.page)).toHaveText(onServer)
	await mentor.goOffline()
	await addActivity(mentor.page, 'Записано до потери')
	await expect(tickOf(mentor.page)).toHaveText(onDevice)

	const another = await openPhone({ baseURL: server.origin })
	await another.signIn('mentor-1')
	await another.page.goto('/settings')
	await another.page.getByRole('link', { name: 'Вход и устройства' }).click()
	await expect(another.page.getByText('это устройство')).toHaveCount(1)
	await another.page.getByRole('button', { name: /^Выйти : / }).click()
	await another.page.getByRole('alertdialog').getByRole('button', { name: 'Выйти' }).click()
	await expect(another.page.getByRole('button', { name: /^Выйти : / })).toHaveCount(0)

	await mentor.goOnline()
	await expect(mentor.page).toHaveURL(/\/sign-in/)
	await expect(mentor.page.getByText('Правки сохранены здесь')).toBeVisible()
	await mentor.goOffline()
	await expect(mentor.page.getByText('Правки хранятся здесь и уйдут')).toBeVisible()
	await mentor.goOnline()
	await mentor.page.getByRole('button', { name: /Ковалёв Виктор/ }).click()
	await expect(mentor.page).toHaveURL(PROGRAM)
	await expect(tickOf(mentor.page)).toHaveText(onServer)
	await mentee.page.goto(PROGRAM)
	await expect(stopOf(mentee.page, 'Записано до потери')).toHaveCount(1)
})

test('a network is needed once to sign in; afterwards the app opens without it', async ({ openPhone, server }) => {
	const phone: Actor = await openPhone({ baseURL: server.origin })
	await phone.page.goto('/sign-in')
	await waitForServiceWorker(phone.page)
	await phone.goOffline()
	await phone.page.reload()
	const needsNetwork = phone.page.getByText('Сейчас нет сети, а для входа она нужна')
	await expect(needsNetwork).toBeVisible()
	await expect(phone.page.getByText('Когда вы войдёте, «Тандем» будет работать и без сети')).toBeVisible()
	await expect(phone.page.getByText('Правки хранятся здесь и уйдут')).toHaveCount(0)
	await phone.page.getByLabel('Логин').fill('irina')
	await phone.page.getByRole('textbox', { name: 'Пароль' }).fill(PASSWORD)
	await phone.page.getByRole('button', { name: 'Войти', exact: true }).click()
	await expect(phone.page.getByText('Войти не получилось: нет сети')).toBeVisible()

	await phone.goOnline()
	await expect(needsNetwork).toHaveCount(0)
	await phone.page.getByRole('button', { name: /Лаптева/ }).click()
	await expect(phone.page.getByRole('heading', { name: 'Мои программы' })).toBeVisible()
	await phone.page.goto(PROGRAM)
	await waitForRoad(phone.page)
	await expect(tickOf(phone.page)).toHaveText(onServer)
	await phone.goOffline()
	await phone.page.goto(PROGRAM)
	await waitForRoad(phone.page)
})

/** Adds a virtual authenticator: like a phone whose owner always confirms with a finger. */
async function keepPasskeys(page: Page): Promise<void> {
	const devtools = await page.context().newCDPSession(page)
	await devtools.send('WebAuthn.enable')
	await devtools.send('WebAuthn.addVirtualAuthenticator', {
		options: {
			protocol: 'ctap2',
			transport: 'internal',
			hasResidentKey: true,
			hasUserVerification: true,
			isUserVerified: true,
			automaticPresenceSimulation: true
		}
	})
}
