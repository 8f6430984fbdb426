import { expect, it } from 'vitest'
import type { Me } from '#protocol/api/program.ts'
import { m } from '#lib/paraglide/messages.js'
import { unlistedWords } from './sync-words.ts'

const asking = /[Сс]просите куратора/

it.each<[string, Partial<Me>, string, boolean]>([
	['mentor Viktor', { roles: [] }, m.program_unknown_text(), true],
	['curator Elena', { roles: ['curator'] }, m.program_unknown_overseer(), false],
	['the head of the municipality', { roles: ['head'] }, m.program_unknown_overseer(), false],
	[
		'the curator of School № 8',
		{ roles: ['organisation-curator'], organisation: { name: 'Школа № 8', title: null } },
		m.program_unknown_organisation(),
		true
	],
	['the administrator', { roles: ['administrator'] }, m.program_unknown_staff(), false],
	['Vera of the region', { roles: ['region'] }, m.program_unknown_staff(), false]
])('a wrong link tells %s what is true of them', (_, who, words, isSent) => {
	const said = unlistedWords({ programs: [], ...who } as unknown as Me)
	expect(said).toBe(words)
	expect(asking.test(said)).toBe(isSent)
})
