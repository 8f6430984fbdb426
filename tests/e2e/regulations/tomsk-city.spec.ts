/** Tomsk city, № 100р of 20.02.2024: a pair of heads, two years from the order. */
import type { Municipality } from '../../support/municipality.ts'
import {
	awaiting,
	chronicle,
	consent,
	draftOrder,
	fillInClosure,
	involveSpecialist,
	isEntered,
	openAwaited,
	programIdOf,
	propose,
	putForwardEdition,
	raiseClosure,
	submitReport,
	sayYes,
	sign,
	WAITING
} from '../decisions-page.ts'
import { expect, test } from '../long-story.ts'
import { addEntry, markStops, onDevice, onServer, stopsLeft, tickOf, waitForRoad } from '../program-page.ts'

const tomsk: Municipality<'irina' | 'viktor' | 'elena' | 'arkady'> = {
	id: 'tomsk',
	name: 'Город Томск',
	timeZone: 'Asia/Tomsk',
	regulationId: 'tomsk-city',
	since: '2024-02-26',
	organisations: [
		{ id: 'school-4', name: 'Школа № 4' },
		{ id: 'school-14', name: 'Школа № 14' }
	],
	people: {
		elena: { name: 'Воронцова Елена Михайловна', role: 'curator' },
		arkady: { name: 'Зимин Аркадий Львович', role: 'head' },
		irina: {
			name: 'Лаптева Ирина Сергеевна',
			role: 'mentee',
			at: ['school-14', 'Директор'],
			asMentee: {
				categoryId: 'beginner-head',
				mainRequest: 'Как собрать команду школы',
				assessments: [
					{ share: 55, on: '2022-10-14' },
					{ share: 62.5, on: '2023-10-15' }
				]
			}
		},
		viktor: {
			name: 'Ковалёв Виктор Андреевич',
			role: 'mentor',
			at: ['school-4', 'Директор'],
			asMentor: {
				competences: ['Управление коллективом школы'],
				achievements: [{ title: 'Школа вошла в число лучших города', proof: 'Грамота департамента № 12' }],
				hoursPerMonth: 12,
				posts: [
					{
						organisation: 'Школа № 4',
						title: 'Директор',
						isHead: true,
						isInMunicipality: true,
						from: '2015-08-20',
						until: null
					}
				],
				assessments: [{ share: 92, on: '2023-10-15' }],
				contests: [{ title: 'Директор года', level: 'regional', place: 'prize', isAsHead: true, on: '2022-11-10' }],
				courses: [{ title: 'Наставничество', isOnMentoring: true, certificate: '7012-184', on: '2023-05-28' }]
			}
		}
	}
}

test('[T2] [T3] [T9] [T16] [T28] [T35] [T41] [T44] [T54] Tomsk: two years of two heads, from a request made offline to the plan fulfilled', async ({
	begin
}) => {
	const story = await begin(tomsk)
	const irina = await story.meet('irina')
	await irina.page.goto('/')
	await irina.page.getByRole('link', { name: 'Попросить наставника' }).click()
	await expect(irina.page.getByRole('radio', { name: /Вновь назначенный руководитель/ })).toBeChecked()
	await irina.page.getByLabel('Затруднение 1').fill('Заместители ждут решений от директора')
	await irina.goOffline()
	await irina.page.getByRole('button', { name: 'Отправить запрос' }).click()
	await expect(chronicle(irina.page).getByText(WAITING)).toBeVisible()
	const programId = programIdOf(irina.page)
	const decisions = `/decisions/${programId}`
	const program = `/programs/${programId}`
	await irina.goOnline()
	await isEntered(irina.page)

	const elena = await story.meet('elena')
	await openAwaited(elena.page, /Лаптева.*Подберите наставника/s)
	await expect(elena.page.getByRole('article')).toContainText('Управление коллективом школы')
	await propose(elena.page, /Ковалёв/, 'Первые два года директора', 'руководитель – руководитель')

	// Viktor signs where there is no network, and both sheets are sent when there is one.
	const viktor = await story.meet('viktor')
	await openAwaited(viktor.page, /Нужно ваше согласие/)
	await viktor.goOffline()
	await consent(viktor.page, 2)
	await expect(chronicle(viktor.page).getByText(WAITING)).toHaveCount(2)
	await viktor.goOnline()
	await isEntered(viktor.page)
	await openAwaited(irina.page, /Нужно ваше согласие/)
	await consent(irina.page, 2)
	await isEntered(irina.page)

	await story.goTo('2024-02-28')
	await openAwaited(elena.page, /подготовьте приказ/)
	await expect(elena.page.getByText('24 месяца')).toBeVisible()
	await expect(elena.page.getByLabel('Начало')).toHaveValue('2024-02-29')
	await draftOrder(elena.page, { startsOn: '2024-03-01' })
	const arkady = await story.meet('arkady')
	await openAwaited(arkady.page, /Приказ ждёт утверждения/)
	await sign(arkady.page)

	await story.goTo('2024-03-01')
	await viktor.page.goto(`${program}/about`)
	await expect(viktor.page.getByText('1 марта 2024 г. – 28 февраля 2026 г.')).toBeVisible()
	await elena.page.goto('/curator/people/viktor')
	await expect(elena.page.getByText('назначен до 28 февраля 2026 г.')).toBeVisible()

	// Its difficulties are those of the request; without directions and strengths it cannot be put forward.
	await viktor.page.goto(`${program}/editions`)
	await expect(
		viktor.page.getByText('Чтобы вынести программу на утверждение, запишите то, чего требует положение (п. 1.2.6)')
	).toBeVisible()
	const put = viktor.page.getByRole('button', { name: 'Вынести на утверждение' })
	await expect(put).toHaveCount(0)
	await expect(viktor.page.getByRole('link', { name: 'Затруднения' })).toHaveCount(0)
	await irina.page.goto(`${program}/about`)
	await addEntry(irina.page, 'Сильные стороны', 'Двенадцать лет завучем')
	await expect(viktor.page.getByRole('link', { name: 'Сильные стороны' })).toHaveCount(0)
	await expect(put).toHaveCount(0)
	await viktor.page.getByRole('link', { name: 'Направления' }).click()
	await addEntry(viktor.page, 'Направления', 'Управленческая команда школы')
	await expect(put).toHaveCount(0)
	// What the curator has chosen is taken over by touch.
	await viktor.page.goto(`${program}/editions`)
	await viktor.page.getByRole('link', { name: 'Формы и виды наставничества' }).click()
	const forms = viktor.page.getByRole('region', { name: 'Формы и виды наставничества' })
	await forms.getByRole('button', { name: 'Традиционная, один на один' }).click()
	await expect(forms.getByRole('textbox').first()).toHaveValue('Традиционная, один на один')

	// Both agree the plan, then the curator and the head sign it, in this order.
	await viktor.page.goto(decisions)
	await putForwardEdition(viktor.page)
	await irina.page.goto(decisions)
	await expect(awaiting(irina.page)).toContainText('Редакция программы на утверждение')
	await irina.goOffline()
	await sayYes(irina.page)
	await expect(chronicle(irina.page).getByText(WAITING)).toBeVisible()
	await elena.page.goto(decisions)
	await expect(chronicle(elena.page)).toContainText('Ждём подпись: Лаптева')
	await expect(awaiting(elena.page).getByRole('button', { name: 'Подписать' })).toHaveCount(0)
	await irina.goOnline()
	await isEntered(irina.page)
	for (const { page } of [elena, arkady]) {
		await page.goto(decisions)
		await sign(page)
	}
	await viktor.page.goto(`${program}/editions`)
	await expect(viktor.page.getByText('Утверждённая редакция 1 от 1 марта')).toBeVisible()

	// Viktor reads how Irina was assessed, and involves two specialists who have agreed to help.
	await story.goTo('2024-03-12')
	await viktor.page.goto(`${program}/about`)
	const assessed = viktor.page.getByRole('region', { name: 'Оценка эффективности' })
	await expect(assessed.getByText(/^62,5\s% · 15\sоктября\s2023/)).toBeVisible()
	await expect(assessed.getByText(/^55\s%/)).toBeHidden()
	await assessed.getByText('Прежние результаты (1)').click()
	await expect(assessed.getByText(/^55\s% · 14\sоктября\s2022/)).toBeVisible()
	const helpers = viktor.page.getByRole('region', { name: 'Специалисты' })
	await expect(helpers).toContainText('Пока никого не привлекали.')
	await involveSpecialist(helpers, {
		name: 'Орлова Анна Игоревна',
		post: 'Экономист',
		task: 'Разбор бюджета школы',
		consentedOn: '2024-03-11',
		readers: 'участники, куратор и начальник департамента образования'
	})
	await expect(assessed).toContainText('его наставник, куратор и начальник департамента образования.')
	await expect(helpers.getByRole('listitem')).toHaveText([/Орлова Анна Игоревна.*Экономист.*Разбор бюджета школы/s])
	await expect(helpers.getByText('Завершить помощь')).toBeVisible()
	await expect(helpers.getByRole('button', { name: /^Завершить помощь ?: Орлова Анна Игоревна/ })).toBeVisible()
	await viktor.page.goto(decisions)
	await viktor.goOffline()
	await involveSpecialist(viktor.page, {
		name: 'Ким Павел Юрьевич',
		post: 'Психолог',
		task: 'Беседы с коллективом',
		consentedOn: '2024-03-12'
	})
	await expect(chronicle(viktor.page).getByText(WAITING)).toBeVisible()
	await viktor.page.goto(`${program}/about`)
	await expect(assessed).toContainText('загрузятся, когда появится сеть')
	await expect(helpers).toContainText(/Ким Павел Юрьевич.*Будет отправлено, когда появится сеть/s)
	await viktor.goOnline()
	await expect(assessed.getByText(/^62,5\s% · 15\sоктября\s2023/)).toBeVisible()
	await viktor.page.goto(decisions)
	await isEntered(viktor.page)
	await expect(chronicle(viktor.page)).toContainText('Привлечён специалист: Ким Павел Юрьевич · Психолог')
	await irina.page.goto(`${program}/about`)
	await expect(irina.page.getByRole('region', { name: 'Оценка эффективности' })).toContainText('Лаптева')
	const seen = irina.page.getByRole('region', { name: 'Специалисты' })
	await expect(seen.getByRole('listitem')).toHaveText([/Орлова/, /Ким/])
	await expect(seen.getByRole('button')).toHaveCount(0)
	await elena.page.goto(decisions)
	await elena.page.getByRole('button', { name: 'Завершить помощь специалиста' }).click()
	const ending = elena.page.getByRole('dialog', { name: 'Завершить помощь специалиста' })
	await ending.getByLabel('Специалист').selectOption({ label: 'Орлова Анна Игоревна · Экономист' })
	await ending.getByRole('button', { name: 'Завершить помощь' }).click()
	const sure = elena.page.getByRole('alertdialog', { name: 'Завершить помощь специалиста?' })
	await expect(sure).toContainText('Орлова Анна Игоревна · Экономист: помощь в программе закончится')
	await expect(sure).toContainText('Разбор бюджета школы')
	await sure.getByRole('button', { name: 'Завершить помощь' }).click()
	await expect(chronicle(elena.page)).toContainText('Помощь специалиста завершена: Орлова Анна Игоревна')
	await isEntered(elena.page)
	await expect(seen.getByText('Помогали раньше (1)')).toBeVisible()
	await viktor.page.goto(`${program}/about`)
	await helpers.getByRole('button', { name: /Ким Павел Юрьевич/ }).click()
	const last = viktor.page.getByRole('dialog', { name: 'Завершить помощь специалиста' })
	await last.getByRole('button', { name: 'Завершить помощь' }).click()
	await viktor.page.getByRole('alertdialog').getByRole('button', { name: 'Завершить помощь' }).click()
	await expect(helpers.getByText('Помогали раньше (2)')).toBeVisible()
	await expect(helpers.getByText('Пока никого не привлекали.')).toHaveCount(0)

	// At the school the mobile network is off: Irina's edits of that day come in the evening.
	await story.goTo('2024-03-20')
	await irina.page.goto(program)
	await waitForRoad(irina.page)
	await irina.goOffline()
	const [firstStop = ''] = await stopsLeft(irina.page)
	await markStops(irina.page, [firstStop])
	await expect(tickOf(irina.page)).toHaveText(onDevice)
	await irina.goOnline()
	await expect(tickOf(irina.page)).toHaveText(onServer)

	// Mentors report by 10 June and 10 December. Viktor missed the first, and submits the second on its day.
	await story.goTo('2024-12-02')
	await viktor.page.goto('/')
	const upcoming = viktor.page.getByRole('region', { name: 'Ближайшее' })
	const owed = upcoming.getByRole('listitem').filter({ hasText: 'Отчёт' })
	const more = upcoming.getByRole('button', { name: /^Ещё \d+/ })
	// Older activities are late, too.
	await expect(owed).toHaveText([/10\s*декабря.*Вы/])
	await more.click()
	await expect(owed).toHaveText([/10\s*июня.*Вы · просрочено/, /10\s*декабря.*Вы/])
	await irina.page.goto(program)
	await waitForRoad(irina.page)
	await expect(irina.page.getByText('не сдано')).toHaveCount(0)
	await story.goTo('2024-12-10')
	await viktor.page.goto(program)
	// With the documents of the stages that have ended (T54).
	const missing = viktor.page.getByRole('link', { name: /^Отчёт(ы: \d+)? не сдан/ })
	await missing.click()
	await expect(viktor.page.getByText('Отчёты собирает: Комитет по общему образованию').first()).toBeVisible()
	await viktor.page.getByRole('link', { name: /сдать до 10\sдекабря/ }).click()
	await viktor.goOffline()
	await submitReport(viktor.page)
	await viktor.page.goto(program)
	await expect(missing).toBeVisible()
	await viktor.page.goto('/')
	await more.click()
	await expect(owed).toHaveText([/10\s*июня.*Вы · просрочено/, /10\s*сегодня.*Вы · ждёт сети/])
	await viktor.goOnline()
	await viktor.page.goto(decisions)
	await isEntered(viktor.page)
	await viktor.page.goto(`${program}/about`)
	await expect(viktor.page.getByRole('region', { name: 'Ответственное подразделение' })).toContainText(
		'Комитет по общему образованию'
	)
	await elena.page.goto('/curator')
	await elena.page.getByLabel('Подразделение').selectOption('Отдел воспитания и дополнительного образования')
	await expect(elena.page.getByText('Лаптева')).toHaveCount(0)
	await elena.page.getByLabel('Подразделение').selectOption('Комитет по общему образованию')
	await expect(elena.page.getByRole('cell', { name: /^не сдано: \d/ })).toBeVisible()
	await elena.page
		.getByRole('button', { name: /Устройства/ })
		.first()
		.click()
	const reports = elena.page.getByRole('dialog').getByRole('region', { name: 'Отчёты наставника' })
	const listed = (text: string | RegExp) => reports.getByRole('listitem').filter({ hasText: text })
	await expect(listed('срок был 10 июня')).toHaveCount(1)
	await expect(listed(/срок 10\sдекабря.*сдано 10\sдекабря, ждёт проверки/)).toHaveCount(1)
	// Elena reads of the documents of stages that Viktor is asked for (T54).
	await expect(listed(/^Ковалёв.*Информационная справка: этап.*срок был/).first()).toBeVisible()

	await story.goTo('2026-02-20')
	for (const { page } of [viktor, irina]) {
		await page.goto(program)
		await waitForRoad(page)
	}
	const left = await stopsLeft(viktor.page)
	expect(left).toHaveLength(21)
	await stopsLeft(irina.page)
	await Promise.all([markStops(viktor.page, left.slice(0, 11)), markStops(irina.page, left.slice(11))])
	for (const { page } of [viktor, irina]) await expect(tickOf(page)).toHaveText(onServer)

	// The results of the stages are owed before the plan counts as carried out (T41, T54). Viktor writes two without a network.
	await story.goTo('2026-02-27')
	const closure = { reason: /в полном объёме/, conclusion: 'Программа выполнена полностью.' }
	await elena.page.goto(decisions)
	await expect(await fillInClosure(elena.page, closure)).toContainText('не сданы 4 документа по этапам')
	await viktor.page.goto(program)
	const results = viktor.page.getByRole('link', { name: /Результат этапа: не сдано$/ })
	for (const left of [4, 3, 2, 1]) {
		if (left === 3) await viktor.goOffline()
		await expect(results).toHaveCount(left)
		await results.first().click()
		await submitReport(viktor.page)
		await viktor.page.goto(program)
		if (left === 2) await viktor.goOnline()
	}
	await expect(results).toHaveCount(0)
	await viktor.page.goto(decisions)
	await isEntered(viktor.page)
	await elena.page.goto(decisions)
	await raiseClosure(elena.page, closure)
	await openAwaited(arkady.page, /Завершение программы ждёт вас/)
	await sign(arkady.page)
	await expect(arkady.page.getByText('Программа завершена')).toBeVisible()

	await irina.page.goto(decisions)
	await expect(awaiting(irina.page)).toContainText('В силе, 27 февраля')
	await expect(irina.page.getByRole('region', { name: 'Ещё можно' }).getByRole('button')).toHaveText([
		/Написать отзыв/,
		/Отозвать согласие на обработку персональных данных/
	])
	await elena.page.goto('/curator')
	await expect(elena.page.getByText('Все программы завершены')).toBeVisible()
	await elena.page.goto(`/papers/${programId}`)
	await elena.page.getByRole('link', { name: 'Приказ о завершении программы' }).click()
	await expect(elena.page.getByRole('article')).toContainText('Программа выполнена полностью')
})
