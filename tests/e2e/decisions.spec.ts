/** What people state in their own name: with and without a network, one after the other, and compared before it is signed. */
import type { Locator, Page } from '@playwright/test'
import { expect, PROGRAM, test } from './actors.ts'
import { awaiting, chronicle, isEntered, raiseClosure, sign, WAITING } from './decisions-page.ts'
import { addActivity, onServer, stopOf, tickOf, waitForRoad } from './program-page.ts'
import { say } from './say.ts'
import { smallTargetsOn } from './screen-checks.ts'

const DECISIONS = '/decisions/program-1'

test('[L3] Наталья consents sheet by sheet without a network; it is kept over a restart, and the curator sees it once there is one', async ({
	openPhone,
	server,
	curator
}) => {
	const natalya = await openPhone({ baseURL: server.origin })
	await natalya.signIn('mentee-6')
	const head = await openPhone({ baseURL: server.origin })
	await head.signIn('head-1')
	const conclusion = 'Наставник переехал.'
	const closureId = await say(curator, 'curator-1', 'curator', 'program-5', {
		type: 'raise',
		matter: { type: 'closure', reasonId: 'curator', ground: 'Форс-мажор', lastDay: null, conclusion }
	})
	await say(head, 'head-1', 'head', 'program-5', { type: 'sign', matterId: closureId })
	await say(natalya, 'mentee-6', 'mentee', 'natalyas-next', {
		type: 'request',
		menteeIds: ['mentee-6'],
		regulationId: 'tomsk-city',
		categoryId: 'beginner-head',
		mainRequest: 'Как выстроить питание',
		difficulties: [],
		forms: ['traditional']
	})
	await say(curator, 'curator-1', 'curator', 'natalyas-next', {
		type: 'propose',
		insteadOf: null,
		mentorIds: ['mentor-1'],
		title: 'Второй шаг',
		relation: 'head-head',
		forms: ['traditional']
	})

	const { page } = natalya
	await page.goto('/decisions/natalyas-next')
	await expect(page.getByText('Ждём согласия и приказ')).toBeVisible()
	await expect(awaiting(page).getByRole('button', { name: 'Прочитать', exact: true })).toHaveCount(2)
	await natalya.goOffline()
	await awaiting(page).getByRole('button', { name: 'Прочитать', exact: true }).first().click()
	const sheet = page.getByRole('dialog')
	await expect(sheet).toContainText('Я, Яковлева Наталья Романовна')
	await expect(sheet).toContainText('Второй шаг')
	await sheet.getByRole('button', { name: 'Дать согласие' }).click()
	await expect(page.getByText('Записано на этом устройстве')).toBeVisible()
	await expect(awaiting(page)).toContainText('Ждёт сети: 1 ваше решение')
	await expect(chronicle(page).getByText(WAITING)).toBeVisible()
	await expect(awaiting(page).getByRole('button', { name: 'Прочитать', exact: true })).toHaveCount(1)

	await page.reload()
	await expect(chronicle(page).getByText(WAITING)).toBeVisible()
	await expect(chronicle(page)).toContainText('Дано согласие на участие в наставничестве')
	await natalya.goOnline()
	await expect(page.getByText('Отправлено', { exact: true })).toBeVisible()
	await expect(chronicle(page).getByText(WAITING)).toHaveCount(0)
	await expect(awaiting(page)).not.toContainText('Ждёт сети')

	await curator.page.goto('/decisions/natalyas-next')
	const given = chronicle(curator.page).getByRole('listitem').filter({ hasText: 'Дано согласие на участие' })
	await expect(given).toContainText('Яковлева Наталья Романовна, наставляемый')
	await given.getByText('Текст согласия').click()
	await expect(given).toContainText('добровольно даю согласие')

	// Her mentor learns that she has consented, and no more.
	const viktor = await openPhone({ baseURL: server.origin })
	await viktor.signIn('mentor-1')
	await viktor.page.goto('/decisions/natalyas-next')
	await expect(chronicle(viktor.page)).toContainText('Дано согласие на участие в наставничестве')
	await expect(chronicle(viktor.page).getByText('Текст согласия')).toHaveCount(0)

	await awaiting(page).getByRole('button', { name: 'Отказаться от предложения' }).click()
	const refusal = page.getByRole('dialog')
	await refusal.getByLabel('Причина').fill('Нужен наставник из другого района')
	await refusal.getByRole('button', { name: 'Отказаться от предложения' }).click()
	await expect(viktor.page.getByText('Вы в этой программе не участвуете')).toBeVisible()
	const next = awaiting(curator.page).getByRole('link', { name: 'Подберите наставника' })
	await expect(next).toContainText('Нужен наставник из другого района')
	await expect(curator.page.getByRole('link', { name: 'Подобрать наставника' })).toHaveCount(0)
	await next.click()
	await expect(curator.page.getByRole('article', { name: /Ковалёв/ })).toContainText('Отказ наставляемого:')
})

test('what one of them says comes to the other’s open page by itself', async ({ mentor, mentee }) => {
	for (const { page } of [mentor, mentee]) {
		await page.goto(DECISIONS)
		await expect(chronicle(page)).toContainText('Приказ о закреплении')
	}
	await mentee.page.getByRole('button', { name: 'Сделать замечание' }).click()
	await mentee.page.getByRole('dialog').getByLabel('Замечание').fill('Прошу перенести семинар.')
	await mentee.page.getByRole('dialog').getByRole('button', { name: 'Отправить замечание' }).click()
	await expect(mentor.page.getByText('Прошу перенести семинар.')).toBeVisible()
})

test('who leaves the phone is warned of what was stated and not sent', async ({ mentee }) => {
	const { page } = mentee
	await page.goto(DECISIONS)
	await expect(chronicle(page)).toContainText('Приказ о закреплении')
	await mentee.goOffline()
	await page.getByRole('button', { name: 'Сделать замечание' }).click()
	await page.getByRole('dialog').getByLabel('Замечание').fill('Прошу перенести семинар.')
	await page.getByRole('dialog').getByRole('button', { name: 'Отправить замечание' }).click()
	await expect(chronicle(page).getByText(WAITING)).toBeVisible()
	await page.goto('/settings')
	await page.getByRole('button', { name: 'Выйти' }).click()
	const leaving = page.getByRole('dialog', { name: 'Выйти на этом устройстве?' })
	await expect(leaving).toContainText('Часть ваших решений не отправлена')
	await expect(leaving).toContainText('Не отправлено 1 решение')
})

test('[T44] an edition is put forward, compared with the approved one and signed by all in order', async ({
	mentor,
	mentee,
	curator,
	openPhone,
	server
}) => {
	// Four phones.
	test.slow()
	const { page } = mentor
	await page.goto(PROGRAM)
	await waitForRoad(page)
	await addActivity(page, 'Разбор открытого урока')
	await expect(tickOf(page)).toContainText(onServer)
	await page.getByRole('link', { name: 'О программе' }).click()
	await page.getByRole('link', { name: 'Утверждённая редакция 2' }).click()
	await expect(page.getByText('Добавлено мероприятие: Разбор открытого урока')).toBeVisible()
	await page.getByRole('button', { name: 'Вынести на утверждение' }).click()
	await page.getByRole('alertdialog').getByRole('button', { name: 'Вынести на утверждение' }).click()
	await expect(page.getByText('План с тех пор не менялся.')).toBeVisible()
	await page.goto(DECISIONS)
	const elsewhere = page.getByRole('region', { name: 'Ждёт других' })
	await expect(elsewhere).toContainText('Ждём подпись: Лаптева')
	await elsewhere.getByRole('link').click()
	await expect(chronicle(page).locator(':target')).toContainText('Редакция программы на утверждение')

	await mentee.page.goto(PROGRAM)
	const awaitsYou = mentee.page.getByRole('link', { name: 'Ждёт вас: 1 решение' })
	await expect(awaitsYou).toBeVisible()
	expect(await smallTargetsOn(mentee.page)).toEqual([])
	await awaitsYou.click()
	const fetched: string[] = []
	mentee.page.on('request', (request) => {
		if (request.url().includes('/api/programs/program-1/editions/')) fetched.push(request.url())
	})
	await awaiting(mentee.page).getByRole('link', { name: 'Сравнить с редакцией 2' }).click()
	const changes = mentee.page.getByRole('region', { name: 'Что утверждается' })
	await expect(changes).toContainText('Разбор открытого урока')
	// What is signed is above the button.
	const topOf = async (locator: Locator) => (await locator.boundingBox())?.y ?? NaN
	expect(await topOf(changes)).toBeLessThan(await topOf(mentee.page.getByRole('button', { name: 'Подписать' })))
	// The approved edition and the one put forward are each fetched once for the whole screen.
	expect(fetched).toHaveLength(2)
	expect(new Set(fetched).size).toBe(2)
	await mentee.page.goto(DECISIONS)
	await awaiting(mentee.page).getByRole('button', { name: 'Замечание к решению' }).click()
	await expect(mentee.page.getByRole('dialog').getByText(/^О чём: /)).toHaveCSS('margin-bottom', '8px')
	await mentee.page.keyboard.press('Escape')
	// The whole text is read before it is signed.
	await awaiting(mentee.page).getByRole('link', { name: 'Текст редакции' }).click()
	await expect(mentee.page.getByRole('button', { name: 'Печать' })).toBeVisible()
	await expect(mentee.page.getByRole('link', { name: 'Документ программы' })).toBeVisible()
	await expect(mentee.page.getByRole('article')).toContainText('Разбор открытого урока')
	await expect(mentee.page.getByRole('article')).toContainText('Редакция не утверждена')
	await mentee.page.getByRole('button', { name: 'Подписать' }).click()
	await mentee.page.getByRole('alertdialog').getByRole('button', { name: 'Подписать' }).click()
	await expect(mentee.page.getByRole('button', { name: 'Подписать' })).toHaveCount(0)
	await mentee.page.getByRole('link', { name: 'Решения' }).first().click()
	await curator.page.goto(DECISIONS)
	await sign(curator.page)
	const head = await openPhone({ baseURL: server.origin })
	await head.signIn('head-1')
	await head.page.goto(DECISIONS)
	await expect(awaiting(head.page)).toContainText('Ждём вашу подпись')
	await sign(head.page)
	await page.goto(`${PROGRAM}/editions`)
	await expect(page.getByText(/^Утверждённая редакция 3 от/)).toBeVisible()
	const same = page.getByText('План совпадает с утверждённой редакцией.')
	await expect(same).toBeVisible()
	await expect(page.getByRole('button', { name: 'Вынести на утверждение' })).toHaveCount(0)
	// Nothing has to be fetched to know it.
	await mentor.goOffline()
	await page.reload()
	await expect(same).toBeVisible()
})

test('[T41] [T44] what Irina alone cancels is only proposed: on her phone, also without a network, on Viktor’s, and on the board', async ({
	mentor,
	mentee,
	curator,
	openPhone,
	server
}) => {
	// Four phones.
	test.slow()
	const title = 'Охрана труда: нормативно-правовая база'
	const stop = (page: Page) => stopOf(page, title)
	const propose = async () => {
		await stop(mentee.page).getByRole('button', { name: 'Отметить: ' }).first().click()
		await mentee.page.getByRole('menuitem', { name: 'Предложить отмену' }).click()
		await expect(stop(mentee.page)).toContainText('Предложено отменить')
	}
	await curator.page.goto('/curator')
	const row = curator.page.getByRole('row').filter({ hasText: 'Лаптева' })
	await expect(row).toContainText('9 из 22')
	for (const { page } of [mentor, mentee]) {
		await page.goto(PROGRAM)
		await waitForRoad(page)
	}
	await propose()
	await mentee.page.getByRole('button', { name: 'Вернуть как было' }).click()
	await expect(stop(mentee.page)).not.toContainText('Предложено отменить')

	await mentee.goOffline()
	await propose()
	await mentee.page.reload()
	await expect(stop(mentee.page)).toContainText('Предложено отменить')
	const header = mentee.page.getByRole('banner')
	await expect(header).toContainText('Выполнено 9 из 22')
	await expect(header).toContainText('предложено отменить: 1')
	await mentee.goOnline()
	await expect(stop(mentor.page)).toContainText('Предложено отменить')
	await expect(row).toContainText('предложено отменить: 1')
	await expect(row).toContainText('9 из 22')
	await stop(mentor.page).getByRole('link').click()
	await expect(mentor.page.getByRole('button', { name: 'Предложено отменить', pressed: true })).toBeVisible()
	await mentor.page.getByRole('link', { name: 'Отменит новая редакция, когда её подпишут' }).click()
	const difference = mentor.page.getByRole('region', { name: 'Чем план отличается от редакции 2' })
	await expect(difference).toContainText(title)

	await mentor.page.getByRole('button', { name: 'Вынести на утверждение' }).click()
	await mentor.page.getByRole('alertdialog').getByRole('button', { name: 'Вынести на утверждение' }).click()
	await expect(mentor.page.getByText('План с тех пор не менялся.')).toBeVisible()
	await mentor.page.goto(PROGRAM)
	await expect(stop(mentor.page)).toContainText('Предложено отменить')
	const head = await openPhone({ baseURL: server.origin })
	await head.signIn('head-1')
	for (const { page } of [mentee, curator, head]) {
		await page.goto(DECISIONS)
		await sign(page)
	}
	// On his open page, too.
	await expect(stop(mentor.page)).toContainText('Не будет проводиться')
	await expect(mentor.page.getByRole('banner')).toContainText('Выполнено 9 из 21')
	await expect(mentor.page.getByRole('banner')).toContainText('отменено: 1')
	await curator.page.goto('/curator')
	await expect(row).toContainText('9 из 21')
	await expect(row).toContainText('отменено: 1')
})

test('[T44] [T43] a petition to extend is declined with a reason, and the curator closes the programme with a conclusion', async ({
	mentor,
	mentee,
	curator,
	openPhone,
	server
}) => {
	await mentee.page.goto(DECISIONS)
	await mentee.page.getByRole('button', { name: 'Ходатайствовать о продлении' }).click()
	const petition = mentee.page.getByRole('dialog')
	const term = petition.getByLabel('Новый срок программы')
	await petition.getByRole('button', { name: 'Подать' }).click()
	await expect(petition.getByText('Заполните: Новый срок программы, месяцев; Основание')).toBeVisible()
	await term.fill('24')
	await expect(petition.getByText('Нужно целое число от 25 до 60')).toBeVisible()
	await term.fill('30')
	await expect(petition.getByText(/^Сейчас: 24 месяца, последний день/)).toBeVisible()
	await expect(petition.getByText(/^Последний день станет/)).toBeVisible()
	// The sentence has followed what is filled in.
	await expect(petition.getByText('Заполните: Основание')).toBeVisible()
	await petition.getByRole('button', { name: 'Подать' }).click()
	await expect(petition.getByLabel('Основание')).toBeFocused()
	await petition.getByLabel('Основание').fill('Декретный отпуск')
	// Some people press everything twice: the second press must not close what the first has opened.
	await petition.getByRole('button', { name: 'Подать' }).dblclick()
	await mentee.page.getByRole('alertdialog').getByRole('button', { name: 'Подать' }).click()
	await expect(chronicle(mentee.page)).toContainText('Продление программы до 30 месяцев')
	await isEntered(mentee.page)
	// A second petition would replace the first: the form says so, and she cancels.
	await mentee.page.getByRole('button', { name: 'Ходатайствовать о продлении' }).click()
	await term.fill('36')
	await petition.getByLabel('Основание').fill('Передумала')
	await petition.getByRole('button', { name: 'Подать' }).click()
	const replacing = mentee.page.getByRole('alertdialog', { name: 'Подать вместо прежнего?' })
	await expect(replacing).toContainText('«Продление программы до 30 месяцев»')
	await replacing.getByRole('button', { name: 'Отмена' }).click()
	await mentee.page.keyboard.press('Escape')
	await mentee.page.getByRole('button', { name: 'Ходатайствовать о продлении' }).click()
	await expect(term).toHaveValue('36')
	await petition.getByRole('button', { name: 'Отбросить' }).click()
	await expect(term).toBeFocused()
	await expect(term).toHaveValue('')
	await mentee.page.keyboard.press('Escape')

	await mentee.page.goto('/')

	await mentor.page.goto(DECISIONS)
	// It is on the page once, and the question names what would be signed.
	await expect(mentor.page.getByText('Продление программы до 30 месяцев')).toHaveCount(1)
	await awaiting(mentor.page).getByRole('button', { name: 'Подписать' }).click()
	const question = mentor.page.getByRole('alertdialog', { name: 'Подписать?' })
	await expect(question).toContainText('«Продление программы до 30 месяцев»')
	await question.getByRole('button', { name: 'Отмена' }).click()
	await awaiting(mentor.page).getByRole('button', { name: 'Отклонить' }).click()
	const refusal = mentor.page.getByRole('dialog')
	await expect(refusal).toContainText('О чём: Продление программы до 30 месяцев')
	await refusal.getByLabel('Основание').fill('Успеем в срок')
	await refusal.getByRole('button', { name: 'Отклонить' }).click()
	await expect(chronicle(mentor.page)).toContainText('Причина отказа: Успеем в срок')

	// It reaches her home screen, where it stays without a network until she has read it among the decisions.
	const answered = mentee.page.getByRole('region', { name: 'Вам ответили' })
	await mentee.page.reload()
	await expect(answered).toContainText('Продление отклонено')
	await mentee.goOffline()
	await mentee.page.reload()
	await expect(answered).toContainText('Причина отказа: Успеем в срок')
	await mentee.goOnline()
	await answered.getByRole('link').click()
	await expect(chronicle(mentee.page)).toContainText('Причина отказа: Успеем в срок')
	await expect(answered).toContainText('Продление отклонено')
	const listed = mentee.page.waitForResponse('**/api/ledgers*')
	await mentee.page.getByRole('link', { name: 'Программы', exact: true }).click()
	await listed
	await expect(mentee.page.getByRole('region', { name: 'Ближайшее' })).toBeVisible()
	await expect(answered).toHaveCount(0)

	const { page } = curator
	await page.goto(DECISIONS)
	const conclusion = 'Выполнена половина программы.'
	const reason = /По инициативе куратора/
	await raiseClosure(page, { reason, listed: 'Форс-мажор', ground: 'Школа закрывается', conclusion })

	const head = await openPhone({ baseURL: server.origin })
	await head.signIn('head-1')
	// His first screen, the board, shows it.
	await head.page.goto('/curator')
	await head.page.getByRole('link', { name: /вашего решения: \d+$/ }).click()
	await head.page.getByRole('link', { name: /Завершение программы ждёт вас/ }).click()
	await sign(head.page)
	await expect(head.page.getByText('Программа завершена')).toBeVisible()
	await mentee.page.goto(DECISIONS)
	await expect(mentee.page.getByText('Программа завершена')).toBeVisible()

	// She can only write feedback or withdraw the consent to data, and the curator is then asked about it.
	const left = mentee.page.getByRole('region', { name: 'Ещё можно' }).getByRole('button')
	await expect(left).toHaveText([/Написать отзыв/, /Отозвать согласие на обработку персональных данных/])
	await left.last().click()
	await expect(mentee.page.getByText('вернуть согласие здесь будет нельзя')).toBeVisible()
	await mentee.page.getByRole('dialog').getByRole('button', { name: 'Отозвать согласие' }).click()
	await isEntered(mentee.page)
	const asked = awaiting(page).filter({ hasText: 'Участие уже закончено' })
	await asked.getByRole('button', { name: 'Записать решение' }).click()
	await asked.getByLabel('Решение').selectOption('Обработка прекращена')
	await asked.getByLabel('Что сделано').fill('Данные уничтожены, акт № 3')
	await asked.getByRole('button', { name: 'Записать решение' }).click()
	await page.getByRole('alertdialog').getByRole('button', { name: 'Записать решение' }).click()
	await expect(chronicle(mentee.page)).toContainText('обработка данных прекращена')
})

test('[T44] Виктор, who is about to sign, is told that Irina has withdrawn it', async ({ mentor, mentee }) => {
	const matter = { type: 'extend', termMonths: 30, ground: 'Отпуск' } as const
	const matterId = await say(mentee, 'mentee-1', 'mentee', 'program-1', { type: 'raise', matter })
	await mentor.page.goto(DECISIONS)
	await awaiting(mentor.page).getByRole('button', { name: 'Подписать' }).click()
	await expect(mentor.page.getByRole('alertdialog', { name: 'Подписать?' })).toBeVisible()
	await say(mentee, 'mentee-1', 'mentee', 'program-1', { type: 'withdraw-matter', matterId })
	await expect(mentor.page.getByText('Решение отозвано')).toBeVisible()
})

test('an order is drawn up by the curator: to whoever else opens its page it says so, and to the curator when none is due', async ({
	mentor,
	mentee,
	curator,
	openPhone,
	server
}) => {
	const stranger = await openPhone({ baseURL: server.origin })
	await stranger.signIn('mentor-2')
	for (const { page } of [mentor, mentee, stranger]) {
		await page.goto(`${DECISIONS}/order`)
		await expect(page.getByText(/^Этот раздел\s—\sдля кураторов$/)).toBeVisible()
		await expect(page.getByText('Приказ о закреплении')).toHaveCount(0)
	}
	await curator.page.goto(`${DECISIONS}/order`)
	await expect(curator.page.getByText('Приказ не нужен')).toBeVisible()
})

test('[T35] Виктор accepts what was done, and both see it on the road', async ({ mentor, mentee }) => {
	await mentor.page.goto(`${PROGRAM}/activities/a1-1`)
	await mentor.page.getByRole('button', { name: 'Принять мероприятие' }).click()
	await expect(mentor.page.getByText(/Принято наставником: Ковалёв/)).toBeVisible()
	await mentee.page.goto(PROGRAM)
	await mentee.page.getByRole('button', { name: /^Организационный/ }).click()
	await expect(mentee.page.getByText('наставник принял')).toBeVisible()
})

test('the curator remarks on one activity without a network; its mentor answers on its page, and it is in the chronicle', async ({
	curator,
	mentor
}) => {
	const { page } = curator
	await page.goto(`${PROGRAM}/activities/a1-1`)
	const remarks = page.getByRole('region', { name: 'Замечания к мероприятию' })
	await expect(remarks).toBeVisible()
	await curator.goOffline()
	await remarks.getByRole('button', { name: 'Сделать замечание' }).click()
	await expect(page.getByRole('dialog').getByText(/^О чём: /)).toHaveCSS('margin-bottom', '8px')
	await page.getByRole('dialog').getByLabel('Замечание').fill('Добавьте срок.')
	await page.getByRole('dialog').getByRole('button', { name: 'Отправить замечание' }).click()
	await expect(remarks.getByText(WAITING)).toBeVisible()
	await curator.goOnline()
	await expect(remarks.getByText(WAITING)).toBeHidden()

	await mentor.page.goto(`${PROGRAM}/activities/a1-1`)
	const remarksForMentor = mentor.page.getByRole('region', { name: 'Замечания к мероприятию' })
	await expect(remarksForMentor).toContainText('Добавьте срок.')
	await remarksForMentor.getByRole('button', { name: 'Ответить' }).click()
	await remarksForMentor.getByLabel('Ответ').fill('Добавлю.')
	await remarksForMentor.getByRole('button', { name: 'Ответить' }).click()
	await expect(remarksForMentor).toContainText('Добавлю.')
	await page.goto(DECISIONS)
	await expect(chronicle(page)).toContainText(/О чём: .+Добавьте срок\..+Добавлю\./s)
})
