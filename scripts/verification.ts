import { syncGenerated } from './generated.ts'
import { run } from './run.ts'
import { reportSizes } from './sizes.ts'
import { lintSteps, runSteps, typeSteps } from './steps.ts'
import { clearReports, readVitestTotals, REPORTS, type Totals } from './totals.ts'

/** Each of the checks that are not tests counts as one in the totals, so that a red one shows there too. */
export async function verify(): Promise<{ isGreen: boolean; totals: Totals }> {
	clearReports()
	await syncGenerated()
	const steps = [...typeSteps, ...lintSteps]
	const [areStepsGreen, units] = await Promise.all([runSteps(steps), runVitest('unit', 'unit and sync tests')])
	reportSizes()
	return {
		isGreen: areStepsGreen && units.isGreen,
		totals: {
			passed: units.totals.passed + (areStepsGreen ? steps.length : 0),
			failed: units.totals.failed + (areStepsGreen ? 0 : 1),
			skipped: units.totals.skipped
		}
	}
}

/** `project` is one of vite.config.ts. */
export async function runVitest(
	project: 'unit' | 'long',
	title: string
): Promise<{ isGreen: boolean; totals: Totals }> {
	const report = `${REPORTS}/vitest-${project}.json`
	const { code, output, seconds } = await run('vitest', [
		'run',
		`--project=${project}`,
		'--reporter=dot',
		'--reporter=json',
		`--outputFile.json=${report}`
	])
	const totals = readVitestTotals(report)
	console.log(`${code === 0 ? '✓' : '✗'} ${title}: ${totals.passed} passed (${seconds.toFixed(1)} s)`)
	if (code !== 0) console.log(output)
	return { isGreen: code === 0, totals }
}
