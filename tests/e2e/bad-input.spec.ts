/** Invalid input gets a clear answer, and no part of it takes effect. */
import type { PersonCard } from '#protocol/api/people.ts'
import { expect, PROGRAM, test } from './actors.ts'
import { chronicle, handOver } from './decisions-page.ts'
import { addActivity, onServer, tickOf, waitForRoad } from './program-page.ts'
import { say, verasRequest } from './say.ts'

const DECISIONS = '/decisions/program-1'

test('[T29] [T16] a mentor who lacks a condition, and an order before the consents: named, and in order once the bank has what was missing', async ({
	curator,
	openPhone,
	server
}) => {
	test.slow()
	const tatyana = await openPhone({ baseURL: server.origin })
	const vera = await openPhone({ baseURL: server.origin })
	await tatyana.signIn('mentor-2')
	await vera.signIn('mentee-7')
	const { request } = curator.context
	const { mentor } = (await (await request.get('/api/people/mentor-2')).json()) as PersonCard
	const entry = { ...mentor?.entry, assessments: [] }
	const put = await request.put('/api/bank/mentors/mentor-2', { data: { version: mentor?.version, entry } })
	expect(put.status()).toBe(200)
	await say(vera, 'mentee-7', 'mentee', 'veras-first', verasRequest)
	await say(curator, 'curator-1', 'curator', 'veras-first', {
		type: 'propose',
		insteadOf: null,
		mentorIds: ['mentor-2'],
		title: 'Будущий директор',
		relation: 'head-head',
		forms: ['traditional']
	})

	const { page } = curator
	const order = '/decisions/veras-first/order'
	await page.goto(order)
	await expect(page.getByText('Маркина Татьяна Павловна: требования не выполнены')).toBeVisible()
	await page.getByRole('button', { name: 'Передать на подпись' }).click()
	await expect(page.getByText(/нет согласий: /)).toBeVisible()
	await expect(page).toHaveURL(new RegExp(`${order}$`))

	for (const kind of ['duties', 'personal-data'] as const) {
		const consent = { type: 'consent', kind, text: 'Даю согласие.', representative: null } as const
		await say(tatyana, 'mentor-2', 'mentor', 'veras-first', consent)
		await say(vera, 'mentee-7', 'mentee', 'veras-first', consent)
	}
	await expect(page.getByText('Все согласия получены')).toBeVisible()
	await handOver(page)
	await expect(page.getByText(/Не принято: Маркина Татьяна Павловна: не выполнены требования/)).toBeVisible()
	await expect(page.getByText('Приказ о закреплении наставнической пары')).toHaveCount(1)

	const completed = await request.put('/api/bank/mentors/mentor-2', {
		data: { version: (mentor?.version ?? 0) + 1, entry: { ...entry, assessments: mentor?.entry?.assessments } }
	})
	expect(completed.status()).toBe(200)
	await page.goto(order)
	await handOver(page)
	await expect(page.getByText('Ждём подпись: начальник')).toBeVisible()
})

test('[T44] an edition of a plan that has changed meanwhile is not put forward', async ({ mentor, mentee }) => {
	await mentee.page.goto(`${PROGRAM}/editions`)
	await expect(mentee.page.getByText(/^Утверждённая редакция 2 от/)).toBeVisible()
	await mentor.page.goto(PROGRAM)
	await waitForRoad(mentor.page)
	await addActivity(mentor.page, 'Разбор урока')
	await expect(mentee.page.getByText('Добавлено мероприятие: Разбор урока')).toBeVisible()
	await mentee.goOffline()
	await addActivity(mentor.page, 'Второй разбор')
	await expect(tickOf(mentor.page)).toContainText(onServer)
	await mentee.page.getByRole('button', { name: 'Вынести на утверждение' }).click()
	await mentee.page.getByRole('alertdialog').getByRole('button', { name: 'Вынести на утверждение' }).click()
	await mentee.goOnline()
	await expect(mentee.page.getByText(/Не принято: план с тех пор изменился/)).toBeVisible()
	await mentor.page.goto(DECISIONS)
	await expect(chronicle(mentor.page)).toContainText('Приказ о закреплении')
	await expect(chronicle(mentor.page).getByText('Ждём подпись')).toHaveCount(0)
})

test('what Лаптева said without a network, after her part was suspended, is refused with the reason, and kept for her to read', async ({
	mentor,
	mentee,
	curator
}) => {
	const { page } = mentee
	await page.goto(DECISIONS)
	await expect(chronicle(page)).toContainText('Приказ о закреплении')
	await mentee.goOffline()
	await page.getByRole('button', { name: 'Сделать замечание' }).click()
	await page.getByRole('dialog').getByLabel('Замечание').fill('Прошу перенести семинар.')
	await page.getByRole('dialog').getByRole('button', { name: 'Отправить замечание' }).click()
	await expect(chronicle(page).getByText('Будет отправлено, когда появится сеть')).toBeVisible()
	await say(curator, 'curator-1', 'curator', 'program-1', { type: 'suspend', personId: 'mentee-1' })
	await mentee.goOnline()
	await expect(page.getByText(/Не принято: программа вас больше не касается/)).toBeVisible()
	await expect(chronicle(page)).toContainText('Прошу перенести семинар.')
	await expect(page.getByText('Ваше участие приостановлено')).toBeVisible()
	await mentor.page.goto(DECISIONS)
	await expect(chronicle(mentor.page)).toContainText('Приказ о закреплении')
	await expect(chronicle(mentor.page).getByText('Прошу перенести семинар.')).toHaveCount(0)
})

test('[T44] of two who decide on one petition at once the second is told that it is declined', async ({
	mentor,
	mentee,
	curator,
	openPhone,
	server
}) => {
	const atHome = await openPhone({ baseURL: server.origin })
	await atHome.signIn('curator-1')
	const decision = { type: 'extend', termMonths: 30, ground: 'Декретный отпуск' } as const
	const decisionId = await say(mentee, 'mentee-1', 'mentee', 'program-1', { type: 'raise', matter: decision })
	await say(mentor, 'mentor-1', 'mentor', 'program-1', { type: 'sign', matterId: decisionId })
	await atHome.page.goto(DECISIONS)
	await expect(atHome.page.getByRole('button', { name: 'Подписать' })).toBeVisible()
	await atHome.goOffline()
	await atHome.page.getByRole('button', { name: 'Подписать' }).click()
	await atHome.page.getByRole('alertdialog').getByRole('button', { name: 'Подписать' }).click()
	await say(curator, 'curator-1', 'curator', 'program-1', {
		type: 'decline',
		matterId: decisionId,
		ground: 'Успеем в срок'
	})
	await atHome.goOnline()
	await expect(atHome.page.getByText('Не принято: это уже отклонено')).toBeVisible()
	await expect(chronicle(atHome.page)).toContainText('Причина отказа: Успеем в срок')
})
