/**
 * The log of a plan that somebody fills on purpose within the 30 days of which every change is kept (sync.md R5): two people add a letter
 * in turn, so that no letter can be merged with the one before it.
 */
import * as Y from 'yjs'
import { activityNotes } from '#domain/plan/activity.ts'
import { setPlainText } from '#domain/plan/edit-text.ts'
import type { NewUpdate } from '../../server/documents/storage/storage.ts'
import { createPlan } from '../support/plan-pair.ts'

const MADE_AT = Date.parse('2026-09-01T05:00:00.000Z')
const KEPT_MS = 29 * 24 * 60 * 60 * 1000

/** Oldest first: the creation of the plan and `letters` rows, as far apart as 29 days allow. */
export function writeCrowded(letters: number): NewUpdate[] {
	const doc = createPlan('2026-09-01')
	const log: NewUpdate[] = []
	let personId = 'server'
	const store = (bytes: Uint8Array) => {
		const at = new Date(MADE_AT + Math.round((KEPT_MS * log.length) / letters)).toISOString()
		log.push({ bytes, personId, deviceId: `${personId}-phone`, at })
	}
	const words = activityNotes(doc, 'a1-1') as Y.Text
	setPlainText(words, ['Итоги'])
	store(Y.encodeStateAsUpdate(doc))
	doc.on('update', store)
	for (let letter = 0; letter < letters; letter++) {
		personId = letter % 2 === 0 ? 'viktor' : 'irina'
		doc.clientID = 1000 + (letter % 2)
		words.insert(words.length, 'а')
	}
	doc.destroy()
	return log
}
