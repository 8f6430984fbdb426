import 'fake-indexeddb/auto'
import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { thrownAway, wordOverThrownAway } from '../../../../tests/support/poison.ts'
import { createDocumentLog } from './document-log.ts'
import { openDatabase } from './store-database.ts'

const uncounted = { tabId: 'tab', own: null, others: new Map() }

it('[R9] rows that two of Irina’s tabs wrote, and Yjs throws at together, are all read', async () => {
	const db = await openDatabase('irina/plan:p1')
	const writing = createDocumentLog(new Y.Doc())
	await writing.append(db, thrownAway, uncounted)
	await writing.append(db, wordOverThrownAway, uncounted)

	const irinas = new Y.Doc()
	const log = createDocumentLog(irinas)
	await log.load(db)
	expect(Y.getState(irinas.store, 9)).toBe(5)
	expect(log.length()).toBe(2)
	db.close()
})

it('a row that is no update is not passed over in silence', async () => {
	const db = await openDatabase('irina/plan:p2')
	const log = createDocumentLog(new Y.Doc())
	await log.append(db, Uint8Array.of(1, 2, 3), uncounted)
	await expect(createDocumentLog(new Y.Doc()).load(db)).rejects.toThrow('damaged')
	db.close()
})
