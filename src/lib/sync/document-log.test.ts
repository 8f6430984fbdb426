import 'fake-indexeddb/auto'
import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { thrownAway, wordOverThrownAway } from '../../../tests/support/poison.ts'
import { appendParagraph } from '#domain/plan/rich-text.ts'
import { findStrandedWords } from '#domain/plan/find-stranded-words.ts'
import { activityNotes } from '#domain/plan/activity.ts'
import { createPlan } from '../../../tests/support/plan-pair.ts'
import { createDeviceDocument, watchGoneWords } from './device-document.ts'
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

it('of words that came while it was closed, and whose paragraph had been taken out, the log tells', async () => {
	const irinas = createPlan()
	appendParagraph(activityNotes(irinas, 'a1-2')!, 'Взять журнал.')
	const rows = [Y.encodeStateAsUpdate(irinas)]
	const viktors = new Y.Doc()
	Y.applyUpdate(viktors, rows[0]!)
	for (const doc of [irinas, viktors]) doc.on('update', (update: Uint8Array) => void rows.push(update))
	activityNotes(irinas, 'a1-2')!.delete(0, 1)
	const paragraph = activityNotes(viktors, 'a1-2')!.get(0) as Y.XmlElement
	;(paragraph.get(0) as Y.XmlText).insert(0, 'Не забыть! ')

	const db = await openDatabase('irina/plan:p3')
	const writing = createDocumentLog(new Y.Doc())
	for (const row of rows) await writing.append(db, row, uncounted)
	const doc = createDeviceDocument()
	const found: string[] = []
	watchGoneWords(doc, (gone) => found.push(...findStrandedWords(doc, gone).map(({ words }) => words)))
	const log = createDocumentLog(doc)
	await log.load(db)
	expect(found).toEqual(['Не забыть! '])
	await log.load(db)
	expect(found).toHaveLength(1)
	db.close()
})
