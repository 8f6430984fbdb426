/** What a finger has to hit is 44 px wide and high, on a phone of today and on a small one. */
import type { Page } from '@playwright/test'
import { expect, PROGRAM, test } from './actors.ts'
import { openSyncSheet, waitForRoad } from './program-page.ts'
import { beginForming, screens } from './screens.ts'

const SMALLEST = 44

for (const viewport of [
	{ width: 390, height: 844 },
	{ width: 360, height: 740 }
]) {
	const size = `${viewport.width} × ${viewport.height}`

	test(`every screen can be worked with a finger, ${size}`, async ({ mentor, curator, region }) => {
		test.slow()
		await beginForming(curator)
		const actors = { mentor, curator, region }
		for (const [person, path, ready] of screens) {
			const { page } = actors[person]
			await page.setViewportSize(viewport)
			await page.goto(path)
			await expect(page.getByText(ready).first()).toBeVisible()
			await expect.poll(() => smallTargetsOn(page), path).toEqual([])
		}
	})

	test(`every window over a screen can be worked with a finger, ${size}`, async ({ mentor, curator }) => {
		for (const { page } of [mentor, curator]) await page.setViewportSize(viewport)
		const { page } = mentor
		await page.goto(PROGRAM)
		await waitForRoad(page)
		const sheet = await openSyncSheet(page)
		await sheet.getByRole('button', { name: 'Проверить всё' }).click()
		await expect(sheet).toContainText('Всё в порядке')
		await expect.poll(() => smallTargetsOn(page), 'the sync sheet').toEqual([])
		await page.keyboard.press('Escape')
		await page.getByRole('button', { name: 'Действия:' }).first().click()
		await expect(page.getByRole('menu')).toBeVisible()
		await expect.poll(() => smallTargetsOn(page), 'the menu of an activity').toEqual([])
		await page.goto('/settings')
		await page.getByRole('button', { name: 'Выйти' }).click()
		await expect(page.getByRole('dialog')).toBeVisible()
		await expect.poll(() => smallTargetsOn(page), 'signing out').toEqual([])
		await curator.page.goto('/curator')
		await curator.page.getByRole('button', { name: /Устройства, доступ и отчёты:.*Лаптева/ }).click()
		await expect(curator.page.getByRole('dialog')).toContainText('Устройство 1')
		await expect.poll(() => smallTargetsOn(curator.page), 'devices and access').toEqual([])
	})

	test(`who is not signed in can do so with a finger, ${size}`, async ({
		curator,
		openPhone,
		server,
		startAnother
	}) => {
		const { page } = await openPhone({ baseURL: server.origin, viewport })
		await page.goto('/sign-in')
		await expect(page.getByRole('button', { name: /Лаптева/ })).toBeVisible()
		await expect.poll(() => smallTargetsOn(page), 'sign-in of the demonstration').toEqual([])

		await curator.page.goto('/curator/people/invitations')
		await curator.page.getByLabel('Фамилия').fill('Новикова')
		await curator.page.getByRole('textbox', { name: 'Имя' }).fill('Анна')
		await curator.page.getByLabel('Роль').selectOption({ label: 'Наставник' })
		await curator.page.getByRole('button', { name: 'Создать ссылку' }).click()
		await page.goto(await curator.page.getByRole('textbox', { name: 'Ссылка-приглашение' }).inputValue())
		await expect(page.getByText('Здравствуйте, ')).toBeVisible()
		await expect.poll(() => smallTargetsOn(page), 'an invitation').toEqual([])

		const real = await startAnother({ TANDEM_DEMO: '0' })
		const phone = await openPhone({ baseURL: real.origin, viewport })
		await phone.page.goto('/sign-in')
		await expect(phone.page.getByLabel('Логин')).toBeVisible()
		await expect.poll(() => smallTargetsOn(phone.page), 'sign-in').toEqual([])
	})
}

/** Names and sizes of what is too small to be hit; the link inside a sentence is as high as its line. */
function smallTargetsOn(page: Page): Promise<string[]> {
	return page.evaluate((smallest) => {
		const interactive =
			'a[href], button, input, select, textarea, summary, [contenteditable=true], [tabindex="0"], [role=button], [role=menuitem]'
		// Under a window nothing can be touched.
		const top = [...document.querySelectorAll<HTMLElement>('dialog:modal')].at(-1) ?? document.body
		const found: string[] = []
		for (const element of top.querySelectorAll<HTMLElement>(interactive)) {
			if (!isTouchable(element) || isInSentence(element)) continue
			bringIntoView(element)
			const [width, height] = [reachOf(element, 1, 0), reachOf(element, 0, 1)]
			if (Math.min(width, height) >= smallest) continue
			const name = element.getAttribute('aria-label') ?? element.textContent?.trim() ?? ''
			found.push(`${element.localName}.${element.className} «${name.slice(0, 40)}» ${width} × ${height}`)
		}
		return found

		/** The part of a header that scrolls away comes back only at the top. */
		function bringIntoView(element: HTMLElement) {
			element.scrollIntoView({ block: 'center', behavior: 'instant' })
			const { top, bottom } = element.getBoundingClientRect()
			if (top < 0 || bottom > innerHeight) scrollTo(0, 0)
		}

		/** How far from its middle a finger still meets it: a label and what is laid around it count, what covers it does not. */
		function reachOf(element: HTMLElement, stepX: number, stepY: number): number {
			const { x, y, width, height } = element.getBoundingClientRect()
			const labels = [...((element as HTMLInputElement).labels ?? [])]
			let reach = 1
			for (const direction of [-1, 1]) {
				for (let far = 1; far <= smallest; far++) {
					const hit = document.elementFromPoint(
						x + width / 2 + stepX * direction * far,
						y + height / 2 + stepY * direction * far
					)
					if (![element, ...labels].some((one) => one.contains(hit))) break
					reach += 1
				}
			}
			return reach
		}

		function isTouchable(element: HTMLElement): boolean {
			const { width, height } = element.getBoundingClientRect()
			// One pixel: for screen readers, or shown once it has the focus.
			if (element.matches('.skip:not(:focus)')) return false
			return width > 1 && height > 1 && element.checkVisibility({ opacityProperty: true, visibilityProperty: true })
		}

		function isInSentence(element: HTMLElement): boolean {
			if (element.localName !== 'a' || getComputedStyle(element).display !== 'inline') return false
			return [...(element.parentElement?.childNodes ?? [])].some(
				(node) => node.nodeType === Node.TEXT_NODE && /\p{L}/u.test(node.textContent ?? '')
			)
		}
	}, SMALLEST)
}
