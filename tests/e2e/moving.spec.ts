/** The order of the plan and what is done of it, by hand: dragging on the road, and ticking at home. */
import type { Locator, Page } from '@playwright/test'
import { expect, PROGRAM, test } from './actors.ts'
import { onDevice, onServer, stopOf, tickOf, waitForRoad } from './program-page.ts'

const MOVED = 'Охрана труда: нормативно-правовая база'

test('Irina drags an activity with the mouse behind the next one, and takes it back', async ({ mentee }) => {
	const { page } = mentee
	await page.goto(PROGRAM)
	await waitForRoad(page)
	const before = await orderOf(page)
	const moved = stopOf(page, MOVED)
	await readyToDrag(moved)
	await scrollToMiddle(moved)
	const from = await middleOf(moved)
	const to = await lowerPartOf(nextOf(moved))
	const after = behindNext(before, (await moved.getAttribute('id')) ?? '')
	await page.mouse.move(from.x, from.y)
	await page.mouse.down()
	await page.mouse.move(to.x, to.y, { steps: 12 })
	// The others make room before it is dropped.
	await expect.poll(() => orderOf(page)).toEqual(after)
	await page.mouse.up()

	const said = page.getByText(/^Перемещено: /)
	await expect(said).toHaveCSS('-webkit-line-clamp', '3')
	expect(await orderOf(page)).toEqual(after)
	await page.getByRole('button', { name: 'Вернуть как было' }).click()
	await expect.poll(() => orderOf(page)).toEqual(before)
	await expect(page).toHaveURL(new RegExp(`${PROGRAM}$`))
	// A click still opens it.
	await moved.getByRole('heading').getByRole('link').click()
	await expect(page).toHaveURL(/\/activities\//)
})

test('Irina drags with a finger that first rests on the row; one that moves at once scrolls', async ({
	openPhone,
	server
}) => {
	const { context, page, signIn } = await openPhone({ baseURL: server.origin, hasTouch: true, isMobile: true })
	await signIn('mentee-1')
	await page.goto(PROGRAM)
	await waitForRoad(page)
	const before = await orderOf(page)
	const moved = stopOf(page, MOVED)
	await readyToDrag(moved)
	const devtools = await context.newCDPSession(page)
	const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', at?: Point) =>
		devtools.send('Input.dispatchTouchEvent', { type, touchPoints: at === undefined ? [] : [at] })

	await scrollToMiddle(moved)
	const scrolled = await page.evaluate(() => scrollY)
	const start = await middleOf(moved)
	await touch('touchStart', start)
	for (const by of [10, 40, 80, 120]) await touch('touchMove', { x: start.x, y: start.y - by })
	await touch('touchEnd')
	await atRest(page)
	expect(await page.evaluate(() => scrollY)).toBeGreaterThan(scrolled)
	expect(await orderOf(page)).toEqual(before)

	await scrollToMiddle(moved)
	const from = await middleOf(moved)
	const after = behindNext(before, (await moved.getAttribute('id')) ?? '')
	const next = page.locator(`[id="${(await nextOf(moved).getAttribute('id')) ?? ''}"]`)
	await touch('touchStart', from)
	await expect(moved).toHaveClass(/chosen/)
	await touch('touchMove', { x: from.x, y: from.y + 20 })
	// The finger follows the row that it is to pass: the page may scroll by itself, and rows move aside in steps. It then rests on
	// its own row, where it moves nothing.
	let step = 0
	let isResting = false
	await expect(async () => {
		await page.evaluate(() => Promise.all(document.getAnimations().map(({ finished }) => finished)))
		const order = await orderOf(page)
		const isThere = order.join() === after.join()
		const { x, y } = isThere ? await middleOf(moved) : await lowerPartOf(next)
		await touch('touchMove', { x: x + (step++ % 2), y })
		const wasResting = isResting
		isResting = isThere
		expect(order).toEqual(after)
		expect(wasResting).toBe(true)
	}).toPass()
	await touch('touchEnd')
	await expect(page.getByText(/^Перемещено: /)).toBeVisible()
	expect(await orderOf(page)).toEqual(after)
})

test('Viktor ticks an agreement at home without a network, takes a slip back, and Irina reads it once he is back', async ({
	mentor,
	mentee
}) => {
	const { page } = mentor
	await mentee.page.goto(`${PROGRAM}/meetings`)
	await page.goto(PROGRAM)
	await expect(tickOf(page)).toHaveText(onServer)
	await page.goto('/')
	const upcoming = page.getByRole('region', { name: 'Ближайшее' })
	const more = upcoming.getByRole('button', { name: /^Ещё / })
	await expect(upcoming.getByRole('listitem').first()).toBeVisible()
	if (await more.isVisible()) await more.click()
	await mentor.goOffline()
	const box = upcoming.getByRole('checkbox').first()
	const text = ((await box.getAttribute('aria-label')) ?? '').replace('Выполнено: ', '')
	await box.check()
	await box.uncheck()
	await expect(box).not.toBeChecked()
	await box.check()
	await expect(page.getByRole('main').getByText(onDevice).first()).toBeVisible()
	await expect(box).toBeChecked()

	const asked = mentee.page.getByRole('checkbox', { name: text })
	await expect(asked).toBeVisible()
	await mentor.goOnline()
	await expect(asked).toHaveCount(0)
	await page.goto('/')
	await expect(upcoming.getByRole('listitem').first()).toBeVisible()
	if (await more.isVisible()) await more.click()
	await expect(upcoming.getByText(text)).toHaveCount(0)
})

interface Point {
	x: number
	y: number
}

/** Ids of the activities, in the order of the road. */
function orderOf(page: Page): Promise<string[]> {
	return page.locator('[data-stage-id] > li[id^="stop-"]').evaluateAll((stops) => stops.map(({ id }) => id))
}

function behindNext(order: readonly string[], id: string): string[] {
	const index = order.indexOf(id)
	return order.toSpliced(index, 2, order[index + 1] ?? '', id)
}

function nextOf(stop: Locator): Locator {
	return stop.locator('xpath=following-sibling::li[starts-with(@id, "stop-")][1]')
}

/** The part of the app that drags is loaded after the screen. */
async function readyToDrag(stop: Locator): Promise<void> {
	await expect(stop.locator('xpath=..')).toHaveAttribute('data-can-drag', '')
}

async function scrollToMiddle(stop: Locator): Promise<void> {
	await stop.evaluate((element) => element.scrollIntoView({ block: 'center' }))
	await atRest(stop.page())
}

/** The page stood still for ten frames: a finger that touches a page while it still rolls only stops it. */
async function atRest(page: Page): Promise<void> {
	await page.evaluate(async () => {
		for (let [still, last] = [0, scrollY]; still < 10;) {
			await new Promise(requestAnimationFrame)
			still = scrollY === last ? still + 1 : 0
			last = scrollY
		}
	})
}

async function middleOf(stop: Locator): Promise<Point> {
	const box = await stop.getByRole('heading').boundingBox()
	if (box === null) throw new Error('Not shown')
	return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}

async function lowerPartOf(stop: Locator): Promise<Point> {
	const box = await stop.boundingBox()
	if (box === null) throw new Error('Not shown')
	return { x: box.x + box.width / 2, y: box.y + box.height * 0.85 }
}
