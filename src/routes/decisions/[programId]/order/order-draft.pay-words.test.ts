import { expect, it } from 'vitest'
import { tomskCity } from '#domain/regulation/packs/tomsk-city.ts'
import { payWords } from './order-draft.ts'

const nameOf = (id: string) => (id === 'viktor' ? 'Ковалёв Виктор Андреевич' : '')
const wording = { nameOf, regulation: tomskCity, organisationKinds: [] }
const wordsFor = (...mentorIds: string[]) => payWords({ mentorIds, salaries: 3 }, wording).replaceAll('\u00a0', ' ')

it('[T47] says for whom a pay of their own is, also of a mentor whom this device does not know', () => {
	expect(wordsFor('viktor', 'oleg')).toMatch(/^Ковалёв В\. А\., наставник: .*3 оклада$/)
	expect(wordsFor('oleg')).toMatch(/^наставник: /)
})

it('[T47] names nobody where all have the same', () => {
	expect(wordsFor()).not.toContain(':')
})
