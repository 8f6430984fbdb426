import 'fake-indexeddb/auto'
import { expect, it } from 'vitest'
import { readAllActivities } from '#domain/plan/activity.ts'
import { readApprovedPlan } from '#domain/plan/edition.ts'
import { markActivity } from '#domain/plan/edit.ts'
import { summarisePlan } from '#domain/summary.ts'
import type { ProgramListing } from '#protocol/api/program.ts'
import { writeLog } from '#lib/sync/document/document-log.ts'
import { noState } from '#lib/sync/document/log-records.ts'
import { databaseName, openDatabase } from '#lib/sync/document/store-database.ts'
import { appendStored } from '#lib/sync/stored/stored-document.ts'
import { createPlan, irina } from '../../tests/support/plan-pair.ts'
import { HomePrograms } from './home.svelte.ts'

const listing = { id: 'program-1', documents: { plan: 'plan:program-1' }, summary: null } as unknown as ProgramListing

it('what this device knows for the mentor is not shown to the mentee who signed in meanwhile', async () => {
	;(await openDatabase(databaseName('mentor-1', listing.documents.plan))).close()
	const home = new HomePrograms()
	await home.load('mentor-1', [listing])
	expect(home.join(listing, true).tick).toBe('onServer')

	const late = home.load('mentor-1', [listing])
	await home.load('mentee-1', [])
	await late
	expect(home.join(listing, true).tick).toBeNull()
})

it('[T44] what Irina cancels of the approved plan without a network is only proposed on her list, too', async () => {
	const plan = createPlan()
	const approved = readApprovedPlan(plan, { hash: 'first', on: '2026-09-12' })
	for (const [index, { id }] of readAllActivities(plan).entries()) {
		const status = index === 0 ? 'done' : 'cancelled'
		markActivity(plan, id, { markId: id, status, doneOn: '2026-09-20' }, irina())
	}
	await appendStored(databaseName('irina', listing.documents.plan), {
		edited: [],
		count: { own: 0, others: 0 },
		summary: summarisePlan(plan)
	})
	const home = new HomePrograms()
	await home.load('irina', [listing])
	const onList = (known: Partial<ProgramListing>) => home.join({ ...listing, ...known }, false)
	expect(onList({ approved }).summary).toMatchObject({ done: 1, total: 22, toCancel: 21 })
	expect(onList({ approved: null }).summary).toMatchObject({ done: 1, total: 1, cancelled: 21 })
	expect([onList({ approved }).isCounted, onList({}).isCounted]).toEqual([true, false])
})

it('what Irina marked is on her list when she comes back to it, although the server still counts', async () => {
	const name = databaseName('irina', 'plan:counted')
	await appendStored(name, { edited: [], count: { own: 0, others: 0 }, summary: summarisePlan(createPlan()) })
	const db = await openDatabase(name)
	await writeLog(db, { after: 0, rows: [], state: { term: 1, isNew: true, value: { ...noState, have: 7 } } })
	db.close()
	const counted = { ...listing, documents: { plan: 'plan:counted' }, approved: null }
	const summary = { ...summarisePlan(createPlan()), total: 5 } as ProgramListing['summary']
	const home = new HomePrograms()
	await home.load('irina', [counted])
	const totalAt = (summarySequence?: number) => home.join({ ...counted, summary, summarySequence }, true).summary?.total
	expect([6, 7, 8, undefined].map(totalAt)).toEqual([22, 22, 5, 5])
})
