import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createGroupCommit, Refusal } from './group-commit.ts'

const PACE = { leastMs: 2, mostMs: 10 }

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'setImmediate', 'performance'] }))
afterEach(() => void vi.useRealTimers())

it('[R1] the longer a commit took, the longer the next one waits for more, within bounds', async () => {
	expect(await waitAfter(0)).toBe(2)
	expect(await waitAfter(1)).toBe(4)
	expect(await waitAfter(100)).toBe(10)
})

it('[R1] the more a commit held, the longer the next one waits for more, within bounds', async () => {
	expect(await waitAfter(0, 3)).toBe(2)
	expect(await waitAfter(0, 10)).toBe(5)
	expect(await waitAfter(0, 100)).toBe(10)
})

it('[R1] a lone write does not wait', async () => {
	const commits = createGroupCommit(new DatabaseSync(':memory:'), PACE, { apply: (write: string) => write })
	const stored = commits.add('edit')
	vi.advanceTimersByTime(0)
	expect(await stored).toBe('edit')
})

it('[R1] what follows a commit cannot undo it, nor reject its writes', async () => {
	const rolledBack = vi.fn()
	const commits = createGroupCommit(new DatabaseSync(':memory:'), PACE, {
		apply: (write: string) => write,
		onCommitted() {
			throw new Error('what follows has failed')
		},
		onRolledBack: rolledBack
	})
	const outcome = vi.fn()
	commits.add('edit').then(outcome, outcome)
	expect(() => vi.advanceTimersByTime(0)).toThrow('what follows has failed')
	await Promise.resolve()
	expect(rolledBack).not.toHaveBeenCalled()
	expect(outcome).not.toHaveBeenCalled()
})

it('[R1] a write that is refused is rejected alone', async () => {
	const commits = createGroupCommit(new DatabaseSync(':memory:'), PACE, {
		apply: (write: string) => (write === 'refused' ? new Refusal('gone') : write)
	})
	const outcomes = Promise.allSettled(['before', 'refused', 'after'].map((write) => commits.add(write)))
	vi.advanceTimersByTime(0)
	expect((await outcomes).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
})

it('a commit prepares no statement anew', async () => {
	const database = new DatabaseSync(':memory:')
	const commits = createGroupCommit(database, PACE, { apply: (write: string) => write })
	const prepare = vi.spyOn(database, 'prepare')
	const exec = vi.spyOn(database, 'exec')
	const stored = [commits.add('one'), commits.add('another')]
	vi.advanceTimersByTime(0)
	await Promise.all(stored)
	expect(prepare).not.toHaveBeenCalled()
	// SQLite takes no parameter there.
	expect(exec.mock.calls).toEqual([['PRAGMA user_version = 1']])
})

/** How many ms a write waits right after a commit of so many writes that took so many ms. */
async function waitAfter(milliseconds: number, writes = 1): Promise<number> {
	const commits = createGroupCommit(new DatabaseSync(':memory:'), PACE, {
		apply: () => void vi.advanceTimersByTime(milliseconds / writes)
	})
	const first = Promise.all(Array.from({ length: writes }, () => commits.add('edit')))
	await vi.advanceTimersToNextTimerAsync()
	await first
	const committedAt = performance.now()
	const next = commits.add('edit')
	await vi.advanceTimersToNextTimerAsync()
	await next
	return performance.now() - committedAt - milliseconds
}
