import type { Page, Route } from '@playwright/test'
import { expect, PROGRAM, test } from './actors.ts'
import { onServer, tickOf, waitForRoad } from './program-page.ts'

test('a demonstration person is chosen with one tap, and a deep link is kept over it', async ({
	openPhone,
	server
}) => {
	const { page } = await openPhone({ baseURL: server.origin })
	await page.goto(PROGRAM)
	await page.getByRole('button', { name: /Ирина Сергеевна|Лаптева/ }).click()
	await waitForRoad(page)
})

test('whoever has a password signs in before the server has said whether there is a demonstration', async ({
	openPhone,
	server
}) => {
	const { page } = await openPhone({ baseURL: server.origin })
	await page.route('**/api/demo/people', () => {})
	await page.goto('/sign-in')
	await page.getByRole('button', { name: 'Войти' }).click()
	await expect(page.getByRole('textbox', { name: 'Логин' })).toBeFocused()
})

test('a script that somebody has brought into a page does not run', async ({ browser, server }) => {
	// An actor’s phone would count what the policy forbids here as a fault of ours.
	const context = await browser.newContext()
	const { origin } = server
	await context.request.post(`${origin}/api/demo/sign-in`, { data: { person: 'mentor-1' }, headers: { origin } })
	const page = await context.newPage()
	for (const path of ['/', '/settings', PROGRAM]) {
		await page.goto(origin + path)
		await expect(page.getByRole('main')).toBeVisible()
		const ran = await page.evaluate(async () => {
			const foreign = document.createElement('script')
			foreign.textContent = 'globalThis.foreign = "in the page"'
			const carried = document.createElement('script')
			carried.src = 'data:text/javascript,globalThis.foreign = "in an address"'
			const image = document.createElement('div')
			image.innerHTML = '<img src="data:," onerror="globalThis.foreign = \'at an image\'">'
			const ended = [carried, image.querySelector('img')!].map((element) => {
				return new Promise((resolve) => ['load', 'error'].forEach((type) => element.addEventListener(type, resolve)))
			})
			document.body.append(foreign, carried, image)
			await Promise.all(ended)
			try {
				// Under another name, because a linter would forbid it.
				return globalThis['eval']('"eval"') as string
			} catch (error) {
				return (Reflect.get(globalThis, 'foreign') as string | undefined) ?? (error as Error).name
			}
		})
		expect(ran).toBe('EvalError')
	}
	await context.close()
})

test('another’s programme and an unknown one are answered alike, to everybody in words that are of use', async ({
	mentee,
	curator
}) => {
	for (const id of ['program-3', 'no-such-program']) {
		await mentee.page.goto(`/programs/${id}`)
		await expect(mentee.page.getByText('Такой программы у вас нет')).toBeVisible()
		await expect(mentee.page.getByText('Спросите куратора')).toBeVisible()
	}
	// A curator has nobody to ask.
	await curator.page.goto('/programs/no-such-program')
	await expect(curator.page.getByText('Такой программы у вас нет')).toBeVisible()
	await expect(curator.page.getByText('Спросите куратора')).toHaveCount(0)
	await curator.page.getByRole('link', { name: 'К списку программ' }).click()
	await expect(curator.page).toHaveURL(/\/curator$/)
})

test('signing out leaves nothing on the screen and asks to sign in again', async ({ mentor }) => {
	await mentor.page.goto('/settings')
	await mentor.page.getByRole('button', { name: 'Выйти' }).click()
	await mentor.page.getByRole('dialog').getByRole('button', { name: 'Выйти' }).click()
	await expect(mentor.page).toHaveURL(/\/sign-in/)
	await mentor.page.goto(PROGRAM)
	await expect(mentor.page).toHaveURL(/\/sign-in\?to=/)
})

test('a session that ended elsewhere leads to signing in at once, and back to the programme', async ({ mentor }) => {
	await mentor.page.goto(PROGRAM)
	await waitForRoad(mentor.page)
	await expect(tickOf(mentor.page)).toHaveText(onServer)
	await mentor.context.request.post('/api/sign-out', { data: {} })
	await expect(mentor.page).toHaveURL(/\/sign-in\?to=/)
	await mentor.page.getByRole('button', { name: /Ковалёв Виктор/ }).click()
	await expect(mentor.page).toHaveURL(PROGRAM)
	await waitForRoad(mentor.page)
})

test('without the demonstration the first administrator comes by a one-time link and invites a curator', async ({
	startAnother,
	openPhone
}) => {
	const server = await startAnother({ TANDEM_DEMO: '0' })
	const link = /https?:\/\/\S+\/invite\/\S+/.exec(server.printed())?.[0] ?? ''
	const administrator = await openPhone({ baseURL: server.origin })
	await administrator.page.goto(link)
	await administrator.page.getByLabel('Фамилия').fill('Савельева')
	await administrator.page.getByLabel('Имя').fill('Анна')
	await administrator.page.getByLabel('Муниципалитет').fill('Город Северный')
	await administrator.page.getByLabel('Логин').fill('saveleva')
	await administrator.page.getByRole('textbox', { name: 'Пароль' }).fill('коротко')
	await administrator.page.getByRole('button', { name: 'Принять приглашение' }).click()
	await expect(administrator.page.getByText('Пароль слишком короткий')).toBeVisible()
	await expect(administrator.page.getByRole('textbox', { name: 'Пароль' })).toBeFocused()
	await administrator.page.getByRole('textbox', { name: 'Пароль' }).fill('длинный-пароль-2026')
	await administrator.page.getByRole('button', { name: 'Принять приглашение' }).click()
	await expect(administrator.page).not.toHaveURL(/invite/)

	// A person who may only invite is led to the section of people that is open to them.
	await administrator.page.goto('/curator/people')
	await expect(administrator.page).toHaveURL(/invitations$/)
	await expect(administrator.page.getByRole('link', { name: 'Приглашения', exact: true })).toBeVisible()
	await expect(administrator.page.getByRole('link', { name: 'Наставники', exact: true })).toHaveCount(0)
	await administrator.page.getByLabel('Фамилия').fill('Громов')
	await administrator.page.getByRole('textbox', { name: 'Имя' }).fill('Пётр')
	await expect(administrator.page.getByLabel('Роль')).toHaveValue('curator')
	await administrator.page.getByRole('button', { name: 'Создать ссылку' }).click()
	const invited = await administrator.page.getByRole('textbox', { name: 'Ссылка-приглашение' }).inputValue()

	const curator = await openPhone({ baseURL: server.origin })
	await curator.page.goto(invited)
	await expect(curator.page.getByText('Здравствуйте, ')).toBeVisible()
	await curator.page.getByLabel('Логин').fill('gromov')
	await curator.page.getByRole('textbox', { name: 'Пароль' }).fill('ещё-один-пароль')
	await curator.page.getByRole('button', { name: 'Принять приглашение' }).click()
	await expect(curator.page.getByText('Программ пока нет')).toBeVisible()

	await curator.page.goto(invited)
	await expect(curator.page.getByText('Приглашение уже принято')).toBeVisible()
})

test('the administrator opens a second municipality, and its head begins there without a trace of the first', async ({
	startAnother,
	openPhone
}) => {
	const server = await startAnother({ TANDEM_DEMO: '0' })
	const anna = (await openPhone({ baseURL: server.origin })).page
	await anna.goto(/https?:\/\/\S+\/invite\/\S+/.exec(server.printed())?.[0] ?? '')
	await anna.getByLabel('Фамилия').fill('Савельева')
	await anna.getByLabel('Имя').fill('Анна')
	await anna.getByLabel('Муниципалитет').fill('Город Северный')
	await accept(anna, 'saveleva')

	await anna.getByRole('link', { name: 'Муниципалитеты' }).click()
	await anna.getByRole('button', { name: 'Открыть муниципалитет' }).click()
	await anna.getByLabel('Муниципалитет', { exact: true }).fill('город  северный')
	await anna.getByRole('button', { name: 'Открыть', exact: true }).click()
	await expect(anna.getByText('Такой муниципалитет уже есть')).toBeVisible()
	await anna.getByLabel('Муниципалитет', { exact: true }).fill('Сургут')
	await anna.getByLabel('Часовой пояс').selectOption('Asia/Yekaterinburg')
	await anna.getByLabel('Положение').selectOption('surgut')
	await expect(anna.getByText('в бумагах стоят город, должности и пункты этого положения')).toBeVisible()
	await anna.getByRole('button', { name: 'Открыть', exact: true }).click()
	const surgut = anna.getByRole('listitem').filter({ has: anna.getByRole('heading', { name: 'Сургут' }) })
	await surgut.getByLabel('Фамилия').fill('Громова')
	await surgut.getByRole('textbox', { name: 'Имя' }).fill('Алла')
	await surgut.getByRole('button', { name: 'Создать ссылку' }).click()
	const alla = (await openPhone({ baseURL: server.origin })).page
	await alla.goto(await surgut.getByRole('textbox', { name: 'Ссылка-приглашение' }).inputValue())
	await expect(alla.getByText('Начальник · Сургут')).toBeVisible()
	await accept(alla, 'gromova')
	await expect(alla.getByText('Программ пока нет')).toBeVisible()
	await alla.getByRole('link', { name: 'Проверить положение' }).click()
	await expect(alla.getByText('Без своей редакции в бумагах')).toBeVisible()

	// The head appoints curators; nobody appoints their equals.
	await alla.goto('/curator/people/municipalities')
	await expect(alla.getByText('Этот раздел — для кураторов')).toBeVisible()
	await expect(alla.getByText('Город Северный')).toHaveCount(0)
	await alla.goto('/curator/people/invitations')
	const roles = alla.getByLabel('Роль').getByRole('option')
	await expect(roles).toHaveText([
		'Наставник',
		'Наставляемый',
		'Куратор организации',
		'Руководитель организации',
		'Куратор'
	])
	await alla.goto('/curator/regulation')
	await expect(alla.getByRole('heading', { name: 'Сургут: наставничество педагогических работников' })).toBeVisible()

	// Alla has lost her phone and her password.
	await anna.reload()
	await surgut.getByRole('button', { name: /^Сбросить доступ .*Громова Алла/ }).click()
	await anna.getByRole('alertdialog').getByRole('button', { name: 'Сбросить доступ' }).click()
	await alla.goto(await surgut.getByRole('textbox', { name: 'Ссылка-приглашение' }).inputValue())
	await accept(alla, 'gromova')
	await alla.goto('/settings/access')
	await expect(alla.getByText(/Доступ обновлён: Савельева/)).toBeVisible()
})

test('an invitation sent to the wrong person is withdrawn, and its link opens nothing', async ({
	curator,
	openPhone,
	server
}) => {
	const { page } = curator
	await page.goto('/curator/people/invitations')
	await page.getByRole('button', { name: 'Создать ссылку' }).click()
	await expect(page.getByText('Напишите фамилию')).toBeVisible()
	await expect(page.getByText('Напишите имя')).toBeVisible()
	await page.getByLabel('Фамилия').fill('Ошибкина')
	await expect(page.getByText('Напишите фамилию')).toHaveCount(0)
	await expect(page.getByText('Напишите имя')).toBeVisible()
	await page.getByRole('textbox', { name: 'Имя' }).fill('Анна')
	await page.getByLabel('Роль').selectOption({ label: 'Наставник' })
	await page.getByRole('button', { name: 'Создать ссылку' }).click()
	const link = await page.getByRole('textbox', { name: 'Ссылка-приглашение' }).inputValue()
	const stranger = await openPhone({ baseURL: server.origin })
	await stranger.page.goto(link)
	await expect(stranger.page.getByText('Здравствуйте, ')).toBeVisible()

	const invited = page.getByRole('listitem').filter({ hasText: 'Ошибкина' })
	const withdraw = invited.getByRole('button', { name: /^Отозвать/ })
	await withdraw.click()
	await page.getByRole('alertdialog').getByRole('button', { name: 'Отмена' }).click()
	await expect(invited).toHaveCount(1)
	await withdraw.click()
	await page
		.getByRole('alertdialog')
		.getByRole('button', { name: /^Отозвать/ })
		.click()
	await expect(invited).toHaveCount(0)
	await expect(page.getByRole('textbox', { name: 'Ссылка-приглашение' })).toHaveCount(0)

	await stranger.page.getByLabel('Логин').fill('oshibkina')
	await stranger.page.getByRole('textbox', { name: 'Пароль' }).fill('длинный-пароль-2026')
	await stranger.page.getByRole('button', { name: 'Принять приглашение' }).click()
	await expect(stranger.page).toHaveURL(/invite/)
	await expect(stranger.page.getByText('Ссылка не действует')).toBeVisible()
	await stranger.page.goto(link)
	await expect(stranger.page.getByText('Ссылка не действует')).toBeVisible()
})

async function accept(page: Page, login: string): Promise<void> {
	await page.getByLabel('Логин').fill(login)
	await page.getByRole('textbox', { name: 'Пароль' }).fill('длинный-пароль-2026')
	await page.getByRole('button', { name: 'Принять приглашение' }).click()
	await expect(page).not.toHaveURL(/invite/)
}

test('what Elena changes while an invitation is being made waits for the next, and a refusal of what was there is said as such', async ({
	curator: { page }
}) => {
	let answer: (route: Route) => Promise<void> = (route) => route.fallback()
	await page.route('**/api/invitations*', (route) =>
		route.request().method() === 'POST' ? answer(route) : route.fallback()
	)
	/** The answer comes once she has changed the name. */
	const afterChange = (reply: (route: Route) => Promise<void>) => {
		const changed = Promise.withResolvers<void>()
		answer = async (route) => {
			await changed.promise
			await reply(route)
		}
		return changed.resolve
	}
	const name = page.getByRole('textbox', { name: 'Имя' })
	const submit = page.getByRole('button', { name: 'Создать ссылку' })
	await page.goto('/curator/people/invitations')
	await page.getByLabel('Фамилия').fill('Ошибкина')
	await name.fill('Анна')
	const refuse = afterChange((route) =>
		route.fulfill({ status: 400, json: { error: { code: 'invalid', field: 'givenName' } } })
	)
	await submit.click()
	await name.fill('Мария')
	refuse()
	await expect(page.getByText('сервер не принял того, что стояло здесь раньше')).toBeVisible()

	const take = afterChange((route) => route.fallback())
	await submit.click()
	await name.fill('Мария Анна')
	take()
	await expect(page.getByRole('textbox', { name: 'Ссылка-приглашение' })).toBeVisible()
	await page.getByRole('button', { name: 'Пригласить ещё' }).click()
	await expect(name).toHaveValue('Мария Анна')
})
