import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, PROGRAM, test } from './actors.ts'
import { addActivity, openSyncSheet, stopOf, waitForRoad } from './program-page.ts'
import { beginForming, screens } from './screens.ts'

test('no screen has an accessibility violation, light or dark', async ({ mentor, curator, region }) => {
	test.slow()
	await beginForming(curator)
	const actors = { mentor, curator, region }
	for (const [person, path, ready] of screens) {
		const { page } = actors[person]
		await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
		// Tall enough for the whole screen: a button half under a fixed bar is not what is tested here.
		await page.setViewportSize({ width: page.viewportSize()?.width ?? 390, height: 5000 })
		await page.goto(path)
		await expect(page.getByText(ready).first()).toBeVisible()
		expect(await violationsOn(page, path)).toEqual([])
	}
})

test('no window over a screen has an accessibility violation, light or dark', async ({ mentor, curator }) => {
	for (const { page } of [mentor, curator]) await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
	await mentor.page.goto(PROGRAM)
	await waitForRoad(mentor.page)
	await openSyncSheet(mentor.page)
	expect(await violationsOn(mentor.page, 'the sync sheet')).toEqual([])
	await mentor.page.goto('/settings')
	await mentor.page.getByRole('button', { name: 'Выйти' }).click()
	await expect(mentor.page.getByRole('dialog')).toBeVisible()
	expect(await violationsOn(mentor.page, 'signing out')).toEqual([])
	await curator.page.goto('/curator')
	await curator.page.getByRole('button', { name: /Устройства, доступ и отчёты:.*Лаптева/ }).click()
	await expect(curator.page.getByRole('dialog')).toContainText('Устройство 1')
	expect(await violationsOn(curator.page, 'devices and access')).toEqual([])
})

test('nothing scrolls sideways on a screen 360 px wide, nor on one of 640 px at 200 % zoom, nor on a desktop', async ({
	mentor,
	curator,
	region
}) => {
	test.slow()
	await beginForming(curator)
	const actors = { mentor, curator, region }
	const overflows: string[] = []
	for (const [person, path, ready] of screens) {
		const { page } = actors[person]
		await page.goto(path)
		await expect(page.getByText(ready).first()).toBeVisible()
		for (const width of [1280, 360, 320]) {
			await page.setViewportSize({ width, height: 740 })
			const overflow = await overflowOf(page)
			if (overflow > 0) overflows.push(`${path} at ${width} px: ${overflow}`)
		}
	}
	expect(overflows).toEqual([])
})

test('decisions fit a phone of 360 px at 200 % zoom, which has 180 px then', async ({ mentor, curator }) => {
	await beginForming(curator)
	const actors = { mentor, curator }
	const overflows: string[] = []
	// A group’s decisions were taken in another year: their moments are longer.
	const ofGroup = ['curator', '/decisions/program-4', 'Приказ о закреплении'] as const
	for (const [person, path, ready] of [...screens, ofGroup]) {
		if (person === 'region' || !path.startsWith('/decisions')) continue
		const { page } = actors[person]
		await page.setViewportSize({ width: 180, height: 370 })
		await page.goto(path)
		await expect(page.getByText(ready).first()).toBeVisible()
		const overflow = await overflowOf(page)
		if (overflow > 0) overflows.push(`${path} of the ${person}: ${overflow}`)
	}
	expect(overflows).toEqual([])
})

test('a word without end does not widen the page, on the road or among the deleted', async ({ mentor }) => {
	await mentor.page.goto(PROGRAM)
	await waitForRoad(mentor.page)
	await addActivity(mentor.page, 'Ж'.repeat(600))
	expect(await overflowOf(mentor.page)).toBeLessThanOrEqual(0)
	await stopOf(mentor.page, 'ЖЖЖ').getByRole('button', { name: 'Действия:' }).click()
	await mentor.page.getByRole('menuitem', { name: 'Удалить' }).click()
	await mentor.page.getByText('Удалённые мероприятия (1)').click()
	expect(await overflowOf(mentor.page)).toBeLessThanOrEqual(0)
	await mentor.page.getByRole('button', { name: 'Вернуть' }).click()
	await expect(stopOf(mentor.page, 'ЖЖЖ')).toHaveCount(1)
})

test('the status of an activity is said in words, to a reader of the plan too', async ({ curator }) => {
	await curator.page.goto(PROGRAM)
	await waitForRoad(curator.page)
	await expect(curator.page.getByRole('heading', { name: /Охрана труда.*, В работе/ })).toBeVisible()
})

/** The page is light, and is light again afterwards: of the dark one only the colours are others. */
async function violationsOn(page: Page, place: string): Promise<string[]> {
	const light = await axeOn(page).withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']).analyze()
	await page.emulateMedia({ colorScheme: 'dark' })
	const dark = await axeOn(page).withRules(['color-contrast', 'link-in-text-block']).analyze()
	await page.emulateMedia({ colorScheme: 'light' })
	return [...light.violations, ...dark.violations].map(({ id, nodes }) => `${place} ${id}: ${nodes[0]?.html}`)
}

/** Our pages have no frames, and a page of its own that gathers what was found in them takes as long as the looking. */
function axeOn(page: Page): AxeBuilder {
	return new AxeBuilder({ page }).setLegacyMode(true)
}

function overflowOf(page: Page): Promise<number> {
	return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
}
