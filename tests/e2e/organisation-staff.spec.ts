/** The curator of one organisation: invited by the municipality's curator, with only the programmes of that organisation. */
import { consentOf } from '#domain/ledger/testing/story.ts'
import type { CreatedInvitation } from '#protocol/api/program.ts'
import { expect, test } from './actors.ts'
import { draftOrder, openAwaited, sign } from './decisions-page.ts'
import { waitForRoad } from './program-page.ts'
import { say } from './say.ts'

test('one tap on the sign-in page shows a visitor the board of the curator of one school', async ({
	openPhone,
	server
}) => {
	const { page } = await openPhone({ baseURL: server.origin, viewport: { width: 1280, height: 900 } })
	await page.goto('/')
	await page.getByRole('button', { name: /Лосева Тамара Юрьевна Куратор организации · Школа № 14/ }).click()
	await expect(page).toHaveURL(/\/curator$/)
	const rows = page.getByRole('row').filter({ has: page.getByRole('link') })
	await expect(rows).toHaveCount(1)
	await expect(rows).toContainText('Лаптева')
})

test('[V2] the deputy of a school sees its programmes only, and drafts the order of one', async ({
	mentor,
	curator,
	openPhone,
	server
}) => {
	test.slow()
	const mentee = await openPhone({ baseURL: server.origin })
	await mentee.signIn('mentee-7')
	// In Surgut's regulation the curator belongs to the organisation.
	const change = { id: 'surgut', was: 'tomsk-city' }
	expect((await curator.context.request.post('/api/regulations/current', { data: change })).ok()).toBe(true)
	await say(mentee, 'mentee-7', 'mentee', 'asked', {
		type: 'request',
		menteeIds: ['mentee-7'],
		regulationId: 'surgut',
		categoryId: 'new-skill',
		mainRequest: 'Как вести проектный класс',
		difficulties: [],
		forms: ['traditional']
	})
	await say(curator, 'curator-1', 'curator', 'asked', {
		type: 'propose',
		insteadOf: null,
		mentorIds: ['mentor-1'],
		title: 'Проектный класс',
		relation: 'teacher-teacher',
		forms: ['traditional']
	})
	for (const kind of ['duties', 'personal-data'] as const) {
		await say(mentee, 'mentee-7', 'mentee', 'asked', consentOf(kind))
		await say(mentor, 'mentor-1', 'mentor', 'asked', consentOf(kind))
	}

	await curator.page.goto('/curator/people/invitations')
	await curator.page.getByLabel('Фамилия').fill('Котова')
	await curator.page.getByRole('textbox', { name: 'Имя' }).fill('Вера')
	await curator.page.getByLabel('Роль').selectOption({ label: 'Куратор организации' })
	await curator.page.getByRole('button', { name: 'Создать ссылку' }).click()
	await expect(curator.page.getByText('Укажите организацию, за которую этот человек отвечает')).toBeVisible()
	await curator.page.getByLabel('Место работы').fill('школа № 8')
	await curator.page.getByRole('button', { name: 'Школа № 8' }).click()
	await curator.page.getByLabel('Номер приказа').fill('77-к')
	await curator.page.getByRole('button', { name: 'Создать ссылку' }).click()
	await expect(curator.page.getByText('Укажите и номер, и дату приказа.')).toBeVisible()
	await curator.page.getByLabel('Дата приказа').fill('2026-09-01')
	await curator.page.getByRole('button', { name: 'Создать ссылку' }).click()
	const link = await curator.page.getByRole('textbox', { name: 'Ссылка-приглашение' }).inputValue()

	const { page } = await openPhone({ baseURL: server.origin, viewport: { width: 1280, height: 900 } })
	await page.goto(link)
	await page.getByLabel('Логин').fill('kotova')
	await page.getByRole('textbox', { name: 'Пароль' }).fill('семь ручьёв у плотины')
	await page.getByRole('button', { name: 'Принять приглашение' }).click()
	await expect(page).toHaveURL(/\/curator$/)
	await expect(page.getByRole('heading', { name: 'Программы' })).toBeVisible()
	await expect(page.getByText('Лаптева')).toHaveCount(0)
	await expect(page.getByRole('navigation').getByText('Школа № 8')).toBeVisible()
	await page.goto('/programs/program-1')
	await expect(page.getByText('Такой программы у вас нет')).toBeVisible()
	await page.goto('/curator/people')
	await expect(page.getByText('Этот раздел ведёт муниципалитет')).toBeVisible()
	await expect(page.getByText('Вам открыты программы и решения тех, за кого вы отвечаете: Школа № 8')).toBeVisible()
	await page.goto('/decisions/new')
	await expect(page.getByText('Когда запрос от вашей организации появится')).toBeVisible()
	await page.goto('/curator/people')
	await page.getByRole('link', { name: 'К программам' }).click()
	await expect(page).toHaveURL(/\/curator$/)

	await openAwaited(page, /Шубина.*подготовьте приказ/s)
	await draftOrder(page, { pay: 'Выплат нет' })
	const head = await openPhone({ baseURL: server.origin })
	await head.signIn('head-1')
	await openAwaited(head.page, /Шубина.*Приказ ждёт утверждения/s)
	await sign(head.page)

	await page.goto('/curator')
	const rows = page.getByRole('row').filter({ has: page.getByRole('link') })
	await expect(rows).toHaveCount(1)
	await rows.getByRole('link', { name: /Шубина/ }).click()
	await waitForRoad(page)
	await expect(page.getByText('Вы читаете программу')).toBeVisible()
})

test('[S5] whom the curator appoints in the school where he works is asked about first, with the order', async ({
	curator
}) => {
	const { page } = curator
	await page.goto('/curator/people/mentor-1')
	const appoint = page.getByRole('button', { name: 'Назначить куратором по месту работы' })
	await appoint.click()
	const sheet = page.getByRole('dialog', { name: 'Куратор организации: Ковалёв Виктор Андреевич' })
	await expect(sheet).toContainText('Сразу откроются программы наставляемых (')
	await sheet.getByRole('button', { name: 'Отмена' }).click()
	await expect(page.getByText('Куратор организации')).toHaveCount(0)

	await appoint.click()
	await sheet.getByLabel('Номер приказа').fill('78-к')
	await sheet.getByRole('button', { name: 'Назначить' }).click()
	await expect(sheet.getByText('Укажите и номер, и дату приказа.')).toBeVisible()
	await sheet.getByLabel('Дата приказа').fill('2026-09-02')
	await sheet.getByRole('button', { name: 'Назначить' }).click()
	const role = page.getByRole('listitem').filter({ hasText: 'Куратор организации' })
	await expect(role).toContainText('приказ № 78‑к')
	await expect(appoint).toHaveCount(0)
})

test('[T7] the curator of a school reads its programmes, and is told who signs them', async ({
	curator,
	openPhone,
	server
}) => {
	const invited = { familyName: 'Лосева', givenName: 'Анна', patronymic: 'Петровна', role: 'organisation-curator' }
	const data = { ...invited, organisationId: 'school-14' }
	const made = (await (await curator.context.request.post('/api/invitations', { data })).json()) as CreatedInvitation
	const { page } = await openPhone({ baseURL: server.origin })
	await page.goto(made.link)
	await page.getByLabel('Логин').fill('loseva')
	await page.getByRole('textbox', { name: 'Пароль' }).fill('семь ручьёв у плотины')
	await page.getByRole('button', { name: 'Принять приглашение' }).click()
	await expect(page).toHaveURL(/\/curator$/)
	await page.goto('/decisions/program-1')
	await expect(
		page.getByText(
			'Вы читаете программы тех, за кого отвечаете: Школа № 14. Подписывают в муниципалитете: куратор, начальник департамента образования.'
		)
	).toBeVisible()
	await expect(page.getByText('Вы в этой программе не участвуете')).toHaveCount(0)
})
