/** A plan of an owner that is no programme of people: a club of a school (club-server.ts). */
import { expect, test } from './actors.ts'
import {
	addActivity,
	handOver,
	onDevice,
	onServer,
	openFile,
	openSyncSheet,
	stopOf,
	tickOf,
	waitForRoad
} from './program-page.ts'

const CLUB = '/programs/club-1'

test('[R14] Тамара writes the plan of her school’s club, also without a network; Елена reads it, and a mentor does not find it', async ({
	startAnother,
	openPhone,
	directory
}) => {
	const server = await startAnother({}, 'tests/e2e/club-server.ts')
	const tamara = await openPhone({ baseURL: server.origin })
	await tamara.signIn('organisation-curator-1')
	const { page } = tamara
	await page.goto('/')
	await page
		.getByRole('link', { name: /Кружок юных техников/ })
		.first()
		.click()
	await waitForRoad(page)
	await expect(page.getByRole('heading', { name: 'Кружок юных техников' })).toBeVisible()
	await addActivity(page, 'Собрать модель катера')
	await expect(tickOf(page)).toHaveText(onServer)

	await tamara.goOffline()
	await addActivity(page, 'Показать катер родителям')
	await expect(tickOf(page)).toHaveText(onDevice)
	const file = await handOver(page, await openSyncSheet(page), directory)
	await page.reload()
	await expect(stopOf(page, 'Показать катер родителям')).toHaveCount(1)
	await server.stop()
	await server.start()
	await tamara.goOnline()
	await expect(tickOf(page)).toHaveText(onServer)

	const elena = await openPhone({ baseURL: server.origin, viewport: { width: 1280, height: 900 } })
	await elena.signIn('curator-1')
	await elena.page.goto('/curator')
	await elena.page
		.getByRole('row', { name: /Кружок юных техников/ })
		.getByRole('link')
		.first()
		.click()
	await waitForRoad(elena.page)
	for (const title of ['Собрать модель катера', 'Показать катер родителям']) {
		await expect(stopOf(elena.page, title)).toHaveCount(1)
	}
	await expect(elena.page.getByRole('button', { name: /^Добавить мероприятие/ })).toHaveCount(0)
	await elena.page.goto(`${CLUB}/history`)
	await expect(elena.page.getByText('Добавлено мероприятие: Показать катер родителям')).toBeVisible()
	await expect(elena.page.getByText(/Тамара Лосева/).first()).toBeVisible()

	const viktor = await openPhone({ baseURL: server.origin })
	await viktor.signIn('mentor-1')
	await viktor.page.goto(CLUB)
	await expect(viktor.page.getByText('Такой программы у вас нет')).toBeVisible()
	await expect(viktor.page.getByText('Кружок юных техников')).toHaveCount(0)

	await openFile(page, file)
	await page.getByRole('button', { name: 'Добавить правки' }).click()
	await expect(page.getByText('Ничего нового: всё это уже есть')).toBeVisible()
})
