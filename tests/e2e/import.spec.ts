/** A table of two thousand people imported into the bank at once, its wrong rows corrected, and the import undone. */
import type { Page } from '@playwright/test'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readSheet } from 'read-excel-file/universal'
import writeXlsxFile from 'write-excel-file/universal'
import { expect, test } from './actors.ts'

const ROWS = 2_000
const WRONG = 37

const headings = ['№', 'ФИО', 'Место работы', 'Должность', 'Часов в месяц', 'Компетенции', 'Курсы', 'Дата внесения']
const endings = ['ова', 'ина', 'ская', 'енко', 'ич']
const roots = ['Кузнец', 'Сокол', 'Верховин', 'Гал', 'Тополь', 'Ястреб', 'Мороз', 'Зимин', 'Крыл', 'Бел']

/** Invented people, each with another name; every fifty-fourth row has one of the faults in turn. */
function peopleTable(): string[][] {
	const faults = [
		(row: string[]) => row.with(1, 'Иванова'),
		(row: string[]) => row.with(2, 'Школа № 404'),
		(row: string[]) => row.with(4, 'много'),
		(row: string[]) => row.with(7, '31.02.2026')
	]
	const rows = Array.from({ length: ROWS }, (_, index) => {
		const familyName = `${roots[index % 10]}${endings[Math.floor(index / 10) % 5]}`
		const givenName = `Анна-${'абвгдежзиклмнопрст'[Math.floor(index / 50) % 18]}${'абв'[Math.floor(index / 900)]}`
		const row = [
			String(index + 1),
			`${familyName} ${givenName} Павловна`,
			'школа №3',
			'Заместитель директора',
			'7,5',
			'Управление коллективом; Финансы школы',
			'Целевая модель наставничества | 28.05.2024 | 7012-184 | по наставничеству',
			'01.09.2026'
		]
		return index % 54 === 0 && index < WRONG * 54 ? (faults[(index / 54) % 4]?.(row) ?? row) : row
	})
	return [headings, ...rows]
}

async function writeTable(path: string, table: readonly (readonly string[])[]): Promise<string> {
	const rows = table.map((row) => row.map((value) => ({ value, type: String })))
	await writeFile(path, Buffer.from(await (await writeXlsxFile(rows).toBlob()).arrayBuffer()))
	return path
}

async function openImport(page: Page): Promise<void> {
	await page.goto('/curator/people/import')
	await expect(page.getByRole('heading', { name: 'Импорт и экспорт' })).toBeVisible()
}

async function chooseFile(page: Page, path: string): Promise<void> {
	const choosing = page.waitForEvent('filechooser')
	await page.getByRole('button', { name: 'Выбрать файл' }).click()
	await (await choosing).setFiles(path)
}

/** The file that the press saves, as a table. */
async function savedTable(page: Page, press: () => Promise<void>): Promise<string[][]> {
	const saving = page.waitForEvent('download')
	await press()
	const bytes = await readFile(await (await saving).path())
	return (await readSheet(new Blob([bytes]))).map((row) => row.map((cell) => String(cell ?? '')))
}

test('[T22] the curator brings 2,000 mentors of whom 37 are wrong, mends those, and takes it all back', async ({
	curator: { page },
	directory
}) => {
	test.slow()
	const file = await writeTable(join(directory, 'Наставники.xlsx'), peopleTable())
	await openImport(page)
	const startedAt = Date.now()
	await chooseFile(page, file)
	await expect(page.getByText(counts(1_963, 0, WRONG))).toBeVisible()
	const shownAt = Date.now()
	await expect(page.getByText('Распознано столбцов: 7 из 8')).toBeVisible()

	await page.locator('label').filter({ hasText: 'С ошибками' }).click()
	await expect(page.getByText('Организация: «Школа № 404». Такой организации нет.').first()).toBeVisible()
	await expect(page.getByText('Часы в месяц: «много». Нужно в таком виде: 12,5').first()).toBeVisible()
	const wrong = await savedTable(page, () => page.getByRole('button', { name: 'Скачать строки с ошибками' }).click())
	expect(wrong).toHaveLength(WRONG + 1)
	expect(wrong[0]?.at(-1)).toBe('Ошибка')

	const storingAt = Date.now()
	await page.getByRole('button', { name: /^Добавить 1.963 строки$/ }).click()
	await expect(page.getByRole('heading', { name: 'Записано' })).toBeVisible()
	await expect(page.getByText(/^Добавлено: 1.963, обновлено: 0, без изменений: 0$/).first()).toBeVisible()
	test.info().annotations.push({
		type: 'measured',
		description: `read and checked in ${shownAt - startedAt} ms, stored in ${Date.now() - storingAt} ms`
	})

	const mended = wrong.map((row, index) => (index === 0 ? row : mend(row, index)))
	await page.getByRole('button', { name: 'Загрузить ещё' }).click()
	await chooseFile(page, await writeTable(join(directory, 'Исправлено.xlsx'), mended))
	await page.getByRole('button', { name: `Добавить ${WRONG} строк` }).click()
	await expect(page.getByText(`Добавлено: ${WRONG}, обновлено: 0, без изменений: 0`).first()).toBeVisible()

	await page.getByRole('button', { name: 'Загрузить ещё' }).click()
	await chooseFile(page, file)
	await expect(page.getByText(counts(0, 1_963, WRONG))).toBeVisible()
	await page.getByRole('button', { name: 'Взять другую таблицу' }).click()

	for (const name of ['Наставники.xlsx', 'Исправлено.xlsx']) {
		await page.getByRole('button', { name: new RegExp(`Отменить импорт.*${name}`) }).click()
		await page.getByRole('alertdialog').getByRole('button', { name: 'Отменить импорт' }).click()
		await expect(page.getByRole('listitem').filter({ hasText: name })).toContainText('Отменено')
	}
	await openImport(page)
	await chooseFile(page, file)
	await expect(page.getByText(counts(1_963, 0, WRONG))).toBeVisible()
})

test('[T22] a known mentor is updated from pasted rows, and the bank saved as a table is taken as it is', async ({
	curator: { page },
	directory
}) => {
	await openImport(page)
	await page.getByLabel('Или вставьте сюда строки').fill('ФИО\tЧасы в месяц\nКовалёв В. А.\t9\nНовый Пётр Ильич\t5')
	await page.getByRole('button', { name: 'Разобрать вставленное' }).click()
	await expect(page.getByText('Новых: 1, обновится: 0, пропущено: 1, с ошибками: 0')).toBeVisible()
	await page.getByLabel('Что сделать со строкой 2').selectOption({ label: 'Обновить' })
	await page.getByRole('button', { name: 'Добавить 1, обновить 1' }).click()
	await expect(page.getByText('Добавлено: 1, обновлено: 1, без изменений: 0').first()).toBeVisible()

	await page.getByRole('button', { name: 'Загрузить ещё' }).click()
	const bank = await savedTable(page, async () => {
		await page.getByRole('button', { name: 'Скачать таблицу' }).click()
		await page.getByRole('menuitem', { name: 'Таблица Excel' }).click()
	})
	expect(bank.find((row) => row[0] === 'Ковалёв')).toContain('9')
	await chooseFile(page, await writeTable(join(directory, 'Банк.xlsx'), bank))
	await page.getByRole('button', { name: /^Обновить/ }).click()
	await expect(page.getByText(/^Добавлено: 0, обновлено: 0, без изменений: \d+$/).first()).toBeVisible()
})

test('[T22] what was skipped is told beside what was written, and each import has one way back', async ({
	curator: { page }
}) => {
	await openImport(page)
	await page.getByLabel('Или вставьте сюда строки').fill('ФИО\tЧасы в месяц\nКовалёв В. А.\t9\nНовый Пётр Ильич\t5')
	await page.getByRole('button', { name: 'Разобрать вставленное' }).click()
	await page.getByRole('button', { name: 'Добавить 1 строку' }).click()
	await expect(page.getByText('Добавлено: 1, обновлено: 0, без изменений: 0. Пропущено: 1')).toBeVisible()
	await expect(page.getByRole('button', { name: /^Отменить импорт/ })).toHaveCount(1)
	await page.getByRole('button', { name: 'Загрузить ещё' }).click()
	await expect(page.getByRole('button', { name: /^Отменить импорт/ })).toHaveCount(1)
})

test('[T22] the moment of an import is told by the municipality’s clock, wherever the curator is', async ({
	openPhone,
	server
}) => {
	const far = { viewport: { width: 1280, height: 900 }, timezoneId: 'America/New_York' }
	const { page, signIn } = await openPhone({ baseURL: server.origin, ...far })
	await signIn('curator-1')
	await openImport(page)
	await page.getByLabel('Или вставьте сюда строки').fill('ФИО\tЧасы в месяц\nНовый Пётр Ильич\t5')
	await page.getByRole('button', { name: 'Разобрать вставленное' }).click()
	await page.getByRole('button', { name: 'Добавить 1 строку' }).click()
	await expect(page.getByText(/, \d\d:\d\d \(UTC\+7\) · Воронцова/)).toBeVisible()
	await page.getByRole('button', { name: /^Отменить импорт/ }).click()
	await page.getByRole('alertdialog').getByRole('button', { name: 'Отменить импорт' }).click()
	await expect(page.getByText(/Отменено.*\d\d:\d\d \(UTC\+7\)/)).toBeVisible()
})

test('[T22] a file that is no table, too large or hostile is refused in words', async ({
	curator: { page },
	directory
}) => {
	await openImport(page)
	const locked = join(directory, 'Старый.xls')
	await writeFile(locked, Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]))
	await chooseFile(page, locked)
	await expect(page.getByText('Файл с паролем или старый .xls')).toBeVisible()
	const large = join(directory, 'Большой.csv')
	await writeFile(large, Buffer.alloc(10 * 1024 * 1024 + 1, 'я'))
	await chooseFile(page, large)
	await expect(page.getByText('Файл больше 10')).toBeVisible()
	const many = join(directory, 'Много.csv')
	await writeFile(many, `ФИО\n${'Ковалёв Виктор\n'.repeat(5_100)}`)
	await chooseFile(page, many)
	await expect(page.getByText('больше 5')).toBeVisible()
})

function counts(created: number, updated: number, wrong: number): string {
	const [added, changed] = [created, updated].map((count) => count.toLocaleString('ru'))
	return `Новых: ${added}, обновится: ${changed}, пропущено: 0, с ошибками: ${wrong}`
}

/** What a curator would write in place of each fault. */
function mend(row: string[], index: number): string[] {
	return row.map((cell, column) => {
		if (cell === 'Иванова') return `Иванова Вера-${'абвгдежзик'[Math.floor(index / 4)]} Ильинична`
		if (cell === 'Школа № 404') return 'Школа № 3'
		if (cell === 'много') return '7,5'
		if (cell === '31.02.2026') return '28.02.2026'
		return column === row.length - 1 ? '' : cell
	})
}
