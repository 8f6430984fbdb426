import type { Locator } from '@playwright/test'
import { expect, PROGRAM, test } from './actors.ts'
import { onServer, stopOf, tickOf, waitForRoad } from './program-page.ts'
import { violationsOn } from './screen-checks.ts'

test('every field of an activity reaches the partner, and reversed dates are refused in words', async ({
	mentor,
	mentee
}) => {
	const { page } = mentor
	await page.goto(`${PROGRAM}/activities/a2-8`)
	await page.getByRole('textbox', { name: 'Название мероприятия' }).fill('Семинар о развитии персонала')
	await page.getByLabel('Срок', { exact: true }).fill('2026-12-20')
	await page.getByLabel('Начало', { exact: true }).fill('2026-12-24')
	await expect(page.getByText('Последний день раньше первого')).toBeVisible()
	await page.getByLabel('Начало', { exact: true }).fill('2026-12-14')
	await expect(page.getByText('Последний день раньше первого')).toHaveCount(0)
	await page.getByRole('checkbox', { name: 'Ирина Лаптева' }).check()
	await page.getByRole('textbox', { name: 'Форма результата' }).fill('Аналитическая справка')
	await page.getByRole('textbox', { name: 'Место' }).fill('Гимназия № 6')
	await page.getByRole('button', { name: 'Выполнено', exact: true }).click()
	await page.getByLabel('Проведено', { exact: true }).fill('2026-11-19')
	await expect(tickOf(page)).toHaveText(onServer)

	await mentee.page.goto(`${PROGRAM}/activities/a2-8`)
	for (const [field, value] of [
		['Начало', '2026-12-14'],
		['Срок', '2026-12-20'],
		['Проведено', '2026-11-19'],
		['Название мероприятия', 'Семинар о развитии персонала'],
		['Форма результата', 'Аналитическая справка'],
		['Место', 'Гимназия № 6']
	] as const) {
		await expect(mentee.page.getByLabel(field, { exact: true })).toHaveValue(value)
	}
	await expect(mentee.page.getByRole('button', { name: 'Выполнено', exact: true })).toHaveAttribute(
		'aria-pressed',
		'true'
	)
})

test('a name that is too long is not cut in silence: nothing of it is pasted, and typing says where it ends', async ({
	mentor: { page, context }
}) => {
	await context.grantPermissions(['clipboard-read', 'clipboard-write'])
	await page.goto(`${PROGRAM}/activities/a2-8`)
	const title = page.getByRole('textbox', { name: 'Название мероприятия' })
	await title.fill('Семинар')
	await page.evaluate(() => navigator.clipboard.writeText(' об охране труда'.repeat(40)))
	await title.press('End')
	await title.press('Control+v')
	await expect(page.getByRole('alert').filter({ hasText: 'Не вставлено' })).toContainText('до 500 знаков')
	await expect(title).toHaveValue('Семинар')
	await title.fill('я'.repeat(499))
	await expect(page.getByText('Не вставлено')).toHaveCount(0)
	await page.keyboard.type('это')
	await expect(page.getByRole('alert').filter({ hasText: 'Больше не поместится' })).toBeVisible()
	await expect(title).toHaveValue(`${'я'.repeat(499)}э`)
})

test('an agreement and an entry of the profile take a thousand letters, and say so in words of their own', async ({
	mentor: { page }
}) => {
	const full = page.getByRole('alert').filter({ hasText: 'Больше не поместится: здесь помещается до 1000 знаков.' })
	await page.goto(`${PROGRAM}/about`)
	await page.getByRole('button', { name: 'Добавить цель' }).click()
	const entry = page.getByRole('region', { name: 'Цели' }).getByRole('textbox').last()
	await entry.fill('я'.repeat(999))
	await page.keyboard.type('это')
	await expect(full).toBeVisible()
	await expect(entry).toHaveValue(`${'я'.repeat(999)}э`)

	await page.goto(`${PROGRAM}/meetings`)
	await page.getByRole('button', { name: /^(Начать визит|Визит)$/ }).click()
	const topic = page.getByRole('textbox', { name: 'Тема встречи' })
	await topic.fill('я'.repeat(499))
	await page.keyboard.type('это')
	await expect(page.getByRole('alert').filter({ hasText: 'Больше не поместится' })).toBeVisible()
	expect(await violationsOn(page, 'a visit whose topic is full')).toEqual([])
	await page.getByRole('button', { name: 'Добавить договорённость' }).click()
	const agreement = page.getByRole('textbox', { name: 'О чём договорились' }).last()
	await agreement.fill('я'.repeat(999))
	await page.keyboard.type('это')
	await expect(full).toBeVisible()
	await expect(agreement).toHaveValue(`${'я'.repeat(999)}э`)

	// A meeting has one summary: it cannot become two entries.
	await page.getByRole('textbox', { name: 'Итог встречи' }).fill('я'.repeat(999))
	await page.keyboard.type('это')
	await expect(full.filter({ hasText: 'Подробности запишите в «Протокол».' })).toBeVisible()
})

test('the offer to undo a visit ends in time, also under a mouse that rests on it', async ({ mentor: { page } }) => {
	await page.goto(`${PROGRAM}/meetings`)
	await page.getByRole('button', { name: /^(Начать визит|Визит)$/ }).click()
	const undo = page.getByRole('button', { name: 'Вернуть как было' })
	await undo.hover()
	await expect(undo).toHaveCount(0, { timeout: 12_000 })
})

test('what is dropped into a name beside what is selected there does not count as taking its place', async ({
	mentor: { page }
}) => {
	await page.goto(`${PROGRAM}/activities/a2-8`)
	const title = page.getByRole('textbox', { name: 'Название мероприятия' })
	const drop = (letters: number) =>
		title.evaluate((field, count) => {
			const dataTransfer = new DataTransfer()
			dataTransfer.setData('text/plain', 'ю'.repeat(count))
			return !field.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }))
		}, letters)
	const refusal = page.getByRole('alert').filter({ hasText: 'Не вставлено' })
	await title.fill('я'.repeat(495))
	await title.evaluate((field: HTMLTextAreaElement) => field.setSelectionRange(0, 100))
	expect(await drop(5)).toBe(false)
	expect(await drop(50)).toBe(true)
	await expect(refusal).toContainText('до 500 знаков')

	// Text dragged within the field leaves its place.
	await title.dispatchEvent('dragstart')
	expect(await drop(100)).toBe(false)
	await expect(refusal).toHaveCount(0)
	await title.dispatchEvent('dragend')
	expect(await drop(50)).toBe(true)
})

test('the states of an activity are whole words, however wide the screen', async ({ mentor: { page } }) => {
	await page.goto(`${PROGRAM}/activities/a2-8`)
	const states = page.getByRole('group', { name: 'Отметить' }).getByRole('button')
	await expect(states).toHaveCount(4)
	for (const width of [360, 390, 600, 640, 768, 1024, 1100, 1280, 1366, 1440]) {
		await page.setViewportSize({ width, height: 844 })
		const linesOf = (buttons: Element[]) =>
			buttons.map((button) => {
				const label = document.createRange()
				label.selectNodeContents(button.lastChild!)
				const hasRoom = button.scrollWidth <= button.clientWidth
				return hasRoom ? label.getClientRects().length : 'cut off'
			})
		expect(await states.evaluateAll(linesOf), `${width} px`).toEqual([1, 1, 1, 1])
	}
})

test('an activity is put one place higher, for the partner too', async ({ mentor, mentee }) => {
	for (const { page } of [mentor, mentee]) {
		await page.goto(PROGRAM)
		await waitForRoad(page)
	}
	const titlesOf = async () => {
		const titles = await mentee.page.getByRole('heading', { level: 4 }).allTextContents()
		return titles.findIndex((title) => title.includes('Охрана труда'))
	}
	const before = await titlesOf()
	await stopOf(mentor.page, 'Охрана труда').getByRole('button', { name: 'Действия:' }).click()
	await mentor.page.getByRole('menuitem', { name: 'Выше' }).click()
	await expect.poll(titlesOf).toBe(before - 1)
})

test('goals, difficulties and strengths are written, changed, deleted and brought back', async ({ mentor, mentee }) => {
	const { page } = mentor
	await page.goto(`${PROGRAM}/about`)
	for (const [add, section, text] of [
		['Добавить цель', 'Цели', 'Вести педсовет без подсказок'],
		['Добавить направление', 'Направления', 'Хозяйство школы'],
		['Добавить затруднение', 'Затруднения', 'Не хватает опыта закупок'],
		['Добавить сильную сторону', 'Сильные стороны', 'Умеет слышать коллег'],
		['Добавить форму или вид', 'Формы и виды наставничества', 'Виртуальная, звонки по субботам'],
		['Добавить черту образа', 'Желаемый образ себя в профессии', 'Директор, которого слышат']
	] as const) {
		await page.getByRole('button', { name: add }).click()
		await page.getByRole('region', { name: section }).getByRole('textbox').last().fill(text)
		await page.keyboard.press('Enter')
	}
	await mentee.page.goto(`${PROGRAM}/about`)
	const goals = mentee.page.getByRole('region', { name: 'Цели' })
	await expect(goals.getByRole('textbox').last()).toHaveValue('Вести педсовет без подсказок')
	await goals.getByRole('textbox').last().fill('Вести педсовет одной')
	await goals.getByRole('textbox').last().blur()
	// Enter has opened a line for the next goal; it is not a goal yet.
	const own = page.getByRole('textbox', { name: 'Цели', exact: true })
	await expect(own.last()).toHaveValue('Вести педсовет одной')

	const count = await own.count()
	await page.getByRole('button', { name: 'Удалить: Вести педсовет одной' }).click()
	await expect(own).toHaveCount(count - 1)
	await page.getByRole('button', { name: 'Вернуть как было' }).click()
	await expect(own).toHaveCount(count)

	await page.getByRole('button', { name: 'Удалить: Вести педсовет одной' }).click()
	await page.getByText('Удалённые записи (1)').click()
	await page.getByRole('button', { name: /^Вернуть ?: Вести педсовет одной/ }).click()
	await expect(own).toHaveCount(count)
})

test('notes that begin with a list are opened with the caret in its first line', async ({ openPhone, server }) => {
	const oleg = await openPhone({ baseURL: server.origin })
	await oleg.signIn('mentor-3')
	const { page } = oleg
	const warnings: string[] = []
	page.on('console', (message) => message.type() === 'warning' && warnings.push(message.text()))
	await page.goto('/programs/program-4/activities/a4-2')
	const notes = page.getByRole('textbox', { name: 'Заметки' })
	await expect(notes.getByRole('listitem')).toHaveCount(3)
	await notes.focus()
	await page.keyboard.insertText('Срочно: ')
	await expect(notes.getByRole('listitem').first()).toHaveText('Срочно: раздел о динамике затруднений пишет Марина')
	await expect(notes.getByRole('listitem')).toHaveCount(3)
	expect(warnings).toEqual([])
})

test('a meeting just added is empty, and its topic is what is written first', async ({ mentor: { page } }) => {
	await page.goto(`${PROGRAM}/meetings`)
	await page.getByRole('button', { name: 'Добавить встречу' }).click()
	await expect(page.getByRole('textbox', { name: 'Тема встречи' })).toBeFocused()
	await expect(page.getByPlaceholder('Напишите тему встречи')).toHaveValue('')
	await page.keyboard.insertText('Смета на год')
	await page.keyboard.press('Enter')
	await page.getByRole('link', { name: 'Встречи', exact: true }).last().click()
	await expect(page.getByRole('link', { name: /Смета на год/ })).toBeVisible()

	// The topic of a visit does not get the focus: the keyboard of a phone would hide the way to undo it.
	await page.getByRole('button', { name: /^(Начать визит|Визит)$/ }).click()
	await expect(page.getByRole('heading', { level: 2 }).filter({ has: page.getByRole('textbox') })).toBeFocused()
})

test('what is late and in progress is drawn as begun', async ({ mentor: { page } }) => {
	await page.goto(PROGRAM)
	await waitForRoad(page)
	const mark = stopOf(page, 'Охрана труда: нормативно-правовая база').locator('i')
	await expect(mark).toHaveClass(/late/)
	await expect(mark).toHaveCSS('background-image', /conic-gradient/)
	await stopOf(page, 'Охрана труда: нормативно-правовая база').getByText('Отметить', { exact: true }).click()
	await page.getByRole('menuitem', { name: 'Запланировано' }).click()
	await expect(mark).toHaveClass(/late/)
	await expect(mark).toHaveCSS('background-image', 'none')
})

test('a table pasted from Word keeps its cells apart, a row in each paragraph', async ({ mentor: { page } }) => {
	await page.goto(`${PROGRAM}/activities/a2-8`)
	const notes = page.getByRole('textbox', { name: 'Заметки' })
	await pasteHtml(
		notes,
		`<p>До таблицы</p><table><caption>График</caption><tbody>
		<tr><td><p class="MsoNormal"><b>Тема</b></p></td><td><p class="MsoNormal">Часы</p></td></tr>
		<tr><td>Смета</td><td></td><td><p>Виктор</p><p>Ирина</p></td></tr>
		<tr><td><table><tr><td>внутри</td><td>ещё</td></tr></table></td><td>рядом</td></tr>
		<tr><td>Приборы</td><td><ul><li>раз<li>два</ul></td><td><section><div><p>Часы</p></div></section></td></tr>
		</tbody></table><p>После</p>`
	)
	const lines = notes.locator('p')
	await expect(lines).toHaveText(
		[
			'До таблицы',
			'График',
			'Тема | Часы',
			'Смета | | Виктор Ирина',
			'внутри | ещё | рядом',
			'Приборы | раз два | Часы',
			'После'
		],
		{ useInnerText: true }
	)
	await expect(notes.getByRole('listitem')).toHaveCount(0)
	await expect(page.getByRole('status').filter({ hasText: 'Таблица вставлена строками.' })).toBeVisible()
	await expect(lines.nth(5).locator('br')).toHaveCount(1)
	await expect(lines.nth(2).locator('strong')).toHaveText('Тема')
	await expect(lines.nth(3).locator('br')).toHaveCount(1)
})

test('a table that only lays out a page is pasted as what stands in it', async ({ mentor: { page } }) => {
	await page.goto(`${PROGRAM}/activities/a2-8`)
	const notes = page.getByRole('textbox', { name: 'Заметки' })
	await pasteHtml(
		notes,
		`<table><tr><td><h2>Охрана труда</h2><p>Первое</p><p>Второе</p></td></tr>
		<tr><td></td></tr><tr><td><ul><li>раз</li><li>два</li></ul></td></tr><tr><td>Подпись</td></tr></table>`
	)
	await expect(notes.getByRole('listitem')).toHaveText(['раз', 'два'])
	await expect(notes.locator(':scope > p:not([role])')).toHaveText(['Охрана труда', 'Первое', 'Второе', 'Подпись'])
})

test('Escape gives up a new activity, and after one that is written the form stays for the next', async ({
	mentor
}) => {
	const { page } = mentor
	await page.goto(PROGRAM)
	await waitForRoad(page)
	const add = page.getByRole('button', { name: /^Добавить мероприятие ?: / }).last()
	const title = page.getByRole('textbox', { name: 'Что запланировать' })
	await add.press('Enter')
	await expect(title).toBeFocused()
	await page.keyboard.insertText('Передумали')
	await page.keyboard.press('Escape')
	await expect(add).toBeFocused()
	await add.press('Enter')
	await expect(title).toBeFocused()
	await page.keyboard.insertText('Записано с клавиатуры')
	await page.keyboard.press('Enter')
	await expect(stopOf(page, 'Записано с клавиатуры')).toHaveCount(1)
	await expect(title).toBeFocused()
	await expect(title).toHaveValue('')
	await page.keyboard.press('Escape')
	await expect(add).toBeFocused()
	await expect(stopOf(page, 'Передумали')).toHaveCount(0)
})

function pasteHtml(field: Locator, html: string): Promise<void> {
	return field.evaluate((element: HTMLElement, pasted) => {
		element.focus()
		const clipboardData = new DataTransfer()
		clipboardData.setData('text/html', pasted)
		element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
	}, html)
}

test('[T56] [T60] [T61] [T38] on the phone Irina says what an activity is, for whom, why its day moved, and what the stage gives', async ({
	mentor,
	mentee
}) => {
	const { page } = mentee
	await page.goto(PROGRAM)
	await page.getByRole('link', { name: 'Охрана труда' }).first().click()
	await page.getByText('Выбрать вид').click()
	await page.getByRole('button', { name: 'Семинар-практикум' }).click()
	await expect(page.getByLabel('Вид мероприятия')).toHaveValue('Семинар-практикум')
	await page.getByRole('button', { name: 'Рабочая группа' }).click()
	await expect(page.getByLabel('Для кого', { exact: true })).toHaveValue('Рабочая группа')

	// A reason is asked for where the day is later than the approved one.
	const [due, reason] = [page.getByLabel('Срок', { exact: true }), page.getByLabel('Причина переноса')]
	await expect(reason).toHaveCount(0)
	const approved = new Date(await due.inputValue())
	await due.fill(new Date(approved.getTime() + 7 * 86_400_000).toISOString().slice(0, 10))
	await reason.fill('Инженер был в отпуске')
	await reason.blur()
	await expect(page.getByText('Утверждённый срок:')).toBeVisible()
	await page.goto(`${PROGRAM}/about`)
	const products = page.getByLabel('Продукты этапа').last()
	await products.fill('Концепция развития школы')
	await products.blur()
	await mentor.page.goto(`${PROGRAM}/about`)
	await expect(mentor.page.getByLabel('Продукты этапа').last()).toHaveValue('Концепция развития школы')
})
