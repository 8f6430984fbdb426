/** The server is lost, and the evening's backup replaces it: the phones have what came after. */
import { join } from 'node:path'
import { runServerCommand } from '../support/run-server-command.ts'
import { expect, PROGRAM, testOfProcess as test } from './actors.ts'
import { addActivity, onServer, stopOf, tickOf, waitForRoad } from './program-page.ts'

test('[R16] what was written after the backup comes back from the phones, what one wrote offline, too', async ({
	server,
	directory,
	mentor,
	mentee,
	openPhone
}) => {
	const file = join(directory, 'evening.sqlite')
	const backups = async (word: string) => {
		const ended = await runServerCommand('server/backups/main.ts', [word, file], server.dataDirectory)
		expect(ended).toMatchObject({ code: 0, stderr: '' })
	}
	for (const { page } of [mentor, mentee]) {
		await page.goto(PROGRAM)
		await waitForRoad(page)
	}
	await addActivity(mentor.page, 'До копии')
	await expect(stopOf(mentee.page, 'До копии')).toHaveCount(1)
	await backups('make')

	await addActivity(mentor.page, 'После копии')
	await expect(stopOf(mentee.page, 'После копии')).toHaveCount(1)
	await mentee.goOffline()
	await addActivity(mentee.page, 'Без сети')
	await server.kill()
	await backups('restore')
	await server.start()

	// Only the mentor’s first phone can have sent it: Irina’s has no network yet.
	const fresh = await openPhone({ baseURL: server.origin })
	await fresh.signIn('mentor-1')
	await fresh.page.goto(PROGRAM)
	await expect(stopOf(fresh.page, 'После копии')).toHaveCount(1)
	await mentee.goOnline()
	await expect(stopOf(fresh.page, 'Без сети')).toHaveCount(1)
	for (const title of ['До копии', 'После копии', 'Без сети']) {
		await expect(stopOf(fresh.page, title)).toHaveCount(1)
		await expect(stopOf(mentee.page, title)).toHaveCount(1)
	}
	await expect(tickOf(mentee.page)).toHaveText(onServer)
})
