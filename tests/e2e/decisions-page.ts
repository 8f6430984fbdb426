/** What a person does on the screens of decisions, in the words they read there. */
import { expect, type Locator, type Page } from '@playwright/test'

export const WAITING = 'Будет отправлено, когда появится сеть'

export const awaiting = (page: Page) => page.getByRole('region', { name: 'Ждёт вас' })
export const chronicle = (page: Page) => page.getByRole('region', { name: 'Что было' })

/** Opens the awaited decision whose link has this text, on the screen where it is answered. */
export async function openAwaited(page: Page, asked: string | RegExp): Promise<void> {
	await page.goto('/decisions')
	await page.getByRole('link', { name: asked }).click()
}

/** Id of the programme whose decisions are open. */
export function programIdOf(page: Page): string {
	const programId = /\/decisions\/([\w-]+)/.exec(page.url())?.[1]
	if (programId === undefined) throw new Error(`No programme's decisions: ${page.url()}`)
	return programId
}

/** Reads each sheet that waits for this person and signs it; a representative signs for a minor. */
export async function consent(page: Page, sheets: number, representative?: string): Promise<void> {
	const read = awaiting(page).getByRole('button', { name: 'Прочитать', exact: true })
	for (let left = sheets; left > 0; left--) {
		await expect(read).toHaveCount(left)
		await read.first().click()
		const sheet = page.getByRole('dialog')
		const signer = sheet.getByLabel('Фамилия, имя, отчество законного представителя')
		if (representative !== undefined) await signer.fill(representative)
		await sheet.getByRole('button', { name: 'Дать согласие' }).click()
		await expect(sheet).toHaveCount(0)
	}
	await expect(page.getByText('Сейчас от вас ничего не ждут.')).toBeVisible()
}

/** `relation`: where the regulation leaves it open. */
export async function propose(page: Page, mentor: RegExp, title: string, relation?: string): Promise<void> {
	const card = page.getByRole('article', { name: mentor })
	await card.getByRole('checkbox').check()
	await page.getByRole('button', { name: 'Предложить…' }).click()
	await page.getByLabel('Название программы').fill(title)
	const press = page.getByRole('dialog').getByRole('button', { name: 'Предложить' })
	const relations = page.getByLabel('Кто с кем работает')
	if ((await relations.inputValue()) === '') {
		await press.click()
		await expect(page.getByText('Выберите, кто с кем работает')).toBeVisible()
	}
	if (relation !== undefined) await relations.selectOption({ label: relation })
	await press.click()
	await expect(chronicle(page).getByText(new RegExp(`^Предложен наставник: .*${mentor.source}`))).toBeVisible()
	await expect(page.getByRole('region', { name: 'О программе' })).toContainText(
		new RegExp(`Предложен наставник\\s*${mentor.source}`)
	)
	await isEntered(page)
}

export interface OrderTerms {
	startsOn?: string
	/** «6 месяцев» */
	term?: string
	pay?: string
}

/** In the opened form; absent fields stay as the form has them. */
export async function draftOrder(page: Page, { startsOn, term, pay }: OrderTerms = {}): Promise<void> {
	await expect(page.getByText('Все согласия получены')).toBeVisible()
	if (startsOn !== undefined) await page.getByLabel('Начало').fill(startsOn)
	if (term !== undefined) await page.getByLabel(/^Срок программы/).selectOption({ label: term })
	if (pay !== undefined) await page.getByLabel('Размер и условия выплат').fill(pay)
	await handOver(page)
	const orders = chronicle(page).getByRole('heading', { name: /^Приказ о закреплении наставнической (пары|группы)$/ })
	await expect(orders.first()).toBeVisible()
	await isEntered(page)
}

/** Submits the drafted order, in the curator's own name. */
export async function handOver(page: Page): Promise<void> {
	await page.getByRole('button', { name: 'Передать на подпись' }).click()
	const question = page.getByRole('alertdialog', { name: 'Передать приказ на подпись?' })
	await question.getByRole('button', { name: 'Передать на подпись' }).click()
}

/** Signs what waits for this person, and waits until others can see it. */
export async function sign(page: Page): Promise<void> {
	await sayYes(page)
	await isEntered(page)
}

/** Signs, whether or not there is a network. */
export async function sayYes(page: Page, name: 'Подписать' | 'Принять к сведению' = 'Подписать'): Promise<void> {
	const button = awaiting(page).getByRole('button', { name, exact: true })
	await button.click()
	await page.getByRole('alertdialog').getByRole('button', { name }).click()
	await expect(button).toHaveCount(0)
}

/** Acknowledges a notice, which nobody can decline. */
export async function takeNote(page: Page): Promise<void> {
	await expect(page.getByRole('button', { name: 'Отклонить' })).toHaveCount(0)
	await sayYes(page, 'Принять к сведению')
	await isEntered(page)
}

/** Waits until nothing is on its way, so that others can see it at once. */
export async function isEntered(page: Page): Promise<void> {
	await expect(chronicle(page)).toBeVisible()
	await expect(chronicle(page).getByText(/Отправляется|Будет отправлено/)).toHaveCount(0)
}

/** Puts the current plan forward, from the decisions of the programme. */
export async function putForwardEdition(page: Page): Promise<void> {
	await page
		.getByRole('region', { name: 'Ещё можно' })
		.getByRole('link', { name: /^Редакции программы/ })
		.click()
	await page.getByRole('button', { name: 'Вынести на утверждение' }).click()
	await page.getByRole('alertdialog').getByRole('button', { name: 'Вынести на утверждение' }).click()
	await expect(page.getByText('План с тех пор не менялся.')).toBeVisible()
}

/** Submits the opened report as it is drawn, with or without a network. */
export async function submitReport(page: Page): Promise<void> {
	await page.getByRole('button', { name: 'Сдать отчёт' }).click()
	await page.getByRole('alertdialog').getByRole('button', { name: 'Сдать отчёт' }).click()
	await expect(page.getByRole('button', { name: 'Сдать отчёт' })).toHaveCount(0)
}

export interface InvolvedSpecialist {
	name: string
	post: string
	task: string
	/** ISO calendar date. */
	consentedOn: string
	/** As the plan calls it; absent: they help with the whole programme. */
	activity?: string
	/** The regulation's names of those who, by the sheet, will read it. */
	readers?: string
}

/** Uses «Привлечь специалиста», whether or not there is a network; checks that nothing is accepted without the consent's day. */
export async function involveSpecialist(within: Page | Locator, specialist: InvolvedSpecialist): Promise<void> {
	await within.getByRole('button', { name: 'Привлечь специалиста' }).click()
	const page = 'page' in within ? within.page() : within
	const sheet = page.getByRole('dialog', { name: 'Привлечь специалиста' })
	const press = sheet.getByRole('button', { name: 'Привлечь', exact: true })
	await press.click()
	const missing = 'Фамилия, имя, отчество специалиста; Чем поможет; Согласие специалиста получено'
	await expect(sheet.getByText(`Заполните: ${missing}`)).toBeVisible()
	await sheet.getByLabel('Фамилия, имя, отчество специалиста').fill(specialist.name)
	await sheet.getByLabel('Должность').fill(specialist.post)
	await sheet.getByLabel('Чем поможет').fill(specialist.task)
	if (specialist.activity !== undefined) {
		await sheet.getByLabel('К какому мероприятию').selectOption({ label: specialist.activity })
	}
	await press.click()
	await expect(sheet.getByText('Заполните: Согласие специалиста получено')).toBeVisible()
	await sheet.getByLabel('Согласие специалиста получено').fill(specialist.consentedOn)
	await press.click()
	const question = page.getByRole('alertdialog')
	if (specialist.readers !== undefined) await expect(question).toContainText(`прочитают ${specialist.readers}.`)
	await question.getByRole('button', { name: 'Привлечь' }).click()
	await expect(sheet).toHaveCount(0)
}

export interface Closure {
	/** As the regulation words it. */
	reason: RegExp
	conclusion: string
	/** Where the regulation lists the grounds: the one that applies. */
	listed?: string
	ground?: string
	/** ISO calendar date, where notice is given. */
	lastDay?: string
}

/** Opens «Завершить программу» and fills it in, from the decisions of the programme. */
export async function fillInClosure(
	page: Page,
	{ reason, conclusion, listed, ground, lastDay }: Closure
): Promise<Locator> {
	await page.getByRole('button', { name: 'Завершить программу' }).click()
	const sheet = page.getByRole('dialog')
	const reasons = sheet.getByLabel('Причина завершения')
	await reasons.selectOption((await reasons.getByRole('option', { name: reason }).getAttribute('value')) ?? '')
	if (listed !== undefined) await sheet.getByLabel('Основание по положению').selectOption({ label: listed })
	if (ground !== undefined) await sheet.getByLabel(listed === undefined ? 'Основание' : 'Обстоятельства').fill(ground)
	if (lastDay !== undefined) await sheet.getByLabel('Последний день').fill(lastDay)
	await sheet.getByLabel('Заключение').fill(conclusion)
	return sheet
}

export async function raiseClosure(page: Page, closure: Closure): Promise<void> {
	const sheet = await fillInClosure(page, closure)
	const name = closure.lastDay === undefined ? 'Подать на завершение' : 'Подать предупреждение'
	await sheet.getByRole('button', { name }).click()
	await page.getByRole('alertdialog').getByRole('button', { name }).click()
	await expect(chronicle(page)).toContainText(`Заключение: ${closure.conclusion}`)
	await isEntered(page)
}
