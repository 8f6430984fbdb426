import { expect, it } from 'vitest'
import { tomskCity } from '#domain/regulation/packs/tomsk-city.ts'
import { payWords } from './order-draft.ts'

const nameOf = (id: string) => (id === 'viktor' ? 'Ковалёв Виктор Андреевич' : '')
const wording = { nameOf, regulation: tomskCity, organisationKinds: [] }
const wordsFor = (...mentorIds: string[]) =>
	payWords({ mentorIds, salaries: 3, before: 0 }, wording).replaceAll('\u00a0', ' ')

it('[T47] says for whom a pay of their own is, also of a mentor whom this device does not know', () => {
	expect(wordsFor('viktor', 'oleg')).toMatch(/^Ковалёв В\. А\., наставник: .*3 оклада$/)
	expect(wordsFor('oleg')).toMatch(/^наставник: /)
})

it('[T47] names nobody where all have the same', () => {
	expect(wordsFor()).not.toContain(':')
})

it('[T47] a later order says what it adds to what is in force, so that nobody adds up 3 and 5', () => {
	const ofLater = (before: number, salaries: number) =>
		payWords({ mentorIds: [], salaries, before }, wording).replaceAll('\u00a0', ' ')
	expect(ofLater(3, 5)).toBe(
		'Увеличение годового премиального фонда наставника на 2 оклада по этому приказу (по другим приказам 3, всего станет 5)'
	)
	expect(ofLater(5, 5)).toBe('По этому приказу увеличения нет, остаётся прежнее: всего окладов 5')
})
