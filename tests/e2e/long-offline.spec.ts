/** A month without a network on both sides, by the clocks of the phones. */
import { expect, PROGRAM, test } from './actors.ts'
import {
	addActivity,
	markDone,
	onDevice,
	onServer,
	openSyncSheet,
	stopOf,
	tickOf,
	waitForRoad
} from './program-page.ts'

const SAFETY = 'Охрана труда: нормативно-правовая база'
const DAY_MS = 24 * 60 * 60 * 1000

test('thirty days offline on both sides: what both wrote is told to wait, and is merged when they are back', async ({
	mentor,
	mentee
}) => {
	for (const { page } of [mentor, mentee]) {
		await page.clock.install()
		await page.goto(PROGRAM)
		await waitForRoad(page)
		await expect(tickOf(page)).toHaveText(onServer)
	}
	await mentor.goOffline()
	await mentee.goOffline()
	for (let day = 1; day <= 30; day += 1) {
		for (const { page } of [mentor, mentee]) await page.clock.fastForward(DAY_MS)
		if (day % 10 !== 0) continue
		await addActivity(mentor.page, `Наставник, день ${day}`)
		await addActivity(mentee.page, `Наставляемая, день ${day}`)
	}
	await markDone(mentor.page, SAFETY)
	await mentee.page.reload()
	await waitForRoad(mentee.page)

	const sheet = await openSyncSheet(mentor.page)
	await expect(sheet).toContainText('Последний раз всё было на сервере')
	await expect(sheet).toContainText('Передайте программу файлом')
	await mentor.page.keyboard.press('Escape')
	for (const { page } of [mentor, mentee]) await expect(tickOf(page)).toHaveText(onDevice)

	await mentor.goOnline()
	await mentee.goOnline()
	for (const { page } of [mentor, mentee]) {
		for (const day of [10, 20, 30]) {
			await expect(stopOf(page, `Наставник, день ${day}`)).toHaveCount(1, { timeout: 20_000 })
			await expect(stopOf(page, `Наставляемая, день ${day}`)).toHaveCount(1, { timeout: 20_000 })
		}
		await expect(stopOf(page, SAFETY)).toHaveClass(/done/)
		await expect(tickOf(page)).toHaveText(onServer)
	}
})
