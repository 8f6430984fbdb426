/** From a request to a programme: a pair in Tomsk, on a phone and at a desktop, and a group in Surgut. */
import type { Page } from '@playwright/test'
import { expect, test, type Actor } from './actors.ts'
import { openSurgut, type SurgutPerson } from '../support/surgut.ts'

/** Reads each sheet that waits for this person and signs it. */
async function consent({ page }: Actor, sheets: number): Promise<void> {
	for (let left = sheets; left > 0; left--) {
		await expect(page.getByRole('button', { name: 'Прочитать и подписать' })).toHaveCount(left)
		await page.getByRole('button', { name: 'Прочитать и подписать' }).first().click()
		await page.getByRole('dialog').getByRole('button', { name: 'Подписать согласие' }).click()
		await expect(page.getByRole('dialog')).toHaveCount(0)
	}
	await expect(page.getByText('Сейчас от вас ничего не ждут.')).toBeVisible()
}

async function propose({ page }: Actor, mentor: RegExp, title: string): Promise<void> {
	const card = page.getByRole('article', { name: mentor })
	await card.getByRole('checkbox').check()
	await page.getByRole('button', { name: 'Предложить…' }).click()
	await page.getByLabel('Название программы').fill(title)
	// Where the regulation leaves it open, the curator is asked.
	const relation = page.getByLabel('Кто с кем работает')
	if ((await relation.inputValue()) === '') {
		await page.getByRole('dialog').getByRole('button', { name: 'Предложить' }).click()
		await expect(page.getByText('Выберите, кто с кем работает')).toBeVisible()
		await relation.selectOption({ index: 1 })
	}
	await page.getByRole('dialog').getByRole('button', { name: 'Предложить' }).click()
	await expect(page.getByText(/^Предложен наставник/)).toBeVisible()
}

/** Of a programme that is there, among one's own. */
function cardOf(page: Page, title: string) {
	return page.getByRole('article').filter({ hasText: title })
}

async function approve({ page }: Actor): Promise<void> {
	await page.getByRole('button', { name: 'Подписать' }).click()
	await page.getByRole('alertdialog').getByRole('button', { name: 'Подписать' }).click()
	await expect(page.getByText('В силе')).toBeVisible()
}

test('[T16] [T20] [T34] a mentee asks on the phone, and a programme begins for both within two seconds of the order', async ({
	mentor,
	curator,
	openPhone,
	server
}) => {
	test.slow()
	const [mentee, head] = await Promise.all([
		openPhone({ baseURL: server.origin }),
		openPhone({ baseURL: server.origin, viewport: { width: 1280, height: 900 } })
	])
	await mentee.signIn('mentee-7')
	await head.signIn('head-1')
	await mentee.page.goto('/')
	await mentee.page.getByRole('link', { name: 'Попросить наставника' }).click()
	await expect(mentee.page.getByRole('radio', { name: /включённый в резерв/ })).toBeChecked()
	// Her school’s results are known, and they are not low.
	await expect(mentee.page.getByRole('radio', { name: /с низкими образовательными/ })).toBeDisabled()
	await mentee.page.getByRole('button', { name: 'Отправить запрос' }).click()
	await expect(mentee.page.getByText(/^Запрос на наставника:/)).toBeVisible()

	await curator.page.goto('/decisions')
	await curator.page.getByRole('link', { name: /Шубина.*Подберите наставника/s }).click()
	const first = curator.page.getByRole('article').first()
	await expect(first).toContainText('Ковалёв Виктор Андреевич')
	await first.getByText('Почему такая оценка').click()
	await expect(first).toContainText('компетенция «Финансово-хозяйственная деятельность»')
	await propose(curator, /Ковалёв/, 'Будущий директор')

	await mentor.page.goto('/')
	await mentor.page.getByRole('link', { name: /Шубина.*Нужно ваше согласие/s }).click()
	await consent(mentor, 2)
	await mentee.page.goto('/')
	await mentee.page.getByRole('link', { name: /Нужно ваше согласие/ }).click()
	await consent(mentee, 2)

	await curator.page.goto('/decisions')
	await curator.page.getByRole('link', { name: /Шубина.*подготовьте приказ/s }).click()
	await expect(curator.page.getByText('Все согласия получены')).toBeVisible()
	await expect(curator.page.getByText('24 месяца')).toBeVisible()
	await curator.page.getByRole('button', { name: 'Передать начальнику' }).click()
	await expect(curator.page.getByText('Приказ о закреплении наставнической пары')).toBeVisible()

	// Both look at their own lists when the head signs.
	for (const { page } of [mentor, mentee]) {
		await page.goto('/')
		await expect(page.getByText('Готовится программа')).toBeVisible()
	}
	await head.page.goto('/decisions')
	await head.page.getByRole('link', { name: /Шубина.*Приказ ждёт утверждения/s }).click()
	await approve(head)
	for (const { page } of [mentor, mentee]) {
		await expect(cardOf(page, 'Будущий директор')).toBeVisible({ timeout: 2_000 })
	}
	await cardOf(mentee.page, 'Будущий директор').getByRole('link').click()
	await expect(mentee.page.getByText('0 из 22').first()).toBeVisible()
})

test('[S10] [S15] [S18] a group in Surgut, by a curator, for half a year', async ({ startAnother, openPhone }) => {
	test.slow()
	const surgut = await openSurgut()
	const { origin: baseURL } = await startAnother({ TANDEM_DEMO: '0', TANDEM_DATA: surgut.directory })
	const enter = async (person: SurgutPerson, size?: { width: number; height: number }) => {
		const actor = await openPhone({ baseURL, ...(size && { viewport: size }) })
		await actor.context.addCookies([{ ...surgut.cookieOf(person), url: baseURL }])
		return actor
	}
	const desktop = { width: 1280, height: 900 }
	const curator = await enter('curator', desktop)
	await curator.page.goto('/decisions/new')
	await curator.page.getByRole('checkbox', { name: /Новикова/ }).check()
	await curator.page.getByRole('checkbox', { name: /Гордеев/ }).check()
	await curator.page.getByRole('radio', { name: /Молодой педагог/ }).check()
	await curator.page.getByLabel('Основной запрос').fill('Первые уроки: дисциплина и оценивание')
	await curator.page.getByLabel('Трудность 1').fill('Дисциплина на уроке')
	await curator.page.getByRole('button', { name: 'Отправить запрос' }).click()
	await curator.page.getByRole('link', { name: /Подобрать наставника/ }).click()
	await propose(curator, /Лисицына/, 'Первый год в школе')

	for (const person of ['mentor', 'darya', 'pavel'] as const) {
		const actor = await enter(person)
		await actor.page.goto('/')
		await actor.page.getByRole('link', { name: /Нужно ваше согласие/ }).click()
		await consent(actor, 2)
	}
	await curator.page.goto('/decisions')
	await curator.page.getByRole('link', { name: /подготовьте приказ/ }).click()
	const term = curator.page.getByLabel(/Срок программы/)
	await expect(term.getByRole('option')).toHaveCount(10)
	await term.selectOption({ label: '6 месяцев' })
	await curator.page.getByRole('button', { name: 'Передать начальнику' }).click()
	await expect(curator.page.getByText('Напишите, какие выплаты положены наставнику')).toBeVisible()
	await curator.page.getByLabel('Размер и условия выплат').fill('Доплата 2000 рублей в месяц')
	await curator.page.getByRole('button', { name: 'Передать начальнику' }).click()
	await expect(curator.page.getByText('Приказ о закреплении наставнической пары')).toBeVisible()

	const head = await enter('head', desktop)
	await head.page.goto('/decisions')
	await head.page.getByRole('link', { name: /Приказ ждёт утверждения/ }).click()
	await approve(head)
	const mentee = await enter('darya')
	await mentee.page.goto('/')
	await cardOf(mentee.page, 'Первый год в школе').getByRole('link').click()
	await expect(mentee.page.getByText('Планирование').first()).toBeVisible()
	// One open programme each.
	await curator.page.goto('/decisions/new')
	await expect(curator.page.getByRole('checkbox', { name: /Гордеев/ })).toBeDisabled()
	await expect(curator.page.getByText('Уже идёт программа «Первый год в школе»').first()).toBeVisible()
})
