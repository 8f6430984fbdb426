/** What a person does on the screens of a programme, in the words they read there. */
import { expect, type Locator, type Page } from '@playwright/test'
import { join } from 'node:path'

export async function addActivity(page: Page, title: string): Promise<void> {
	await page.getByRole('button', { name: 'Добавить мероприятие', exact: true }).last().click()
	await page.getByRole('textbox', { name: 'Что запланировать' }).fill(title)
	await page.getByRole('button', { name: 'Готово' }).click()
	await expect(stopOf(page, title)).toBeVisible()
}

/** On «О программе»: adds one entry under this heading. */
export async function addEntry(
	page: Page,
	heading: 'Направления' | 'Сильные стороны' | 'Формы и виды наставничества',
	text: string
): Promise<void> {
	const region = page.getByRole('region', { name: heading })
	await region.getByRole('button', { name: /^Добавить / }).click()
	await region.getByRole('textbox').last().fill(text)
	await region.getByRole('button', { name: 'Готово' }).click()
	await expect(region.getByRole('textbox').last()).toHaveValue(text)
}

/** The activity's row on the road. */
export function stopOf(page: Page, title: string): Locator {
	return page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: title }) })
}

export async function markDone(page: Page, title: string): Promise<void> {
	await stopOf(page, title).getByRole('button', { name: `Отметить: ` }).first().click()
	await page.getByRole('menuitem', { name: 'Выполнено' }).click()
}

/** The badge in the header that shows where the last edit is. */
export function tickOf(page: Page): Locator {
	return page.getByRole('banner').locator('.tick')
}

export async function waitForRoad(page: Page): Promise<void> {
	// «Мои программы» may contain «сегодня», too.
	await expect(page.locator('li[data-today]')).toBeVisible()
}

export const onDevice = /на (этом устройстве|телефоне)/i
export const onServer = /На сервере|Доставлено|здесь/

/** Opens the sheet behind the tick. */
export async function openSyncSheet(page: Page): Promise<Locator> {
	await tickOf(page).click()
	const sheet = page.getByRole('dialog', { name: 'Где ваши правки' })
	await expect(sheet).toBeVisible()
	return sheet
}

/** Opens the board's sheet of Irina's programme with Viktor, where access can be changed. */
export async function openProgramSheet(page: Page): Promise<Locator> {
	await page.goto('/curator')
	await page.getByRole('button', { name: /Устройства, доступ и отчёты:.*Лаптева/ }).click()
	const sheet = page.getByRole('dialog')
	await expect(sheet).toBeVisible()
	return sheet
}

/** Uses «Передать файлом» of an opened sync sheet; returns the path of the file. A desktop browser downloads it. */
export async function handOver(page: Page, within: Locator, directory: string): Promise<string> {
	const downloading = page.waitForEvent('download')
	await within.getByRole('button', { name: 'Передать файлом' }).click()
	const download = await downloading
	const path = join(directory, download.suggestedFilename())
	await download.saveAs(path)
	return path
}

/** Uses «Открыть переданный файл», as far as the preview or the refusal. */
export async function openFile(page: Page, file: Parameters<Locator['setInputFiles']>[0]): Promise<void> {
	await page.goto('/file')
	await page.locator('input[type=file]').setInputFiles(file)
}

/** Whether the device has stored something under this key, for its next start without a network. */
export function remembersOnDevice(page: Page, key: string): Promise<boolean> {
	return page.evaluate(
		(key) =>
			new Promise<boolean>((resolve, reject) => {
				const opening = indexedDB.open('tandem:device')
				opening.onerror = () => reject(opening.error)
				opening.onsuccess = () => {
					const database = opening.result
					const reading = database.transaction('custom').objectStore('custom').get(key)
					reading.onerror = () => reject(reading.error)
					reading.onsuccess = () => {
						database.close()
						resolve(reading.result !== undefined)
					}
				}
			}),
		key
	)
}

/** Ids of the stops that are not done yet, in the order of the road; unfolds past stages first. */
export async function stopsLeft(page: Page): Promise<string[]> {
	await expect(page.locator('li[id^="stop-"]').first()).toBeAttached()
	const folded = page.getByRole('region').locator('h3 button[aria-expanded="false"]')
	while ((await folded.count()) > 0) await folded.first().click()
	return page.locator('li[id^="stop-"]:not(.done)').evaluateAll((stops) => stops.map(({ id }) => id))
}

export async function markStops(page: Page, ids: readonly string[]): Promise<void> {
	for (const id of ids) {
		const stop = page.locator(`[id="${id}"]`)
		await stop.getByRole('button', { name: 'Отметить: ' }).first().click()
		await page.getByRole('menuitem', { name: 'Выполнено' }).click()
		await expect(stop).toHaveClass(/done/)
	}
}

/** Opens the fields for the day, place and people of the meeting that the page shows. */
export async function openMeetingFacts(page: Page): Promise<void> {
	await page.locator('article details > summary').first().click()
	await expect(page.getByLabel('Время')).toBeVisible()
}
