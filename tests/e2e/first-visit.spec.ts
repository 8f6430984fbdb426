/** What a phone requests on its first visit, before the screen is there. */
import type { Page, Request } from '@playwright/test'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, PROGRAM, test } from './actors.ts'

const SOURCE_MAPS = '.svelte-kit/source-maps'
const MOST_REQUESTS = 13

/** `kB`: of JavaScript, each file gzipped separately. */
const screens = [
	{ screen: 'the programme', person: 'mentor-1', path: PROGRAM, shown: '[id^="stop-"]', kB: 119.5 },
	{ screen: 'the sign-in screen', person: null, path: '/sign-in', shown: 'main section, main summary', kB: 70 }
]

/** Parts of the app that none of these screens runs. */
const otherParts = /src\/lib\/(editor|papers|tables|domain\/(regulation\/packs|ledger|papers|plan\/history))\//
/** Lucide's own component, too: vite.config.ts draws icons as templates. */
const otherLibraries =
	/node_modules\/(prosemirror|zod|docx|sortablejs|svelte-sonner|lvovich|@lucide\/svelte\/dist\/(Icon|utils))/

for (const { screen, person, path, shown, kB } of screens) {
	test(`${screen} needs few files on the first visit, and only those that the page names`, async ({
		openPhone,
		server
	}) => {
		const phone = await openPhone({ baseURL: server.origin, serviceWorkers: 'block' })
		if (person !== null) await phone.context.request.post('/api/demo/sign-in', { data: { person } })
		const requests: Request[] = []
		const named = namedFor(path, await (await fetch(`${server.origin}${path}`)).text())
		// Parts that are loaded later, however slow the machine is, do not come.
		await phone.page.route('**/_app/immutable/**', async (route) => {
			const isNamed = named.has(new URL(route.request().url()).pathname)
			if (isNamed || route.request().resourceType() === 'font') await route.continue()
		})
		// No screen waits for a font or for the icon of the tab. Only the demonstration lists its people, before or after the screen is there.
		const isAwaited = (request: Request) =>
			request.resourceType() !== 'font' && !/\/favicon\.svg$|\/api\/demo\//.test(request.url())
		phone.page.on('requestfinished', (request) => isAwaited(request) && requests.push(request))
		await phone.page.goto(path)
		await phone.page.locator(`${shown}:visible`).first().waitFor()

		const paths = [...new Set(requests.map((request) => new URL(request.url()).pathname))]
		expect(paths.length, paths.join('\n')).toBeLessThanOrEqual(MOST_REQUESTS)
		const scripts = paths.filter((each) => each.endsWith('.js'))
		const modules = (await Promise.all(scripts.map(modulesOf))).flat()
		expect(modules.filter((each) => otherParts.test(each) || otherLibraries.test(each))).toEqual([])
		if (person === null) expect(modules.filter((each) => each.includes('/yjs/'))).toEqual([])
		const weights = await Promise.all(scripts.map(async (each) => gzipSync(await readFile(`build${each}`)).length))
		expect(weights.reduce((sum, each) => sum + each, 0) / 1000, scripts.join('\n')).toBeLessThanOrEqual(kB)
	})
}

/** The last parts that the programme's screens load, and the editor of an activity's notes. */
const lastParts = ['src/routes/NewVersion.svelte', 'src/lib/state/ledger.svelte.ts', 'src/lib/editor/prosemirror.ts']

test('all that a programme loads in the end has one regulation, its own, and is few files', async ({
	openPhone,
	server
}) => {
	const { page, context } = await openPhone({ baseURL: server.origin, serviceWorkers: 'block' })
	await context.request.post('/api/demo/sign-in', { data: { person: 'mentor-1' } })
	const scripts = new Set<string>()
	page.on('requestfinished', (request) => {
		const { pathname } = new URL(request.url())
		if (pathname.endsWith('.js')) scripts.add(pathname)
	})
	const loaded = async (part: string) =>
		(await Promise.all([...scripts].map(modulesOf))).flat().filter((each) => each.includes(part))
	await page.goto(PROGRAM)
	await page.locator('[id^="stop-"]:visible a').first().click()
	for (const part of [...lastParts, 'regulation/packs/']) {
		await expect.poll(() => loaded(part), { timeout: 20_000 }).not.toEqual([])
	}
	expect(await loaded('regulation/packs/')).toEqual([expect.stringContaining('/tomsk-city.ts')])
	// Each file costs a phone a request while somebody already taps. Without the group `common` there were 128.
	expect(scripts.size).toBeLessThanOrEqual(110)
})

test('a first visit to the sign-in screen has no error', async ({ openPhone, server }) => {
	const { page } = await openPhone({ baseURL: server.origin, serviceWorkers: 'block' })
	const errors: string[] = []
	page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
	await page.goto('/')
	await page.locator('main section').first().waitFor()
	expect(errors).toEqual([])
})

test('on a slow line the first visit fetches no font: it would come before the screen', async ({
	openPhone,
	server
}) => {
	const { page, context } = await openPhone({ baseURL: server.origin, serviceWorkers: 'block' })
	await context.request.post('/api/demo/sign-in', { data: { person: 'mentor-1' } })
	const fonts: string[] = []
	page.on('request', (request) => request.resourceType() === 'font' && fonts.push(request.url()))
	await page.addInitScript(() => Object.defineProperty(navigator, 'connection', { value: { rtt: 400, downlink: 0.4 } }))
	await page.goto(PROGRAM)
	await page.locator('[id^="stop-"]:visible').first().waitFor()
	expect(fonts).toEqual([])
})

test('who is signed in is asked before any file of the app has come', async ({ openPhone, server }) => {
	const { page } = await openPhone({ baseURL: server.origin, serviceWorkers: 'block' })
	await page.route('**/_app/**', () => {})
	const asked = page.waitForRequest('**/api/me?*')
	await page.goto(PROGRAM, { waitUntil: 'commit' })
	await asked
})

test('so is the plan; it comes compressed, and the line does not bring it again', async ({ openPhone, server }) => {
	const { page, context } = await openPhone({ baseURL: server.origin, serviceWorkers: 'block' })
	await context.request.post('/api/demo/sign-in', { data: { person: 'mentor-1' } })
	let overTheLine = 0
	page.on('websocket', (socket) => {
		if (socket.url().includes('/plan:')) socket.on('framereceived', ({ payload }) => (overTheLine += payload.length))
	})
	const answer = page.waitForResponse('**/api/documents/plan:*/state?*')
	// The notes connect once the line has brought all of the plan.
	const afterPlan = page.waitForEvent('websocket', (socket) => socket.url().includes('/notes:'))
	await page.goto(PROGRAM)
	const plan = await (await answer).body()
	await afterPlan
	expect(await (await answer).headerValue('content-encoding')).toBe('gzip')
	expect(plan.length).toBeGreaterThan(4_000)
	expect(overTheLine).toBeGreaterThan(0)
	expect(overTheLine).toBeLessThan(plan.length / 2)
})

test('the screen to which the first tap leads comes before the tap', async ({ openPhone, server }) => {
	const { page, context } = await openPhone({ baseURL: server.origin, serviceWorkers: 'block' })
	await context.request.post('/api/demo/sign-in', { data: { person: 'mentor-1' } })
	const html = await (await fetch(`${server.origin}${PROGRAM}`)).text()
	const first = namedFor(PROGRAM, html)
	const next = [...namedFor(PROGRAM, html, 'next')].filter((file) => !first.has(file))
	expect(next.length).toBeGreaterThan(0)
	const arrived = next.map((file) => page.waitForEvent('requestfinished', (request) => request.url().endsWith(file)))
	await page.goto(PROGRAM)
	await Promise.all(arrived)
	// What the tap itself requests does not come.
	await page.route('**/_app/immutable/**', () => {})
	await page.locator('[id^="stop-"]:visible a').first().click()
	await expect(page.getByRole('heading', { name: 'Отметка' })).toBeVisible()
})

test('a tap whose screen is slow to come is answered at once', async ({ openPhone, server }) => {
	const { page, context } = await openPhone({ baseURL: server.origin, serviceWorkers: 'block' })
	await context.request.post('/api/demo/sign-in', { data: { person: 'mentor-1' } })
	await page.goto(PROGRAM)
	await page.locator('[id^="stop-"]:visible').first().waitFor()
	let letThrough = () => {}
	const isLetThrough = new Promise<void>((resolve) => (letThrough = resolve))
	await page.route('**/_app/immutable/nodes/**', async (route) => {
		await isLetThrough
		await route.continue()
	})
	await page.getByRole('link', { name: 'Встречи' }).first().click()
	await expect(page.locator('.going')).toBeVisible()
	letThrough()
	await expect(page.getByRole('heading', { name: 'Встречи' })).toBeVisible()
	await expect(page.locator('.going')).toHaveCount(0)
})

test('the app can be installed, and what that needs does not come before the screen', async ({ openPhone, server }) => {
	const { page, context } = await openPhone({ baseURL: server.origin, serviceWorkers: 'block' })
	const html = await (await fetch(server.origin)).text()
	expect(html).not.toContain('manifest.webmanifest')
	await page.clock.install()
	await context.request.post('/api/demo/sign-in', { data: { person: 'mentor-1' } })
	const { promise: isAwaited, resolve: answer } = Promise.withResolvers<void>()
	await page.route('**/api/documents/**', (route) => isAwaited.then(() => route.continue()))
	await page.goto(PROGRAM, { waitUntil: 'commit' })
	await expect(page.locator('[data-awaited]')).not.toHaveCount(0)
	await page.clock.runFor(5000)
	const manifest = page.locator('link[rel=manifest]')
	await expect(manifest).toHaveCount(0)
	answer()
	await expect(manifest).toBeAttached()
	const { icons } = (await (await page.request.get((await manifest.getAttribute('href'))!)).json()) as {
		icons: object[]
	}
	expect(icons.length).toBeGreaterThan(0)
})

for (const [missing, files] of Object.entries({ scripts: 'nodes', styles: 'assets' })) {
	test(`a first visit whose network goes before some ${missing} goes on by itself when it is back`, async ({
		openPhone,
		server
	}) => {
		const { page } = await openPhone({ baseURL: server.origin, serviceWorkers: 'block' })
		let isCut = true
		await page.route(`**/_app/immutable/${files}/**`, (route) => (isCut ? route.abort() : route.continue()))
		await page.route('/sign-in', (route) =>
			isCut && route.request().method() === 'HEAD' ? route.abort() : route.continue()
		)
		await page.goto('/sign-in')
		await expect(page.getByRole('heading', { name: 'Эта часть ещё не загружена' })).toBeVisible()
		isCut = false
		await expect(page.getByText('Войти с паролем')).toBeVisible()
	})
}

test('a screen of which a file stays away is not opened again and again', async ({ openPhone, server }) => {
	const { page } = await openPhone({ baseURL: server.origin, serviceWorkers: 'block' })
	await page.route('**/_app/immutable/nodes/**', (route) => route.abort())
	let opened = 0
	let asked = 0
	page.on('request', (request) => {
		if (new URL(request.url()).pathname !== '/sign-in') return
		if (request.method() === 'HEAD') asked++
		else opened++
	})
	await page.goto('/sign-in')
	await expect.poll(() => asked).toBeGreaterThan(2)
	await expect(page.getByRole('heading', { name: 'Эта часть ещё не загружена' })).toBeVisible()
	expect(opened).toBe(2)
})

test('the page has words before any of its files has come', async ({ openPhone, server }) => {
	const { page } = await openPhone({ baseURL: server.origin, serviceWorkers: 'block' })
	await page.route('**/_app/**', () => {})
	await page.goto('/', { waitUntil: 'commit' })
	await expect(page.getByText('Открываем')).toBeVisible()
	expect(await firstPaint(page)).toBeGreaterThan(0)
})

function firstPaint(page: Page): Promise<number> {
	return page.evaluate(
		() =>
			new Promise<number>((resolve) => {
				new PerformanceObserver((list) => {
					const painted = list.getEntriesByName('first-contentful-paint')[0]
					if (painted !== undefined) resolve(painted.startTime)
				}).observe({ type: 'paint', buffered: true })
			})
	)
}

/** Files that the page's head, or its list of files by path, names for the screen at this path. */
function namedFor(path: string, page: string, of: 'files' | 'next' = 'files'): Set<string> {
	const [, list = ''] = /<script type="application\/json" id="ahead">(.*?)<\/script>/s.exec(page) ?? []
	const { screens } = JSON.parse(list) as { screens: { path: string; files: string[]; next: string[] }[] }
	const ahead = screens.filter((one) => new RegExp(one.path).test(path))
	const inHead = Array.from(page.replace(list, '').matchAll(/\/_app\/immutable\/[\w./-]+/g), ([file]) => file)
	return new Set([...inHead, ...ahead.flatMap((screen) => screen[of])])
}

/** What is in a file of the build, by its source map. */
async function modulesOf(path: string): Promise<string[]> {
	const file = `${SOURCE_MAPS}/${basename(path)}.map`
	// A file of the bundler's own has none.
	if (!existsSync(file)) return []
	return (JSON.parse(await readFile(file, 'utf8')) as { sources: string[] }).sources
}
