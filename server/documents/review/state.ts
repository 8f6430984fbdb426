/** Reviews late edits (sync.md R3): puts them into the review log, and finds what became of those that a device sends again. */
import * as Y from 'yjs'
import type { Nack } from '#protocol/frames.ts'
import { readWholeDocument, takeWithRests } from '../read-whole-document.ts'
import type { Relay } from '../relay/relay.ts'
import type { ArrivedUpdate, ReviewUpdate, ReviewLog } from '../storage/review-log.ts'

interface Options {
	review: Pick<ReviewLog, 'list' | 'find'>
	relay: Pick<Relay, 'read'>
}

type Known = Pick<Nack, 'review' | 'sequence'>

/** So many late edits of a document are looked through; what is beyond them goes into the review log once more. */
const MOST_REVIEWED = 200

/** What one person's edits can be found in: the document, then with those set aside, last with those that wait. */
interface KnownEdits {
	/** That of the newest stored update in the document. */
	sequence: number
	snapshots: readonly { review: NonNullable<Known['review']>; snapshot: Y.Snapshot }[]
}

/** Null: some of the edit is neither in the review log nor in the document. */
export type FindReviewState = (
	edit: Pick<ReviewUpdate, 'documentId' | 'personId' | 'bytes'>,
	connection: object
) => Promise<Known | null>

/**
 * Finds what became of late edits that a device sends again (SPEC.md P15). It compares content: a device that was started
 * anew may send the same edits in other bytes, or several frames as one update.
 *
 * A connection's first late edit reads the document and the review log; the next ones are compared with what was read then. So what
 * others add meanwhile is not found, and goes into the review log once more: a device sends again only over a new connection.
 */
export function createFindReviewState(options: Options): FindReviewState {
	const readings = new WeakMap<object, Promise<KnownEdits | null>>()
	return async ({ bytes, ...of }, connection) => {
		const reading = readings.get(connection) ?? readKnown(options, of)
		readings.set(connection, reading)
		const known = await reading
		const found = known?.snapshots.find(({ snapshot }) => Y.snapshotContainsUpdate(snapshot, bytes))
		if (known === null || found === undefined) return null
		return { review: found.review, sequence: found.review === 'accepted' ? known.sequence : null }
	}
}

async function readKnown(
	{ review, relay }: Options,
	{ documentId, personId }: Pick<ReviewUpdate, 'documentId' | 'personId'>
): Promise<KnownEdits | null> {
	const own = (await review.list([documentId], MOST_REVIEWED)).filter((entry) => entry.personId === personId)
	const whole = await readWholeDocument(relay, documentId)
	if (whole === null) return null
	const { doc, sequence } = whole
	try {
		// The document has the accepted edits, and what was stored before the right ended. Add those set aside, and last those that
		// wait.
		const snapshots: KnownEdits['snapshots'][number][] = []
		for (const state of ['accepted', 'set-aside', 'waiting'] as const) {
			for (const { id } of own.filter((entry) => entry.state === state)) {
				const entry = await review.find(id)
				if (entry !== null) await takeWithRests(doc, [entry.bytes])
			}
			snapshots.push({ review: state, snapshot: Y.snapshot(doc) })
		}
		return { sequence, snapshots }
	} finally {
		doc.destroy()
	}
}

export interface ReviewOptions {
	log: ReviewLog
	now(): Date
	/** A new late edit of the document waits for a decision. */
	onSubmitted(documentId: string): void
}

export interface Review extends Omit<ReviewLog, 'add'> {
	/**
	 * Resolves once durable. `too-large`: the person's late edits that wait have reached the bounds. `gone`: the document is
	 * deleted, or of another epoch.
	 */
	submit(update: Omit<ArrivedUpdate, 'receivedAt'>): Promise<'under-review' | 'too-large' | 'gone'>
}

/**
 * Of one person and document, while they wait for a decision. A device sends all it has in one update; many updates mean many
 * devices, or abuse.
 */
const BOUNDS = { most: 100, mostBytes: 16 * 1024 * 1024 }

export function createReview({ log, now, onSubmitted }: ReviewOptions): Review {
	return {
		...log,
		async submit(update) {
			const outcome = await log.add({ ...update, receivedAt: now().toISOString() }, BOUNDS)
			if (outcome === 'added') onSubmitted(update.documentId)
			return outcome === 'known' || outcome === 'added' ? 'under-review' : outcome
		}
	}
}
