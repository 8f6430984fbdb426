/** The holding log in memory, for tests. Passes the same contract. */
import { randomUUID } from 'node:crypto'
import type { HeldUpdate, HoldingLog } from './review-log.ts'
import type { MemoryDisk } from './memory.ts'

/** `disk`: that of the documents. */
export function createMemoryHoldingLog(disk: MemoryDisk): HoldingLog {
	const waiting = () => disk.held.filter(({ state }) => state === 'waiting')
	const isUndecided = ({ state }: HeldUpdate) => state === 'waiting' || state === 'set-aside'

	return {
		async hold({ epoch, ...update }, { most, mostBytes }) {
			const { documentId, personId, bytes } = update
			const info = disk.documents.get(documentId)?.info
			if (info === undefined || info.deletedAt !== null || info.epoch !== epoch) return 'gone'
			const isOwn = (held: HeldUpdate) => held.documentId === documentId && held.personId === personId
			if (disk.held.some((held) => isOwn(held) && Buffer.compare(held.bytes, bytes) === 0)) return 'known'
			const own = waiting().filter(isOwn)
			const heldBytes = own.reduce((sum, { bytes }) => sum + bytes.length, bytes.length)
			if (own.length >= most || heldBytes > mostBytes) return 'too-large'
			const undecided = { state: 'waiting', decidedBy: null, decidedAt: null, enteredAt: null } as const
			disk.held.push({ ...update, bytes: bytes.slice(), id: randomUUID(), ...undecided })
			return 'held'
		},

		async list(documentIds, limit) {
			const listed = disk.held
				.filter(({ documentId }) => documentIds.includes(documentId))
				.reverse()
				.sort((one, other) => (one.receivedAt < other.receivedAt ? 1 : one.receivedAt > other.receivedAt ? -1 : 0))
				.sort((one, other) => Number(one.state !== 'waiting') - Number(other.state !== 'waiting'))
			return listed.slice(0, limit).map(({ bytes: _bytes, ...held }) => held)
		},

		async find(id) {
			const found = disk.held.find((update) => update.id === id)
			return found === undefined ? null : { ...found }
		},

		countWaiting: async () => waiting().length,

		async countUndecidedByDocument(documentIds) {
			const wanted = disk.held.filter((held) => isUndecided(held) && documentIds.includes(held.documentId))
			const byDocument = Map.groupBy(wanted, ({ documentId }) => documentId)
			return new Map(
				[...byDocument].map(([documentId, held]) => [
					documentId,
					[...Map.groupBy(held, ({ personId }) => personId)].map(([personId, own]) => ({
						personId,
						waiting: own.filter(({ state }) => state === 'waiting').length,
						setAside: own.filter(({ state }) => state === 'set-aside').length
					}))
				])
			)
		},

		async listUndecidedDocuments() {
			return [...new Set(disk.held.filter(isUndecided).map(({ documentId }) => documentId))]
		},

		async listUndecided(documentId) {
			const own = disk.held.filter((held) => isUndecided(held) && held.documentId === documentId)
			const byTime = own.toSorted((one, other) => Date.parse(one.receivedAt) - Date.parse(other.receivedAt))
			return byTime.map(({ id }) => id)
		},

		async decide(id, decision) {
			const found = disk.held.find((update) => update.id === id)
			if (found === undefined || found.state === 'accepted') return false
			if (found.state === 'entered' && decision.state === 'set-aside') return false
			Object.assign(found, decision, { enteredAt: null })
			return true
		},

		async enter(id, at) {
			const found = disk.held.find((update) => update.id === id)
			if (found === undefined || !isUndecided(found)) return false
			Object.assign(found, { state: 'entered', enteredAt: at })
			return true
		}
	}
}
