import { expect, it } from 'vitest'
import type { Regulation } from '#domain/regulation/schema.ts'
import { setOfOrganisation, setRole } from './role-of-organisation.ts'

type Role = Regulation['roles'][number]

const municipal: Role = { role: 'curator', kinds: [], title: 'Куратор', source: { rule: null, clause: 'п. 1' } }

it('a curator of the organisation’s own is set, and cleared as though nothing had been said', () => {
	const row = structuredClone(municipal)
	setOfOrganisation(row, true)
	expect(row).toEqual({ ...municipal, of: 'organisation' })
	setOfOrganisation(row, false)
	expect(row).toStrictEqual(municipal)
})

it.each([
	['head', true],
	['mentor', false],
	['mentee', false]
] as const)('a row that becomes one of %s keeps whose it is: %s', (role, isKept) => {
	const row: Role = { ...municipal, of: 'organisation' }
	setRole(row, role)
	expect(row).toStrictEqual({ ...municipal, role, ...(isKept ? { of: 'organisation' } : {}) })
})
