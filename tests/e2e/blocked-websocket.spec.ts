/** A school's filter cuts WebSockets (sync.md D7): only presence is not told, so nothing is said. */
import { expect, PROGRAM, test } from './actors.ts'
import { addActivity, onServer, openSyncSheet, stopOf, tickOf, waitForRoad } from './program-page.ts'

test('[D7] edits arrive in both directions though no WebSocket gets through', async ({ mentor, mentee }) => {
	await mentor.context.routeWebSocket(/\/sync\//, (socket) => socket.close({ code: 1006 }))
	await mentee.page.goto(PROGRAM)
	await waitForRoad(mentee.page)
	await mentor.page.goto(PROGRAM)
	await waitForRoad(mentor.page)
	await addActivity(mentor.page, 'Сквозь фильтр')
	await expect(stopOf(mentee.page, 'Сквозь фильтр')).toHaveCount(1, { timeout: 30_000 })
	await expect(tickOf(mentor.page)).toHaveText(onServer, { timeout: 30_000 })

	await addActivity(mentee.page, 'Обратно сквозь фильтр')
	await expect(stopOf(mentor.page, 'Обратно сквозь фильтр')).toHaveCount(1, { timeout: 30_000 })
	const sheet = await openSyncSheet(mentor.page)
	await expect(sheet).toContainText('Связь есть')
})
