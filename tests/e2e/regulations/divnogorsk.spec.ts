/** Divnogorsk, № 261 of 12.12.2022: two teachers, and a mentor who resigns with notice, as the law allows since 2025. */
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
	raiseClosure,
	sign,
	takeNote
} from '../decisions-page.ts'
import { expect, test } from '../long-story.ts'
import { addActivity, onDevice, onServer, stopOf, tickOf } from '../program-page.ts'

const divnogorsk: Municipality<'raisa' | 'gleb' | 'marta'> = {
	id: 'divnogorsk',
	name: 'Город Дивногорск',
	timeZone: 'Asia/Krasnoyarsk',
	regulationId: 'divnogorsk',
	since: '2024-08-26',
	organisations: [{ id: 'school-5', name: 'Школа № 5' }],
	people: {
		raisa: { name: 'Юдина Раиса Олеговна', role: 'curator' },
		gleb: { name: 'Сомов Глеб Юрьевич', role: 'head' },
		marta: {
			name: 'Ланская Марта Игоревна',
			role: 'mentor',
			at: ['school-5', 'Учитель химии'],
			asMentor: { competences: ['Проектная работа'] }
		}
	}
}

test('[L1] [V8] Divnogorsk: from an entry in the bank and an invitation to a notice of three working days over the May holidays', async ({
	begin
}) => {
	const story = await begin(divnogorsk)
	const raisa = await story.meet('raisa')
	await raisa.page.goto('/curator/people/mentees')
	await raisa.page.getByRole('link', { name: 'Добавить наставляемого' }).first().click()
	await raisa.page.getByLabel('Фамилия').fill('Ветрова')
	await raisa.page.getByRole('textbox', { name: 'Имя' }).fill('Юлия')
	await raisa.page.getByLabel('Место работы').fill('школа')
	await raisa.page.getByRole('button', { name: 'Школа № 5' }).click()
	await raisa.page.getByLabel('Должность').fill('Учитель биологии')
	await raisa.page.getByRole('button', { name: 'Добавить в банк' }).click()
	await raisa.page.getByRole('button', { name: 'Пригласить' }).click()
	const link = await raisa.page.getByRole('textbox', { name: 'Ссылка-приглашение' }).inputValue()

	const yulia = await story.meetNewcomer()
	await yulia.page.goto(link)
	await yulia.page.getByLabel('Логин').fill('yulia')
	await yulia.page.getByRole('textbox', { name: 'Пароль' }).fill('семь ручьёв у плотины')
	await yulia.page.getByRole('button', { name: 'Принять приглашение' }).click()
	await yulia.page.getByRole('link', { name: 'Попросить наставника' }).click()
	await yulia.page.getByRole('radio', { name: 'Педагогический работник' }).check()
	await yulia.page.getByLabel('Основной запрос').fill('Проекты с шестиклассниками')
	await yulia.page.getByLabel('Затруднение 1').fill('Проектная работа')
	await yulia.page.getByRole('button', { name: 'Отправить запрос' }).click()
	await isEntered(yulia.page)
	const programId = programIdOf(yulia.page)
	const decisions = `/decisions/${programId}`
	const program = `/programs/${programId}`

	await openAwaited(raisa.page, /Ветрова.*Подберите наставника/s)
	await propose(raisa.page, /Ланская/, 'Проекты в шестом классе', 'педагог – педагог')
	const marta = await story.meet('marta')
	await openAwaited(marta.page, /Нужно ваше согласие/)
	await consent(marta.page, 2)
	await isEntered(marta.page)
	// The regulation requires nothing from the mentee; the law requires the consent to her data.
	await openAwaited(yulia.page, /Нужно ваше согласие/)
	await consent(yulia.page, 1)
	await isEntered(yulia.page)

	await story.goTo('2024-08-30')
	await openAwaited(raisa.page, /подготовьте приказ/)
	await expect(raisa.page.getByLabel('Начало')).toHaveValue('2024-09-02')
	await draftOrder(raisa.page, { term: '12 месяцев', pay: 'Доплата 3000 рублей в месяц' })
	const gleb = await story.meet('gleb')
	await openAwaited(gleb.page, /Приказ ждёт утверждения/)
	await sign(gleb.page)
	await story.goTo('2024-09-02')
	await yulia.page.goto(`${program}/about`)
	await expect(yulia.page.getByText('2 сентября 2024 г. – 1 сентября 2025 г.')).toBeVisible()
	await yulia.page.goto(program)
	await expect(yulia.page.getByText('Планирование').first()).toBeVisible()
	await addActivity(yulia.page, 'Проект о Енисее')
	await expect(tickOf(yulia.page)).toHaveText(onServer)

	// Tuesday, 29 April 2025. Working days after it: 30 April, 5 and 6 May; 2 May is moved, 1 May a holiday.
	await story.goTo('2025-04-29')
	await marta.page.goto(decisions)
	const notice = {
		reason: /Досрочный отказ/,
		ground: 'Переезжаю в Красноярск',
		conclusion: 'Половина плана выполнена.'
	}
	const sheet = await fillInClosure(marta.page, { ...notice, lastDay: '2025-05-05' })
	await expect(sheet).toContainText('последний день может быть не раньше 6 мая')
	const lastDay = sheet.getByLabel('Последний день')
	await lastDay.fill('2025-05-06')
	await expect(lastDay).toHaveAccessibleDescription('Не раньше 6 мая: предупредить нужно за три рабочих дня.')
	await marta.page.keyboard.press('Escape')
	await raiseClosure(marta.page, { ...notice, lastDay: '2025-05-06' })
	await marta.page.getByRole('link', { name: 'Уведомление для печати' }).click()
	const written = marta.page.getByRole('article').filter({ hasText: 'УВЕДОМЛЕНИЕ' })
	await expect(written).toContainText('Руководителю Школы № 5')
	await story.goTo('2025-04-30')
	await raisa.page.goto(decisions)
	await takeNote(raisa.page)

	// The head is away. Until the end of her last day Marta may write, also without a network; from the next day she only reads.
	await story.goTo('2025-05-06')
	for (const page of ['/', program]) {
		await yulia.page.goto(page)
		await expect(
			yulia.page.getByRole('link', { name: /Программа завершится после 6\sмая.*Предупреждение/ })
		).toBeVisible()
	}
	await yulia.page.goto(`${program}/about`)
	await expect(yulia.page.getByText('2 сентября 2024 г. – 6 мая 2025 г.')).toBeVisible()
	await expect(yulia.page.getByText('Планировалось: 12 месяцев')).toBeVisible()
	await yulia.page.goto(decisions)
	await expect(yulia.page.getByText('Программа идёт до 6 мая')).toBeVisible()
	await expect(yulia.page.getByText('программа завершится сама')).toBeVisible()
	await expect(yulia.page.getByText('Программа завершена')).toHaveCount(0)
	await marta.page.goto(program)
	await expect(stopOf(marta.page, 'Проект о Енисее')).toBeVisible()
	await marta.goOffline()
	await addActivity(marta.page, 'Передать папку проектов')
	await expect(tickOf(marta.page)).toHaveText(onDevice)
	await marta.goOnline()
	await expect(tickOf(marta.page)).toHaveText(onServer)
	await story.goTo('2025-05-07')
	await story.restartServer()
	await marta.page.goto(program)
	await expect(marta.page.getByText('Программа завершена')).toBeVisible()
	await expect(stopOf(marta.page, 'Передать папку проектов')).toBeVisible()
	await expect(marta.page.getByRole('button', { name: 'Добавить мероприятие' })).toHaveCount(0)
	await yulia.page.goto(decisions)
	await expect(yulia.page.getByText('Программа завершена')).toBeVisible()
	await expect(chronicle(yulia.page)).toContainText('Последний день: 6 мая')

	// The order only records what has happened, and Marta reads it after her membership.
	await gleb.page.goto(decisions)
	await takeNote(gleb.page)
	await raisa.page.goto(`/papers/${programId}`)
	await raisa.page.getByRole('link', { name: 'Приказ о завершении программы' }).click()
	const order = raisa.page.getByRole('article').filter({ hasText: 'ПРИКАЗ' })
	await expect(order).toContainText('Завершить 6 мая 2025')
	await expect(order).toContainText('уведомление наставника о досрочном отказе от 29.04.2025')
	await expect(order).toContainText('Принять заключение наставника: Половина плана выполнена.')
	await marta.page.goto(decisions)
	// She has not read the order that began the programme either; the newest order comes last.
	await awaiting(marta.page).getByRole('button', { name: 'Ознакомиться' }).last().click()
	await expect(chronicle(marta.page)).toContainText('Ознакомление')

	// A person who asks anew reads, as staff do, that the regulation with its roadmap has expired.
	await yulia.page.goto('/decisions/new')
	await expect(yulia.page.getByText('Положение действовало по 31 декабря 2024 г. и больше не действует.')).toBeVisible()
})
