import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { qrOutline } from '../../src/lib/papers/qr.ts'
import { unzip } from '../../src/lib/papers/testing/unzip.ts'
import { expect, PROGRAM, test } from './actors.ts'
import { awaiting, chronicle, isEntered, WAITING } from './decisions-page.ts'
import { markDone } from './program-page.ts'
import { say } from './say.ts'
import { dividedWordsOn, overflowOf } from './screen-checks.ts'

/** Every word of the DOCX that the page saves. */
async function downloadWords(page: Page): Promise<{ name: string; words: string }> {
	const saving = page.waitForEvent('download')
	await page.getByRole('button', { name: 'Скачать DOCX' }).click()
	const download = await saving
	const body =
		unzip(await readFile(await download.path()))
			.get('word/document.xml')
			?.toString() ?? ''
	const words = [...body.matchAll(/<w:t[^>]*>([^<]*)<\/w:t>/g)].map(([, text]) => text).join(' ')
	return { name: download.suggestedFilename(), words: words.replaceAll('\u00a0', ' ').replaceAll('\u2011', '-') }
}

test('[L4] a stranger with the order in hand reads from its code that it is in force, and no name', async ({
	browser,
	curator
}) => {
	const { page } = curator
	await page.goto('/decisions/program-1')
	await page.getByRole('link', { name: 'Документы' }).click()
	await page.getByRole('link', { name: /^Приказ о закреплении наставнических пар/ }).click()
	const code = page.getByRole('article').getByRole('img', { name: /^QR: / })
	await expect(code).toBeVisible()
	const [, entryId] = new URL(page.url()).searchParams.get('of')?.match(/^([^:]+)/) ?? []
	const address = new URL(`/check/${entryId}`, page.url()).href
	expect(await code.locator('path').getAttribute('d')).toBe(qrOutline(address).path)

	const stranger = await browser.newPage({
		locale: 'ru-RU',
		viewport: { width: 360, height: 800 },
		colorScheme: 'dark'
	})
	await stranger.goto(address)
	await expect(stranger.getByRole('heading', { name: 'Приказ о закреплении наставнических пар' })).toBeVisible()
	await expect(stranger.getByText('Действует')).toBeVisible()
	await expect(stranger.getByText(/^№\s12-к от \d+\s[а-я]+\s2026/)).toBeVisible()
	await expect(stranger.locator('.status')).toHaveCSS('border-radius', '12px')
	await expect(stranger.getByRole('main')).not.toContainText(/Ковалёв|Лаптева|Школ|Лице/)
	expect(await overflowOf(stranger)).toBe(0)
	await stranger.goto(`${address}x`)
	await expect(stranger.getByRole('heading', { name: 'Такого документа здесь нет' })).toBeVisible()
	await stranger.close()
})

test('the curator enters the order’s number and takes the order to Word', async ({ curator: { page } }) => {
	await page.goto('/decisions/program-1')
	await page.getByRole('link', { name: 'Документы' }).click()
	await page.getByRole('link', { name: /^Приказ о закреплении наставнических пар/ }).click()
	const paper = page.getByRole('article')
	await expect(paper).toContainText('№ 12‑к')
	await page.getByRole('textbox', { name: 'Номер' }).fill('21-к')
	await page.getByRole('button', { name: 'Исправить' }).click()
	await expect(paper).toContainText('№ 21‑к')
	await expect(paper).toContainText('Ковалёв Виктор Андреевич, директор Лицея № 2')
	// On a phone the table scrolls within the paper, and its words stay whole.
	const desk = page.viewportSize()
	await page.setViewportSize({ width: 390, height: 844 })
	expect([await dividedWordsOn(page), await overflowOf(page)]).toEqual([[], 0])
	if (desk !== null) await page.setViewportSize(desk)
	// The plan was approved after the order: its edition is not of the order's day.
	await expect(paper.getByRole('img', { name: 'QR: Запись в системе «Тандем»' })).toBeVisible()

	const { name, words } = await downloadWords(page)
	expect(name).toBe('Приказ о закреплении наставнических пар, В. А. Ковалёв.docx')
	expect(words).toContain('№ 21-к')
	expect(words).toContain('Лаптева Ирина Сергеевна, директор Школы № 14')
	expect(words).toContain('Начальник департамента образования')

	// The signed order keeps those requisites; unsigned papers get the new ones.
	const order = page.url()
	await page.goto('/curator/papers')
	await page.getByLabel('Должность руководителя').fill('Председатель комитета образования')
	await page.getByRole('button', { name: 'Сохранить' }).click()
	await expect(page.getByText('Сохранено', { exact: true })).toBeVisible()
	await page.goto(order)
	await expect(page.getByText('Приказ подписан: добавятся только номер')).toBeVisible()
	await expect(paper).toContainText('Начальник департамента образования')
	await page.goto('/papers/program-1?kind=letter&of=mentor-1')
	await expect(paper).toContainText('Председатель комитета образования')
})

test('[T9] Irina takes the approved programme to Word from the edition she reads, and its mark says that it is in force', async ({
	mentee: { page }
}) => {
	await page.goto('/programs/program-1/editions')
	await page
		.getByRole('link', { name: /^Текст редакции / })
		.first()
		.click()
	await page.getByRole('link', { name: 'Документ программы' }).click()
	const paper = page.getByRole('article')
	await expect(paper).toContainText('ПЕРСОНАЛИЗИРОВАННАЯ ПРОГРАММА НАСТАВНИЧЕСТВА')
	await expect(paper).toContainText('УТВЕРЖДАЮ')
	expect([await dividedWordsOn(page), await overflowOf(page)]).toEqual([[], 0])
	await expect(paper.getByRole('img', { name: /^QR: Редакция \d+ от / })).toBeVisible()
	const { name, words } = await downloadWords(page)
	expect(name).toMatch(/^Персонализированная программа наставничества, /)
	for (const part of ['Пояснительная записка', 'Лаптева Ирина Сергеевна', 'План мероприятий', 'Теневая стажировка']) {
		expect(words).toContain(part)
	}
	const sheets = (await page.pdf({ preferCSSPageSize: true }))
		.toString('latin1')
		.matchAll(/\/MediaBox \[0 0 (\d+)\S* (\d+)/g)
	const isWide = Array.from(sheets, ([, width, height]) => Number(width) > Number(height))
	expect([isWide[0], isWide.at(-1)]).toEqual([false, true])
	expect(isWide.toSorted()).toEqual(isWide)
})

test('[T9] the programme of a group, which several mentees sign, opens as a paper', async ({ curator: { page } }) => {
	await page.goto('/papers/program-4')
	await page
		.getByRole('link', { name: /^Персонализированная программа/ })
		.first()
		.click()
	await expect(page.getByRole('article')).toContainText(/Наставляемый.*Наставляемый/s)
})

test('[T3] [L2] Viktor’s report is drawn from the plan, also without a network, and changes with what he marks', async ({
	mentor
}) => {
	const { page } = mentor
	await page.goto(`${PROGRAM}/about`)
	await page.getByRole('link', { name: 'Отчёт наставника' }).click()
	await expect(page.getByRole('heading', { name: 'Итоги периода' })).toBeVisible()
	expect([await dividedWordsOn(page), await overflowOf(page)]).toEqual([[], 0])
	const asPaper = page.getByRole('button', { name: 'Показать на бумаге' })
	await asPaper.click()
	const paper = page.getByRole('article')
	await expect(paper).toContainText('Отчёт руководителя, осуществляющего функции наставника')
	const planned = /Намечено мероприятий: (\d+), из них выполнено (\d+)/
	await expect(paper).toContainText(planned)
	const doneIn = async () => Number(planned.exec((await paper.textContent()) ?? '')?.[2])
	const before = await doneIn()
	expect([await dividedWordsOn(page), await overflowOf(page)]).toEqual([[], 0])
	const { name, words } = await downloadWords(page)
	expect(name).toMatch(/^Отчёт руководителя, осуществляющего функции наставника, .*Лаптева, черновик/)
	expect(words).toContain('Ковалёв Виктор Андреевич')
	expect(words).toContain('Школа № 14')

	await mentor.goOffline()
	await page.getByRole('link', { name: 'План' }).click()
	await markDone(page, 'Охрана труда: нормативно-правовая база')
	await page.getByRole('link', { name: 'О программе' }).click()
	await page.getByRole('link', { name: 'Отчёт наставника' }).click()
	await asPaper.click()
	await expect(paper).toContainText('Охрана труда: нормативно-правовая база')
	expect(await doneIn()).toBe(before + 1)
})

test('Viktor takes the journal and the record of a meeting to Word; without a network he repeats the meeting and reads the journal', async ({
	mentor
}) => {
	const { page } = mentor
	await page.goto(`${PROGRAM}/meetings`)
	const toJournal = page.getByRole('link', { name: 'Журнал встреч' })
	await toJournal.click()
	const paper = page.getByRole('article')
	await expect(paper).toContainText('20.11.2026, 14:00')
	expect([await dividedWordsOn(page), await overflowOf(page)]).toEqual([[], 0])
	const journal = await downloadWords(page)
	expect(journal.name).toBe('Журнал встреч, И. С. Лаптева.docx')
	expect(journal.words).toContain('Договорённости: ')

	await page.getByRole('link', { name: 'Назад' }).click()
	await page.getByRole('link', { name: /Подготовка к семинару по ФХД/ }).click()
	const menu = page.getByRole('button', { name: 'Действия: Подготовка к семинару по ФХД, охрана труда' })
	await menu.click()
	await page.getByRole('menuitem', { name: 'Протокол для печати' }).click()
	await expect(paper).toContainText('Присутствовали: ')
	expect((await downloadWords(page)).words).toContain('Ковалёв Виктор Андреевич')

	await page.getByRole('link', { name: 'Назад' }).click()
	await mentor.goOffline()
	await menu.click()
	await page.getByRole('menuitem', { name: 'Повторять встречу' }).click()
	await page.getByLabel('По какой день').fill('2099-01-01')
	await expect(page.getByText(/^Не позднее /)).toBeVisible()
	await expect(page.getByText('До этого дня новых встреч не будет')).toHaveCount(0)
	await expect(page.getByRole('button', { name: 'Добавить', exact: true })).toBeDisabled()
	await page.getByLabel('По какой день').fill('2026-12-20')
	await page.getByRole('button', { name: 'Добавить 2 встречи' }).click()
	await page.getByRole('link', { name: 'Встречи', exact: true }).last().click()
	const upcoming = page.getByRole('link', { name: /^(4|18) декабря.*Подготовка к семинару/ })
	await expect(upcoming).toHaveCount(2)
	await page.getByRole('button', { name: 'Вернуть как было' }).click()
	await expect(upcoming).toHaveCount(0)
	await toJournal.click()
	await expect(paper).toContainText('20.11.2026, 14:00')
})

test('a participant has the consents they signed, and nobody else’s', async ({ mentor: { page } }) => {
	await page.goto('/papers/program-1')
	await expect(page.getByRole('link', { name: /Согласие на обработку персональных данных/ })).toHaveCount(1)
	await expect(page.getByRole('link', { name: /Лаптева/ })).toHaveCount(0)
	await page.getByRole('link', { name: /Согласие на обработку персональных данных/ }).click()
	await expect(page.getByRole('article')).toContainText('Дано в системе «Тандем»')
	const { words } = await downloadWords(page)
	expect(words).toContain('Я, Ковалёв Виктор Андреевич, директор, Лицей № 2')

	// The address does not open the other person's sheet either.
	await page.goto('/papers/program-1?kind=consent-duties&of=mentee-1')
	await expect(page.getByText('Такого документа нет')).toBeVisible()
})

test('the curator words the letter of thanks anew, sees what is wrong, and takes the shipped text back', async ({
	curator: { page }
}) => {
	await page.goto('/curator/regulation')
	await page.getByRole('link', { name: 'Документы: шаблоны' }).click()
	await page.getByRole('link', { name: /Благодарственное письмо/ }).click()
	const text = page.getByLabel('Текст шаблона')
	const preview = page.getByRole('article')
	await expect(preview).toContainText('Уважаемый Виктор Андреевич!')

	await text.fill('= Дорог{наставник|ой|ая} {наставник.имя}!\nСпасибо от {куратор:родительного}')
	await expect(page.getByText('Строка 2: «куратор:родительного»: такого падежа нет')).toBeVisible()
	await expect(page.getByRole('button', { name: 'Сохранить' })).toBeDisabled()
	await text.fill('= Дорог{наставник|ой|ая} {наставник.имя}!\nСпасибо от {куратор:родительный}.')
	await expect(preview).toContainText('Спасибо от Воронцовой Елены Михайловны.')
	await page.getByRole('button', { name: 'Сохранить' }).click()
	await expect(page.getByRole('button', { name: 'Вернуть исходный текст' })).toBeVisible()

	await page.goto('/papers/program-5?kind=letter&of=mentor-4')
	await expect(preview).toContainText('Дорогая Светлана Дмитриевна!')

	await page.goto('/curator/papers?edit=letter')
	await page.getByRole('button', { name: 'Вернуть исходный текст' }).click()
	await page.getByRole('alertdialog').getByRole('button', { name: 'Вернуть исходный текст' }).click()
	await expect(preview).toContainText('Уважаемый Виктор Андреевич!')
})

test('a book pasted into a template is not taken in, and what was written stays', async ({
	curator: { page, context }
}) => {
	await context.grantPermissions(['clipboard-read', 'clipboard-write'])
	await page.goto('/curator/papers?edit=letter')
	const text = page.getByLabel('Текст шаблона')
	await expect(page.getByRole('article')).toContainText('Уважаемый Виктор Андреевич!')
	const before = await text.inputValue()
	await page.evaluate(() => navigator.clipboard.writeText('аб\n'.repeat(170_000)))
	await text.focus()
	await page.keyboard.press('ControlOrMeta+V')
	await expect(page.getByRole('alert')).toContainText('Не вставлено')
	await expect(text).toHaveValue(before)
	await expect(page.getByRole('article')).toContainText('Уважаемый Виктор Андреевич!')
	// Text that fits in alone but not with the rest gets its message at its field.
	await page.evaluate(() => navigator.clipboard.writeText('Спасибо. '.repeat(2_200)))
	await page.keyboard.press('ControlOrMeta+V')
	await expect(page.getByRole('alert')).toContainText('здесь кончается место')
})

test('a name declined wrongly is put right before printing, on every paper', async ({ curator: { page } }) => {
	await page.goto('/papers/program-5?kind=letter&of=mentor-4')
	const paper = page.getByRole('article')
	await expect(paper).toContainText('помогли Яковлевой Наталье Романовне')
	await page.getByText('Имена и должности по падежам').click()
	await page.getByLabel('Что просклонять').selectOption('Яковлева Наталья Романовна')
	const dative = page.getByLabel('Дательный: кому? чему?')
	await expect(dative).toHaveValue('Яковлевой Наталье Романовне')
	await dative.fill('Яковлевой Наталии Романовне')
	await page.getByRole('button', { name: 'Сохранить' }).click()
	await expect(paper).toContainText('помогли Яковлевой Наталии Романовне')
	expect((await downloadWords(page)).words).toContain('Яковлевой Наталии Романовне')

	// An empty field brings the form by the rules back.
	await dative.fill('')
	await page.getByRole('button', { name: 'Сохранить' }).click()
	await expect(paper).toContainText('помогли Яковлевой Наталье Романовне')
})

test('a mentor in Moscow reads the day and hour of a decision that stand on its paper in Tomsk', async ({
	mentor,
	openPhone,
	server
}) => {
	await mentor.page.goto('/papers/program-1?kind=consent-personal-data&of=mentor-1')
	const paper = mentor.page.getByRole('article')
	await expect(paper).toContainText('Дано в системе «Тандем»')
	const [, day, hour] = /(\d\d)\.\d\d\.\d{4}\s(\d\d:\d\d)\s\(UTC\+7\)/.exec(await paper.innerText()) ?? []

	const away = await openPhone({ baseURL: server.origin, timezoneId: 'Europe/Moscow' })
	await away.signIn('mentor-1')
	await away.page.goto('/decisions/program-1')
	await expect(away.page.getByText(new RegExp(`^${Number(day)}\\s.*, ${hour} \\(UTC\\+7\\)$`))).toBeVisible()
})

test('a paper is printed on the pages it takes, from the programme and from the editor', async ({
	curator: { page }
}) => {
	/** Prints in small letters of the app's own font: a paper's font is the machine's, and wide letters take more pages. */
	const pages = async () => {
		await page.evaluate(async () => {
			const letters = new CSSStyleSheet()
			letters.replaceSync('article, article * { font: 10pt "Golos Text Variable" !important }')
			document.adoptedStyleSheets.push(letters)
			await document.fonts.ready
		})
		const pdf = await page.pdf({ preferCSSPageSize: true })
		return pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length
	}
	await page.goto('/papers/program-1')
	await page.getByRole('link', { name: 'Дополнительное соглашение' }).click()
	await expect(page.getByRole('article')).toBeVisible()
	expect(await pages()).toBe(1)
	await page.goto('/papers/program-1')
	await page.getByRole('link', { name: /^Приказ о закреплении наставнических пар/ }).click()
	await expect(page.getByRole('article')).toBeVisible()
	expect(await pages()).toBe(2)
	await page.goto('/curator/papers?edit=order-release')
	await expect(page.getByRole('article')).toBeVisible()
	expect(await pages()).toBe(2)
})

test('the code stands in the margin of the first printed page, out of the way of tables', async ({
	curator: { page }
}) => {
	await page.goto('/papers/program-1')
	await page.getByRole('link', { name: /^Приказ о закреплении наставнических пар/ }).click()
	const code = page.getByRole('img', { name: /^QR: / })
	await expect(code).toBeVisible()
	await page.emulateMedia({ media: 'print' })
	await expect(code).toBeHidden()
	const printed = () =>
		page.evaluate(() =>
			document.adoptedStyleSheets.flatMap(({ cssRules }) => [...cssRules].map(({ cssText }) => cssText))
		)
	expect(await printed()).toEqual([expect.stringMatching(/^@page :first .*@bottom-right .*image\/svg\+xml/s)])
	await page.emulateMedia({ media: 'screen' })
	await page.goBack()
	await expect(page.getByRole('heading', { name: 'Можно составить' })).toBeVisible()
	expect(await printed()).toEqual([])
})

test('one order names the pairs of several programmes, and none can be made of orders with different numbers', async ({
	curator: { page }
}) => {
	await page.goto('/curator/papers')
	await page.getByRole('link', { name: 'Один приказ на несколько пар' }).click()
	await page.getByRole('checkbox', { name: /Начинающий руководитель/ }).check()
	await page.getByRole('checkbox', { name: /Школа с низкими результатами/ }).check()
	await page.getByRole('button', { name: 'Составить приказ' }).click()
	await expect(page.getByText(/у приказов разные номера \(№\s12-к от .*, №\s32-к от /)).toBeVisible()
	const paper = page.getByRole('article')
	await expect(paper).toHaveCount(0)

	await page.goto('/papers/program-1')
	await page.getByRole('link', { name: /^Приказ о закреплении наставнических пар/ }).click()
	const day = await page.getByLabel('Дата', { exact: true }).inputValue()
	await page.goto('/papers/program-3')
	await page.getByRole('link', { name: /^Приказ о закреплении наставнических пар/ }).click()
	await page.getByRole('textbox', { name: 'Номер' }).fill('12-к')
	await page.getByLabel('Дата', { exact: true }).fill(day)
	await page.getByRole('button', { name: 'Исправить' }).click()
	await expect(paper).toContainText('№ 12‑к')
	await page.goto('/curator/papers?common')
	await page.getByRole('checkbox', { name: /Начинающий руководитель/ }).check()
	await page.getByRole('checkbox', { name: /Школа с низкими результатами/ }).check()
	await page.getByRole('button', { name: 'Составить приказ' }).click()
	await expect(paper.getByRole('cell', { name: /Ковалёв Виктор Андреевич/ })).toHaveCount(2)
	await expect(paper.getByRole('cell', { name: /Маркина/ })).toHaveCount(2)
	expect((await downloadWords(page)).words).toContain('Седых')
})

test('Irina writes her feedback without a network while the closure is decided; the curator reads it and takes it to Word', async ({
	mentee,
	curator,
	mentor,
	openPhone,
	server
}) => {
	const closure = {
		type: 'closure',
		reasonId: 'curator',
		ground: 'Итог',
		lastDay: null,
		conclusion: 'Завершена'
	} as const
	const closureId = await say(curator, 'curator-1', 'curator', 'program-1', { type: 'raise', matter: closure })
	const { page } = mentee
	await page.goto('/decisions/program-1')
	const offers = page.getByRole('region', { name: 'Ещё можно' })
	await page.goto('/')
	await page.getByRole('link', { name: /Программу завершают: напишите отзыв/ }).click()
	const asked = awaiting(page).getByRole('button', { name: /^Программу завершают: напишите отзыв/ })
	await expect(asked).toBeVisible()
	await expect(offers.getByRole('button', { name: /отзыв/ })).toHaveCount(0)
	await mentee.goOffline()
	await asked.click()
	const sheet = page.getByRole('dialog', { name: 'Написать отзыв' })
	const press = sheet.getByRole('button', { name: 'Отправить отзыв' })
	await press.click()
	await expect(sheet.getByText('Ответьте хотя бы на один вопрос')).toBeVisible()
	await expect(sheet.getByLabel('Что удалось')).toBeFocused()
	await sheet.getByLabel('Что не удалось').fill('а'.repeat(4_001))
	await press.click()
	await expect(sheet.getByLabel('Что не удалось')).toHaveAttribute('aria-invalid', 'true')
	await sheet.getByLabel('Что не удалось').fill('')
	await sheet.getByLabel('Что удалось').fill('Завучи работают по общему плану.')
	await sheet.getByLabel('Что помогло').fill('Стажировка в лицее\nРазбор уроков')
	expect(await overflowOf(page)).toBe(0)
	await press.click()
	await expect(sheet).toHaveCount(0)
	await expect(chronicle(page).getByText(WAITING)).toBeVisible()
	await expect(asked).toHaveCount(0)
	await mentee.goOnline()
	await isEntered(page)

	await curator.page.goto('/decisions/program-1')
	await expect(chronicle(curator.page)).toContainText(
		/Отзыв наставляемого\s*Что удалось: Завучи работают по общему плану\.\s*Что помогло: Стажировка в лицее\s*Разбор уроков/
	)
	await curator.page.getByRole('link', { name: 'Отзыв на бумаге' }).click()
	await expect(curator.page.getByText('Отзыв подан, этот документ больше не меняется.')).toBeVisible()
	const paper = curator.page.getByRole('article')
	await expect(paper).toContainText('ОТЗЫВ НАСТАВЛЯЕМОГО')
	await expect(paper).not.toContainText('Что не удалось')
	const { name, words } = await downloadWords(curator.page)
	expect(name).toBe('Отзыв наставляемого, И. С. Лаптева.docx')
	expect(words).toMatch(/Воронцовой Е\. М\. от директора Школы № 14 Лаптевой И\. С\./)
	expect(words).toContain('Что помогло: Стажировка в лицее Разбор уроков')
	expect(words).toContain('Подписано в системе «Тандем»')

	// After the closure she changes it, and the mentor reads the newer one.
	const head = await openPhone({ baseURL: server.origin })
	await head.signIn('head-1')
	await say(head, 'head-1', 'head', 'program-1', { type: 'sign', matterId: closureId })
	await page.goto('/decisions/program-1')
	await expect(page.getByText('Программа завершена')).toBeVisible()
	await offers.getByRole('button', { name: /^Изменить отзыв/ }).click()
	const changing = page.getByRole('dialog', { name: 'Изменить отзыв' })
	await expect(changing.getByLabel('Что удалось')).toHaveValue('Завучи работают по общему плану.')
	await changing.getByLabel('Что не удалось').fill('Сайт не обновлён.')
	await changing.getByRole('button', { name: 'Отправить отзыв' }).click()
	await isEntered(page)
	await mentor.page.goto('/decisions/program-1')
	await expect(chronicle(mentor.page)).toContainText('Что не удалось: Сайт не обновлён.')
	await expect(mentor.page.getByRole('link', { name: 'Отзыв на бумаге' })).toHaveCount(1)
})
