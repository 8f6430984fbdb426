/** The banks of mentors and mentees, and their workplaces: what a curator enters, and what the regulation says about it. */
import type { Locator, Page } from '@playwright/test'
import { addDaysTo } from '#domain/calendar.ts'
import { expect, test } from './actors.ts'
import { isEntered } from './decisions-page.ts'

test('a curator enters a mentor, and sees which conditions are met by which evidence', async ({ curator }) => {
	const { page } = curator
	await page.goto('/curator/people')
	await page.getByRole('link', { name: 'Добавить наставника' }).click()
	await page.getByRole('button', { name: 'Добавить в банк' }).click()
	await expect(page.getByText('Напишите фамилию')).toBeVisible()
	await page.getByLabel('Фамилия').fill('Громов')
	await page.getByRole('textbox', { name: 'Имя' }).fill('Пётр')
	await expect(page.getByText('Напишите фамилию')).toHaveCount(0)
	const workplace = page.getByRole('textbox', { name: 'Место работы' })
	// Without a mouse: typing searches, the arrow enters the list, Enter chooses.
	await workplace.fill('школа')
	await expect(page.getByRole('list', { name: 'Место работы' }).getByRole('button')).not.toHaveCount(0)
	await page.keyboard.press('Enter')
	await expect(page.getByRole('list', { name: 'Место работы' }).getByRole('button').first()).toBeFocused()
	await page.keyboard.press('ArrowUp')
	await workplace.fill('лицей')
	await expect(page.getByRole('button', { name: 'Лицей № 2' })).toBeVisible()
	await page.keyboard.press('ArrowDown')
	await page.keyboard.press('Enter')
	await expect(page.getByRole('button', { name: 'Изменить' })).toBeVisible()
	await page.getByLabel('Должность').fill('Директор')
	await page.getByRole('button', { name: 'Добавить в банк' }).click()

	await expect(page.getByRole('heading', { name: 'Громов Пётр' })).toBeVisible()
	await expect(page.getByText('Учётной записи ещё нет')).toBeVisible()
	await page.getByRole('button', { name: 'Пригласить' }).click()
	await expect(page.getByRole('textbox', { name: 'Ссылка-приглашение' })).toHaveValue(/\/invite\//)
	await expect(page.getByText('Не выполнено 5 требований')).toBeVisible()
	await page.getByRole('button', { name: 'Заполнить' }).click()
	const form = page.getByRole('form', { name: 'Наставник' })
	await form.getByLabel('Компетенции').fill('Управление командой\n\n  Финансы ')
	const post = await addRow(form, 'Добавить должность', 'Должности, 1')
	await post.getByLabel('Должность').fill('Директор')
	await post.getByLabel('Место работы').fill('Лицей № 2')
	const assessment = await addRow(form, 'Добавить оценку', 'Оценка эффективности, 1')
	await assessment.getByLabel('Результат').fill('81,5')
	await assessment.getByLabel('Когда').fill('2026-03-15')
	const contest = await addRow(form, 'Добавить конкурс', 'Конкурсы, 1')
	await contest.getByLabel('Название').fill('Директор года')
	await contest.getByLabel('Когда').fill('2024-11-10')
	const achievement = await addRow(form, 'Добавить достижение', 'Достижения, 1')
	await achievement.getByLabel('Название').fill('Лицей вошёл в число лучших школ области')
	await achievement.getByLabel('Подтверждение').fill('Приказ № 40 от 2 июня 2025 года')
	const course = await addRow(form, 'Добавить курс', 'Курсы, 1')
	await course.getByLabel('Название').fill('Наставничество')
	await course.getByLabel('Номер удостоверения').fill('7012-184')
	await course.getByLabel('Когда').fill('2024-05-28')
	await form.getByRole('button', { name: 'Сохранить' }).click()
	await expect(post).toContainText('С какого дня: укажите день')
	await post.getByLabel('С какого дня').fill('2015-08-20')
	// The browser reads half a date, or the 31st of February, as an empty field, which would say that he still works.
	const until = post.getByLabel('По какой день (пусто — работает)')
	await until.press('1')
	await form.getByRole('button', { name: 'Сохранить' }).click()
	await expect(post.getByText('Проверьте дату: она неполная, или такого дня нет')).toBeVisible()
	await expect(until).toBeFocused()
	await post.getByRole('button', { name: 'Убрать дату' }).last().click()
	await form.getByRole('button', { name: 'Сохранить' }).click()

	await expect(page.getByText('Все требования выполнены')).toBeVisible()
	await expect(page.getByText('81,5 % · 15 марта')).toHaveCount(2)
	await page.reload()
	await expect(page.getByText('Управление командой')).toBeVisible()
	await page.getByRole('link', { name: 'Наставники', exact: true }).click()
	await page.getByRole('searchbox').fill('громов')
	await expect(page.getByRole('listitem').filter({ hasText: 'Громов' })).toContainText('соответствует требованиям')
	await expect(page.getByRole('listitem').filter({ hasText: 'Ковалёв' })).toHaveCount(0)
})

test('Elena is shown who is called like the mentor she enters, and opens that card instead', async ({ curator }) => {
	const { page } = curator
	await page.goto('/curator/people/new?role=mentor')
	const add = page.getByRole('button', { name: 'Добавить в банк' })
	await page.getByLabel('Фамилия').fill('123')
	await page.getByRole('textbox', { name: 'Имя' }).fill('Виктор')
	await add.click()
	await expect(page.getByText('Напишите буквами, без цифр и знаков')).toBeVisible()
	await expect(page.getByLabel('Фамилия')).toBeFocused()
	await page.getByLabel('Фамилия').fill('ковалев')
	await page.getByLabel('Отчество').focus()
	await page.keyboard.insertText('Андреевич '.repeat(11))
	await expect(page.getByText('Не длиннее 100 знаков, сейчас 109')).toBeVisible()
	await add.click()
	await expect(page.getByLabel('Отчество')).toHaveValue('Андреевич '.repeat(11))
	await expect(page.getByRole('list', { name: 'Кого так зовут' })).toHaveCount(0)
	await page.getByLabel('Отчество').fill('Андреевич')
	await add.click()
	const called = page.getByRole('list', { name: 'Кого так зовут' })
	await expect(called).toContainText('Лицей № 2')
	await called.getByRole('link', { name: 'Ковалёв Виктор Андреевич' }).click()
	await page.getByRole('button', { name: 'Уйти' }).click()
	await expect(page).toHaveURL(/people\/mentor-1$/)
})

test('Elena enters a school beside one of the same name knowingly, and finds it at an address of its own', async ({
	curator
}) => {
	const { page } = curator
	await page.goto('/curator/people/organisations/new')
	await page.getByLabel('Название').fill('лицей №2')
	for (const status of ['эффективная школа', 'неэффективная школа']) {
		await page.getByRole('checkbox', { name: status, exact: true }).check()
	}
	await page.getByRole('button', { name: 'Сохранить' }).click()
	await expect(page.getByRole('alert')).toContainText('выберите одно из взаимоисключающих')
	await page.getByRole('checkbox', { name: 'неэффективная школа', exact: true }).uncheck()
	await page.getByRole('button', { name: 'Сохранить' }).click()
	await page.getByRole('button', { name: 'Это другая организация' }).click()
	await expect(page).toHaveURL(/organisations\/(?!new)[\w-]+$/)
	await page.reload()
	await expect(page.getByRole('heading', { name: 'лицей №2' })).toBeVisible()
})

test('two who change one mentor at once: the second sees both, and nothing is lost', async ({
	curator,
	openPhone,
	server
}) => {
	const head = await openPhone({ baseURL: server.origin })
	await head.signIn('head-1')
	const forms: Locator[] = []
	for (const { page } of [curator, head]) {
		await page.goto('/curator/people/mentor-1')
		await section(page, 'Наставник').getByRole('button', { name: 'Изменить' }).click()
		forms.push(page.getByRole('form', { name: 'Наставник' }))
	}
	const [first, second] = forms as [Locator, Locator]
	await first.getByLabel('Часов в месяц').fill('8')
	await first.getByLabel('Компетенции').fill('Финансы школы')
	await first.getByRole('button', { name: 'Сохранить' }).click()
	await expect(section(curator.page, 'Наставник')).toContainText('8 ч в месяц')

	await second.getByLabel('Часов в месяц').fill('16')
	await second.getByRole('button', { name: 'Сохранить' }).click()
	await expect(second).toContainText('запись сохранил кто-то другой')
	const hours = second.getByRole('group', { name: 'Часов в месяц' })
	await expect(hours).toContainText('8 ч в месяц')
	await expect(hours).toContainText('16 ч в месяц')
	await expect(second.getByRole('button', { name: 'Сохранить выбранное' })).toBeDisabled()
	await hours.getByRole('radio', { name: /^Ваше/ }).check()
	await second.getByRole('button', { name: 'Сохранить выбранное' }).click()
	await expect(section(head.page, 'Наставник')).toContainText('16 ч в месяц')
	await expect(section(head.page, 'Наставник')).toContainText('Финансы школы')

	// The workplace and the post are one form: it shows what is saved now, and may be saved over it.
	const identities = [curator, head].map(({ page }) => section(page, 'Кто и где работает'))
	const [elena, other] = identities as [Locator, Locator]
	for (const identity of identities) await identity.getByRole('button', { name: 'Изменить' }).click()
	await elena.getByLabel('Должность').fill('Заместитель директора')
	await elena.getByRole('button', { name: 'Сохранить' }).click()
	await expect(elena).toContainText('Заместитель директора')
	await other.getByLabel('Должность').fill('Методист')
	await other.getByRole('button', { name: 'Сохранить' }).click()
	await expect(other).toContainText(/Сейчас сохранено: .*Заместитель директора/)
	await other.getByRole('button', { name: 'Сохранить поверх' }).click()
	await expect(other.getByText('Методист')).toBeVisible()
})

test('a school is told what it is by its indices, and goes only when nobody works there', async ({ curator }) => {
	const { page } = curator
	await page.goto('/curator/people/organisations')
	await page.getByRole('link', { name: 'Добавить организацию' }).click()
	const form = page.getByRole('form', { name: 'Сведения' })
	await form.getByLabel('Название').fill('Школа № 99')
	for (const [number, year] of [2025, 2024, 2023].entries()) {
		const row = await addRow(form, 'Добавить год', `Индексы по годам, ${number + 1}`)
		await row.getByLabel('Год', { exact: true }).fill(String(year))
		await row.getByLabel('ИОР').fill('0,05')
		await row.getByLabel('ИСБШ').fill(number === 0 ? '0,01' : '')
	}
	await form.getByRole('button', { name: 'Сохранить' }).click()
	const indices = section(page, 'Что показывают индексы')
	await expect(indices).toContainText('Несправляющаяся: низкие и благополучие, и результаты.')
	await expect(indices).toContainText('стабильно низкие')
	await page.getByRole('button', { name: 'Удалить организацию' }).click()
	await page.getByRole('alertdialog').getByRole('button', { name: 'Удалить организацию' }).click()
	await expect(page).toHaveURL(/organisations$/)
	await expect(page.getByRole('link', { name: 'Школа № 99' })).toHaveCount(0)

	await page.getByRole('link', { name: 'Школа № 41' }).click()
	await expect(page.getByText('Удалить организацию можно, когда за ней никто не записан.')).toBeVisible()
	await expect(page.getByRole('button', { name: 'Удалить организацию' })).toHaveCount(0)
})

test('[T19] the yearly update of the list is ticked off with a name and a day', async ({ curator }) => {
	const { page } = curator
	await page.goto('/curator/people/mentees')
	const review = page.getByRole('region', { name: 'Обновление списка' })
	await expect(review).toContainText('Здесь ещё не обновляли')
	await review.getByRole('button', { name: 'Список обновлён' }).click()
	await expect(review).toContainText('Воронцова Елена Михайловна')
	await page.reload()
	await expect(review).toContainText('Воронцова Елена Михайловна')
	await expect(review.getByRole('button')).toHaveCount(0)
})

test('[T22] a mentee leaves the bank at the update of the list, is found among those who left, and returns', async ({
	curator
}) => {
	const { page } = curator
	await page.goto('/curator/people/mentor-1')
	await page.getByRole('button', { name: 'Вывести из банка наставников' }).click()
	await expect(page.getByText('Сначала освободите или замените человека')).toBeVisible()
	await page.keyboard.press('Escape')

	await page.goto('/curator/people/mentee-7')
	await page.getByRole('button', { name: 'Вывести из банка наставляемых' }).click()
	const sheet = page.getByRole('dialog')
	await sheet.getByRole('button', { name: 'Вывести из банка' }).click()
	await expect(sheet.getByText('Выберите причину.')).toBeVisible()
	await sheet.getByLabel('Причина').selectOption('list-review')
	await expect(sheet.getByText('Положение: п. 3.3')).toBeVisible()
	await sheet.getByRole('button', { name: 'Вывести из банка' }).click()
	await expect(page.getByText('обновление списка: наставник больше не нужен (п. 3.3)')).toBeVisible()

	await page.goto('/curator/people/mentees')
	await page.getByText('Кто выведен из банка наставляемых').click()
	await page.getByRole('link', { name: /Шубина/ }).click()
	await page.getByRole('button', { name: 'Вернуть в банк наставляемых' }).click()
	await expect(page.getByText(/возвращён/)).toBeVisible()
	await expect(page.getByRole('button', { name: 'Вывести из банка наставляемых' })).toBeVisible()
})

test('[T48] the curator makes a forum and marks Viktor, the mentor names a material, and the incentive is linked to both', async ({
	mentor,
	curator
}) => {
	await mentor.page.goto('/decisions/program-1')
	await mentor.page.getByRole('button', { name: 'Записать материал' }).click()
	const own = mentor.page.getByRole('dialog')
	await own.getByLabel('Название').fill('Памятка нового директора')
	await own.getByLabel('Где находится').fill('https://edu.example/memo')
	await own.getByRole('button', { name: 'Записать' }).click()
	await expect(
		mentor.page.getByText('Материал: Памятка нового директора\u00a0— https://edu.example/memo')
	).toBeVisible()
	await isEntered(mentor.page)

	const { page } = curator
	await page.goto('/curator/incentives')
	const events = page.getByRole('definition').filter({ hasText: 'мероприятий не было' })
	await expect(events.first()).toBeVisible()
	await page.getByRole('link', { name: 'Мероприятия наставников', exact: true }).click()
	await expect(page.getByText('Мероприятий пока нет')).toBeVisible()
	await page.getByRole('button', { name: 'Добавить мероприятие' }).click()
	const sheet = page.getByRole('dialog', { name: 'Добавить мероприятие' })
	await sheet.getByRole('button', { name: 'Сохранить' }).click()
	await expect(sheet.getByLabel('Название')).toBeFocused()
	await expect(sheet.getByText('Название: заполните')).toBeVisible()
	await sheet.getByLabel('Вид').selectOption('Форум')
	await sheet.getByLabel('Название').fill('Форум «Молодые – молодым»')
	await sheet.getByLabel('Ковалёв').check()
	// A window closed by mistake keeps what was typed.
	await page.keyboard.press('Escape')
	await expect(sheet).toHaveCount(0)
	await page.getByRole('button', { name: 'Добавить мероприятие' }).click()
	await expect(sheet.getByLabel('Название')).toHaveValue('Форум «Молодые – молодым»')
	await expect(sheet.getByLabel('Ковалёв')).toBeChecked()
	const day = await sheet.getByLabel('День').inputValue()
	await sheet.getByLabel('День').fill('1999-01-01')
	await sheet.getByRole('button', { name: 'Сохранить' }).click()
	await expect(sheet.getByText(/^Не раньше/)).toBeVisible()
	await sheet.getByLabel('День').fill(day)
	await curator.goOffline()
	await sheet.getByRole('button', { name: 'Сохранить' }).click()
	await expect(sheet.getByText(/Нет сети|Нет связи/)).toBeVisible()
	await curator.goOnline()
	await sheet.getByRole('button', { name: 'Сохранить' }).click()
	await expect(page.getByText(/присутствовали \(1\): Ковалёв/)).toBeVisible()

	// A day ahead, typed by mistake, loses nobody who attended.
	const changed = page.getByRole('dialog', { name: 'Изменить мероприятие' })
	for (const [typed, said] of [
		[addDaysTo(day, 30), 'отметки о присутствии (1) сохранены до дня мероприятия'],
		[day, /присутствовали \(1\): Ковалёв/]
	] as const) {
		await page.getByRole('button', { name: /Изменить.*Форум/s }).click()
		await changed.getByLabel('День').fill(typed)
		await changed.getByRole('button', { name: 'Сохранить' }).click()
		await expect(page.getByText(said)).toBeVisible()
	}
	await page.getByRole('button', { name: 'Добавить мероприятие' }).click()
	await expect(sheet.getByLabel('Название')).toHaveValue('')
	await page.keyboard.press('Escape')

	await page.getByRole('link', { name: 'Назад' }).click()
	const forum = page.getByRole('link', { name: 'Форум «Молодые – молодым»' }).first()
	await expect(forum).toBeVisible()
	await expect(page.getByRole('link', { name: 'Памятка нового директора' })).toHaveAttribute(
		'href',
		'https://edu.example/memo'
	)
	await page.getByRole('button', { name: /Подтверждения.*Ковалёв.*Начинающий/s }).click()
	const materials = page.getByRole('dialog')
	await materials.getByLabel('Название').fill('Памятка другого века')
	await materials.getByLabel('Где находится').fill('папка методкабинета')
	await materials.getByLabel('Когда').fill('1999-01-01')
	await materials.getByRole('button', { name: 'Записать' }).click()
	await expect(materials.getByText(/^Не раньше/)).toBeVisible()
	await materials.getByRole('button', { name: 'Закрыть' }).click()
	await page.getByRole('button', { name: /Подтверждения.*Ковалёв.*Начинающий/s }).click()
	await expect(materials.getByLabel('Название')).toHaveValue('Памятка другого века')
	await expect(materials.getByLabel('Где находится')).toHaveValue('папка методкабинета')
	await page.getByRole('button', { name: 'Убрать запись: Материал: Памятка' }).click()
	await page.getByRole('alertdialog').getByRole('button', { name: 'Убрать запись' }).click()
	await expect(page.getByText('Пока ничего не записано.')).toBeVisible()
	await page.keyboard.press('Escape')
	await expect(page.getByRole('link', { name: 'Памятка нового директора' })).toHaveCount(0)

	await mentor.page.goto('/decisions/program-1')
	await mentor.page.getByRole('button', { name: 'Записать материал' }).click()
	await expect(own.getByText('Форум «Молодые – молодым»')).toBeVisible()

	await forum.click()
	await page.getByRole('button', { name: /Удалить.*Форум/s }).click()
	await page.getByRole('alertdialog').getByRole('button', { name: 'Удалить' }).click()
	await expect(page.getByText('Мероприятий пока нет')).toBeVisible()
})

test('a list that needs the network says so, keeps what it showed, and comes back with it', async ({ curator }) => {
	const { page } = curator
	await page.goto('/curator/people')
	await expect(page.getByRole('link', { name: /Ковалёв/ })).toBeVisible()
	await curator.goOffline()
	await page.getByLabel('Показать').selectOption({ label: 'Никого не ведут' })
	await expect(page.getByText('Нет связи: показан прежний список')).toBeVisible()
	await expect(page.getByRole('link', { name: /Ковалёв/ })).toBeVisible()
	await curator.goOnline()
	await expect(page.getByText('Ничего не нашлось')).toBeVisible()
})

function section(page: Page, title: string): Locator {
	return page.getByRole('region', { name: title, exact: true })
}

async function addRow(form: Locator, button: string, name: string): Promise<Locator> {
	await form.getByRole('button', { name: button }).click()
	return form.getByRole('group', { name, exact: true })
}

test('[L3] a curator erases a person, whose phone then forgets what it had of them', async ({
	curator: { page },
	openPhone,
	server
}) => {
	const vera = await openPhone({ baseURL: server.origin })
	await vera.signIn('mentee-7')
	await vera.page.goto('/')
	await expect(vera.page.getByRole('link', { name: 'Попросить наставника' })).toBeVisible()

	await page.goto('/curator/people/mentee-7')
	await page.getByRole('button', { name: 'Удалить данные человека…' }).click()
	const sheet = page.getByRole('dialog', { name: 'Удалить данные: Шубина Вера Олеговна' })
	await sheet.getByRole('button', { name: 'Удалить навсегда' }).click()
	await expect(sheet.getByText('Выберите основание.')).toBeVisible()
	await sheet
		.getByRole('combobox', { name: 'Основание' })
		.selectOption({ label: 'Человек потребовал (152-ФЗ, ст. 14 и 20)' })
	await sheet.getByRole('button', { name: 'Удалить навсегда' }).click()
	await expect(page.getByRole('heading', { name: '(имя удалено)' })).toBeVisible()
	await expect(page.getByText('Удалил(а) Воронцова Елена Михайловна')).toBeVisible()
	await expect(page.getByText('Шубина')).toHaveCount(0)
	await page.goto('/curator/people/mentees')
	await expect(page.getByRole('link', { name: /Лаптева/ })).toBeVisible()
	await expect(page.getByText('Шубина')).toHaveCount(0)

	await vera.page.goto('/settings')
	await expect(vera.page.getByText('Ваши данные удалены')).toBeVisible()

	await page.goto('/curator/people/mentor-1')
	await page.getByRole('button', { name: 'Удалить данные человека…' }).click()
	await expect(page.getByText('Сначала освободите или замените человека')).toBeVisible()
})
