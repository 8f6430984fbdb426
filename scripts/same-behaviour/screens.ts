/**
 * Records what each person of the demonstration finds on every screen, as the tree that a screen reader gets. It
 * follows all links, beginning with the first screen. Menus, sheets and dialogs, which open only upon a tap, are not
 * recorded; the stories of tests/e2e open them.
 */
import { chromium, type Browser, type BrowserContext, type Page } from '@playwright/test'
import { join } from 'node:path'
import config from '../../playwright.config.ts'
import { SIGNED_OUT, signIn, type Demonstration } from './demonstration.ts'
import { MOMENT } from './processes.ts'
import { writeText } from './recordings.ts'

export const languages = ['ru', 'en'] as const
export type Language = (typeof languages)[number]

const sizes = { phone: { width: 390, height: 844 }, desktop: { width: 1440, height: 900 } }
export type Size = keyof typeof sizes
export const sizeNames: readonly Size[] = ['phone', 'desktop']

const locales: Readonly<Record<Language, string>> = { ru: 'ru-RU', en: 'en-GB' }
const MOST_SCREENS = 120
/** The limit for screens that differ only by an id: activities of one programme, papers of one kind. */
const MOST_ALIKE = 3
const QUIET_MS = 200
const LOADING_MS = 10_000
const CALM_MS = 1_600
/** The version of the build. */
const VERSION = /\b[0-9a-f]{16}\b/g
/** Pages at once. More pages than cores only wait for each other. */
const WALKERS = 3
/** Paths that no link leads to, or that only others may open. */
const askedBySignedOut = ['/', '/sign-in', '/invite', '/programs/program-1', '/no-such-page']
const askedByStaff = [
	...['/curator/incentives', '/curator/people/composition', '/curator/people/new?role=none'],
	...['/curator/people/mentee-1', '/curator/regulation/another/edit?of=divnogorsk']
]
const alwaysAsked = [
	'/',
	'/decisions',
	'/settings',
	'/settings/access',
	'/file',
	'/curator',
	'/region',
	'/no-such-page'
]

export interface Choice {
	/** An empty list means everybody. */
	people: readonly string[]
	languages: readonly Language[]
	sizes: readonly Size[]
}

export async function recordScreens(directory: string, demonstration: Demonstration, choice: Choice): Promise<void> {
	const browser = await chromium.launch(config.use?.launchOptions)
	try {
		const people = choice.people.length > 0 ? choice.people : [...demonstration.people, SIGNED_OUT]
		const walks = choice.languages.flatMap((language) => people.map((person) => ({ language, person })))
		const walkOn = async () => {
			for (let next = walks.shift(); next !== undefined; next = walks.shift()) {
				const startedAt = performance.now()
				const count = await walk(browser, demonstration, next.person, next.language, choice.sizes, directory)
				const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
				console.log(`  ${next.person}, ${next.language}: ${count} screens, ${seconds} s`)
			}
		}
		await Promise.all(Array.from({ length: WALKERS }, walkOn))
	} finally {
		await browser.close()
	}
}

async function walk(
	browser: Browser,
	demonstration: Demonstration,
	person: string,
	language: Language,
	shown: readonly Size[],
	directory: string
): Promise<number> {
	return demonstration.open(async ({ origin }) => {
		const context = await openContext(browser, origin, language)
		try {
			if (person !== SIGNED_OUT) await context.addCookies(cookiesFor(await signIn(origin, person), origin))
			const page = await context.newPage()
			const traffic = watchTraffic(page)
			const { invitationToken } = demonstration
			const isStaff = !/^ment(or|ee)-/.test(person)
			const asked = person === SIGNED_OUT ? [...askedBySignedOut, `/invite/${invitationToken}`] : alwaysAsked
			const paths = createItinerary(isStaff && person !== SIGNED_OUT ? [...asked, ...askedByStaff] : asked)
			// On its first visit a device fetches its programmes gradually. This waits for them before anything is recorded.
			await openScreen(page, '/', traffic)
			for (const path of paths.walk()) {
				await page.setViewportSize(sizes[shown[0] ?? 'phone'])
				await openScreen(page, path, traffic)
				for (const size of shown) {
					await page.setViewportSize(sizes[size])
					await settle(page, traffic, QUIET_MS)
					const text = demonstration.mask(await readScreen(page, origin))
					writeText(
						join(directory, 'screens', language, size, person, `${fileName(demonstration.mask(path))}.txt`),
						text
					)
				}
				paths.add(await listLinks(page))
			}
			return paths.count()
		} finally {
			await context.close()
		}
	})
}

async function openScreen(page: Page, path: string, traffic: ReadonlySet<unknown>): Promise<void> {
	const startedAt = performance.now()
	await page.goto(path)
	// A busy machine stays slow after the page has loaded, too.
	const quietMs = Math.max(QUIET_MS, (performance.now() - startedAt) / 2)
	await settle(page, traffic, quietMs)
	// Parts of a screen wait until it is calm (Lazy.svelte).
	await page.clock.runFor(CALM_MS)
	await settle(page, traffic, quietMs)
}

interface Itinerary {
	/** Also yields paths that are added during the walk. */
	walk(): Iterable<string>
	add(paths: readonly string[]): void
	count(): number
}

/** Breadth first, each path once, and only some of many similar ones. */
function createItinerary(first: readonly string[]): Itinerary {
	const paths = new Set(first)
	const alike = new Map<string, number>()
	return {
		*walk() {
			let count = 0
			for (const path of paths) if (count++ < MOST_SCREENS) yield path
		},
		add(found) {
			for (const path of found) {
				if (paths.has(path)) continue
				const known = alike.get(kindOf(path)) ?? 0
				if (isOfMany(path) && known >= MOST_ALIKE) continue
				if (isOfMany(path)) alike.set(kindOf(path), known + 1)
				paths.add(path)
			}
		},
		count: () => Math.min(paths.size, MOST_SCREENS)
	}
}

/** Ids contain a digit, names of screens do not. */
function isOfMany(path: string): boolean {
	const [pathname = '', query = ''] = path.split('?')
	return query !== '' || /\d[^/]*$/.test(pathname)
}

/** `/programs/program-1/activities/a1-1` → `/programs/program-1/activities/` */
function kindOf(path: string): string {
	const [pathname = '', query = ''] = path.split('?')
	if (query === '') return pathname.replace(/[^/]*$/, '')
	return `${pathname}?${[...new URLSearchParams(query).keys()].join('&')}`
}

async function openContext(browser: Browser, baseURL: string, language: Language): Promise<BrowserContext> {
	const context = await browser.newContext({
		baseURL,
		locale: locales[language],
		timezoneId: 'Asia/Tomsk',
		reducedMotion: 'reduce',
		colorScheme: 'light'
	})
	await context.clock.setFixedTime(MOMENT)
	// No service worker: storing the app would cost more than all the screens, and a screen could come from an earlier
	// visit.
	await context.addInitScript(() => {
		if ('serviceWorker' in navigator) ServiceWorkerContainer.prototype.register = () => new Promise(() => {})
		StorageManager.prototype.estimate = () => Promise.resolve({ usage: 500_000, quota: 10_000_000_000 })
	})
	return context
}

function cookiesFor(cookie: string, url: string): { name: string; value: string; url: string }[] {
	return cookie.split('; ').map((pair) => {
		const at = pair.indexOf('=')
		return { name: pair.slice(0, at), value: pair.slice(at + 1), url }
	})
}

/** The requests under way. Event streams never end, so they are left out. */
function watchTraffic(page: Page): ReadonlySet<unknown> {
	const underWay = new Set<unknown>()
	page.on('request', (request) => {
		if (!request.url().includes('/events')) underWay.add(request)
	})
	page.on('requestfinished', (request) => void underWay.delete(request))
	page.on('requestfailed', (request) => void underWay.delete(request))
	page.on('websocket', (socket) => {
		underWay.add(socket)
		socket.once('framereceived', () => void underWay.delete(socket))
		socket.once('close', () => void underWay.delete(socket))
	})
	return underWay
}

/** Waits until the page requests nothing from the server and has not changed for a moment. */
async function settle(page: Page, underWay: ReadonlySet<unknown>, quietMs: number): Promise<void> {
	const until = performance.now() + LOADING_MS
	for (;;) {
		await page.evaluate(waitUntilQuiet, quietMs)
		const isLoading = underWay.size > 0 || (await page.evaluate(saysItIsLoading))
		if (!isLoading || performance.now() > until) return
	}
}

/** Runs in the page. */
function waitUntilQuiet(quietMs: number): Promise<void> {
	return new Promise((resolve) => {
		const end = () => {
			observer.disconnect()
			resolve()
		}
		let timer = setTimeout(end, quietMs)
		const observer = new MutationObserver(() => {
			clearTimeout(timer)
			timer = setTimeout(end, quietMs)
		})
		observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true })
	})
}

/** Runs in the page. */
function saysItIsLoading(): boolean {
	const words =
		/(Загружаем|Открываем|Сохраняем|Loading|Opening|Saving|Connecting)[^.]{0,40}…|Загружаем ваши|Loading your/
	return document.querySelector('main, form') === null || words.test(document.body.innerText)
}

async function readScreen(page: Page, origin: string): Promise<string> {
	const address = page.url().replace(origin, '')
	const tree = await page.locator('body').ariaSnapshot()
	const text = `${address}\n${await page.title()}\n\n${tree}\n`
	return text.replaceAll(origin, '').replaceAll(VERSION, '‹version›')
}

/** In the order of the page, without downloads. */
async function listLinks(page: Page): Promise<string[]> {
	const links = await page
		.locator('a[href]:not([download])')
		.evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).href))
	const own = links
		.map((link) => URL.parse(link))
		.filter((url) => url !== null && url.origin === new URL(page.url()).origin)
	return [...new Set(own.map((url) => `${url?.pathname}${url?.search}`))].filter((path) => !path.startsWith('/api/'))
}

function fileName(path: string): string {
	return path === '/' ? 'first' : path.slice(1).replaceAll('/', '~').replaceAll('?', '@')
}
