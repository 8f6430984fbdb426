/** Surgut, № 12-09-2022/2 of 12.09.2022: a group of young teachers, their own plan, three months to a year. */
import { copyRegulation } from '#domain/regulation/copy-regulation.ts'
import { surgut as shipped } from '#domain/regulation/packs/surgut.ts'
import { consentOf, orderFor, proposal, raise, request, sign as signing } from '#domain/ledger/testing/story.ts'
import type { Municipality } from '../../support/municipality.ts'
import {
	awaiting,
	chronicle,
	consent,
	draftOrder,
	fillInClosure,
	isEntered,
	openAwaited,
	programIdOf,
	propose,
	putForwardEdition,
	raiseClosure,
	sign,
	WAITING
} from '../decisions-page.ts'
import { expect, test } from '../long-story.ts'
import { overflowOf } from '../screen-checks.ts'
import { say } from '../say.ts'
import { addActivity, addEntry, markStops, onDevice, onServer, stopOf, stopsLeft, tickOf } from '../program-page.ts'

const surgut: Municipality<'nina' | 'igor' | 'anna' | 'darya' | 'pavel'> = {
	id: 'surgut',
	name: 'Город Сургут',
	timeZone: 'Asia/Yekaterinburg',
	regulationId: 'surgut',
	since: '2022-09-19',
	organisations: [{ id: 'school-8', name: 'Школа № 8' }],
	people: {
		nina: { name: 'Лаврова Нина Петровна', role: 'curator' },
		igor: { name: 'Демидов Игорь Олегович', role: 'head' },
		anna: {
			name: 'Лисицына Анна Борисовна',
			role: 'mentor',
			at: ['school-8', 'Учитель истории'],
			asMentor: {
				competences: ['Дисциплина на уроке', 'Оценивание'],
				achievements: [{ title: 'Открытые уроки для города', proof: 'Грамота № 4' }]
			}
		},
		darya: { name: 'Новикова Дарья Павловна', role: 'mentee', at: ['school-8', 'Учитель физики'] },
		pavel: { name: 'Гордеев Павел Ильич', role: 'mentee', at: ['school-8', 'Учитель химии'] }
	}
}

test('[S10] [S12] [S15] [S17] [S18] Surgut: a group of two, half a year of a plan they write themselves', async ({
	begin
}) => {
	const story = await begin(surgut)
	const nina = await story.meet('nina')
	await nina.page.goto('/decisions/new')
	await nina.page.getByRole('checkbox', { name: /Новикова/ }).check()
	await nina.page.getByRole('checkbox', { name: /Гордеев/ }).check()
	await nina.page.getByRole('radio', { name: /Молодой педагог/ }).check()
	await nina.page.getByLabel('Основной запрос').fill('Первые уроки: дисциплина и оценивание')
	await nina.page.getByLabel('Затруднение 1').fill('Дисциплина на уроке')
	await nina.page.getByRole('button', { name: 'Отправить запрос' }).click()
	await nina.page.getByRole('link', { name: /Подберите наставника/ }).click()
	await propose(nina.page, /Лисицына/, 'Первый год в школе', 'педагог – педагог')
	const programId = programIdOf(nina.page)
	const decisions = `/decisions/${programId}`
	const program = `/programs/${programId}`

	const [anna, darya, pavel] = [await story.meet('anna'), await story.meet('darya'), await story.meet('pavel')]
	for (const { page } of [anna, darya, pavel]) await openAwaited(page, /Нужно ваше согласие/)
	await pavel.goOffline()
	await Promise.all([anna, darya, pavel].map(({ page }) => consent(page, 2)))
	await expect(chronicle(pavel.page).getByText(WAITING)).toHaveCount(2)
	// The order waits for Pavel, who has no network.
	await nina.page.goto(decisions)
	await nina.page.getByRole('link', { name: /Подготовить приказ/ }).click()
	await expect(nina.page.getByText('Не хватает 2 согласий')).toBeVisible()
	await pavel.goOnline()
	await isEntered(pavel.page)

	await story.goTo('2022-09-30')
	await openAwaited(nina.page, /подготовьте приказ/)
	await expect(nina.page.getByLabel(/^Срок программы/).getByRole('option')).toHaveCount(10)
	// 30 September 2022 is a Friday.
	await expect(nina.page.getByLabel('Начало')).toHaveValue('2022-10-03')
	await draftOrder(nina.page, { term: '6 месяцев', pay: 'Доплата 2000 рублей в месяц' })
	const igor = await story.meet('igor')
	await openAwaited(igor.page, /Приказ ждёт утверждения/)
	await sign(igor.page)

	await story.goTo('2022-10-03')
	await darya.page.goto(`${program}/about`)
	await expect(darya.page.getByText('3 октября 2022 г. – 2 апреля 2023 г.')).toBeVisible()
	// A mentor of Surgut is appointed with the programme, not for a term of their own.
	await nina.page.goto('/curator/people/anna')
	await expect(nina.page.getByRole('heading', { name: /Лисицына/ })).toBeVisible()
	await expect(nina.page.getByText(/назначен до/)).toHaveCount(0)
	// One open programme each.
	await nina.page.goto('/decisions/new')
	await expect(nina.page.getByRole('checkbox', { name: /Гордеев/ })).toBeDisabled()
	await expect(nina.page.getByText('Уже идёт программа «Первый год в школе»').first()).toBeVisible()
	await expect(nina.page.getByText(/^Все наставляемые уже участвуют в программах/)).toBeVisible()
	await nina.page.getByRole('link', { name: 'Новый наставляемый' }).click()
	await expect(nina.page.getByRole('button', { name: 'Добавить в банк' })).toBeVisible()

	// Nothing can be approved before it is written: from the request it has only the difficulties.
	await anna.page.goto(`${program}/editions`)
	await expect(anna.page.getByText('запишите то, чего требует положение (п. 1.3.7)')).toBeVisible()
	for (const section of ['Формы и виды наставничества', 'Направления', 'Сильные стороны', 'Мероприятия']) {
		await expect(anna.page.getByRole('link', { name: section, exact: true })).toBeVisible()
	}
	await expect(anna.page.getByRole('link', { name: 'Затруднения', exact: true })).toHaveCount(0)

	// The plan is theirs: Anna writes at her school, Darya in a lesson without a network, and both lines are there.
	for (const { page } of [anna, darya]) {
		await page.goto(program)
		await expect(page.getByText('Планирование').first()).toBeVisible()
	}
	await darya.goOffline()
	await addActivity(darya.page, 'Урок с двумя правилами')
	await expect(tickOf(darya.page)).toHaveText(onDevice)
	await addActivity(anna.page, 'Открытый урок Анны Борисовны')
	await darya.goOnline()
	await expect(stopOf(anna.page, 'Урок с двумя правилами')).toBeVisible()
	await expect(stopOf(darya.page, 'Открытый урок Анны Борисовны')).toBeVisible()

	// Until the programme is approved, nothing says what is to be fulfilled.
	await nina.page.goto(decisions)
	const closure = { reason: /в полном объёме/, conclusion: 'Оба ведут уроки уверенно.' }
	await expect(await fillInClosure(nina.page, closure)).toContainText('программа ещё не утверждена')
	await anna.page.goto(`${program}/about`)
	await addEntry(anna.page, 'Направления', 'Дисциплина на уроке')
	await addEntry(anna.page, 'Сильные стороны', 'Знают свои предметы')
	await addEntry(anna.page, 'Формы и виды наставничества', 'Групповая, встречи по пятницам')
	await anna.page.goto(decisions)
	await putForwardEdition(anna.page)
	for (const { page } of [darya, pavel, nina, igor]) {
		await page.goto(decisions)
		await sign(page)
	}

	await story.goTo('2023-03-29')
	await pavel.page.goto(program)
	const [lesson = '', ...others] = await stopsLeft(pavel.page)
	await markStops(pavel.page, [lesson])
	await expect(tickOf(pavel.page)).toHaveText(onServer)
	await nina.page.goto(decisions)
	await expect(await fillInClosure(nina.page, closure)).toContainText('выполнено 1 из 2 мероприятий')
	await markStops(pavel.page, others)
	await expect(tickOf(pavel.page)).toHaveText(onServer)

	await story.goTo('2023-03-31')
	await nina.page.goto(decisions)
	await raiseClosure(nina.page, closure)
	await openAwaited(igor.page, /Завершение программы ждёт вас/)
	await sign(igor.page)
	for (const { page } of [anna, darya]) {
		await page.goto(decisions)
		await expect(page.getByText('Программа завершена')).toBeVisible()
		await expect(awaiting(page)).toContainText('Заключение: Оба ведут уроки уверенно.')
	}
	// A closed programme can be read, not edited.
	await darya.page.goto(program)
	await expect(stopOf(darya.page, 'Урок с двумя правилами')).toBeVisible()
	await expect(darya.page.getByRole('button', { name: 'Добавить мероприятие' })).toHaveCount(0)
	await nina.page.goto('/decisions/new')
	await expect(nina.page.getByRole('checkbox', { name: /Гордеев/ })).toBeEnabled()
	await expect(nina.page.getByText(/^Все наставляемые уже участвуют/)).toHaveCount(0)
})

test('[L2] a municipality wants a report on its teachers: the pair writes, the mentor is asked for nothing, the curator signs', async ({
	begin
}) => {
	const story = await begin({ ...surgut, id: 'signed' })
	const [nina, igor] = [await story.meet('nina'), await story.meet('igor')]
	const [anna, darya] = [await story.meet('anna'), await story.meet('darya')]
	const report = {
		id: 'year',
		wording: 'Отчёт о работе наставника',
		by: 'mentor' as const,
		signedBy: 'curator' as const,
		schedule: { type: 'yearly' as const, days: ['12-10'] },
		source: { rule: null, clause: 'п. 7.1' }
	}
	const regulation = { ...copyRegulation(shipped, 'own', 'Сургут: отчёт за год'), reports: [report] }
	const post = (path: string, data: object) => nina.context.request.post(path, { data })
	expect((await post('/api/regulations/own', { base: null, regulation })).ok()).toBe(true)
	expect((await post('/api/regulations/current', { id: 'own', was: 'surgut' })).ok()).toBe(true)
	const categoryId = shipped.categories[0]?.id ?? ''
	const asked = { ...request, menteeIds: ['darya'], regulationId: 'own', categoryId }
	await say(nina, 'nina', 'curator', 'pair', asked)
	const proposed = {
		...proposal,
		mentorIds: ['anna'],
		title: 'Первый год в школе',
		relation: 'teacher-teacher' as const
	}
	const proposalId = await say(nina, 'nina', 'curator', 'pair', proposed)
	for (const { kind, by } of shipped.consents) {
		if (by === 'mentor') await say(anna, 'anna', 'mentor', 'pair', consentOf(kind))
		else await say(darya, 'darya', 'mentee', 'pair', consentOf(kind))
	}
	const order = orderFor(proposalId, { startsOn: '2022-09-20', termMonths: 12 })
	const orderId = await say(nina, 'nina', 'curator', 'pair', raise(order))
	await say(igor, 'igor', 'head', 'pair', signing(orderId))
	await say(nina, 'nina', 'curator', 'pair', { type: 'register', matterId: orderId, number: '12-к', on: '2022-09-19' })

	// The rules say who signs.
	await nina.page.goto('/curator/regulation/own')
	await expect(nina.page.getByText(/подписывает куратор реализации/)).toBeVisible()

	// It is late, and the mentor is not asked for it; what she writes offline goes in.
	await story.goTo('2022-12-12')
	await anna.page.goto('/')
	await expect(anna.page.getByRole('link', { name: /Первый год в школе/ }).first()).toBeVisible()
	await expect(anna.page.getByText('Отчёт о работе наставника')).toHaveCount(0)
	await anna.page.goto('/programs/pair/report')
	await expect(anna.page.getByText(/Отчёт подпишет .*, сдавать его не нужно/)).toBeVisible()
	await expect(anna.page.getByRole('button', { name: 'Сдать отчёт' })).toHaveCount(0)
	await anna.goOffline()
	await anna.page.getByRole('textbox', { name: 'Выводы и предложения' }).click()
	await anna.page.keyboard.type('Дарья ведёт уроки сама.')
	expect(await overflowOf(anna.page)).toBe(0)
	await anna.goOnline()
	await expect(tickOf(anna.page)).toHaveText(onServer)
	await anna.page.goto('/decisions/pair')
	await expect(anna.page.getByText('Отчёт о работе наставника')).toHaveCount(0)

	await openAwaited(nina.page, /Подпишите отчёт/)
	await awaiting(nina.page)
		.getByRole('link', { name: /Отчёт о работе наставника/ })
		.click()
	await expect(nina.page.getByText('Дарья ведёт уроки сама.')).toBeVisible()
	await nina.page.getByRole('button', { name: 'Подписать отчёт' }).click()
	await nina.page.getByRole('alertdialog').getByRole('button', { name: 'Подписать отчёт' }).click()
	const paper = nina.page.getByRole('article')
	await expect(paper).toContainText(/Куратор реализации.*Подписано в системе «Тандем» 12\.12\.2022.*Н\.\sП\.\sЛаврова/s)
	await nina.page.goto('/decisions/pair')
	await isEntered(nina.page)
	await expect(chronicle(nina.page)).toContainText('Отчёт подписан: срок 10 декабря')
	await expect(nina.page.getByText('Подпишите отчёт')).toHaveCount(0)

	await darya.page.goto('/programs/pair/report')
	await expect(darya.page.getByRole('article')).toContainText('Дарья ведёт уроки сама.')
})
