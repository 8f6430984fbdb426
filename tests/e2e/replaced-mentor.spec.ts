/** A mentor is replaced at the mentee's petition: the former mentor only reads what was, the new one takes over. */
import { expect, PROGRAM, test } from './actors.ts'
import { awaiting, chronicle, consent, draftOrder, isEntered, openAwaited, propose, sign } from './decisions-page.ts'
import { say, verasRequest } from './say.ts'
import { addActivity, onDevice, onServer, openMeetingFacts, stopOf, tickOf, waitForRoad } from './program-page.ts'

const DECISIONS = '/decisions/program-1'

test('[T37] Irina asks for another mentor; what Viktor writes offline after that is held and told, and Svetlana goes on', async ({
	mentor: viktor,
	mentee: irina,
	curator: elena,
	openPhone,
	server
}) => {
	test.slow()
	const [arkady, svetlana] = [
		await openPhone({ baseURL: server.origin, viewport: { width: 1280, height: 900 } }),
		await openPhone({ baseURL: server.origin })
	]
	await arkady.signIn('head-1')
	await svetlana.signIn('mentor-4')
	await viktor.page.goto(PROGRAM)
	await waitForRoad(viktor.page)
	await addActivity(viktor.page, 'Написано до замены')
	await expect(tickOf(viktor.page)).toHaveText(onServer)
	await viktor.goOffline()

	await irina.page.goto(DECISIONS)
	await irina.page.getByRole('button', { name: 'Просить о замене наставника' }).click()
	const petition = irina.page.getByRole('dialog')
	await petition.getByLabel('Основание').fill('Нужен наставник, который знает финансы')
	await petition.getByRole('button', { name: 'Подать' }).click()
	await irina.page.getByRole('alertdialog').getByRole('button', { name: 'Подать' }).click()
	await expect(chronicle(irina.page)).toContainText('Замена наставника: Ковалёв')
	await isEntered(irina.page)
	for (const { page } of [elena, arkady]) {
		await openAwaited(page, /Замена наставника ждёт вашей подписи/)
		await expect(awaiting(page)).toContainText('Нужен наставник, который знает финансы')
		await sign(page)
	}

	// He does not know of it yet.
	await addActivity(viktor.page, 'Написано после замены')
	await expect(tickOf(viktor.page)).toHaveText(onDevice)
	await viktor.goOnline()
	await expect(viktor.page.getByText('Ваши последние правки у куратора').first()).toBeVisible()
	await expect(tickOf(viktor.page)).toHaveText('На рассмотрении')
	await expect(viktor.page.getByRole('button', { name: 'Добавить мероприятие' })).toHaveCount(0)
	await viktor.page.goto(DECISIONS)
	// He acknowledges the decision that ended his membership; otherwise he only reads.
	await awaiting(viktor.page).getByRole('button', { name: 'Ознакомиться' }).last().click()
	await expect(viktor.page.getByText('Ваше участие в программе завершено. Вы читаете то, что было.')).toBeVisible()
	await expect(viktor.page.getByRole('region', { name: 'Ещё можно' }).getByRole('button')).toHaveText([
		/Отозвать согласие на обработку персональных данных/
	])
	await irina.page.goto(PROGRAM)
	await expect(stopOf(irina.page, 'Написано до замены')).toHaveCount(1)
	await expect(stopOf(irina.page, 'Написано после замены')).toHaveCount(0)

	await elena.page.goto(DECISIONS)
	await elena.page.getByRole('link', { name: /Подберите наставника/ }).click()
	await expect(elena.page.getByRole('article', { name: /Ковалёв/ })).toContainText('Был наставником этой программы')
	await propose(elena.page, /Орлова/, 'Начинающий руководитель', 'руководитель – руководитель')
	await openAwaited(svetlana.page, /Нужно ваше согласие/)
	await consent(svetlana.page, 2)
	await isEntered(svetlana.page)
	await openAwaited(irina.page, /Нужно ваше согласие/)
	await consent(irina.page, 1)
	await isEntered(irina.page)
	await openAwaited(elena.page, /подготовьте приказ/)
	await draftOrder(elena.page)
	await openAwaited(arkady.page, /Приказ ждёт утверждения/)
	await sign(arkady.page)

	// The curator accepts the late edits; Svetlana reads them and goes on, Viktor only reads.
	await elena.page.goto('/curator/held')
	await expect(elena.page.getByText('Написано после замены')).toBeVisible()
	await elena.page
		.getByRole('button', { name: /^Принять/ })
		.first()
		.click()
	await elena.page
		.getByRole('alertdialog')
		.getByRole('button', { name: /^Принять/ })
		.click()
	await svetlana.page.goto(PROGRAM)
	await expect(stopOf(svetlana.page, 'Написано после замены')).toHaveCount(1)
	await irina.page.goto(PROGRAM)
	await addActivity(svetlana.page, 'Первая встреча со Светланой')
	await expect(stopOf(irina.page, 'Первая встреча со Светланой')).toHaveCount(1)
	// A person who was at a meeting of that time stays listed; Svetlana is not listed as present.
	await svetlana.page.goto(`${PROGRAM}/meetings`)
	await svetlana.page.getByRole('link', { name: /охрана труда/ }).click()
	await openMeetingFacts(svetlana.page)
	const present = svetlana.page.getByRole('group', { name: 'Кто участвует' })
	await expect(present.getByRole('checkbox', { name: /^Виктор Ковалёв \(до / })).toBeChecked()
	await expect(present.getByRole('checkbox', { name: 'Вы' })).not.toBeChecked()
	await viktor.page.goto('/')
	await expect(viktor.page.getByRole('heading', { name: 'Прошлые программы' })).toBeVisible()

	// On a phone without a copy he gets the programme as it was then, and keeps it when the network goes.
	const fresh = await openPhone({ baseURL: server.origin })
	await fresh.signIn('mentor-1')
	await fresh.page.goto('/')
	const card = fresh.page.getByRole('region', { name: 'Прошлые программы' }).getByRole('article')
	await expect(card).toContainText('Ваше участие закончилось: сегодня')
	await expect(card).not.toContainText('Светлана')
	await card.getByRole('link', { name: 'Ирина Лаптева' }).click()
	await expect(stopOf(fresh.page, 'Написано до замены')).toHaveCount(1)
	await expect(fresh.page.getByText('Ваше участие в программе закончилось')).toBeVisible()
	for (const later of ['Написано после замены', 'Первая встреча со Светланой']) {
		await expect(stopOf(fresh.page, later)).toHaveCount(0)
	}
	await expect(fresh.page.getByRole('button', { name: 'Добавить мероприятие' })).toHaveCount(0)
	await fresh.goOffline()
	await fresh.page.goto(PROGRAM)
	await expect(stopOf(fresh.page, 'Написано до замены')).toHaveCount(1)
	await fresh.goOnline()
	await fresh.page.goto('/decisions')
	await fresh.page
		.getByRole('region', { name: /^Завершённые/ })
		.getByRole('link', { name: /Лаптева/ })
		.click()
	await expect(chronicle(fresh.page)).toContainText('Замена наставника: Ковалёв')
	await expect(chronicle(fresh.page)).not.toContainText('Орлова')
})

test('[R24] Pavel’s programme is closed while he has it open: he goes on reading it, on a new phone, too, and writes nothing', async ({
	curator: elena,
	openPhone,
	server
}) => {
	const [pavel, arkady] = [await openPhone({ baseURL: server.origin }), await openPhone({ baseURL: server.origin })]
	await pavel.signIn('mentee-2')
	await arkady.signIn('head-1')
	await pavel.page.goto('/programs/program-2')
	await waitForRoad(pavel.page)
	const closure = { type: 'closure', reasonId: 'curator', ground: 'Форс-мажор', lastDay: null } as const
	const decision = { ...closure, conclusion: 'Дошли до середины' }
	const id = await say(elena, 'curator-1', 'curator', 'program-2', { type: 'raise', matter: decision })
	await say(arkady, 'head-1', 'head', 'program-2', { type: 'sign', matterId: id })
	await expect(pavel.page.getByText('Программа завершена: сегодня')).toBeVisible()
	await expect(pavel.page.getByText('Читать её можно и дальше')).toBeVisible()
	await expect(pavel.page.getByRole('button', { name: 'Добавить мероприятие' })).toHaveCount(0)

	const fresh = await openPhone({ baseURL: server.origin })
	await fresh.signIn('mentee-2')
	await fresh.page.goto('/')
	const card = fresh.page.getByRole('region', { name: 'Прошлые программы' }).getByRole('article')
	await expect(card).toContainText('Программа завершена: сегодня')
	await expect(fresh.page.getByText('Программ пока нет')).toHaveCount(0)
	await expect(fresh.page.getByRole('link', { name: 'Попросить наставника' })).toBeVisible()
	await card.getByRole('link', { name: 'Виктор Ковалёв' }).click()
	await waitForRoad(fresh.page)
	await expect(fresh.page.getByText('Программа завершена: сегодня')).toBeVisible()
	await expect(fresh.page.getByRole('button', { name: 'Добавить мероприятие' })).toHaveCount(0)
	// Months later nothing is late in it that was not late then.
	const progress = await fresh.page.getByText(/^Выполнено \d+ из/).innerText()
	await fresh.page.clock.setFixedTime(Date.now() + 120 * 24 * 3600 * 1000)
	await fresh.page.reload()
	await expect(fresh.page.getByText('Конец участия')).toBeVisible()
	await expect(fresh.page.getByText(/^Выполнено \d+ из/)).toHaveText(progress)

	await elena.page.goto('/curator')
	await elena.page.getByRole('button', { name: /завершена/ }).click()
	await expect(elena.page.getByRole('row', { name: /Гуров/ })).toContainText('По инициативе куратора')
})

test('[L3] Svetlana was proposed and another took her place before the order: she finds her consent at home, takes it back and reads what came of it', async ({
	curator: elena,
	openPhone,
	server
}) => {
	const [svetlana, vera] = [await openPhone({ baseURL: server.origin }), await openPhone({ baseURL: server.origin })]
	await svetlana.signIn('mentor-4')
	await vera.signIn('mentee-7')
	await say(vera, 'mentee-7', 'mentee', 'veras-first', verasRequest)
	const proposeTo = (mentorId: string, title: string, insteadOf: string | null) =>
		say(elena, 'curator-1', 'curator', 'veras-first', {
			type: 'propose',
			insteadOf,
			mentorIds: [mentorId],
			title,
			relation: 'reservist-head',
			forms: ['traditional']
		})
	const insteadOf = await proposeTo('mentor-4', 'Будущий директор', null)
	const consent = { type: 'consent', kind: 'personal-data', text: 'Даю согласие.', representative: null } as const
	await say(svetlana, 'mentor-4', 'mentor', 'veras-first', consent)
	const { page } = svetlana
	await page.goto('/decisions/veras-first')
	await expect(chronicle(page)).toContainText('Финансы школы')
	await proposeTo('mentor-1', 'Директор завтра', insteadOf)
	// Statements of the others disappear from the open page.
	await expect(page.getByText('Вы в этой программе не участвуете.')).toBeVisible()
	await expect(page.getByText(/Финансы школы|Шубина/)).toHaveCount(0)

	await page.goto('/')
	const row = page.getByRole('region', { name: /^Ваши согласия/ }).getByRole('link', { name: /Будущий директор/ })
	await expect(row).toContainText('Согласие на обработку данных действует')
	await expect(row).toContainText('как предложенный наставник')
	await row.click()
	const offers = page.getByRole('region', { name: 'Ещё можно' }).getByRole('button')
	await expect(offers).toHaveText([/Отозвать согласие на обработку персональных данных/])
	await offers.click()
	await expect(page.getByText('вернуть согласие здесь будет нельзя')).toBeVisible()
	await page.getByRole('dialog').getByRole('button', { name: 'Отозвать согласие' }).click()
	await isEntered(page)
	await expect(offers).toHaveCount(0)

	await openAwaited(elena.page, /Отозвано согласие на обработку данных/)
	const asked = awaiting(elena.page).filter({ hasText: 'Участия не было' })
	await expect(asked).toContainText('Орлова Светлана Дмитриевна')
	await asked.getByRole('button', { name: 'Записать решение' }).click()
	await asked.getByLabel('Решение').selectOption('Обработка прекращена')
	await asked.getByLabel('Что сделано').fill('Данные уничтожены, акт № 4')
	await asked.getByRole('button', { name: 'Записать решение' }).click()
	await elena.page.getByRole('alertdialog').getByRole('button', { name: 'Записать решение' }).click()
	await expect(chronicle(page)).toContainText('обработка данных прекращена')
	await expect(page.getByText(/Финансы школы|Шубина|Ковалёв|Директор завтра/)).toHaveCount(0)
	await page.goto('/')
	await expect(row).toContainText('; согласие отозвано')
	await expect(row).not.toContainText('Что делать с данными, ещё не решено')
})
