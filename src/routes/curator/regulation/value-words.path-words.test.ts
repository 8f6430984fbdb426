import { expect, it } from 'vitest'
import { compareRegulations } from '#domain/regulation/copy-regulation.ts'
import type { Regulation } from '#domain/regulation/schema.ts'
import { surgut } from '#domain/regulation/packs/surgut.ts'
import { pathWords, valueWords } from './value-words.ts'

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
