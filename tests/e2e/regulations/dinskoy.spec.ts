/** Dinskoy district, № 78 of 12.02.2021: the management team of a weak school, and a programme presented in public. */
import type { Locator, Page } from '@playwright/test'
import type { Municipality } from '../../support/municipality.ts'
import {
	awaiting,
	chronicle,
	consent,
	draftOrder,
	isEntered,
	openAwaited,
	programIdOf,
	propose,
	putForwardEdition,
	raiseClosure,
	sayYes,
	sign,
	WAITING
} from '../decisions-page.ts'
import { expect, test } from '../long-story.ts'
import { markStops, onDevice, onServer, stopsLeft, tickOf } from '../program-page.ts'

const dinskoy: Municipality<'lidia' | 'roman' | 'taras' | 'zoya' | 'vera' | 'ilya'> = {
	id: 'dinskoy',
	name: 'Динской район',
	timeZone: 'Europe/Moscow',
	regulationId: 'dinskoy',
	since: '2021-02-15',
	organisations: [
		{ id: 'school-1', name: 'Школа № 1', standings: ['effective', 'stably-high'] },
		{ id: 'school-26', name: 'Школа № 26', standings: ['low-results'] }
	],
	people: {
		lidia: { name: 'Гончарова Лидия Семёновна', role: 'curator' },
		roman: { name: 'Белик Роман Игоревич', role: 'head' },
		taras: { name: 'Кравец Тарас Ильич', role: 'mentor', at: ['school-1', 'Директор'], asMentor: {} },
		zoya: { name: 'Левченко Зоя Марковна', role: 'mentor', at: ['school-1', 'Завуч'], asMentor: {} },
		vera: { name: 'Мороз Вера Павловна', role: 'mentee', at: ['school-26', 'Директор'] },
		ilya: { name: 'Дорош Илья Петрович', role: 'mentee', at: ['school-26', 'Заместитель директора'] }
	}
}

test('[D3] [D12] [D16] [D17] [D18] Dinskoy: a team of one school, a programme that the head signs only after it was presented', async ({
	begin
}) => {
	const story = await begin(dinskoy)
	const [lidia, vera] = [await story.meet('lidia'), await story.meet('vera')]
	await vera.page.goto('/')
	await expect(vera.page.getByText('Запрос от её имени подаёт куратор')).toBeVisible()
	await expect(vera.page.getByRole('link', { name: 'Попросить наставника' })).toHaveCount(0)
	await lidia.page.goto('/decisions/new')
	await expect(lidia.page.getByRole('group', { name: 'Управленческая команда' })).toBeVisible()
	await lidia.page.getByRole('checkbox', { name: /Мороз/ }).check()
	await lidia.page.getByRole('checkbox', { name: /Дорош/ }).check()
	// Its results are known to be low, and nobody has recorded that its conditions are difficult.
	await expect(lidia.page.getByRole('radio', { name: /ШССУ/ })).toBeDisabled()
	await lidia.page.getByRole('radio', { name: /ШНОР/ }).check()
	await lidia.page.getByLabel('Основной запрос').fill('Перевести школу в эффективный режим')
	await lidia.page.getByRole('button', { name: 'Отправить запрос' }).click()
	await lidia.page.getByRole('link', { name: /Подберите наставника/ }).click()
	await propose(lidia.page, /Кравец/, 'Переход Школы № 26')
	const programId = programIdOf(lidia.page)
	const decisions = `/decisions/${programId}`
	const program = `/programs/${programId}`

	const [taras, ilya] = [await story.meet('taras'), await story.meet('ilya')]
	for (const { page } of [taras, vera, ilya]) await openAwaited(page, /Нужно ваше согласие/)
	await ilya.goOffline()
	await Promise.all([taras, vera, ilya].map(({ page }) => consent(page, 2)))
	await ilya.goOnline()
	for (const { page } of [taras, vera, ilya]) await isEntered(page)
	await openAwaited(lidia.page, /подготовьте приказ/)
	await draftOrder(lidia.page, { startsOn: '2021-02-16', term: '11 месяцев', pay: 'Без выплат' })
	const roman = await story.meet('roman')
	await openAwaited(roman.page, /Приказ ждёт утверждения/)
	await sign(roman.page)

	await story.goTo('2021-02-16')
	await vera.page.goto(`${program}/about`)
	await expect(vera.page.getByText('16 февраля 2021 г. – 15 января 2022 г.')).toBeVisible()

	// The mentor puts the programme of transition forward, the team agrees, and one of them has no network.
	await taras.page.goto(decisions)
	await putForwardEdition(taras.page)
	for (const { page } of [vera, ilya]) await page.goto(decisions)
	await expect(awaiting(ilya.page)).toContainText('Редакция программы на утверждение')
	await ilya.goOffline()
	await sayYes(ilya.page)
	await expect(chronicle(ilya.page).getByText(WAITING)).toBeVisible()
	await sign(vera.page)
	await ilya.goOnline()
	await isEntered(ilya.page)
	await lidia.page.goto(decisions)
	await sign(lidia.page)
	await roman.page.goto(decisions)
	await expect(roman.page.getByText('редакцию утверждают после публичной презентации')).toBeVisible()
	await story.goTo('2021-03-10')
	await lidia.page.goto(decisions)
	await lidia.page.getByRole('button', { name: 'Записать презентацию' }).click()
	const presentation = lidia.page.getByRole('dialog')
	await expect(presentation.getByRole('listitem')).toHaveCount(4)
	await expect(presentation).toContainText('Руководитель наставнического центра')
	await presentation.getByLabel('День презентации').fill('2021-03-09')
	await presentation.getByLabel('Что решили участники').fill('Внести в программу развития школы.')
	await presentation.getByRole('button', { name: 'Записать презентацию' }).click()
	await isEntered(lidia.page)
	await roman.page.goto(decisions)
	await sign(roman.page)
	await vera.page.goto(`${program}/editions`)
	await expect(vera.page.getByText('Утверждённая редакция 1 от 10 марта')).toBeVisible()

	// In the district the mobile network is off that week: a meeting at the school is still written down.
	await taras.page.goto(program)
	await stopsLeft(taras.page)
	await taras.goOffline()
	await taras.page.getByRole('button', { name: /^(Начать визит|Визит)$/ }).click()
	await taras.page.getByRole('textbox', { name: 'Тема встречи' }).fill('Уроки физики в 8 классе')
	await taras.page.getByRole('textbox', { name: 'Тема встречи' }).blur()
	await expect(tickOf(taras.page)).toHaveText(onDevice)
	await taras.goOnline()
	await vera.page.goto(`${program}/meetings`)
	await expect(vera.page.getByRole('link', { name: /Уроки физики в 8 классе/ })).toBeVisible()

	// The team asks for consultations, also without a network; the mentor is asked first.
	await story.goTo('2021-04-05')
	for (const { page } of [vera, ilya]) await page.goto(decisions)
	await ilya.goOffline()
	await askConsultation(ilya.page, 'Как провести мониторинг', 'Дистанционно')
	await expect(chronicle(ilya.page).getByText(WAITING)).toBeVisible()
	await askConsultation(vera.page, 'Как составить смету')
	await isEntered(vera.page)
	// Not needed after all: its card still shows who withdrew it, and when.
	await askConsultation(vera.page, 'Где взять бланки')
	await isEntered(vera.page)
	const unneeded = consultation(vera.page, 'Где взять бланки')
	await unneeded.getByRole('button', { name: 'Отозвать запрос' }).click()
	const withdrawing = vera.page.getByRole('dialog', { name: 'Отозвать запрос' })
	await withdrawing.getByRole('button', { name: 'Отозвать запрос' }).click()
	await isEntered(vera.page)
	await expect(unneeded).toContainText(/Запрос отозван:\sМороз Вера Павловна/)
	await ilya.goOnline()
	await isEntered(ilya.page)
	await lidia.page.goto(decisions)
	await expect(consultation(lidia.page, 'Как составить смету')).toContainText('Ждём ответ: Кравец Тарас Ильич')
	await expect(lidia.page.getByRole('button', { name: 'Назвать консультанта' })).toHaveCount(0)

	await vera.page.goto('/')
	await openAwaited(taras.page, /Запрошена консультация/)
	await taras.goOffline()
	const remote = consultation(taras.page, 'Как провести мониторинг')
	await expect(remote).toContainText('Запрос на дистанционную консультацию')
	await remote.getByRole('button', { name: 'Назначить консультацию' }).click()
	const taking = taras.page.getByRole('dialog', { name: 'Назначить консультацию' })
	await taking.getByLabel('День консультации').fill('2021-04-08')
	await taking.getByLabel('Время и ссылка или телефон').fill('В 15 часов, видеосвязь')
	await taking.getByRole('button', { name: 'Назначить консультацию' }).click()
	await expect(remote).toContainText(WAITING)
	await taras.goOnline()
	await isEntered(taras.page)
	await consultation(taras.page, 'Как составить смету').getByRole('button', { name: 'Передать дальше' }).click()
	const passing = taras.page.getByRole('dialog', { name: 'Передать дальше' })
	await passing.getByLabel('Основание').fill('Это вопрос к бухгалтеру')
	await passing.getByRole('button', { name: 'Передать дальше' }).click()
	await isEntered(taras.page)

	await openAwaited(lidia.page, /назовите консультанта/)
	const budget = consultation(lidia.page, 'Как составить смету')
	await expect(budget).toContainText('Консультанта назовёт руководитель муниципального наставнического центра')
	await expect(budget).toContainText('Передано дальше: Это вопрос к бухгалтеру')
	await budget.getByRole('button', { name: 'Назвать консультанта' }).click()
	const referring = lidia.page.getByRole('dialog', { name: 'Назвать консультанта' })
	await expect(referring.getByRole('radio')).toHaveCount(1)
	await referring.getByLabel('Время и место').fill('В 15 часов, в её школе')
	const sought = referring.getByLabel('Имя или организация наставника')
	await sought.fill('Никого такого')
	await expect(referring.getByRole('radio')).toHaveCount(0)
	await referring.getByRole('button', { name: 'Назвать консультанта' }).click()
	await expect(referring.getByText('Заполните: Наставник', { exact: true })).toBeVisible()
	await expect(sought).toBeFocused()
	await sought.fill('')
	await referring.getByRole('radio', { name: /Левченко/ }).check()
	// The chosen person stays named while others are searched for.
	await sought.fill('Никого такого')
	await expect(referring.getByRole('radio')).toHaveCount(0)
	await expect(referring.getByText('Выбор: Левченко Зоя Марковна')).toBeVisible()
	await referring.getByRole('button', { name: 'Назвать консультанта' }).click()
	await lidia.page.getByRole('alertdialog').getByRole('button', { name: 'Назвать консультанта' }).click()
	await isEntered(lidia.page)
	await expect(budget).toContainText('Консультирует Левченко Зоя Марковна')
	await vera.page.reload()
	const answered = vera.page.getByRole('region', { name: 'Вам ответили' }).getByRole('link')
	await expect(answered).toContainText('Консультирует Левченко Зоя Марковна')
	await expect(answered).toContainText('Как составить смету')
	await answered.click()
	await expect(consultation(vera.page, 'Как составить смету')).toContainText('Консультирует Левченко Зоя Марковна')
	await expect(consultation(vera.page, 'Как провести мониторинг')).toContainText('Назначена на 8 апреля')

	await story.goTo('2021-12-20')
	const team = [taras, vera, ilya]
	for (const { page } of team) await page.goto(program)
	const [left = []] = await Promise.all(team.map(({ page }) => stopsLeft(page)))
	expect(left).toHaveLength(15)
	await Promise.all(team.map(({ page }, index) => markStops(page, left.slice(index * 5, index * 5 + 5))))
	for (const { page } of team) await expect(tickOf(page)).toHaveText(onServer)

	await story.goTo('2021-12-24')
	await lidia.page.goto(decisions)
	await raiseClosure(lidia.page, { reason: /в полном объёме/, conclusion: 'Школа вышла из списка ШНОР.' })
	await openAwaited(roman.page, /Завершение программы ждёт вас/)
	await sign(roman.page)
	await vera.page.goto(decisions)
	await expect(vera.page.getByText('Программа завершена')).toBeVisible()
	await expect(chronicle(vera.page)).toContainText('Публичная презентация 9 марта: оценка положительная')
	await lidia.page.goto('/curator?phase=closed')
	await expect(lidia.page.getByText('15 из 15')).toBeVisible()
})

test('[D2] Dinskoy: Lidia writes down the composition of the centre, each office with its order, and nobody sees more by it', async ({
	begin
}) => {
	const story = await begin(dinskoy)
	const { page } = await story.meet('lidia')
	await page.goto('/curator/people')
	await page.getByRole('link', { name: 'Состав', exact: true }).click()
	await expect(page.getByRole('heading', { name: 'Состав муниципального наставнического центра' })).toBeVisible()
	await expect(page.getByText('Доступа к программам состав не даёт')).toBeVisible()

	// A methodist who is in no bank is entered first.
	const sheet = page.getByRole('dialog')
	await page.getByRole('button', { name: /Назначить ?: Член/ }).click()
	await sheet.getByRole('button', { name: 'Назначить' }).click()
	await expect(sheet.getByText('Найдите и выберите человека')).toBeVisible()
	// Nobody can be entered anew while it is unknown whether they are already there.
	await page.route('**/api/offices/people?*', (route) => route.abort())
	await sheet.getByLabel('Кто').fill('Савчен')
	const failure = sheet.getByRole('status').filter({ hasText: 'Нет сети. Попробуйте ещё раз, когда она появится.' })
	await expect(failure).toBeVisible()
	await expect(sheet.getByRole('link', { name: 'Записать нового человека' })).toHaveCount(0)
	await page.unroute('**/api/offices/people?*')
	await sheet.getByLabel('Кто').fill('Савченко')
	await expect(sheet.getByText('Такого человека в реестре нет')).toHaveCount(1)
	await expect(sheet.getByText('Найдите и выберите человека')).toHaveCount(0)
	await sheet.getByRole('link', { name: 'Записать нового человека' }).click()
	await page.getByLabel('Фамилия').fill('Савченко')
	await page.getByRole('textbox', { name: 'Имя' }).fill('Ольга')
	await page.getByLabel('Должность').fill('Методист')
	await page.getByRole('button', { name: 'Записать в реестр' }).click()
	await page.getByRole('button', { name: 'Включить в состав' }).click()
	await sheet.getByRole('button', { name: 'Включить' }).click()
	await expect(sheet.getByText('Выберите место в составе')).toBeVisible()
	await sheet
		.getByRole('combobox', { name: 'Место в составе' })
		.selectOption('Член муниципального наставнического центра')
	await sheet.getByLabel('С какого дня').fill('1990-02-12')
	await sheet.getByRole('button', { name: 'Включить' }).click()
	await expect(sheet.getByText(/^Не раньше 12\s+февраля/)).toBeVisible()
	await sheet.getByLabel('С какого дня').fill('2021-02-12')
	await sheet.getByLabel('Номер приказа').fill('78')
	await sheet.getByLabel('Дата приказа').fill('2021-02-12')
	await sheet.getByRole('button', { name: 'Включить' }).click()
	const offices = page.getByRole('region', { name: 'Место в составе' })
	await expect(offices).toContainText('с 12 февраля · приказ № 78, 12 февраля')

	// The weak school has no curator yet, and the page proposes it.
	await page.getByRole('link', { name: 'Состав', exact: true }).click()
	const curators = page.getByRole('region', { name: /Куратор школы с низкими/ })
	await expect(curators).toContainText('Ещё никого: Школа № 26')
	await curators.getByRole('button', { name: /Назначить/ }).click()
	await expect(sheet.getByText('Школа № 26')).toBeVisible()
	await sheet.getByLabel('Кто').fill('кравец')
	await sheet.getByRole('button', { name: /Кравец Тарас/ }).click()
	await sheet.getByRole('button', { name: 'Назначить' }).click()
	await expect(curators.getByRole('listitem')).toContainText('Школа № 26 · с 15 февраля · приказ не указан')
	await expect(curators).not.toContainText('Ещё никого')

	// There is one moderator: the page refuses another and names the first.
	const moderator = page.getByRole('region', { name: 'Модератор информационного ресурса' })
	await moderator.getByRole('button', { name: /Назначить/ }).click()
	await sheet.getByLabel('Кто').fill('белик')
	await sheet.getByRole('button', { name: /Белик Роман/ }).click()
	await sheet.getByRole('button', { name: 'Назначить' }).click()
	await expect(moderator.getByRole('button', { name: /Назначить/ })).toHaveCount(0)
	await page.goto('/curator/people/taras')
	await page.getByRole('button', { name: 'Включить в состав' }).click()
	await sheet.getByRole('combobox', { name: 'Место в составе' }).selectOption('Модератор информационного ресурса')
	await sheet.getByRole('button', { name: 'Включить' }).click()
	await expect(sheet.getByRole('alert')).toContainText('Это место занимает Белик Роман Игоревич')
	await sheet.getByRole('button', { name: 'Отмена' }).click()

	// Ended by mistake, and restored.
	await page.getByRole('link', { name: 'Состав', exact: true }).click()
	await curators.getByRole('button', { name: /Завершить/ }).click()
	await sheet.getByRole('button', { name: 'Завершить' }).click()
	await expect(curators).toContainText('Ещё никого: Школа № 26')
	await page
		.getByRole('listitem')
		.filter({ hasText: 'запись: Гончарова' })
		.getByRole('button', { name: /Вернуть/ })
		.click()
	await expect(curators).toContainText('Кравец Тарас Ильич')
	await expect(page.getByRole('heading', { name: 'Завершённые назначения' })).toHaveCount(0)

	// She is in no bank: entering her once more leads to her.
	await page.goto('/curator/people/new?role=none')
	await page.getByLabel('Фамилия').fill('Савченко')
	await page.getByRole('textbox', { name: 'Имя' }).fill('Ольга')
	await page.getByRole('button', { name: 'Записать в реестр' }).click()
	const namesakes = page.getByRole('list', { name: 'Кого так зовут' })
	await expect(namesakes.getByRole('listitem')).toHaveText('Савченко Ольга Методист')

	const taras = await story.meet('taras')
	await taras.page.goto('/curator/people/composition')
	await expect(taras.page.getByRole('heading', { name: 'Этот раздел — для кураторов' })).toBeVisible()
})

async function askConsultation(page: Page, about: string, mode = 'Очно'): Promise<void> {
	await page.getByRole('button', { name: 'Запросить консультацию' }).click()
	const sheet = page.getByRole('dialog', { name: 'Запросить консультацию' })
	await expect(sheet).toContainText('Ответит наставник: Кравец Тарас Ильич')
	await sheet.getByLabel('О чём посоветоваться').fill(about)
	await sheet.getByLabel('Как удобнее').selectOption({ label: mode })
	await sheet.getByRole('button', { name: 'Запросить консультацию' }).click()
	await expect(sheet).toHaveCount(0)
}

/** The card of the request, anywhere on the page. */
function consultation(page: Page, about: string): Locator {
	return page.getByRole('article').filter({ hasText: about })
}
