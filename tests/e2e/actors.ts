/** The people of the stories: each has a phone (a browser context) of their own, and one server for the story. */
import {
	test as base,
	expect,
	type BrowserContext,
	type BrowserContextOptions,
	type Page,
	type WebSocketRoute
} from '@playwright/test'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startServer, type RunningServer } from '../support/server-process.ts'
import { hasCopy, putCopy, takeCopy } from './kept-app.ts'
import { openServerHost, type HostedServer, type ServerHost } from './server-host.ts'

export interface Actor {
	page: Page
	context: BrowserContext
	/** Signs in as this demonstration person. */
	signIn(person: string): Promise<void>
	goOffline(): Promise<void>
	goOnline(): Promise<void>
}

interface Fixtures {
	/** No page of the story did what its content security policy forbids. */
	contentPolicy: void
	/** A story that kills its server is a `testOfProcess`. */
	server: HostedServer
	/** Starts further servers, for a story that needs one of its own. All of them end with the story, however it ends. */
	startAnother: typeof startServer
	/** Further phones, of people who have not signed in yet. */
	openPhone(options: BrowserContextOptions): Promise<Actor>
	/** A directory of the story's own. */
	directory: string
	/** Виктор Ковалёв, mentor-1. */
	mentor: Actor
	/** Ирина Лаптева, mentee-1: the mentor's partner in program-1. */
	mentee: Actor
	/** Елена Воронцова, curator-1, at a desktop. */
	curator: Actor
	/** Вера Тихонова, region-1, at a desktop. */
	region: Actor
}

export const PROGRAM = '/programs/program-1'

/** Console messages of the browser, from all pages since the story began. */
const warnings: string[] = []

export const test = base.extend<Fixtures, { serverHost: ServerHost }>({
	serverHost: [
		async ({}, use) => {
			const host = openServerHost()
			await use(host)
			host.end()
		},
		{ scope: 'worker' }
	],
	contentPolicy: [
		async ({}, use) => {
			warnings.length = 0
			await use()
			expect(warnings).toEqual([])
		},
		{ auto: true }
	],
	server: async ({ serverHost }, use) => {
		const server = await serverHost.start(await copyFounded())
		await use(server)
		await serverHost.dispose(server)
	},
	startAnother: async ({}, use) => {
		const starting: Promise<RunningServer>[] = []
		await use((...options) => {
			const started = startServer(...options)
			starting.push(started)
			return started
		})
		for (const started of await Promise.allSettled(starting)) {
			if (started.status === 'fulfilled') await started.value.dispose()
		}
	},
	openPhone: async ({ browser }, use) => {
		const contexts: BrowserContext[] = []
		await use(async (options) => {
			const context = await browser.newContext(options)
			contexts.push(context)
			return createActor(context)
		})
		for (const context of contexts) await context.close()
	},
	directory: async ({}, use) => {
		const path = await mkdtemp(join(tmpdir(), 'tandem-story-'))
		await use(path)
		await rm(path, { recursive: true, force: true })
	},
	mentor: async ({ openPhone, server }, use) => use(await signedIn(openPhone({ baseURL: server.origin }), 'mentor-1')),
	mentee: async ({ openPhone, server }, use) => use(await signedIn(openPhone({ baseURL: server.origin }), 'mentee-1')),
	curator: async ({ openPhone, server }, use) => {
		const desktop = openPhone({ baseURL: server.origin, viewport: { width: 1440, height: 900 } })
		await use(await signedIn(desktop, 'curator-1'))
	},
	region: async ({ openPhone, server }, use) => {
		const desktop = openPhone({ baseURL: server.origin, viewport: { width: 1280, height: 900 } })
		await use(await signedIn(desktop, 'region-1'))
	}
})

/** With a server in a process of its own, which can be killed and started again. */
export const testOfProcess = test.extend<{ server: RunningServer }>({
	server: async ({}, use) => {
		const server = await startServer({ TANDEM_DATA: await copyFounded() })
		await use(server)
		await server.dispose()
	}
})

export { expect }

/** Copies the demonstration municipality that prepare.ts has created. */
async function copyFounded(): Promise<string> {
	const directory = await mkdtemp(join(tmpdir(), 'tandem-e2e-'))
	await cp(process.env.TANDEM_FOUNDED!, directory, { recursive: true })
	return directory
}

async function signedIn(opening: Promise<Actor>, person: string): Promise<Actor> {
	const actor = await opening
	await actor.signIn(person)
	return actor
}

/**
 * setOffline alone leaves an open WebSocket open and merely delays its frames, so the reconnect path
 * would never run. Going offline cuts the sockets as well.
 */
export async function createActor(context: BrowserContext): Promise<Actor> {
	context.on('console', (message) => {
		if (/Content Security Policy|svelte\.dev\/e\//.test(message.text()))
			warnings.push(`${message.location().url}: ${message.text()}`)
	})
	await context.addInitScript(keepAppWhenAsked)
	const sockets = new Set<WebSocketRoute>()
	await context.routeWebSocket(/\/sync\//, (socket) => {
		const server = socket.connectToServer()
		sockets.add(socket)
		server.onClose((code, reason) => {
			sockets.delete(socket)
			void socket.close(code === undefined ? {} : { code: code === 1006 ? 1001 : code, reason: reason ?? '' })
		})
	})
	const shown = await context.newPage()
	return {
		page: shown,
		context,
		async signIn(person) {
			const answer = await context.request.post('/api/demo/sign-in', { data: { person } })
			expect(answer.status()).toBe(200)
		},
		async goOffline() {
			// "After one visit": until the service worker has stored the app, there is no promise for offline.
			if (shown.url().startsWith('http')) await waitForServiceWorker(shown)
			await context.setOffline(true)
			await Promise.all([...sockets].map((socket) => socket.close()))
			sockets.clear()
		},
		async goOnline() {
			await context.setOffline(false)
			// A phone tells every page. The emulation tells none that was opened offline. A page that is being loaded asks by itself.
			const tell = (page: Page) => page.evaluate(() => dispatchEvent(new Event('online'))).catch(() => false)
			await Promise.all(context.pages().map(tell))
		}
	}
}

/** Until the service worker controls the page, a cold start offline cannot work, nor does it for a person. */
export async function waitForServiceWorker(page: Page): Promise<void> {
	const isKeptAnew = !keepingApp.has(page.context())
	if (isKeptAnew && hasCopy()) await putCopy(page)
	await fetchApp(page)
	if (isKeptAnew && !hasCopy()) await takeCopy(page)
}

const keepingApp = new WeakSet<BrowserContext>()

/** As `waitForServiceWorker`, but the phone fetches every file itself: for stories about that. */
export async function fetchApp(page: Page): Promise<void> {
	keepingApp.add(page.context())
	await page.context().addInitScript(keepApp)
	await page.evaluate(keepApp)
	await page.waitForFunction(async () => (await navigator.serviceWorker.ready).active?.state === 'activated')
}

interface KeepingApp {
	isAppKept?: boolean
	begin?(): void
}

function keepApp(): void {
	const keeping = globalThis as KeepingApp
	keeping.isAppKept = true
	keeping.begin?.()
}

/**
 * In the page: registers the service worker only when the story first waits for it, as on a slow phone. Storing the app costs a phone
 * more than most stories do, and most stories always have a network.
 */
function keepAppWhenAsked(): void {
	if (!('serviceWorker' in navigator)) return
	const { register } = ServiceWorkerContainer.prototype
	ServiceWorkerContainer.prototype.register = async function (...asked) {
		const keeping = globalThis as KeepingApp
		if (keeping.isAppKept !== true) await new Promise<void>((resolve) => (keeping.begin = resolve))
		return register.apply(this, asked)
	}
}
