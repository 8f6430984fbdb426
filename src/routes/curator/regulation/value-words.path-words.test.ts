import { expect, it } from 'vitest'
import { compareRegulations } from '#domain/regulation/copy-regulation.ts'
import type { Regulation } from '#domain/regulation/schema.ts'
import { surgut } from '#domain/regulation/packs/surgut.ts'
import { pathWords, scheduleWords, valueWords } from './value-words.ts'

const municipal: Regulation = {
	...surgut,
	roles: surgut.roles.map(({ of: _of, ...role }) => role)
}

it('[S5] whether an organisation’s own curator has a say is told among the differences', () => {
	const [difference] = compareRegulations(municipal, surgut)
	expect(difference && pathWords(difference.path, [municipal, surgut])).toMatch(/Кто решает наряду с муниципальным$/)
	expect([difference?.before, difference?.after].map((value) => valueWords(value))).toEqual([
		'нет',
		'сотрудник самой организации'
	])
})

it('[S5] a role that is new says whose it is', () => {
	const own = surgut.roles.find(({ of }) => of === 'organisation')
	expect(valueWords(own)).toContain('(сотрудник самой организации)')
})

it('a day of every year that is still being typed, or that its month does not have, is not told as another one', () => {
	const days = ['12-10', '06-31', '06-45', '06-']
	expect(scheduleWords({ type: 'yearly', days })).toBe('каждый год до 10\u00a0декабря, …, …, …')
})

it('a number that is still being typed is not told as another one', () => {
	const draft = structuredClone(surgut)
	draft.groupSize.value.min = NaN
	const [difference] = compareRegulations(surgut, draft)
	expect(valueWords(difference?.after)).toBe('…')
})
