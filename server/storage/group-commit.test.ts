import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createGroupCommit } from './group-commit.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'setImmediate', 'performance'] }))
afterEach(() => void vi.useRealTimers())

it('[R1] the more a commit took along, the longer the next one waits for more, within bounds', async () => {
	expect(await waitAfter(1)).toBe(2)
	expect(await waitAfter(10)).toBe(5)
	expect(await waitAfter(1000)).toBe(10)
})

it('[R1] a lone write does not wait', async () => {
	const commits = createGroupCommit(new DatabaseSync(':memory:'), { leastMs: 2, mostMs: 10 }, (write: string) => write)
	const stored = commits.add('edit')
	vi.advanceTimersByTime(0)
	expect(await stored).toBe('edit')
})

/** How many ms a write waits that comes right after a commit of so many. */
async function waitAfter(writes: number): Promise<number> {
	const commits = createGroupCommit(new DatabaseSync(':memory:'), { leastMs: 2, mostMs: 10 }, (write: number) => write)
	const first = Array.from({ length: writes }, (_, index) => commits.add(index))
	vi.advanceTimersByTime(0)
	await Promise.all(first)
	const committedAt = performance.now()
	const next = commits.add(writes)
	await vi.advanceTimersToNextTimerAsync()
	await next
	return performance.now() - committedAt
}
