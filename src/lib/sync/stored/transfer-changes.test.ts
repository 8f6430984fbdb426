import 'fake-indexeddb/auto'
import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { editActivity } from '#domain/plan/edit.ts'
import { createPair, irina, viktor } from '../../../../tests/support/plan-pair.ts'
import { databaseName } from '../document/store-database.ts'
import { appendStored } from './stored-document.ts'
import { watchStoredPlan } from './transfer-changes.ts'

const PLAN = 'plan:1'

it('[D8] a place that Viktor and Irina wrote apart is told, once he has taken her file, as standing beside each other', async () => {
	const name = databaseName('viktor', PLAN)
	const count = { own: 0, others: 0 }
	const store = (doc: Y.Doc) => appendStored(name, { edited: [Y.encodeStateAsUpdate(doc)], count })
	const [his, hers] = createPair()
	// Of two concurrent values the one of the higher client id counts.
	his.clientID = 1
	hers.clientID = 2
	editActivity(his, 'a1-1', { place: 'Школа № 14' }, viktor())
	editActivity(hers, 'a1-1', { place: 'Лицей № 2' }, irina())
	editActivity(hers, 'a1-2', { place: 'Лицей № 2' }, irina())
	await store(his)
	const readChanges = await watchStoredPlan('viktor', PLAN)
	await store(hers)
	expect(await readChanges()).toMatchObject([
		{ type: 'apart', itemId: 'a1-1', field: 'place', value: 'Лицей № 2', rival: 'Школа № 14' },
		{ type: 'changed', itemId: 'a1-2', before: null, after: 'Лицей № 2' }
	])
})
