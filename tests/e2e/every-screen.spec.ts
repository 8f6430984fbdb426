/**
 * Every screen, loaded once and looked at in every way: its targets can be hit by a finger on a phone of today and on a small
 * one, nothing scrolls sideways, and it is accessible, light and dark.
 */
import type { Page } from '@playwright/test'
import { expect, test } from './actors.ts'
import { cutRingsOn, overflowOf, smallTargetsOn, violationsOn } from './screen-checks.ts'
import { beginForming, screens } from './screens.ts'

/** The people's own screens: a phone, and a desktop. */
const WIDTHS = { mentor: 390, curator: 1440, region: 1280 }
const PHONES = [
	{ width: 390, height: 844 },
	{ width: 360, height: 740 }
]
/** 320 px: a phone of 640 px at 200 % zoom. */
const NARROW = [1280, 320]
/** A phone of 360 px at 200 % zoom: decisions are read by people who zoom. */
const NARROWEST = 180

test.describe.configure({ mode: 'parallel' })

for (const person of ['mentor', 'curator', 'region'] as const) {
	test(`every screen of the ${person} fits, can be worked with a finger, and is accessible`, async ({
		mentor,
		curator,
		region
	}) => {
		test.slow()
		await beginForming(curator)
		const { page } = { mentor, curator, region }[person]
		await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
		const found: string[] = []
		for (const [, path, ready] of screens.filter(([of]) => of === person)) {
			await page.setViewportSize(PHONES[0]!)
			await page.goto(path)
			await expect(page.getByText(ready).first()).toBeVisible()
			found.push(...(await misfitsOf(page, path)))
			// Tall enough for the whole screen: a button half under a fixed bar is not what is tested here.
			await page.setViewportSize({ width: WIDTHS[person], height: 5000 })
			found.push(...(await violationsOn(page, path)))
		}
		expect(found).toEqual([])
	})
}

async function misfitsOf(page: Page, path: string): Promise<string[]> {
	const found: string[] = []
	async function measureOverflow(width: number, height: number): Promise<void> {
		await page.setViewportSize({ width, height })
		const overflow = await overflowOf(page)
		if (overflow > 0) found.push(`${path} at ${width} px: ${overflow}`)
	}
	for (const { width, height } of PHONES) {
		await measureOverflow(width, height)
		await expect.poll(() => smallTargetsOn(page), `${path} at ${width} px`).toEqual([])
	}
	for (const width of NARROW) {
		await measureOverflow(width, 740)
		if (width === 1280) for (const name of await cutRingsOn(page)) found.push(`${path}: the ring of ${name} is cut`)
	}
	if (path.startsWith('/decisions')) await measureOverflow(NARROWEST, 370)
	return found
}
