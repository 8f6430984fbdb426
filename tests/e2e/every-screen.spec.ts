/**
 * Opens every screen, and what opens over one, once and checks everything on it: a finger can hit its targets on a current phone
 * and on a small one, nothing scrolls sideways, and it is accessible, light and dark.
 */
import type { Page } from '@playwright/test'
import { readFile } from 'node:fs/promises'
import { expect, PROGRAM, test } from './actors.ts'
import { addActivity, openProgramSheet, openSyncSheet, stopOf, tickOf, waitForRoad } from './program-page.ts'
import { cutRingsOn, dividedWordsOn, overflowOf, smallTargetsOn, violationsOn } from './screen-checks.ts'
import { beginForming, screens } from './screens.ts'

/** The width of each person's screen: a phone, or a desktop. */
const PEOPLE = {
	mentor: { id: 'mentor-1', width: 390 },
	curator: { id: 'curator-1', width: 1440 },
	region: { id: 'region-1', width: 1280 }
}
const PHONES = [
	{ width: 390, height: 844 },
	{ width: 360, height: 740 }
]
/** 320 px: a phone of 640 px at 200 % zoom. */
const NARROW = [1280, 320]
/** A phone of 360 px at 200 % zoom: people who zoom read decisions and their programme, too. */
const NARROWEST = 180

test.describe.configure({ mode: 'parallel' })

for (const person of ['curator', 'mentor', 'region'] as const) {
	test(`every screen of the ${person} fits, can be worked with a finger, and is accessible`, async ({
		openPhone,
		server
	}) => {
		test.slow()
		const { id, width } = PEOPLE[person]
		const curator = await openPhone({ baseURL: server.origin })
		await curator.signIn('curator-1')
		await beginForming(curator)
		const actor = person === 'curator' ? curator : await openPhone({ baseURL: server.origin })
		await actor.signIn(id)
		const { page } = actor
		await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
		const found: string[] = []
		for (const [, path, ready] of screens.filter(([of]) => of === person)) {
			await page.setViewportSize(PHONES[0]!)
			await page.goto(path)
			await expect(page.getByText(ready).first()).toBeVisible()
			found.push(...(await misfitsOf(page, path)))
			for (const narrow of NARROW) {
				found.push(...(await overflowAt(page, path, narrow, 740)))
				if (narrow !== 1280) continue
				for (const name of await cutRingsOn(page)) found.push(`${path}: the ring of ${name} is cut`)
			}
			if (path.startsWith('/decisions') || path.startsWith(PROGRAM))
				found.push(...(await overflowAt(page, path, NARROWEST, 370)))
			// Tall enough for the whole screen: this test is not about a button half under a fixed bar.
			await page.setViewportSize({ width, height: 8000 })
			found.push(...(await violationsOn(page, path)))
		}
		expect(found).toEqual([])
	})
}

test('every window over a screen fits, can be worked with a finger, and is accessible', async ({ mentor, curator }) => {
	test.slow()
	for (const { page } of [mentor, curator]) await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
	const found: string[] = []
	const { page } = mentor
	await page.goto(PROGRAM)
	await waitForRoad(page)
	const sheet = await openSyncSheet(page)
	found.push(...(await violationsOn(page, 'the sync sheet before a check')))
	await sheet.getByRole('button', { name: 'Проверить всё' }).click()
	await expect(sheet).toContainText('Всё в порядке')
	found.push(...(await misfitsOf(page, 'the sync sheet')))
	await page.keyboard.press('Escape')
	await page.getByRole('button', { name: 'Действия:' }).first().click()
	await expect(page.getByRole('menu')).toBeVisible()
	found.push(...(await misfitsOf(page, 'the menu of an activity')))
	await expect(page.getByRole('menu')).toBeVisible()
	await page.keyboard.press('Escape')
	// Names of one line, and fields that are still empty.
	await addActivity(page, 'Обход')
	await stopOf(page, 'Обход').getByRole('link').click()
	await expect(page.getByText('Ответственные')).toBeVisible()
	found.push(...(await misfitsOf(page, 'an activity with a short name')))
	await page.getByRole('button', { name: /^(Начать визит|Визит)$/ }).click()
	await page.getByRole('button', { name: 'Добавить договорённость' }).click()
	found.push(...(await misfitsOf(page, 'a new visit and agreement')))
	await page.goto('/settings')
	await page.getByRole('button', { name: 'Выйти' }).click()
	await expect(page.getByRole('dialog')).toBeVisible()
	found.push(...(await misfitsOf(page, 'signing out')))
	found.push(...(await violationsOn(page, 'signing out')))
	await expect(page.getByRole('dialog')).toBeVisible()
	const programSheet = await openProgramSheet(curator.page)
	await expect(programSheet).toContainText('Устройство 1')
	found.push(...(await violationsOn(curator.page, 'devices and access')))
	found.push(...(await misfitsOf(curator.page, 'devices and access')))
	await expect(programSheet).toBeVisible()
	expect(found).toEqual([])
})

for (const locale of ['ru', 'en'] as const) {
	test(`no words of the tick are cut on a small phone, in ${locale}, and the header keeps its height`, async ({
		openPhone,
		server
	}) => {
		const phone = await openPhone({ baseURL: server.origin, viewport: PHONES[1]!, locale })
		await phone.signIn('mentor-1')
		const { page } = phone
		await page.goto(`${PROGRAM}/activities/a2-5`)
		await expect(tickOf(page)).toBeVisible()
		const messages = await readMessages(locale)
		const words = Object.keys(messages).filter((key) => key.startsWith('tick_'))
		const cut = await page.evaluate(
			([words, offline]) => {
				const header = document.querySelector('header')!
				const tick = header.querySelector('.tick span')!
				const about = header.querySelector<HTMLElement>('.about')!
				const height = header.offsetHeight
				const found: string[] = []
				// The exact width of the words: an ellipsis replaces a letter that is half a pixel too wide, too.
				const check = (of: Element, text: string) => {
					const words = document.createRange()
					words.selectNodeContents(of)
					const { width } = words.getBoundingClientRect()
					const { width: room } = of.getBoundingClientRect()
					if (width > room || of.scrollHeight > of.clientHeight) found.push(`${text}: cut`)
					if (header.offsetHeight !== height) found.push(`${text}: ${header.offsetHeight} px`)
				}
				for (const text of words) {
					tick.textContent = text
					check(tick, text)
				}
				about.querySelector('.now')!.textContent = offline
				check(about, offline)
				return found
			},
			[words.map((key) => messages[key]!.replace('{name}', 'Александра')), messages.program_offline!] as const
		)
		expect(words.length).toBeGreaterThan(10)
		expect(cut).toEqual([])
	})
}

test('an activity’s words and buttons are whole at 200 % zoom', async ({ mentor: { page } }) => {
	await page.setViewportSize({ width: 195, height: 422 })
	await page.goto(`${PROGRAM}/activities/a2-5`)
	await expect(page.getByRole('button', { name: 'Запланировано' })).toBeVisible()
	expect(await dividedWordsOn(page, '[role=group] button')).toEqual([])
	await expect(page.getByRole('toolbar').first()).toBeVisible()
	const beyond = await page
		.getByRole('toolbar')
		.first()
		.evaluate(
			(toolbar) =>
				[...toolbar.children].filter(
					(button) => button.getBoundingClientRect().right > toolbar.getBoundingClientRect().right
				).length
		)
	expect(beyond).toBe(0)
})

test('home, the devices and the transfer file can be read at 200 % zoom', async ({ mentor: { page } }) => {
	await page.setViewportSize({ width: 195, height: 422 })
	await page.goto('/')
	await expect(page.getByRole('checkbox').first()).toBeVisible()
	const covered = await page.locator('li:has(time)').evaluateAll((rows) =>
		rows.flatMap((row) => {
			const day = document.createRange()
			day.selectNodeContents(row.querySelector('time')!)
			const { right, bottom } = day.getBoundingClientRect()
			const text = row.querySelector('.what')!.getBoundingClientRect()
			return right <= text.left || bottom <= text.top ? [] : [row.textContent]
		})
	)
	expect(covered).toEqual([])
	await page.goto('/settings/access')
	await expect(page.getByText('это устройство')).toBeVisible()
	expect(await dividedWordsOn(page, 'li strong, li small')).toEqual([])
	await page.goto('/file')
	await expect(page.getByText('Правки из файла добавятся')).toBeVisible()
	expect(await overflowOf(page)).toBe(0)
	const choose = page.getByRole('button', { name: 'Открыть переданный файл' })
	expect(await dividedWordsOn(page, 'main button span')).toEqual([])
	const [card, button] = await Promise.all([page.locator('main section').boundingBox(), choose.boundingBox()])
	expect(button!.x + button!.width).toBeLessThan(card!.x + card!.width)
})

test('every screen of who is not signed in fits, can be worked with a finger, and is accessible', async ({
	curator,
	openPhone,
	server,
	startAnother
}) => {
	test.slow()
	const { page } = await openPhone({ baseURL: server.origin, colorScheme: 'light' })
	const found: string[] = []
	await page.goto('/sign-in')
	await expect(page.getByRole('button', { name: /Лаптева/ })).toBeVisible()
	found.push(...(await misfitsOf(page, 'sign-in of the demonstration')))
	found.push(...(await violationsOn(page, 'sign-in of the demonstration')))

	await curator.page.goto('/curator/people/invitations')
	await curator.page.getByLabel('Фамилия').fill('Новикова')
	await curator.page.getByRole('textbox', { name: 'Имя' }).fill('Анна')
	await curator.page.getByLabel('Роль').selectOption({ label: 'Наставник' })
	await curator.page.getByRole('button', { name: 'Создать ссылку' }).click()
	await page.goto(await curator.page.getByRole('textbox', { name: 'Ссылка-приглашение' }).inputValue())
	await expect(page.getByText('Здравствуйте, ')).toBeVisible()
	found.push(...(await misfitsOf(page, 'an invitation')))
	found.push(...(await violationsOn(page, 'an invitation')))

	const real = await startAnother({ TANDEM_DEMO: '0' })
	const phone = await openPhone({ baseURL: real.origin, colorScheme: 'light' })
	await phone.page.goto('/sign-in')
	await expect(phone.page.getByLabel('Логин')).toBeVisible()
	found.push(...(await misfitsOf(phone.page, 'sign-in')))
	found.push(...(await violationsOn(phone.page, 'sign-in')))
	expect(found).toEqual([])
})

async function readMessages(locale: 'ru' | 'en'): Promise<Record<string, string>> {
	const files = ['common', 'program'].map((name) => readFile(`src/messages/${locale}/${name}.json`, 'utf8'))
	return Object.assign({}, ...(await Promise.all(files)).map((text) => JSON.parse(text) as object)) as never
}

/** On both phones; afterwards the page is as wide as the small one. */
async function misfitsOf(page: Page, place: string): Promise<string[]> {
	const found: string[] = []
	for (const { width, height } of PHONES) {
		found.push(...(await overflowAt(page, place, width, height)))
		await expect.poll(() => smallTargetsOn(page), `${place} at ${width} px`).toEqual([])
	}
	return found
}

async function overflowAt(page: Page, place: string, width: number, height: number): Promise<string[]> {
	await page.setViewportSize({ width, height })
	const overflow = await overflowOf(page)
	return overflow > 0 ? [`${place} at ${width} px: ${overflow}`] : []
}
