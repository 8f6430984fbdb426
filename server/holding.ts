/** What people bring whose right has ended, by whichever way it came (sync.md R3): kept for the curator, within bounds. */
import type { HeldUpdate, HoldingLog } from './storage/holding-log.ts'

export interface HoldingParts {
	log: HoldingLog
	now(): Date
	/** A document has something to be decided on. */
	onHeld(documentId: string): void
}

export interface Holding extends Omit<HoldingLog, 'hold'> {
	/** Resolves once durable. `too-large`: the curator has that much of this person's to look through already. */
	hold(update: Pick<HeldUpdate, 'documentId' | 'personId' | 'deviceId' | 'bytes'>): Promise<'held' | 'too-large'>
}

/** Of one person and document. A device brings all it has in one update; many are many devices, or mischief. */
const MOST_HELD = 100
const MOST_HELD_BYTES = 16 * 1024 * 1024

export function createHolding({ log, now, onHeld }: HoldingParts): Holding {
	return {
		...log,
		async hold(update) {
			const held = (await log.list([update.documentId])).filter(({ personId }) => personId === update.personId)
			const isKnown = held.some(({ bytes }) => Buffer.compare(bytes, update.bytes) === 0)
			const bytes = held.reduce((sum, { bytes }) => sum + bytes.length, update.bytes.length)
			if (!isKnown && (held.length >= MOST_HELD || bytes > MOST_HELD_BYTES)) return 'too-large'
			await log.hold({ ...update, receivedAt: now().toISOString() })
			onHeld(update.documentId)
			return 'held'
		}
	}
}
