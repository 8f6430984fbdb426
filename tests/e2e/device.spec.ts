/** What happens to a device: killed browser, no IndexedDB, full disk, a new version of the app. */
import { chromium } from '@playwright/test'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createActor, expect, PROGRAM, test, waitForServiceWorker } from './actors.ts'
import { addActivity, onDevice, stopOf, tickOf, waitForRoad } from './program-page.ts'
import { startServer } from './server.ts'

const launch = {
	executablePath: process.env.TANDEM_CHROMIUM ?? '/usr/bin/chromium',
	locale: 'ru-RU',
	viewport: { width: 390, height: 844 }
}

test('an edit shown as saved on the device survives the browser being killed', async ({ server }) => {
	const profile = await mkdtemp(join(tmpdir(), 'tandem-profile-'))
	const debuggingPort = 0
	const open = () =>
		chromium.launchPersistentContext(profile, {
			...launch,
			baseURL: server.origin,
			args: [`--remote-debugging-port=${debuggingPort}`]
		})
	const first = await createActor(await open(), undefined)
	await first.signIn('mentor-1')
	await first.page.goto(PROGRAM)
	await waitForRoad(first.page)
	await waitForServiceWorker(first.page)
	await first.goOffline()
	await addActivity(first.page, 'Записано перед обрывом')
	await expect(tickOf(first.page)).toHaveText(onDevice)
	await killBrowser(profile)

	const second = await createActor(await open(), undefined)
	await second.goOffline()
	await second.page.goto(PROGRAM)
	await expect(stopOf(second.page, 'Записано перед обрывом')).toHaveCount(1)
	await expect(tickOf(second.page)).toHaveText(onDevice)
	await second.context.close()
	await rm(profile, { recursive: true, force: true })
})

test('[D1] a browser without IndexedDB says so, and the network goes on', async ({ mentor, mentee }) => {
	await mentor.context.addInitScript(() => {
		Object.defineProperty(globalThis, 'indexedDB', { get: () => undefined })
	})
	await mentor.page.goto(PROGRAM)
	await waitForRoad(mentor.page)
	await expect(mentor.page.getByText('Не сохраняется на этом устройстве').first()).toBeVisible()
	await addActivity(mentor.page, 'Без хранилища')
	await mentee.page.goto(PROGRAM)
	await expect(stopOf(mentee.page, 'Без хранилища')).toHaveCount(1)
})

test('[D1] a full disk is told at once, and the edit still reaches the partner', async ({ mentor, mentee }) => {
	await mentor.page.goto(PROGRAM)
	await waitForRoad(mentor.page)
	await mentor.page.evaluate(() => {
		IDBObjectStore.prototype.add = IDBObjectStore.prototype.put = () => {
			throw new DOMException('The disk is full', 'QuotaExceededError')
		}
	})
	await addActivity(mentor.page, 'На полном диске')
	await expect(mentor.page.getByText(/кончилось место/).first()).toBeVisible()
	await mentee.page.goto(PROGRAM)
	await expect(stopOf(mentee.page, 'На полном диске')).toHaveCount(1)
})

test('[D9] a new version waits for a person’s word, and the half-written stays', async ({ browser }) => {
	const app = await mkdtemp(join(tmpdir(), 'tandem-app-'))
	await cp('build', app, { recursive: true })
	const server = await startServer({ TANDEM_E2E_APP: app }, 'tests/e2e/other-app-server.ts')
	const mentor = await createActor(await browser.newContext({ baseURL: server.origin }))
	await mentor.signIn('mentor-1')
	await mentor.page.goto(PROGRAM)
	await waitForRoad(mentor.page)
	await waitForServiceWorker(mentor.page)

	await server.stop()
	const worker = join(app, 'service-worker.js')
	await writeFile(worker, `${await readFile(worker, 'utf8')}\n// the next version\n`)
	for (const stale of ['gz', 'br']) await rm(`${worker}.${stale}`, { force: true })
	await server.start()
	await mentor.page.getByRole('button', { name: 'Добавить мероприятие', exact: true }).last().click()
	await mentor.page.getByRole('textbox', { name: 'Что запланировать' }).fill('Дописываю в старой версии')
	await mentor.page.evaluate(async () => (await navigator.serviceWorker.ready).update())

	await expect(mentor.page.getByText('Есть новая версия')).toBeVisible()
	await expect(mentor.page.getByRole('textbox', { name: 'Что запланировать' })).toHaveValue('Дописываю в старой версии')
	await mentor.page.getByRole('button', { name: 'Готово' }).click()
	await Promise.all([mentor.page.waitForEvent('load'), mentor.page.getByRole('button', { name: 'Обновить' }).click()])
	await expect(stopOf(mentor.page, 'Дописываю в старой версии')).toHaveCount(1)
	await expect(mentor.page.getByText('Есть новая версия')).toHaveCount(0)
	await mentor.context.close()
	await server.dispose()
	await rm(app, { recursive: true, force: true })
})

/** SIGKILL to every process of the browser that runs on this profile: no chance to flush. */
async function killBrowser(profile: string): Promise<void> {
	const { readdir, readFile: read } = await import('node:fs/promises')
	const owned: number[] = []
	for (const entry of await readdir('/proc')) {
		if (!/^\d+$/.test(entry)) continue
		// A process may end while we look at it.
		const command = await read(`/proc/${entry}/cmdline`, 'utf8').catch(() => '')
		if (command.includes(profile)) owned.push(Number(entry))
	}
	expect(owned.length).toBeGreaterThan(0)
	for (const id of owned) {
		try {
			process.kill(id, 'SIGKILL')
		} catch {
			// It ended with its parent, killed a moment before.
		}
	}
	await expect.poll(() => owned.filter(isAlive)).toEqual([])
}

function isAlive(id: number): boolean {
	try {
		process.kill(id, 0)
		return true
	} catch {
		// ESRCH: no such process.
		return false
	}
}
