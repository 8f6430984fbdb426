import { describe, expect, it } from 'vitest'
import type { LedgerListing } from '#protocol/ledger-api.ts'
import { headingFor } from './listing-names.ts'

const person = (id: string, familyName: string) => ({
	...{ id, familyName, givenName: 'И', patronymic: 'О' },
	name: `${familyName} И О`
})
const irina = person('irina', 'Лаптева')
const pavel = person('pavel', 'Гуров')
const viktor = person('viktor', 'Ковалёв')

describe('what a person knows a row of decisions by', () => {
	it.each([
		['the mentor', 'viktor', [irina], [viktor], 'Лаптева\u00a0И.\u00a0О.', ''],
		['the mentee', 'irina', [irina], [viktor], 'Ковалёв\u00a0И.\u00a0О.', ''],
		['the mentee, while there is no mentor', 'irina', [irina], [], 'Начинающий руководитель', ''],
		['one of a group', 'irina', [irina, pavel], [viktor], 'Гуров\u00a0И.\u00a0О.', 'Ковалёв\u00a0И.\u00a0О.'],
		['the curator', 'elena', [irina], [viktor], 'Лаптева\u00a0И.\u00a0О.', 'Ковалёв\u00a0И.\u00a0О.']
	])('%s', (_, myId, mentees, mentors, who, others) => {
		const listing = { title: 'Начинающий руководитель', mentees, mentors } as unknown as LedgerListing
		expect(headingFor(listing, myId)).toEqual({ who, mentors: others })
	})
})
