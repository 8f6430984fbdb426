/**
 * Several writes, one commit. A write that comes after a pause is committed in the same turn of the
 * event loop, together with everything that arrived in it; under load commits are at least
 * `leastMs` apart, and the further the longer each took and the more it held, up to `mostMs`. So a lone edit does not
 * wait, a few wait little, a flood does not pay for a flush to disk per edit, and a slow disk does not hold up everything else.
 */
import type { DatabaseSync } from 'node:sqlite'

export interface Pace {
	leastMs: number
	mostMs: number
}

/** A commit holds up the process: as many times as long it is left alone after it. */
const REST_PER_COMMIT = 4
/** ms. From two writes a ms on each commit holds more than the one before: a commit costs much the same for thirty as for three. */
const REST_PER_WRITE = 0.5

export interface GroupCommit<Write, Result> {
	/** Resolves with what `apply` returned once the commit is on disk. Writes are applied in call order. */
	add(write: Write): Promise<Result>
	/** What is not yet committed, oldest first. */
	queued(): readonly Write[]
	/** Commits what is queued, then refuses. */
	close(): Promise<void>
}

export interface Work<Write, Result> {
	/**
	 * Inside the transaction. An error it throws fails the whole group: every write of it is rejected and none is stored. A
	 * `Refusal` it returns rejects that write alone.
	 */
	apply(write: Write): Result | Refusal
	/** What was applied is on disk; nobody has been told yet. */
	onCommitted?(): void
	/** What was applied is undone. */
	onRolledBack?(): void
}

interface Entry<Write, Result> {
	write: Write
	resolve(result: Result): void
	reject(reason: unknown): void
}

/** Why one write of a group cannot be done although the disk is well. */
export class Refusal extends Error {}

export function createGroupCommit<Write, Result>(
	database: DatabaseSync,
	{ leastMs, mostMs }: Pace,
	{ apply, onCommitted, onRolledBack }: Work<Write, Result>
): GroupCommit<Write, Result> {
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
		try {
			const begunAt = performance.now()
			database.exec('BEGIN IMMEDIATE')
			const results = group.map(({ write }) => apply(write))
			database.exec('COMMIT')
			const endedAt = performance.now()
			const rest = Math.max(leastMs, REST_PER_COMMIT * (endedAt - begunAt), REST_PER_WRITE * group.length)
			nextCommitAt = endedAt + Math.min(mostMs, rest)
			onCommitted?.()
			results.forEach((result, index) => {
				if (result instanceof Refusal) group[index]?.reject(result)
				else group[index]?.resolve(result)
			})
		} catch (error) {
			// A full or failing disk: nothing of the group is stored, and every writer is told so.
			if (database.isOpen && database.isTransaction) database.exec('ROLLBACK')
			onRolledBack?.()
			for (const { reject } of group) reject(error)
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
