import 'fake-indexeddb/auto'
import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { thrownAway, wordOverThrownAway } from '../../../../tests/support/poison.ts'
import { createLogReader, isOutrun, readLog, writeLog } from './document-log.ts'
import { noEdits, noState } from './log-records.ts'
import { openDatabase } from './store-database.ts'

const received = (update: Uint8Array) => ({ update, edits: noEdits })

it('[R9] rows that two of Irina’s tabs wrote, and Yjs throws at together, are all read', async () => {
	const db = await openDatabase('irina/plan:p1')
	await writeLog(db, { after: 0, rows: [thrownAway, wordOverThrownAway].map(received) })

	const irinas = new Y.Doc()
	const { rows, keys } = await readLog(db, 0)
	await createLogReader(irinas).apply(rows)
	expect(Y.getState(irinas.store, 9)).toBe(5)
	expect(keys).toEqual([1, 2])
	db.close()
})

it('a row that is no update is not passed over in silence', async () => {
	const db = await openDatabase('irina/plan:p2')
	await writeLog(db, { after: 0, rows: [received(Uint8Array.of(1, 2, 3))] })
	const { rows } = await readLog(db, 0)
	await expect(createLogReader(new Y.Doc()).apply(rows)).rejects.toThrow('damaged')
	db.close()
})

it('[D2] of two tabs that add the same row one is refused whole, and reads what the other has added', async () => {
	const db = await openDatabase('irina/plan:p3')
	const rowOf = (byte: number) => [{ update: Uint8Array.of(byte), edits: { own: 1, others: 0 } }]
	await writeLog(db, { after: 0, rows: rowOf(1) })
	const late = writeLog(db, { after: 0, rows: rowOf(2), summary: 'late' })
	await expect(late.catch((error: unknown) => isOutrun(error))).resolves.toBe(true)
	const { keys, records } = await readLog(db, 0)
	expect([keys, records.summary]).toEqual([[1], null])
	await writeLog(db, { after: 1, rows: rowOf(2), summary: 'late' })
	expect((await readLog(db, 1)).rows).toEqual([Uint8Array.of(2)])
	db.close()
})

it('[D2] of two tabs that take the line at once one is refused, and a word of a lower term does not count', async () => {
	const db = await openDatabase('irina/plan:p4')
	const say = (term: number, isNew: boolean, have: number) =>
		writeLog(db, { after: 0, rows: [], state: { term, isNew, value: { ...noState, have } } })
	await say(1, true, 5)
	await expect(say(1, true, 6)).rejects.toThrow()
	await say(2, true, 7)
	// A frozen tab says something of its own time.
	await say(1, false, 9)
	expect((await readLog(db, 0)).records).toMatchObject({ term: 2, state: { have: 7 }, outdated: ['state:1'] })
	db.close()
})

it('[D9] a log of an older app counts what that app has not sent', async () => {
	const db = await openDatabase('irina/plan:p5')
	const transaction = db.transaction(['updates', 'custom'], 'readwrite')
	const custom = transaction.objectStore('custom')
	transaction.objectStore('updates').add(Uint8Array.of(0, 0))
	custom.put({ made: 5, acknowledged: 3 }, 'edits:tab-1')
	custom.put({ made: 1, acknowledged: 0 }, 'edits:others:file-1')
	custom.put({ epoch: 2, run: 'monday', haveSequence: 7, ownSequence: 6, otherLogs: 0, relayVector: null }, 'sync')
	await new Promise((resolve) => (transaction.oncomplete = resolve))
	expect((await readLog(db, 0)).records).toMatchObject({
		term: 0,
		older: { own: 2, others: 1, keys: ['edits:others:file-1', 'edits:tab-1'] },
		state: { epoch: 2, run: 'monday', have: 7, acked: 0, ackedSequence: 6 }
	})
	db.close()
})
