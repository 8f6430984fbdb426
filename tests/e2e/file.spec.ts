/** «Передать файлом»: edits travel from phone to phone where there is no network (sync.md D8). */
import { readFile } from 'node:fs/promises'
import { expect, PROGRAM, test } from './actors.ts'
import {
	addActivity,
	handOver,
	onDevice,
	onServer,
	openFile,
	openSyncSheet,
	stopOf,
	tickOf,
	waitForRoad
} from './program-page.ts'

const FROM_MENTOR = 'Написано в школе без сети'
const FROM_MENTEE = 'Дописано дома без сети'

test('[D8] what the mentor wrote offline reaches the mentee offline by a file, and later nothing is doubled', async ({
	mentor,
	mentee,
	directory
}) => {
	for (const { page } of [mentor, mentee]) {
		await page.goto(PROGRAM)
		await waitForRoad(page)
		await expect(tickOf(page)).toHaveText(onServer)
	}
	await mentor.goOffline()
	await mentee.goOffline()
	await addActivity(mentor.page, FROM_MENTOR)
	await addActivity(mentee.page, FROM_MENTEE)
	await expect(tickOf(mentor.page)).toHaveText(onDevice)
	const file = await handOver(mentor.page, await openSyncSheet(mentor.page), directory)

	await openFile(mentee.page, file)
	await expect(mentee.page.getByText('Виктор Ковалёв').last()).toBeVisible()
	await expect(mentee.page.getByRole('heading', { name: 'Начинающий руководитель' })).toBeVisible()
	await mentee.page.getByRole('button', { name: 'Добавить правки' }).click()
	await expect(mentee.page.getByText('Правки из файла добавлены')).toBeVisible()
	await expect(mentee.page.getByText(`Добавлено мероприятие: ${FROM_MENTOR}`)).toBeVisible()
	await mentee.page.getByRole('link', { name: 'Открыть программу' }).click()
	await expect(stopOf(mentee.page, FROM_MENTOR)).toHaveCount(1)
	await expect(tickOf(mentee.page)).toHaveText(onDevice)

	await openFile(mentee.page, file)
	await mentee.page.getByRole('button', { name: 'Добавить правки' }).click()
	await expect(mentee.page.getByText('Ничего нового: всё это уже есть')).toBeVisible()

	await mentee.page.goto(PROGRAM)
	await mentee.goOnline()
	// Hers arrives first: had his own phone sent his edit before, the history would rightly name no file.
	await expect(tickOf(mentee.page)).toHaveText(onServer)
	await mentor.page.goto(PROGRAM)
	await mentor.goOnline()
	for (const { page } of [mentor, mentee]) {
		await expect(stopOf(page, FROM_MENTOR)).toHaveCount(1)
		await expect(stopOf(page, FROM_MENTEE)).toHaveCount(1)
		await expect(tickOf(page)).toHaveText(onServer)
	}

	// She sent both in one update: the history shows whose edit is whose, and how it came.
	await mentee.page.goto(`${PROGRAM}/history`)
	const entries = mentee.page
		.getByRole('listitem')
		.filter({ has: mentee.page.getByRole('link', { name: /^Показать план/ }) })
	const entryWith = (text: string) => entries.filter({ hasText: text })
	await expect(entryWith(FROM_MENTOR)).toContainText(/Виктор Ковалёв.*Передано файлом\. Файл добавлен: Вы, /s)
	await expect(entryWith(FROM_MENTOR)).not.toContainText(FROM_MENTEE)
	await expect(entryWith(FROM_MENTEE)).toContainText(/^\s*Вы/)
	await expect(entryWith(FROM_MENTEE)).not.toContainText('файл')
})

test('a file that is not ours, one that was damaged, and one of another’s programme are refused in words', async ({
	mentor,
	mentee,
	directory
}) => {
	await mentee.page.goto(PROGRAM)
	await waitForRoad(mentee.page)
	await openFile(mentee.page, { name: 'урок.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('not a programme') })
	await expect(mentee.page.getByText('Это не файл «Тандема»')).toBeVisible()

	await mentor.page.goto(PROGRAM)
	await waitForRoad(mentor.page)
	const own = await handOver(mentor.page, await openSyncSheet(mentor.page), directory)
	const bytes = await readFile(own)
	await openFile(mentee.page, { name: 'часть.tandem', mimeType: '', buffer: bytes.subarray(0, bytes.length - 100) })
	await expect(mentee.page.getByText('Файл повреждён')).toBeVisible()
	const turned = Buffer.from(bytes)
	turned[bytes.length >> 1] = (turned[bytes.length >> 1] ?? 0) ^ 0xff
	await openFile(mentee.page, { name: 'другой.tandem', mimeType: '', buffer: turned })
	await expect(mentee.page.getByText('Файл повреждён')).toBeVisible()

	await mentor.page.goto('/programs/program-2')
	await waitForRoad(mentor.page)
	const others = await handOver(mentor.page, await openSyncSheet(mentor.page), directory)
	await openFile(mentee.page, others)
	await expect(mentee.page.getByText('Этой программы у вас нет')).toBeVisible()
	await expect(mentee.page.getByRole('button', { name: 'Добавить правки' })).toHaveCount(0)
})

test('a file dropped on the page is read like a chosen one', async ({ mentee, mentor, directory }) => {
	await mentor.page.goto(PROGRAM)
	await waitForRoad(mentor.page)
	const file = await handOver(mentor.page, await openSyncSheet(mentor.page), directory)
	const bytes = (await readFile(file)).toString('base64')
	await mentee.page.goto(PROGRAM)
	await waitForRoad(mentee.page)
	const sheet = await openSyncSheet(mentee.page)
	await sheet.getByRole('link', { name: 'Открыть переданный файл' }).click()
	await expect(mentee.page.getByRole('button', { name: 'Открыть переданный файл' })).toBeVisible()
	const transfer = await mentee.page.evaluateHandle((base64) => {
		const data = new DataTransfer()
		data.items.add(new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], 'программа.tandem'))
		return data
	}, bytes)
	await mentee.page.dispatchEvent('main', 'drop', { dataTransfer: transfer })
	await expect(mentee.page.getByRole('button', { name: 'Добавить правки' })).toBeVisible()

	await mentee.page.getByRole('link', { name: 'Назад' }).click()
	await waitForRoad(mentee.page)
})
