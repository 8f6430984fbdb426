import { expect, it } from 'vitest'
import { payWords } from './pay-words.ts'

const nameOf = (id: string) => (id === 'viktor' ? 'Ковалёв Виктор Андреевич' : '')
const wordsFor = (...mentorIds: string[]) => payWords({ mentorIds, salaries: 3 }, { nameOf }).replaceAll('\u00a0', ' ')

it('[T47] says for whom a pay of their own is, also of a mentor whom this device does not know', () => {
	expect(wordsFor('viktor', 'oleg')).toMatch(/^Ковалёв В\. А\., участник: .*3 оклада$/)
	expect(wordsFor('oleg')).toMatch(/^участник: /)
})

it('[T47] names nobody where all have the same', () => {
	expect(wordsFor()).not.toContain(':')
})
