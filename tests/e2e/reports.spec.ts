import type { Page } from '@playwright/test'
import { dateIn } from '#domain/calendar.ts'
import { type Actor, expect, PROGRAM, test } from './actors.ts'
import { awaiting, openAwaited, submitReport, WAITING } from './decisions-page.ts'
import { openMeetingFacts, openProgramSheet } from './program-page.ts'
import { say, verasRequest } from './say.ts'

const REPORT = `${PROGRAM}/report`
const conclusions = (page: Page) => page.getByRole('textbox', { name: 'Выводы и предложения' })
const paperOf = (page: Page) => page.getByRole('article')

/** The stories of this file are also those of a cheap phone: a small screen, and a processor four times as slow as here. */
async function onCheapPhone(page: Page) {
	await page.setViewportSize({ width: 360, height: 800 })
	const devtools = await page.context().newCDPSession(page)
	await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 })
	return devtools
}

test('[T3] the half-year report: drawn from the plan, written by both at once without a network, submitted, returned and accepted', async ({
	mentor,
	mentee,
	curator
}) => {
	test.slow()
	// Both have it open, and then write in it without a network.
	await onCheapPhone(mentor.page)
	for (const { page } of [mentor, mentee]) {
		await page.goto(REPORT)
		await expect(page.getByRole('heading', { name: 'Итоги периода' })).toBeVisible()
		await expect(conclusions(page)).toBeVisible()
	}
	await mentor.goOffline()
	await conclusions(mentor.page).click()
	await mentor.page.keyboard.type('Виктор: программа идёт по плану.')
	await conclusions(mentee.page).click()
	await mentee.page.keyboard.type('Ирина: помогли разборы приказов.')
	await mentee.page.getByRole('textbox', { name: 'Замечания наставляемого' }).click()
	await mentee.page.keyboard.type('Прошу больше встреч в школе.')
	// The first line is the mentor's own from now on.
	const line = mentor.page.getByRole('textbox', { name: 'Строка отчёта' }).first()
	await line.fill('Выполнили больше, чем намечали.')
	await mentor.goOnline()
	for (const { page } of [mentor, mentee]) {
		await expect(conclusions(page)).toContainText('Виктор: программа идёт по плану.')
		await expect(conclusions(page)).toContainText('Ирина: помогли разборы приказов.')
	}
	await expect(mentee.page.getByRole('textbox', { name: 'Строка отчёта' }).first()).toHaveValue(
		'Выполнили больше, чем намечали.'
	)
	await expect(mentee.page.getByRole('button', { name: 'Сдать отчёт' })).toHaveCount(0)

	// The curator does not see it before it is submitted.
	await curator.page.goto(REPORT)
	await expect(curator.page.getByText('Отчёт ещё не сдан')).toBeVisible()
	await expect(curator.page.getByText('Виктор: программа идёт по плану.')).toHaveCount(0)

	await mentor.goOffline()
	await submitReport(mentor.page)
	await expect(paperOf(mentor.page)).toContainText('Прошу больше встреч в школе.')
	await mentor.goOnline()
	await expect(mentor.page.getByText(/^Сдан .*, ждёт куратора$/)).toBeVisible()

	await openAwaited(curator.page, /Проверьте отчёт наставника/)
	await expect(curator.page).toHaveURL(/\/decisions\/program-1$/)
	await awaiting(curator.page)
		.getByRole('link', { name: /Проверьте отчёт наставника/ })
		.click()
	await curator.page.waitForURL(/\/report\?/)
	await expect(paperOf(curator.page)).toContainText('Выполнили больше, чем намечали.')
	await expect(paperOf(curator.page)).toContainText('Ирина: помогли разборы приказов.')
	await curator.page.getByRole('button', { name: 'Вернуть с замечаниями' }).click()
	await curator.page.getByRole('textbox', { name: 'Что исправить' }).fill('Добавьте, что дальше.')
	await curator.page.getByRole('button', { name: 'Вернуть с замечаниями' }).click()
	await expect(curator.page.getByText(/^Возвращён .*Воронцова/)).toBeVisible()

	// Irina adds a remark and words a line anew without a network, and Viktor submits the report again meanwhile.
	const remark = mentee.page.getByRole('textbox', { name: 'Замечания наставляемого' })
	await expect(remark).toContainText('Прошу больше встреч в школе.')
	await mentee.goOffline()
	await remark.click()
	await mentee.page.keyboard.press('End')
	await mentee.page.keyboard.type(' И разбор сметы.')
	await mentee.page.getByRole('textbox', { name: 'Строка отчёта' }).nth(1).fill('Встреч было больше.')

	await mentor.page.goto('/')
	await expect(mentor.page.getByText(/^Отчёт до .* возвращён$/)).toBeVisible()
	await mentor.page.goto(REPORT)
	await expect(mentor.page.getByText('Добавьте, что дальше.')).toBeVisible()
	await conclusions(mentor.page).click()
	await mentor.page.keyboard.type('Дальше: смета. ')
	await submitReport(mentor.page)
	await expect(mentor.page.getByText(/^Сдан .*, ждёт куратора$/)).toBeVisible()

	await mentee.goOnline()
	for (const { page } of [mentee, mentor]) {
		await expect(page.getByText('В сданный отчёт не вошло: Строка отчёта')).toBeVisible()
		await expect(page.getByText('Встреч было больше.', { exact: true })).toBeVisible()
		await expect(page.getByText('В сданный отчёт не вошло: Замечания наставляемого')).toBeVisible()
		await expect(page.getByText('Прошу больше встреч в школе. И разбор сметы.', { exact: true })).toBeVisible()
		await expect(paperOf(page)).not.toContainText('И разбор сметы.')
	}

	// What she returned is still there to read, and she cannot accept it.
	await curator.page.goto('/decisions/program-1')
	await curator.page.getByRole('link', { name: 'Открыть отчёт' }).last().click()
	await expect(curator.page.getByText(/^Возвращён .*Воронцова/)).toBeVisible()
	await expect(paperOf(curator.page)).not.toContainText('Дальше: смета.')
	await expect(curator.page.getByRole('button', { name: 'Принять отчёт' })).toHaveCount(0)
	await curator.page.goto(REPORT)
	await expect(paperOf(curator.page)).toContainText('Дальше: смета.')
	await expect(curator.page.getByText('Прежние замечания: Добавьте, что дальше.')).toBeVisible()
	await curator.page.getByRole('button', { name: 'Принять отчёт' }).click()
	await curator.page.getByRole('alertdialog').getByRole('button', { name: 'Принять отчёт' }).click()
	await expect(curator.page.getByText(/^Принят .*Воронцова/)).toBeVisible()
	await mentor.page.goto('/')
	await expect(mentor.page.getByText(/^Отчёт до .* принят$/)).toBeVisible()
	const sheet = await openProgramSheet(curator.page)
	await expect(sheet.getByRole('region', { name: 'Отчёты наставника' })).toContainText(/сдано .* и принято/)
})

test('what Воронцова types to return a report stays on the screen when it is accepted meanwhile, to copy or to drop', async ({
	mentor,
	curator,
	openPhone,
	server
}) => {
	await mentor.page.goto(REPORT)
	await submitReport(mentor.page)
	await expect(mentor.page.getByText(/^Сдан .*, ждёт куратора$/)).toBeVisible()
	const errors: Error[] = []
	curator.page.on('pageerror', (error) => errors.push(error))
	await curator.page.goto('/decisions/program-1')
	await awaiting(curator.page)
		.getByRole('link', { name: /Проверьте отчёт наставника/ })
		.click()
	const giveBack = curator.page.getByRole('button', { name: 'Вернуть с замечаниями' })
	await giveBack.click()
	await giveBack.click()
	await expect(curator.page.getByText('Заполните: Что исправить')).toBeVisible()
	const remarks = curator.page.getByRole('textbox', { name: 'Что исправить' })
	await remarks.pressSequentially('Добавьте, что дальше.')
	// The form is removed while she is in its field.
	await curator.page.goBack()
	await expect(awaiting(curator.page)).toBeVisible()
	await curator.page.goForward()
	await giveBack.click()
	await expect(remarks).toHaveValue('Добавьте, что дальше.')

	const atHome = await openPhone({ baseURL: server.origin })
	await atHome.signIn('curator-1')
	await atHome.page.goto(REPORT)
	await atHome.page.getByRole('button', { name: 'Принять отчёт' }).click()
	await atHome.page.getByRole('alertdialog').getByRole('button', { name: 'Принять отчёт' }).click()
	await expect(atHome.page.getByText(/^Принят .*Воронцова/)).toBeVisible()

	await expect(curator.page.getByText(/^Принят .*Воронцова/)).toBeVisible()
	const meanwhile = curator.page.getByText(/^Пока вы писали, отчёт принят: Воронцова .* Ваши слова не отправлены/)
	await expect(meanwhile).toBeVisible()
	await expect(remarks).toHaveValue('Добавьте, что дальше.')
	await expect(giveBack).toHaveCount(0)
	await curator.page.getByRole('button', { name: 'Отбросить' }).click()
	await expect(remarks).toHaveCount(0)
	await expect(meanwhile).toHaveCount(0)
	await expect(curator.page.getByText(/^Принят .*Воронцова/)).toBeVisible()
	expect(errors).toEqual([])
})

test('[T54] the document of a stage: from the road, drawn from its activities, submitted without a network, read by the curator', async ({
	mentor,
	curator
}) => {
	const { page } = mentor
	// Of a stage that ended with its activities alone.
	await page.goto('/programs/program-2')
	await expect(page.getByRole('button', { name: /Организационный .* 4 из 4 нет документа/ })).toBeVisible()
	const row = page.getByRole('link', {
		name: /^Информационная справка: этап «Деятельностный» Результат этапа: не сдано/
	})
	await page.goto(PROGRAM)
	await row.click()
	await expect(page.getByRole('heading', { name: 'Итоги этапа' })).toBeVisible()
	await expect(page.getByLabel('Какой отчёт').locator('option:checked')).toContainText(
		'Информационная справка: этап «Деятельностный»'
	)
	await mentor.goOffline()
	await conclusions(page).click()
	await page.keyboard.type('Практика прошла с пользой.')
	await submitReport(page)
	// It waits to be sent, and only its own page says so.
	const which = page.getByLabel('Какой отчёт')
	const submitted = await which.inputValue()
	await expect(page.getByText(/^Сдача отчёта: срок/)).toBeVisible()
	await expect(page.getByText('Отчёт сдан')).toHaveCount(0)
	await expect(page.getByText(WAITING)).toBeVisible()
	await which.selectOption({ index: 0 })
	await expect(conclusions(page)).not.toContainText('Практика прошла с пользой.')
	await expect(page.getByText(WAITING)).toHaveCount(0)
	await which.selectOption(submitted)
	await expect(page.getByText(WAITING)).toBeVisible()
	await mentor.goOnline()
	await expect(page.getByText(/^Сдан .*, ждёт куратора$/)).toBeVisible()
	await expect(paperOf(page)).toContainText('Информационная справка: этап «Деятельностный»')
	await page.goto(PROGRAM)
	await expect(
		page.getByRole('link', { name: /этап «Деятельностный» Результат этапа: сдано .* ждёт проверки/ })
	).toBeVisible()

	await curator.page.goto('/decisions/program-1')
	await awaiting(curator.page)
		.getByRole('link', { name: /Информационная справка: этап «Деятельностный»/ })
		.click()
	await expect(curator.page).toHaveURL(/\/report\?/)
	await expect(paperOf(curator.page)).toContainText('Практика прошла с пользой.')
	await curator.page.getByRole('button', { name: 'Принять отчёт' }).click()
	await curator.page.getByRole('alertdialog').getByRole('button', { name: 'Принять отчёт' }).click()
	await expect(curator.page.getByText(/^Принят .*Воронцова/)).toBeVisible()
	// It is one of the programme's papers from now on.
	await curator.page.goto('/papers/program-1')
	await curator.page
		.getByRole('region', { name: 'Отчёты' })
		.getByRole('link', { name: /Информационная справка: этап «Деятельностный» Сдано .* и принято/ })
		.click()
	await expect(paperOf(curator.page)).toContainText('Практика прошла с пользой.')
})

test('[T55] the report after a stage: from the first screen to its document, submitted without a network, and then the next one is asked for', async ({
	openPhone,
	server
}) => {
	const tatyana = await openPhone({ baseURL: server.origin })
	await tatyana.signIn('mentor-2')
	const { page } = tatyana
	const rows = page.getByRole('region', { name: 'Ближайшее' }).getByRole('link', { name: /: этап «/ })
	const more = page.getByRole('button', { name: /^Ещё \d/ })
	await page.goto('/')
	await more.click()
	const first = page.locator(`a[href="${await rows.first().getAttribute('href')}"]`)
	await first.click()
	await expect(page.getByRole('heading', { name: 'Итоги этапа' })).toBeVisible()
	await tatyana.goOffline()
	await submitReport(page)
	await page.getByRole('link', { name: 'Программы', exact: true }).click()
	await more.click()
	await expect(first).toContainText('ждёт сети')
	await tatyana.goOnline()
	// The next stage has ended, too.
	await expect(first).toHaveCount(0)
	await rows.first().click()
	await expect(page.getByRole('heading', { name: 'Итоги этапа' })).toBeVisible()
})

test('private notes of a visit are read by the pair, and the minutes by the curator, too', async ({
	mentor,
	mentee,
	curator
}) => {
	await mentor.page.goto(`${PROGRAM}/meetings`)
	await mentor.page.getByRole('button', { name: 'Начать визит' }).click()
	await mentor.page.getByRole('textbox', { name: 'Протокол' }).click()
	await mentor.page.keyboard.type('Посмотрели два урока.')
	await mentor.page.getByRole('button', { name: 'Заметки участников' }).click()
	await mentor.page.getByRole('textbox', { name: 'Заметки участников' }).click()
	await mentor.page.keyboard.type('Завуч против новшеств.')
	await expect(mentor.page.getByText('куратор их не видит')).toBeVisible()
	const visit = new URL(mentor.page.url()).pathname
	await mentee.page.goto(visit)
	await expect(mentee.page.getByRole('textbox', { name: 'Заметки участников' })).toContainText('Завуч против новшеств.')
	await curator.page.goto(visit)
	await expect(curator.page.getByText('Посмотрели два урока.')).toBeVisible()
	await expect(curator.page.getByText('Заметки участников')).toHaveCount(0)
	await expect(curator.page.getByText('Завуч против новшеств.')).toHaveCount(0)
})

test('a visit with nothing but notes of the pair is no empty one: its deletion is not offered', async ({ mentor }) => {
	const { page } = mentor
	await page.goto(`${PROGRAM}/meetings`)
	await page.getByRole('button', { name: 'Начать визит' }).click()
	await page.getByRole('button', { name: 'Заметки участников' }).click()
	await page.getByRole('textbox', { name: 'Заметки участников' }).click()
	await page.keyboard.type('Завуч против новшеств.')
	await openMeetingFacts(page)
	await page.getByLabel('Дата').fill('2026-09-20')
	await page.getByLabel('Дата').blur()
	await page.goBack()
	await expect(page.getByRole('heading', { name: 'Состоялись' })).toBeVisible()
	await expect(page.getByRole('heading', { name: 'Без записей' })).toHaveCount(0)
})

test('[T2] [T3] a mentor of three programmes gives one report, and no mentee reads the section of another pair', async ({
	mentor,
	mentee,
	curator,
	openPhone,
	server
}) => {
	test.slow()
	const [vera, head] = [await openPhone({ baseURL: server.origin }), await openPhone({ baseURL: server.origin })]
	await vera.signIn('mentee-7')
	await head.signIn('head-1')
	await beginProgram({ mentor, vera, curator, head }, 'veras-first')

	const { page } = mentor
	await onCheapPhone(page)
	await page.goto('/programs/veras-first/report')
	const which = await page.getByLabel('Какой отчёт').inputValue()
	const reportOf = (programId: string) => `/programs/${programId}/report?of=${encodeURIComponent(which)}`
	await page.getByRole('textbox', { name: 'Общая часть отчёта' }).fill('Веду троих руководителей.')
	await submitReport(page)
	// Not only on this device: his other one has it, and what was returned begins with it.
	const other = await openPhone({ baseURL: server.origin })
	await other.signIn('mentor-1')
	await other.page.goto(reportOf('veras-first'))
	await expect(paperOf(other.page)).toContainText('Веду троих руководителей.')
	await curator.page.goto(reportOf('veras-first'))
	await curator.page.getByRole('button', { name: 'Вернуть с замечаниями' }).click()
	await curator.page.getByRole('textbox', { name: 'Что исправить' }).fill('Добавьте выводы.')
	await curator.page.getByRole('button', { name: 'Вернуть с замечаниями' }).click()
	await expect(other.page.getByRole('textbox', { name: 'Общая часть отчёта' })).toHaveValue('Веду троих руководителей.')
	await submitReport(other.page)
	await expect(paperOf(other.page)).toContainText('Веду троих руководителей.')
	for (const programId of ['program-1', 'program-2']) {
		await page.goto(reportOf(programId))
		await expect(page.getByRole('textbox', { name: 'Общая часть отчёта' })).toHaveValue('Веду троих руководителей.')
		await submitReport(page)
		await expect(page.getByText(/^Сдан .*, ждёт куратора$/)).toBeVisible()
	}
	for (const reader of [mentor, curator]) {
		await reader.page.goto(reportOf('program-1'))
		await expect(paperOf(reader.page)).not.toContainText('Гуров')
		await reader.page.getByRole('checkbox', { name: 'Отчёт по всем программам наставника' }).check()
		await expect(paperOf(reader.page)).toContainText(/Гуров.*Лаптева.*Шубина/s)
		expect((await paperOf(reader.page).textContent())?.split('Веду троих руководителей.')).toHaveLength(2)
	}
	for (const [{ page: own }, programId, name] of [
		[mentee, 'program-1', 'Лаптева'],
		[vera, 'veras-first', 'Шубина']
	] as const) {
		await own.goto(reportOf(programId))
		await expect(paperOf(own)).toContainText(name)
		await expect(own.getByRole('checkbox', { name: 'Отчёт по всем программам наставника' })).toHaveCount(0)
		await expect(paperOf(own)).not.toContainText('Гуров')
	}
})

/** Viktor and Vera begin today, in the reserve: his third programme. */
async function beginProgram(
	{ mentor, vera, curator, head }: Record<'mentor' | 'vera' | 'curator' | 'head', Actor>,
	programId: string
): Promise<void> {
	await say(vera, 'mentee-7', 'mentee', programId, verasRequest)
	const proposalId = await say(curator, 'curator-1', 'curator', programId, {
		type: 'propose',
		insteadOf: null,
		mentorIds: ['mentor-1'],
		title: 'Будущий директор',
		relation: 'head-head',
		forms: ['traditional']
	})
	for (const kind of ['duties', 'personal-data'] as const) {
		const consent = { type: 'consent', kind, text: 'Даю согласие.', representative: null } as const
		await say(mentor, 'mentor-1', 'mentor', programId, consent)
		await say(vera, 'mentee-7', 'mentee', programId, consent)
	}
	const startsOn = dateIn('Asia/Tomsk', new Date())
	const order = { type: 'order', proposalId, startsOn, termMonths: 24, pay: 'По договору' } as const
	const matterId = await say(curator, 'curator-1', 'curator', programId, { type: 'raise', matter: order })
	await say(head, 'head-1', 'head', programId, { type: 'sign', matterId })
}

test('[R19] [D15] a school visit without a network: a checklist, the end of the app in the middle, and a summary that both confirm', async ({
	mentor,
	mentee,
	curator
}) => {
	const devtools = await onCheapPhone(mentor.page)
	// The app is loaded with what a visit needs, which the screen asks for when it is calm; then there is no network.
	const ledger = mentor.page.waitForResponse(/\/api\/programs\/program-1\/ledger/)
	await mentor.page.goto(`${PROGRAM}/meetings`)
	await expect(mentor.page.getByRole('button', { name: 'Начать визит' })).toBeVisible()
	await (await ledger).finished()
	await mentor.goOffline()
	await mentor.page.getByRole('button', { name: 'Начать визит' }).click()
	await mentor.page.getByRole('button', { name: 'Добавить лист наблюдения' }).click()
	await mentor.page.getByRole('dialog').getByRole('button', { name: 'Посещение урока' }).click()
	const listOn = (page: Page) => page.getByRole('region', { name: 'Лист наблюдения: Посещение урока' })
	const list = listOn(mentor.page)
	await expect(list.getByRole('heading', { name: /Посещение урока/ })).toBeFocused()
	await list.getByRole('group', { name: 'Цель урока понятна ученикам' }).getByLabel('Частично').check()
	await list.getByLabel('Что удалось').fill('Работа в парах')
	await list.getByLabel('Что удалось').blur()
	const visit = new URL(mentor.page.url()).pathname
	await expect(list).toContainText('отвечено 2 из 8')
	const killed = mentor.page.waitForEvent('crash')
	devtools.send('Page.crash').catch(() => undefined)
	await killed
	await mentor.page.close()
	const page = await mentor.context.newPage()
	await onCheapPhone(page)
	await page.goto(visit)
	await expect(listOn(page)).toContainText('отвечено 2 из 8')
	await openMeetingFacts(page)
	await page.getByLabel('Вид встречи').selectOption('Первая (организационная)')
	await page.getByLabel('Ссылка на видеовстречу').fill('javascript:alert(1)')
	await page.getByLabel('Ссылка на видеовстречу').blur()
	await expect(page.getByText('Адрес начинается с https://')).toBeVisible()
	await page.getByLabel('Ссылка на видеовстречу').fill('video.example/visit')
	await page.getByLabel('Ссылка на видеовстречу').blur()
	await expect(page.getByRole('link', { name: /^Подключиться/ })).toHaveAttribute('href', /^https:/)
	await page.getByRole('textbox', { name: 'Итог встречи' }).fill('Урок удался.')
	await page.getByRole('button', { name: 'Подтвердить итог' }).click()
	await mentor.goOnline()
	// Irina finds it on the list of meetings.
	await mentee.page.goto(`${PROGRAM}/meetings`)
	await mentee.page.getByRole('link', { name: /Итог ждёт вашего подтверждения/ }).click()
	await expect(mentee.page).toHaveURL(new RegExp(`${visit}$`))
	await expect(mentee.page.getByText('Итог подтвердили: Виктор')).toBeVisible()
	await mentee.page.getByRole('button', { name: 'Подтвердить итог' }).click()
	await curator.page.goto(visit)
	await expect(curator.page.getByText(/Итог подтвердили: (Виктор и Ирина|Ирина и Виктор)/)).toBeVisible()
	await expect(curator.page.getByText('Частично')).toBeVisible()
	await expect(curator.page.getByRole('button', { name: 'Добавить лист наблюдения' })).toHaveCount(0)
})
