import { type StatementResultingChanges, StatementSync } from 'node:sqlite'

/** Calls `before` ahead of each commit, and the commit fails with what it throws. Returns a function that ends it. */
export function beforeCommits(before: () => void): () => void {
	const { run } = StatementSync.prototype
	StatementSync.prototype.run = function (this: StatementSync, ...values: unknown[]): StatementResultingChanges {
		if (this.sourceSQL === 'COMMIT') before()
		return Reflect.apply(run, this, values) as StatementResultingChanges
	}
	return () => void (StatementSync.prototype.run = run)
}

/** The same for a full disk. */
export function failCommits(): () => void {
	return beforeCommits(() => {
		throw new Error('disk full')
	})
}
