/**
 * Combines several writes into one commit. A write that comes after a pause is committed in the same turn of the event loop,
 * with everything that arrived in it. Under load commits are at least `leastMs` apart, and further apart the longer each took
 * and the more it held, up to `mostMs`. So a lone edit does not wait, a few wait little, a flood does not pay for a flush per
 * edit, and a slow disk does not hold up everything else.
 */
import type { DatabaseSync } from 'node:sqlite'
import { prepareTransactions } from './connection.ts'

export interface Pace {
	leastMs: number
	mostMs: number
}

/** A commit holds up the process, so the rest after it is so many times as long. */
const REST_PER_COMMIT = 4
/**
 * In ms. From two writes per ms on, each commit holds more than the one before. A commit costs much the same for thirty as
 * for three.
 */
const REST_PER_WRITE = 0.5

export interface GroupCommit<Write, Result> {
	/** Resolves with what `apply` returned once the commit is on disk. Writes are applied in call order. */
	add(write: Write): Promise<Result>
	/** Writes that are not committed yet, oldest first. */
	queued(): readonly Write[]
	/** Commits what is queued, then rejects further writes. */
	close(): Promise<void>
}

export interface Work<Write, Result> {
	/**
	 * Runs inside the transaction. If it throws, the whole group fails: every write is rejected and none is stored. If it
	 * returns a `Refusal`, only that write is rejected.
	 */
	apply(write: Write): Result | Refusal
	/** What was applied is on disk; no write is resolved yet. */
	onCommitted?(): void
	/** What was applied is rolled back. */
	onRolledBack?(): void
}

interface Entry<Write, Result> {
	write: Write
	resolve(result: Result): void
	reject(reason: unknown): void
}

/** The reason why one write of a group is refused although the disk works. */
export class Refusal extends Error {}

export function createGroupCommit<Write, Result>(
	database: DatabaseSync,
	{ leastMs, mostMs }: Pace,
	{ apply, onCommitted, onRolledBack }: Work<Write, Result>
): GroupCommit<Write, Result> {
	const inTransaction = prepareTransactions(database)
	let entries: Entry<Write, Result>[] = []
	/** As performance.now(). */
	let nextCommitAt = -Infinity
	let isOpen = true

	function schedule(): void {
		const wait = nextCommitAt - performance.now()
		if (wait <= 0) setImmediate(commit)
		else setTimeout(commit, wait)
	}

	function commit(): void {
		const group = entries
		entries = []
		if (group.length === 0) return
		const begunAt = performance.now()
		const results = commitOrReject(group)
		if (results === null) return
		const endedAt = performance.now()
		const rest = Math.max(leastMs, REST_PER_COMMIT * (endedAt - begunAt), REST_PER_WRITE * group.length)
		nextCommitAt = endedAt + Math.min(mostMs, rest)
		onCommitted?.()
		results.forEach((result, index) => {
			if (result instanceof Refusal) group[index]?.reject(result)
			else group[index]?.resolve(result)
		})
	}

	/** Null: a full or failing disk. Nothing of the group is stored, and every write is rejected. */
	function commitOrReject(group: readonly Entry<Write, Result>[]): (Result | Refusal)[] | null {
		try {
			return inTransaction(() => group.map(({ write }) => apply(write)))
		} catch (error) {
			onRolledBack?.()
			for (const { reject } of group) reject(error)
			return null
		}
	}

	return {
		add(write) {
			if (!isOpen) return Promise.reject(new Error('The storage is closed'))
			return new Promise((resolve, reject) => {
				entries.push({ write, resolve, reject })
				if (entries.length === 1) schedule()
			})
		},

		queued: () => entries.map(({ write }) => write),

		async close() {
			isOpen = false
			commit()
		}
	}
}
