/** What one letter costs on the phone of the person who writes it. */
import type { Page } from '@playwright/test'
import { type Calls, countOf, filesOf, traceCalls } from '../support/call-trace.ts'
import { expect, PROGRAM, test } from './actors.ts'
import { onServer, tickOf } from './program-page.ts'

/** Whatever the plan holds: a letter concerns one text of it. */
const fields = [
	{ field: 'Заметки', mostFiles: 55, mostCalls: 3_600 },
	{ field: 'Место', mostFiles: 75, mostCalls: 4_700 }
] as const

const LETTERS = 'ЖЩЮЯЦФЭЪ'

for (const { field, mostFiles, mostCalls } of fields) {
	test(`a letter in «${field}» runs little of the app until Irina reads it`, async ({ mentor, mentee }) => {
		const text = ({ page }: { page: Page }) => page.getByRole('textbox', { name: field })
		for (const { page } of [mentor, mentee]) {
			await page.setViewportSize({ width: 390, height: 844 })
			await page.goto(`${PROGRAM}/activities/a2-5`)
		}
		const write = async (letters: string) => {
			await mentor.page.keyboard.type(letters)
			if (field === 'Заметки') await expect(text(mentee)).toContainText(letters)
			else await expect(text(mentee)).toHaveValue(new RegExp(letters))
			await expect(tickOf(mentor.page)).toHaveText(onServer)
		}
		await text(mentor).click()
		await mentor.page.keyboard.press('Control+End')
		// Beside the first ones the app still connects and loads, and now and then it looks for news: a letter without that counts.
		const traces: Calls[] = []
		const isLittle = (calls: Calls) => filesOf(calls).length <= mostFiles && countOf(calls) <= mostCalls
		for (const letter of LETTERS) {
			const calls = await traceCalls(mentor.page, () => write(letter))
			traces.push(calls)
			if (isLittle(calls)) break
		}
		const calls = traces.find(isLittle) ?? traces.at(-1)
		if (calls === undefined) throw new Error('No trace')
		const most = [...calls].sort(([, one], [, other]) => other - one)
		expect.soft(filesOf(calls).length, filesOf(calls).join('\n')).toBeLessThanOrEqual(mostFiles)
		expect.soft(countOf(calls), most.slice(0, 40).join('\n')).toBeLessThanOrEqual(mostCalls)
		expect(countOf(calls)).toBeGreaterThan(500)
	})
}
