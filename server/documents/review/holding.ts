/** What people bring whose right has ended, by whichever way it came (sync.md R3): kept for the curator, within bounds. */
import type { ArrivedUpdate, HoldingLog } from '../storage/review-log.ts'

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
