import * as Y from 'yjs'
import { compareFacts } from '#domain/plan/history/changes.ts'
import { readFacts } from '#domain/plan/history/facts.ts'
import { summarisePlan } from '#domain/summary.ts'
import { takeUpdates } from '#protocol/take-updates.ts'

/** Reads rows as the projector, the history, the compaction and a new device do; returns what is wrong. */
export function readInEveryWay(documentId: string, updates: readonly Uint8Array[]): string[] {
	try {
		const doc = new Y.Doc()
		const isWhole = takeUpdates(doc, updates)
		const merged = new Y.Doc()
		Y.applyUpdate(merged, Y.mergeUpdates([...updates]))
		for (const plan of [doc, merged]) {
			JSON.stringify(summarisePlan(plan))
			JSON.stringify(compareFacts(readFacts(new Y.Doc()), readFacts(plan)))
		}
		return isWhole ? [] : [`${documentId}: a row cannot be applied`]
	} catch (error) {
		return [`${documentId} cannot be read: ${String(error)}`]
	}
}
