import { expect, it } from 'vitest'
import type { FormingMentee } from '#protocol/api/ledger.ts'
import { isNobodyFree } from './listing.ts'

function mentees(count: number, change: Partial<FormingMentee> = {}): FormingMentee[] {
	const person = { id: 'any', name: 'Аверин', familyName: 'Аверин', givenName: '', patronymic: '' }
	const free = { person, post: '', organisation: null, entry: null, openProgram: null, requestId: null }
	return Array.from({ length: count }, () => ({ ...free, unfitCategoryIds: [], ...change }))
}

const fits = ({ openProgram, unfitCategoryIds }: FormingMentee) => openProgram === null && unfitCategoryIds.length === 0
const unfit = { unfitCategoryIds: ['young-teacher'] }
const taken = { openProgram: 'Первый год в школе' }

it.each<[string, FormingMentee[], number, boolean]>([
	['one can be chosen', [...mentees(1), ...mentees(1, unfit)], 2, false],
	['the bank is empty', [], 0, true],
	['nobody fits', mentees(3, unfit), 3, true],
	['fifty do not fit, and the next one may', mentees(50, unfit), 51, false],
	['all of many are taken', mentees(50, taken), 51, true],
	['some do not fit, and all others of many are taken', [...mentees(2, unfit), ...mentees(48, taken)], 90, true]
])('whether nobody can be chosen: %s', (_, people, found, isNobody) => {
	expect(isNobodyFree({ people, found }, fits)).toBe(isNobody)
})
