/**
 * The server's disk: the product's memory storage, to which commits take virtual time, fail together when the disk
 * does, and are lost when the server is killed before them.
 */
import {
	createMemoryDisk,
	createMemoryHoldingLog,
	createMemoryStorage,
	type MemoryDisk
} from '../../../server/documents/storage/memory.ts'
import type { HeldUpdate, HoldingLog } from '../../../server/documents/storage/review-log.ts'
import type { DocumentStorage } from '../../../server/documents/storage/storage.ts'
import type { Clock } from './clock.ts'
import type { Random } from '../../support/random.ts'
import type { Trace } from './trace.ts'

export interface ServerDisk {
	/** For a start of the server: what it writes dies with the owner that is running. */
	open(): { storage: DocumentStorage; holdingLog: HoldingLog }
	/** Ms a commit takes at most. */
	slowness: number
	isFull: boolean
	/** How many of the next commits fail. */
	failures: number
	backUp(): void
	/** False when there is none. */
	restoreBackup(): boolean
	hasBackup(): boolean
	/** At any time before. */
	wasRestored(): boolean
	readonly data: MemoryDisk
}

export interface ServerDiskParts {
	clock: Clock
	random: Random
	trace: Trace
	onStored(documentId: string, sequence: number, bytes: Uint8Array): void
	onHeld(documentId: string, bytes: Uint8Array): void
	/** It is said to be in its document by now, and to wait no more. */
	onEntered(held: HeldUpdate): void
	/** The rows of a document, or what is held of it, are others than before. */
	onReplaced(documentId: string): void
}

interface Write {
	apply(): Promise<void>
	reject(error: Error): void
}

export function createServerDisk(parts: ServerDiskParts): ServerDisk {
	const { clock, random, trace } = parts
	let data = createMemoryDisk()
	let backup: MemoryDisk | null = null
	let wasRestored = false

	function open() {
		const storage = createMemoryStorage(data)
		const holdingLog = createMemoryHoldingLog(data)
		let group: Write[] = []
		let committedAt = 0

		/** Writes of a few milliseconds share a commit, and follow those before them. */
		function commit<Value>(write: () => Promise<Value>): Promise<Value> {
			return new Promise((resolve, reject) => {
				if (group.length === 0) {
					committedAt = Math.max(committedAt, clock.now() + random.between(0.5, disk.slowness))
					clock.schedule(committedAt - clock.now(), flush)
				}
				group.push({
					async apply() {
						const value = await write()
						// Between the flush and the word of it a server can be killed, too.
						clock.schedule(0.1, () => resolve(value))
					},
					reject
				})
			})
		}

		function flush(): void {
			const writes = group
			group = []
			if (disk.isFull || disk.failures > 0) {
				disk.failures = Math.max(0, disk.failures - 1)
				trace.operation('server fails to commit', 'server', writes.length)
				for (const write of writes) write.reject(new Error('disk full'))
				return
			}
			trace.operation('server commits', 'server', writes.length)
			for (const write of writes) write.apply().catch((error: Error) => write.reject(error))
		}

		// Reading takes no time: what was read is as old as the moment it was asked for.
		const committing: DocumentStorage = {
			...storage,
			append: (documentId, update) =>
				commit(async () => {
					const sequence = await storage.append(documentId, update)
					parts.onStored(documentId, sequence, update.bytes)
					return sequence
				}),
			saveSnapshot: (documentId, snapshot) => commit(() => storage.saveSnapshot(documentId, snapshot)),
			thin: (documentId, row) =>
				commit(async () => {
					const isThinned = await storage.thin(documentId, row)
					if (isThinned) parts.onReplaced(documentId)
					return isThinned
				}),
			async deleteDocument(documentId, at) {
				await commit(() => storage.deleteDocument(documentId, at))
				parts.onReplaced(documentId)
			}
		}
		return {
			storage: committing,
			holdingLog: {
				...holdingLog,
				hold: (...[update, bounds]: Parameters<HoldingLog['hold']>) =>
					commit(async () => {
						const outcome = await holdingLog.hold(update, bounds)
						if (outcome === 'held') parts.onHeld(update.documentId, update.bytes)
						return outcome
					}),
				decide: (id: string, decision: Parameters<HoldingLog['decide']>[1]) =>
					commit(() => holdingLog.decide(id, decision)),
				enter: (id: string, at: string) =>
					commit(async () => {
						const isNew = await holdingLog.enter(id, at)
						const held = isNew ? await holdingLog.find(id) : null
						if (held !== null) parts.onEntered(held)
						return isNew
					})
			}
		}
	}

	const disk: ServerDisk = {
		open,
		slowness: 4,
		isFull: false,
		failures: 0,
		get data() {
			return data
		},
		hasBackup: () => backup !== null,
		wasRestored: () => wasRestored,
		backUp() {
			backup = structuredClone(data)
			trace.operation('backup is made', 'server')
		},
		restoreBackup() {
			if (backup === null) return false
			data = structuredClone(backup)
			wasRestored = true
			trace.operation('backup is restored', 'server')
			for (const documentId of data.documents.keys()) parts.onReplaced(documentId)
			return true
		}
	}
	return disk
}
