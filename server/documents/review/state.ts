/** What became of edits that somebody whose right has ended brings once more (SPEC.md P15). */
import * as Y from 'yjs'
import type { DocumentRefused, HeldState } from '#protocol/exchange.ts'
import { readWholeDocument, takeWithRests } from '../read-whole-document.ts'
import type { Relay } from '../relay/relay.ts'
import type { ArrivedUpdate, HeldUpdate, HoldingLog } from '../storage/review-log.ts'

interface Parts {
	holding: Pick<HoldingLog, 'list' | 'find'>
	relay: Pick<Relay, 'read'>
}

type Known = Pick<DocumentRefused, 'sequence'> & { held: HeldState }

/** As many of a document as are looked through; what is beyond is held once more. */
const MOST_HELD = 200

/**
 * By content: a device that was started anew may bring the same edits in other bytes, and what came in several frames in
 * one update. Null: some of it is not held yet, nor in the document.
 */
export async function heldStateOf(
	{ holding, relay }: Parts,
	{ documentId, personId, bytes }: Pick<HeldUpdate, 'documentId' | 'personId' | 'bytes'>
): Promise<Known | null> {
	const own = (await holding.list([documentId], MOST_HELD)).filter((held) => held.personId === personId)
	const whole = await readWholeDocument(relay, documentId)
	if (whole === null) return null
	const { doc, sequence } = whole
	try {
		// Accepted edits are in the document, as is what was stored before the right ended; then what was set aside, and last what waits.
		for (const state of ['accepted', 'set-aside', 'waiting'] as const) {
			for (const { id } of own.filter((held) => held.state === state)) {
				const held = await holding.find(id)
				if (held !== null) await takeWithRests(doc, [held.bytes])
			}
			if (!Y.snapshotContainsUpdate(Y.snapshot(doc), bytes)) continue
			return state === 'accepted' ? { held: state, sequence } : { held: state }
		}
		return null
	} finally {
		doc.destroy()
	}
}

/** What people bring whose right has ended, by whichever way it came (sync.md R3): kept for the curator, within bounds. */
export interface HoldingParts {
	log: HoldingLog
	now(): Date
	/** A document has something more to be decided on. */
	onHeld(documentId: string): void
}

export interface Holding extends Omit<HoldingLog, 'hold'> {
	/**
	 * Resolves once durable. `too-large`: the curator has that much of this person's to look through already. `gone`: the
	 * document is deleted, or of another epoch.
	 */
	hold(update: Omit<ArrivedUpdate, 'receivedAt'>): Promise<'held' | 'too-large' | 'gone'>
}

/** A device brings all it has in one update; many are many devices, or mischief. What is decided counts no more. */
const BOUNDS = { most: 100, mostBytes: 16 * 1024 * 1024 }

export function createHolding({ log, now, onHeld }: HoldingParts): Holding {
	return {
		...log,
		async hold(update) {
			const outcome = await log.hold({ ...update, receivedAt: now().toISOString() }, BOUNDS)
			if (outcome === 'held') onHeld(update.documentId)
			return outcome === 'known' ? 'held' : outcome
		}
	}
}
