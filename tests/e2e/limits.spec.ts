/** The server's limits: a programme that fills up, and an app that has become too old. On phones of 390 by 844. */
import { expect, PROGRAM, test, waitForServiceWorker, type Actor } from './actors.ts'
import { addActivity, handOver, onDevice, onServer, openSyncSheet, tickOf, waitForRoad } from './program-page.ts'

const SERVER = 'tests/e2e/limited-server.ts'
const activity = `${PROGRAM}/activities/a2-8`
const limits = (softBytes: number, documentBytes: number) => JSON.stringify({ softBytes, documentBytes })

test('[R7] a programme that fills is told of calmly, with and without a network, and is all right again when there is room', async ({
	startAnother,
	openPhone,
	directory
}) => {
	const env = { TANDEM_E2E_RELAY: limits(60_000, 180_000) }
	const server = await startAnother(env, SERVER)
	const [mentor, mentee] = await Promise.all([1, 2].map(() => openPhone({ baseURL: server.origin })))
	await mentor!.signIn('mentor-1')
	await mentee!.signIn('mentee-1')
	const nearlyFull = (actor: Actor) => actor.page.getByText('Программа почти заполнена')

	await mentee!.page.goto(PROGRAM)
	await waitForRoad(mentee!.page)
	const irinasSheet = await openSyncSheet(mentee!.page)
	await mentor!.page.goto(activity)
	await paste(mentor!, 5_000)
	await expect(tickOf(mentor!.page)).toHaveText(onServer)
	await expect(nearlyFull(mentee!)).toHaveCount(0)

	await paste(mentor!, 20_000)
	await expect(tickOf(mentor!.page)).toHaveText(onServer)
	await expect(nearlyFull(mentor!)).toHaveCount(0)
	const viktorsSheet = await openSyncSheet(mentor!.page)
	for (const sheet of [viktorsSheet, irinasSheet]) {
		await expect(sheet).toContainText('Программа почти заполнена')
		await expect(sheet).toContainText('Пока всё принимается. Места осталось примерно на 2 страницы текста')
		await expect(sheet).toContainText('Длинные тексты храните отдельно')
	}

	await mentor!.goOffline()
	await mentor!.page.goto(PROGRAM)
	await waitForRoad(mentor!.page)
	await expect(await openSyncSheet(mentor!.page)).toContainText('Места осталось примерно на 2 страницы')

	await mentor!.goOnline()
	await mentor!.page.goto(activity)
	await paste(mentor!, 40_000)
	await expect(irinasSheet).toContainText('Программа заполнена')
	await paste(mentor!, 25_000)
	await expect(tickOf(mentor!.page)).toHaveText('Не принято')
	const sheet = await openSyncSheet(mentor!.page)
	await expect(sheet).toContainText('Программа заполнена')
	await expect(sheet).toContainText('Они целы на этом устройстве')
	await handOver(mentor!.page, sheet, directory)

	env.TANDEM_E2E_RELAY = limits(1_000_000, 2_000_000)
	await server.stop()
	await server.start()
	await expect(sheet).toContainText('Все ваши правки на сервере')
	for (const opened of [sheet, irinasSheet]) await expect(opened).not.toContainText(/заполнена/)
})

test('[D9] an app that the server understands no more says so, keeps what is written, and offers the file and the update', async ({
	startAnother,
	openPhone,
	directory
}) => {
	const env = { TANDEM_E2E_RELAY: '{}' }
	const server = await startAnother(env, SERVER)
	const mentor = await openPhone({ baseURL: server.origin })
	await mentor.signIn('mentor-1')
	const { page } = mentor
	await page.goto(PROGRAM)
	await waitForRoad(page)
	await expect(tickOf(page)).toHaveText(onServer)
	await waitForServiceWorker(page)

	await server.stop()
	await addActivity(page, 'Записано старой версией')
	env.TANDEM_E2E_RELAY = '{"oldestVersion":2}'
	await server.start()
	await expect(page.getByText('Версия приложения устарела')).toBeVisible()
	await expect(tickOf(page)).toHaveText(onDevice)
	await handOver(page, page.getByRole('main'), directory)
	await page.getByRole('button', { name: 'Проверить обновление' }).click()
	await expect(page.getByText('Новой версии пока нет. Попробуйте позже.')).toBeVisible()
	await addActivity(page, 'И записано после')
	await page.reload()
	await expect(page.getByText('Версия приложения устарела')).toBeVisible()
	await expect(tickOf(page)).toHaveText(onDevice)

	await server.stop()
	env.TANDEM_E2E_RELAY = '{}'
	await server.start()
	await page.reload()
	await expect(tickOf(page)).toHaveText(onServer)
	await expect(page.getByText('Версия приложения устарела')).toHaveCount(0)
})

/** Pastes so many letters at the end of the activity's notes, at once. */
async function paste({ page }: Actor, letters: number): Promise<void> {
	const notes = page.getByRole('textbox', { name: 'Заметки' })
	await notes.click()
	await page.keyboard.insertText('В журналах порядок. '.repeat(letters / 20))
}
