/** A group at work under the regulation of Surgut: one more mentee joins, one leaves, and the last one goes on. */
import type { Municipality } from '../support/municipality.ts'
import {
	awaiting,
	chronicle,
	consent,
	draftOrder,
	isEntered,
	openAwaited,
	programIdOf,
	propose,
	sayYes,
	sign,
	WAITING
} from './decisions-page.ts'
import { expect, test } from './long-story.ts'
import { onServer, tickOf } from './program-page.ts'

const town: Municipality<'nina' | 'igor' | 'anna' | 'darya' | 'pavel' | 'maria'> = {
	id: 'group-town',
	name: 'Город',
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
			asMentor: { achievements: [{ title: 'Открытые уроки для города', proof: 'Грамота № 4' }] }
		},
		darya: { name: 'Новикова Дарья Павловна', role: 'mentee', at: ['school-8', 'Учитель физики'] },
		pavel: { name: 'Гордеев Павел Ильич', role: 'mentee', at: ['school-8', 'Учитель химии'] },
		maria: { name: 'Полозова Мария Ильинична', role: 'mentee', at: ['school-8', 'Учитель биологии'] }
	}
}

test('[T13] [T40] [T42] a mentee joins a group that goes on, and another leaves it, offline', async ({ begin }) => {
	const story = await begin(town)
	const nina = await story.meet('nina')
	await nina.page.goto('/decisions/new')
	// Enter searches for a person and does not submit the form, which would move the focus to the text that is too long.
	await nina.page.getByLabel('Основной запрос').fill('а'.repeat(4_001))
	const search = nina.page.getByRole('searchbox')
	await search.fill('Полозова')
	await search.press('Enter')
	await expect(nina.page.getByRole('checkbox', { name: /Новикова/ })).toHaveCount(0)
	await expect(search).toBeFocused()
	await search.clear()
	await nina.page.getByRole('checkbox', { name: /Новикова/ }).check()
	await nina.page.getByRole('checkbox', { name: /Гордеев/ }).check()
	await nina.page.getByRole('radio', { name: /Молодой педагог/ }).check()
	await nina.page.getByLabel('Основной запрос').fill('Первые уроки: дисциплина и оценивание')
	await nina.page.getByRole('button', { name: 'Отправить запрос' }).click()
	await nina.page.getByRole('link', { name: /Подберите наставника/ }).click()
	await propose(nina.page, /Лисицына/, 'Первый год в школе', 'педагог – педагог')
	const programId = programIdOf(nina.page)
	const decisions = `/decisions/${programId}`
	const [anna, darya, pavel] = [await story.meet('anna'), await story.meet('darya'), await story.meet('pavel')]
	for (const { page } of [anna, darya, pavel]) await openAwaited(page, /Нужно ваше согласие/)
	await Promise.all([anna, darya, pavel].map(({ page }) => consent(page, 2)))
	for (const { page } of [anna, darya, pavel]) await isEntered(page)
	await openAwaited(nina.page, /подготовьте приказ/)
	await draftOrder(nina.page, { startsOn: '2022-09-20', term: '6 месяцев', pay: 'Доплата 2 000 рублей' })
	const igor = await story.meet('igor')
	await openAwaited(igor.page, /Приказ ждёт утверждения/)
	await sign(igor.page)

	await story.goTo('2022-10-10')
	await nina.page.goto(decisions)
	await nina.page.getByRole('button', { name: /^Принять в группу/ }).click()
	const joining = nina.page.getByRole('dialog')
	await joining.getByRole('button', { name: 'Предложить присоединение' }).click()
	await expect(joining.getByText('Заполните: Кто присоединяется; Основной запрос')).toBeVisible()
	await joining.getByRole('radio', { name: /Полозова/ }).check()
	await joining.getByLabel('Основной запрос').fill('Как вести лабораторные')
	await joining.getByRole('button', { name: 'Предложить присоединение' }).click()
	const question = nina.page.getByRole('alertdialog')
	await expect(question).toContainText('В группу войдёт: Полозова')
	await question.getByRole('button', { name: 'Предложить присоединение' }).click()
	await isEntered(nina.page)
	const maria = await story.meet('maria')
	await openAwaited(maria.page, /Нужно ваше согласие/)
	// Until the decision she reads about her own joining, and nothing of what the group has decided.
	await expect(maria.page.getByRole('region', { name: 'О программе' })).toContainText('Лисицына Анна Борисовна')
	for (const theirs of [/Новикова/, /Гордеев/, /Доплата/, /Первые уроки/]) {
		await expect(maria.page.getByText(theirs)).toHaveCount(0)
	}
	// She can sign only after her consents.
	const signature = awaiting(maria.page).getByRole('button', { name: 'Подписать', exact: true })
	await expect(signature).toBeDisabled()
	for (const left of [2, 1]) {
		const read = awaiting(maria.page).getByRole('button', { name: 'Прочитать', exact: true })
		await expect(read).toHaveCount(left)
		await read.first().click()
		if (left === 2) await expect(maria.page.getByRole('dialog')).toContainText(/по 19\s+марта 2023/)
		await maria.page.getByRole('dialog').getByRole('button', { name: 'Дать согласие' }).click()
	}
	await expect(awaiting(maria.page).getByRole('button', { name: 'Прочитать', exact: true })).toHaveCount(0)
	await isEntered(maria.page)
	await sign(maria.page)
	await openAwaited(anna.page, /Присоединение к группе ждёт вашей подписи/)
	await sign(anna.page)
	await openAwaited(igor.page, /Присоединение к группе ждёт вашей подписи/)
	await sign(igor.page)
	await maria.page.goto(`/programs/${programId}`)
	await expect(maria.page.getByRole('button', { name: 'Добавить мероприятие', exact: true })).toBeVisible()
	await nina.page.goto(decisions)
	await expect(nina.page.getByRole('region', { name: 'О программе' })).toContainText(/Полозова/)

	await maria.page.goto(decisions)
	await expect(chronicle(maria.page).getByText(/Первые уроки/)).toBeVisible()

	// What Pavel agrees to do stays his, also when he has left.
	await anna.page.goto(`/programs/${programId}`)
	await anna.page.getByRole('button', { name: /^(Начать визит|Визит)$/ }).click()
	await anna.page.getByRole('textbox', { name: 'Тема встречи' }).fill('Открытый урок')
	await anna.page.getByRole('button', { name: 'Добавить договорённость' }).click()
	await anna.page.getByRole('textbox', { name: 'О чём договорились' }).last().fill('Описать опыт урока')
	await anna.page.getByLabel('Кто делает').selectOption({ label: 'Павел Гордеев' })
	await anna.page.getByLabel('Срок').fill('2022-10-20')
	await anna.page.getByRole('button', { name: 'Готово' }).click()
	await expect(tickOf(anna.page)).toHaveText(onServer)

	// Pavel asks to leave where there is no network; the device stores it and sends it later.
	await pavel.page.goto(decisions)
	await expect(awaiting(pavel.page)).toContainText('Присоединение к группе: Полозова Мария Ильинична')
	await pavel.goOffline()
	await pavel.page.getByRole('button', { name: /^Закончить участие в группе/ }).click()
	await pavel.page.getByRole('dialog').getByLabel('Основание').fill('Перехожу в другую школу')
	await pavel.page.getByRole('dialog').getByRole('button', { name: 'Подать' }).click()
	await pavel.page.getByRole('alertdialog').getByRole('button', { name: 'Подать' }).click()
	await expect(pavel.page.getByText(WAITING)).toBeVisible()
	await pavel.goOnline()
	await isEntered(pavel.page)
	await openAwaited(nina.page, /Выход из группы ждёт вашей подписи/)
	await sayYes(nina.page)
	await isEntered(nina.page)
	await openAwaited(igor.page, /Выход из группы ждёт вашей подписи/)
	await sign(igor.page)
	await pavel.page.goto('/')
	await expect(pavel.page.getByRole('link', { name: /^Первый год в школе .*Ваше участие закончилось/ })).toBeVisible()
	await expect(awaiting(pavel.page).getByRole('link', { name: /Ознакомьтесь с решением/ })).toBeVisible()
	await anna.page.goto('/')
	await expect(anna.page.getByRole('link', { name: /Описать опыт урока Павел \(до 10 октября\)/ })).toBeVisible()
	await anna.page.getByRole('link', { name: /Описать опыт урока/ }).click()
	await expect(anna.page.getByText('Павел (до 10 октября)', { exact: true })).toBeVisible()
	await pavel.page.goto(`/programs/${programId}`)
	await expect(pavel.page.getByRole('button', { name: 'Добавить мероприятие', exact: true })).toHaveCount(0)
	await pavel.page.goto(decisions)
	await expect(awaiting(pavel.page)).toContainText('Выход из группы: Гордеев Павел Ильич')

	// Two remain, and one of them leaves: the other must go on in a form for a pair, or the form sends nothing.
	await anna.page.goto(decisions)
	await anna.page.getByRole('button', { name: /^Закончить участие в группе/ }).click()
	const leaving = anna.page.getByRole('dialog')
	await expect(leaving).toContainText('Останется один наставляемый: это уже не группа.')
	await leaving.getByLabel('Основание').fill('По договорённости')
	await leaving.getByRole('checkbox', { name: /традиционная/i }).check()
	await expect(leaving.getByRole('button', { name: 'Подать' })).toBeEnabled()

	await nina.page.goto(`/papers/${programId}`)
	await expect(nina.page.getByRole('link', { name: /^Приказ о включении в наставническую группу/ })).toBeVisible()
	await expect(nina.page.getByRole('link', { name: /Заявление о выходе из наставнической группы/ })).toBeVisible()
	await expect(nina.page.getByRole('link', { name: /^Приказ о выходе из наставнической группы/ })).toBeVisible()
})
