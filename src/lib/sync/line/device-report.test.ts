import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { DeviceReport } from '#protocol/frames.ts'
import { createReporter } from './device-report.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('[P7] what changes while a slow disk is read is said, and still at most once a second', async () => {
	const facts = { unsent: 0 }
	const said: { unsent: number; atMs: number }[] = []
	const begunAt = Date.now()
	const reporter = createReporter(
		async () => {
			const report = { ...facts } as DeviceReport
			await new Promise((resolve) => setTimeout(resolve, 700))
			return report
		},
		({ unsent }) => void said.push({ unsent, atMs: Date.now() - begunAt })
	)
	reporter.update()
	await vi.advanceTimersByTimeAsync(100)
	facts.unsent = 1
	reporter.update()
	await vi.advanceTimersByTimeAsync(10_000)
	expect(said).toEqual([
		{ unsent: 0, atMs: 700 },
		{ unsent: 1, atMs: 2400 }
	])
})
