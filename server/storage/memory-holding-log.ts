/** The holding log in memory, for tests. Passes the same contract. */
import type { HeldUpdate, HoldingLog } from './holding-log.ts'

export function createMemoryHoldingLog(): HoldingLog {
	const held: HeldUpdate[] = []

	return {
		async hold(update) {
			const isHeld = held.some(
				({ documentId, personId, bytes }) =>
					documentId === update.documentId && personId === update.personId && Buffer.compare(bytes, update.bytes) === 0
			)
			if (isHeld) return
			held.push({
				...update,
				bytes: update.bytes.slice(),
				id: `held-${held.length + 1}`,
				state: 'waiting',
				decidedBy: null,
				decidedAt: null
			})
		},

		async list(documentIds) {
			return held
				.filter(({ documentId }) => documentIds.includes(documentId))
				.reverse()
				.sort((one, other) => (one.receivedAt < other.receivedAt ? 1 : one.receivedAt > other.receivedAt ? -1 : 0))
				.map((update) => ({ ...update }))
		},

		async find(id) {
			const found = held.find((update) => update.id === id)
			return found === undefined ? null : { ...found }
		},

		countWaiting: async () => held.filter(({ state }) => state === 'waiting').length,

		async decide(id, decision) {
			const found = held.find((update) => update.id === id)
			if (found === undefined || found.state === 'accepted') return false
			Object.assign(found, decision)
			return true
		}
	}
}
