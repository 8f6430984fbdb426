/** Checks for every screen, and for what opens over one. */
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'

/** The least width and height of a touch target, in px. */
const SMALLEST = 44

/** The page is light, and is light again afterwards: in the dark one only the colours differ. */
export async function violationsOn(page: Page, place: string): Promise<string[]> {
	const light = await axeOn(page).withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']).analyze()
	await page.emulateMedia({ colorScheme: 'dark' })
	const dark = await axeOn(page).withRules(['color-contrast', 'link-in-text-block']).analyze()
	await page.emulateMedia({ colorScheme: 'light' })
	return [...light.violations, ...dark.violations].map(({ id, nodes }) => `${place} ${id}: ${nodes[0]?.html}`)
}

/**
 * Legacy mode: our pages have no frames, and the page that axe opens to gather results from frames takes as long as the check itself;
 * so does a report of all that passes.
 */
function axeOn(page: Page): AxeBuilder {
	return new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] })
}

/** Px by which the page scrolls sideways. */
export function overflowOf(page: Page): Promise<number> {
	return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
}

/** Words, by default of tables, that a line break divides without a hyphen. */
export function dividedWordsOn(page: Page, selector = 'th, td'): Promise<string[]> {
	return page.evaluate((selector) => {
		const found: string[] = []
		const texts = [...document.querySelectorAll(selector)].flatMap((cell) => [...cell.childNodes])
		for (const text of texts) {
			for (const { 0: word, index } of text.textContent?.matchAll(/\p{L}+/gu) ?? []) {
				if (text.nodeType !== Node.TEXT_NODE) continue
				const range = document.createRange()
				range.setStart(text, index)
				range.setEnd(text, index + word.length)
				if (new Set([...range.getClientRects()].map(({ top }) => top)).size > 1) found.push(word)
			}
		}
		return found
	}, selector)
}

/** Elements with keyboard focus whose focus ring is cut off at a side by a scrolling ancestor or the window. */
export async function cutRingsOn(page: Page): Promise<string[]> {
	// From now on the focus is the keyboard's, and its ring is drawn.
	await page.keyboard.press('Tab')
	return page.evaluate(() => {
		const found: string[] = []
		for (const element of document.querySelectorAll<HTMLElement>('a[href], button, summary, [tabindex="0"]')) {
			if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue
			element.focus({ preventScroll: true })
			const { outlineStyle, outlineWidth, outlineOffset } = getComputedStyle(element)
			if (document.activeElement !== element || outlineStyle === 'none') continue
			const ring = element.getBoundingClientRect()
			const room = parseFloat(outlineWidth) + parseFloat(outlineOffset)
			if (clippersOf(element).some(([left, right]) => ring.left - room < left || ring.right + room > right))
				found.push(`${element.localName}.${element.className} «${element.textContent?.trim().slice(0, 40)}»`)
		}
		return found

		function clippersOf(element: HTMLElement): [left: number, right: number][] {
			const clippers: [number, number][] = [[0, innerWidth]]
			for (let above = element.parentElement; above && above !== document.body; above = above.parentElement) {
				if (getComputedStyle(above).overflowX === 'visible') continue
				const { left, right } = above.getBoundingClientRect()
				clippers.push([left, right])
			}
			return clippers
		}
	})
}

/** Names and sizes of targets that are too small; a link inside a sentence may be as high as its line. */
export function smallTargetsOn(page: Page): Promise<string[]> {
	return page.evaluate((smallest) => {
		const interactive =
			'a[href], button, input, select, textarea, summary, [contenteditable=true], [tabindex="0"], [role=button], [role=menuitem]'
		// Nothing under a modal window can be touched.
		const top = [...document.querySelectorAll<HTMLElement>('dialog:modal')].at(-1) ?? document.body
		const found: string[] = []
		for (const element of top.querySelectorAll<HTMLElement>(interactive)) {
			if (!isTouchable(element) || isInSentence(element)) continue
			scrollIntoSight(element)
			const [width, height] = [reachOf(element, 1, 0), reachOf(element, 0, 1)]
			if (Math.min(width, height) >= smallest) continue
			const name = element.getAttribute('aria-label') ?? element.textContent?.trim() ?? ''
			found.push(`${element.localName}.${element.className} «${name.slice(0, 40)}» ${width} × ${height}`)
		}
		return found

		/** The part of a header that scrolls away comes back only at the top. */
		function scrollIntoSight(element: HTMLElement) {
			element.scrollIntoView({ block: 'center', behavior: 'instant' })
			const { top, bottom } = element.getBoundingClientRect()
			if (top < 0 || bottom > innerHeight) scrollTo(0, 0)
		}

		/**
		 * How far from its middle a finger still hits the element, as far as that matters: its label and its padding count, what
		 * covers it does not.
		 */
		function reachOf(element: HTMLElement, stepX: number, stepY: number): number {
			const { x, y, width, height } = element.getBoundingClientRect()
			const labels = [...((element as HTMLInputElement).labels ?? [])]
			let reach = 1
			for (const direction of [-1, 1]) {
				for (let far = 1; reach < smallest; far++) {
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
