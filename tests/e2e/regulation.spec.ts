import type { Page } from '@playwright/test'
import { consentOf } from '#domain/ledger/testing/story.ts'
import type { Command } from '#domain/ledger/statement.ts'
import type { LedgerAnswers } from '#protocol/api/ledger.ts'
import { expect, PROGRAM, test, type Actor } from './actors.ts'
import { chronicle, draftOrder, sign } from './decisions-page.ts'
import { say } from './say.ts'

test('the curator copies the regulation, shortens the term, sees the contradiction, and makes it current', async ({
	curator,
	mentee
}) => {
	test.slow()
	const { page } = curator
	page.on('dialog', (dialog) => void dialog.accept())
	await page.goto('/curator/regulation')
	await expect(
		page.getByText('Этапы дорожной карты «Резервист» занимают 15 мес., а программа длится 24 мес.')
	).toBeVisible()
	await expect(page.getByText('Что и когда')).toBeVisible()
	// The choice of another regulation comes before the long one that is shown.
	await expect(page.getByRole('main').locator('summary, h2').first()).toContainText(
		/Все положения.*действует для новых программ: «Томск: наставничество руководителей»/
	)
	await page.getByText('Все положения').click()
	await expect(page.getByRole('link', { name: 'Сургут: наставничество педагогических работников' })).toBeVisible()

	await page.getByRole('button', { name: 'Сделать свою редакцию' }).click()
	const name = page.getByLabel('Название в «Тандеме»')
	await expect(name).toHaveValue('Томск: наставничество руководителей (копия)')
	await name.fill('Томск: наставничество руководителей')
	await expect(page.getByText('Так уже называется другое положение в списке')).toHaveCount(2)
	await name.fill('Томск: год')
	await expect(
		page.getByText('Новые программы начнутся по ней, только когда вы сделаете её действующей.')
	).toBeVisible()
	await openSection(page, 'Срок программы')
	const term = page.getByRole('region', { name: 'Срок программы' })
	await term.getByLabel('Не короче, месяцев').fill('36')
	const preview = page.getByRole('complementary', { name: 'Что получится' })
	await expect(preview).toContainText('Наименьший срок больше наибольшего')
	await page.getByRole('button', { name: 'Сохранить редакцию' }).click()
	await expect(page.getByText('Не сохранено: 1 место нужно исправить')).toBeVisible()
	await term.getByLabel('Не короче, месяцев').fill('12')
	await term.getByLabel('Не длиннее, месяцев').fill('12')
	await expect(preview).toContainText('Станет противоречием')
	await expect(preview).toContainText('занимают 15 мес., а программа длится 12 мес.')

	await openSection(page, 'Как называются роли')
	await openSection(page, 'Ответственные подразделения')
	await openSection(page, 'Публичная презентация')
	await openSection(page, 'Что должно быть в программе')
	await openSection(page, 'Консультации по запросу')
	await openSection(page, 'Замечания к тексту')
	await openSection(page, 'Кто подписывает и в каком порядке')
	const roles = page.getByRole('region', { name: 'Как называются роли' }).getByRole('listitem')
	await roles.first().getByLabel('Как называется в документе').fill('Муниципальный методист')
	const units = page.getByRole('region', { name: 'Ответственные подразделения' }).getByRole('listitem')
	await units.first().getByRole('checkbox', { name: 'школа', exact: true }).uncheck()
	await expect(preview).toContainText('Отметьте, за что подразделение отвечает')
	await units.first().getByRole('checkbox', { name: 'колледж', exact: true }).check()
	await page.getByRole('checkbox', { name: 'Программу представляют публично' }).check()
	const presentation = page.getByRole('region', { name: 'Публичная презентация' })
	await presentation.getByLabel('Формулировка').fill('Защита программы')
	await presentation.getByLabel('Перед кем, по одному в строке').fill('Совет директоров\nКуратор')
	await presentation.getByLabel('Пункт положения').fill('п. 5')
	const content = page.getByRole('region', { name: 'Что должно быть в программе' })
	await content.getByRole('checkbox', { name: 'цели' }).check()
	await page.getByRole('checkbox', { name: /^Наставляемый может запросить консультацию/ }).check()
	const consultations = page.getByRole('region', { name: 'Консультации по запросу' })
	await consultations.getByLabel('Пункт положения').fill('п. 6')
	const remarks = page.getByRole('region', { name: 'Замечания к тексту' })
	await remarks
		.getByRole('button', { name: /^Убрать/ })
		.first()
		.click()

	await moveUp(page, 'Завершение программы', 'Утверждающий руководитель')
	await page.reload()
	await expect(page.getByText('Это ваш несохранённый черновик')).toBeVisible()
	await openSection(page, 'Срок программы')
	await openSection(page, 'Кто подписывает и в каком порядке')
	await expect(term.getByLabel('Не длиннее, месяцев')).toHaveValue('12')
	await expect(page.getByRole('list', { name: 'Завершение программы' }).getByRole('listitem').first()).toContainText(
		'Утверждающий руководитель'
	)
	await page.getByRole('link', { name: 'Назад' }).click()
	await expect(page.getByRole('alertdialog')).toContainText('Уйти без сохранения?')
	await page.getByRole('alertdialog').getByRole('button', { name: 'Отмена' }).click()
	await page.getByRole('button', { name: 'Сохранить редакцию' }).click()
	await expect(page.getByText('Отличия от «Томск: наставничество руководителей»')).toBeVisible()
	await expect(page.getByText('Куратор: Муниципальный методист', { exact: true })).toBeVisible()
	await expect(page.getByText('Совет директоров, Куратор', { exact: true })).toBeVisible()
	await expect(page.getByText(/^стало: цели, формы и виды наставничества, направления, затруднения/)).toBeVisible()
	const firstMentor = 'Наставляемый может запросить консультацию; сначала отвечает наставник'
	await expect(page.getByText(firstMentor, { exact: true })).toBeVisible()
	await expect(page.getByText(/^было: В заголовках приложений указаны четыре разные даты/)).toBeVisible()

	await page.getByRole('button', { name: 'Сделать действующим' }).click()
	await expect(page.getByRole('alertdialog')).toContainText(/запрошенные раньше \([1-9]/)
	await expect(page.getByRole('alertdialog')).toContainText(
		/С этого дня для новых пар требования этого положения выполняют все/
	)
	await page.getByRole('alertdialog').getByRole('button', { name: 'Сделать действующим' }).click()
	await expect(page.getByText('действует для новых программ')).toBeVisible()
	const id = new URL(page.url()).pathname.split('/').at(-1) ?? ''
	await page.getByRole('link', { name: 'Изменить' }).click()
	await expect(page.getByText('Она действует: новые программы начнутся уже с этими изменениями.')).toBeVisible()
	// For new pairs, this regulation also applies to those at work under the former one, and the row says so.
	await page.goto('/curator/people')
	await expect(page.getByText(/^для новых пар\s— по положению «.+»$/).first()).toBeVisible()

	expect(await ask(mentee, 'tomsk-city')).toBe('not-in-regulation')
	expect(await ask(mentee, id)).toBe('open-program')
	const ledger = await curator.context.request.get('/api/programs/program-1/ledger')
	expect(JSON.stringify(await ledger.json())).toContain('"regulationId":"tomsk-city"')
})

test('the curator is led to the mistake that no single field has', async ({ curator: { page } }) => {
	page.on('dialog', (dialog) => void dialog.accept())
	await page.goto('/curator/regulation')
	await page.getByRole('button', { name: 'Сделать свою редакцию' }).click()
	await openSection(page, 'Кто подписывает и в каком порядке')
	const order = page.getByRole('region', { name: 'Кто подписывает и в каком порядке' }).getByRole('group').first()
	const remove = order.getByRole('button', { name: /^Убрать: / })
	for (let left = await remove.count(); left > 0; left--) {
		await remove.first().click()
		await expect(remove).toHaveCount(left - 1)
	}
	await page.getByRole('button', { name: 'Сохранить редакцию' }).click()
	await expect(order.locator('p:focus')).toBeVisible()
})

test('[T7] what her copy calls the curator is said in the decisions and printed on the order', async ({
	curator,
	mentor,
	openPhone,
	server
}) => {
	test.slow()
	const { page } = curator
	await page.goto('/curator/regulation')
	await page.getByRole('button', { name: 'Сделать свою редакцию' }).click()
	await page.getByLabel('Название в «Тандеме»').fill('Томск: координаторы')
	await openSection(page, 'Как называются роли')
	const roles = page.getByRole('region', { name: 'Как называются роли' }).getByRole('listitem')
	await roles.first().getByLabel('Как называется в документе').fill('Координатор наставничества')
	await page.getByRole('button', { name: 'Сохранить редакцию' }).click()
	await page.getByRole('button', { name: 'Сделать действующим' }).click()
	await page.getByRole('alertdialog').getByRole('button', { name: 'Сделать действующим' }).click()
	await expect(page.getByText('действует для новых программ')).toBeVisible()
	const regulationId = new URL(page.url()).pathname.split('/').at(-1) ?? ''

	const vera = await openPhone({ baseURL: server.origin })
	await vera.signIn('mentee-7')
	await say(vera, 'mentee-7', 'mentee', 'veras', {
		type: 'request',
		menteeIds: ['mentee-7'],
		regulationId,
		categoryId: 'reservist',
		mainRequest: 'Как стать директором',
		difficulties: ['Бюджет школы'],
		forms: ['traditional']
	})
	// Before there is a title, the request is named after its mentee.
	await page.goto('/decisions/veras')
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^Шубина Вера Олеговна: .*резерв/)
	await expect(page).toHaveTitle(/^Решения · Шубина/)
	await expect(chronicle(page)).toContainText('Затруднения: Бюджет школы')
	await say(curator, 'curator-1', 'curator', 'veras', {
		type: 'propose',
		insteadOf: null,
		mentorIds: ['mentor-1'],
		title: 'Будущий директор',
		relation: 'reservist-head',
		forms: ['traditional']
	})
	for (const kind of ['duties', 'personal-data'] as const) {
		await say(vera, 'mentee-7', 'mentee', 'veras', consentOf(kind))
		await say(mentor, 'mentor-1', 'mentor', 'veras', consentOf(kind))
	}
	await page.goto('/decisions/veras/order')
	await draftOrder(page)
	const order = chronicle(page).getByRole('article').filter({ hasText: 'Приказ о закреплении' })
	await expect(order).toContainText('Воронцова Елена Михайловна, координатор наставничества')
	await expect(order).toContainText('Ждём подпись: начальник департамента образования')

	const head = await openPhone({ baseURL: server.origin })
	await head.signIn('head-1')
	await head.page.goto('/decisions/veras')
	await sign(head.page)
	await page.goto('/papers/veras')
	await page.getByRole('link', { name: /^Приказ о закреплении/ }).click()
	await expect(page.getByText('Координатору наставничества Воронцовой Е. М. организовать')).toBeVisible()
})

test('the head cancels an incentive on a ground of the regulation, and restores it', async ({ openPhone, server }) => {
	const head = await openPhone({ baseURL: server.origin, viewport: { width: 1280, height: 900 } })
	await head.signIn('head-1')
	const { page } = head
	await page.goto('/curator/incentives')
	const card = page.getByRole('article').filter({ hasText: 'Маркина Татьяна Павловна' })
	await expect(card).toContainText('3 оклада')
	await expect(card).toContainText('ничего не записано')
	const decisions = card.getByRole('link', { name: /^Решения/ })
	await expect(decisions).toHaveAttribute('href', '/decisions/program-3')
	await card.getByRole('button', { name: /Отменить стимулирование/ }).click()
	await page.getByLabel('Обоснование').fill('Начато и оставлено')
	await page.getByRole('dialog').getByRole('button', { name: 'Отмена' }).click()
	// Cancelled and restored on another device meanwhile: the typed input belongs to the other act.
	const marks = { mentorId: 'mentor-2', ground: 'С другого устройства' }
	await say(head, 'head-1', 'head', 'program-3', { type: 'cancel-incentive', ...marks, groundIds: ['plan'] })
	await page.reload()
	await card.getByRole('button', { name: /Вернуть стимулирование/ }).click()
	await expect(page.getByLabel('Обоснование')).toHaveValue('')
	await page.getByRole('dialog').getByRole('button', { name: 'Отмена' }).click()
	await say(head, 'head-1', 'head', 'program-3', { type: 'restore-incentive', ...marks })
	await page.reload()
	await card.getByRole('button', { name: /Отменить стимулирование/ }).click()
	await expect(page.getByLabel('Обоснование')).toHaveValue('Начато и оставлено')
	await expect(page.getByRole('dialog').getByRole('checkbox', { checked: true })).toHaveCount(1)
	await expect(page.getByRole('checkbox', { name: /Невыполнение программы/ })).toBeChecked()
	await page.getByLabel('Обоснование').fill('Просрочены три мероприятия')
	await page.getByRole('dialog').getByRole('button', { name: 'Отменить стимулирование' }).click()
	await expect(card).toContainText('Просрочены три мероприятия')
	await expect(card).toContainText('0 окладов')
	// The card still shows her mentees, and that nothing is due for them.
	await expect(card).toContainText(/1 наставляемый: Седых.*· стимулирование отменено/)
	await card.getByRole('button', { name: /Вернуть стимулирование/ }).click()
	await page.getByLabel('Обоснование').fill('План выполнен')
	await page.getByRole('dialog').getByRole('button', { name: 'Вернуть стимулирование' }).click()
	await expect(card).toContainText('3 оклада')
	const saving = page.waitForEvent('download')
	await page.getByRole('button', { name: 'Выгрузить XLSX' }).click()
	expect((await saving).suggestedFilename()).toMatch(/^Стимулирование \d{4}-\d{2}-\d{2}\.xlsx$/)
})

test('the region sees numbers of its municipalities, and no name', async ({ openPhone, server }) => {
	const region = await openPhone({ baseURL: server.origin })
	await region.signIn('region-1')
	const { page } = region
	await page.goto('/region')
	await expect(page.getByRole('row', { name: /Заречный-на-Томи/ })).toContainText('Идут5')
	expect(await page.getByRole('main').innerText()).not.toMatch(/Ковалёв|Лаптева|Начинающий руководитель/)
	await page.goto('/curator')
	await expect(page).toHaveURL(/\/region$/)
	await page.goto('/decisions/new')
	await expect(page.getByText('Региону видны числа муниципалитетов.')).toBeVisible()
	expect((await region.context.request.get('/api/board')).status()).toBe(403)
	await page.goto(PROGRAM)
	await expect(page.getByText('Лаптева')).toHaveCount(0)
})

/** A section of the editor; it stays open. */
async function openSection(page: Page, name: string): Promise<void> {
	await page.locator('summary').filter({ hasText: name }).click()
}

async function moveUp(page: Page, decision: string, role: string): Promise<void> {
	const list = page.getByRole('list', { name: decision })
	const up = list.getByRole('button', { name: `Выше: ${role}` })
	await up.focus()
	await page.keyboard.press('Enter')
	await expect(list.getByRole('listitem').first()).toContainText(role)
	await expect(up).toBeFocused()
}

/** Asks for a mentor, as a person who is in a programme already; `entered`, or why not. */
async function ask(mentee: Actor, regulationId: string): Promise<string> {
	const command: Command = {
		id: `ask-${regulationId}`,
		programId: `asked-${regulationId}`,
		role: 'mentee',
		saidAt: new Date().toISOString(),
		statement: {
			type: 'request',
			menteeIds: ['mentee-1'],
			regulationId,
			categoryId: 'beginner-head',
			mainRequest: 'Первый год в должности',
			difficulties: [],
			forms: []
		}
	}
	const data = { personId: 'mentee-1', commands: [command] }
	const answer = await mentee.context.request.post('/api/ledger', { data })
	const [result] = ((await answer.json()) as LedgerAnswers).answers
	return result?.outcome === 'refused' ? result.refusal.reason : 'entered'
}
