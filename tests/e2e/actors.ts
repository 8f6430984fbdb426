/** The people of the stories: each has a phone (a browser context) of their own, and one server for the story. */
import {
	test as base,
	expect,
	type Browser,
	type BrowserContext,
	type Page,
	type WebSocketRoute
} from '@playwright/test'
import { startServer, type RunningServer } from './server.ts'

export interface Actor {
	page: Page
	context: BrowserContext
	/** Signs in as this demonstration person and waits for the first screen. */
	signIn(person: string): Promise<void>
	goOffline(): Promise<void>
	goOnline(): Promise<void>
}

interface Fixtures {
	server: RunningServer
	/** Виктор Ковалёв, mentor-1. */
	mentor: Actor
	/** Ирина Лаптева, mentee-1: the mentor's partner in program-1. */
	mentee: Actor
	/** Елена Воронцова, curator-1, at a desktop. */
	curator: Actor
}

export const PROGRAM = '/programs/program-1'

export const test = base.extend<Fixtures>({
	server: async ({}, use) => {
		const server = await startServer()
		await use(server)
		await server.dispose()
	},
	mentor: async ({ browser, server }, use) => useActor(browser, server, 'mentor-1', use),
	mentee: async ({ browser, server }, use) => useActor(browser, server, 'mentee-1', use),
	curator: async ({ browser, server }, use) =>
		useActor(browser, server, 'curator-1', use, { viewport: { width: 1440, height: 900 } })
})

export { expect }

async function useActor(
	browser: Browser,
	server: RunningServer,
	person: string,
	use: (actor: Actor) => Promise<void>,
	options: Parameters<Browser['newContext']>[0] = {}
): Promise<void> {
	const context = await browser.newContext({ baseURL: server.origin, ...options })
	const actor = await createActor(context)
	await actor.signIn(person)
	await use(actor)
	await context.close()
}

/**
 * setOffline alone leaves an open WebSocket open and merely delays its frames, so the reconnect path
 * would never run. Going offline cuts the sockets as well.
 */
export async function createActor(context: BrowserContext, page?: Page): Promise<Actor> {
	const sockets = new Set<WebSocketRoute>()
	await context.routeWebSocket(/\/sync\//, (socket) => {
		const server = socket.connectToServer()
		sockets.add(socket)
		server.onClose((code, reason) => {
			sockets.delete(socket)
			void socket.close(code === undefined ? {} : { code: code === 1006 ? 1001 : code, reason: reason ?? '' })
		})
	})
	const shown = page ?? (await context.newPage())
	return {
		page: shown,
		context,
		async signIn(person) {
			const answer = await context.request.post('/api/demo/sign-in', { data: { person } })
			expect(answer.status()).toBe(200)
		},
		async goOffline() {
			// "After one visit": until the service worker has kept the app, nobody promises anything.
			if (shown.url().startsWith('http')) await waitForServiceWorker(shown)
			await context.setOffline(true)
			await Promise.all([...sockets].map((socket) => socket.close()))
			sockets.clear()
		},
		async goOnline() {
			await context.setOffline(false)
		}
	}
}

/** Until the service worker controls the page, a cold start offline cannot work, nor does it for a person. */
export async function waitForServiceWorker(page: Page): Promise<void> {
	await page.waitForFunction(async () => (await navigator.serviceWorker.ready).active?.state === 'activated')
}
