import 'fake-indexeddb/auto'
import { expect, it } from 'vitest'
import type { ProgramListing } from '#protocol/api/program.ts'
import { databaseName, openDatabase } from '#lib/sync/document/store-database.ts'
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
