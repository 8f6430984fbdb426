import { expect, it } from 'vitest'
import { lengthWords, yearsWords } from './refusals.ts'

it.each([
	[{ years: 6, months: 0, days: 12 }, '6 лет'],
	[{ years: 1, months: 3, days: 0 }, '1 год 3 месяца'],
	[{ years: 0, months: 3, days: 5 }, '3 месяца'],
	[{ years: 0, months: 0, days: 0 }, '0 дней']
])('%o is said as «%s»', (length, words) => {
	expect(lengthWords(length).replaceAll('\u00a0', ' ')).toBe(words)
})

it('how long it has to be is said in whole years', () => {
	expect(yearsWords(5).replaceAll('\u00a0', ' ')).toBe('5 лет')
})
