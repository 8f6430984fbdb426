import { expect, it } from 'vitest'
import { tomskCity } from '#domain/regulation/packs/tomsk-city.ts'
import { openCouncil } from './ledger/testing/council.ts'
import { insertPerson } from '../people/people.ts'
import { readMenteeChoices } from './forming.ts'

it('Яковлева can be chosen and is shown, though fifty before her in the alphabet have programmes', async () => {
	const { registry } = await openCouncil()
	const at = '2026-09-01T05:00:00.000Z'
	const mentee = (id: string, familyName: string) =>
		insertPerson(
			registry,
			{ id, municipalityId: 'town', familyName, givenName: id, patronymic: '', roles: ['mentee'] },
			at
		)
	const ids = Array.from({ length: 60 }, (_, index) => `averin-${index}`)
	const program = { municipality_id: 'town', title: 'Программа', roadmap_id: 'tomsk-beginner-head', organisation: '' }
	await registry.commitTogether([
		registry.query
			.insertInto('programs')
			.values({ ...program, id: 'program-b', starts_on: '2026-09-01', term_months: 24, created_at: at }),
		...ids.flatMap((id) => [
			...mentee(id, 'Аверин'),
			registry.query.insertInto('memberships').values({ program_id: 'program-b', person_id: id, role: 'mentee' })
		]),
		...mentee('natalya', 'Яковлева')
	])
	const choose = (of: { text: string } | { personId: string }) =>
		readMenteeChoices(registry, 'town', of, tomskCity, '2026-09-01')

	const { people, found } = await choose({ text: '' })
	expect([people.length, found]).toEqual([50, 63])
	expect(people.slice(0, 4).map(({ person, openProgram }) => [person.id, openProgram])).toEqual([
		['darya', null],
		['irina', null],
		['natalya', null],
		['averin-0', 'Программа']
	])
	expect((await choose({ text: 'Аверин' })).found).toBe(60)
	expect((await choose({ personId: 'averin-1' })).people.map(({ openProgram }) => openProgram)).toEqual(['Программа'])
})
