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
			// The text that scrolls under the bars does not shine through them.
			for (const bar of [header, page.getByRole('navigation', { name: 'Разделы программы' })])
				expect(await bar.evaluate((element) => getComputedStyle(element).backgroundColor)).toMatch(/^rgb\(/)
			// A press reaches it: nothing lies over it.
			await header.getByRole('link').first().click({ trial: true })
			const tab = await page.getByRole('link', { name: 'О программе' }).locator('span').boundingBox()
			expect(tab!.x + tab!.width, `${path}: the last tab`).toBeLessThanOrEqual(viewport.width)
		}
	})

test('on a slow phone nothing moves while sign-in, home, the plan, an activity and a visit open', async ({
	openPhone,
	server
}) => {
	for (const [path, ready] of [['/sign-in', 'Войти с паролем'] as const, ['/', 'Ближайшее'] as const, ...screens]) {
		// The device knows nothing yet, not even of the visit. Its hours are not the city's, and home says so.
		const { page, context, signIn } = await openPhone({ baseURL: server.origin, timezoneId: 'Europe/Moscow' })
		if (path !== '/sign-in') await signIn('mentor-1')
		await page.addInitScript(() => {
			const moved: string[] = []
			Object.assign(window, { moved })
			new PerformanceObserver((list) => {
				for (const shift of list.getEntries() as (PerformanceEntry & { sources: { node: Element | null }[] })[])
					moved.push(...shift.sources.map(({ node }) => `${node?.nodeName} ${node?.className}`))
			}).observe({ type: 'layout-shift', buffered: true })
		})
		const address = path === 'a visit' ? await visitOn(page) : path
		// The font comes after the words; on a slow line the app fetches none (first-visit.spec.ts).
		const words = Promise.withResolvers<void>()
		await page.route('**/*.woff2', (route) => words.promise.then(() => route.continue()))
		const devtools = await context.newCDPSession(page)
		await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 })
		const answered = path === '/sign-in' || page.waitForResponse((response) => response.url().includes('/ledger'))
		await page.goto(address, { waitUntil: 'commit' })
		await expect(page.getByText(ready).first()).toBeAttached()
		words.resolve()
		// What loads once the screen is calm has come.
		await answered
		if (path === '/') {
			await expect(page.getByText('Время встреч указано по времени города')).toBeVisible()
			await expect(page.getByText('На сервере')).toHaveCount(2)
		}
		// The document of the first stage is missing.
		if (path === PROGRAM) await expect(page.getByRole('link', { name: 'Отчёт не сдан' })).toBeVisible()
		await devtools.send('Emulation.setCPUThrottlingRate', { rate: 1 })
		await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)))
		expect(await page.evaluate(() => (window as unknown as { moved: string[] }).moved), path).toEqual([])
		await context.close()
	}
})

test('what waits for a mentor comes late into the row of today, which stays as high on a narrow phone', async ({
	openPhone,
	server
}) => {
	const { page, signIn } = await openPhone({ baseURL: server.origin, viewport: { width: 360, height: 740 } })
	await signIn('mentor-2')
	await page.goto('/programs/program-3')
	const today = page.locator('[data-today]:visible')
	await expect(today.getByRole('link', { name: /^Отчёты: \d+ не сданы/ })).toBeVisible()
	const height = () => today.evaluate((row: HTMLElement) => row.offsetHeight)
	const complete = await height()
	await today.getByRole('link').evaluate((link) => link.remove())
	expect(await height()).toBe(complete)
})

/** The address of the last visit. */
async function visitOn(page: Page): Promise<string> {
	await page.goto(`${PROGRAM}/meetings`)
	const visit = page.getByRole('main').locator('a[href*="/meetings/"]').last()
	return (await visit.getAttribute('href'))!
}
