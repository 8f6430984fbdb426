/** Runs the checks and vitest for `npm run verify` and `npm test`, and adds up their totals for the one line that CI reads. */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { relative } from 'node:path'
import { syncGenerated } from './generated.ts'
import { reportHouse } from './house.ts'
import { run } from './run.ts'
import { lintSteps, runSteps, typeSteps } from './steps.ts'

/** The project names in vite.config.ts. */
export type Project = 'unit' | 'plain' | 'reactive' | 'served' | 'long'

/** Each check that is no test counts as one in the totals, so that a failed one shows there, too. */
export async function verify(projects: readonly Project[]): Promise<Outcome> {
	clearReports()
	await syncGenerated()
	const steps = [...typeSteps, ...lintSteps]
	const [areStepsGreen, units] = await Promise.all([runSteps(steps), runVitest(projects)])
	reportHouse()
	return {
		isGreen: areStepsGreen && units.isGreen,
		failures: units.failures,
		totals: {
			passed: units.totals.passed + (areStepsGreen ? steps.length : 0),
			failed: units.totals.failed + (areStepsGreen ? 0 : 1),
			skipped: units.totals.skipped
		}
	}
}

/** What a run of tests came to. */
export interface Outcome {
	isGreen: boolean
	totals: Totals
	/** For each failed test its file, its name and the first lines of the error. */
	failures: readonly string[]
}

export async function runVitest(projects: readonly Project[]): Promise<Outcome> {
	const report = `${REPORTS}/vitest-${projects.join('-')}.json`
	const { code, output, seconds } = await run('vitest', [
		'run',
		...projects.map((project) => `--project=${project}`),
		'--reporter=dot',
		'--reporter=json',
		`--outputFile.json=${report}`
	])
	const { totals, failures } = readVitest(report)
	const title = projects.map((project) => TITLES[project]).join(', ')
	console.log(`${code === 0 ? '✓' : '✗'} ${title}: ${totals.passed} passed (${seconds.toFixed(1)} s)`)
	if (code !== 0) console.log(output)
	return { isGreen: code === 0, totals, failures }
}

const TITLES: Record<Project, string> = {
	unit: 'unit tests of the app',
	plain: 'unit tests of the core and the server',
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
function readVitest(file: string): Pick<Outcome, 'totals' | 'failures'> {
	const report = readReport(file) as VitestReport | null
	if (report === null) return { totals: { passed: 0, failed: 1, skipped: 0 }, failures: [] }
	return {
		totals: { passed: report.numPassedTests, failed: report.numFailedTests, skipped: report.numPendingTests },
		failures: report.testResults.flatMap((file) =>
			file.assertionResults
				.filter(({ status }) => status === 'failed')
				.map(({ fullName, failureMessages }) => describeFailure(file.name, fullName, failureMessages))
		)
	}
}

/** The parts of vitest's JSON report that are read. */
interface VitestReport {
	numPassedTests: number
	numFailedTests: number
	numPendingTests: number
	testResults: readonly {
		name: string
		assertionResults: readonly { status: string; fullName: string; failureMessages: readonly string[] }[]
	}[]
}

function describeFailure(file: string, name: string, messages: readonly string[]): string {
	const lines = messages.join('\n').split('\n').slice(0, 12)
	return [`✗ ${relative('.', file)} › ${name}`, ...lines].join('\n    ')
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
