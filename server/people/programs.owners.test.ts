import { expect, it } from 'vitest'
import { programKind } from '#domain/owner.ts'
import type { Organisation } from '#domain/people/organisation.ts'
import { beginnerHead } from '#domain/roadmaps/tomsk.ts'
import { openMigrated } from '../data.ts'
import { migrate, openDatabase } from '../database/sqlite/connection.ts'
import { registryMigrations } from '../database/sqlite/migrations.ts'
import { createSqliteRegistry } from '../database/sqlite/registry.ts'
import { createMemoryStorage } from '../documents/storage/testing/memory.ts'
import { createProgram } from '../programs/create-program.ts'
import { listOwnPrograms } from '../programs/program-listings.ts'
import { editorIdsOf, readGrants } from './grants.ts'
import { insertMunicipality } from './municipalities.ts'
import { selectReferred, storeOrganisation } from './organisations.ts'
import { findOwner, organisationOf, programIdsOf } from './programs.ts'

const at = '2026-09-30T05:00:00.000Z'

it('a programme from before plans had owners stays one of people, with its documents, its participants and its school', async () => {
	const before = registryMigrations.findIndex((migration) => migration.includes('add column owner_kind'))
	const database = openDatabase(':memory:')
	migrate(database, 'registry', registryMigrations.slice(0, before))
	database.exec(`
		insert into municipalities (id, name, time_zone, is_demo, created_at) values ('town', 'Город', 'Asia/Tomsk', 0, '${at}');
		insert into organisations (id, municipality_id, name, kind, level, is_advanced)
			values ('school', 'town', 'Школа № 14', 'school', 'municipal', 0);
		insert into people (id, municipality_id, family_name, given_name, patronymic, created_at, organisation_id)
			values ('irina', 'town', 'Лаптева', 'Ирина', '', '${at}', 'school');
		insert into programs (id, municipality_id, title, roadmap_id, organisation, starts_on, term_months, created_at)
			values ('program-1', 'town', 'Начинающий руководитель', 'r', 'Школа № 14', '2026-09-01', 24, '${at}');
		insert into memberships (program_id, person_id, role) values ('program-1', 'irina', 'mentee');
	`)
	migrate(database, 'registry', registryMigrations)
	const registry = createSqliteRegistry(database)
	const owner = { id: 'program-1', kind: programKind, municipalityId: 'town', organisationId: 'school' }
	expect(await findOwner(registry, 'program-1')).toEqual(owner)
	expect(await organisationOf(registry, 'program-1')).toBe('school')
	expect(await programIdsOf(registry, ['school'])).toEqual(new Set(['program-1']))
	expect(await editorIdsOf(registry, owner)).toEqual(['irina'])
	const [listing] = await listOwnPrograms(registry, 'irina', await readGrants(registry, 'irina'))
	expect(listing).toMatchObject({ role: 'mentee', documents: { plan: 'plan:program-1', notes: 'notes:program-1' } })
	expect(listing).not.toHaveProperty('editors')
	database.close()
})

it('an organisation with a plan of its own cannot be deleted', async () => {
	const registry = createSqliteRegistry(openMigrated(':memory:'))
	const storage = createMemoryStorage()
	const school = (id: string): Organisation => ({
		id,
		name: id,
		kind: 'school',
		unit: null,
		level: 'municipal',
		isAdvanced: false,
		place: null,
		standings: null,
		years: []
	})
	await registry.commitTogether([
		insertMunicipality(registry, { id: 'town', name: 'Город', timeZone: 'Asia/Tomsk', isDemo: false }, at),
		...storeOrganisation(registry, 'town', school('school-14')),
		...storeOrganisation(registry, 'town', school('school-4'))
	])
	const owner = { kind: 'club', organisationId: 'school-14' }
	const of = {
		municipalityId: 'town',
		title: '',
		organisation: '',
		startsOn: '2026-09-01',
		termMonths: 12,
		members: []
	}
	await createProgram(registry, storage, { ...of, owner, roadmap: beginnerHead }, new Date(at))
	expect(await selectReferred(registry).execute()).toEqual([{ organisation_id: 'school-14' }])
})
