/** Reads what late edits would change in their document as it is now. For accepted edits: what they changed at that time. */
import { setImmediate } from 'node:timers/promises'
import * as Y from 'yjs'
import { describeArrival } from '#domain/plan/history/changes.ts'
import { readFacts } from '#domain/plan/history/facts.ts'
import { parseDocumentId } from '#domain/owner.ts'
import type { LateEditReading } from '#protocol/api/program.ts'
import { takeUpdates } from '#protocol/take-updates.ts'
import { createTurns } from '../../network.ts'
import type { History } from '../history/history.ts'
import { readWholeDocument, takeWithRests } from '../read-whole-document.ts'
import type { Relay } from '../relay/relay.ts'
import type { ReviewUpdate } from '../storage/review-log.ts'

const MOST_CHANGES = 20

export interface ReadSitting {
	reading: LateEditReading
	/** The edits that can be applied, in the order of arrival. */
	acceptable: ReviewUpdate[]
}

/**
 * `edits` belong to one document, oldest first. Null: the document is gone. For private notes the reading says only whether they
 * could be accepted: nobody but the pair reads them.
 */
export type ReadLateEdit = (edits: readonly ReviewUpdate[]) => Promise<ReadSitting | null>

interface LateEditReadingOptions {
	relay: Pick<Relay, 'read'>
	history: Pick<History, 'findNewest' | 'readMoment'>
}

/** Reads one sitting after the other and pauses for other work: each reading goes through a whole plan, of up to two years. */
export function createLateEditReading({ relay, history }: LateEditReadingOptions): ReadLateEdit {
	const turns = createTurns(1)
	return (edits) =>
		turns.run(async () => {
			const documentId = edits[0]?.documentId ?? ''
			const acceptedAt = edits[0]?.state === 'accepted' ? edits[0].decidedAt : null
			const doc = await (acceptedAt === null ? readNow(documentId) : readBefore(documentId, acceptedAt))
			if (doc === null) return null
			try {
				return await readInto(doc, documentId, edits)
			} finally {
				doc.destroy()
			}
		})

	async function readInto(doc: Y.Doc, documentId: string, edits: readonly ReviewUpdate[]): Promise<ReadSitting> {
		const before = parseDocumentId(documentId)?.kind === 'plan' ? readFacts(doc) : null
		await setImmediate()
		const taken: ReviewUpdate[] = []
		for (const edit of edits) {
			if (takeUpdates(doc, [edit.bytes])) taken.push(edit)
			await setImmediate()
		}
		// An edit that depends on another edit, which is under review or lost, changes nothing when applied and prevents compaction.
		const after = Y.snapshot(doc)
		const acceptable = taken.filter(({ bytes }) => Y.snapshotContainsUpdate(after, bytes))
		await setImmediate()
		const isReadable = acceptable.length > 0
		const about = { isReadable, unreadable: edits.length - acceptable.length }
		if (before === null) return { reading: { changes: null, moreChanges: 0, ...about }, acceptable }
		const changes = isReadable ? describeArrival(before, readFacts(doc)) : []
		const moreChanges = Math.max(0, changes.length - MOST_CHANGES)
		return { reading: { changes: changes.slice(0, MOST_CHANGES), moreChanges, ...about }, acceptable }
	}

	async function readNow(documentId: string): Promise<Y.Doc | null> {
		return (await readWholeDocument(relay, documentId))?.doc ?? null
	}

	/** Where history has been thinned since: the document as it was before that day or week. */
	async function readBefore(documentId: string, at: string): Promise<Y.Doc | null> {
		const sequence = await history.findNewest(documentId, new Date(Date.parse(at) - 1).toISOString())
		const moment = sequence === 0 ? null : await history.readMoment(documentId, sequence)
		if (moment === null) return null
		const doc = new Y.Doc()
		await takeWithRests(doc, [moment.update])
		return doc
	}
}
