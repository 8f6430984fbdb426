/** What a person sees first on the screens of a programme: whose it is, and nothing that moves or sticks out. */
import type { Page } from '@playwright/test'
import { expect, PROGRAM, test } from './actors.ts'
import { overflowOf } from './screen-checks.ts'

/** The screen is complete when `ready` is on it. */
const screens: readonly [path: string, ready: string][] = [
	[PROGRAM, 'Сегодня,'],
	[`${PROGRAM}/activities/a2-5`, 'Ответственные'],
	['a visit', 'Кто участвует']
]

for (const { magnified, viewport, letters } of [
	{ magnified: 'at double zoom', viewport: { width: 195, height: 422 }, letters: '100%' },
	{ magnified: 'with double letters', viewport: { width: 390, height: 844 }, letters: '200%' }
])
	test(`${magnified} the plan, an activity and a visit fit, and their name and the way back stay in sight`, async ({
		mentor: { page }
	}) => {
		await page.setViewportSize(viewport)
		await page.addInitScript((size) => {
			addEventListener('DOMContentLoaded', () => (document.documentElement.style.fontSize = size))
		}, letters)
		for (const [path, ready] of screens) {
			await page.goto(path === 'a visit' ? await visitOn(page) : path)
			await expect(page.getByText(ready).first()).toBeAttached()
			expect(await overflowOf(page), path).toBeLessThanOrEqual(0)
			await page.evaluate(() => scrollTo(0, document.body.scrollHeight))
			const header = page.getByRole('banner')
			await expect(header.getByRole('heading', { name: 'Ирина Лаптева' })).toBeInViewport({ ratio: 1 })
			// A press reaches it: nothing lies over it.
			await header.getByRole('link').first().click({ trial: true })
			const tab = await page.getByRole('link', { name: 'О программе' }).locator('span').boundingBox()
			expect(tab!.x + tab!.width, `${path}: the last tab`).toBeLessThanOrEqual(viewport.width)
		}
	})

/** The address of the last visit. */
async function visitOn(page: Page): Promise<string> {
	await page.goto(`${PROGRAM}/meetings`)
	const visit = page.getByRole('main').locator('a[href*="/meetings/"]').last()
	return (await visit.getAttribute('href'))!
}
