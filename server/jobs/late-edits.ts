/**
 * Enters late edits whose author may edit again (sync.md R3): what waits goes into the document, in the order it came, in its
 * author's name. What a curator has set aside stays so. An edit that builds on what the document lacks waits on: the author's
 * device may bring that, and the edit enters the next time.
 */
import type { ReadmitFilter } from '../documents/relay/options.ts'
import type { Relay } from '../documents/relay/relay.ts'
import type { ReadLateEdit } from '../documents/review/reading.ts'
import type { ReviewLog, ReviewUpdate, WaitingEdit } from '../documents/storage/review-log.ts'
import type { Background } from './background.ts'

export interface EnteringOptions {
	background: Pick<Background, 'repeat' | 'takeTurn'>
	review: Pick<ReviewLog, 'listWaiting' | 'find' | 'enter'>
	readLateEdit: ReadLateEdit
	relay: Pick<Relay, 'store'>
	/** Whether the person may edit the document now. */
	mayEdit(personId: string, documentId: string): Promise<boolean>
	now(): Date
	/** Late edits of the document have entered. */
	onEntered(documentId: string): void
}

export interface Entering {
	/** Rights have changed, or new edits wait: looks at those that the filter selects, as the relay's `readmit` does. */
	look(filter: ReadmitFilter): void
}

/** All are looked at so often: what a stop or a full disk kept back, and what built on something missing. */
const EVERY_MS = 10 * 60_000

export function startEntering(options: EnteringOptions, everyMs = EVERY_MS): Entering {
	const { background } = options
	const message = 'Late edits could not enter their documents'

	function look(filter: ReadmitFilter): Promise<void> {
		return background.takeTurn(() => enterAll(options, filter), { facts: filter, message })
	}

	void background.repeat({ firstMs: 0, everyMs, failure: message, run: () => look({}) })
	return { look: (filter) => void look(filter) }
}

async function enterAll(options: EnteringOptions, { personId, documentId }: ReadmitFilter): Promise<void> {
	const waiting = (await options.review.listWaiting()).filter(
		(edit) => edit.personId === (personId ?? edit.personId) && edit.documentId === (documentId ?? edit.documentId)
	)
	const byAuthor = Map.groupBy(waiting, (edit) => JSON.stringify([edit.documentId, edit.personId]))
	for (const edits of byAuthor.values()) await enterOfOne(options, edits)
}

/** `waiting`: of one person and document, the oldest first. */
async function enterOfOne(options: EnteringOptions, waiting: readonly WaitingEdit[]): Promise<void> {
	const { review, relay, readLateEdit, mayEdit, now, onEntered } = options
	const [first] = waiting
	if (first === undefined || !(await mayEdit(first.personId, first.documentId))) return
	const edits: ReviewUpdate[] = []
	for (const { id } of waiting) {
		const edit = await review.find(id)
		// A curator may have decided meanwhile.
		if (edit?.state === 'waiting') edits.push(edit)
	}
	const applicable = await findApplicable(readLateEdit, edits)
	// One may delete what another has inserted: each is whole in the document only when all are.
	for (const { documentId, personId, deviceId, bytes } of applicable)
		if ((await relay.store(documentId, { personId, deviceId }, bytes)) !== 'stored') return
	let hasEntered = false
	for (const { id } of applicable) hasEntered = (await review.enter(id, now().toISOString())) || hasEntered
	if (hasEntered) onEntered(first.documentId)
}

/** The edits that are whole in the document once they are applied to it, and no others. */
async function findApplicable(
	readLateEdit: ReadLateEdit,
	edits: readonly ReviewUpdate[]
): Promise<readonly ReviewUpdate[]> {
	if (edits.length === 0) return []
	const acceptable = (await readLateEdit(edits))?.acceptable ?? []
	return acceptable.length === edits.length ? acceptable : findApplicable(readLateEdit, acceptable)
}
