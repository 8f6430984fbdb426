import { expect, it } from 'vitest'
import { elena, raise } from '#domain/ledger/testing/story.ts'
import { readActivities } from '#domain/plan/activity.ts'
import { tomskCity } from '#domain/regulation/packs/tomsk-city.ts'
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
