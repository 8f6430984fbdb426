/** Edits that leave after the last page has been closed: Background Sync, where the browser has it. */
import type { BrowserContext, CDPSession } from '@playwright/test'
import { expect, PROGRAM, test, waitForServiceWorker } from './actors.ts'
import { addActivity, onDevice, stopOf, tickOf, waitForRoad } from './program-page.ts'

const TAG = 'tandem-exchange'

test('[D7] what the mentor wrote offline reaches the mentee after every page is closed', async ({
	server,
	mentor,
	mentee
}) => {
	await mentee.page.goto(PROGRAM)
	await waitForRoad(mentee.page)
	await mentor.page.goto(PROGRAM)
	await waitForRoad(mentor.page)
	await waitForServiceWorker(mentor.page)
	await mentor.goOffline()
	await addActivity(mentor.page, 'Записано в дороге')
	await expect(tickOf(mentor.page)).toHaveText(onDevice)

	const devtools = await mentor.context.newPage()
	await mentor.page.close()
	await mentor.goOnline()
	// The browser may have done so by itself already: the page asked for it when it closed.
	await dispatchSync(await mentor.context.newCDPSession(devtools), server.origin)
	await expect(stopOf(mentee.page, 'Записано в дороге')).toHaveCount(1)

	await devtools.goto('/')
	await expect(devtools.getByText('На сервере').first()).toBeVisible()
	await expect(devtools.getByText(onDevice)).toHaveCount(0)
})

test('[D7] a page that is left with something unsent asks the browser for it', async ({ mentor }) => {
	await grantBackgroundSync(mentor.context)
	// A page listens for being left just before its first exchange, some seconds after the first screen.
	const listening = mentor.page.waitForRequest('**/api/exchange*')
	await mentor.page.goto(PROGRAM)
	await waitForRoad(mentor.page)
	await waitForServiceWorker(mentor.page)
	await listening
	const other = await mentor.context.newPage()
	await other.goto('/file')
	await mentor.goOffline()
	await addActivity(mentor.page, 'Записано в дороге')
	await expect(tickOf(mentor.page)).toHaveText(onDevice)
	await mentor.page.goto('about:blank')
	await expect
		.poll(() =>
			other.evaluate(async () => {
				const registration = await navigator.serviceWorker.ready
				return await (registration as unknown as { sync: { getTags(): Promise<string[]> } }).sync.getTags()
			})
		)
		.toContain(TAG)
})

/** Does what the browser does by itself once it finds a network; it starts the worker. */
async function dispatchSync(devtools: CDPSession, origin: string): Promise<void> {
	const registrations: { registrationId: string; scopeURL: string }[] = []
	devtools.on('ServiceWorker.workerRegistrationUpdated', (event) => registrations.push(...event.registrations))
	await devtools.send('ServiceWorker.enable')
	const ours = () => registrations.find(({ scopeURL }) => scopeURL.startsWith(origin))
	await expect.poll(ours).toBeDefined()
	await devtools.send('ServiceWorker.dispatchSyncEvent', {
		origin,
		registrationId: ours()!.registrationId,
		tag: TAG,
		lastChance: false
	})
}

async function grantBackgroundSync(context: BrowserContext): Promise<void> {
	await context.grantPermissions(['background-sync'])
}
