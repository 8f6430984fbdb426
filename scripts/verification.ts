/** Runs the checks and vitest for `npm run verify` and `npm test`, and adds up their totals for the one line that CI reads. */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { syncGenerated } from './generated.ts'
import { reportHouse } from './house.ts'
import { run } from './run.ts'
import { lintSteps, runSteps, typeSteps } from './steps.ts'

/** The project names in vite.config.ts. */
export type Project = 'unit' | 'reactive' | 'served' | 'long'

/** Each check that is no test counts as one in the totals, so that a failed one shows there, too. */
export async function verify(projects: readonly Project[]): Promise<{ isGreen: boolean; totals: Totals }> {
	clearReports()
	await syncGenerated()
	const steps = [...typeSteps, ...lintSteps]
	const [areStepsGreen, units] = await Promise.all([runSteps(steps), runVitest(projects)])
	reportHouse()
	return {
		isGreen: areStepsGreen && units.isGreen,
		totals: {
			passed: units.totals.passed + (areStepsGreen ? steps.length : 0),
			failed: units.totals.failed + (areStepsGreen ? 0 : 1),
			skipped: units.totals.skipped
		}
	}
}

export async function runVitest(projects: readonly Project[]): Promise<{ isGreen: boolean; totals: Totals }> {
	const report = `${REPORTS}/vitest-${projects.join('-')}.json`
	const { code, output, seconds } = await run('vitest', [
		'run',
		...projects.map((project) => `--project=${project}`),
		'--reporter=dot',
		'--reporter=json',
		`--outputFile.json=${report}`
	])
	const totals = readVitestTotals(report)
	const title = projects.map((project) => TITLES[project]).join(', ')
	console.log(`${code === 0 ? '✓' : '✗'} ${title}: ${totals.passed} passed (${seconds.toFixed(1)} s)`)
	if (code !== 0) console.log(output)
	return { isGreen: code === 0, totals }
}

const TITLES: Record<Project, string> = {
	unit: 'unit tests',
	reactive: 'tests of what state follows',
	served: 'stories on a running server',
	long: 'kills, storms, spoilt frames and simulated worlds'
}

/** Counts that vitest and Playwright write as JSON. */
export interface Totals {
	passed: number
	failed: number
	skipped: number
}

export const REPORTS = 'test-results/reports'

function clearReports(): void {
	rmSync(REPORTS, { recursive: true, force: true })
	mkdirSync(REPORTS, { recursive: true })
}

/** A runner without a report died before its end: this counts as a failure, never as zero tests. */
function readVitestTotals(file: string): Totals {
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
