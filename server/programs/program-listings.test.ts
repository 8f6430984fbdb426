import { beforeEach, describe, expect, it } from 'vitest'
import type { Organisation } from '#domain/people/organisation.ts'
import type { ProgramListing } from '#protocol/api/program.ts'
import { openMigrated } from '../data.ts'
import type { Registry } from '../database/database.ts'
import { createSqliteRegistry } from '../database/sqlite/registry.ts'
import { deleteProgram, endMembership, participantIdsOf, resumeMembership } from '../people/programs.ts'
import { insertMunicipality } from '../people/municipalities.ts'
import { assignWorkplace, storeOrganisation } from '../people/organisations.ts'
import { insertPerson } from '../people/people.ts'
import { findProgram, listOwnPrograms } from './program-listings.ts'
import { readGrants } from '../people/grants.ts'

const at = '2026-09-30T05:00:00.000Z'
const program = {
	municipality_id: 'town',
	roadmap_id: '',
	organisation: '',
	starts_on: '2026-09-01',
	term_months: 24
}
const school: Organisation = {
	id: 'school-4',
	name: 'Школа',
	kind: 'school',
	unit: null,
	level: 'municipal',
	isAdvanced: false,
	place: null,
	standings: null,
	years: []
}
let registry: Registry

beforeEach(async () => {
	const database = openMigrated(':memory:')
	registry = createSqliteRegistry(database)
	const { query } = registry
	await registry.commitTogether([
		insertMunicipality(registry, { id: 'town', name: 'Город', timeZone: 'Asia/Tomsk', isDemo: false }, at),
		...person('viktor', 'mentor'),
		...person('irina', 'mentee'),
		...person('lev', 'curator'),
		query.insertInto('programs').values({ ...program, id: 'program-1', title: 'Начинающий', created_at: at }),
		...(['viktor', 'irina', 'lev'] as const).map((person_id) =>
			query
				.insertInto('memberships')
				.values({ program_id: 'program-1', person_id, role: person_id === 'irina' ? 'mentee' : 'mentor' })
		)
	])
})

function person(id: string, ...roles: ('mentor' | 'mentee' | 'curator')[]) {
	return insertPerson(
		registry,
		{ id, municipalityId: 'town', familyName: id, givenName: '', patronymic: '', roles },
		at
	)
}

async function listedFor(personId: string): Promise<ProgramListing | undefined> {
	const [listed] = await listOwnPrograms(registry, personId, await readGrants(registry, personId))
	return listed
}

describe('the programmes of a person', () => {
	it('show Lev, once a mentor and still a curator, what a curator sees', async () => {
		expect(await listedFor('lev')).toMatchObject({ role: 'mentor', documents: { notes: 'notes:program-1' } })
		await endMembership(registry, 'program-1', 'lev', at)
		const listed = await listedFor('lev')
		expect(listed).toMatchObject({ role: 'curator', endedAt: null, documents: { plan: 'plan:program-1' } })
		expect(listed?.documents).not.toHaveProperty('notes')
	})

	it('still know the name of Lev, who has left, for those who go on; he learns of nobody who came after him', async () => {
		await endMembership(registry, 'program-1', 'viktor', at)
		await endMembership(registry, 'program-1', 'lev', at)
		const idsIn = (people: ProgramListing['participants'] = []) => people.map(({ person }) => person.id)
		const forIrina = await listedFor('irina')
		expect(idsIn(forIrina?.participants)).toEqual(['irina'])
		expect(idsIn(forIrina?.formerParticipants)).toEqual(['lev', 'viktor'])
		expect(idsIn((await listedFor('viktor'))?.formerParticipants)).toEqual([])
	})

	it('tell those who go on the last day of Viktor’s part, by the calendar there', async () => {
		await endMembership(registry, 'program-1', 'viktor', '2026-11-21T20:00:00.000Z')
		expect((await listedFor('irina'))?.formerParticipants).toMatchObject([
			{ person: { id: 'viktor' }, lastDay: '2026-11-22' }
		])
	})

	it('show Nina each as what she is in the school whose it is: the head of one, the curator of another', async () => {
		const { query } = registry
		await registry.commitTogether([
			...['school-4', 'school-14'].flatMap((id) => storeOrganisation(registry, 'town', { ...school, id })),
			...person('nina'),
			...(['organisation-head', 'organisation-curator'] as const).map((role) =>
				query.insertInto('assignments').values({
					person_id: 'nina',
					municipality_id: 'town',
					role,
					organisation_id: role === 'organisation-head' ? 'school-4' : 'school-14'
				})
			),
			...person('darya', 'mentee'),
			query.insertInto('programs').values({ ...program, id: 'program-2', title: 'Резервист', created_at: at }),
			query.insertInto('memberships').values({ program_id: 'program-2', person_id: 'darya', role: 'mentee' }),
			assignWorkplace(registry, 'irina', 'school-14', ''),
			assignWorkplace(registry, 'darya', 'school-4', '')
		])
		const grants = await readGrants(registry, 'nina')
		const roleIn = async (id: string) => (await findProgram(registry, 'nina', grants, id))?.role
		expect(await roleIn('program-1')).toBe('organisation-curator')
		expect(await roleIn('program-2')).toBe('organisation-head')
		expect(await listOwnPrograms(registry, 'nina', grants)).toEqual([])
	})

	it('are to a curator only those of their own part, and any other one once it is opened; a mentor opens no other', async () => {
		const { query } = registry
		await query
			.insertInto('programs')
			.values({ ...program, id: 'other', title: 'Другая', created_at: at })
			.execute()
		const lev = await readGrants(registry, 'lev')
		expect((await listOwnPrograms(registry, 'lev', lev)).map(({ id }) => id)).toEqual(['program-1'])
		expect(await findProgram(registry, 'lev', lev, 'other')).toMatchObject({ id: 'other', role: 'curator' })
		expect(await findProgram(registry, 'viktor', await readGrants(registry, 'viktor'), 'other')).toBeNull()
	})

	it('keep an ended part apart from those that last', async () => {
		expect(await endMembership(registry, 'program-1', 'irina', at)).toBe(true)
		expect(await readGrants(registry, 'irina')).toMatchObject({
			memberships: [],
			endedMemberships: [{ programId: 'program-1', role: 'mentee' }]
		})
		expect(await participantIdsOf(registry, 'program-1')).toEqual(['lev', 'viktor'])
		await resumeMembership(registry, 'program-1', 'irina')
		expect(await readGrants(registry, 'irina')).toMatchObject({
			memberships: [{ role: 'mentee' }],
			endedMemberships: []
		})
	})

	it('are none once they are deleted, also for those whose part had ended before', async () => {
		await endMembership(registry, 'program-1', 'irina', at)
		await deleteProgram(registry, 'program-1', at, 'elena')
		for (const person of ['viktor', 'irina', 'lev']) expect(await listedFor(person)).toBeUndefined()
	})

	it('leave no copy of their plan behind when they are deleted, and await nobody; what was stated stays', async () => {
		const { query } = registry
		const of = { program_id: 'program-1', municipality_id: 'town' }
		const by = { person_id: 'lev', person_name: 'Лев', role: 'curator' as const }
		const said = { ...by, id: 'said', at, on_day: '2026-09-01', said_at: at, statement: '{}' }
		await registry.commitTogether([
			query
				.insertInto('ledgers')
				.values({ ...of, phase: 'active', sequence: 1, state: '{}', is_plan_behind: 0, is_over: 0 }),
			query.insertInto('ledger_people').values({ program_id: 'program-1', person_id: 'irina' }),
			query.insertInto('editions').values({ program_id: 'program-1', hash: 'first', at, snapshot: Uint8Array.of(0) }),
			query.insertInto('ledger_entries').values({ ...said, program_id: 'program-1', sequence: 1 }),
			query.insertInto('paper_settings').values({ program_id: 'program-1', sequence: 1, setting: '{}' })
		])
		await deleteProgram(registry, 'program-1', at, 'elena')
		expect(await query.selectFrom('editions').selectAll().execute()).toEqual([])
		expect(await query.selectFrom('paper_settings').selectAll().execute()).toEqual([])
		expect(await query.selectFrom('ledger_people').selectAll().execute()).toEqual([])
		expect(await query.selectFrom('ledgers').select('program_id').execute()).toEqual([{ program_id: 'program-1' }])
	})

	it('take nobody in who never took part', async () => {
		expect(await endMembership(registry, 'program-1', 'oleg', at)).toBe(false)
		expect(await resumeMembership(registry, 'program-1', 'oleg')).toBe(false)
	})
})
