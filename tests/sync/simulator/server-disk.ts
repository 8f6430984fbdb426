/**
 * The server's disk: the product's memory storage. Its commits take virtual time, fail together when the disk
 * fails, and are lost when the server is killed before them.
 */
import {
	createMemoryDisk,
	createMemoryReviewLog,
	createMemoryStorage,
	type MemoryDisk
} from '../../../server/documents/storage/testing/memory.ts'
import type { ReviewUpdate, ReviewLog } from '../../../server/documents/storage/review-log.ts'
import type { DocumentStorage } from '../../../server/documents/storage/storage.ts'
import type { Clock } from './clock.ts'
import type { Random } from '../../support/random.ts'
import type { Trace } from './trace.ts'

export interface ServerDisk {
	/** For a start of the server: its pending writes die with the running owner. */
	open(): { storage: DocumentStorage; reviewLog: ReviewLog }
	/** The longest time of a commit, in ms. */
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

export interface ServerDiskOptions {
	clock: Clock
	random: Random
	trace: Trace
	onStored(documentId: string, sequence: number, bytes: Uint8Array): void
	onSubmitted(documentId: string, bytes: Uint8Array): void
	/** The server records that it is in its document, and no longer waits. */
	onEntered(entry: ReviewUpdate): void
	/** The rows of a document, or its review entries, were replaced. */
	onReplaced(documentId: string): void
}

interface Write {
	apply(): Promise<void>
	reject(error: Error): void
}

export function createServerDisk(options: ServerDiskOptions): ServerDisk {
	const { clock, random, trace } = options
	let data = createMemoryDisk()
	let backup: MemoryDisk | null = null
	let wasRestored = false

	function open() {
		const storage = createMemoryStorage(data)
		const reviewLog = createMemoryReviewLog(data)
		let group: Write[] = []
		let committedAt = 0

		/** Writes within a few milliseconds share a commit, and follow those before them. */
		function commit<Value>(write: () => Promise<Value>): Promise<Value> {
			return new Promise((resolve, reject) => {
				if (group.length === 0) {
					committedAt = Math.max(committedAt, clock.now() + random.between(0.5, disk.slowness))
					clock.schedule(committedAt - clock.now(), flush)
				}
				group.push({
					async apply() {
						const value = await write()
						// A server can also be killed between the flush and the answer.
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

		// Reading takes no time: the result is as old as the request.
		const committing: DocumentStorage = {
			...storage,
			append: (documentId, update) =>
				commit(async () => {
					const sequence = await storage.append(documentId, update)
					options.onStored(documentId, sequence, update.bytes)
					return sequence
				}),
			saveSnapshot: (documentId, snapshot) => commit(() => storage.saveSnapshot(documentId, snapshot)),
			thin: (documentId, row) =>
				commit(async () => {
					const isThinned = await storage.thin(documentId, row)
					if (isThinned) options.onReplaced(documentId)
					return isThinned
				}),
			async deleteDocument(documentId, at) {
				await commit(() => storage.deleteDocument(documentId, at))
				options.onReplaced(documentId)
			}
		}
		return {
			storage: committing,
			reviewLog: {
				...reviewLog,
				add: (...[update, bounds]: Parameters<ReviewLog['add']>) =>
					commit(async () => {
						const outcome = await reviewLog.add(update, bounds)
						if (outcome === 'added') options.onSubmitted(update.documentId, update.bytes)
						return outcome
					}),
				decide: (id: string, reviewOutcome: Parameters<ReviewLog['decide']>[1]) =>
					commit(() => reviewLog.decide(id, reviewOutcome)),
				enter: (id: string, at: string) =>
					commit(async () => {
						const isNew = await reviewLog.enter(id, at)
						const entry = isNew ? await reviewLog.find(id) : null
						if (entry !== null) options.onEntered(entry)
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
			for (const documentId of data.documents.keys()) options.onReplaced(documentId)
			return true
		}
	}
	return disk
}
