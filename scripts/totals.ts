/** The counts that vitest and Playwright write as JSON, and the one line of totals a CI reads. */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'

export interface Totals {
	passed: number
	failed: number
	skipped: number
}

export const REPORTS = 'test-results/reports'

export function clearReports(): void {
	rmSync(REPORTS, { recursive: true, force: true })
	mkdirSync(REPORTS, { recursive: true })
}

/** A runner that wrote no report died before its end: that is a failure, never a silent zero. */
export function readVitestTotals(file: string): Totals {
	const report = readReport(file) as { numPassedTests: number; numFailedTests: number; numPendingTests: number } | null
	if (report === null) return { passed: 0, failed: 1, skipped: 0 }
	return { passed: report.numPassedTests, failed: report.numFailedTests, skipped: report.numPendingTests }
}

export function readPlaywrightTotals(file: string): Totals {
	const report = readReport(file) as {
		stats: { expected: number; unexpected: number; flaky: number; skipped: number }
	} | null
	if (report === null) return { passed: 0, failed: 1, skipped: 0 }
	const { expected, unexpected, flaky, skipped } = report.stats
	return { passed: expected, failed: unexpected + flaky, skipped }
}

export function addTotals(all: readonly Totals[]): Totals {
	return {
		passed: all.reduce((sum, { passed }) => sum + passed, 0),
		failed: all.reduce((sum, { failed }) => sum + failed, 0),
		skipped: all.reduce((sum, { skipped }) => sum + skipped, 0)
	}
}

export function formatTotals({ passed, failed, skipped }: Totals): string {
	return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}

function readReport(file: string): unknown {
	return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null
}
