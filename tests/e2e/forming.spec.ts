/** From a request to a programme, on a phone and at a desktop; `regulations` goes on to the end of a programme. */
import type { Page } from '@playwright/test'
import { expect, test } from './actors.ts'
import { awaiting, consent, draftOrder, isEntered, openAwaited, propose, sign, WAITING } from './decisions-page.ts'

/** The card of an existing programme, among one's own. */
function cardOf(page: Page, title: string) {
	return page.getByRole('article').filter({ hasText: title })
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
	// She has no network when she asks: the request waits on her first screen until there is one.
	await mentee.goOffline()
	// One line each: Enter goes on to the next one.
	await mentee.page.getByRole('textbox', { name: 'Затруднение 1' }).press('Enter')
	await mentee.page.getByRole('button', { name: 'Отправить запрос' }).click()
	await expect(mentee.page.getByText(/^Запрос на наставника:/)).toBeVisible()
	await expect(mentee.page.getByText(/^Наставляемый: Шубина.*включённый в резерв/)).toBeVisible()
	await expect(mentee.page.getByRole('heading', { name: /^Шубина.*включённый в резерв/ })).toBeVisible()
	await mentee.page.getByRole('link', { name: 'Программы', exact: true }).click()
	const unsent = mentee.page.getByRole('region', { name: 'Запросы с этого устройства' })
	await expect(unsent).toContainText(WAITING)
	await mentee.goOnline()
	await expect(unsent).toHaveCount(0)
	await expect(mentee.page.getByText('Готовится программа')).toBeVisible()

	await openAwaited(curator.page, /Шубина.*Подберите наставника/s)
	const first = curator.page.getByRole('article').first()
	await expect(first).toContainText('Ковалёв Виктор Андреевич')
	await first.getByText('Почему такая оценка').click()
	await expect(first).toContainText('компетенция «Финансово-хозяйственная деятельность»')
	await propose(curator.page, /Ковалёв/, 'Будущий директор', 'резервист – руководитель')

	// Whose consents the order waits for, and to what.
	const elsewhere = curator.page.getByRole('region', { name: 'Ждёт других' }).getByRole('listitem')
	const both = 'Ждём согласие на участие в наставничестве, на обработку персональных данных'
	await expect(elsewhere).toHaveText([/Ковалёв Виктор Андреевич/, /Шубина Вера Олеговна/])
	for (const one of [0, 1]) await expect(elsewhere.nth(one)).toContainText(both)
	await expect(curator.page.getByRole('link', { name: /Подготовить приказ/ })).toContainText(
		'Не хватает 4 согласий: Ковалёв В. А., Шубина В. О.'
	)

	await mentor.page.goto('/')
	await mentor.page.getByRole('link', { name: /Шубина.*Нужно ваше согласие/s }).click()
	// Two sheets wait for him, and there is one proposal to refuse.
	const refusal = awaiting(mentor.page).getByRole('button', { name: 'Отказаться от предложения' })
	await expect(refusal).toHaveText('Отказаться от предложения: Шубина В. О.')
	// In line with the cards above it, where it takes two lines.
	await expect(refusal).toHaveCSS('text-align', 'start')
	await consent(mentor.page, 2)
	await isEntered(mentor.page)
	await mentee.page.goto('/')
	await mentee.page.getByRole('link', { name: /Нужно ваше согласие/ }).click()
	await consent(mentee.page, 2)
	await isEntered(mentee.page)
	await expect(mentee.page.getByText('Согласия получены, ждём приказ')).toBeVisible()
	await expect(mentee.page.getByRole('region', { name: 'Ждёт других' })).toHaveText(/Ждём приказ\s*Готовит куратор/)

	await openAwaited(curator.page, /Шубина.*подготовьте приказ/s)
	await expect(curator.page.getByText('24 месяца')).toBeVisible()
	await draftOrder(curator.page)
	// The curator has signed it: the head is to sign, or she withdraws it.
	const about = curator.page.getByRole('region', { name: 'О программе' })
	await expect(about).toContainText('Приказ ждёт подписи: начальник департамента образования')
	await expect(curator.page.getByRole('link', { name: /Подготовить приказ/ })).toHaveCount(0)
	const again = curator.page.getByRole('link', { name: /Предложить другого наставника/ })
	await expect(again).toContainText('Приказ, который ждёт подписи, снимется с подписания')
	await again.click()
	await curator.page.getByRole('article').nth(1).getByRole('checkbox').check()
	await curator.page.getByRole('button', { name: 'Предложить…' }).click()
	const sheet = curator.page.getByRole('dialog')
	await expect(sheet).toContainText('Приказ снимется с подписания')
	// What she has typed stays when the list is read anew.
	await sheet.getByLabel('Название программы').fill('Первый год')
	await sheet.getByRole('button', { name: 'Отмена' }).click()
	const search = curator.page.getByRole('searchbox')
	await search.fill('никто')
	await expect(curator.page.getByRole('article')).toHaveCount(0)
	await search.fill('')
	await expect(curator.page.getByRole('article').nth(1)).toBeVisible()
	await curator.page.getByRole('button', { name: 'Предложить…' }).click()
	await expect(sheet.getByLabel('Название программы')).toHaveValue('Первый год')
	await sheet.getByRole('button', { name: 'Отмена' }).click()
	await curator.page.goBack()
	await expect(curator.page.getByRole('button', { name: /Отозвать запрос/ })).toHaveCount(0)
	await expect(curator.page.getByRole('button', { name: 'Отозвать', exact: true })).toBeVisible()

	// Both look at their own lists when the head signs.
	for (const { page } of [mentor, mentee]) {
		await page.goto('/')
		await expect(page.getByText('Готовится программа')).toBeVisible()
	}
	await openAwaited(head.page, /Шубина.*Приказ ждёт утверждения/s)
	await awaiting(head.page).getByRole('button', { name: 'Подписать', exact: true }).click()
	const question = head.page.getByRole('alertdialog', { name: 'Подписать?' })
	await expect(question).toContainText('Ковалёв Виктор Андреевич и Шубина')
	await expect(question.getByRole('link', { name: 'Прочитать приказ' })).toBeVisible()
	await question.getByRole('button', { name: 'Отмена' }).click()
	await awaiting(head.page).getByRole('link', { name: 'Прочитать приказ' }).click()
	await expect(head.page.getByRole('table').first()).toContainText('Ковалёв Виктор Андреевич')
	await head.page.goBack()
	await sign(head.page)
	await expect(head.page.getByText('В силе')).toBeVisible()
	for (const { page } of [mentor, mentee]) {
		await expect(cardOf(page, 'Будущий директор')).toBeVisible({ timeout: 2_000 })
	}
	await cardOf(mentee.page, 'Будущий директор').getByRole('link').click()
	await expect(mentee.page.getByText('0 из 22').first()).toBeVisible()
})
