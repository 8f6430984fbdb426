import { expect, it } from 'vitest'
import { elena, raise } from '#domain/ledger/testing/story.ts'
import { readActivities } from '#domain/plan/activity.ts'
import { tomskCity } from '#domain/regulation/packs/tomsk-city.ts'
import { migrate, openDatabase } from '../../database/sqlite/connection.ts'
import { registryMigrations } from '../../database/sqlite/migrations.ts'
import { followEditions, readApproved } from './approved-plans.ts'
import { editionHash, readStoredPlan } from './facts.ts'
import { begin, openCouncil } from './testing/council.ts'

it('[T44] [T54] an edition that only the curator signs is approved as it is put forward, with the results that it owes', async () => {
	const council = await openCouncil()
	const { registry, storage } = council
	const edition = { value: ['curator' as const], source: null }
	const decisions = { ...tomskCity.decisions, edition }
	// The municipality's copy comes before the shipped one with the same id.
	const regulation = { ...tomskCity, decisions, programContent: null }
	const json = JSON.stringify(regulation)
	const saved = { version: 1, saved_at: '2026-09-01', saved_by: null }
	await registry.query
		.insertInto('regulations')
		.values({ municipality_id: 'town', id: 'tomsk-city', json, ...saved })
		.execute()
	await begin(council)
	const plan = await readStoredPlan(storage, 'program-a')
	if (plan === null) throw new Error('There is no plan')
	const hash = editionHash(plan)
	await council.sayAll([elena, raise({ type: 'edition', hash })])
	const planned = readActivities(plan).map(({ id }) => id)
	const results = ['a1-1', 'a2-1', 'a3-1', 'a4-1']
	const approved = await readApproved(registry, 'program-a')
	expect(approved).toEqual({
		...{ hash, on: '2026-09-01', planned, cancelled: [], results },
		due: expect.objectContaining({ 'a1-1': expect.stringMatching(/^2026/) })
	})
	// An older server stored none.
	await registry.query.updateTable('programs').set({ approved: null }).execute()
	await followEditions(registry)
	expect(await readApproved(registry, 'program-a')).toEqual(approved)
})

it('[T44] what an older server stored without the planned days is made again, and nothing else', () => {
	const newest = registryMigrations.findIndex((migration) => migration.includes('set approved = null'))
	const database = openDatabase(':memory:')
	migrate(database, 'registry', registryMigrations.slice(0, newest))
	const whole = { hash: 'a', on: '2026-09-01', planned: [], cancelled: [], due: {}, results: [] }
	const { due: _, ...older } = whole
	database.exec(`
		insert into municipalities (id, name, time_zone, is_demo, created_at) values ('town', 'Город', 'Asia/Tomsk', 0, '');
		insert into programs (id, municipality_id, title, roadmap_id, organisation, starts_on, term_months, created_at, approved)
			values ('whole', 'town', '', 'r', '', '2026-09-01', 24, '', '${JSON.stringify(whole)}'),
				('older', 'town', '', 'r', '', '2026-09-01', 24, '', '${JSON.stringify(older)}');
	`)
	migrate(database, 'registry', registryMigrations)
	expect(database.prepare('select id, approved from programs order by id').all()).toEqual([
		{ id: 'older', approved: null },
		{ id: 'whole', approved: JSON.stringify(whole) }
	])
})
