import { expect, it } from 'vitest'
import { bind, keepTogether } from './paper.ts'

it.each([
	['МАОУ СОШ № 41', 'МАОУ СОШ №~41'],
	['приказ №  12-к', 'приказ №~12‑к'],
	['№', '№'],
	['п. 4.1 и ст. 351.8', 'п.~4.1 и ст.~351.8'],
	['г. Томск, ул. Садовая, д. 1', 'г.~Томск, ул.~Садовая, д.~1'],
	['с 15 сентября 2026 г. Сургут', 'с 15 сентября 2026 г. Сургут'],
	['весь текст. Новый', 'весь текст. Новый'],
	['В. А. Ковалёв', 'В.~А.~Ковалёв'],
	['14.09.2026 10:12 (UTC+7)', '14.09.2026 10:12~(UTC+7)'],
	['последний день — 14 сентября', 'последний день~— 14 сентября'],
	['Дом. Школа', 'Дом. Школа']
])('%s', (text, bound) => {
	expect(bind(text)).toBe(bound.replaceAll('~', '\u00a0'))
	expect(bind(bind(text))).toBe(bind(text))
})

it('no line of a title ends in a preposition', () => {
	const text = 'О досрочном прекращении работы по наставничеству'
	expect(keepTogether({ type: 'title', text })).toEqual({ type: 'title', text: text.replace('по ', 'по\u00a0') })
})
