import { expect, it } from 'vitest'
import { overwriteGetLocale } from '#lib/paraglide/runtime.js'
import { cityDayWords } from './words.ts'

overwriteGetLocale(() => 'ru')

it('Elena, away in Moscow in the evening, reads that the board counts by the day of the city; at home she reads nothing', () => {
	expect(cityDayWords('2026-11-22', '2026-11-21')).toMatch(/^Сроки считаются по дню города, сейчас там 22\u00a0ноября/)
	expect(cityDayWords('2026-11-21', '2026-11-21')).toBe(null)
})
