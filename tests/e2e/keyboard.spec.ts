/** Ways of entering text that differ from a desktop keyboard, and the keyboard alone. */
import { expect, PROGRAM, test } from './actors.ts'
import { onServer, stopOf, tickOf, waitForRoad } from './program-page.ts'

test.use({ contextOptions: { reducedMotion: 'no-preference' } })

test('what an Android keyboard composes arrives once, and as it was composed', async ({ mentor, mentee }) => {
	for (const { page } of [mentor, mentee]) {
		await page.goto(`${PROGRAM}/activities/a2-8`)
		await expect(page.getByRole('textbox', { name: 'Заметки' })).toBeVisible()
	}
	await mentor.page.getByRole('textbox', { name: 'Заметки' }).click()
	const devtools = await mentor.context.newCDPSession(mentor.page)
	// Such a keyboard replaces the whole word under composition with every letter, and commits it with a suggestion.
	for (const word of ['Штатное', 'расписание']) {
		for (let length = 1; length <= word.length; length++) {
			await devtools.send('Input.imeSetComposition', {
				text: word.slice(0, length),
				selectionStart: length,
				selectionEnd: length
			})
		}
		await devtools.send('Input.insertText', { text: `${word} ` })
	}
	await expect(mentor.page.getByRole('textbox', { name: 'Заметки' })).toHaveText(/^Штатное расписание\s*$/)
	await expect(mentee.page.getByRole('textbox', { name: 'Заметки' })).toContainText('Штатное расписание')
	await expect(tickOf(mentor.page)).toHaveText(onServer)
})

test('an activity is marked and moved with the keyboard alone', async ({ mentor }) => {
	await mentor.page.goto(PROGRAM)
	await waitForRoad(mentor.page)
	const stop = stopOf(mentor.page, 'Охрана труда: нормативно-правовая база')
	await stop
		.getByRole('button', { name: /^Отметить: / })
		.last()
		.focus()
	await mentor.page.keyboard.press('Enter')
	// The menu has taken the focus, and so receives the keys.
	await expect(mentor.page.getByRole('menu')).toBeFocused()
	for (const key of ['Home', 'ArrowDown', 'ArrowDown', 'Enter']) await mentor.page.keyboard.press(key)
	await expect(stop).toHaveClass(/done/)

	await stop.getByRole('button', { name: /^Действия: / }).focus()
	await mentor.page.keyboard.press('Enter')
	await mentor.page.getByRole('menuitem', { name: 'Перенести в этап «Деятельностный»' }).focus()
	await mentor.page.keyboard.press('Enter')
	await expect(
		mentor.page.getByRole('region', { name: /^Деятельностный/ }).getByRole('heading', { name: /Охрана труда/ })
	).toBeVisible()
	const moved = mentor.page.getByText(/^Перемещено: Охрана труда: /)
	await expect(moved).toBeVisible()
	await expect(moved).toHaveCount(0)

	await stop.getByRole('button', { name: /^Действия: / }).focus()
	await mentor.page.keyboard.press('Enter')
	await mentor.page.getByRole('menuitem', { name: 'Поставить после…' }).focus()
	await mentor.page.keyboard.press('Enter')
	const sheet = mentor.page.getByRole('dialog', { name: 'Поставить после…' })
	await sheet.getByRole('button', { name: 'Теневая стажировка' }).focus()
	await mentor.page.keyboard.press('Enter')
	const shadowing = stopOf(mentor.page, 'Теневая стажировка в ОО наставника')
	await expect(shadowing.locator('xpath=following-sibling::li[1]')).toContainText('Охрана труда')
	await expect(stop.getByRole('heading').getByRole('link')).toBeFocused()
	await expect(moved).toBeVisible()
})
