import { expect, it } from 'vitest'
import { divnogorsk } from '#domain/regulation/packs/divnogorsk.ts'
import { tomskCity } from '#domain/regulation/packs/tomsk-city.ts'
import { endWords, forceAdvice } from './ledger.ts'

const own = divnogorsk.inForce.value
const lastDay = '2024-12-31'

it('[V1] the end of a regulation is told before it comes, and that it has come', () => {
	expect(endWords(own, lastDay)).toBe('действует по 31\u00a0декабря\u00a02024\u00a0г.')
	expect(endWords(own, '2025-01-01')).toBe('действовало по 31\u00a0декабря\u00a02024\u00a0г., больше не действует')
	expect(endWords(tomskCity.inForce.value, '2030-01-01')).toBeNull()
})

it('[V1] whoever begins a programme by one that has ended is told', () => {
	expect(forceAdvice(own, lastDay)).toBeNull()
	expect(forceAdvice(own, '2026-11-21')).toMatch(
		/^Положение действовало по 31\u00a0декабря\u00a02024\u00a0г\. .* Для новых программ нужно/
	)
})

it('and so is whoever begins one by a regulation that is still to come into force', () => {
	const own = { from: '2035-06-01', until: null }
	expect(forceAdvice(own, '2035-06-01')).toBeNull()
	expect(forceAdvice(own, '2035-05-31')).toMatch(
		/^Вступает в силу 1\u00a0июня\u00a02035\u00a0г\.\u00a0— до этого дня положение не действует\. До этого дня/
	)
})
