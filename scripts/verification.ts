import { syncGenerated } from './generated.ts'
import { run } from './run.ts'
import { reportHouse } from './house.ts'
import { lintSteps, runSteps, typeSteps } from './steps.ts'
import { clearReports, readVitestTotals, REPORTS, type Totals } from './totals.ts'

/** Of vite.config.ts. */
export type Project = 'unit' | 'reactive' | 'served' | 'long'

/** Each of the checks that are not tests counts as one in the totals, so that a red one shows there too. */
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
