import { expect, it } from 'vitest'
import { surgut } from '../regulation/packs/surgut.ts'
import { tomskCity } from '../regulation/packs/tomsk-city.ts'
import { divnogorsk } from '../regulation/packs/divnogorsk.ts'
import { leavingReasons } from './leaving.ts'

const appointed = { from: '2024-09-01', until: '2026-08-31' }
const rulesOf = (...asked: Parameters<typeof leavingReasons>) =>
	leavingReasons(...asked).map(({ id, source }) => [id, source?.rule ?? null])

it('[T28] [T29] [T35] a mentor leaves the bank of Tomsk when the term is over, a condition is not met, or by their own wish', () => {
	expect(rulesOf('mentor', tomskCity, { term: appointed, on: '2026-08-31' })).toEqual([
		['term-over', 'T28'],
		['conditions', 'T29'],
		['own-wish', 'T35'],
		['improper', 'T43'],
		['moved', null],
		['mistake', null],
		['other', null]
	])
})

it.each([
	['[T28] a day before its end the term is no reason', appointed],
	['[T28] who was never appointed has no term that could be over', null]
])('%s', (_, term) => {
	const ids = leavingReasons('mentor', tomskCity, { term, on: '2026-08-30' }).map(({ id }) => id)
	expect(ids).not.toContain('term-over')
})

it('[T19] [T41] a mentee leaves it at the update of the list, or with the programme fulfilled', () => {
	expect(rulesOf('mentee', tomskCity, { term: null, on: '2026-11-21' }).slice(0, 4)).toEqual([
		['list-review', 'T19'],
		['program-done', 'T41'],
		['own-wish', 'T42'],
		['improper', 'T43']
	])
})

it('[S20] Surgut updates its list, too, and Divnogorsk names neither an update nor conditions', () => {
	expect(rulesOf('mentee', surgut, { term: null, on: '2026-11-21' })[0]).toEqual(['list-review', 'S20'])
	const ids = (role: 'mentor' | 'mentee') =>
		leavingReasons(role, divnogorsk, { term: null, on: '2026-11-21' }).map(({ id }) => id)
	expect(ids('mentee')).not.toContain('list-review')
	expect(ids('mentor')).not.toContain('conditions')
})

it('[T43] improper performance and what no list names are told in words', () => {
	const reasons = leavingReasons('mentee', tomskCity, { term: null, on: '2026-11-21' })
	expect(reasons.filter(({ needsGround }) => needsGround).map(({ id }) => id)).toEqual(['improper', 'other'])
})
