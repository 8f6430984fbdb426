/** What comes later than the screen it belongs to does not push away what is being read. */
import type { Page } from '@playwright/test'
import { expect, PROGRAM, test } from './actors.ts'

for (const [screen, path, section] of [
	['home', '/', 'Ближайшее'],
	['meetings', `${PROGRAM}/meetings`, 'Встречи']
] as const) {
	test(`the report Ковалёв owes comes above «${section}» without moving it, from his second visit on`, async ({
		mentor: { page }
	}) => {
		await page.addInitScript(watchPlaces, section)
		await page.goto(path)
		const report = page.getByRole('link', { name: /^Отчёт руководителя/ }).first()
		await expect(report).toBeVisible()
		// How high it is, is remembered once all has come.
		await expect.poll(() => page.evaluate(() => localStorage.getItem('tandem:rooms'))).toMatch(/\d{2}/)
		expect((await placesOf(page)).size, screen).toBeGreaterThan(1)

		await page.reload()
		await expect(report).toBeVisible()
		expect((await placesOf(page)).size, screen).toBe(1)
	})
}

/** In the page: where, from its first moment on, the heading of this name has stood. */
function watchPlaces(name: string): void {
	const places = new Set<number>()
	Object.assign(window, { places })
	const look = () => {
		const heading = [...document.querySelectorAll('main h2')].find(({ textContent }) => textContent === name)
		if (heading) places.add(Math.round(heading.getBoundingClientRect().top + scrollY))
		requestAnimationFrame(look)
	}
	look()
}

async function placesOf(page: Page): Promise<Set<number>> {
	const places = await page.evaluate(async () => {
		// Once drawn, what is in sight has been looked at, too.
		for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame)
		return [...(window as unknown as { places: Set<number> }).places]
	})
	return new Set(places)
}
